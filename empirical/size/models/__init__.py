"""The networks that code a size, nothing else."""

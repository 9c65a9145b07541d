"""The networks that code a position, nothing else."""

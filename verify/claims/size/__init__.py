"""Claims on the size of a disk."""

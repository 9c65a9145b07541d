"""Faults provoked on the real command, and what became of each."""

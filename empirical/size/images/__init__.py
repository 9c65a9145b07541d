"""Shapes of all sizes."""

"""Seeded images."""

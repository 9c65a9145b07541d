"""Compares prediction with measurement, decides, and reports."""

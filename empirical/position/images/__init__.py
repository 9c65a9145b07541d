"""Diracs and where they lie."""

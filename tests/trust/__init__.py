"""Errors planted in the sources, one at a time, and what notices each.

Nothing here imports theory, empirical or verify before the sources are private copies.
"""

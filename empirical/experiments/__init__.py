"""One function per measurement."""

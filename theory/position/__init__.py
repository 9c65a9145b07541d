"""How a cascade of filters and subsamplings turns a position into a number."""

"""How networks code the size of a shape."""

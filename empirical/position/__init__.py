"""How networks code the position of a Dirac."""

"""Claims on the position of a Dirac impulse."""

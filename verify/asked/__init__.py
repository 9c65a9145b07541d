"""Claims that a person asks for: on a law, or on data of their own."""

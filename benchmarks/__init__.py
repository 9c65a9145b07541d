"""How fast each kind of work is beside its plain route, and how its cost grows."""

"""What the laws on exact and on dead measurements do not ask of claims on pca."""

_GRID = (
    "the reading asks for the eigenvectors of these very disks, which the pixel grid "
    "and the 64 radii move from the closed form"
)
ROUGH: dict[str, tuple[float, float, str]] = {
    "pca.linear": (0.42, 0.43, _GRID),
    "pca.linear-uncentred": (0.32, 0.34, _GRID),
    "pca.local-or-global": (
        0.25,
        0.3,
        "the waves are made to lose 3/5 at the spread of the codes; what they lose at "
        "half of it follows, and is 0.23",
    ),
}
"""Between which shares of the tolerance an exact measurement reads, and why."""

ALIVE: dict[tuple[str, str], str] = {}
"""Claims that a dead measurement confirms, by slug and kind, with the reason."""

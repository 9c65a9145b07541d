"""On which images laws were tried before tolerances were chosen."""

from verify.subjects import Disks

SIZES, BLURS, SLOPES = (32, 64), (0.0, 1.0), (0.1, 0.5)
"""Pixels along a side, blur in pixels, and slopes of the pilots, least and most."""

BECAUSE = (
    "pilot seeds under seven laws, jumps, a hole, a narrow peak and long tails among "
    "them, on images of 32 to 64 pixels ended within 0.5 % of the prediction (quick "
    "budget), as did three of each of (1 - r)^2 under a blur of 1 pixel (0.16 %), a "
    "hole at slope 0.5 (0.39 %) and exp(-8 r) on 48 pixels under a blur of 1 at slope "
    "0.1 (0.13 %): twice as much, for laws and grids not tried"
)


def unpiloted(disks: Disks) -> str:
    """Return in what disks lie outside the pilots; empty where they do not.

    Examples
    --------
    >>> unpiloted(Disks(size=32)), unpiloted(Disks(size=32, blur=3.0))
    ('', 'Not piloted: a blur of 3 pixels (pilots had 0 to 1).')

    """
    asked = (
        (disks.size, SIZES, "images of {:g} pixels"),
        (disks.blur, BLURS, "a blur of {:g} pixels"),
        (disks.slope, SLOPES, "a slope of {:g}"),
    )
    outside = [
        f"{says.format(value)} (pilots had {low:g} to {high:g})"
        for value, (low, high), says in asked
        if not low <= value <= high
    ]
    return f"Not piloted: {', '.join(outside)}." if outside else ""

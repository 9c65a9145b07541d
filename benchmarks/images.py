"""Images of disks and ellipses, beside 8 x 8 points in every pixel, one by one."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.timing import Pair
from empirical.disks import disks, midpoint_radii
from empirical.pca.images.ellipses import ellipses

COUNT, SIZE, POINTS = 32, 64, 8


def pairs() -> Iterator[Pair]:
    """Yield what to compare."""
    radii = midpoint_radii(COUNT, 31.0)
    draw = np.random.default_rng(0)
    axes, turned = draw.uniform(2, 31, (COUNT, 2)), draw.uniform(0, np.pi / 2, COUNT)
    circles = np.stack([radii, radii], axis=1)
    yield Pair(
        kind="images",
        work=f"{COUNT} disks of {SIZE} x {SIZE}",
        rival="a grid for each image",
        ours=lambda: disks(radii, SIZE),
        plain=lambda: sampled(circles, np.zeros(COUNT)),
        apart=1e-2,
    )
    yield Pair(
        kind="images",
        work=f"{COUNT} ellipses of {SIZE} x {SIZE}",
        rival="a grid for each image",
        ours=lambda: ellipses(axes, turned, SIZE),
        plain=lambda: sampled(axes, turned),
        # Ours is exact along the rows.
        apart=0.1,
    )


def sampled(axes: NDArray, turned: NDArray) -> NDArray:
    """Return ellipses as the shares of the points in each pixel that they cover."""
    images = []
    for (first, second), angle in zip(axes, turned, strict=True):
        line = (np.arange(SIZE * POINTS) + 0.5) / POINTS - SIZE / 2
        x, y = np.meshgrid(line, line)
        along = x * np.cos(angle) + y * np.sin(angle)
        across = y * np.cos(angle) - x * np.sin(angle)
        inside = (along / first) ** 2 + (across / second) ** 2 <= 1
        blocks = inside.reshape(SIZE, POINTS, SIZE, POINTS)
        images.append(blocks.mean(axis=(1, 3)))
    return np.stack(images)

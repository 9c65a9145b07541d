"""The best smooth code of ellipses, found without a formula and without a network.

An encoder sends every image to the point of the decoder's curve of images that is
nearest; the best decoder gives the mean of the images that share a code. A code that
is both at once is a principal curve. Without a bound on how often the curve may bend
there is no least error: a curve that runs to and fro through all ellipses would
leave nothing. The bound here is the width of the window over which means are taken.
"""

from dataclasses import dataclass

import numpy as np
import scipy
from jaxtyping import Float

from theory.pca.ellipses import LARGEST, SIZE, SMALLEST, Ellipses, covered_half

CELLS = 48
ANGLES = 24
NODES = 201
COMPONENTS = 60
STEPS = 100
SETTLED = 1e-3
GOLDEN = (np.sqrt(5) - 1) / 2


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Ellipses on a grid of axes, each with the mean image of all its directions.

    Parameters
    ----------
    short, long
        Semi-axes of each cell, pixels.
    weight
        Share of the family, summing to 1.
    means
        Mean images less the mean of all, in coordinates along their own principal
        axes; squared norms are means over pixels.
    noise
        The mean squared error that is left where both semi-axes are known.

    """

    short: Float[np.ndarray, " n"]
    long: Float[np.ndarray, " n"]
    weight: Float[np.ndarray, " n"]
    means: Float[np.ndarray, "n c"]
    noise: float


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A principal curve.

    Parameters
    ----------
    code
        Of each cell, as a rank between 0 and 1.
    floor
        Mean squared error per pixel that a code of the short and the long axis
        leaves, in bins of 1/48 of the family.
    steps
        Until no rank moved by more than 1e-3, or 100 where some still did.

    """

    code: Float[np.ndarray, " n"]
    floor: float
    steps: int


def cells() -> Cells:
    """Return the family on a grid of 48 x 48 axes, every direction alike."""
    edge = np.linspace(SMALLEST, LARGEST, CELLS + 1)
    middle = (edge[1:] + edge[:-1]) / 2
    short, long = (axis.ravel() for axis in np.meshgrid(middle, middle, indexing="ij"))
    kept = short <= long
    short, long = short[kept], long[kept]
    weight = np.where(short == long, 0.5, 1.0)
    weight /= weight.sum()
    means = np.empty((len(short), SIZE * SIZE // 2))
    squares = np.empty(len(short))
    for i, (s, t) in enumerate(zip(short, long, strict=True)):
        turned = (np.arange(ANGLES) + i * GOLDEN % 1) * np.pi / ANGLES
        images = covered_half(Ellipses(np.full(ANGLES, t), np.full(ANGLES, s), turned))
        means[i], squares[i] = images.mean(0).ravel(), np.mean(images**2)
    noise = float(weight @ (squares - np.mean(means**2, axis=1)))
    centred = means - weight @ means
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    reduced = centred @ axes[:COMPONENTS].T / np.sqrt(means.shape[1])
    return Cells(short=short, long=long, weight=weight, means=reduced, noise=noise)


def ranks(
    values: Float[np.ndarray, " n"], weight: Float[np.ndarray, " n"]
) -> Float[np.ndarray, " n"]:
    """Return the share of the family that has a smaller value."""
    order = np.argsort(values, kind="stable")
    found = np.empty(len(values))
    found[order] = np.cumsum(weight[order]) - weight[order] / 2
    return found


def cell_floor(family: Cells, values: Float[np.ndarray, " n"]) -> float:
    """Return the floor of a code of the two axes, from bins of equal weight."""
    place = (ranks(values, family.weight) * CELLS).astype(int)
    mass = np.bincount(place, family.weight, CELLS)
    squares = float(family.weight @ np.sum(family.means**2, axis=1))
    sums = np.zeros((CELLS, family.means.shape[1]))
    np.add.at(sums, place, family.weight[:, None] * family.means)
    return family.noise + squares - float(np.sum(np.sum(sums**2, axis=1) / mass))


def principal_curve(
    family: Cells, start: Float[np.ndarray, " n"], window: float
) -> Curve:
    """Return the principal curve that alternation reaches from a code.

    Means by local lines under a Gaussian window, then every cell to the nearest point
    of the curve, until neither changes.

    Parameters
    ----------
    family
        From :func:`cells`.
    start
        Any code of the cells.
    window
        Standard deviation of the window, as a share of the family, in (0, 1).

    Raises
    ------
    ValueError
        If the window is out of range.

    """
    if not 0 < window < 1:
        raise ValueError(f"window must be in (0, 1), got {window}.")
    nodes, code = np.linspace(0, 1, NODES), ranks(start, family.weight)
    moved, steps = 1.0, 0
    while moved > SETTLED and steps < STEPS:
        curve = _smoothed(nodes, code, family, window)
        after = ranks(_nearest(nodes, curve, family.means), family.weight)
        moved = float(np.max(np.abs(after - code)))
        code, steps = after, steps + 1
    return Curve(code=code, floor=cell_floor(family, code), steps=steps)


def rank_correlation(
    left: Float[np.ndarray, " n"], right: Float[np.ndarray, " n"]
) -> float:
    """Return Spearman's correlation of two codes of the cells."""
    return float(scipy.stats.spearmanr(left, right)[0])


def _smoothed(
    nodes: Float[np.ndarray, " t"],
    code: Float[np.ndarray, " n"],
    family: Cells,
    window: float,
) -> Float[np.ndarray, "t c"]:
    """Return the value at each node of the line fitted around it."""
    away = code[None, :] - nodes[:, None]
    kernel = np.exp(-0.5 * (away / window) ** 2) * family.weight
    zeroth, first, second = (np.sum(kernel * away**i, axis=1) for i in range(3))
    lines = kernel * (second[:, None] - away * first[:, None])
    spread = (zeroth * second - first**2)[:, None]
    return np.asarray(lines @ family.means / spread)


def _nearest(
    nodes: Float[np.ndarray, " t"],
    curve: Float[np.ndarray, "t c"],
    points: Float[np.ndarray, "n c"],
) -> Float[np.ndarray, " n"]:
    """Return where on a curve each point projects; a parabola refines the node."""
    squared = np.sum(curve**2, axis=1) - 2 * points @ curve.T
    best = np.argmin(squared, axis=1)
    inner = np.clip(best, 1, len(nodes) - 2)
    row = np.arange(len(points))
    low, here, high = (squared[row, inner + i] for i in (-1, 0, 1))
    bend = np.maximum(low - 2 * here + high, 1e-300)
    shift = np.clip((low - high) / (2 * bend), -0.5, 0.5)
    refined = nodes[inner] + shift * (nodes[1] - nodes[0])
    return np.asarray(np.where(best == inner, refined, nodes[best]))

"""Images of the form "one function, scaled, shifted and thresholded"."""

import numpy as np
import sympy as sp
from jaxtyping import Float
from scipy.optimize import OptimizeResult, minimize

from theory.derivation import Kind, Step, equal

Vector = Float[np.ndarray, " _"]
Rows = Float[np.ndarray, "m n"]


def share_left(
    images: Float[np.ndarray, "m ..."],
    *,
    scaled: bool = True,
    shifted: bool = True,
    iterations: int = 600,
) -> float:
    """Return what the best fit ``sat(h_i f + b_i)`` leaves of the images' energy.

    ``sat`` cuts at 0 and at 1; f is one function for all images, h_i and b_i two
    numbers for each. L-BFGS from a start that is exact for sharp disks: f is the mean
    image, and each image is cut where its own mean says. The fit is a local minimum,
    so the share is an upper bound.

    Parameters
    ----------
    images
        Shape (m, ...), finite, not all zero.
    scaled, shifted
        Whether h may differ between images, and whether there is a b at all.
    iterations
        Of L-BFGS, at least 1.

    Returns
    -------
    float
        Squared error over squared norm, at least 0.

    Raises
    ------
    ValueError
        If an image is not finite or all are zero.

    """
    flat = np.asarray(images, dtype=float).reshape(len(images), -1)
    if not np.all(np.isfinite(flat)) or not flat.any():
        raise ValueError("images must be finite and not all zero.")
    pack = _Packing(len(flat), flat.shape[1], scaled and not shifted, shifted)
    best = _fitted(pack.start(flat), flat, pack, iterations)
    if scaled and shifted:
        # From the best fit of one scale, so that more freedom never fits worse.
        free = _Packing(len(flat), flat.shape[1], True, True)
        start = np.concatenate([np.full(len(flat), best.x[0]), best.x[1:]])
        best = _fitted(start, flat, free, iterations)
    return float(best.fun / np.sum(flat**2))


class _Packing:
    """How h, b and f lie in one vector."""

    def __init__(self, images: int, pixels: int, scaled: bool, shifted: bool) -> None:
        self.images, self.pixels = images, pixels
        self.scales = images if scaled else 1
        self.shifts = images if shifted else 0

    def start(self, flat: Rows) -> Vector:
        """Return f = the mean image, steep, and each image cut at its own level.

        At this steepness, one unit of f per pixel, f and b have one unit and h is 1,
        which conditions the minimisation.
        """
        f = flat.mean(axis=0)
        order = np.sort(f)[::-1]
        inside = np.clip(flat.sum(axis=1).astype(int), 1, self.pixels - 1)
        level = (order[inside - 1] + order[inside]) / 2
        if not self.shifts:
            # h f = 1 / 2 at the edge.
            h = 0.5 / np.maximum(level, 1e-3)
            return np.concatenate([h if self.scales > 1 else [h.mean()], f])
        steep = np.sqrt(self.pixels) / 2
        return np.concatenate([np.ones(self.scales), 0.5 - steep * level, steep * f])

    def open(self, packed: Vector) -> tuple[Vector, Vector, Vector]:
        """Return h, b and f."""
        h, b, f = np.split(packed, [self.scales, self.scales + self.shifts])
        return h, b if self.shifts else np.zeros(1), f


def _fitted(
    start: Vector, flat: Rows, pack: _Packing, iterations: int
) -> OptimizeResult:
    """Return the least squared error found from a start."""
    return minimize(
        _error,
        start,
        args=(flat, pack),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": iterations, "maxfun": 2 * iterations},
    )


def _error(packed: Vector, flat: Rows, pack: _Packing) -> tuple[float, Vector]:
    """Return the squared error of the thresholded fit and its gradient."""
    h, b, f = pack.open(packed)
    before = h[:, None] * f + b[:, None]
    rest = np.clip(before, 0.0, 1.0) - flat
    slope = 2 * rest * ((before > 0) & (before < 1))
    by_h = slope @ f
    parts = [
        by_h if pack.scales > 1 else [by_h.sum()],
        slope.sum(axis=1) if pack.shifts else [],
        np.broadcast_to(h, len(flat)) @ slope,
    ]
    return float(np.sum(rest**2)), np.concatenate(parts)


def derivation() -> tuple[Step, ...]:
    """Return why disks are one function thresholded, shifted or else scaled."""
    r, t, c = sp.symbols("r t c", positive=True)
    middle = sp.Rational(1, 2)
    disk = sp.Heaviside(r - t, middle)
    x, value = sp.Function("x"), sp.Symbol("f", real=True)
    return (
        Step(
            says="The disk of radius r, at the distance t from its centre.",
            relation=equal(x(r), disk),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Shifted and thresholded: with f = -t, the threshold of f + r at 0.",
            relation=equal(disk, sp.Subs(sp.Heaviside(value + r, middle), value, -t)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Scaled and thresholded, as the deck has it: with f = exp(-c t), the "
            "threshold of exp(c r) f at 1.",
            relation=equal(
                disk, sp.Heaviside(sp.exp(c * r) * sp.exp(-c * t) - 1, middle)
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Any f that falls from the centre would do; a code only moves the "
            "level at which it is cut.",
            relation=equal(disk, sp.Heaviside((r - t) * (r + t), middle)),
            kind=Kind.IDENTITY,
        ),
    )

"""Images of the form "one function, scaled or shifted, and cut off at 0 and at 1"."""

from collections.abc import Sequence

import numpy as np
import sympy as sp
from jaxtyping import Float
from scipy.optimize import OptimizeResult, minimize

from theory.derivation import Kind, Step, equal

Vector = Float[np.ndarray, " _"]
Rows = Float[np.ndarray, "m n"]
FORMS = ("scaled at one level", "scaled", "shifted")
"""``sat(h_i f + b)`` with one b for all, with b = 0, or ``sat(f + b_i)``."""

BENDS = {"scaled at one level": (0.02, 0.05, 0.1), "scaled": (1.0, 2.0, 4.0, 6.0)}
"""Steepness per grey value of the exponentials that a fit starts from."""


def shares_left(
    images: Float[np.ndarray, "m ..."],
    forms: Sequence[str] = FORMS,
    *,
    iterations: int = 600,
) -> dict[str, float]:
    """Return what the best fit of each form leaves of the images' energy.

    ``sat`` cuts at 0 and at 1; f is one function for all images, and each image has one
    number of its own, h_i > 0 or b_i. A factor is kept as the exponential of a shift,
    so that all forms are ``sat(link(a_i + g))``. L-BFGS from a start that is exact for
    sharp disks: g is the mean image, and each image is cut where its own mean says.
    The fit is a local minimum, so the share is an upper bound.

    Parameters
    ----------
    images
        Shape (m, ...), finite, not all zero.
    forms
        Which one number an image has.
    iterations
        Of L-BFGS, at least 1.

    Returns
    -------
    dict
        Squared error over squared norm, at least 0, by form.

    Raises
    ------
    ValueError
        If an image is not finite, all are zero, or there is no such form.

    """
    flat = np.asarray(images, dtype=float).reshape(len(images), -1)
    if not np.all(np.isfinite(flat)) or not flat.any():
        raise ValueError("images must be finite and not all zero.")
    for form in forms:
        if form not in FORMS:
            raise ValueError(f"form must be one of {FORMS}, got {form!r}.")
    shifted = _fitted(_start(flat), flat, "shifted", iterations)

    def fitted(form: str) -> OptimizeResult:
        if form == "shifted":
            return shifted
        starts = [_bent(shifted.x, len(flat), form, bend) for bend in BENDS[form]]
        least = min(starts, key=lambda start: _error(start, flat, form)[0])
        return _fitted(least, flat, form, iterations)

    return {form: float(fitted(form).fun / np.sum(flat**2)) for form in forms}


def _start(flat: Rows) -> Vector:
    """Return b = 0, shifts and g: the mean image, steep, and each image's own level.

    At this steepness, one unit of g per pixel, shifts and g have one unit, which
    conditions the minimisation.
    """
    g = flat.mean(axis=0)
    order = np.sort(g)[::-1]
    inside = np.clip(flat.sum(axis=1).astype(int), 1, flat.shape[1] - 1)
    level = (order[inside - 1] + order[inside]) / 2
    steep = np.sqrt(flat.shape[1]) / 2
    return np.concatenate([[0.0], 0.5 - steep * level, steep * g])


def _bent(shifted: Vector, images: int, form: str, bend: float) -> Vector:
    """Return a start for factors: ``(exp(c u) - 1) / c`` in place of u.

    It tends to u as c falls. Without a level, ``exp(c (u - 1/2)) / 2``, which is 1/2 on
    the edge as u is.
    """
    _, a, g = np.split(shifted, [1, 1 + images])
    if form == "scaled":
        return np.concatenate([[0.0], bend * (a - 0.5) - np.log(2), bend * g])
    return np.concatenate([[-1 / bend], bend * a - np.log(bend), bend * g])


def _fitted(start: Vector, flat: Rows, form: str, iterations: int) -> OptimizeResult:
    """Return the least squared error found from a start."""
    return minimize(
        _error,
        start,
        args=(flat, form),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": iterations, "maxfun": 2 * iterations},
    )


def _error(packed: Vector, flat: Rows, form: str) -> tuple[float, Vector]:
    """Return the squared error of a form and its gradient in the level, a and g."""
    level, a, g = np.split(packed, [1, 1 + len(flat)])
    before = a[:, None] + g
    # Far beyond the cut at 1 an exponential would overflow.
    linked = before if form == "shifted" else np.exp(np.minimum(before, 50.0))
    value = linked + level
    rest = np.clip(value, 0.0, 1.0) - flat
    by_value = 2 * rest * ((value > 0) & (value < 1))
    by_sum = by_value if form == "shifted" else by_value * linked
    by_level = [by_value.sum() if form == "scaled at one level" else 0.0]
    gradient = np.concatenate([by_level, by_sum.sum(axis=1), by_sum.sum(axis=0)])
    return float(np.sum(rest**2)), gradient


def derivation() -> tuple[Step, ...]:
    """Return why disks are one function cut off, scaled at one level or shifted."""
    r, t, c = sp.symbols("r t c", positive=True)
    u, v = sp.symbols("u v", real=True)
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
            says="The level is one for all disks: the code scales, as the deck says. "
            "Scaling and shifting cannot be told apart: with a small c, scaled and "
            "less one level, it is the shift itself, to first order in c.",
            relation=equal(sp.Subs(sp.Derivative(sp.exp(v * u), v), v, 0), u),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Any f that falls from the centre would do; a code only moves the "
            "level at which it is cut.",
            relation=equal(disk, sp.Heaviside((r - t) * (r + t), middle)),
            kind=Kind.IDENTITY,
        ),
    )

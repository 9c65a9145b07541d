"""Why a singular axis is no best code where codes may bend: a curve leaves less.

Normal offsets of a linear generator with singular values 1 and s below 1: the images
are normal with deviations 1 along x and s along y, and the first axis leaves y.
"""

import numpy as np
import sympy as sp
from scipy.spatial import KDTree

from theory.derivation import Kind, Step, equal

_CELLS, _REACH = 401, 8.0
"""Midpoints along each axis, to 8 deviations on either side."""


def sine_leaves(ratio: float, amplitude: float, frequency: float) -> float:
    """Return the share of the variance that a sine as decoder leaves.

    The decoder of a code t is the point ``(t, A sin(w t))``, and the encoder gives the
    t of the nearest of 2401 points: no more of them than these, so that the share is
    at least that of the whole curve. By the midpoint rule on 401 by 401 cells: where
    two points of the curve are equally near the distance has a kink, and a rule of
    high order, which wants none, was off by 0.005 with 60 by 60 nodes.

    Parameters
    ----------
    ratio
        Of the singular values, above 1.
    amplitude, frequency
        A and w.

    Raises
    ------
    ValueError
        If the ratio is out of range.

    Examples
    --------
    >>> flat = sine_leaves(1.4, 0.0, 1.0)
    >>> abs(flat - 1 / (1 + 1.4**2)) < 1e-4, sine_leaves(1.4, 0.9, 2.0) < 0.21
    (True, True)

    """
    if not 1 < ratio < np.inf:
        raise ValueError(f"ratio must be above 1, got {ratio}.")
    nodes = ((np.arange(_CELLS) + 0.5) / _CELLS * 2 - 1) * _REACH
    weights = np.exp(-(nodes**2) / 2)
    x, y = np.meshgrid(nodes, nodes / ratio, indexing="ij")
    code = np.linspace(-12, 12, 2401)
    curve = KDTree(np.stack([code, amplitude * np.sin(frequency * code)], axis=1))
    away = curve.query(np.stack([x.ravel(), y.ravel()], axis=1))[0].reshape(x.shape)
    share = np.outer(weights, weights) / weights.sum() ** 2
    return float(np.sum(share * away**2) / (1 + ratio**-2))


def second_variation(ratio: float, frequency: float) -> float:
    """Return twice the change of the error per squared amplitude of a small sine.

    ``1 - exp(-2 w^2) - w^2 s^2 (1 + exp(-2 w^2))``, s one over the ratio: negative
    where the curve leaves less than the axis.

    Examples
    --------
    >>> second_variation(1.4, 0.5) > 0 > second_variation(1.4, 2.0)
    True

    """
    fading = np.exp(-2 * frequency**2)
    return float(1 - fading - (frequency / ratio) ** 2 * (1 + fading))


def bend_steps() -> tuple[Step, ...]:
    """Return why bending a little leaves less: the axis is a saddle.

    Hypotheses: offsets are normal, the generator is linear, the encoder gives the code
    of the nearest point.
    """
    y, f, slope, moved, eps = sp.symbols("y f p delta epsilon", real=True)
    s, w = sp.symbols("s w", positive=True)
    x = sp.Symbol("x", real=True)
    law = sp.exp(-(x**2) / 2) / sp.sqrt(2 * sp.pi)
    away = moved**2 + (y - eps * f - eps * slope * moved) ** 2
    nearest = eps * slope * (y - eps * f) / (1 + eps**2 * slope**2)
    left = (y - eps * f) ** 2 / (1 + eps**2 * slope**2)
    sine = sp.Integral(sp.sin(w * x) ** 2 * law, (x, -sp.oo, sp.oo))
    cosine = sp.Integral((w * sp.cos(w * x)) ** 2 * law, (x, -sp.oo, sp.oo))
    fading = sp.exp(-2 * w**2)
    change = (1 - fading) / 2 - s**2 * w**2 * (1 + fading) / 2
    return (
        Step(
            says="Let the decoder bend a little, to the points (t, epsilon f(t)). With "
            "f and its slope p at x, a code t = x + delta leaves of the point (x, y), "
            "to the order of epsilon squared,",
            relation=equal(sp.Function("e")(moved), away),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="which is least at the nearest point:",
            relation=equal(away.subs(moved, nearest), left),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Expanded, bending costs f squared and saves the square of the slope "
            "times y squared:",
            relation=equal(
                sp.Subs(sp.Derivative(left, (eps, 2)), eps, 0),
                2 * f**2 - 2 * y**2 * slope**2,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="For f = sin(w x) and x normal, the mean of f squared is",
            relation=equal(sine, (1 - fading) / 2),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="that of the squared slope is",
            relation=equal(cosine, w**2 * (1 + fading) / 2),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="and that of y squared is s squared. The error changes by epsilon "
            "squared times",
            relation=equal(sp.Symbol("C"), change),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="which is negative as soon as w is above 1 / s: the singular axis is "
            "a saddle, and a network that can bend has somewhere to go.",
            relation=sp.Lt(change.subs(w, 1 / s), 0, evaluate=False),
            kind=Kind.CONCLUSION,
        ),
    )

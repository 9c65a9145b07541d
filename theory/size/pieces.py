"""What a decoder of N affine pieces leaves of disks, with one number as the code.

A decoder of linear layers, biases and LeakyReLU is affine in its code, piece by piece.
So each disk lies as far from its output as from one of N lines at least.
"""

from functools import cache
from itertools import pairwise

import numpy as np
import sympy as sp
from jaxtyping import Float, Int

from theory.derivation import Kind, Step, equal, identity

_STARTS = 24

LEAST = 3 / 2 * (1 / 6 - 1 / np.pi**2)
"""N times the share of the energy that N lines leave at the least."""

CHORDS = 4 / 9
"""The same for chords, from a disk to a larger one."""


def lines(most: int, radii: int) -> Float[np.ndarray, " most"]:
    """Return the share left by the best N lines, N = 1 to ``most``, of uniform radii.

    Each line serves an interval of radii, as all do for many lines; every way to cut
    the radii is tried. What a line leaves is the scatter of its disks less the largest
    principal part.

    Parameters
    ----------
    most
        Lines, at least 1 and at most half the radii.
    radii
        How many stand for the uniform law.

    Examples
    --------
    >>> lines(2, 60).round(4)
    array([0.1833, 0.089 ])

    """
    _check(most, radii)
    gram = _gram(radii)
    left = np.full((radii + 1, radii + 1), np.inf)
    for low in range(radii):
        for high in range(low + 1, radii + 1):
            left[low, high] = _off_line(gram[low:high, low:high])
    best = left[0]
    found = [best[-1]]
    for _ in range(most - 1):
        best = np.min(best[:, None] + left, axis=0)
        found.append(best[-1])
    return np.asarray(np.array(found) / np.trace(gram))


@cache
def joined(pieces: int, radii: int) -> float:
    """Return the share left by the best N segments, each beginning where one ends.

    That is what one decoder can do. Codes and corners are found in turn, each the best
    for the other; the least found from starts near equal shares of r^(3/2): an upper
    bound, which nothing that was trained has beaten.

    Parameters
    ----------
    pieces, radii
        As for :func:`lines`.

    Examples
    --------
    >>> round(joined(2, 60), 4)
    0.1112

    """
    _check(pieces, radii)
    gram = _gram(radii)
    rows = np.linalg.cholesky(gram)
    shares = (np.arange(radii) + 0.5) / radii
    rng = np.random.default_rng(0)
    found = []
    for _ in range(_STARTS):
        ends = np.append(rng.uniform(-0.3, 0.3, pieces), 0.0)
        ends = np.clip(np.arange(pieces + 1) + ends, 0, pieces) / pieces
        code = np.interp(shares**1.5, ends, np.arange(pieces + 1.0))
        found.append(_alternated(rows, code, pieces))
    return min(found) / float(np.trace(gram))


def left_by_chords(pieces: int) -> float:
    """Return the share left by N chords between disks at equal shares of r^(3/2).

    A chord from area x to area y leaves a sixth of y - x, under uniform areas.

    Examples
    --------
    >>> round(1000 * left_by_chords(1000), 4)
    0.4444

    """
    ends = (np.arange(pieces + 1) / pieces) ** (2 / 3)
    total = 0.0
    for low, high in pairwise(ends.tolist()):
        place, weight = np.polynomial.legendre.leggauss(8)
        r = (low + high) / 2 + (high - low) / 2 * place
        off = (r**2 - low**2) * (high**2 - r**2) / (high**2 - low**2)
        total += float(off @ weight) * (high - low) / 2
    return 3 * total


def _check(pieces: int, radii: int) -> None:
    if not 1 <= pieces <= radii // 2:
        raise ValueError(f"pieces must be in 1 to half of {radii} radii, got {pieces}.")


def _gram(radii: int) -> Float[np.ndarray, "m m"]:
    """Return what disks of radii (i + 1/2) / m share, as areas over pi."""
    areas = ((np.arange(radii) + 0.5) / radii) ** 2
    return np.minimum.outer(areas, areas)


def _off_line(gram: Float[np.ndarray, "k k"]) -> float:
    centred = gram - gram.mean(axis=0) - gram.mean(axis=1)[:, None] + gram.mean()
    return max(0.0, float(np.sum(np.linalg.eigvalsh(centred)[:-1])))


def _alternated(
    rows: Float[np.ndarray, "m n"], code: Float[np.ndarray, " m"], pieces: int
) -> float:
    left = np.inf
    for _ in range(400):
        corners = _corners(rows, code, pieces)
        code, off = _nearest(rows, corners)
        if off > left * (1 - 1e-7):
            break
        left = off
    return min(left, off)


def _corners(
    rows: Float[np.ndarray, "m n"], code: Float[np.ndarray, " m"], pieces: int
) -> Float[np.ndarray, "k n"]:
    """Return the best corners for codes, which count segments from the first corner."""
    segment: Int[np.ndarray, " m"] = np.minimum(code.astype(int), pieces - 1)
    share = np.zeros((len(rows), pieces + 1))
    every = np.arange(len(rows))
    share[every, segment] = 1 - (code - segment)
    share[every, segment + 1] = code - segment
    return np.asarray(np.linalg.lstsq(share, rows, rcond=None)[0])


def _nearest(
    rows: Float[np.ndarray, "m n"], corners: Float[np.ndarray, "k n"]
) -> tuple[Float[np.ndarray, " m"], float]:
    """Return the code of the nearest point for each row, and all squared distances."""
    step = np.diff(corners, axis=0)
    along = np.einsum("kmn,kn->mk", rows - corners[:-1, None], step)
    place = np.clip(along / np.sum(step**2, axis=1), 0, 1)
    point = corners[:-1] + place[:, :, None] * step
    off = np.sum((rows[:, None] - point) ** 2, axis=2)
    best = off.argmin(axis=1)
    every = np.arange(len(rows))
    return best + place[every, best], float(off[every, best].sum())


_L, _S, _T, _P, _N = sp.symbols("l s t p N", positive=True)
_KAPPA = sp.Rational(1, 6) - 1 / sp.pi**2


def derivation() -> tuple[Step, ...]:
    """Return the bound for N lines, for many of them, and what chords leave."""
    return _one_line_steps() + _class_steps() + _many_steps()


def _one_line_steps() -> tuple[Step, ...]:
    """Return what one line leaves of disks whose areas fill an interval."""
    sine = sp.sin(sp.pi * _S / _L)
    below = sp.Integral(_S / _L * (1 - _T / _L) * sp.sin(sp.pi * _T / _L), (_T, _S, _L))
    above = sp.Integral(_T / _L * (1 - _S / _L) * sp.sin(sp.pi * _T / _L), (_T, 0, _S))
    return (
        identity(
            "Areas in an interval of length l, with the density p. Their disks are "
            "scattered about their mean, the chord from the least to the largest, by:",
            sp.Integral(_P * _S * (_L - _S) / _L, (_S, 0, _L)),
            _P * _L**2 / 6,
        ),
        identity(
            "Their covariance is that of a bridge, and its first direction a sine.",
            above + below,
            _L / sp.pi**2 * sine,
        ),
        Step(
            says="So the best line leaves the rest, kappa times p l^2.",
            relation=equal(sp.Symbol("J_1"), _KAPPA * _P * _L**2),
            kind=Kind.CONCLUSION,
        ),
    )


def _class_steps() -> tuple[Step, ...]:
    """Return the same bound for a line that serves any set of areas."""
    return (
        Step(
            says="Let a line serve any areas, of total length l and a density of at "
            "least p. Restricted to rings of these very areas, which lowers no part "
            "but those after the first that much, their covariance is the same as if "
            "the gaps were closed. So gaps do not help:",
            relation=sp.Ge(sp.Symbol("J_S"), _KAPPA * _P * _L**2, evaluate=False),
            kind=Kind.CONCLUSION,
        ),
    )


def _many_steps() -> tuple[Step, ...]:
    """Return the bound for all lines together, and what chords leave."""
    x, r, n = sp.Symbol("x"), sp.Symbol("r"), sp.Symbol("n", positive=True)
    root = sp.Integral(x ** sp.Rational(-1, 4) / sp.sqrt(2), (x, 0, 1))
    energy = sp.Integral(r**2, (r, 0, 1))
    i = sp.Symbol("i", integer=True)
    part = sp.Function("a")
    count = sp.Symbol("N", integer=True, positive=True)
    sums = sp.Sum(part(i) ** 2, (i, 1, count)), sp.Sum(part(i), (i, 1, count)) ** 2
    return (
        Step(
            says="Let a_i be the total length in area of what line i serves. By Cauchy "
            "and Schwarz:",
            relation=sp.Ge(count * sums[0], sums[1], evaluate=False),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "Uniform radii have the density x^(-1/2) / 2 in the area, at least 1/2, so "
            "that N lines leave kappa / 2 times the sum of the squares or more, and "
            "the a_i sum to 1. As a share of the mean energy of the disks:",
            _KAPPA / 2 / (n * energy),
            sp.Rational(3, 2) * _KAPPA / n,
        ),
        identity(
            "The root of the density has the integral whose square is:",
            root**2,
            sp.Rational(8, 9),
        ),
        identity(
            "Short chords from disk to disk leave the whole scatter, 1/6, at the best.",
            sp.Rational(1, 6) * root**2 / (n * energy),
            sp.Rational(4, 9) / n,
        ),
    )

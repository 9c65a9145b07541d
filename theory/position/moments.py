"""Codes that read all moments of a signal, and what moments tell of impulses."""

from collections.abc import Sequence
from fractions import Fraction
from math import comb

import numpy as np
import sympy as sp
from jaxtyping import Float

from theory.derivation import Kind, Step, identity
from theory.position.channels import ChannelLayer, layer

_I, _K, _B, _J = sp.symbols("i k b j", integer=True, nonnegative=True)
_D = sp.Symbol("d", positive=True)
_X, _Y = sp.symbols("x y", real=True)
_P = sp.symbols("x_1:4", real=True)
_A = sp.Function("a")
_KK, _COUNT = sp.Symbol("K", integer=True, positive=True), sp.Function("N")


def moment_layers(levels: int, most: int) -> tuple[ChannelLayer, ...]:
    """Return strided layers of m + 1 linear channels that make all moments up to m.

    Channel j holds, of each block of 2^l samples, ``sum x(i) ((i - start) / 2^l)^j``.
    A layer joins two blocks: the right one is moved by 1, which mixes its channels by
    binomials, and everything is divided by 2^j; the last layer multiplies by n^j
    instead. No tap but the middle and the right one, no bias, and no end is met.

    Parameters
    ----------
    levels
        Number of layers L, at least 2.
    most
        The largest power m, at least 0.

    Returns
    -------
    tuple of ChannelLayer
        The last has m + 1 channels too: the moments ``sum i^j x(i)`` for j up to m.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> len(moment_layers(3, 2)[-1].weight)
    3

    """
    if levels < 2 or most < 0:
        raise ValueError(
            f"levels must be at least 2 and most at least 0, got {levels} and {most}."
        )
    powers = range(most + 1)
    half, size = Fraction(1, 2), Fraction(2**levels)

    def joined(scale: Sequence[Fraction]) -> list[list[tuple[Fraction, ...]]]:
        return [
            [(Fraction(0), scale[j] * (j == c), scale[j] * comb(j, c)) for c in powers]
            for j in powers
        ]

    inner = joined([half**j for j in powers])
    last = joined([(size / 2) ** j for j in powers])
    first = [[row[0]] for row in inner]
    return (layer(first), *[layer(inner)] * (levels - 2), layer(last))


def moments(signal: Sequence[Fraction | int], most: int) -> list[Fraction]:
    """Return ``sum i^k x(i)`` for k = 0 to ``most``.

    Examples
    --------
    >>> [int(one) for one in moments([0, 2, 0, 1], 2)]
    [3, 5, 11]

    """
    return [
        sum((Fraction(i) ** k * x for i, x in enumerate(signal)), Fraction(0))
        for k in range(most + 1)
    ]


def impulses(codes: Sequence[Fraction], count: int) -> list[tuple[Fraction, Fraction]]:
    """Return the places and heights of K impulses from 2 K moments, exactly (Prony).

    The monic polynomial with the places as roots is orthogonal to all lower ones under
    the moments: K linear equations. Its roots must be rational here.

    Parameters
    ----------
    codes
        Moments 0 to 2 K - 1.
    count
        The number K of impulses, at least 1, at different places, none of height 0.

    Raises
    ------
    ValueError
        If there are not 2 K codes, or they are not those of K such impulses.

    Examples
    --------
    >>> found = impulses([Fraction(c) for c in (3, 5, 11, 29)], 2)
    >>> [(str(a), str(h)) for a, h in found]
    [('1', '2'), ('3', '1')]

    """
    if len(codes) != 2 * count:
        raise ValueError(f"codes must be {2 * count}, got {len(codes)}.")
    rows = sp.Matrix(count, count, lambda i, j: _rational(codes[i + j]))
    right = sp.Matrix([-_rational(codes[count + i]) for i in range(count)])
    if rows.det() == 0:
        raise ValueError(f"codes are not those of {count} impulses, got {list(codes)}.")
    lower = rows.LUsolve(right)
    polynomial = sp.Poly([1, *lower[::-1]], sp.Symbol("z"))
    roots = sorted(sp.roots(polynomial, filter="Q"))
    if len(roots) != count:
        raise ValueError(f"places must be {count} rational ones, got {roots}.")
    heights = sp.Matrix(count, count, lambda i, j: roots[j] ** i).LUsolve(
        sp.Matrix([_rational(code) for code in codes[:count]])
    )
    return [
        (Fraction(int(a.p), int(a.q)), Fraction(int(h.p), int(h.q)))
        for a, h in zip(roots, heights, strict=True)
    ]


def alike(count: int) -> tuple[list[int], list[int]]:
    """Return two signals of K impulses each that have the same 2 K - 1 moments.

    The even and the odd entries of the row 2 K - 1 of Pascal's triangle: the row with
    alternating signs is orthogonal to all powers below 2 K - 1.

    Parameters
    ----------
    count
        The number K, at least 1.

    Examples
    --------
    >>> alike(2)
    ([1, 0, 3, 0], [0, 3, 0, 1])

    """
    row = [comb(2 * count - 1, i) for i in range(2 * count)]
    return (
        [x * (1 - i % 2) for i, x in enumerate(row)],
        [x * (i % 2) for i, x in enumerate(row)],
    )


def amplification(
    places: Sequence[int | float], heights: Sequence[float], size: int
) -> Float[np.ndarray, "2 k"]:
    """Return how far white noise on n samples moves places and heights, per deviation.

    To first order. Place j moves by ``sum_i K_j(i) eta_i / h_j`` and height j by
    ``sum_i H_j(i) eta_i``, with Hermite's polynomials of degree 2 K - 1: K_j is 0 at
    all places, with slope 1 at place j and 0 at the others; H_j is 1 at place j and 0
    at the others, with slope 0 at all.

    Parameters
    ----------
    places, heights
        Of the K impulses: different, and not 0.
    size
        The number n of samples; all of them are noisy.

    Returns
    -------
    array
        Shape (2, K): the deviations of the places, and of the heights.

    Examples
    --------
    >>> amplification([1.0], [1.0], 3).round(4).tolist()
    [[1.4142], [1.7321]]

    """
    a = np.asarray(places, dtype=float)
    i = np.arange(float(size))
    moved, grown = [], []
    for j, place in enumerate(a):
        others = np.delete(a, j)
        shares = np.prod([(i - p) / (place - p) for p in others], axis=0)
        slope = np.sum(1 / (place - others))
        moved.append(np.linalg.norm((i - place) * shares**2) / abs(heights[j]))
        grown.append(np.linalg.norm((1 - 2 * slope * (i - place)) * shares**2))
    return np.array([moved, grown])


def _rational(number: Fraction) -> sp.Rational:
    return sp.Rational(number.numerator, number.denominator)


def derivation() -> tuple[Step, ...]:
    """Return why layers join moments, and why 2 K of them tell K impulses."""
    return (*_joined(), *_told())


def _joined() -> tuple[Step, ...]:
    power, other = 3, 2
    terms = [sp.binomial(power, c) * (2 * _K) ** c * _B ** (power - c)
             for c in range(power + 1)]  # fmt: skip
    return (
        identity(
            "The place of sample 2 k + b is a power sum of that of its pair, by "
            "binomials: a layer mixes moments of one power with lower ones alone; "
            "here the cube, and every power by the binomial theorem.",
            (2 * _K + _B) ** power,
            sp.Add(*terms),
        ),
        identity(
            "So it is of blocks: the right one is moved by its length.",
            sp.Sum(_A(_I) * (_D + _I) ** other, (_I, 0, _J)),
            _D**2 * sp.Sum(_A(_I), (_I, 0, _J))
            + 2 * _D * sp.Sum(_A(_I) * _I, (_I, 0, _J))
            + sp.Sum(_A(_I) * _I**2, (_I, 0, _J)),
        ),
    )


def _told() -> tuple[Step, ...]:
    weights = (-1) ** _I * sp.binomial(2 * _KK - 1, _I)
    return (
        identity(
            "With three taps and zeros at the end the last 2^l places meet the last "
            "sample behind layer l alone, in each of c channels: there every code is a "
            "sum of the same c functions of the place. The powers up to m are "
            "independent on m + 1 places, by Vandermonde's determinant, here of three: "
            "so c is m + 1 or 2^l at least.",
            sp.Matrix(3, 3, lambda i, j: _P[i] ** j).det(),
            (_P[1] - _P[0]) * (_P[2] - _P[0]) * (_P[2] - _P[1]),
        ),
        Step(
            says="Two signals of K impulses with the same moments differ by one of 2 K "
            "at most, which all polynomials of degree below 2 K are orthogonal to, "
            "also the one that is 0 at all of its places but one: there is none. "
            "So many are needed, of these or of any other linear codes: fewer codes "
            "of 2 K places are dependent.",
            relation=sp.Eq(_COUNT(_KK), 2 * _KK),
            kind=Kind.CONCLUSION,
        ),
        identity(
            "Moments are no exception: the differences of order 2 K - 1 of every "
            "polynomial of lower degree are 0, here of the even power 2 K - 2,",
            sp.Sum(weights * _I ** (2 * _KK - 2), (_I, 1, 2 * _KK - 1))
            + sp.KroneckerDelta(_KK, 1),
            0,
        ),
        identity(
            "and not those of their own order.",
            sp.Sum(weights * _I ** (2 * _KK - 1), (_I, 0, 2 * _KK - 1)),
            -sp.factorial(2 * _KK - 1),
        ),
    )


def noise_derivation() -> tuple[Step, ...]:
    """Return how noise moves two impulses that moments tell, and their heights."""

    def share(t: sp.Expr) -> sp.Expr:
        return ((t - _Y) / (_X - _Y)) ** 2

    t = sp.Symbol("t", real=True)
    mover = (t - _X) * share(t)
    grower = (1 - 2 * (t - _X) / (_X - _Y)) * share(t)
    return (
        identity(
            "Noise on the samples moves all codes. Of two impulses at x and y the sum "
            "with this cubic is 0 at first order in all but the place x: it and its "
            "slope are 0 at x and y, but for the slope 1 at x.",
            mover.subs(t, _Y) + sp.Subs(sp.Derivative(mover, t), t, _X),
            1,
        ),
        identity(
            "And with this one in all but the height at x.",
            grower.subs(t, _X) + sp.Subs(sp.Derivative(grower, t), t, _X),
            1,
        ),
        identity(
            "Both grow as the impulses come together: the one like the distance to "
            "the power -2,",
            mover.subs({_X: 0, _Y: _D}),
            (t**3 - 2 * _D * t**2 + _D**2 * t) / _D**2,
        ),
        identity(
            "the other to the power -3.",
            grower.subs({_X: 0, _Y: _D}),
            (2 * t**3 - 3 * _D * t**2 + _D**3) / _D**3,
        ),
    )

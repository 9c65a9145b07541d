"""Encoders without a stride that read any label, by factors of a polynomial."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, TypeVar

from flint import acb, arb, arb_poly, ctx, fmpz_poly

T = TypeVar("T")

DIGITS = 60
"""To which roots are enclosed."""

Factor = tuple[arb, ...]


def stride_free_taps(codes: Sequence[int]) -> list[tuple[float, ...]]:
    """Return filters that read a label without a stride, one layer after the other.

    Linear, one channel, no bias, and no padding: a layer of three neighbouring taps
    hands on two samples fewer, ``y(i) = t_0 x(i) + t_1 x(i + 1) + t_2 x(i + 2)``, so
    what n // 2 layers make of n samples is one number. Layers multiply: the code of a
    Dirac at a is the coefficient of z^a in the product of ``t_0 + t_1 z + t_2 z^2``.
    Every real polynomial is such a product, since its roots that are not real come in
    pairs, whose factor ``z^2 - 2 Re(r) z + |r|^2`` is real. So every label can be read.

    Parameters
    ----------
    codes
        What each of n places is to be read as, n at least 2, not all 0.

    Returns
    -------
    list of tuples
        The taps, rounded to float64: three for each layer, but two for the last one
        where n is even. In an order that keeps what stands between the layers small.

    Raises
    ------
    ValueError
        If there are fewer than two codes, or all are 0.
    ArithmeticError
        If an enclosure is too wide to tell real roots from others (it never was).

    Examples
    --------
    >>> stride_free_taps([3, 2, 1])
    [(3.0, 2.0, 1.0)]

    """
    return _at_digits(lambda: [_middles(f) for f in _factors(codes)])


def product_defect(codes: Sequence[int]) -> float:
    """Return a bound on how far the product of the enclosed factors is from a label.

    Each factor is enclosed by intervals that hold the one that is meant, so this is 0
    but for their width: what is rounded to :func:`stride_free_taps` is a factorisation.

    Examples
    --------
    >>> product_defect(range(16, 0, -1)) < 1e-40
    True

    """

    def worst() -> float:
        made = reduce(lambda p, q: p * q, [arb_poly(list(f)) for f in _factors(codes)])
        return max(float((made[i] - code).abs_upper()) for i, code in enumerate(codes))

    return _at_digits(worst)


def shared_codes(taps: Sequence[int], layers: int, places: int) -> list[int]:
    """Return the codes of all Diracs by one filter in all layers, with zeros outside.

    Linear, one channel, no stride: every layer makes ``y(i) = t_0 x(i - 1) + t_1 x(i)
    + t_2 x(i + 1)``, with 0 before the first and behind the last sample, and so hands
    on as many; the code stands at the first place.

    Parameters
    ----------
    taps
        Three of them.
    layers, places
        How many, one at least.

    Examples
    --------
    >>> shared_codes((2, 1, 1), layers=2, places=3)
    [3, 2, 1]
    >>> shared_codes((3, 1, 1), layers=2, places=2)
    [4, 2]

    """
    # What the first place is made of, layer by layer: it starts as itself.
    weights = [1] + [0] * (places - 1)
    for _ in range(layers):
        before, behind = [0, *weights[:-1]], [*weights[1:], 0]
        weights = [
            taps[2] * left + taps[1] * own + taps[0] * right
            for left, own, right in zip(before, weights, behind, strict=True)
        ]
    return weights


def _at_digits(work: Callable[[], T]) -> T:
    before = ctx.dps
    ctx.dps = DIGITS
    try:
        return work()
    finally:
        ctx.dps = before


def _middles(factor: Factor) -> tuple[float, ...]:
    return tuple(float(tap.mid()) for tap in factor)


def _factors(codes: Sequence[int]) -> list[Factor]:
    """Return real factors of degree two, one of degree one last where n is even."""
    size = len(codes)
    if size < 2 or not any(codes):
        raise ValueError(f"codes must be two or more, not all 0, got {list(codes)}.")
    polynomial = fmpz_poly(list(codes))
    real, paired = _roots(polynomial)
    lead = arb(polynomial[polynomial.degree()])
    # Where the last codes are 0 the degree is less, and layers hand on a sample.
    lines: list[Factor] = [(-r, arb(1)) for r in real]
    lines += [(arb(1), arb(0))] * (size - 1 - polynomial.degree())
    squares = [_square(z) for z in paired]
    squares += [_times(p, q) for p, q in zip(lines[::2], lines[1::2], strict=False)]
    found = _spread(squares) + lines[len(lines) - len(lines) % 2 :]
    return [*found[:-1], tuple(lead * tap for tap in found[-1])]


def _roots(polynomial: Any) -> tuple[list[arb], list[acb]]:
    """Return the real roots, and of each pair of others the upper one."""
    real, paired = [], []
    for root, times in polynomial.complex_roots():
        if root.imag == 0:
            real += [root.real] * times
        elif root.imag > 0:
            paired += [root] * times
        elif not root.imag < 0:
            raise ArithmeticError(f"{root} may be real or not.")
    return real, paired


def _square(root: acb) -> Factor:
    x, y = root.real, root.imag
    return (x * x + y * y, -2 * x, arb(1))


def _times(p: Factor, q: Factor) -> Factor:
    return (p[0] * q[0], p[0] * q[1] + p[1] * q[0], p[1] * q[1])


def _spread(factors: list[Factor]) -> list[Factor]:
    """Return factors so that each is as unlike all before it as can be (Leja).

    Factors of neighbouring roots, one after the other, would make large numbers that
    later layers have to cancel.
    """
    middles = [_upper(f) for f in factors]
    left = list(range(len(factors)))
    order: list[int] = []
    while left:
        best = max(left, key=lambda i: _apart(middles[i], [middles[j] for j in order]))
        order.append(best)
        left.remove(best)
    return [factors[i] for i in order]


def _upper(factor: Factor) -> complex:
    c, b, a = _middles(factor)
    if not a:
        return complex(c)
    return complex(-b / (2 * a), max(0.0, c / a - (b / (2 * a)) ** 2) ** 0.5)


def _apart(root: complex, others: Sequence[complex]) -> float:
    if not others:
        return abs(root)
    gaps = (abs(root - z) * abs(root - z.conjugate()) for z in others)
    return reduce(lambda p, q: p * q, gaps)

"""Encoders that pool instead of striding, in exact rationals."""

from collections.abc import Callable, Sequence
from fractions import Fraction

Taps = tuple[Fraction, Fraction, Fraction]

POOLINGS = ("stride", "max", "average")
"""Keep the even positions, or take the larger or the mean of each pair."""

_KEPT: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "stride": lambda even, odd: even,
    "max": max,
    "average": lambda even, odd: (even + odd) / 2,
}

MOST_MAX_LEVELS = 3
"""Exact encoders with max pooling are known up to here."""

_LAST = Fraction(1780, 3)
NEAREST_FOUR: tuple[Taps, ...] = (
    (Fraction(1, 550), Fraction(1), Fraction(1, 3)),
    (Fraction(1), Fraction(8, 25), Fraction(0)),
    (Fraction(1, 37), Fraction(-1), Fraction(-8, 15)),
    (_LAST, -_LAST / 95, _LAST * Fraction(49, 100)),
)
"""Four layers with max pooling, none of whose codes is far from 16 - a.

Rounded from the end of a numerical search, which found none whose largest error is
below 1/3.
"""


def pooled_codes(
    taps: Sequence[Sequence[int | Fraction]], pooling: str
) -> list[Fraction]:
    """Return the codes of all Diracs, exactly.

    A layer is ``y(i) = t0 x(i - 1) + t1 x(i) + t2 x(i + 1)`` with zeros outside, and
    then one number for each pair ``y(2k), y(2k + 1)``.

    Parameters
    ----------
    taps
        Three for each of L layers, first layer first.
    pooling
        ``stride`` keeps y(2k), ``max`` the larger of the pair, ``average`` its mean.

    Returns
    -------
    list of Fraction
        2^L codes, the impulse moving to the right.

    Raises
    ------
    ValueError
        If there is no layer, a layer has not three taps, or the pooling is unknown.

    Examples
    --------
    >>> [str(code) for code in pooled_codes([(1, 2, 1)] * 2, "max")]
    ['4', '5', '5', '4']

    """
    if not taps or any(len(row) != 3 for row in taps):
        raise ValueError(f"taps must be three for each of one or more layers, {taps}.")
    if pooling not in POOLINGS:
        raise ValueError(f"pooling must be one of {POOLINGS}, got {pooling}.")
    layers = [[Fraction(t) for t in row] for row in taps]
    size = 2 ** len(layers)
    return [_code(a, size, layers, _KEPT[pooling]) for a in range(size)]


def max_pooling_encoder(
    levels: int,
    r: Fraction = Fraction(1),
    s: Fraction = Fraction(1),
    t: Fraction = Fraction(0),
) -> tuple[Taps, ...]:
    """Return an encoder with max pooling whose codes are exactly ``2^L - a``.

    Known for one to three layers. The first layer, [2, 1, -t], makes an impulse at 2k
    into 2 at k, and one at 2k + 1 into 1 at k beside 2 at k + 1. The negative taps
    behind it make up for what the maximum adds: see
    :func:`theory.position.pooling_proof.max_derivation`.

    Parameters
    ----------
    levels
        Number of layers L, 1 to 3.
    r, s, t
        What the code leaves free: r and s positive (used from three layers on), t
        at least 0.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> [int(code) for code in pooled_codes(max_pooling_encoder(3), "max")]
    [8, 7, 6, 5, 4, 3, 2, 1]

    """
    if not 1 <= levels <= MOST_MAX_LEVELS:
        raise ValueError(f"levels must be in [1, {MOST_MAX_LEVELS}], got {levels}.")
    for name, value in (("r", r), ("s", s)):
        if not value > 0:
            raise ValueError(f"{name} must be positive, got {value}.")
    if t < 0:
        raise ValueError(f"t must be at least 0, got {t}.")
    first = (Fraction(2), Fraction(1), -Fraction(t))
    if levels == 1:
        return (first,)
    if levels == 2:
        return (first, (Fraction(2), Fraction(1, 2), Fraction(1)))
    middle = (Fraction(s), -(s + 3 * r) / Fraction(2), -Fraction(r))
    return (first, middle, (4 / Fraction(s), -1 / Fraction(r), 2 / Fraction(s)))


def average_pooling_encoder(levels: int) -> tuple[Taps, ...]:
    """Return an encoder with average pooling whose codes are exactly ``2^L - a``.

    [2, 2, 0] in every layer: the mean of ``2 x(2k - 1) + 2 x(2k)`` and
    ``2 x(2k) + 2 x(2k + 1)`` is [1, 2, 1] at the even positions, the deck's own layer.

    Parameters
    ----------
    levels
        Number of layers L, at least 1.

    Raises
    ------
    ValueError
        If the levels are below 1.

    Examples
    --------
    >>> [int(code) for code in pooled_codes(average_pooling_encoder(2), "average")]
    [4, 3, 2, 1]

    """
    if levels < 1:
        raise ValueError(f"levels must be at least 1, got {levels}.")
    return ((Fraction(2), Fraction(2), Fraction(0)),) * levels


def _code(
    a: int,
    size: int,
    layers: Sequence[Sequence[Fraction]],
    kept: Callable[[Fraction, Fraction], Fraction],
) -> Fraction:
    signal = [Fraction(i == a) for i in range(size)]
    for t0, t1, t2 in layers:
        x = [Fraction(0), *signal, Fraction(0)]
        y = [t0 * x[i] + t1 * x[i + 1] + t2 * x[i + 2] for i in range(len(signal))]
        signal = [kept(y[i], y[i + 1]) for i in range(0, len(y), 2)]
    return signal[0]

"""Encoders of several channels, with biases or without, in exact rationals."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Filter = tuple[Fraction, Fraction, Fraction]

POOLINGS = ("stride", "max")
"""Keep the even positions, or take the larger of each pair."""


@dataclass(frozen=True, kw_only=True)
class ChannelLayer:
    """A convolution of three taps from every channel to every channel, and its biases.

    Parameters
    ----------
    weight
        For each channel out, for each channel in: left, middle and right tap.
    bias
        For each channel out.

    Raises
    ------
    ValueError
        If there is no channel, or the numbers of channels, taps or biases do not fit.

    """

    weight: tuple[tuple[Filter, ...], ...]
    bias: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        """Refuse what is no layer."""
        inputs = {len(row) for row in self.weight}
        taps = {len(taps) for row in self.weight for taps in row}
        if len(inputs) != 1 or taps != {3} or len(self.bias) != len(self.weight):
            raise ValueError(
                "weight must hold three taps for every channel in, for every channel "
                f"out, and bias a number for each of these, got {self}."
            )


def layer(
    weight: Sequence[Sequence[Sequence[int | Fraction | str]]],
    bias: Sequence[int | Fraction | str] = (),
) -> ChannelLayer:
    """Return a layer of plain numbers; without biases where none are given.

    Examples
    --------
    >>> layer([[(1, 2, 1)]]).bias
    (Fraction(0, 1),)

    """
    rows = tuple(
        tuple((Fraction(t0), Fraction(t1), Fraction(t2)) for t0, t1, t2 in row)
        for row in weight
    )
    given = tuple(Fraction(one) for one in bias) or (Fraction(0),) * len(rows)
    return ChannelLayer(weight=rows, bias=given)


def channel_codes(layers: Sequence[ChannelLayer], pooling: str) -> list[Fraction]:
    """Return the codes of all Diracs, exactly.

    A layer is ``y_o(i) = b_o + sum_c t_oc . (x_c(i - 1), x_c(i), x_c(i + 1))`` with
    zeros outside, and then one number for each pair ``y_o(2k), y_o(2k + 1)``.

    Parameters
    ----------
    layers
        L of them; the first reads one channel, the last makes one.
    pooling
        ``stride`` keeps y(2k), ``max`` the larger of the pair.

    Returns
    -------
    list of Fraction
        2^L codes, the impulse moving to the right.

    Raises
    ------
    ValueError
        If there is no layer, channels do not fit, or the pooling is unknown.

    Examples
    --------
    >>> [int(c) for c in channel_codes([layer([[(1, 2, 1)]])] * 2, "stride")]
    [4, 3, 2, 1]

    """
    widths = [len(one.weight) for one in layers]
    if not layers or widths[-1] != 1:
        raise ValueError(f"layers must be one or more and end in one, got {widths}.")
    if [len(one.weight[0]) for one in layers] != [1, *widths[:-1]]:
        raise ValueError(f"layers must read what is made before, one first: {widths}.")
    if pooling not in POOLINGS:
        raise ValueError(f"pooling must be one of {POOLINGS}, got {pooling}.")
    size = 2 ** len(layers)
    return [_code(a, size, layers, pooling) for a in range(size)]


def two_channel_max_encoder(levels: int) -> tuple[ChannelLayer, ...]:
    """Return an encoder with max pooling and two channels that gives ``2^L - a``.

    Without biases, at any depth. The two channels p and q are made by opposite filters,
    so ``p - q = max(y, z) - max(-y, -z) = y + z``: their difference is what a sum over
    the pairs would be, the deck's own layer behind [1, 1, 0]. The last layer, one
    channel, reads ``p - q`` where the larger of the pair is known.

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
    >>> [int(c) for c in channel_codes(two_channel_max_encoder(3), "max")]
    [8, 7, 6, 5, 4, 3, 2, 1]

    """
    _check_levels(levels)
    if levels == 1:
        return (layer([[(2, 1, 0)]]),)
    first = layer([[(1, 1, 0)], [(-1, -1, 0)]])
    middle = layer([[(1, 1, 0), (-1, -1, 0)], [(-1, -1, 0), (1, 1, 0)]])
    last = layer([[(2, 1, 0), (-2, -1, 0)]])
    return (first, *[middle] * (levels - 2), last)


def doubling_max_encoder(levels: int) -> tuple[ChannelLayer, ...]:
    """Return an encoder with max pooling, no negative tap, that gives ``2^L - a``.

    Every channel is handed on twice, by [0, 1, 0] and by [1, 0, 0]: of a Dirac at 2k
    both leave one at k; of one at 2k + 1 the first leaves it at k, the second at k + 1.
    All 2^(L-1) channels together hold what [1, 2, 1] and a stride make, and the last
    layer adds them up.

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
    >>> [int(c) for c in channel_codes(doubling_max_encoder(3), "max")]
    [8, 7, 6, 5, 4, 3, 2, 1]

    """
    _check_levels(levels)
    layers = []
    for width in (2**n for n in range(levels - 1)):
        rows = []
        for channel in range(width):
            for taps in ((0, 1, 0), (1, 0, 0)):
                rows.append([taps if c == channel else (0, 0, 0) for c in range(width)])
        layers.append(layer(rows))
    return (*layers, layer([[(2, 1, 0)] * 2 ** (levels - 1)]))


def two_linear_channels(
    levels: int, slope: int | Fraction, offset: int | Fraction
) -> tuple[ChannelLayer, ...]:
    """Return a strided encoder with two channels whose code is any affine label.

    [1, 2, 1] in one channel reads ``n - a``, [0, 1, 1] in the other adds up the signal,
    which is 1 for a Dirac; the last layer gives ``-slope (n - a) + (slope n + offset)``
    with n = 2^L, without any bias.

    Parameters
    ----------
    levels
        Number of layers L, at least 2.
    slope, offset
        Of the label ``slope a + offset``.

    Raises
    ------
    ValueError
        If the levels are below 2.

    Examples
    --------
    >>> [int(c) for c in channel_codes(two_linear_channels(2, 1, 0), "stride")]
    [0, 1, 2, 3]

    """
    if levels < 2:
        raise ValueError(f"levels must be at least 2, got {levels}.")
    s, total = Fraction(slope), Fraction(slope) * 2**levels + offset
    first = layer([[(1, 2, 1)], [(0, 1, 1)]])
    middle = layer([[(1, 2, 1), (0, 0, 0)], [(0, 0, 0), (0, 1, 1)]])
    last = layer([[(-s, -2 * s, -s), (0, total, total)]])
    return (first, *[middle] * (levels - 2), last)


def mixed_linear_channels(levels: int) -> tuple[ChannelLayer, ...]:
    """Return a strided encoder that gives ``2^L - a``, no filter of it a c [1, 2, 1].

    Its channels are the sum and the difference of those of
    :func:`two_linear_channels`; of the last layer the left tap, which meets padding
    only, is 0.

    Parameters
    ----------
    levels
        Number of layers L, at least 2.

    Raises
    ------
    ValueError
        If the levels are below 2.

    Examples
    --------
    >>> [int(c) for c in channel_codes(mixed_linear_channels(3), "stride")]
    [8, 7, 6, 5, 4, 3, 2, 1]

    """
    if levels < 2:
        raise ValueError(f"levels must be at least 2, got {levels}.")
    half = Fraction(1, 2)
    both, rest = (half, 3 * half, Fraction(1)), (half, half, Fraction(0))
    first = layer([[(1, 3, 2)], [(1, 1, 0)]])
    middle = layer([[both, rest], [rest, both]])
    last = layer([[(0, 1, half), (0, 1, half)]])
    return (first, *[middle] * (levels - 2), last)


BIASED_FOUR: tuple[ChannelLayer, ...] = (
    layer([[(-2, 2, 4)]]),
    layer([[("-2/3", "-11/6", "5/3")]], ["-4/3"]),
    layer([[("3/2", "-3/2", 3)]], [-11]),
    layer([[(1, "-1/2", -1)]], ["-1/2"]),
)
"""Four layers of one channel with max pooling and biases whose codes are 16 - a."""


def near_four(e: Fraction) -> tuple[ChannelLayer, ...]:
    """Return four layers with max pooling, one bias at the output, nearly ``16 - a``.

    The largest error is below ``37 e``: see
    :func:`theory.position.channels_proof.biased_derivation`.

    Parameters
    ----------
    e
        In (0, 1/100].

    Raises
    ------
    ValueError
        If e is out of range.

    Examples
    --------
    >>> codes = channel_codes(near_four(Fraction(1, 1000)), "max")
    >>> float(max(abs(code - (16 - a)) for a, code in enumerate(codes)))
    0.036954

    """
    if not 0 < e <= Fraction(1, 100):
        raise ValueError(f"e must be in (0, 1/100], got {e}.")
    rows = near_taps(e)
    return (
        *(layer([[row]]) for row in rows[:3]),
        layer([[tuple(tap / (6 * e**2) for tap in rows[3])]], [near_bias(e)]),
    )


def near_taps(e: Any) -> list[tuple[Any, Any, Any]]:
    """Return the taps of :func:`near_four`, those of the last layer times 6 e^2.

    Of a number, or of a symbol.
    """
    one = e - e + 1
    return [
        (one + 2 * e, one, one - e),
        (-one, 6 * e, 6 * e**2),
        (one, one - 5 * e, -18 * e**2),
        (one, 24 * e**2, one - 8 * e),
    ]


def near_bias(e: Any) -> Any:
    """Return the bias of :func:`near_four`, which leaves as much above as below.

    Of a number, or of a symbol.
    """
    return 14 - 1 / e - 16 * e + 92 * e**2


def _check_levels(levels: int) -> None:
    if levels < 1:
        raise ValueError(f"levels must be at least 1, got {levels}.")


def _code(a: int, size: int, layers: Sequence[ChannelLayer], pooling: str) -> Fraction:
    signals = [[Fraction(i == a) for i in range(size)]]
    for one in layers:
        made = zip(one.weight, one.bias, strict=True)
        filtered = [_filtered(signals, taps, bias) for taps, bias in made]
        signals = [_halved(y, pooling) for y in filtered]
    return signals[0][0]


def _filtered(
    signals: Sequence[Sequence[Fraction]], taps: Sequence[Filter], bias: Fraction
) -> list[Fraction]:
    found = [bias] * len(signals[0])
    for signal, (t0, t1, t2) in zip(signals, taps, strict=True):
        x = [Fraction(0), *signal, Fraction(0)]
        # Most entries of a Dirac's layers are 0.
        for i, y in enumerate(found):
            if x[i] or x[i + 1] or x[i + 2]:
                found[i] = y + t0 * x[i] + t1 * x[i + 1] + t2 * x[i + 2]
    return found


def _halved(y: Sequence[Fraction], pooling: str) -> list[Fraction]:
    pairs = zip(y[::2], y[1::2], strict=True)
    return [even if pooling == "stride" else max(even, odd) for even, odd in pairs]

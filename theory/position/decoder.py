"""Exact weights of decoders that place a Dirac where its code says, in rationals.

Only the standard library is imported here: the weights are wanted before anything is
computed. Why they are right is in :mod:`theory.position.decoder_proof`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Taps = tuple[Fraction, ...]

_HAT_PIECES = (1, 0, -1)
"""Where the hat ``max(0, 1 - |V|)`` bends: at V + 1, V and V - 1 equal to 0."""


@dataclass(frozen=True, kw_only=True)
class Layer:
    """One layer of a decoder, in exact numbers.

    ``y_o(j) = b_o + sum_{i, k} w_{oik} x_i(j + k - 1)`` with zeros outside; x is the
    input, upsampled by 2 first. A layer of one tap does not upsample:
    ``y_o(j) = b_o + sum_i w_{oi0} x_i(j)``.

    Parameters
    ----------
    weight
        Indexed by output channel, input channel and tap; 1 or 3 taps.
    bias
        Indexed by output channel.

    """

    weight: tuple[tuple[Taps, ...], ...]
    bias: tuple[Fraction, ...]

    def upsamples(self) -> bool:
        """Return whether the layer doubles the length of its input."""
        return len(self.weight[0][0]) == 3


def doubling_decoder(levels: int, slope: Fraction) -> tuple[Layer, ...]:
    """Return the decoder that carries ``V = a / 2^(L - l) - i``, for zero insertion.

    From the code ``z = 2^L - a`` the first layer makes the channels (V, -V, 1) at
    l = 0. A layer doubles V and takes 1 off at odd children; it reads V
    off its channels behind the LeakyReLU ell as ``(ell(V) - ell(-V)) / (1 + alpha)``.
    At l = L, where V = a - i, three channels and a last layer form the hat,
    ``(ell(V + 1) - 2 ell(V) + ell(V - 1)) / (1 - alpha)``, the Dirac of the
    deck's equation (11). Every layer but the last is followed by the LeakyReLU.

    Parameters
    ----------
    levels
        Number of upsampling layers L, at least 1.
    slope
        The LeakyReLU's slope alpha, in [0, 1).

    Returns
    -------
    tuple of Layer
        L + 2 of them.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> layers = doubling_decoder(2, Fraction(1, 5))
    >>> [str(x) for x in decode(layers, Fraction(11, 4), Fraction(1, 5), "zeros")]
    ['0', '3/4', '1/4', '0']

    """
    check_decoder(levels, slope)
    size, twice = 2**levels, 2 / (1 + slope)
    value = _rows((twice, twice, 0), (-twice, -twice, 0), (-1, 0, 0))
    minus = _rows(*([-t for t in taps] for taps in value))
    one = _rows((0, 0, 0), (0, 0, 0), (1, 1, 0))
    first = _layer(
        (_rows((Fraction(-1, size),)), _rows((Fraction(1, size),)), _rows((0,))),
        (1, -1, 1),
    )
    inner = _layer((value, minus, one), (0, 0, 0))
    pieces = _layer((value, value, value), _HAT_PIECES)
    return (first, *[inner] * (levels - 1), pieces, _hat(slope))


def ramp_decoder(levels: int, slope: Fraction, upsampling: str) -> tuple[Layer, ...]:
    """Return the decoder that carries a ramp beside the code, for both upsamplings.

    Two channels, neither ever negative: ``R = 2^l - i``, which every layer makes twice
    as long and high, and ``K = z / 2^(L - l)``, which it doubles. Behind the
    end the ramp would be 0, which is what the padding holds, so that one filter serves
    every position: [0, 1, 1] on repeated samples, the deck's own [1, 2, 1] on inserted
    zeros, where the right tap of the first is free: the mirror image of the encoder's
    free tap. At l = L, R - K = a - i, and the hat follows as in
    :func:`doubling_decoder`.

    Parameters
    ----------
    levels, slope
        As for :func:`doubling_decoder`.
    upsampling
        ``nearest`` repeats every sample, ``zeros`` inserts a zero behind it.

    Returns
    -------
    tuple of Layer
        L + 2 of them.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> layers = ramp_decoder(2, Fraction(0), "nearest")
    >>> [str(x) for x in decode(layers, Fraction(11, 4), Fraction(0), "nearest")]
    ['0', '3/4', '1/4', '0']

    """
    check_decoder(levels, slope)
    _check_upsampling(upsampling)
    grow = (0, 1, 1) if upsampling == "nearest" else (1, 2, 1)
    double = (0, 2, 0) if upsampling == "nearest" else (2, 2, 0)
    nothing = (0, 0, 0)
    difference = _rows(grow, [-t for t in double])
    first = _layer((_rows((0,)), _rows((Fraction(1, 2**levels),))), (1, 0))
    inner = _layer((_rows(grow, nothing), _rows(nothing, double)), (0, 0))
    pieces = _layer((difference, difference, difference), _HAT_PIECES)
    return (first, *[inner] * (levels - 1), pieces, _hat(slope))


def decode(
    layers: Sequence[Layer],
    code: Fraction,
    slope: Fraction,
    upsampling: str,
) -> list[Fraction]:
    """Return the signal that a decoder makes of a code, in exact rationals.

    Parameters
    ----------
    layers
        The last one gives one channel.
    code
        The number z that enters.
    slope
        Of the LeakyReLU behind every layer but the last.
    upsampling
        What precedes a layer of three taps.

    Raises
    ------
    ValueError
        If the upsampling is unknown.

    """
    (signal,) = decoded_layers(layers, code, slope, upsampling)[-1]
    return signal


def decoded_layers(
    layers: Sequence[Layer],
    code: Fraction | Sequence[Fraction],
    slope: Fraction,
    upsampling: str,
) -> list[list[list[Fraction]]]:
    """Return what every layer makes of a code in front of its LeakyReLU.

    Parameters
    ----------
    layers, slope, upsampling
        As for :func:`decode`.
    code
        The number that enters, or one for each channel that the first layer reads.

    Returns
    -------
    list
        For each layer a list of channels, each a list of samples.

    Raises
    ------
    ValueError
        If the upsampling is unknown.

    Examples
    --------
    >>> layers = doubling_decoder(1, Fraction(0))
    >>> made = decoded_layers(layers, Fraction(3, 2), Fraction(0), "zeros")
    >>> [[str(x) for x in channel] for channel in made[0]]
    [['1/4'], ['-1/4'], ['1']]

    """
    _check_upsampling(upsampling)
    codes = code if isinstance(code, Sequence) else (code,)
    found, channels = [], [[Fraction(one)] for one in codes]
    for layer in layers:
        found.append(_applied(layer, channels, upsampling))
        channels = [
            [x if x >= 0 else slope * x for x in channel] for channel in found[-1]
        ]
    return found


def _applied(
    layer: Layer, channels: list[list[Fraction]], upsampling: str
) -> list[list[Fraction]]:
    if layer.upsamples():
        channels = [_upsampled(channel, upsampling) for channel in channels]
    length, reach = len(channels[0]), len(layer.weight[0][0]) // 2
    zeros = [Fraction(0)] * reach
    padded = [[*zeros, *channel, *zeros] for channel in channels]
    return [
        [
            bias
            + sum(
                (
                    tap * channel[j + k]
                    for taps, channel in zip(row, padded, strict=True)
                    for k, tap in enumerate(taps)
                    if tap
                ),
                Fraction(0),
            )
            for j in range(length)
        ]
        for row, bias in zip(layer.weight, layer.bias, strict=True)
    ]


def _upsampled(channel: list[Fraction], upsampling: str) -> list[Fraction]:
    if upsampling == "nearest":
        return [x for x in channel for _ in range(2)]
    return [x for sample in channel for x in (sample, Fraction(0))]


def _hat(slope: Fraction) -> Layer:
    """Return the last layer: the second difference, over 1 - alpha."""
    return _layer((_rows(*[(c / (1 - slope),) for c in (1, -2, 1)]),), (0,))


def _rows(*rows: Sequence[int | Fraction]) -> tuple[Taps, ...]:
    return tuple(tuple(Fraction(tap) for tap in row) for row in rows)


def _layer(weight: Sequence[tuple[Taps, ...]], bias: Sequence[int]) -> Layer:
    return Layer(weight=tuple(weight), bias=tuple(Fraction(b) for b in bias))


def check_decoder(levels: int, slope: Fraction) -> None:
    """Refuse a number of layers or a slope for which no decoder is known."""
    if levels < 1:
        raise ValueError(f"levels must be at least 1, got {levels}.")
    if not 0 <= slope < 1:
        raise ValueError(f"slope must be in [0, 1), got {slope}.")


def _check_upsampling(upsampling: str) -> None:
    if upsampling not in ("zeros", "nearest"):
        raise ValueError(f"upsampling must be zeros or nearest, got {upsampling}.")

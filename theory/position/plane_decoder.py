"""Exact weights of a decoder that places a Dirac in the plane where two codes say.

Little is imported here: the weights are wanted before anything is computed. Why they
are right is in :mod:`theory.position.plane_decoder_proof`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from theory.position.decoder import check_decoder

Taps = tuple[int, int, int]
Kernel = tuple[tuple[Fraction, ...], ...]
Channels = NDArray[np.object_]
"""Exact rationals, as objects: shape (channels, n, n)."""

BOTH: Taps = (1, 1, 0)
"""Gives both children of a sample what it holds, where zeros are inserted."""

ODD: Taps = (1, 0, 0)
"""Gives it to the odd child alone."""


@dataclass(frozen=True, kw_only=True)
class PlaneLayer:
    """One layer of a decoder of images, in exact numbers.

    ``y_o(j, k) = b_o + sum_{i, p, q} w_{oipq} x_i(j + p - 1, k + q - 1)`` with zeros
    outside; x is the input with zeros inserted in both directions. A layer of one
    tap does not upsample: ``y_o(j, k) = b_o + sum_i w_{oi00} x_i(j, k)``.

    Parameters
    ----------
    weight
        Indexed by output channel, input channel, row and column; 1 or 3 of these.
    bias
        Indexed by output channel.

    """

    weight: tuple[tuple[Kernel, ...], ...]
    bias: tuple[Fraction, ...]

    def upsamples(self) -> bool:
        """Return whether the layer doubles both sides of its input."""
        return len(self.weight[0][0]) == 3


def plane_decoder(levels: int, slope: Fraction) -> tuple[PlaneLayer, ...]:
    """Return the decoder that carries both offsets of the impulse, in rationals.

    From the codes ``(2^L - a, 2^L - b)`` the first layer makes (V, -V, W, -W, 1) at
    l = 0, with ``V = a / 2^(L - l) - i`` and ``W = b / 2^(L - l) - j``. A layer doubles
    both, and takes 1 off V in odd rows and off W in odd columns, as
    :func:`theory.position.decoder.doubling_decoder` does on the line. At l = L the
    hats p of V and r of W follow, and of these ``u = p + r - 1`` and ``d = p - r``. The
    pixel is ``(2 u + 1 + |u| - |d|) / 4``, which is that of
    :func:`theory.position.plane_dirac.crossed_dirac`. Every layer but the last is
    followed by the LeakyReLU.

    Parameters
    ----------
    levels
        Number of upsampling layers L, at least 1.
    slope
        The LeakyReLU's slope alpha, in [0, 1).

    Returns
    -------
    tuple of PlaneLayer
        L + 3 of them.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> layers = plane_decoder(1, Fraction(1, 5))
    >>> image = plane_decode(layers, (Fraction(3, 2), Fraction(7, 4)), Fraction(1, 5))
    >>> [[str(pixel) for pixel in row] for row in image]
    [['3/8', '1/8'], ['3/8', '1/8']]

    """
    check_decoder(levels, slope)
    rows, columns, one = _carriers(slope)
    share = Fraction(1, 2**levels)
    first = _points(
        ((-share, 0), (share, 0), (0, -share), (0, share), (0, 0)), (1, -1, 1, -1, 1)
    )
    inner = PlaneLayer(
        weight=(rows, _minus(rows), columns, _minus(columns), one),
        bias=(Fraction(0),) * 5,
    )
    pieces = PlaneLayer(
        weight=(rows,) * 3 + (columns,) * 3,
        bias=tuple(Fraction(b) for b in (1, 0, -1) * 2),
    )
    return (first, *[inner] * (levels - 1), pieces, *_endings(slope))


def plane_decode(
    layers: Sequence[PlaneLayer],
    codes: tuple[Fraction, Fraction],
    slope: Fraction,
) -> tuple[tuple[Fraction, ...], ...]:
    """Return the image that a decoder makes of two codes, in exact rationals.

    Parameters
    ----------
    layers
        The last one gives one channel.
    codes
        The numbers that enter, down and across.
    slope
        Of the LeakyReLU behind every layer but the last.

    """
    (image,) = plane_decoded_layers(layers, codes, slope)[-1]
    return tuple(map(tuple, image))


def plane_decoded_layers(
    layers: Sequence[PlaneLayer],
    codes: tuple[Fraction, Fraction],
    slope: Fraction,
) -> list[Channels]:
    """Return what every layer makes of two codes in front of its LeakyReLU.

    Parameters
    ----------
    layers, codes, slope
        As for :func:`plane_decode`.

    Returns
    -------
    list of arrays
        For each layer the channels, shape (channels, n, n).

    Examples
    --------
    >>> layers = plane_decoder(1, Fraction(0))
    >>> made = plane_decoded_layers(layers, (Fraction(3, 2), Fraction(1)), Fraction(0))
    >>> [str(channel.item()) for channel in made[0]]
    ['1/4', '-1/4', '1/2', '-1/2', '1']

    """
    found: list[Channels] = []
    channels = np.array([[[Fraction(code)]] for code in codes])
    for layer in layers:
        found.append(_applied(layer, channels))
        channels = np.where(found[-1] >= 0, found[-1], slope * found[-1])
    return found


def _applied(layer: PlaneLayer, channels: Channels) -> Channels:
    reach, size = 0, channels.shape[1]
    if layer.upsamples():
        reach, size = 1, 2 * size
    padded = np.full((len(channels), size + 2 * reach, size + 2 * reach), Fraction(0))
    step = 1 + reach
    padded[:, reach : size + reach : step, reach : size + reach : step] = channels
    made = np.empty((len(layer.bias), size, size), dtype=object)
    for o, (row, bias) in enumerate(zip(layer.weight, layer.bias, strict=True)):
        made[o] = bias
        for i, kernel in enumerate(row):
            for p, taps in enumerate(kernel):
                for q, tap in enumerate(taps):
                    if tap:
                        made[o] += tap * padded[i, p : p + size, q : q + size]
    return made


def _carriers(
    slope: Fraction,
) -> tuple[tuple[Kernel, ...], tuple[Kernel, ...], tuple[Kernel, ...]]:
    """Return the kernels that carry V, W and 1 on, off the five channels."""
    twice, nothing = 2 / (1 + slope), _outer(0, BOTH, BOTH)
    more, less = _outer(twice, BOTH, BOTH), _outer(-twice, BOTH, BOTH)
    return (
        (more, less, nothing, nothing, _outer(-1, ODD, BOTH)),
        (nothing, nothing, more, less, _outer(-1, BOTH, ODD)),
        (nothing, nothing, nothing, nothing, _outer(1, BOTH, BOTH)),
    )


def _endings(slope: Fraction) -> tuple[PlaneLayer, PlaneLayer]:
    """Return the layer from the hats' pieces to u, -u, d and -d, and the last one."""
    hat = [c / (1 - slope) for c in (1, -2, 1)]
    both, beside = [*hat, *hat], [*hat, *(-c for c in hat)]
    rows = (both, [-c for c in both], beside, [-c for c in beside])
    # u, and |u| or |d|, off two channels: (ell(u) -+ ell(-u)) / (1 +- alpha).
    value, size = 1 / (2 * (1 + slope)), 1 / (4 * (1 - slope))
    last = ((size + value, size - value, -size, -size),)
    return _points(rows, (-1, 1, 0, 0)), _points(last, (Fraction(1, 4),))


def _outer(factor: int | Fraction, down: Taps, across: Taps) -> Kernel:
    return tuple(tuple(Fraction(factor * d * a) for a in across) for d in down)


def _minus(row: tuple[Kernel, ...]) -> tuple[Kernel, ...]:
    """Return what gives V, for -V: the channel that holds 1 changes its sign too."""
    return tuple(tuple(tuple(-t for t in taps) for taps in kernel) for kernel in row)


def _points(
    rows: Sequence[Sequence[int | Fraction]], bias: Sequence[int | Fraction]
) -> PlaneLayer:
    """Return a layer of one tap."""
    return PlaneLayer(
        weight=tuple(tuple(((Fraction(w),),) for w in row) for row in rows),
        bias=tuple(Fraction(b) for b in bias),
    )

"""How two codes place an object of any brightness, without a bias, exactly."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from jaxtyping import Float

from theory.position.decoder import Layer, check_decoder, decoded_layers

_HAT_PIECES = (1, 0, -1)


def object_decoder(
    levels: int, slope: Fraction, shape: Sequence[Fraction]
) -> tuple[Layer, ...]:
    """Return the decoder without biases of an object's code and mass, for zeros.

    It is :func:`theory.position.decoder.doubling_decoder` with the object's strength u
    in place of 1: of the code E and the mass m the first layer makes (u V, -u V, u) at
    ``V = a / 2^L``; a layer doubles u V and takes u off at odd children; the hat
    becomes ``max(0, u - |u V|)``, u times the Dirac at a. A convolution with the
    object, behind the last of these layers, places it.

    Parameters
    ----------
    levels
        Number of upsampling layers L, at least 1.
    slope
        The LeakyReLU's slope alpha, in [0, 1).
    shape
        The object's samples, of a sum that is not 0; the first stands at a.

    Returns
    -------
    tuple of Layer
        L + 2 of them, all biases 0; the first reads E and then m.

    Raises
    ------
    ValueError
        If the levels or the slope are out of range, or the object's mass is 0.

    Examples
    --------
    >>> shape, slope = [Fraction(1), Fraction(3)], Fraction(1, 5)
    >>> layers = object_decoder(2, slope, shape)
    >>> codes = object_codes(2, shape, Fraction(3, 2), Fraction(2))
    >>> [str(x) for x in rebuilt(layers, codes, slope, shape)]
    ['0', '1', '4', '3']

    """
    check_decoder(levels, slope)
    mass = sum(shape, Fraction(0))
    if not mass:
        raise ValueError(f"shape must have a sum that is not 0, got {list(shape)}.")
    lever = sum((j * one for j, one in enumerate(shape)), Fraction(0)) / mass
    size, twice = Fraction(2**levels), 2 / (1 + slope)
    # u a = u n - E / M - u c with u = m / M, for the centroid c of the object at 0.
    place = ((-1 / (mass * size),), ((size - lever) / (mass * size),))
    negative = tuple((-row[0],) for row in place)
    strength = ((Fraction(0),), (1 / mass,))
    value = ((twice, twice, 0), (-twice, -twice, 0))
    taken, kept = (-1, 0, 0), (1, 1, 0)
    minus = tuple(tuple(-t for t in row) for row in value)
    nothing = (0, 0, 0)
    inner = _layer((*value, taken), (*minus, (1, 0, 0)), (nothing, nothing, kept))
    pieces = _layer(*((*value, (p - 1, p, 0)) for p in _HAT_PIECES))
    hat = _layer([(c / (1 - slope),) for c in (1, -2, 1)])
    first = _layer(place, negative, strength)
    return (first, *[inner] * (levels - 1), pieces, hat)


def object_codes(
    levels: int, shape: Sequence[Fraction], place: Fraction, strength: Fraction
) -> tuple[Fraction, Fraction]:
    """Return what [1, 2, 1] and [0, 1, 1] read of an object: code and mass.

    ``E = u (M (n - a) - c M)`` and ``m = u M``, with M its sum at strength 1, c its
    centroid where it stands at 0, and n = 2^L.

    Parameters
    ----------
    levels
        Number of layers L.
    shape
        The object's samples, w of them.
    place
        Where the first stands: a in [0, n - w], whole or not.
    strength
        By what all are multiplied: u.

    Examples
    --------
    >>> [str(x) for x in object_codes(3, [Fraction(1)] * 3, Fraction(2), Fraction(5))]
    ['75', '15']

    """
    mass = sum(shape, Fraction(0))
    lever = sum((j * one for j, one in enumerate(shape)), Fraction(0))
    return strength * (mass * (2**levels - place) - lever), strength * mass


def rebuilt(
    layers: Sequence[Layer],
    codes: Sequence[Fraction],
    slope: Fraction,
    shape: Sequence[Fraction],
) -> list[Fraction]:
    """Return the signal that a decoder and a convolution with the object make.

    In exact rationals.

    Parameters
    ----------
    layers, slope
        As for :func:`object_decoder`.
    codes
        Code and mass.
    shape
        The object's samples; what would fall off the right end is lost.

    """
    (dirac,) = decoded_layers(layers, list(codes), slope, "zeros")[-1]
    signal = [Fraction(0)] * len(dirac)
    for i, height in enumerate(dirac):
        for j, one in enumerate(shape):
            if i + j < len(signal):
                signal[i + j] += height * one
    return signal


def placed_object(
    levels: int, shape: Sequence[Fraction], place: Fraction, strength: Fraction
) -> list[Fraction]:
    """Return an object at a place, each sample shared by two as in eq. (11).

    Parameters
    ----------
    levels, shape, place, strength
        As for :func:`object_codes`.

    Examples
    --------
    >>> shape = [Fraction(1), Fraction(3)]
    >>> [str(x) for x in placed_object(2, shape, Fraction(3, 2), Fraction(2))]
    ['0', '1', '4', '3']

    """
    return [
        strength
        * sum(
            (one * max(Fraction(0), 1 - abs(place + j - i))
             for j, one in enumerate(shape)),
            Fraction(0),
        )
        for i in range(2**levels)
    ]  # fmt: skip


def shrunk_codes(
    strengths: Sequence[float], shown: Sequence[float]
) -> Float[np.ndarray, " s"]:
    """Return what a network without biases reads, over the label, by strength.

    Of one image times u it reads u times the same number, eq. (2). Of all numbers,
    ``u sum(u_k) / sum(u_k^2)`` times the label has the least squared error over the
    strengths u_k that it is trained on.

    Parameters
    ----------
    strengths
        Those that are trained on, above 0.
    shown
        Those for which it is returned.

    Examples
    --------
    >>> shrunk_codes([1, 2], [1, 2]).round(6).tolist()
    [0.6, 1.2]

    """
    trained = np.asarray(strengths, dtype=float)
    ratio = np.sum(trained) / np.sum(trained**2)
    return np.asarray(ratio * np.asarray(shown, dtype=float))


def brightness_floor(strengths: Sequence[float]) -> float:
    """Return the least error of a network without biases, over the label's norm.

    ``sqrt(1 - sum(u)^2 / (K sum(u^2)))`` for K strengths u, each as often.

    Parameters
    ----------
    strengths
        Those that it is trained on, above 0.

    Examples
    --------
    >>> round(brightness_floor([0.5, 1, 2]), 6)
    0.471405

    """
    u = np.asarray(strengths, dtype=float)
    return float(np.sqrt(1 - np.sum(u) ** 2 / (len(u) * np.sum(u**2))))


def noise_shares(levels: int, places: Sequence[int | float]) -> Float[np.ndarray, " _"]:
    """Return how white noise moves the codes of a Dirac of height 1, to first order.

    In units of its standard deviation sigma: that of the code,
    ``sqrt(n (n + 1) (2 n + 1) / 6)``, over n^(3/2); that of the mass, over n^(1/2); how
    they are correlated, ``sqrt(3 (n + 1) / (2 (2 n + 1)))``; and for each place that of
    n - E / m, ``sqrt(sum_i (i - a)^2)``, over n^(3/2).

    Parameters
    ----------
    levels
        Number of layers L, at least 1; n = 2^L.
    places
        The places a of the Dirac.

    Examples
    --------
    >>> noise_shares(1, [0.0]).round(4).tolist()
    [0.7906, 1.0, 0.9487, 0.3536]

    """
    n = 2**levels
    code = np.sqrt(n * (n + 1) * (2 * n + 1) / 6)
    correlation = np.sqrt(3 * (n + 1) / (2 * (2 * n + 1)))
    a = np.asarray(places, dtype=float)
    # sum of (i - a)^2 over i from 0 to n - 1.
    spread = n * (n - 1) * (2 * n - 1) / 6 - a * n * (n - 1) + n * a**2
    return np.array([code / n**1.5, 1.0, correlation, *(np.sqrt(spread) / n**1.5)])


def _layer(*rows: Sequence[Sequence[int | Fraction]]) -> Layer:
    weight = tuple(
        tuple(tuple(Fraction(tap) for tap in taps) for taps in row) for row in rows
    )
    return Layer(weight=weight, bias=(Fraction(0),) * len(weight))

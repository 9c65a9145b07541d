"""Encoders that read a place and meet no end, and one that reads it at a seam."""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from theory.derivation import Step, identity

Layers = list[list[list[tuple[Fraction, Fraction, Fraction]]]]
"""Layer by layer, for each channel out and in the three taps."""

_K, _A, _B, _I, _LEVEL = sp.symbols("k a b i l", integer=True, nonnegative=True)
_N = sp.Symbol("n", integer=True, positive=True)
_Q = sp.Symbol("q", positive=True)
_GAMMA = sp.Symbol("gamma", real=True)


def power_layers(levels: int, ratio: Fraction, phase: str) -> Layers:
    """Return one channel whose code is q^a: layer l has the taps [0, 1, q^(2^l)].

    The last digit of a in base 2 says which tap is met; no tap stands beyond the end.

    Parameters
    ----------
    levels
        Number of layers L, at least 1.
    ratio
        The number q.
    phase
        Which places are kept: ``even``, or ``odd`` with [1, q^(2^l), 0].

    Examples
    --------
    >>> layers = power_layers(2, Fraction(3), "even")
    >>> [[int(tap) for tap in layer[0][0]] for layer in layers]
    [[0, 1, 3], [0, 1, 9]]

    """
    return [[[_pair(1, ratio**2**n, phase)]] for n in range(levels)]


def near_layers(levels: int, ratio: Fraction, phase: str) -> tuple[Layers, Fraction]:
    """Return layers and an output bias that make ``(q^a - 1) / (q - 1)``.

    Parameters
    ----------
    levels, ratio, phase
        As for :func:`power_layers`; q is not 1. The nearer to it, the nearer to a.

    Examples
    --------
    >>> near_layers(1, Fraction(3), "even")[1]
    Fraction(-1, 2)

    """
    layers, scale = power_layers(levels, ratio, phase), 1 / (ratio - 1)
    (((first, middle, last),),) = layers[-1]
    layers[-1] = [[(scale * first, scale * middle, scale * last)]]
    return layers, -scale


def digit_layers(levels: int, phase: str) -> Layers:
    """Return two channels that read a: one adds up, one adds 2^l where a digit is 1.

    Parameters
    ----------
    levels
        Number of layers L, at least 2.
    phase
        As for :func:`power_layers`.

    Examples
    --------
    >>> [len(layer) for layer in digit_layers(3, "even")]
    [2, 2, 1]

    """
    adds = _pair(1, Fraction(1), phase)
    digits = [_pair(0, Fraction(2**n), phase) for n in range(levels)]
    nothing = _pair(0, Fraction(0), phase)
    inner = [[[adds, digit], [nothing, adds]] for digit in digits[1:-1]]
    return [[[digits[0]], [adds]], *inner, [[adds, digits[-1]]]]


def seam_label(size: int, gain: Fraction, phase: str) -> list[Fraction]:
    """Return what [1, 2, 1] reads on a circle whose seam multiplies by gamma.

    ``n - (1 - gamma) a`` where even places are kept: the straight line that is gamma
    times as high at n as at 0, with zeros at the end for 0 and on a plain circle for 1.
    Its mirror image where odd ones are.

    Parameters
    ----------
    size
        The number of places n.
    gain
        The factor gamma.
    phase
        As for :func:`power_layers`.

    Examples
    --------
    >>> [int(code) for code in seam_label(4, Fraction(-1), "even")]
    [4, 2, 0, -2]

    """
    codes = [size - (1 - gain) * a for a in range(size)]
    return codes if phase == "even" else codes[::-1]


def _pair(
    first: int, second: Fraction, phase: str
) -> tuple[Fraction, Fraction, Fraction]:
    both = (Fraction(first), second)
    return (Fraction(0), *both) if phase == "even" else (*both, Fraction(0))


def told(layers: Layers) -> list[dict[str, Sequence[object]]]:
    """Return layers as JSON values, every number as numerator and denominator."""
    return [
        {
            "weight": [
                [[list(tap.as_integer_ratio()) for tap in taps] for taps in row]
                for row in layer
            ]
        }
        for layer in layers
    ]


def derivation() -> tuple[Step, ...]:
    """Return why digits are read without an end, and a line at a seam."""
    inside = sp.Add(_N / 2, -(1 - _GAMMA) * _K, evaluate=False)
    return (
        identity(
            "At place 2 k + b the middle tap is met where b is 0, the right one where "
            "it is 1, and no other; the layers behind, of q^2, count output k as q^(2 "
            "k).",
            _Q**_B * (_Q**2) ** _K,
            _Q ** (2 * _K + _B),
        ),
        identity(
            "Less 1 and over q - 1 that is a sum of a powers of q, which are all near "
            "1 where q is.",
            (_Q - 1) * sp.Sum(_Q**_I, (_I, 0, _A - 1)),
            _Q**_A - 1,
        ),
        identity(
            "Two channels add up digits: 2^l times the digit b, and what the layers "
            "behind add for k.",
            2**_LEVEL * _B + 2 ** (_LEVEL + 1) * _K,
            2**_LEVEL * (2 * _K + _B),
        ),
        identity(
            "On a circle [1, 2, 1] keeps a line that is gamma times as high at n as "
            "at 0, where it meets itself again: n - (1 - gamma) a.",
            _GAMMA * _N,
            sp.Add(_N, -_N * (1 - _GAMMA), evaluate=False),
        ),
        identity(
            "The layers behind read that of n / 2 places, and the middle tap "
            "doubles it.",
            2 * inside,
            _N - (1 - _GAMMA) * 2 * _K,
        ),
    )

"""The least that max pooling asks of encoders without negative taps."""

from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
from scipy.optimize import brentq

from theory.position.channels import ChannelLayer, layer


def pair_encoder(levels: int) -> tuple[ChannelLayer, ...]:
    """Return an encoder with max pooling, two channels, no negative tap: ``2^L - a``.

    Without biases, at any depth. From two copies r, q of the signal every layer makes
    ``[1, 1, 0] r + [1, 0, 0] q`` and ``[2, 0, 0] q``. Behind l layers q is 2^l at
    ``m = ceil(a / 2^l)`` and r is 2^l there and ``2^l m - a`` at m - 1: see
    :func:`theory.position.pooling_least_proof.width_derivation`. The last layer makes r
    alone, which is ``2^L - a`` at the one place left.

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
    >>> from theory.position.channels import channel_codes
    >>> [int(c) for c in channel_codes(pair_encoder(3), "max")]
    [8, 7, 6, 5, 4, 3, 2, 1]

    """
    if levels < 1:
        raise ValueError(f"levels must be at least 1, got {levels}.")
    if levels == 1:
        return (layer([[(2, 1, 0)]]),)
    first = layer([[(2, 1, 0)], [(2, 0, 0)]])
    middle = layer([[(1, 1, 0), (1, 0, 0)], [(0, 0, 0), (2, 0, 0)]])
    last = layer([[(1, 1, 0), (1, 0, 0)]])
    return (first, *[middle] * (levels - 2), last)


SECOND_WIDENED: tuple[ChannelLayer, ...] = (
    layer([[(2, 1, 0)]]),
    layer([[(1, 0, 0)], [(1, 1, 0)]]),
    layer([[("7/2", 0, 2), ("1/2", 1, 0)]]),
)
"""Three layers, two channels in the second alone, no negative tap and no bias: 8 - a.

With max pooling.
"""

BIASED_ENDS: tuple[ChannelLayer, ...] = (
    layer([[(7, 1, 0)]], [-3]),
    layer([[(7, 7, 5)]]),
    layer([[("1/7", "1/7", 0)]], ["43/7"]),
)
"""Three layers of one channel, no negative tap, biases at both ends: 8 - a.

With max pooling.
"""

ONE_BIAS = (62, 430, 1429, 2096, 1641, 534, 76, 4)
"""A polynomial whose one real root, about -0.17686, is enough as a first bias."""


def one_bias_taps(beta: Any) -> tuple[tuple[Any, Any, Any], ...]:
    """Return three layers whose codes are ``8 - a`` with the bias beta in the first.

    With max pooling, one channel, and beta the real root of :data:`ONE_BIAS`. Of a
    number, or of a symbol. Why:
    :func:`theory.position.pooling_least_proof.bias_derivation`.

    Examples
    --------
    >>> [f"{tap:.4f}" for row in one_bias_taps(-0.176863638525) for tap in row[1:]]
    ['0.8867', '0.6869', '0.0249', '0.6292', '0.0000', '3.7694']

    """
    below = 2 + 8 * beta - beta**2 - beta**3
    u = (10 * beta**3 + 27 * beta**2 + 27 * beta + 4) / below
    first = (1, 1 + beta / 2 - u, -4 * beta - u * (1 + beta))
    return (first, (1, u, -5 - 1 / beta - u), (-2 / beta, 0, -2 / (3 * beta)))


def nearly_one_bias() -> tuple[ChannelLayer, ...]:
    """Return three layers with a bias in the first alone, nearly ``8 - a``.

    One channel, no negative tap, max pooling: those of :func:`one_bias_taps`, in
    float64.

    Examples
    --------
    >>> from theory.position.channels import channel_codes
    >>> [round(float(c), 12) for c in channel_codes(nearly_one_bias(), "max")]
    [8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]

    """
    beta = brentq(partial(np.polyval, ONE_BIAS), -1, 0, xtol=1e-15)
    rows = [[Fraction(float(tap)) for tap in row] for row in one_bias_taps(beta)]
    first, *behind = (layer([[row]]) for row in rows)
    return (layer(first.weight, [Fraction(beta)]), *behind)

"""Codes of Diracs by given encoders: by torch, and again in exact rationals."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import torch
from jaxtyping import Float

from empirical.arrays import Arrays


def given_codes(
    seed: int,
    encoders: Sequence[dict[str, Any]],
    by_torch: Callable[..., Float[np.ndarray, " n"]],
    exactly: Callable[..., list[Fraction]],
) -> Arrays:
    """Return the codes of every Dirac by both routes, one encoder after the other.

    Parameters
    ----------
    seed
        Draws what ``by_torch`` draws from the generator that it is given first.
    encoders
        Keywords of both routes.
    by_torch, exactly
        The codes of one encoder, in float64 and as rationals.

    Returns
    -------
    dict
        ``codes``, shape (sum of n,); ``exact_codes``, shape (sum of n, 2), numerators
        and denominators.

    Raises
    ------
    ValueError
        If there is no encoder.

    """
    if not encoders:
        raise ValueError("encoders must be one or more, got none.")
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    codes, exact = [], []
    for encoder in encoders:
        codes.append(by_torch(rng, **encoder))
        exact += exactly(**encoder)
    parts = np.array([code.as_integer_ratio() for code in exact], dtype=np.float64)
    return {"codes": np.concatenate(codes), "exact_codes": parts}


def rescaled(rng: np.random.Generator, layers: int) -> Float[np.ndarray, " layers"]:
    """Return drawn powers of 2 whose product is 1, one for each layer.

    Linear layers that are multiplied by them give the same codes, to the bit.
    """
    scales = 2.0 ** rng.integers(-3, 4, size=layers)
    scales[-1] /= np.prod(scales)
    return np.asarray(scales)


def kept(even: Fraction, odd: Fraction, pooling: str) -> Fraction:
    """Return what a stride, maximum or average keeps of a pair of neighbours."""
    if pooling == "max":
        return max(even, odd)
    return (even + odd) / 2 if pooling == "average" else even

"""All ways of dividing a few radii into two classes, with an image for each."""

from collections.abc import Sequence

import numpy as np
from jaxtyping import Bool, Float, Int

from empirical.arrays import Arrays

_MOST = 14
"""Radii: 8192 partitions."""


def all_partitions(
    *,
    seed: int,
    radii: Sequence[float],
    laws: Sequence[Sequence[float]],
    blocks: int,
    drawn: int,
    few: int,
) -> Arrays:
    """Measure what the best images of two classes keep, for every partition of radii.

    A disk is an image of the rings between the radii, so that each is covered or not.
    The best image of a class keeps the greatest squared singular value of its stacked
    images, each times the root of its weight.

    Parameters
    ----------
    seed
        Draws further laws.
    radii
        Rising shares of the largest radius, 2 to 14.
    laws
        Positive weights of these radii.
    blocks
        Partitions are told apart by their alternating blocks of radii, from 1 (all in
        one class) to this number.
    drawn, few
        How many laws are drawn, of so many radii, each size and weight at random over
        several powers of ten.

    Returns
    -------
    dict
        ``kept``, shape (laws, blocks): the greatest share of the energy; ``ahead``,
        shape (drawn,): what the best partition into three blocks or more keeps over
        what the best two intervals keep.

    Raises
    ------
    ValueError
        If there are too few or too many radii, or a law has other ones.

    """
    for count in (len(radii), few):
        if not 3 <= count <= _MOST:
            raise ValueError(f"radii and few must be 3 to {_MOST}, got {count}.")
    for weights in laws:
        if len(weights) != len(radii):
            raise ValueError(
                f"every law must have {len(radii)} weights, got {len(weights)}."
            )
    rng = np.random.default_rng(seed)
    named = [_kept(np.array(radii), np.array(law)) for law in laws]
    wanted = np.arange(1, blocks + 1)
    ahead = []
    for _ in range(drawn):
        sizes = np.sort(10.0 ** -rng.uniform(0, rng.uniform(0.2, 1.2), few))
        law = sizes**-2 * 10.0 ** -rng.uniform(0, rng.uniform(0, 3), few)
        kept, cuts = _kept(sizes, law)
        ahead.append(kept[cuts > 2].max() / kept[cuts == 2].max())
    return {
        "kept": np.array([[kept[c == b].max() for b in wanted] for kept, c in named]),
        "ahead": np.array(ahead),
    }


def _kept(
    radii: Float[np.ndarray, " m"], weights: Float[np.ndarray, " m"]
) -> tuple[Float[np.ndarray, " partitions"], Int[np.ndarray, " partitions"]]:
    """Return the share that every partition keeps, and its number of blocks."""
    m = len(radii)
    rings = np.diff(radii**2, prepend=0.0)
    flat = np.tri(m) * np.sqrt(np.outer(weights, rings))
    area = np.sum(flat**2)
    number = np.arange(2 ** (m - 1))
    inside = (number[:, None] >> np.arange(m)) % 2 == 0
    gram = flat @ flat.T
    kept = (_top(gram, inside) + _top(gram, ~inside)) / area
    return kept, 1 + (inside[:, 1:] != inside[:, :-1]).sum(axis=1)


def _top(
    gram: Float[np.ndarray, "m m"], inside: Bool[np.ndarray, "b m"]
) -> Float[np.ndarray, " b"]:
    both = inside[:, :, None] & inside[:, None, :]
    return np.asarray(np.linalg.eigvalsh(gram * both)[:, -1])

"""What the best decoders leave of ellipses: the mean of those that share a code."""

from functools import cache

import numpy as np
from jaxtyping import Float
from scipy.spatial import KDTree

from empirical.pca.images.ellipses import Ellipses, drawn_ellipses
from empirical.pca.principal_images import principal_images
from theory.pca import ellipses as theory
from verify.claim import Arrays

_FAMILY, _AVERAGED = 2**18, 2**10
_ALIKE = 32
"""Ellipses that share a code, nearly, and whose mean the decoder draws."""
_CODES = 3


@cache
def held_out(count: int, seed: int) -> Ellipses:
    """Return the ellipses that the networks of a seed are shown."""
    return drawn_ellipses(count, seed, "test")


@cache
def decoded(test: int, seed: int) -> Arrays:
    """Return the errors of held-out ellipses after each code, in each arm.

    The size, its anisotropy along one direction, and along another: three codes tell
    the ellipse, so the last decoder draws it by theory's own rule.
    """
    unseen = held_out(test, seed)
    e = theory.Ellipses(*unseen.half_axes.T, unseen.rotation)
    known = theory.covered(theory.drawn(_AVERAGED, seed + 1))
    family = theory.drawn(_FAMILY, seed + 2)
    one = _mean_images(family, e, ("size",))
    two = _mean_images(family, e, ("size", "horizontal / vertical"))
    guesses = (known.mean(axis=0), one, two, theory.covered(e))
    errors = np.stack([_squared(guess - unseen.images) for guess in guesses])
    linear, left = _linear(known, unseen.images, seed)
    return {
        "codes linear": linear,
        "errors ordered": errors,
        "errors plain": errors[-1:],
        "errors linear": np.stack([errors[0], *left]),
        "moved": np.zeros(_CODES - 1, dtype=np.float32),
        "explained": 1 - errors[1:].mean(axis=1) / errors[0].mean(),
    }


def _mean_images(
    family: theory.Ellipses, e: theory.Ellipses, names: tuple[str, ...]
) -> Float[np.ndarray, "m n n"]:
    """Return the mean image of the ellipses of a family with nearly the same codes."""
    places = [_places(_codes(family, name), _codes(e, name)) for name in names]
    pool, asked = (np.stack(side, axis=1) for side in zip(*places, strict=True))
    alike = KDTree(pool).query(asked, _ALIKE)[1]
    return np.stack([_mean(family.at(row)) for row in alike])


def _codes(e: theory.Ellipses, name: str) -> Float[np.ndarray, " m"]:
    if name == "size":
        return theory.power_code(e, 0.5)
    return theory.horizontal_vertical(e)


def _places(
    pool: Float[np.ndarray, " n"], asked: Float[np.ndarray, " m"]
) -> tuple[Float[np.ndarray, " n"], Float[np.ndarray, " m"]]:
    """Return the share of the pool below each value, for the pool and for others."""
    ordered = np.sort(pool)
    found = (np.searchsorted(ordered, values) / len(pool) for values in (pool, asked))
    return next(found), next(found)


def _mean(e: theory.Ellipses) -> Float[np.ndarray, "n n"]:
    """Return a mean image; its upper half is the lower one, turned."""
    lower = theory.covered_half(e).mean(axis=0)
    return np.concatenate([lower[::-1, ::-1], lower])


def _linear(
    known: Float[np.ndarray, "k n n"], unseen: Float[np.ndarray, "m n n"], seed: int
) -> tuple[Float[np.ndarray, "m d"], list[Float[np.ndarray, " m"]]]:
    mean, axes = principal_images(known, _CODES, seed)
    flat = unseen.reshape(len(unseen), -1) - mean
    codes = flat @ axes.T
    left = [
        ((flat - codes[:, :k] @ axes[:k]) ** 2).mean(axis=1)
        for k in range(1, _CODES + 1)
    ]
    return codes, left


def _squared(wrong: Float[np.ndarray, "m n n"]) -> Float[np.ndarray, " m"]:
    return np.asarray((wrong**2).mean(axis=(1, 2), dtype=float))

"""How close max pooling comes to 2^L - a without negative taps and biases."""

from itertools import product

import numpy as np
from jaxtyping import Bool, Float, Int
from scipy.optimize import least_squares

_ROUNDING = 1e-12
"""Far above what rounding does to sums of products without any cancellation."""

_STEP = 1e-7
"""Of a tap, to find how codes grow with it."""

MOST_BOXES = 2**19
"""As many boxes of taps may wait to be cut at once."""

_ROUNDS = 8


def max_pooled_codes(taps: Float[np.ndarray, "m layers 3"]) -> Float[np.ndarray, "m n"]:
    """Return the codes of all Diracs by m encoders with max pooling.

    Parameters
    ----------
    taps
        Shape (m, L, 3), first layer first, of either sign.

    Returns
    -------
    array
        Shape (m, 2^L), the impulse moving to the right.

    Examples
    --------
    >>> max_pooled_codes(np.array([[[2.0, 1, 0], [2, 0.5, 1]]])).tolist()
    [[4.0, 3.0, 2.0, 1.0]]

    """
    size = 2 ** taps.shape[1]
    signals = np.broadcast_to(np.eye(size), (len(taps), size, size))
    for layer in range(taps.shape[1]):
        left, middle, right = taps[:, layer].T[..., None, None]
        padded = np.pad(signals, ((0, 0), (0, 0), (1, 1)))
        filtered = (
            left * padded[..., :-2]
            + middle * padded[..., 1:-1]
            + right * padded[..., 2:]
        )
        signals = np.maximum(filtered[..., ::2], filtered[..., 1::2])
    return np.asarray(signals[..., 0])


def nonnegative_floor(levels: int, starts: int = 60, seed: int = 0) -> float:
    """Return the smallest mean squared error to ``2^L - a`` found, over 4^L.

    Least squares with all taps at least 0, from random starts whose first taps are the
    larger ones: :func:`theory.position.pooling_nonnegative_proof.derivation` says that
    they have to be.

    Parameters
    ----------
    levels
        Number of layers L, at least 1.
    starts, seed
        How many starts, and what draws them.

    Raises
    ------
    ValueError
        If there is no layer or no start.

    Examples
    --------
    >>> f"{nonnegative_floor(2):.9f}"
    '0.000000000'

    """
    if min(levels, starts) < 1:
        raise ValueError(
            f"levels and starts must be at least 1, got {levels} and {starts}."
        )
    labels = np.arange(2.0**levels, 0, -1)
    rng = np.random.default_rng(seed)

    def misses(flat: Float[np.ndarray, " p"]) -> Float[np.ndarray, " n"]:
        return np.asarray(_codes(flat[None])[0] - labels)

    def slopes(flat: Float[np.ndarray, " p"]) -> Float[np.ndarray, "n p"]:
        # A code is affine in each single tap, but for kinks.
        moved = _codes(flat + _STEP * np.eye(len(flat)))
        return np.asarray((moved - _codes(flat[None])).T / _STEP)

    drawn = rng.uniform(0, 1.2, (starts, levels, 3))
    drawn[..., 0] += 1.2
    runs = [
        least_squares(misses, start.ravel(), slopes, bounds=(0, np.inf), max_nfev=60)
        for start in drawn
    ]
    return min(2 * float(run.cost) for run in runs) / len(labels) ** 3


def nonnegative_certified(levels: int, bound: float) -> bool:
    """Return whether the sum of squared errors to ``2^L - a`` reaches a bound: a proof.

    Without negative taps no code falls as a tap grows, so the corners of a box of
    taps enclose the codes of all encoders in it, [l, h]; the largest tap of each layer
    is scaled to 1, and one common scale s of at least 0 is left, 0 for a layer of
    zeros. For numbers x that have ``x . c <= 0`` for all c in [l, h], the errors
    ``e = y - s c`` of labels y satisfy ``|x| |e| >= x . e >= x . y``, whatever s is.
    Boxes are halved until ``(x . y)^2 >= bound |x|^2`` for some x. Nothing cancels in
    the codes, so a relative margin of 1e-12 covers rounding.

    Parameters
    ----------
    levels
        Number of layers L, at least 1.
    bound
        What the sum over all positions is claimed to reach, positive.

    Returns
    -------
    bool
        True is a proof. False says that too many boxes were left, so that the
        bound is false or too close.

    Raises
    ------
    ValueError
        If there is no layer, or the bound is not positive.

    Examples
    --------
    >>> nonnegative_certified(3, 0.02), nonnegative_certified(2, 0.02)
    (True, False)

    """
    if levels < 1:
        raise ValueError(f"levels must be at least 1, got {levels}.")
    if not bound > 0:
        raise ValueError(f"bound must be positive, got {bound}.")
    faces = product(range(3), repeat=levels)
    return all(_face_is_far(np.array(face), bound) for face in faces)


def _face_is_far(largest: Int[np.ndarray, " layers"], bound: float) -> bool:
    """Return whether no encoder with its largest taps at these places comes closer."""
    fixed = 3 * np.arange(len(largest)) + largest
    free = np.setdiff1d(np.arange(3 * len(largest)), fixed)
    low, high = np.zeros((1, 3 * len(largest))), np.ones((1, 3 * len(largest)))
    low[0, fixed] = 1
    cuts = 0
    while len(low):
        if len(low) > MOST_BOXES:
            return False
        left = ~_far(low, high, bound)
        low, high = low[left], high[left]
        tap = free[cuts % len(free)]
        middle = (low[:, tap] + high[:, tap]) / 2
        upper, lower = low.copy(), high.copy()
        upper[:, tap] = lower[:, tap] = middle
        low, high = np.concatenate([low, upper]), np.concatenate([lower, high])
        cuts += 1
    return True


def _far(
    low: Float[np.ndarray, "m taps"], high: Float[np.ndarray, "m taps"], bound: float
) -> Bool[np.ndarray, " m"]:
    """Return in which boxes no encoder comes closer than the bound."""
    parts = -(-len(low) // 4096)
    pairs = zip(np.array_split(low, parts), np.array_split(high, parts), strict=True)
    return np.concatenate(
        [_out_of_reach(_codes(least), _codes(most), bound) for least, most in pairs]
    )


def _codes(flat: Float[np.ndarray, "m taps"]) -> Float[np.ndarray, "m n"]:
    return max_pooled_codes(flat.reshape(len(flat), -1, 3))


def _out_of_reach(
    low: Float[np.ndarray, "m n"], high: Float[np.ndarray, "m n"], bound: float
) -> Bool[np.ndarray, " m"]:
    """Return for which intervals of codes no multiple comes closer than the bound.

    The candidate for x is what the best scale leaves of the labels, found by Newton's
    method on the piecewise quadratic error, then raised a little so that
    ``x . c <= 0`` holds.
    """
    labels = np.arange(low.shape[1], 0, -1.0)
    scale = _ratio(high, labels)
    for _ in range(_ROUNDS):
        short, long = scale * high < labels, scale * low > labels
        scale = _ratio(np.where(short, high, np.where(long, low, 0)), labels)
    scale *= 1 + 1e-9
    short, long = (
        np.maximum(labels - scale * high, 0),
        np.maximum(scale * low - labels, 0),
    )
    x = short - long
    highest = (short * high - long * low).sum(1)
    margin = _ROUNDING * (short * high + long * low).sum(1)
    reach, squared = x @ labels, (x**2).sum(1)
    enough = reach**2 >= bound * (1 + _ROUNDING) * squared
    return np.asarray((highest <= -margin) & (reach > 0) & enough)


def _ratio(
    codes: Float[np.ndarray, "m n"], labels: Float[np.ndarray, " n"]
) -> Float[np.ndarray, "m 1"]:
    """Return the multiple of each row that is closest to the labels; 1 for no row."""
    squared = (codes**2).sum(1, keepdims=True)
    best = codes @ labels[:, None] / np.where(squared > 0, squared, 1)
    return np.where(squared > 0, best, 1)

"""How often training finds decoders from given starts, and reads them."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from theory.position.decoder import doubling_decoder
from verify.claim import Array, View
from verify.claims.binomial import interval
from verify.claims.position.families.given_decoders import configuration
from verify.claims.position.families.trained_decoders import WORKS

LEVELS = (3, 4, 5)
SLOPE = Fraction(1, 5)

NOISES = (0.01, 0.03, 0.1, 0.3)


def decoders() -> Iterator[dict[str, Any]]:
    """Yield the exact decoders as JSON values, the fewest layers first."""
    for levels in LEVELS:
        layers = doubling_decoder(levels, SLOPE)
        given = configuration(layers, levels, SLOPE, "zeros")
        yield {"levels": levels, "layers": given["layers"]}


EDGE = "noise 0.1"
"""Between noise that training undoes and noise that it does not: seen, not judged."""

Rates = Mapping[str, tuple[float, ...]]


def each(rates: Rates, judged: tuple[str, ...], depths: int) -> Array:
    """Return rates outside the hole and in it, depth by depth, of group after group.

    Two numbers stand for every depth; a group that is not named has 0 everywhere.
    """
    rows = [np.resize(rates.get(name, (0.0, 0.0)), 2 * depths) for name in judged]
    return np.concatenate(rows)


def works(errors: Array, groups: tuple[str, ...]) -> tuple[Array, dict[str, Array]]:
    """Return the share of starts that work, as :func:`each`, and its intervals.

    Parameters
    ----------
    errors
        Shape (depths, groups, starts, 2), outside the hole and in it.
    groups
        Names of the groups; the edge is left out.

    """
    judged = [i for i, name in enumerate(groups) if name != EDGE]
    hits = np.sum(errors[:, judged] <= WORKS, axis=2).transpose(1, 0, 2).ravel()
    low, high = interval(hits, errors.shape[2])
    ends = {"95 % interval, low": low, "95 % interval, high": high}
    return np.asarray(hits / errors.shape[2]), ends


def everywhere(errors: Array, groups: tuple[str, ...]) -> dict[str, float]:
    """Return how many starts of a group work on the whole signal, at any depth."""
    both = _both(errors)
    counts = np.sum(both, axis=1)
    low, high = interval(counts, both.shape[1])
    return {
        f"{name}: {what}": float(figure)
        for name, *row in zip(groups, counts, low, high, strict=True)
        for what, figure in zip(
            (f"starts of {both.shape[1]} that work everywhere", "low", "high"),
            row,
            strict=True,
        )
    }


def share(errors: Array, groups: tuple[str, ...], begins: tuple[str, ...]) -> float:
    """Return the share of starts that work everywhere, of groups with such names."""
    chosen = [i for i, name in enumerate(groups) if name.startswith(begins)]
    return float(np.mean(_both(errors)[chosen]))


def _both(errors: Array) -> Array:
    """Return which starts of a group work outside the hole and in it, at any depth."""
    both = np.all(errors <= WORKS, axis=3).transpose(1, 0, 2)
    return np.asarray(both.reshape(both.shape[0], -1))


def view(judged: tuple[str, ...], levels: tuple[int, ...]) -> View:
    """Return how rates in the order of :func:`each` are drawn."""

    def by_depth(answer: Array) -> tuple[Array, Array]:
        return 1 + np.arange(len(answer)) / (2 * len(levels)), answer

    names = "; ".join(f"{i} {name}" for i, name in enumerate(judged, start=1))
    depths = ", ".join(str(n) for n in levels)
    return View(
        curve=by_depth,
        x=f"group, and in it outside the hole and in it for L = {depths}: {names}",
        y="share of starts that work",
        caption="How many starts end with an error of at most 10 % of the Diracs, at "
        "positions like those of the training and in a hole of one sample where there "
        "were none; with exact binomial intervals (Clopper and Pearson). Noise of 0.1, "
        "the edge, is among the numbers and not judged.",
        marks=True,
    )


TRAINING = {
    "slope": float(SLOPE),
    "random_schedule": {"adam_steps": 800, "learning_rate": 0.02, "batch": 32},
    "noises": NOISES,
    "noise_schedule": {"adam_steps": 800, "learning_rate": 0.003, "batch": 32},
    "distinct": 253,
    "hole": 0.4,
}
"""From random starts and from near the given decoder."""

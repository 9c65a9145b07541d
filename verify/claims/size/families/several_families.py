"""What the claims on several trainings of one network share."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from verify.claim import Array, Arrays, Check, Experiment, Measurement
from verify.claims.size.families import near, profiles
from verify.distances import RELATIVE_L2, distance

PIXELS = 16
COUNT = 48
"""Copies in each family, sizes at the midpoints of equal intervals."""


def experiment(
    families: Sequence[dict[str, Any]],
    shared: dict[str, Any],
    packages: tuple[str, ...] = (),
) -> Experiment:
    """Return the training of one small network on each family in turn."""
    network = {
        "families": list(families),
        "size": PIXELS,
        "channels": [8, 8, 16],
        "slope": 0.2,
        **shared,
    }
    return Experiment(
        function="empirical.size.several_families:several_families",
        configurations=profiles.scheduled(network),
        seconds={"quick": 5.0, "full": 20.0},
        packages=packages,
    )


def together(pictures: Sequence[Array]) -> Array:
    """Return unit images as one unit array."""
    return np.asarray(np.stack(pictures) / np.sqrt(len(pictures)))


def apart(answer: Array) -> Array:
    """Return the unit images of :func:`together`."""
    return np.asarray(answer * np.sqrt(len(answer)))


def read(
    arrays: Arrays, predict: Callable[[], Array], names: Sequence[str], caption: str
) -> Measurement:
    """Return the images that the decoders scale, one for each family."""
    predicted = apart(predict())

    def known(place: int) -> Array:
        return np.asarray(predicted[place])

    parts = [
        profiles.read({n: arrays[n][i] for n in arrays}, predict=partial(known, i))
        for i in range(len(names))
    ]
    off = {
        _off(name): distance(RELATIVE_L2, part.answer, one)
        for name, part, one in zip(names, parts, predicted, strict=True)
    }
    learned = together([part.answer for part in parts])
    best = together([part.extras["discrete optimum"] for part in parts])
    return Measurement(
        answer=learned,
        values={
            "network to discrete optimum": distance(RELATIVE_L2, learned, best),
            "discrete optimum to prediction": distance(RELATIVE_L2, best, predict()),
            profiles.STRENGTHS_OFF: max(
                part.values[profiles.STRENGTHS_OFF] for part in parts
            ),
            **off,
        },
        pictures={caption: apart(learned)[None]},
        invalid="; ".join(
            f"{n}: {part.invalid}"
            for n, part in zip(names, parts, strict=True)
            if part.invalid
        ),
    )


def leans(
    answer: Array,
    predicted: Array,
    grids: Mapping[int, profiles.Grid],
    names: Sequence[str],
) -> dict[str, float]:
    """Return how far families go to the profiles next to Airy's, by their place."""
    found: dict[str, float] = {}
    for place, grid in grids.items():
        pair = (apart(answer)[place], apart(predicted)[place])
        found |= near.leans(near.OF_AIRY, grid.picture, *pair, of=f", {names[place]}")
    return found


def checks(bounds: Mapping[str, float], because: str) -> tuple[Check, ...]:
    """Return the bounds on each family by itself: together one could hide."""
    return tuple(
        Check(value=_off(name), at_most=most, because=because)
        for name, most in bounds.items()
    )


def _off(name: str) -> str:
    return f"network to prediction, {name}"


def curves(
    answer: Array, grids: Sequence[profiles.Grid], unit: bool = False
) -> tuple[Array, Array]:
    """Return the profiles as rows, over pixels or over shares of the largest size."""
    drawn = [
        grid.curve(picture) for grid, picture in zip(grids, apart(answer), strict=True)
    ]
    across = [
        x / g.radius if unit else x for g, (x, _) in zip(grids, drawn, strict=True)
    ]
    return np.stack(across), np.stack([y for _, y in drawn])

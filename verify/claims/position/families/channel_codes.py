"""Codes of encoders of several channels, with weights given."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from theory.position.channels import ChannelLayer
from verify.budget import Budget
from verify.claim import Array, Arrays, Check, Evidence, Experiment, Measurement
from verify.claims.position.families.given_decoders import listed

Law = Callable[[Array], Array]
"""From all places of a signal to their codes, over its length."""

SEEDS: dict[Budget, tuple[int, ...]] = {"quick": (0, 1), "full": (0, 1, 2, 3, 4)}
EVIDENCE = frozenset({Evidence.THEOREM, Evidence.COMPUTATION})
DIFFER = "codes in rationals that differ"
RATIONALS = Check(
    value=DIFFER,
    at_most=0.0,
    because="the same weights in exact fractions, sample by sample",
)


def inverted(a: Array) -> Array:
    """Return ``1 - a / n``."""
    return 1 - a / len(a)


def constant(a: Array) -> Array:
    """Return the mean of all ``1 - a / n`` at every place."""
    return np.full(len(a), np.mean(inverted(a)))


def mirrored(a: Array) -> Array:
    """Return ``(a + 1) / n``."""
    return (a + 1) / len(a)


def codes(levels: Sequence[int], laws: Sequence[Law]) -> Array:
    """Return the codes of all Diracs, of one number of layers L after the other."""
    parts = [law(np.arange(2.0**n)) for n, law in zip(levels, laws, strict=True)]
    return np.concatenate(parts)


def given_channels(
    encoders: Iterable[tuple[Sequence[ChannelLayer], str]], seconds: float
) -> Experiment:
    """Return the experiment that encodes every Dirac by given layers and pooling."""
    told = {"encoders": [_told(layers, pooling) for layers, pooling in encoders]}
    return Experiment(
        function="empirical.position.channel_encoders:given_channel_codes",
        configurations={"quick": told, "full": told},
        seconds=seconds,
        trains=False,
    )


def _told(layers: Sequence[ChannelLayer], pooling: str) -> dict[str, Any]:
    """Return an encoder as JSON values, every number as numerator and denominator."""
    return {"pooling": pooling, "layers": listed(tuple(layers))}


def read_against(wanted: Sequence[Array]) -> Callable[[Arrays], Measurement]:
    """Return how codes are read that should be these, of one encoder after the other.

    Over the length of the signal, with the number of codes in rationals that differ.
    """
    sizes = np.concatenate([np.full(len(row), float(len(row))) for row in wanted])

    def read(arrays: Arrays) -> Measurement:
        return Measurement(
            answer=arrays["codes"] / sizes,
            values={
                "codes": float(sizes.size),
                DIFFER: rational_misses(arrays, np.concatenate(wanted)),
            },
        )

    return read


def rational_misses(arrays: Arrays, wanted: Array) -> float:
    """Return how many of the codes in rationals are not the ones that are wanted."""
    parts = arrays["exact_codes"]
    return float(np.sum(parts[:, 0] != wanted * parts[:, 1]))

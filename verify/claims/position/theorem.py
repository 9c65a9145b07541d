"""The code of a Dirac is its position, counted from the other end."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from theory.position import encoder, exactness, induction, variants
from verify.claim import (
    Array,
    Arrays,
    Check,
    Claim,
    Evidence,
    Experiment,
    Measurement,
    Rival,
    Sweep,
    View,
)
from verify.claims.position.families.assumed import EVEN, ZEROS_SHOWN
from verify.claims.position.families.compiled import (
    DIFFERENT,
    NONE_DIFFERENT,
    differing,
)
from verify.distances import RMS

LEVELS = tuple(range(1, 13))
SHOWN = 5

_FORMULAS: dict[str, tuple[str, Callable[[Array, int], Array]]] = {
    "2^L - 1 - a": ("the last position counted as 0", lambda a, size: size - 1 - a),
    "a": ("the position itself", lambda a, size: a),
    "a + 1": (
        "the code where the odd positions are kept instead",
        lambda a, size: a + 1,
    ),
    "2^L - a - 1/2": ("positions at pixel centres", lambda a, size: size - a - 0.5),
    "end forgotten": (
        "the last position, the induction's special case, lost by the padding",
        lambda a, size: np.where(a == size - 1, 0, size - a),
    ),
}

_VARIANTS: dict[str, tuple[str, dict[str, Any]]] = {
    "box filter": ("[1, 1, 1], the plain moving sum", {"taps": (1, 1, 1)}),
    "periodic signal": ("a circular convolution", {"boundary": "wrap"}),
    "mirrored signal": ("padding that mirrors at the end", {"boundary": "reflect"}),
    "repeated end": ("padding that repeats the end", {"boundary": "edge"}),
}


def _predict() -> Array:
    codes = [encoder.inverted_position(np.arange(2**n), n) for n in LEVELS]
    return np.concatenate(codes).astype(float)


def _formula(law: Callable[[Array, int], Array]) -> Array:
    return np.concatenate([law(np.arange(2.0**n), 2**n) for n in LEVELS])


@cache
def _variant(name: str) -> Array:
    options = _VARIANTS[name][1]
    codes = [variants.dirac_codes_numpy(n, **options) for n in LEVELS]
    return np.concatenate(codes).astype(float)


def _certificates() -> dict[str, float]:
    most = exactness.LARGEST_EXACT_LEVELS
    return {
        DIFFERENT: float(differing(1)),
        **{f"most levels in {d}": float(most[d]) for d in ("int64", "float64")},
    }


def _read(arrays: Arrays) -> Measurement:
    codes, further = arrays["codes"], arrays["further_defects"]
    return Measurement(
        answer=codes.astype(float),
        values={
            "positions tried": codes.size + further.size,
            "defect beyond L = 12": float(np.max(np.abs(further))),
            "defect on dense vectors": float(np.max(np.abs(arrays["dense_defects"]))),
            "defect at the most levels": float(np.max(np.abs(arrays["far_defects"]))),
        },
    )


def _shown_levels(answer: Array) -> tuple[Array, Array]:
    start = sum(2**n for n in LEVELS if n < SHOWN)
    return np.arange(2.0**SHOWN), answer[start : start + 2**SHOWN]


_EXACT = 0.0
_SAMPLES = {"levels": LEVELS, "dense_levels": (1, 2, 5, 10, 16), "far_positions": 100}

CLAIM = Claim(
    name="position.theorem",
    statement="The cascade of L layers, each the filter [1, 2, 1] with zeros beyond "
    "the ends and a subsampling at even positions, sends a Dirac at a in a signal of "
    "length $2^L$ to the inverted position $2^L - a$, for every L and every a.",
    predict=_predict,
    experiment=Experiment(
        function="theory.position.enumeration:exhaustive",
        configurations={
            "quick": {**_SAMPLES, "further_levels": (13,), "vectors": 10},
            "full": {**_SAMPLES, "further_levels": (13, 14), "vectors": 40},
        },
        seconds={"quick": 2.0, "full": 3.0},
        trains=False,
    ),
    read=_read,
    rivals=(
        *(
            Rival(name=name, answer=partial(_formula, law), because=because)
            for name, (because, law) in _FORMULAS.items()
        ),
        *(
            Rival(name=name, answer=partial(_variant, name), because=because)
            for name, (because, _) in _VARIANTS.items()
        ),
    ),
    distance=RMS,
    tolerance=_EXACT,
    because="whole numbers in int64, at sizes where no sum can overflow",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=induction.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        ZEROS_SHOWN,
        EVEN,
    ),
    certificates=_certificates,
    sweeps=(
        Sweep(
            parameter="the offset o in 2^L + o - a",
            values=(-1.0, -0.5, -0.25, 0.0, 0.25, 0.5, 1.0),
            answer=lambda offset: _predict() + offset,
            because="where position 0 is counted from: from 1, from the middle of a "
            "sample, or from the other end",
        ),
    ),
    view=View(
        curve=_shown_levels,
        x="position a of the impulse",
        y="code",
        caption="The code of every Dirac of length 32. The verdict is on all positions "
        "for L = 1 to 12.",
        marks=True,
    ),
    checks=(
        NONE_DIFFERENT,
        Check(
            value="defect beyond L = 12",
            at_most=_EXACT,
            because="every position again, for the longest signals tried",
        ),
        Check(
            value="defect on dense vectors",
            at_most=_EXACT,
            because="by linearity the code of any signal is the sum of (2^L - i) x(i)",
        ),
        Check(
            value="defect at the most levels",
            at_most=_EXACT,
            because="L = 62 in int64 and L = 53 in float64 are still exact",
        ),
    ),
)

"""No other filters give an affine code."""

import math
from collections.abc import Callable
from functools import partial

import numpy as np

from theory.position import filters
from theory.position.exactness import DECK_TAPS
from verify.claim import (
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Evidence,
    Experiment,
    Measurement,
    Rival,
    View,
)
from verify.claims.position.families.assumed import (
    EVEN,
    NO_BIAS_STRIDES,
    ONE_LINEAR_CHANNEL,
    ZEROS,
)
from verify.distances import RMS

LEVELS = (3, 4, 5)

# Left and right tap where the middle tap is 2.
_FILTERS: dict[str, tuple[str, tuple[float, float]]] = {
    "box": ("[1, 1, 1], the plain mean", (2, 2)),
    "Gaussian, sigma 0.8": (
        "the usual width of a sampled Gaussian of three taps",
        (2 * math.exp(-1 / 1.28), 2 * math.exp(-1 / 1.28)),
    ),
    "cubic spline": ("[1, 4, 1], the next spline after the hat", (0.5, 0.5)),
    "no left tap": ("[0, 2, 1]", (0, 1)),
    "no right tap": ("[1, 2, 0]", (1, 0)),
    "one-sided": ("[0, 1, 1], which counts instead of placing", (0, 2)),
}

_OFFSETS: dict[str, tuple[str, Callable[[float], float]]] = {
    "code a": ("the position itself, not inverted", lambda n: 0.0),
    "code 2^L - 1 - a": ("the last position counted as 0", lambda n: 1 - 1 / n),
    "code 2^L - a - 1/2": ("positions at pixel centres", lambda n: 1 - 0.5 / n),
    "code 2^L + 1 - a": ("positions counted from 1", lambda n: 1 + 1 / n),
}


def _answer(
    left: float,
    right: float,
    offset: Callable[[float], float],
    last: float | None = None,
) -> Array:
    """Return the outer taps for each L, then the offsets, as they are measured."""
    end = right if last is None else last
    outer = [np.append(np.tile([left, right], n - 1), end) for n in LEVELS]
    return np.concatenate([*outer, [offset(2.0**n) for n in LEVELS]])


def _inverted(n: float) -> float:
    return 1.0


def _predict() -> Array:
    outer = []
    for levels in LEVELS:
        mask = filters.identifiable_taps(levels)
        mask[:, 1] = False
        outer.append(np.tile(np.array(DECK_TAPS, dtype=float), (levels, 1))[mask])
    return np.concatenate([*outer, np.ones(len(LEVELS))])


def _read(arrays: Arrays) -> Measurement:
    return Measurement(
        answer=np.concatenate([arrays["outer"], arrays["offsets"]]),
        values={
            "systems solved": len(arrays["open"]),
            "unknowns left open": float(np.sum(arrays["open"])),
            "middle taps that can be 0": float(np.sum(arrays["vanishing"])),
            "equations with the last left tap": float(np.sum(arrays["meeting"])),
        },
    )


_EXACT = 0.0

CLAIM = Claim(
    name="position.only-filter",
    statement="In one linear channel of three or more layers, with zeros beyond the "
    "ends and no biases, a code that is affine in the position, and not constant, "
    "comes from filters proportional to [1, 2, 1] and from no others; only the left "
    "tap of the last layer, which meets nothing but padding, is free. Such a code is "
    "a multiple of the inverted position $2^L - a$.",
    predict=_predict,
    experiment=Experiment(
        function="theory.position.algebra:affine_codes",
        configurations={"quick": {"levels": LEVELS}, "full": {"levels": LEVELS}},
        seconds=1.5,
        trains=False,
    ),
    read=_read,
    rivals=(
        *(
            Rival(
                name=name,
                answer=partial(_answer, left, right, _inverted),
                because=because,
            )
            for name, (because, (left, right)) in _FILTERS.items()
        ),
        Rival(
            name="last layer without its right tap",
            answer=partial(_answer, 1.0, 1.0, _inverted, 0.0),
            because="as if both outer taps of the last layer were free",
        ),
        *(
            Rival(name=name, answer=partial(_answer, 1.0, 1.0, law), because=because)
            for name, (because, law) in _OFFSETS.items()
        ),
    ),
    distance=RMS,
    tolerance=_EXACT,
    because="elimination in exact rationals: the solution is 1 or it is not",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=filters.derivation,
    evidence=frozenset({Evidence.THEOREM}),
    assumptions=(
        ONE_LINEAR_CHANNEL,
        ZEROS,
        NO_BIAS_STRIDES,
        EVEN,
        Assumption(
            says="Three layers or more; one or two fit with other filters too.",
            without="position.only-inverted",
        ),
    ),
    view=View(
        x="outer taps, layer by layer, for L = 3, 4, 5; then the offset of each L",
        y="tap where the middle one is 2; offset over slope times 2^L",
        caption="The one solution of the equations E(delta_a) = alpha a + beta in all "
        "taps and in beta, for three numbers of layers and a random slope.",
        marks=True,
    ),
    checks=(
        Check(
            value="unknowns left open",
            at_most=_EXACT,
            because="a system with many solutions measures none of them",
            usable=True,
        ),
        Check(
            value="middle taps that can be 0",
            at_most=_EXACT,
            because="ratios to the middle tap say nothing of filters without one",
        ),
        Check(
            value="equations with the last left tap",
            at_most=_EXACT,
            because="the free tap is free because no code contains it",
        ),
    ),
)

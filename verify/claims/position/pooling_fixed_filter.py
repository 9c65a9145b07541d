"""What pooling makes of the deck's own filter."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache, partial

import numpy as np

from theory.position import pooling_proof
from theory.position.pooling import pooled_codes
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
from verify.claims.position.families.pooled_codes import (
    pooled_configuration,
    worst_defect,
)
from verify.distances import RMS

_LEVELS = (1, 2, 3, 4, 5, 6)
_CASES = tuple((p, n) for p in ("max", "average") for n in _LEVELS)
_FILTER = (1, 2, 1)
_DISTINCT = {3: 4, 6: 26}
"""Different codes with max pooling."""


@cache
def _codes(taps: tuple[float, float, float], pooling: str, levels: int) -> Array:
    filters = [tuple(Fraction(t) for t in taps)] * levels
    return np.array(pooled_codes(filters, pooling), dtype=float) / 4.0**levels


def _each(
    taps: tuple[float, float, float], exchange: dict[str, str] | None = None
) -> Array:
    """Return the codes over 4^L, the sum of the taps to the L, case by case."""
    named = exchange or {}
    return np.concatenate([_codes(taps, named.get(p, p), n) for p, n in _CASES])


def _law(law: Callable[[Array], Array]) -> Array:
    """Return a law of the position over its length, as high as the predicted codes."""
    parts = []
    for pooling, n in _CASES:
        shape = law(np.arange(2.0**n))
        parts.append(shape / np.mean(shape) * np.mean(_codes(_FILTER, pooling, n)))
    return np.concatenate(parts)


def _pooled_first() -> Array:
    """Return the codes if the pairs are pooled before the filter."""
    parts = []
    for pooling, n in _CASES:
        signals = np.eye(2**n)
        while signals.shape[1] > 1:
            pairs = signals.reshape(len(signals), -1, 2)
            kept = pairs.max(axis=2) if pooling == "max" else pairs.mean(axis=2)
            padded = np.pad(kept, ((0, 0), (1, 1)))
            signals = padded[:, :-2] + 2 * kept + padded[:, 2:]
        parts.append(signals[:, 0] / 4.0**n)
    return np.concatenate(parts)


def _strided() -> Array:
    return _each(_FILTER, {"max": "stride", "average": "stride"})


def _read(arrays: Arrays) -> Measurement:
    cuts = np.cumsum([2**n for _, n in _CASES])[:-1]
    blocks = np.split(arrays["codes"], cuts)
    answer = [b / 4.0**n for b, (_, n) in zip(blocks, _CASES, strict=True)]
    counts = {n: len(np.unique(b)) for n, b in zip(_LEVELS, blocks, strict=False)}
    return Measurement(
        answer=np.concatenate(answer),
        values={
            **{f"different codes, max, L = {n}": float(c) for n, c in counts.items()},
            "counts that differ from 4 of 8 and 26 of 64": float(
                sum(counts[n] != c for n, c in _DISTINCT.items())
            ),
            "largest difference between a and its mirror image": max(
                float(np.max(np.abs(b - b[::-1]))) for b in answer
            ),
            "largest difference to rational arithmetic": worst_defect(arrays),
        },
        extras={"the same filter with a stride": _strided()},
    )


def _six(answer: Array) -> tuple[Array, Array]:
    """Draw six layers of max pooling, then six of average pooling."""
    ends = np.cumsum([2**n for _, n in _CASES])
    codes = [answer[ends[_CASES.index((p, 6))] - 64 :][:64] for p in ("max", "average")]
    return np.arange(128.0), np.concatenate(codes)


_CONFIGURATION = {
    "encoders": [pooled_configuration([_FILTER] * n, p) for p, n in _CASES]
}

CLAIM = Claim(
    name="position.pooling-fixed-filter",
    statement="With the filter [1, 2, 1], or any symmetric one, max or average "
    "pooling instead of the stride gives a and its mirror image n - 1 - a the same "
    "code: at most half of the codes are different (with max pooling 4 of 8, and 26 "
    "of 64), and none of their affine readings beats a constant.",
    predict=partial(_each, _FILTER),
    experiment=Experiment(
        function="empirical.position.pooled_encoders:given_pooled_codes",
        configurations={"quick": _CONFIGURATION, "full": _CONFIGURATION},
        seconds=0.5,
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="as with a stride",
            answer=_strided,
            because="the inverted position, as if pooling were subsampling",
        ),
        Rival(
            name="the poolings exchanged",
            answer=partial(_each, _FILTER, {"max": "average", "average": "max"}),
            because="a maximum where the mean is taken",
        ),
        Rival(
            name="pooled before the filter",
            answer=_pooled_first,
            because="the other order within a layer",
        ),
        Rival(
            name="as high, inverted position",
            answer=partial(_law, lambda a: len(a) - a),
            because="the position up to scale, which other filters give",
        ),
        Rival(
            name="constant",
            answer=partial(_law, np.ones_like),
            because="all positions alike: more than the mirror asks for",
        ),
        Rival(
            name="box",
            answer=partial(_each, (4 / 3, 4 / 3, 4 / 3)),
            because="[1, 1, 1], symmetric too",
        ),
    ),
    distance=RMS,
    tolerance=1e-9,
    because="all numbers are small integers over powers of 2, exact in float64; a "
    "processor that fuses or reorders sums is given some room",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=pooling_proof.mirror_derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="A symmetric filter; others make up for pooling, so that this is no "
            "reason why strides should be necessary.",
            without="position.stride-needed",
        ),
        Assumption(
            says="Zeros at both ends, or another padding that treats both alike.",
            without="position.paddings",
        ),
    ),
    view=View(
        curve=_six,
        x="position a of the impulse with max pooling; 64 + a with average pooling",
        y="code over 4^L",
        caption="Six layers with [1, 2, 1]: with max pooling (left) and with average "
        "pooling (right) the second half of the codes repeats the first one, mirrored; "
        "with a stride it does not. The verdict is on one to six layers.",
        marks=True,
    ),
    checks=(
        Check(
            value="counts that differ from 4 of 8 and 26 of 64",
            at_most=0.0,
            because="how many codes are different, counted",
        ),
        Check(
            value="largest difference between a and its mirror image",
            at_most=1e-12,
            because="the mirror symmetry itself",
        ),
    ),
)

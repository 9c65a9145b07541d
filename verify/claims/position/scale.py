"""Any multiple of the filter gives a multiple of the code."""

from collections.abc import Callable
from fractions import Fraction
from functools import cache, partial

import numpy as np

from theory.position import scaling
from theory.position.variants import dirac_codes_numpy
from verify.claim import (
    Array,
    Arrays,
    Check,
    Claim,
    Evidence,
    Experiment,
    Measurement,
    Rival,
    View,
)
from verify.claims.position.families.assumed import ZEROS_SHOWN
from verify.distances import RMS

LEVELS = (1, 2, 3, 4, 5, 6)
RATIONAL_LEVELS = (1, 2, 3, 4)
SCALES = (-3.0, -1.5, -1.0, -0.5, 0.25, 1.0, 1.25, 2.0, 3.0)
SHOWN = 3

_LAWS: dict[str, tuple[str, Callable[[float, int, Array], Array]]] = {
    "c (2^L - a)": (
        "the factor once, as if the cascade were one filter",
        lambda c, n, a: c * (2**n - a),
    ),
    "c^(L - 1) (2^L - a)": (
        "one layer forgotten",
        lambda c, n, a: c ** (n - 1) * (2**n - a),
    ),
    "c^(L + 1) (2^L - a)": (
        "the layers counted with the signal",
        lambda c, n, a: c ** (n + 1) * (2**n - a),
    ),
    "|c|^L (2^L - a)": (
        "the sign lost, as behind a rectifier",
        lambda c, n, a: abs(c) ** n * (2**n - a),
    ),
    "c |c|^(L - 1) (2^L - a)": (
        "the sign kept whatever the number of layers",
        lambda c, n, a: c * abs(c) ** (n - 1) * (2**n - a),
    ),
    "2^L - a": ("no factor at all", lambda c, n, a: 2.0**n - a),
    "L c (2^L - a)": ("factors added", lambda c, n, a: n * c * (2**n - a)),
    "(2 c)^L - a": (
        "the factor on the length and not on the position",
        lambda c, n, a: (2 * c) ** n - a,
    ),
    "(2 c)^L - c a": (
        "the position scaled once",
        lambda c, n, a: (2 * c) ** n - c * a,
    ),
    "c^L (2^L - 1 - a)": (
        "the last position counted as 0",
        lambda c, n, a: c**n * (2**n - 1 - a),
    ),
    "c^L a": ("the position itself", lambda c, n, a: c**n * a),
}

_FILTERS: dict[str, tuple[str, Callable[[float], tuple[float, float, float]]]] = {
    "middle tap scaled": ("[1, 2 c, 1]", lambda c: (1, 2 * c, 1)),
    "outer taps scaled": ("[c, 2, c]", lambda c: (c, 2, c)),
}


def _law(law: Callable[[float, int, Array], Array]) -> Array:
    return np.concatenate(
        [np.asarray(law(c, n, np.arange(2.0**n))) for c in SCALES for n in LEVELS]
    )


def _predict() -> Array:
    return _law(lambda c, n, a: np.asarray(scaling.scaled_code(a, n, c)))


@cache
def _filtered(name: str) -> Array:
    taps = _FILTERS[name][1]
    codes = [dirac_codes_numpy(n, taps(c)) for c in SCALES for n in LEVELS]
    return np.concatenate(codes)


def _rounding(codes: Array, scale: float) -> float:
    """Return the largest relative error of one scale's codes, over its bound."""
    expected = [
        (scaling.scaled_code(a, n, Fraction(scale)), scaling.scaled_rounding_bound(n))
        for n in LEVELS
        for a in range(2**n)
    ]
    return max(
        float(abs(Fraction(code) - exact) / (abs(exact) * bound))
        for code, (exact, bound) in zip(codes.tolist(), expected, strict=True)
    )


def _rational_misses(arrays: Arrays) -> int:
    """Count the rational codes that are not exactly the closed form."""
    misses = 0
    rows = zip(arrays["rational_scales"], arrays["rational_codes"], strict=True)
    for parts, codes in rows:
        scale = Fraction(*parts.tolist())
        exact = [
            scaling.scaled_code(a, n, scale)
            for n in RATIONAL_LEVELS
            for a in range(2**n)
        ]
        found = [Fraction(*code) for code in codes.tolist()]
        misses += sum(x != y for x, y in zip(found, exact, strict=True))
    return misses


def _read(arrays: Arrays) -> Measurement:
    pairs = zip(arrays["drawn_codes"], arrays["drawn_scales"], strict=True)
    return Measurement(
        answer=arrays["codes"].ravel(),
        values={
            "codes in rationals": arrays["rational_codes"][..., 0].size,
            "codes in rationals that differ": _rational_misses(arrays),
            "rounding over its bound": max(_rounding(c, float(s)) for c, s in pairs),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    rows = answer.reshape(len(SCALES), -1)
    start = sum(2**n for n in LEVELS if n < SHOWN)
    codes = rows[:, start : start + 2**SHOWN]
    sizes = np.abs(np.array(SCALES))[:, None] ** SHOWN
    return np.arange(codes.size) / 2**SHOWN, (codes / sizes).ravel()


_EXACT = 0.0
_SAMPLES = {
    "levels": LEVELS,
    "scales": SCALES,
    "drawn": 20,
    "rational_levels": RATIONAL_LEVELS,
}

CLAIM = Claim(
    name="position.scale",
    statement="For every c other than 0 the cascade of L layers with the filter c [1, "
    "2, 1], with zeros beyond the ends, sends a Dirac at a to $c^L (2^L - a)$: the "
    "inverted position up to a known factor, which changes sign with L where c is "
    "negative.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.given_encoders:scaled_filters",
        configurations={
            "quick": {**_SAMPLES, "rationals": 5},
            "full": {**_SAMPLES, "rationals": 20},
        },
        seconds={"quick": 0.5, "full": 0.7},
        trains=False,
    ),
    read=_read,
    rivals=(
        *(
            Rival(name=name, answer=partial(_law, law), because=because)
            for name, (because, law) in _LAWS.items()
        ),
        *(
            Rival(name=name, answer=partial(_filtered, name), because=because)
            for name, (because, _) in _FILTERS.items()
        ),
    ),
    distance=RMS,
    tolerance=_EXACT,
    because="the scales are multiples of 1/4, so float64 holds every sum exactly; "
    "other scales are left to the checks",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=scaling.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(ZEROS_SHOWN,),
    view=View(
        curve=_shown,
        x="scale after scale, c = " + ", ".join(f"{c:g}" for c in SCALES),
        y="code / |c|^3",
        caption="The codes of the eight Diracs of length 8, one scale after the other. "
        "Three layers hand on the sign of c. The verdict is on L = 1 to 6, with the "
        "factor in.",
        marks=True,
    ),
    checks=(
        Check(
            value="codes in rationals that differ",
            at_most=_EXACT,
            because="random c = p/q in exact fractions, layer by layer",
        ),
        Check(
            value="rounding over its bound",
            at_most=1.0,
            because="two roundings a layer, none of which can cancel, are all that a "
            "random float c may cost",
        ),
    ),
)

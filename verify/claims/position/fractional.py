"""Diracs between two samples are encoded by their real position."""

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np

from theory.position import fractional
from theory.position.encoder import inverted_position
from verify.claim import (
    OPEN,
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
from verify.claims.position.families.assumed import ZEROS_SHOWN
from verify.distances import RMS

LEVELS = (1, 2, 3, 4, 5, 6)
PARTS = 8
DRAWN_LEVELS = (1, 2, 4, 8, 12)
RATIONAL_LEVELS = (1, 3, 5)
SHOWN = 3

# The shares of the left and the right sample, from the part s in [0, 1).
Shares = Callable[[Array], tuple[Any, Any]]

_SHARES: dict[str, tuple[str, Shares]] = {
    "nearest sample": (
        "rounding to a whole position",
        lambda s: (1.0 * (s <= 0.5), 1.0 * (s > 0.5)),
    ),
    "sample before": ("floor a", lambda s: (np.ones_like(s), 0 * s)),
    "sample after": ("ceil a", lambda s: (1.0 * (s == 0), 1.0 * (s > 0))),
    "half and half": (
        "two equal neighbours wherever a is not whole",
        lambda s: (np.where(s == 0, 1, 0.5), np.where(s == 0, 0, 0.5)),
    ),
    "shares exchanged": (
        "equation (11) with floor and ceil exchanged",
        lambda s: (np.where(s == 0, 1, s), np.where(s == 0, 0, 1 - s)),
    ),
    "whole positions twice": (
        "equation (11) with both its cases added where they meet",
        lambda s: (np.where(s == 0, 2, 1 - s), s),
    ),
    "squared shares": ("(1 - s)^2 and s^2", lambda s: ((1 - s) ** 2, s**2)),
    "squared shares of sum 1": (
        "(1 - s)^2 and s^2, divided by their sum",
        lambda s: (
            (1 - s) ** 2 / ((1 - s) ** 2 + s**2),
            s**2 / ((1 - s) ** 2 + s**2),
        ),
    ),
    "unit energy": (
        "the roots of the shares, whose squares have sum 1",
        lambda s: (np.sqrt(1 - s), np.sqrt(s)),
    ),
    "cosine shares": (
        "a smooth passage from one sample to the next",
        lambda s: ((1 + np.cos(np.pi * s)) / 2, (1 - np.cos(np.pi * s)) / 2),
    ),
    "cubic shares": (
        "3 s^2 - 2 s^3, the smoothstep",
        lambda s: (1 - 3 * s**2 + 2 * s**3, 3 * s**2 - 2 * s**3),
    ),
    "right share forgotten": ("1 - s alone", lambda s: (1 - s, 0 * s)),
}

_GAUSSIANS: dict[str, tuple[str, float, bool]] = {
    "Gaussian, sigma 1/2": (
        "a sampled bump, cut off at the ends and brought to sum 1",
        0.5,
        True,
    ),
    "Gaussian, sigma 1": (
        "a wider bump, cut off at the ends and brought to sum 1",
        1.0,
        True,
    ),
    "Gaussian, sigma 1/2, cut off": (
        "the same bump with what falls off the ends lost",
        0.5,
        False,
    ),
}


def _grids() -> dict[int, Array]:
    return {n: np.arange(PARTS * (2**n - 1) + 1) / PARTS for n in LEVELS}


def _predict() -> Array:
    return np.concatenate([inverted_position(a, n) for n, a in _grids().items()])


def _shared(shares: Shares) -> Array:
    codes = []
    for levels, grid in _grids().items():
        left, right = shares(grid - np.floor(grid))
        codes.append(fractional.shared_codes(right, left, np.floor(grid), levels))
    return np.concatenate(codes)


def _gaussian(sigma: float, unit_sum: bool) -> Array:
    codes = [
        fractional.gaussian_codes(a, n, sigma, unit_sum) for n, a in _grids().items()
    ]
    return np.concatenate(codes)


def _shifted() -> Array:
    return _predict() - 0.5


def _rounding(arrays: Arrays) -> float:
    """Return the largest relative error of the drawn codes, over its bound."""
    worst = 0.0
    rows = zip(arrays["drawn_positions"], arrays["drawn_codes"], strict=True)
    for levels, (places, codes) in zip(DRAWN_LEVELS, rows, strict=True):
        bound = fractional.fractional_rounding_bound(levels)
        for place, code in zip(places.tolist(), codes.tolist(), strict=True):
            exact = 2**levels - Fraction(place)
            worst = max(worst, float(abs(Fraction(code) - exact) / (exact * bound)))
    return worst


def _rational_misses(arrays: Arrays) -> int:
    """Count the rational codes that are not exactly the closed form."""
    misses = 0
    rows = zip(arrays["rational_positions"], arrays["rational_codes"], strict=True)
    for levels, (places, codes) in zip(RATIONAL_LEVELS, rows, strict=True):
        for place, code in zip(places.tolist(), codes.tolist(), strict=True):
            misses += Fraction(*code) != 2**levels - Fraction(*place)
    return misses


def _read(arrays: Arrays) -> Measurement:
    return Measurement(
        answer=arrays["codes"],
        values={
            "random positions tried": arrays["drawn_codes"].size,
            "codes in rationals that differ": _rational_misses(arrays),
            "rounding over its bound": _rounding(arrays),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    grids = _grids()
    start = sum(len(grids[n]) for n in LEVELS if n < SHOWN)
    return grids[SHOWN], answer[start : start + len(grids[SHOWN])]


_EXACT = 0.0
_SAMPLES = {
    "levels": LEVELS,
    "parts": PARTS,
    "drawn_levels": DRAWN_LEVELS,
    "rational_levels": RATIONAL_LEVELS,
}

CLAIM = Claim(
    name="position.fractional",
    statement="A Dirac at a real position a in $[0, 2^L - 1]$, shared by the two "
    "samples beside it as in eq. (11), whose two cases are one at a whole a, is "
    "encoded by its real position: the code is $2^L - a$, with zeros beyond the ends, "
    "as for whole a.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.given_encoders:fractional_codes",
        configurations={
            "quick": {**_SAMPLES, "drawn": 100, "rationals": 20},
            "full": {**_SAMPLES, "drawn": 1000, "rationals": 60},
        },
        seconds={"quick": 0.2, "full": 1.0},
        trains=False,
    ),
    read=_read,
    rivals=(
        *(
            Rival(name=name, answer=partial(_shared, shares), because=because)
            for name, (because, shares) in _SHARES.items()
        ),
        *(
            Rival(
                name=name, answer=partial(_gaussian, sigma, unit_sum), because=because
            )
            for name, (because, sigma, unit_sum) in _GAUSSIANS.items()
        ),
        Rival(
            name="off by one half",
            answer=_shifted,
            because="positions at pixel centres",
        ),
    ),
    distance=RMS,
    tolerance=_EXACT,
    because="eighths of a sample, whose sums float64 holds exactly; other positions "
    "are left to the checks",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=fractional.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        ZEROS_SHOWN,
        Assumption(
            says="The position a, which eq. (11) also calls x, lies in "
            "$[0, 2^L - 1]$, so that both samples are there.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_shown,
        x="position a of the impulse",
        y="code",
        caption="Every eighth of a sample in a signal of length 8. The verdict is on "
        "lengths 2 to 64.",
        marks=True,
    ),
    checks=(
        Check(
            value="codes in rationals that differ",
            at_most=_EXACT,
            because="random a = p/q in exact fractions, layer by layer",
        ),
        Check(
            value="rounding over its bound",
            at_most=1.0,
            because="one rounding a layer and four for the shares are all that a "
            "random float a may cost, up to L = 12",
        ),
    ),
)

"""A place is read without any end, from which samples are kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from theory.position import paddings_grid
from theory.position.paddings_grid import (
    Layers,
    digit_layers,
    near_layers,
    power_layers,
    seam_label,
    told,
)
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Experiment,
    Measurement,
    Rival,
    View,
)
from verify.claims.position.families.channel_codes import DIFFER, EVIDENCE, SEEDS
from verify.distances import RMS

PADDINGS, PHASES = ("zeros", "circular", "reflect", "replicate"), ("even", "odd")
_RATIO, _NEAR = Fraction(3, 2), (Fraction(1025, 1024), Fraction(2**16 + 1, 2**16))
_SEAMS = (Fraction(-1), Fraction(1, 2), Fraction(3), Fraction(-3))
_HAT, SHOWN = (Fraction(1), Fraction(2), Fraction(1)), 4


@dataclass(frozen=True, kw_only=True)
class _Case:
    """One encoder, and what it should read."""

    kind: str
    levels: int
    padding: str
    phase: str
    layers: Layers
    wanted: tuple[Fraction, ...]
    gain: Fraction = Fraction(1)
    bias: Fraction = Fraction(0)


@cache
def _cases() -> tuple[_Case, ...]:
    with_ends = (c for end in PADDINGS for phase in PHASES for c in _of(end, phase))
    return (*with_ends, *(c for phase in PHASES for c in _seams(phase)))


def _of(padding: str, phase: str) -> Iterator[_Case]:
    """Yield the encoders that meet no end."""
    case = partial(_Case, padding=padding, phase=phase)
    for n in (1, 3, SHOWN):
        powers = tuple(_RATIO**a for a in range(2**n))
        layers = power_layers(n, _RATIO, phase)
        yield case(kind="power", levels=n, layers=layers, wanted=powers)
    for n in (2, SHOWN, 6):
        places = tuple(map(Fraction, range(2**n)))
        layers = digit_layers(n, phase)
        yield case(kind="digits", levels=n, layers=layers, wanted=places)
    for ratio in _NEAR:
        layers, bias = near_layers(3, ratio, phase)
        sums = tuple((ratio**a - 1) / (ratio - 1) for a in range(8))
        yield case(kind="near", levels=3, layers=layers, wanted=sums, bias=bias)


def _seams(phase: str) -> Iterator[_Case]:
    """Yield the talk's encoders on circles whose seam multiplies."""
    for gain in _SEAMS:
        for n in (1, 3, 5):
            yield _Case(
                kind="seam",
                levels=n,
                padding="circular",
                phase=phase,
                layers=[[[_HAT]]] * n,
                wanted=tuple(seam_label(2**n, gain, phase)),
                gain=gain,
            )


def _plain(kind: str, codes: Array) -> Array:
    """Return codes over their number; of powers the exponents."""
    if kind == "power":
        # A code that is not positive is no power: it gets an exponent far away.
        exponents = np.log(np.maximum(codes, 1e-9)) / np.log(float(_RATIO))
        return np.asarray(exponents / len(codes))
    return codes / len(codes)


Law = Callable[[_Case], Array]


def _each(law: Law) -> Array:
    return np.concatenate([_plain(case.kind, law(case)) for case in _cases()])


def _wanted(case: _Case) -> Array:
    return np.array(case.wanted, dtype=float)


def _ends_alone(case: _Case) -> Array:
    """Return the mean code wherever there is no end of zeros."""
    codes = _wanted(case)
    return codes if case.padding == "zeros" else np.full(len(codes), np.mean(codes))


def _exact_place(case: _Case) -> Array:
    codes = _wanted(case)
    return np.arange(float(len(codes))) if case.kind == "near" else codes


def _second_order(case: _Case) -> Array:
    codes = _wanted(case)
    if case.kind != "near":
        return codes
    a, off = np.arange(float(len(codes))), codes[2] - 2
    return np.asarray(a + off * a * (a - 1) / 2)


def _no_seam(case: _Case) -> Array:
    codes = _wanted(case)
    return np.full(len(codes), np.mean(codes)) if case.kind == "seam" else codes


def _as_zeros(case: _Case) -> Array:
    codes = _wanted(case)
    if case.kind != "seam":
        return codes
    inverted = np.arange(float(len(codes)), 0, -1)
    return inverted if case.phase == "even" else inverted[::-1].copy()


def _digit_lost(case: _Case) -> Array:
    """Return codes of which the first digit, of the whole grid, is not read."""
    codes = _wanted(case)
    half = len(codes) // 2
    return np.tile(codes[:half], 2) if case.kind in ("power", "digits") else codes


def _mirrored(case: _Case) -> Array:
    codes = _wanted(case)
    return codes[::-1].copy() if case.phase == "odd" else codes


def _told(case: _Case) -> dict[str, Any]:
    return {
        "padding": case.padding,
        "phase": case.phase,
        "gain": list(case.gain.as_integer_ratio()),
        "bias": list(case.bias.as_integer_ratio()),
        "layers": told(case.layers),
    }


def _read(arrays: Arrays) -> Measurement:
    cases = _cases()
    wanted = [code.as_integer_ratio() for case in cases for code in case.wanted]
    sizes = [len(case.wanted) for case in cases]
    rows = np.split(arrays["codes"], np.cumsum(sizes)[:-1])
    differ = arrays["exact_codes"] != np.array(wanted, dtype=float)
    return Measurement(
        answer=np.concatenate(
            [_plain(c.kind, r) for c, r in zip(cases, rows, strict=True)]
        ),
        values={
            "codes": float(len(wanted)),
            DIFFER: float(np.sum(np.any(differ, axis=1))),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    """Draw the places that powers tell, and then those of digits, by padding."""
    starts = np.cumsum([0, *(len(case.wanted) for case in _cases())])
    parts = [
        2**SHOWN * answer[start : start + 2**SHOWN]
        for kind in ("power", "digits")
        for start, case in zip(starts, _cases(), strict=False)
        if (case.kind, case.levels, case.phase) == (kind, SHOWN, "even")
    ]
    codes = np.concatenate(parts)
    return np.arange(float(codes.size)), codes


_CONFIGURATION = {"encoders": [_told(case) for case in _cases()]}

CLAIM = Claim(
    name="position.paddings-grid",
    statement="No end is needed to tell the place: which samples are kept tells it. "
    "One linear channel with the taps $[0, 1, q^(2^l)]$ in layer l, counted from 0, "
    "which meets nothing beyond the signal, reads $q^a$ for any number q, and so tells "
    "the place where q is none of 0, 1 and -1, with zeros, on a circle, mirrored or "
    "with the first sample repeated; with a bias at the output it reads $(q^a - 1) / "
    "(q - 1)$, q not 1, as near to a as one likes as q tends to 1. Two channels that "
    "add up digits read a. Where odd places are kept the mirrored taps do. And on a "
    "circle where the seam of every layer multiplies by $gamma$, [1, 2, 1] reads $n - "
    "(1 - gamma) a$: the position for any $gamma$ but 1.",
    predict=partial(_each, _wanted),
    experiment=Experiment(
        function="empirical.position.padded_channels:padded_channel_codes",
        configurations={"quick": _CONFIGURATION, "full": _CONFIGURATION},
        seconds=1.0,
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="ends alone tell places",
            answer=partial(_each, _ends_alone),
            because="zeros beyond the end are what encodes the position",
        ),
        Rival(
            name="exactly a with a bias",
            answer=partial(_each, _exact_place),
            because="the limit, as if it were reached",
        ),
        Rival(
            name="a, and its second order",
            answer=partial(_each, _second_order),
            because="a + (q - 1) a (a - 1) / 2, which is next in q - 1",
        ),
        Rival(
            name="a circle with a seam is a circle",
            answer=partial(_each, _no_seam),
            because="a constant, as for the factor 1; the mean",
        ),
        Rival(
            name="a seam as zeros",
            answer=partial(_each, _as_zeros),
            because="n - a whatever the factor",
        ),
        Rival(
            name="the first digit lost",
            answer=partial(_each, _digit_lost),
            because="a layer too few: the two halves of the signal alike",
        ),
        Rival(
            name="mirrored where odd places are kept",
            answer=partial(_each, _mirrored),
            because="as [1, 2, 1] is, which reads a + 1 there",
        ),
    ),
    distance=RMS,
    tolerance=1e-11,
    because="rounding where a bias of 65536 is taken off, and of logarithms: 2e-15 on "
    "the pilot seeds; other processors are given some room",
    seeds=SEEDS,
    derivation=paddings_grid.derivation,
    evidence=EVIDENCE,
    assumptions=(
        Assumption(
            says="The label is a power; no channel without a bias reads an affine one "
            "with the other ends than zeros.",
            without="position.paddings-affine",
        ),
        Assumption(
            says="Two channels from two layers on; of two samples one channel, [0, 0, "
            "1], reads the place.",
            without=OPEN,
        ),
        Assumption(
            says="Of every two samples one place is kept, always the same.",
            without="position.stride-free",
        ),
        Assumption(
            says="The weights are given, and differ from layer to layer; whether "
            "training finds such is not asked.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_shown,
        x="position a, by end: zeros, circle, mirror, repeated; 64 + a, two channels",
        y="place that the code tells",
        caption="The places of all Diracs of length 16 by one linear channel, as the "
        "exponent of 3/2, with four ends, and by two channels with the same four: each "
        "place is told, whatever stands beyond the end.",
        marks=True,
    ),
    checks=(
        Check(
            value=DIFFER,
            at_most=0.0,
            because="the same weights in exact fractions; numerators and denominators "
            "as they are, rounded to float64 where they are longer",
        ),
    ),
)

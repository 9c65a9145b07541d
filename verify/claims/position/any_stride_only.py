"""How many taps a stride takes, and which filters read a label: all are tried."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache, partial
from itertools import product

import numpy as np

from theory.position import any_stride as theory
from theory.position import any_stride_proof
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
from verify.claims.position.families.assumed import ONE_LINEAR_CHANNEL, ZEROS
from verify.claims.position.families.channel_codes import EVIDENCE, SEEDS
from verify.distances import RMS

_NAMES = ("stride", "outputs", "first", "last", "most", "largest")
_ROWS = (
    (2, 3, -6, 6, 2, 6),
    (3, 3, -5, 5, 4, 3),
    (2, 2, -6, 6, 2, 6),
    (2, 3, -1, 1, 3, 6),
    (3, 3, -2, 2, 5, 3),
    (2, 3, -2, 1, 4, 5),
    (3, 3, -3, 2, 5, 4),
    (3, 3, -3, 3, 7, 3),
)
CASES = tuple(dict(zip(_NAMES, row, strict=True)) for row in _ROWS)
"""Fewer taps wherever they stand; two samples left; the hat's window; more."""

_FEWER, _TWO, _HAT, _MORE = (0, 1), 2, (3, 4), (5, 6, 7)
_WIDTH = max(case["most"] for case in CASES)

Filters = Sequence[tuple[int, ...]]


@cache
def found(case: int) -> tuple[tuple[int, ...], ...]:
    """Return the filters of a case that read a label, sorted."""
    one = CASES[case]
    if one["outputs"] == 2:
        return tuple(theory.short_filters(one["first"], one["last"]))
    every = theory.whole_filters(
        one["stride"], one["first"], one["last"], one["largest"]
    )
    return tuple(row for row in every if np.count_nonzero(row) <= one["most"])


def zero(case: int, row: Sequence[int]) -> float:
    """Return where the code of a shifted hat of a case would be 0."""
    stride, outputs, first = (CASES[case][n] for n in ("stride", "outputs", "first"))
    taps = dict(enumerate(map(Fraction, row), start=first))
    return theory.zero_place(stride, stride * outputs, taps)


def _counts(filters: Callable[[int], Filters] = found) -> Array:
    counts = np.zeros((len(CASES), _WIDTH))
    for case in range(len(CASES)):
        for row in filters(case):
            counts[case, np.count_nonzero(row) - 1] += 1
    return counts.ravel()


def _to_try(width: int, most: int, largest: int) -> list[int]:
    """Return how many filters a case has, by how many of its taps are not 0."""
    every = (theory.filter_count(width, taps, largest) for taps in range(1, most + 1))
    return [*every, *[0] * (_WIDTH - most)]


def _fewer_too(case: int) -> Filters:
    """Return what two samples allow, for three samples too."""
    return found(_TWO) if case == _FEWER[0] else found(case)


def _hats_alone(case: int) -> Filters:
    return [r for r in found(case) if case not in _MORE or zero(case, r) == _end(case)]


def _whole_offsets(case: int) -> Filters:
    return [
        r
        for r in found(case)
        if case not in _MORE or zero(case, r) in (_end(case), _end(case) - 1)
    ]


def _end(case: int) -> int:
    return CASES[case]["stride"] * CASES[case]["outputs"]


def _mirrored_too(case: int) -> Filters:
    """Return the mirror images as well, which read a + 1 where there is room."""
    mirrored = [tuple(r[::-1]) for r in found(case) if case in _MORE]
    return [*found(case), *(r for r in mirrored if r not in found(case))]


def _symmetric(case: int) -> Filters:
    """Return the symmetric filters of the hat's window, which keep straight lines."""
    if case not in _HAT:
        return found(case)
    return [r for r in _equal_sums(case) if r == r[::-1]]


@cache
def _equal_sums(case: int) -> Filters:
    """Return the filters of which each residue has one sum, not 0."""
    one = CASES[case]
    if case not in (*_HAT, _MORE[0]):
        return found(case)
    numbers = range(-one["largest"], one["largest"] + 1)
    every = np.array(list(product(numbers, repeat=one["last"] - one["first"] + 1)))
    lead = every[np.arange(len(every)), np.argmax(every != 0, axis=1)]
    plain = (np.gcd.reduce(every, axis=1) == 1) & (lead > 0)
    residues = (np.arange(one["first"], one["last"] + 1)) % one["stride"]
    sums = np.stack(
        [every[:, residues == r].sum(axis=1) for r in range(one["stride"])], axis=1
    )
    alike = np.all(sums == sums[:, :1], axis=1) & (sums[:, 0] != 0)
    few = np.count_nonzero(every, axis=1) <= one["most"]
    return [tuple(row) for row in every[plain & alike & few].tolist()]


def _read(arrays: Arrays) -> Measurement:
    wanted = {(case, row) for case in range(len(CASES)) for row in found(case)}
    widths = [1 + one["last"] - one["first"] for one in CASES]
    rows = [(r[0], tuple(r[1 : 1 + widths[r[0]]])) for r in arrays["found"].tolist()]
    to_try = [
        _to_try(w, c["most"], c["largest"]) for w, c in zip(widths, CASES, strict=True)
    ]
    off = [
        abs(z - zero(case, row))
        for (case, row), z in zip(rows, arrays["zeros"].tolist(), strict=True)
        if (case, row) in wanted and case != _TWO
    ]
    return Measurement(
        answer=arrays["counts"].astype(float).ravel(),
        values={
            "filters tried": float(np.sum(arrays["tried"])),
            "filters of the cases that were not tried": float(
                np.sum(np.abs(arrays["tried"] - np.array(to_try)))
            ),
            "filters found that are none of those predicted": float(
                len(set(rows) - wanted)
            ),
            "filters predicted that are not found": float(len(wanted - set(rows))),
            "farthest zero of a code from that predicted, in places": max(
                off, default=np.inf
            ),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    """Draw how many read a label, by how many taps they have beyond 2 s - 2."""
    counts = answer.reshape(len(CASES), -1)
    x, y = [], []
    for i, case in enumerate((*_FEWER, *_HAT, *_MORE)):
        taps = np.arange(1.0, CASES[case]["most"] + 1)
        x.append(taps - (2 * CASES[case]["stride"] - 1) + 0.06 * i)
        y.append(counts[case, : len(taps)])
    return np.concatenate(x), np.concatenate(y)


_CONFIGURATION = {"cases": list(CASES)}

CLAIM = Claim(
    name="position.any-stride-only",
    statement="With stride s, 2 or more, in one linear channel without biases, let a "
    "first layer leave three samples or more. With fewer than $2 s - 1$ taps, wherever "
    "they stand and whatever linear follows, it reads no affine label of a Dirac but "
    "constants. With taps within $s - 1$ samples of the one that is kept, multiples of "
    "the hat do, in front of what reads the inverted place, and no others, and they "
    "read multiples of $n - a$ of n places alone. With one tap more, s to the left, "
    "and where s is 3 or more with another, s to the right, it is multiples of the "
    "shifted hats, one for each label $n - c - a$. Two samples are too few: at stride "
    "2 four filters of two taps, up to a factor, read four places.",
    predict=_counts,
    experiment=Experiment(
        function="empirical.position.any_stride:affine_filters",
        configurations={"quick": _CONFIGURATION, "full": _CONFIGURATION},
        seconds=10.0,
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="fewer taps do",
            answer=partial(_counts, _fewer_too),
            because="what two samples allow, of three",
        ),
        Rival(
            name="the hat alone",
            answer=partial(_counts, _hats_alone),
            because="one channel reads the inverted place and no other label",
        ),
        Rival(
            name="whole offsets alone",
            answer=partial(_counts, _whole_offsets),
            because="the hat, moved by one sample",
        ),
        Rival(
            name="mirror images too",
            answer=partial(_counts, _mirrored_too),
            because="a + 1 is as good a label as n - a",
        ),
        Rival(
            name="every symmetric filter",
            answer=partial(_counts, _symmetric),
            because="one sum for all residues, which keeps what is constant, and "
            "symmetry, which keeps what is straight inside",
        ),
        Rival(
            name="one sum for all residues",
            answer=partial(_counts, _equal_sums),
            because="what keeps constants inside the signal",
        ),
    ),
    distance=RMS,
    tolerance=0.0,
    because="counts of filters, each decided in whole numbers",
    seeds=SEEDS,
    derivation=any_stride_proof.only_derivation,
    evidence=EVIDENCE,
    assumptions=(
        ONE_LINEAR_CHANNEL,
        ZEROS,
        Assumption(
            says="No biases: one at the output adds any constant to the label.",
            without="position.only-inverted",
        ),
        Assumption(
            says="What follows the first layer is linear; behind an activation a code "
            "is no sum of its outputs.",
            without=OPEN,
        ),
        Assumption(
            says="The stride divides the number of samples. It has to: of five places "
            "stride 2 leaves three samples, and two taps, 1 at the one kept and -2 "
            "three to its right, read $a - 1$.",
            without=OPEN,
        ),
        Assumption(
            says="Which filters with still more taps read a label is not known; at "
            "stride 2 some are no hats, as [1, 2, 2, 2, 1], with an even number of "
            "samples left.",
            without=OPEN,
        ),
        Assumption(
            says="All filters of whole taps up to a bound are tried, the theorem is on "
            "real ones.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_shown,
        x="number of taps, less the 2 s - 1 of the hat; shifted by case",
        y="filters that read a label",
        caption="Below as many taps as the hat has no filter reads a label, of all "
        "with small whole taps: at stride 2 wherever they stand, at stride 3 within 5 "
        "samples of the one kept; within s - 1, where the hat alone does; and with one "
        "more to the left, and at stride 3 one to the right too, where each label has "
        "one filter.",
        marks=True,
    ),
    checks=(
        Check(
            value="filters of the cases that were not tried",
            at_most=0.0,
            because="a search that tries nothing finds nothing: against the number "
            "that there are, case by case and by how many taps they have",
        ),
        Check(
            value="filters found that are none of those predicted",
            at_most=0.0,
            because="a count could be right by chance",
        ),
        Check(
            value="filters predicted that are not found",
            at_most=0.0,
            because="a count could be right by chance",
        ),
        Check(
            value="farthest zero of a code from that predicted, in places",
            at_most=1e-9,
            because="each filter has one label, n - c - a, up to a factor; rounding "
            "of a singular vector",
        ),
    ),
)

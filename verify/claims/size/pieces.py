"""How many affine pieces a decoder needs to draw disks from one number."""

from functools import partial

import numpy as np

from theory.size import pieces
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
from verify.claims.size.families import profiles
from verify.distances import RMS

_MOST = 5
_RADII = 40
_COUNTS = np.arange(1.0, _MOST + 1)


def _joined() -> Array:
    each = [pieces.joined(n, _RADII) for n in range(1, _MOST + 1)]
    return np.asarray(_COUNTS * each)


def _lines() -> Array:
    return np.asarray(_COUNTS * pieces.lines(_MOST, _RADII))


def _chords() -> Array:
    each = [pieces.left_by_chords(n) for n in range(1, _MOST + 1)]
    return np.asarray(_COUNTS * each)


def _shifted(less: int) -> Array:
    """Return the answer of so many pieces less (or more), at least 1, for each."""
    used = np.maximum(1, np.arange(1, _MOST + 1) - less)
    return np.asarray(_COUNTS * [pieces.joined(int(n), _RADII) for n in used])


def _certificates() -> dict[str, float]:
    many = 40
    return {
        "least for lines, times their number": pieces.LEAST,
        "40 chords, times their number, off 4/9 by": abs(
            many * pieces.left_by_chords(many) - pieces.CHORDS
        ),
    }


def _read(arrays: Arrays) -> Measurement:
    left, count = arrays["left"], np.rint(arrays["pieces"])
    least = [np.min(left[count <= n], initial=np.inf) for n in _COUNTS]
    joined = [[pieces.joined(int(n), _RADII) for n in row] for row in count]
    over = left / joined
    return Measurement(
        answer=np.asarray(_COUNTS * least),
        values={
            "best joined pieces over any decoder of as many": float(1 / over.min()),
            "the middle decoder over the best joined pieces": float(np.median(over)),
            "most pieces": float(count.max()),
        },
    )


def _curve(answer: Array) -> tuple[Array, Array]:
    return _COUNTS, answer


_DECODERS = {
    "radii": _RADII,
    "hidden": list(range(_MOST + 1)),
    "slope": 0.2,
    "schedule": {"adam_steps": 0, "learning_rate": 0.01, "lbfgs_steps": 100},
}

CLAIM = Claim(
    name="size.pieces",
    statement="A decoder with biases is affine in its one number, piece by piece, and "
    "disks with radii uniform on $(0, R]$ need many pieces. Proved: N pieces, joined "
    "or not, leave at least $(3/2)(1/6 - 1/pi^2)/N$ of the energy, $0.098/N$, so that "
    "1 % takes 10 or more; and the best N chords from disk to disk leave $(4/9)/N$ as "
    "N grows. One decoder's pieces are joined, and cost more: trained with up to 5 of "
    "them on 40 disks, the best leave $0.18/N$ to $0.25/N$, as direct minimisation "
    "over joined pieces of these disks does.",
    predict=_joined,
    experiment=Experiment(
        function="empirical.size.affine_pieces:affine_pieces",
        configurations={
            "quick": {**_DECODERS, "starts": 8},
            "full": {**_DECODERS, "starts": 12},
        },
        seconds={"quick": 3.0, "full": 4.5},
    ),
    read=_read,
    rivals=(
        Rival(
            name="one piece more",
            answer=partial(_shifted, -1),
            because="N units turn N times, which makes N + 1 pieces",
        ),
        Rival(
            name="one piece less",
            answer=partial(_shifted, 1),
            because="a unit whose kink lies beyond all codes adds no piece",
        ),
        Rival(
            name="lines that need not meet",
            answer=_lines,
            because="as if a decoder could jump from piece to piece",
        ),
        Rival(
            name="chords from disk to disk",
            answer=_chords,
            because="corners that are disks: a table, and straight lines between",
        ),
        Rival(
            name="lines, and as many pieces to join them",
            answer=lambda: np.asarray(
                _COUNTS * pieces.lines(_MOST, _RADII)[np.arange(_MOST) // 2]
            ),
            because="every other piece serves no disk",
        ),
    ),
    distance=RMS,
    tolerance=0.006,
    because="six pilot seeds, the best of eight starts each, ended within 0.003, for "
    "the best of few starts is not always the best of all; twice that, a tenth of the "
    "way to lines that need not meet",
    seeds={"quick": (0, 1, 2), "full": (0, 1, 2, 3)},
    derivation=pieces.derivation,
    certificates=_certificates,
    view=View(
        curve=_curve,
        x="affine pieces N of the decoder",
        y="N times the share of the energy left",
        caption="What decoders of one number leave of disks, times the affine pieces "
        "that they have, counted between the codes. For chords from disk to disk it "
        "would tend to 0.444; below 0.098 no pieces come, joined or not.",
        marks=True,
    ),
    evidence=frozenset({Evidence.THEOREM, Evidence.TRAINING}),
    assumptions=(
        profiles.UNIFORM,
        profiles.SHARP,
        Assumption(
            says="The code is one number, and any code can be given to any disk.",
            without=OPEN,
            named=True,
        ),
        Assumption(
            says="What joined pieces leave is found by direct minimisation, and not "
            "proved to be the least.",
            without=OPEN,
        ),
        Assumption(
            says="The trained decoders have one hidden layer of up to 5 units and a "
            "straight line beside it, and each disk has a code of its own.",
            without=OPEN,
        ),
    ),
    checks=(
        Check(
            value="best joined pieces over any decoder of as many",
            at_most=1.003,
            because="no decoder may leave less than the least that is possible with "
            "its kinks; direct minimisation finds that to some thousandths",
        ),
        Check(
            value="40 chords, times their number, off 4/9 by",
            at_most=0.002,
            because="40 are near the limit already: 0.0012 below it",
        ),
    ),
)

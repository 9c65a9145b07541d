"""Where the position comes from: the end of the signal."""

from collections.abc import Callable

import numpy as np

from theory.position import paddings
from theory.position.paddings import PADDINGS, padded_codes
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
from verify.distances import RMS

LEVELS = (1, 2, 3, 4, 5, 6, 7, 8)
SHOWN = 4


_LAWS: dict[str, Callable[[Array, int], Array]] = {
    "twice": lambda a, n: 2 * (2**n - a),
    "half-sample mirror": lambda a, n: 2 * (2**n - a) - 1,
    "first raised": lambda a, n: np.where(a == 0, 3.0**n, 2**n - a),
    "mean": lambda a, n: np.full(len(a), (2**n + 1) / 2),
}


def _row(padding: str) -> Array:
    return np.concatenate([padded_codes(n, padding) for n in LEVELS])


def _predict() -> Array:
    return np.concatenate([_row(padding) for padding in PADDINGS])


def _replaced(padding: str, row: Array) -> Array:
    answer = _predict().reshape(len(PADDINGS), -1)
    answer[PADDINGS.index(padding)] = row
    return answer.ravel()


def _each(law: str) -> Array:
    """Return a law of the position, one number of layers after the other."""
    return np.concatenate([_LAWS[law](np.arange(2.0**n), n) for n in LEVELS])


def _swapped() -> Array:
    answer = _predict().reshape(len(PADDINGS), -1)
    return answer[[0, 1, 3, 2]].ravel()


def _read(arrays: Arrays) -> Measurement:
    most = max(LEVELS)
    forms = [arrays["dense_signals"] @ padded_codes(most, p) for p in PADDINGS]
    return Measurement(
        answer=arrays["codes"].ravel(),
        values={
            "positions tried": arrays["codes"].size,
            "defect on dense signals": float(
                np.max(np.abs(arrays["dense_codes"] - np.array(forms)))
            ),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    rows = answer.reshape(len(PADDINGS), -1)
    start = sum(2**n for n in LEVELS if n < SHOWN)
    codes = rows[:, start : start + 2**SHOWN]
    return np.tile(np.arange(2.0**SHOWN), (len(PADDINGS), 1)), codes


_EXACT = 0.0
_SAMPLES = {"levels": LEVELS, "paddings": PADDINGS}

CLAIM = Claim(
    name="position.paddings",
    statement="What [1, 2, 1] encodes is the distance to the end of the signal. On a "
    "circle, which has no end, every Dirac has the code $2^L$. Mirrored at its first "
    "sample the signal has the code $2 (2^L - a)$, but $2^L$ at $a = 0$; with its "
    "first sample repeated, $3^L$ at 0, $2^(m - 1) (3^(L - m) - 1)$ at $a = 2^m$, and "
    "straight lines in between. Only zeros make it $2^L - a$ everywhere.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.padded_encoders:padded_codes",
        configurations={
            "quick": {**_SAMPLES, "signals": 20},
            "full": {**_SAMPLES, "signals": 200},
        },
        seconds=0.2,
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="zeros or not, the same",
            answer=lambda: np.tile(_row("zeros"), len(PADDINGS)),
            because="the code is the filter's doing, not the end's",
        ),
        Rival(
            name="on a circle the mean code",
            answer=lambda: _replaced("circular", _each("mean")),
            because="all places alike, as high as the others on average",
        ),
        Rival(
            name="on a circle as mirrored",
            answer=lambda: _replaced("circular", _row("reflect")),
            because="both bring a second neighbour to the first sample",
        ),
        Rival(
            name="mirrored, twice everywhere",
            answer=lambda: _replaced("reflect", _each("twice")),
            because="the sample at the mirror counted twice too",
        ),
        Rival(
            name="mirrored half a sample further",
            answer=lambda: _replaced("reflect", _each("half-sample mirror")),
            because="the mirror between two samples",
        ),
        Rival(
            name="repeated as mirrored",
            answer=_swapped,
            because="the two paddings exchanged",
        ),
        Rival(
            name="repeated, only the end raised",
            answer=lambda: _replaced("replicate", _each("first raised")),
            because="3^L at 0, and n - a where no padding is met in the first layer",
        ),
    ),
    distance=RMS,
    tolerance=_EXACT,
    because="sums of small integers, which floating point holds exactly",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=paddings.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="Every layer has the filter [1, 2, 1]; what other filters read on a "
            "circle is asked apart.",
            without="position.paddings-grid",
        ),
        Assumption(
            says="Even positions stay, so that only the left end is met.",
            without="position.table",
            named=True,
        ),
    ),
    view=View(
        curve=_shown,
        x="position a of the impulse",
        y="code",
        panels=("zeros", "on a circle", "mirrored", "first repeated"),
        caption="The codes of all Diracs of length 16 where the signal is continued "
        "by zeros, by itself on a circle, by its mirror image, and by its first "
        "sample. Beyond half of the signal a repeated end changes nothing. The "
        "verdict is on L = 1 to 8.",
        marks=True,
    ),
    checks=(
        Check(
            value="defect on dense signals",
            at_most=_EXACT,
            because="by linearity the code of any signal is the sum of its entries "
            "times the codes of their places",
        ),
    ),
)

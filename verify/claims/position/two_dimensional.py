"""In the plane, one channel for each coordinate."""

from collections.abc import Callable
from functools import cache, partial

import numpy as np

from theory.position import plane
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
from verify.claims.position.families.compiled import (
    DIFFERENT,
    NONE_DIFFERENT,
    differing,
)
from verify.distances import RMS

LEVELS = (1, 2, 3, 4, 5)
SHOWN = 2

Taps = tuple[float, float, float]
_READ: Taps = (1, 2, 1)
_SUM: Taps = (0, 1, 1)

_ACROSS: dict[str, tuple[str, Taps]] = {
    "across [1, 2, 1]": ("the plain product: both channels read (n - a)(n - b)", _READ),
    "across [1, 1, 1]": ("the box, which counts odd columns twice", (1, 1, 1)),
    "across [0, 1, 0]": ("no sum: as with [1, 1, 0], only column 0 is seen", (0, 1, 0)),
    "across [0, 0, 1]": ("odd columns only", (0, 0, 1)),
    "across [0, 1/2, 1/2]": ("the mean of a pair in place of the sum", (0, 0.5, 0.5)),
    "across [1/2, 1, 1/2]": ("[1, 2, 1] brought to sum 2", (0.5, 1, 0.5)),
}

_DOWN: dict[str, tuple[str, Taps]] = {
    "down [1, 1, 1]": ("the box along the coordinate that is read", (1, 1, 1)),
    "down [0, 2, 1]": ("no left tap along the coordinate that is read", (0, 2, 1)),
}

_FORMULAS: dict[str, tuple[str, Callable[[Array, int], Array]]] = {
    "coordinates exchanged": ("n - b, then n - a", lambda p, n: n - p[:, ::-1]),
    "n - 1 - a": ("the last row and column counted as 0", lambda p, n: n - 1 - p),
    "a": ("the coordinates themselves", lambda p, n: p),
    "end forgotten": (
        "the last row and the last column lost by the padding",
        lambda p, n: np.where((p == n - 1).any(axis=1)[:, None], 0, n - p),
    ),
    "scaled like the product": (
        "each coordinate times n, as if summing across multiplied by 2 a layer",
        lambda p, n: n * (n - p),
    ),
    "geometric mean": (
        "the root of the product, which is n - a on the diagonal only",
        lambda p, n: np.sqrt(np.prod(n - p, axis=1, keepdims=True)) * np.ones(2),
    ),
}


def _predict() -> Array:
    codes = [plane.inverted_coordinates(n).ravel() for n in LEVELS]
    return np.concatenate(codes).astype(float)


def _formula(law: Callable[[Array, int], Array]) -> Array:
    places = {n: np.argwhere(np.ones((2**n, 2**n))).astype(float) for n in LEVELS}
    return np.concatenate([law(places[n], 2**n).ravel() for n in LEVELS])


@cache
def _product(name: str) -> Array:
    down = _DOWN[name][1] if name in _DOWN else _READ
    across = _ACROSS[name][1] if name in _ACROSS else _SUM
    channels = [
        np.stack(
            [
                plane.product_codes(n, down, across),
                plane.product_codes(n, across, down),
            ],
            axis=1,
        )
        for n in LEVELS
    ]
    return np.concatenate([codes.ravel() for codes in channels]).astype(float)


def _kernels() -> list[list[list[float]]]:
    kernels = [np.outer(_READ, _SUM), np.outer(_SUM, _READ)]
    return [kernel.astype(float).tolist() for kernel in kernels]


def _read(arrays: Arrays) -> Measurement:
    images = arrays["dense_images"]
    weights = np.arange(images.shape[-1], 0, -1)
    forms = np.stack(
        [np.einsum("mij,i->m", images, weights), np.einsum("mij,j->m", images, weights)]
    )
    return Measurement(
        answer=arrays["codes"].ravel(),
        values={
            "positions tried": len(arrays["codes"]),
            "defect on dense images": float(
                np.max(np.abs(arrays["dense_codes"] - forms.T))
            ),
        },
    )


def _shown(answer: Array) -> tuple[Array, Array]:
    start = sum(2 * 4**n for n in LEVELS if n < SHOWN)
    codes = answer[start : start + 2 * 4**SHOWN].reshape(-1, 2)
    return np.arange(2.0 * 4**SHOWN) / 2**SHOWN, codes.T.ravel()


_EXACT = 0.0
_SAMPLES = {"kernels": _kernels(), "dense_levels": 5}

CLAIM = Claim(
    name="position.two-dimensional",
    statement="In an image of side $n = 2^L$, with zeros beyond its edges, two "
    "channels read the position (a, b) of a Dirac as $n - a$ and $n - b$: the kernels "
    "are [1, 2, 1] along the coordinate that is read and [0, 1, 1], which only sums, "
    "along the other.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.plane_encoders:plane_codes",
        configurations={
            "quick": {**_SAMPLES, "levels": LEVELS, "images": 10},
            "full": {**_SAMPLES, "levels": LEVELS, "images": 40},
        },
        seconds=0.3,
        trains=False,
    ),
    read=_read,
    rivals=(
        *(
            Rival(name=name, answer=partial(_product, name), because=because)
            for name, (because, _) in {**_ACROSS, **_DOWN}.items()
        ),
        *(
            Rival(name=name, answer=partial(_formula, law), because=because)
            for name, (because, law) in _FORMULAS.items()
        ),
    ),
    distance=RMS,
    tolerance=_EXACT,
    because="sums of small integers, which floating point holds exactly",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=plane.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        ZEROS_SHOWN,
        Assumption(
            says="Each coordinate has a channel of its own; one channel with [1, 2, 1] "
            "in both directions reads the product $(n - a) (n - b)$.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_shown,
        x="row a of the impulse, columns b in between; then the second channel",
        y="code",
        caption="All sixteen positions of an image of side 4, row by row: first the "
        "channel that reads n - a, then the one that reads n - b. The verdict is on "
        "sides 2 to 32.",
        marks=True,
    ),
    certificates=lambda: {DIFFERENT: float(differing(2))},
    checks=(
        NONE_DIFFERENT,
        Check(
            value="defect on dense images",
            at_most=_EXACT,
            because="by linearity the channels of any image are the sums of "
            "(n - i) x(i, j) and of (n - j) x(i, j)",
        ),
    ),
)

"""Linear channels read moments, and these tell how many impulses stand where."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache, partial

import numpy as np

from theory.position import moments as theory
from theory.position.channels import ChannelLayer
from theory.position.moments import alike, impulses, moment_layers
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Check,
    Claim,
    Measurement,
    Rival,
    View,
)
from verify.claims.position.families.channel_codes import (
    DIFFER,
    EVIDENCE,
    RATIONALS,
    SEEDS,
    given_channels,
    rational_misses,
)
from verify.distances import RMS

LEVELS, MOST = (2, 3, 4, 5), 5
SHOWN = 4

Law = Callable[[Array, int], Array]
"""From all places and a power to codes."""


def _each(law: Law) -> Array:
    """Return the codes of all Diracs over n^j, by length and then by power j."""
    return np.concatenate(
        [
            law(np.arange(2.0**n), j) / 2.0 ** (n * j)
            for n in LEVELS
            for j in range(MOST + 1)
        ]
    )


def _power(a: Array, j: int) -> Array:
    return np.asarray(a**j)


def _inverted(a: Array, j: int) -> Array:
    return np.asarray((len(a) - a) ** j)


def _from_one(a: Array, j: int) -> Array:
    return np.asarray((a + 1) ** j)


def _falling(a: Array, j: int) -> Array:
    """Return a (a - 1) ... (a - j + 1)."""
    made = np.ones(len(a))
    for k in range(j):
        made = made * (a - k)
    return made


def _fitted(a: Array, j: int, degree: int) -> Array:
    """Return the polynomial of a degree that is nearest to a^j on all places."""
    basis = (a[:, None] / len(a)) ** np.arange(degree + 1)
    return np.asarray(basis @ np.linalg.lstsq(basis, a**j, rcond=None)[0])


def _lines(a: Array, j: int) -> Array:
    return _fitted(a, j, min(j, 1))


def _last_lost(a: Array, j: int) -> Array:
    """Return moments of which the highest is the nearest sum of those below."""
    return _fitted(a, j, j - 1 if j == MOST else j)


def _unmixed(a: Array, j: int) -> Array:
    """Return powers of digits added up, each channel by itself."""
    digits = (a[:, None] // 2 ** np.arange(10)) % 2
    return np.asarray(np.sum(digits * 2.0 ** (j * np.arange(10)), axis=1))


def _encoders() -> Iterator[tuple[Sequence[ChannelLayer], str]]:
    """Yield encoders of one power each; all of one length share inner layers."""
    for n in LEVELS:
        layers = moment_layers(n, MOST)
        for j in range(MOST + 1):
            last = ChannelLayer(weight=(layers[-1].weight[j],), bias=(Fraction(0),))
            yield (*layers[:-1], last), "stride"


def _read(arrays: Arrays) -> Measurement:
    sizes = _each(lambda a, j: np.full(len(a), float(len(a)) ** (2 * j)))
    wanted = np.concatenate(
        [np.arange(2.0**n) ** j for n in LEVELS for j in range(MOST + 1)]
    )
    return Measurement(
        answer=arrays["codes"] / sizes,
        values={
            "codes": float(sizes.size),
            DIFFER: rational_misses(arrays, wanted),
        },
    )


@cache
def _lost(tried: int = 150) -> float:
    """Return how many drawn sets of impulses their moments do not give back."""
    rng = np.random.default_rng(0)
    lost = 0
    for turn in range(tried):
        count = 1 + turn % 3
        places = sorted(Fraction(int(p), 2) for p in rng.choice(64, count, False))
        heights = [
            Fraction(int(s * h), 3)
            for s, h in zip(
                rng.choice([-1, 1], count), rng.integers(1, 9, count), strict=True
            )
        ]
        codes = [
            sum((h * a**k for a, h in zip(places, heights, strict=True)), Fraction(0))
            for k in range(2 * count)
        ]
        lost += impulses(codes, count) != list(zip(places, heights, strict=True))
    return float(lost)


def _certificates() -> dict[str, float]:
    told_apart = 0
    for count in range(1, 9):
        one, other = alike(count)
        same = theory.moments(one, 2 * count - 2) == theory.moments(
            other, 2 * count - 2
        )
        next_one = theory.moments(one, 2 * count - 1) != theory.moments(
            other, 2 * count - 1
        )
        told_apart += not (same and next_one and one != other)
    return {
        "drawn sets of one to three impulses that moments do not give back": _lost(),
        "numbers of impulses up to 8 for which one moment less is enough": float(
            told_apart
        ),
    }


def _shown(answer: Array) -> tuple[Array, Array]:
    """Draw the codes over n^j at one length, a row for each power."""
    start = (MOST + 1) * sum(2**n for n in LEVELS if n < SHOWN)
    rows = answer[start : start + (MOST + 1) * 2**SHOWN].reshape(MOST + 1, -1)
    return np.tile(np.arange(2.0**SHOWN), (MOST + 1, 1)), rows


_RIVALS: dict[str, tuple[str, Law]] = {
    "powers of n - a": ("the deck's code, and its powers", _inverted),
    "places counted from 1": ("(a + 1)^j", _from_one),
    "falling powers": ("a (a - 1) ... (a - j + 1), which layers of differences make",
                       _falling),
    "nothing beyond a line": ("linear layers make linear codes", _lines),
    "the highest moment lost": (
        "m channels for the moments up to m; the nearest polynomial",
        _last_lost,
    ),
    "channels that do not mix": ("j-th powers of 2^l, digit by digit", _unmixed),
}  # fmt: skip

CLAIM = Claim(
    name="position.moments",
    statement="Linear codes read more than one place. m + 1 channels of strided "
    "layers, linear and without biases, read the sum and all moments $sum i^k x(i)$, k "
    "up to m, of any signal, exactly, meeting no end; with three taps and zeros at the "
    "end, fewer behind layer l than the smaller of m + 1 and $2^l$ do not. And 2 K "
    "moments, k from 0 on, tell at most K impulses, their places and their heights; "
    "one moment less, for every K, does not, nor do fewer than 2 K linear codes of any "
    "kind, where there are 2 K places and heights of both signs.",
    predict=partial(_each, _power),
    experiment=given_channels(_encoders(), seconds=1.5),
    read=_read,
    rivals=tuple(
        Rival(name=name, answer=partial(_each, law), because=because)
        for name, (because, law) in _RIVALS.items()
    ),
    distance=RMS,
    tolerance=1e-12,
    because="whole numbers below 2^53 and halves of them, exact in float64; a "
    "processor that reorders sums is given some room",
    seeds=SEEDS,
    derivation=theory.derivation,
    evidence=EVIDENCE,
    assumptions=(
        Assumption(
            says="Several channels; one alone reads $n - a$, or the sum, and not both.",
            without="position.only-inverted",
        ),
        Assumption(
            says="Of every two samples the first is kept. What is measured has two "
            "layers or more, on Diracs; by linearity it is of any signal.",
            without=OPEN,
        ),
        Assumption(
            says="Impulses at whole places: of those shared by two samples, as in eq. "
            "(11), the moments from the second on are others.",
            without=OPEN,
        ),
        Assumption(
            says="No noise; impulses that are near take exact moments.",
            without="position.moments-noise",
        ),
        Assumption(
            says="K is known, and Prony's equations are solved behind the code; "
            "whether layers of a decoder do that is not asked.",
            without=OPEN,
        ),
    ),
    certificates=_certificates,
    view=View(
        curve=_shown,
        x="position a of the impulse",
        y="moment over n^j",
        caption="Six moments of every Dirac of length 16, the powers 0 to 5 of its "
        "place, by the six channels of one network. The verdict is on lengths 4 to 32.",
        marks=True,
    ),
    checks=(
        RATIONALS,
        Check(
            value="drawn sets of one to three impulses that moments do not give back",
            at_most=0.0,
            because="Prony's method in exact fractions, at half places and with "
            "heights of both signs; in float64 it is measured apart, on the codes of "
            "two impulses (position.moments-noise)",
        ),
        Check(
            value="numbers of impulses up to 8 for which one moment less is enough",
            at_most=0.0,
            because="two signals from a row of Pascal's triangle, in whole numbers",
        ),
    ),
)

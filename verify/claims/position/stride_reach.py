"""What a stride is needed for: that few layers see the whole signal."""

from functools import partial

import numpy as np

from theory.position import stride_free, stride_free_proof
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
from verify.distances import RMS

LEVELS = (1, 2, 3, 4, 5, 6, 7, 8)
KINDS = ("neighbouring taps", "spaced taps", "strides")
_LONGEST = 257
_PADDED = "whether [2, 1, 1] twice, with zeros, is another label than 3 - a"
_THREE = "farthest product of three enclosed factors from 7 - a"


def _told(
    neighbours: tuple[int, int], spaced: bool = True, stride: bool = True
) -> Array:
    """Return how many places are told apart, kind by kind, over all of them.

    Parameters
    ----------
    neighbours
        Slope and offset, in the number of layers, of what neighbouring taps tell.
    spaced, stride
        Whether these tell all places, and not as many as neighbouring taps.

    """
    levels = np.array(LEVELS, dtype=float)
    few = np.minimum(1, (neighbours[0] * levels + neighbours[1]) / 2**levels)
    rows = [few, *(np.ones(len(levels)) if all_ else few for all_ in (spaced, stride))]
    return np.concatenate(rows)


def _constant() -> Array:
    return np.concatenate([2.0 ** -np.array(LEVELS, dtype=float), np.ones(16)])


def _everything() -> Array:
    return np.ones(len(KINDS) * len(LEVELS))


def _read(arrays: Arrays) -> Measurement:
    shares = arrays["told"] / 2.0 ** np.array(LEVELS)[:, None]
    # Of the networks of one kind and depth all have to tell the same.
    spread = np.max(shares, axis=2) - np.min(shares, axis=2)
    return Measurement(
        answer=np.mean(shares, axis=2).ravel(),
        values={
            "networks": float(shares.size),
            "places of 256 told by 8 layers without a stride": float(
                np.max(arrays["told"][0, -1])
            ),
            "largest difference between networks": float(np.max(spread)),
        },
    )


def _certificates() -> dict[str, float]:
    return {
        f"lengths 3 to {_LONGEST} whose label has a repeated root": float(
            stride_free_proof.repeated_roots(_LONGEST)
        ),
        _PADDED: float(stride_free.shared_codes((2, 1, 1), 2, 3) != [3, 2, 1]),
        _THREE: stride_free.product_defect(range(7, 0, -1)),
    }


def _curves(answer: Array) -> tuple[Array, Array]:
    levels = np.array(LEVELS, dtype=float)
    shifted = np.stack([levels + 0.1 * i for i in range(len(KINDS))])
    return shifted, answer.reshape(len(KINDS), -1)


_NETWORK = {"levels": LEVELS, "channels": 3, "slope": 0.2}

CLAIM = Claim(
    name="position.stride-reach",
    statement="What the stride is needed for is reach: a number behind L layers of "
    "three neighbouring taps without stride or pooling, whatever their channels, "
    "biases and activations, gives the $2^L$ Diracs at most $2 L + 2$ different codes, "
    "too few from four layers on. And with one filter for all layers, as [1, 2, 1], a "
    "cascade of one channel and two layers or more without stride, padding, bias or "
    "activation never reads $n - a$ of two places or more, nor a multiple of it but 0.",
    predict=partial(_told, (2, 2)),
    experiment=Experiment(
        function="empirical.position.stride_free:told_places",
        configurations={
            "quick": {**_NETWORK, "drawn": 5},
            "full": {**_NETWORK, "drawn": 20},
        },
        seconds={"quick": 0.4, "full": 1.5},
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="depth makes up for it",
            answer=_everything,
            because="layer after layer, every place is told",
        ),
        Rival(
            name="2 L + 1",
            answer=partial(_told, (2, 1)),
            because="the samples that are seen, and no code for all others",
        ),
        Rival(
            name="one more sample a layer",
            answer=partial(_told, (1, 2)),
            because="a layer sees further on one side only",
        ),
        Rival(
            name="activations tell more",
            answer=partial(_told, (4, 2)),
            because="each bend tells apart what a linear network cannot",
        ),
        Rival(
            name="spaced taps tell no more",
            answer=partial(_told, (2, 2), spaced=False),
            because="as many taps and layers",
        ),
        Rival(
            name="strides tell no more",
            answer=partial(_told, (2, 2), stride=False),
            because="as many taps and layers",
        ),
        Rival(
            name="nothing is told without a stride",
            answer=_constant,
            because="a convolution treats all places alike",
        ),
    ),
    distance=RMS,
    tolerance=0.0,
    because="counts, exact: on six pilot seeds every network told as many",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=stride_free_proof.reach_derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="Three neighbouring taps and L layers for $2^L$ places, as in the "
            "talk; more layers, or taps apart, need no stride.",
            without="position.stride-free",
            named=True,
        ),
        Assumption(
            says="Four layers or more; three read $7 - a$ of eight places without a "
            "stride.",
            without="position.stride-free",
        ),
        Assumption(
            says="No pooling; with the largest of each pair two channels read "
            "$2^L - a$ at every number of layers.",
            without="position.pooling-two-channels",
        ),
        Assumption(
            says="One number of the last layer is read, the same wherever the Dirac "
            "is.",
            without=OPEN,
        ),
        Assumption(
            says="No padding and no bias where layers share one filter; with zeros at "
            "both ends [2, 1, 1] twice reads $3 - a$ of three places, at the first of "
            "them.",
            without=OPEN,
        ),
    ),
    certificates=_certificates,
    view=View(
        curve=_curves,
        x="number of layers L; shifted, spaced taps and strides",
        y="share of the places that are told apart",
        caption="Different codes of the Diracs of length 2^L, over their number, by "
        "networks of three channels with random weights, biases and a LeakyReLU: "
        "neighbouring taps without a stride fall, taps 2^l apart in layer l and "
        "strides tell every place.",
        marks=True,
    ),
    checks=(
        Check(
            value="largest difference between networks",
            at_most=0.0,
            because="the number of places does not depend on the weights, drawn at "
            "random",
        ),
        Check(
            value=f"lengths 3 to {_LONGEST} whose label has a repeated root",
            at_most=0.0,
            because="a filter that is repeated repeats its roots; from the greatest "
            "common divisor with the derivative, in whole numbers",
        ),
        Check(
            value=_PADDED,
            at_most=0.0,
            because="what zeros at both ends change, in whole numbers",
        ),
        Check(
            value=_THREE,
            at_most=1e-40,
            because="that up to three layers need no stride: the eighth place, which "
            "they do not see, has the code 0; roots enclosed to sixty digits",
        ),
    ),
)

"""How often training finds the position with max pooling, by the layers' width."""

from functools import partial

import numpy as np

from theory.position import channels_proof
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
from verify.claims.binomial import interval
from verify.claims.position.families.assumed import ZEROS_POOLED
from verify.distances import RMS

LEVELS = (3, 4)
WIDTHS = (1, 2, 4, 8)
ARRIVED = 0.01
"""Root mean square error of a start that has found the code, in lengths."""

_SHARES = np.array([[0.01, 0.6, 0.95, 0.99], [0.0, 0.5, 0.95, 1.0]])
"""Of the starts that arrive, by number of layers and width: of 720 on pilot seeds."""


def _predict() -> Array:
    return _SHARES.ravel()


def _columns(*shares: float | None) -> Array:
    """Return other shares for the widths, the same at both depths; None keeps ours."""
    columns = [
        _SHARES[:, i] if share is None else np.full(len(LEVELS), share)
        for i, share in enumerate(shares)
    ]
    return np.stack(columns, axis=1).ravel()


def _deeper_lost() -> Array:
    return np.array([_SHARES[0], 0 * _SHARES[1]]).ravel()


def _read(arrays: Arrays) -> Measurement:
    hits = arrays["errors"] < ARRIVED
    starts = hits.shape[2]
    counts = np.sum(hits, axis=2)
    shares = counts / starts

    def most(figures: Array) -> float:
        return float(np.max(figures))

    low, high = interval(counts.ravel(), starts)
    return Measurement(
        answer=shares.ravel(),
        values={
            "starts of each kind": float(starts),
            **{
                f"L = {n}, {width} channels: starts that arrive": float(counts[i, j])
                for i, n in enumerate(LEVELS)
                for j, width in enumerate(WIDTHS)
            },
            "one channel: largest share of a depth that arrives": most(shares[:, 0]),
            "two channels: farthest share of a depth from one half": most(
                np.abs(shares[:, 1] - 0.5)
            ),
            "four channels: largest share of a depth that is lost": most(
                1 - shares[:, 2]
            ),
            "eight channels: largest share of a depth that is lost": most(
                1 - shares[:, 3]
            ),
            "farthest share from the one predicted": most(np.abs(shares - _SHARES)),
        },
        extras={"95 % interval, low": low, "95 % interval, high": high},
    )


def _curves(answer: Array) -> tuple[Array, Array]:
    width = np.log2(WIDTHS)
    return np.stack([width, width + 0.1]), answer.reshape(len(LEVELS), -1)


_TRAINING = {
    "levels": LEVELS,
    "widths": WIDTHS,
    "schedule": {"adam_steps": 600, "learning_rate": 0.1},
}

CLAIM = Claim(
    name="position.pooling-width",
    statement="With max pooling and without biases it is the width that decides "
    "whether training finds $2^L - a$ to 1 % of the length: hardly ever with one "
    "channel, from about every other start with two (one in seven to six in seven), "
    "from about nine in ten or more with four and from nearly all with eight, at three "
    "layers and at four.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.channel_encoders:train_channel_encoders",
        configurations={
            "quick": {**_TRAINING, "starts": 48},
            "full": {**_TRAINING, "starts": 96},
        },
        seconds={"quick": 14.0, "full": 28.0},
    ),
    read=_read,
    rivals=(
        Rival(
            name="hardly ever at any width",
            answer=partial(_columns, 0.0, 0.0, 0.0, 0.0),
            because="what one channel shows: max pooling breaks the code down",
        ),
        Rival(
            name="two channels as few as one",
            answer=partial(_columns, None, 0.0, None, None),
            because="an exact encoder of two channels has no number to spare",
        ),
        Rival(
            name="two channels are enough",
            answer=partial(_columns, None, 1.0, None, None),
            because="exact encoders exist from two channels on",
        ),
        Rival(
            name="two channels one start in four",
            answer=partial(_columns, None, 0.25, None, None),
            because="harder by the two signs that have to be right",
        ),
        Rival(
            name="four channels every other start",
            answer=partial(_columns, None, None, 0.5, None),
            because="two pairs of channels, and one of them may go wrong",
        ),
        Rival(
            name="eight channels every other start",
            answer=partial(_columns, None, None, None, 0.5),
            because="more to learn with the same budget",
        ),
        Rival(
            name="at three layers only",
            answer=_deeper_lost,
            because="four layers of one channel have no exact encoder",
        ),
        Rival(
            name="every width alike",
            answer=partial(_columns, 0.6, 0.6, 0.6, 0.6),
            because="chance decides, and not the width",
        ),
    ),
    distance=RMS,
    tolerance=0.1,
    because="chance: the shares predicted are those of pilot seeds, 720 starts of each "
    "kind, rounded; the misfit was 0.02 to 0.07, and a block of 48 starts has a "
    "binomial deviation of 0.07 at one half",
    seeds={"quick": (20,), "full": (20, 21)},
    derivation=channels_proof.max_pair_derivation,
    evidence=frozenset({Evidence.OBSERVATION}),
    assumptions=(
        ZEROS_POOLED,
        Assumption(
            says="Starts as torch draws them, and 600 steps of Adam.", without=OPEN
        ),
        Assumption(
            says="Layers without biases; one channel with biases can be exact at four "
            "layers.",
            without="position.pooling-four-biases",
        ),
    ),
    view=View(
        curve=_curves,
        x="channels: 2 to this power; L = 3, and shifted by 0.1 L = 4",
        y="share of starts that arrive",
        caption="How many random starts end within 1 % of the length, in root mean "
        "square over all positions; with exact binomial intervals (Clopper and "
        "Pearson).",
        marks=True,
    ),
    checks=(
        Check(
            value="one channel: largest share of a depth that arrives",
            at_most=0.1,
            because="hardly ever: 6 of 1440 starts on the pilot seeds, both depths "
            "together",
        ),
        Check(
            value="two channels: farthest share of a depth from one half",
            at_most=0.35,
            because="0.15 to 0.85 of the starts, at three layers and at four: on pilot "
            "seeds the farthest were 0.25 and 0.29 away",
        ),
        Check(
            value="four channels: largest share of a depth that is lost",
            at_most=0.15,
            because="about nine in ten or more: 0.02 to 0.08 on the last six pilot "
            "seeds, both depths together, and a block of 48 starts has a binomial "
            "deviation of 0.03",
        ),
        Check(
            value="eight channels: largest share of a depth that is lost",
            at_most=0.1,
            because="nearly all: 6 of 1440 starts were lost on the pilot seeds, both "
            "depths together",
        ),
        Check(
            value="farthest share from the one predicted",
            at_most=0.23,
            because="each width and depth by itself: three deviations at one half; "
            "0.05 to 0.15 on the last six pilot seeds",
        ),
    ),
)

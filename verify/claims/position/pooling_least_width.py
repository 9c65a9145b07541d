"""How few channels do with max pooling, without negative taps and biases."""

from collections.abc import Sequence
from functools import cache, partial

import numpy as np

from theory.position import pooling_least_proof
from theory.position.channels import ChannelLayer, channel_codes, layer
from theory.position.pooling_least import SECOND_WIDENED, pair_encoder
from verify.claim import (
    OPEN,
    Array,
    Assumption,
    Check,
    Claim,
    Rival,
    View,
)
from verify.claims.position.families.assumed import THREE_POOLED_TAPS, ZEROS_POOLED
from verify.claims.position.families.channel_codes import (
    EVIDENCE,
    RATIONALS,
    SEEDS,
    Law,
    codes,
    constant,
    given_channels,
    inverted,
    mirrored,
    read_against,
)
from verify.distances import RMS

_PAIRS = (1, 2, 3, 4, 5, 6, 7, 8)
_LEVELS = (*_PAIRS, 3)
"""Numbers of layers: of two channels, and of two channels in the second layer alone."""

_SHOWN = 4
_ENCODERS = (*(pair_encoder(n) for n in _PAIRS), SECOND_WIDENED)


def _each(law: Law, *, pairs: bool = True, second: bool = True) -> Array:
    """Return codes over n: from three layers on a law, 1 - a / n before.

    With ``pairs`` or ``second`` false not of encoders of that kind.
    """
    deep = [law if pairs and n > 2 else inverted for n in _PAIRS]
    return codes(_LEVELS, [*deep, law if second else inverted])


def _off(a: Array) -> Array:
    """Return codes of which one is off by 1/(2 n - 1) of a position."""
    n = len(a)
    return np.asarray(inverted(a) + (a == 4) / (n * (2 * n - 1)))


@cache
def _changed(pooling: str, middle: ChannelLayer, last: ChannelLayer) -> Array:
    """Return the codes over n if the two channels had other layers or other pooling."""
    parts = []
    for layers in _ENCODERS[:-1]:
        other = layers
        if len(layers) > 2:
            other = (layers[0], *[middle] * (len(layers) - 2), last)
        parts.append(_over(other, pooling))
    return np.concatenate([*parts, _over(SECOND_WIDENED, pooling)])


def _over(layers: Sequence[ChannelLayer], pooling: str) -> Array:
    found = channel_codes(layers, pooling)
    return np.array(found, dtype=float) / len(found)


_, _MIDDLE, _LAST = pair_encoder(3)


def _strided() -> Array:
    return _changed("stride", _MIDDLE, _LAST)


def _undoubled() -> Array:
    """Return the codes if the second channel were handed on as it is."""
    middle = layer([[(1, 1, 0), (1, 0, 0)], [(0, 0, 0), (1, 0, 0)]])
    return _changed("max", middle, _LAST)


def _other_read() -> Array:
    """Return the codes if the last layer took one channel for the other."""
    return _changed("max", _MIDDLE, layer([[(1, 0, 0), (1, 1, 0)]]))


def _unshifted() -> Array:
    """Return the codes if the second channel joined the first without a shift."""
    middle = layer([[(1, 1, 0), (0, 1, 0)], [(0, 0, 0), (2, 0, 0)]])
    return _changed("max", middle, _LAST)


def _drawn(answer: Array) -> tuple[Array, Array]:
    first = sum(2**n for n in _PAIRS if n < _SHOWN)
    found = np.concatenate([answer[first : first + 2**_SHOWN], answer[-8:]])
    return np.arange(float(found.size)), found


def _certificates() -> dict[str, float]:
    weights = [
        t for layers in _ENCODERS for one in layers for row in one.weight for t in row
    ]
    widths = [len(one.weight) for layers in _ENCODERS for one in layers]
    return {
        "negative taps": float(sum(t < 0 for taps in weights for t in taps)),
        "biases": float(
            sum(b != 0 for layers in _ENCODERS for one in layers for b in one.bias)
        ),
        "layers of more than two channels": float(sum(w > 2 for w in widths)),
    }


CLAIM = Claim(
    name="position.pooling-least-width",
    statement="With max pooling, no negative tap and no bias two channels are the "
    "least width that reads $2^L - a$ of every Dirac exactly, from three layers on. "
    "Two do at every depth. With three layers or more no encoder does whose first two "
    "layers have one channel each, whatever the width behind: one of its first five "
    "codes is off by at least $1/(2^(L + 1) - 1)$ of a position. At three layers two "
    "channels in the second layer alone are enough.",
    predict=partial(_each, inverted),
    experiment=given_channels([(one, "max") for one in _ENCODERS], seconds=2.0),
    read=read_against([np.arange(2.0**n, 0, -1) for n in _LEVELS]),
    rivals=(
        Rival(
            name="two channels off by as little as one",
            answer=partial(_each, _off, second=False),
            because="the least that one channel is off by (position.pooling-"
            "nonnegative), as if a second one did not help",
        ),
        Rival(
            name="both first layers have to be wide",
            answer=partial(_each, _off, pairs=False),
            because="one channel in the first layer has merged what is needed",
        ),
        Rival(
            name="as with a stride",
            answer=_strided,
            because="the same weights, as if pooling were subsampling",
        ),
        Rival(
            name="the second channel not doubled",
            answer=_undoubled,
            because="[1, 0, 0] on it, a copy of the impulse at every depth",
        ),
        Rival(
            name="the channels exchanged in the last layer",
            answer=_other_read,
            because="which of the two holds the code",
        ),
        Rival(
            name="the second channel not shifted",
            answer=_unshifted,
            because="[0, 1, 0] on it, so that it joins its own place",
        ),
        Rival(
            name="mirrored",
            answer=partial(_each, mirrored),
            because="a + 1, which the mirrored filters give",
        ),
        Rival(
            name="a constant",
            answer=partial(_each, constant),
            because="the code breaks down altogether",
        ),
    ),
    distance=RMS,
    tolerance=1e-12,
    because="small integers and halves, exact in float64; a processor that reorders "
    "sums is given some room",
    seeds=SEEDS,
    derivation=pooling_least_proof.width_derivation,
    certificates=_certificates,
    evidence=EVIDENCE,
    assumptions=(
        Assumption(
            says="No filter has a negative tap; with taps of both signs one channel "
            "is exact at three layers.",
            without="position.stride-needed",
        ),
        Assumption(
            says="No layer has a bias; with one in its first layer one channel is "
            "exact at three layers.",
            without="position.pooling-biases",
        ),
        ZEROS_POOLED,
        THREE_POOLED_TAPS,
        Assumption(
            says="No activation, or one that leaves numbers of at least 0 as they "
            "are, as no number is negative.",
            without=OPEN,
        ),
        Assumption(
            says="The width is that of the widest layer. One of the first two layers "
            "needs its second channel; at three layers that of the second is enough, "
            "and at more it is not known which do.",
            without=OPEN,
        ),
        Assumption(
            says="The weights are given; whether training finds such is not asked.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_drawn,
        x="position a of the impulse at four layers; 16 + a at three",
        y="code over 2^L",
        caption="Max pooling without a negative tap and without biases: four layers "
        "of two channels (left), and three layers of 1, 2 and 1 channels (right). The "
        "verdict is on up to eight layers, and on these three.",
        marks=True,
    ),
    checks=(
        RATIONALS,
        Check(value="negative taps", at_most=0.0, because="the weights, counted"),
        Check(value="biases", at_most=0.0, because="the biases that are not 0"),
        Check(
            value="layers of more than two channels",
            at_most=0.0,
            because="the layers, counted",
        ),
    ),
)

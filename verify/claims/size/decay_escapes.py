"""A weight decay on the encoder chooses no function of a network with biases."""

import numpy as np

from theory.size import decay
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

_FACTORS = np.array([0.5, 0.1, 0.01])
_CHANNELS = [8, 16, 32, 32]
_DEPTH = len(_CHANNELS) + 1
_CONFIGURATION = {
    "size": 2**_DEPTH,
    "largest_radius": 15.0,
    "radii": 16,
    "channels": _CHANNELS,
    "slope": 0.05,
    "factors": _FACTORS.tolist(),
}


def _powers(penalty: float, code: float) -> Array:
    """Return the powers of the factor in the penalty and in the code, for each."""
    return np.repeat([[penalty], [code]], len(_FACTORS), axis=1)


def _read(arrays: Arrays) -> Measurement:
    scale = np.log(arrays["factors"])
    return Measurement(
        answer=np.log([arrays["penalties"], arrays["codes"]]) / scale,
        values={
            "change of a pixel": float(arrays["changes"].max()),
            "penalty over that before": float(arrays["penalties"].min()),
        },
    )


def _curve(answer: Array) -> tuple[Array, Array]:
    return np.broadcast_to(np.log10(_FACTORS), answer.shape), answer


CLAIM = Claim(
    name="size.decay-escapes",
    statement="A weight decay on the encoder chooses no function: with factors $c$ "
    "that tend to 0, a network with biases and LeakyReLU whose encoder has $L$ layers "
    "becomes one that draws the same images, with $c^2$ times the penalty and $c^L$ "
    "times the codes.",
    predict=lambda: _powers(2.0, float(_DEPTH)),
    experiment=Experiment(
        function="empirical.size.escapes:decay_escapes",
        configurations={"quick": _CONFIGURATION, "full": _CONFIGURATION},
        seconds=0.2,
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="the codes shrink as one layer does",
            answer=lambda: _powers(2.0, 1.0),
            because="the factor counted once, not once a layer",
        ),
        Rival(
            name="one layer less",
            answer=lambda: _powers(2.0, _DEPTH - 1.0),
            because="the last layer, which makes the code, left out",
        ),
        Rival(
            name="a penalty that falls as the weights",
            answer=lambda: _powers(1.0, float(_DEPTH)),
            because="absolute weights in place of squared ones",
        ),
        Rival(
            name="nothing escapes",
            answer=lambda: _powers(0.0, 0.0),
            because="a penalty that no rescaling lowers, as one on both sides",
        ),
    ),
    distance=RMS,
    tolerance=1e-9,
    because="rounding in float64, over the logarithm of the factor: 1e-14 on three "
    "pilot seeds",
    seeds=(0, 1, 2),
    derivation=decay.derivation,
    view=View(
        curve=_curve,
        x="log10 of the factor c",
        y="power of c: in the penalty, in the codes",
        caption="How penalty and codes shrink while every image stays as it was.",
        marks=True,
    ),
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="The activations of the encoder are positively homogeneous, as "
            "LeakyReLU is: a positive factor passes through.",
            without=OPEN,
        ),
        Assumption(
            says="Decoder and biases carry no penalty, and weights may be of any size.",
            without=OPEN,
        ),
        Assumption(
            says="It is the least value of the loss that is asked for, not where "
            "training ends.",
            without="size.generalise",
        ),
    ),
    checks=(
        Check(
            value="change of a pixel",
            at_most=1e-9,
            because="every reconstruction is as it was, but for rounding",
        ),
        Check(
            value="penalty over that before",
            at_most=1e-3,
            because="a penalty below any bound: 1e-4 for the smallest factor here",
        ),
    ),
)

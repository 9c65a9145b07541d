"""A real corpus callosum, scaled: an arch, as far from star-shaped as can be."""

from functools import cache, partial

import numpy as np

from empirical.size.images import real_shapes
from theory.size import scaled
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
from verify.claims.size.families.scaled_shapes import PACKAGES
from verify.distances import RELATIVE_L2

_PIXELS, _LARGEST = 32, 15.0
# 44 of 57 midpoints lie below the best split, and 44 / 57 = 0.7719 is next to it.
_SCALES = 57
_START = 0.7722
"""Where the signs of the codes change at the start, over R: see the statement."""

_NETWORK = {
    "shape": "callosum",
    "number": 0,
    "size": _PIXELS,
    "largest": _LARGEST,
    "scales": _SCALES,
    "split": _START * _LARGEST,
    "channels": [8, 8, 16, 16],
    "slope": 0.2,
}


@cache
def _original() -> Array:
    return real_shapes.picture("callosum", 0)


@cache
def _best() -> tuple[float, float]:
    return scaled.best_split(_original(), _PIXELS, _LARGEST)


def _at(split: float) -> Array:
    """Return the two images of a split as one unit array."""
    pair = scaled.pair_at(_original(), _PIXELS, _LARGEST, split)
    return np.asarray(pair / np.sqrt(2))


def _predict() -> Array:
    return _at(_best()[0])


def _one_image() -> Array:
    one = scaled.eigenimage(_original(), _PIXELS, _LARGEST)
    return np.asarray(np.stack([one, one]) / np.sqrt(2))


def _read(arrays: Arrays) -> Measurement:
    images, sizes, codes = (arrays[n] for n in ("images", "sizes", "codes"))
    energy = np.sum(images**2, axis=(1, 2))
    large = codes > 0 if codes[-1] > 0 else codes < 0
    pair = arrays["profiles"] if codes[-1] < 0 else arrays["profiles"][::-1]
    learned = np.stack([image / np.linalg.norm(image) for image in pair])
    small = sizes < _best()[0] * _LARGEST
    strays = energy[small == large].sum() / energy.sum()
    return Measurement(
        answer=learned / np.sqrt(2),
        values={
            profiles.STRENGTHS_OFF: profiles.strengths_off(arrays),
            "energy of strays": float(strays),
            "left over what two images leave": float(
                arrays["history"][-1] / _best()[1]
            ),
            "best split off the start": abs(_best()[0] - _START),
        },
        pictures={
            "What the decoder scales for the smaller copies, and for the larger "
            "ones.": learned[None]
        },
    )


def _rows(answer: Array) -> tuple[Array, Array]:
    """Draw the two rows that meet the centre, smaller copies first."""
    middle = _PIXELS // 2
    rows = answer[:, middle - 1 : middle + 1].ravel()
    return np.arange(rows.size, dtype=float), rows


_SPLITS = {
    "split at 1/2": (0.5, "half of the scales on either side"),
    "split at 0.7247": (0.7247, "the best split of disks"),
    "split at 0.765": (0.765, "the next scale below the best split"),
    "split at 0.776": (0.776, "the next scale above it"),
    "split at 0.75": (0.75, "a round number below the best split"),
    "split at 0.83": (0.83, "a number above the best split"),
}


def _certificates() -> dict[str, float]:
    return {"best split": _best()[0]}


CLAIM = Claim(
    name="size.scaled-callosum",
    statement="On a real corpus callosum at scales uniform on $(0, R]$, a bias-free "
    "autoencoder with LeakyReLU of slope 0.2, started with codes of different signs "
    "below and above the best split, $0.772 R$, stays there and learns two images: the "
    "first uncentred principal axis of the smaller copies, and that of the larger "
    "ones. They leave 26 % of the energy, one image leaves 43 %.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.size.scaled_pictures:scaled_shape",
        configurations=profiles.scheduled(_NETWORK),
        seconds={"quick": 2.0, "full": 8.0},
        packages=(PACKAGES["callosum"],),
    ),
    read=_read,
    rivals=(
        Rival(
            name="one image for both signs",
            answer=_one_image,
            because="the first principal axis of all copies, as for a digit",
        ),
        *(
            Rival(name=name, answer=partial(_at, split), because=because)
            for name, (split, because) in _SPLITS.items()
        ),
    ),
    distance=RELATIVE_L2,
    tolerance=0.015,
    because="57 scales move the images by 0.9 %, with 44 of them below the split; six "
    "pilot seeds ended within 1.0 % of the prediction (quick budget): half as much "
    "again, three quarters of the way to the nearest rival",
    seeds=profiles.SEEDS,
    derivation=scaled.derivation,
    certificates=_certificates,
    view=View(
        curve=_rows,
        x="pixel: two rows for the smaller copies, two for the larger ones",
        y="image f",
        caption="The two images that the decoder scales, on the rows of pixels that "
        "meet the centre of the arch's box. Judged on both whole images. The start "
        "puts the change of sign there; that this split is the best is what theory "
        "says.",
    ),
    evidence=frozenset({Evidence.TRAINING}),
    assumptions=(
        Assumption(
            says="The codes start with the signs of the best split. Copies of "
            "different sizes hardly overlap, so nothing holds codes at one sign: from "
            "averaging filters two pilot seeds under two schedules each ended with "
            "three or more classes of scales, and left 33 % to 37 %.",
            without=OPEN,
        ),
        Assumption(
            says="LeakyReLU has a slope below 1, so that either sign has an image.",
            without="size.scaled-callosum-linear",
        ),
        Assumption(says="The scales are uniform on $(0, R]$.", without=OPEN),
        Assumption(says="One outline, from an atlas, on 32 x 32 pixels.", without=OPEN),
    ),
    checks=(
        profiles.FOLLOWS,
        Check(
            value="energy of strays",
            at_most=5e-3,
            because="copies of the other class, but for the smallest, which weigh next "
            "to nothing",
        ),
        Check(
            value="left over what two images leave",
            at_most=1.02,
            because="the least that two images can leave, with a fiftieth for 64 "
            "scales in place of all",
        ),
        Check(
            value="best split off the start",
            at_most=0.012,
            because="neighbouring scales are 1/57 of R apart",
        ),
    ),
)

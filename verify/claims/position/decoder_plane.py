"""An exact decoder in the plane."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache, partial
from typing import Any

import numpy as np

from theory.position import plane_decoder_proof
from theory.position.plane_decoder import plane_decode, plane_decoder
from theory.position.plane_dirac import crossed_dirac
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
from verify.claims.position.families.frames import framed
from verify.claims.position.families.given_decoders import (
    FAR,
    ROUNDING,
    SLOPES,
    hat,
    listed,
)
from verify.distances import RMS

PARTS = 4
FAR_LEVELS = 7

# Levels and slope of each decoder that is judged on all its pixels.
_DECODERS = (*((2, slope) for slope in SLOPES), (1, SLOPES[1]))

Pixel = Callable[[Array, Array], Array]

_PIXELS: dict[str, tuple[str, Pixel]] = {
    "product of two hats": (
        "the two directions taken apart, as the encoder takes them",
        lambda v, w: hat(v) * hat(w),
    ),
    "triangle": (
        "squares cut along one diagonal only: piecewise linear too, and read as well",
        lambda v, w: np.maximum(0, 1 - (np.abs(v) + np.abs(w) + np.abs(v - w)) / 2),
    ),
    "other triangle": (
        "squares cut along the other diagonal",
        lambda v, w: np.maximum(0, 1 - (np.abs(v) + np.abs(w) + np.abs(v + w)) / 2),
    ),
    "both hats at once": (
        "ReLU(p + r - 1), exact at whole places, which goes out in between",
        lambda v, w: np.maximum(0, hat(v) + hat(w) - 1),
    ),
    "smaller hat": (
        "min(p, r), exact at whole places, which sums to 2 in between",
        lambda v, w: np.minimum(hat(v), hat(w)),
    ),
    "nearest pixel": (
        "one-hot images, which is what a decoder of whole places gives",
        lambda v, w: 1.0 * (np.round(-v) == 0) * (np.round(-w) == 0),
    ),
    "cone": (
        "a bump as wide in all directions",
        lambda v, w: np.maximum(0, 1 - np.hypot(v, w)),
    ),
    "coordinates exchanged": (
        "row and column confused",
        lambda v, w: _crossed(v, w).swapaxes(1, 2),
    ),
    "one pixel off": (
        "the last row and column read as 0",
        lambda v, w: _crossed(v - 1, w - 1),
    ),
}


def _crossed(v: Array, w: Array) -> Array:
    p, r = hat(v), hat(w)
    return (np.minimum(p, r) + np.maximum(0, p + r - 1)) / 2


def _places(levels: int) -> Array:
    """Return all pairs of multiples of 1 / PARTS on an image of side 2^levels."""
    steps = PARTS * (2**levels - 1) + 1
    return np.argwhere(np.ones((steps, steps))) / PARTS


def _images(pixel: Pixel) -> Array:
    """Return what comes out where a pixel is made of both offsets like this."""
    found = []
    for levels, _ in _DECODERS:
        places, samples = _places(levels), np.arange(2**levels)
        v, w = (places[:, axis, None, None] for axis in (0, 1))
        shape = (len(places), len(samples), len(samples))
        down = np.broadcast_to(v - samples[:, None], shape)
        across = np.broadcast_to(w - samples, shape)
        found.append(pixel(down, across).ravel())
    return np.concatenate(found)


def _predict() -> Array:
    images = [
        crossed_dirac(Fraction(a), Fraction(b), 2**levels)
        for levels, _ in _DECODERS
        for a, b in _places(levels).tolist()
    ]
    return np.concatenate([np.array(image, dtype=float).ravel() for image in images])


@cache
def _slope_ignored() -> Array:
    found = []
    for levels, slope in _DECODERS:
        layers = plane_decoder(levels, Fraction(0))
        for a, b in _places(levels).tolist():
            codes = 2**levels - Fraction(a), 2**levels - Fraction(b)
            image = plane_decode(layers, codes, slope)
            found.append(np.array(image, dtype=float).ravel())
    return np.concatenate(found)


def _configurations(far: bool) -> Iterator[dict[str, Any]]:
    chosen = ((FAR_LEVELS, slope) for slope in SLOPES) if far else _DECODERS
    for levels, slope in chosen:
        layers = listed(plane_decoder(levels, slope))
        yield {"levels": levels, "slope": float(slope), "layers": layers}


def _read(arrays: Arrays) -> Measurement:
    answer = arrays["images"]
    product = _images(_PIXELS["product of two hats"][1])
    return Measurement(
        answer=answer,
        values={
            "images of side 128 decoded": arrays["far_errors"].size,
            "largest error at L = 7": float(np.max(arrays["far_errors"])),
            "largest difference from a product of hats": float(
                np.max(np.abs(answer - product))
            ),
        },
        pictures=_pictures(answer),
    )


def _path(answer: Array) -> Array:
    """Return the first decoder's images from (1, 1) by quarters to (2, 2)."""
    steps = PARTS * 3 + 1
    images = answer[: steps**2 * 16].reshape(steps, steps, 4, 4)
    quarters = np.arange(PARTS, 2 * PARTS + 1)
    return images[quarters, quarters]


def _pictures(answer: Array) -> dict[str, Array]:
    rows = [
        _path(answer),
        *(
            _path(_images(_PIXELS[name][1]))
            for name in ("product of two hats", "triangle", "both hats at once")
        ),
    ]
    caption = (
        "Diracs on images of side 4, white where 1, black where 0, for a = b = 1, "
        "1 1/4 and so on to 2. Rows: as decoded with ReLU; the product of two hats, "
        "which no such network makes; the triangle; and both hats at once, which "
        "goes out in between."
    )
    drawn = np.stack(rows).repeat(12, axis=2).repeat(12, axis=3)
    return {caption: framed(np.clip(drawn, 0, 1))}


def _shown(answer: Array) -> tuple[Array, Array]:
    pixels = _path(answer).ravel()
    return 1 + np.arange(pixels.size) / (16 * PARTS), pixels


_SAMPLES = {
    "decoders": list(_configurations(far=False)),
    "far_decoders": list(_configurations(far=True)),
    "parts": PARTS,
}

CLAIM = Claim(
    name="position.decoder-plane",
    statement="In the plane too a decoder in plain rational weights, with zero "
    "insertion, biases and a LeakyReLU of any rational slope in [0, 1), turns the "
    "codes $(n - a, n - b)$ back into a Dirac at (a, b), for all real a and b in $[0, "
    "n - 1]$, $n = 2^L$. Between whole places this Dirac is not the product of two "
    "hats, which no such network makes, but $(min(p, r) + max(0, p + r - 1)) / 2$ of "
    "the hats p and r: with the same sums along rows and columns, within 1/16 of it.",
    predict=_predict,
    experiment=Experiment(
        function="empirical.position.plane_decoders:decoded_plane_diracs",
        configurations={
            "quick": {**_SAMPLES, "drawn": 20},
            "full": {**_SAMPLES, "drawn": 200},
        },
        seconds={"quick": 1.0, "full": 3.0},
        trains=False,
    ),
    read=_read,
    rivals=(
        *(
            Rival(name=name, answer=partial(_images, pixel), because=because)
            for name, (because, pixel) in _PIXELS.items()
        ),
        Rival(
            name="slope ignored",
            answer=_slope_ignored,
            because="the weights for ReLU behind a LeakyReLU",
        ),
    ),
    distance=RMS,
    tolerance=ROUNDING,
    because="rounding in float64: 7e-17 on six pilot seeds; thousands of roundings are "
    "allowed for other processors",
    seeds={"quick": (0, 1), "full": (0, 1, 2, 3, 4)},
    derivation=plane_decoder_proof.derivation,
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="The weights are given; whether training finds such is asked apart.",
            without="position.decoder-found",
        ),
        Assumption(
            says="Rational weights, as exact as they are, and so a rational slope.",
            without=OPEN,
        ),
    ),
    view=View(
        curve=_shown,
        x="row a = column b of the impulse; its sixteen pixels follow, row by row",
        y="decoded image",
        caption="Images of side 4 decoded from the codes of Diracs at a = b = 1, 1 1/4 "
        "and so on to 2, with ReLU. The verdict is on all quarters of a pixel in both "
        "directions, three slopes, and sides 2 and 4.",
        marks=True,
    ),
    checks=(
        Check(
            value="largest error at L = 7",
            at_most=FAR,
            because="random places, corners, edges, halves and neighbours of whole "
            "places in images of side 128, through seven layers that double the "
            "rounding of the codes: 4e-14 on the pilot seeds",
        ),
        Check(
            value="largest difference from a product of hats",
            at_most=1 / 16 + 1e-9,
            because="the bound that the derivation gives; quarters of a pixel reach it",
        ),
    ),
)

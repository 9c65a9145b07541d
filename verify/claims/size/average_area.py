"""An averaging filter gives the area of a disk."""

from functools import partial

import numpy as np

from theory.size import pixels
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
    Sweep,
    View,
)
from verify.distances import RELATIVE_L2

_SIZE = 64
_RADII: Array = np.arange(1.0, 32.0) + 0.4
_CONFIGURATION = {"size": _SIZE, "radii": _RADII.tolist()}


def _unit(areas: Array) -> Array:
    """Return means of images, over the norm of those of the claim."""
    return np.asarray(areas / np.linalg.norm(np.pi * _RADII**2))


def _power(exponent: float) -> Array:
    """Return the power of the radius that is nearest to the area."""
    shape = _RADII**exponent
    area = np.pi * _RADII**2
    return _unit(shape * (shape @ area) / (shape @ shape))


def _wider(by: float) -> Array:
    return _unit(np.pi * (_RADII + by) ** 2)


def _times(factor: float) -> Array:
    return _unit(factor * _RADII**2)


def _read(arrays: Arrays) -> Measurement:
    radii, spacing = arrays["radii"], float(arrays["spacing"][0])
    areas, filtered = (_SIZE**2 * arrays[n] for n in ("means", "filtered"))
    off = np.abs(areas - np.pi * radii**2)
    bound = np.array([pixels.area_error(r, spacing) for r in radii])
    return Measurement(
        answer=_unit(areas),
        values={
            "off the area, over the bound": float(np.max(off / bound)),
            "filters with a stride, off the mean": float(
                np.abs(filtered - areas).max()
            ),
        },
    )


def _curve(answer: Array) -> tuple[Array, Array]:
    return (_RADII / _RADII[-1]) ** 2, answer


CLAIM = Claim(
    name="size.average-area",
    statement="The mean of an image of a disk of radius $r$ on $n times n$ pixels, and "
    "so what filters leave that average blocks which do not overlap, is the "
    "area of the disk over that of the image, $pi r^2 / n^2$; where points of"
    " spacing $h$ are counted, to within $pi (sqrt(2) r h + h^2 / 2) / n^2$.",
    predict=partial(_power, 2.0),
    experiment=Experiment(
        function="empirical.size.averaging:averaged_disks",
        configurations={"quick": _CONFIGURATION, "full": _CONFIGURATION},
        seconds=0.1,
        trains=False,
    ),
    read=_read,
    rivals=(
        Rival(
            name="radius^1.95", answer=partial(_power, 1.95), because="nearly the area"
        ),
        Rival(
            name="radius^2.05",
            answer=partial(_power, 2.05),
            because="nearly the area, from the other side",
        ),
        Rival(name="the radius", answer=partial(_power, 1.0), because="the parameter"),
        Rival(
            name="pixels that the disk touches",
            answer=partial(_wider, 0.5),
            because="a disk that is half a pixel larger, as without grey edges",
        ),
        Rival(
            name="a spacing too large",
            answer=partial(_wider, 1 / 16),
            because="a disk that is half a spacing of the counted points larger",
        ),
        Rival(
            name="22/7 r^2",
            answer=partial(_times, 22 / 7),
            because="the oldest value of the area of a disk",
        ),
        Rival(
            name="the square around",
            answer=partial(_times, 4.0),
            because="what a filter that sees rows and columns could give",
        ),
    ),
    distance=RELATIVE_L2,
    tolerance=3.4e-4,
    because="8 x 8 points a pixel are 1.5e-4 off on the whole; below 0.9 of the "
    "distance to the nearest rival, 4.0e-4",
    seeds=(0,),
    derivation=pixels.derivation,
    view=View(
        curve=_curve,
        x="squared radius over that of the largest",
        y="mean of the image, over the norm of all means",
        caption="The means of the images of 31 disks: straight against the squared "
        "radius.",
    ),
    evidence=frozenset({Evidence.THEOREM, Evidence.COMPUTATION}),
    assumptions=(
        Assumption(
            says="The disk lies inside the image, and the grey of a pixel is the share "
            "that the disk covers.",
            without="size.blur",
        ),
    ),
    sweeps=(
        Sweep(
            parameter="m of the mean radius^m",
            values=tuple(float(m) for m in (1.99 + 0.0005 * np.arange(41)).round(4)),
            answer=_power,
            because="the area is m = 2",
        ),
    ),
    checks=(
        Check(
            value="off the area, over the bound",
            at_most=1.0,
            because="proved for every radius, by counting the cells around the points",
        ),
        Check(
            value="filters with a stride, off the mean",
            at_most=1e-9,
            because="averages of averages of equal parts are the average: rounding",
        ),
    ),
)

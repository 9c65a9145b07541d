"""Generators with a formula, organised by the codes that theory says are best."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from jaxtyping import Float

from tests.exact.arrays import Exact, Maker
from tests.exact.pca.waves import (
    AMONG,
    LATENT,
    Waves,
    apart,
    bent_waves,
    candidates,
    carried,
    relative_error,
    singular_axes,
    sphere,
    white,
)
from verify.claim import Arrays, Claim

_DRAWS = 128
"""Of what a code leaves open, for the mean image of a code."""


def _organised_shapes(claim: Claim, seed: int) -> Exact:
    """Return waves organised by singular axes near a code, by linear PCA as a whole."""
    setting = claim.experiment.configurations["quick"]
    count, scales = setting["organising"]["components"], _reaches(setting)
    waves, codes = bent_waves(seed), candidates(seed)
    centre = max(codes, key=lambda code: apart(waves.derivative(code)))
    jacobian = waves.derivative(centre)
    axes, rng = singular_axes(jacobian), np.random.default_rng(seed)
    found = [
        _near(
            waves,
            centre,
            setting["scale"],
            white(setting["offsets"], LATENT, rng),
            axes[:count],
        )
    ]
    drawn = sphere(rng.standard_normal((setting["offsets"], LATENT)))
    found.append(_whole(waves, drawn, axes, count))
    among = codes[:AMONG]
    tables = {name: np.stack([one[name] for one in found]) for name in found[0]}
    given = ("offsets", "linear")
    return Exact(
        given={
            "jacobian": jacobian,
            "jacobians": np.stack([waves.derivative(code) for code in among]),
            "quality": np.zeros(2),
            **{name: tables.pop(name) for name in given},
        },
        made={"carried": carried(waves, among, scales), **tables},
        shown=("offsets",),
        axes={"codes": 1},
    )


def _reaches(setting: Mapping[str, Any]) -> tuple[float, ...]:
    return (setting["scale"], *setting["farther"])


def _near(
    waves: Waves,
    centre: Float[np.ndarray, " d"],
    scale: float,
    offsets: Float[np.ndarray, "m d"],
    axes: Float[np.ndarray, "k d"],
) -> Arrays:
    """Return the offsets' parts along singular axes, and what their means leave."""
    seen = waves.levels(centre + scale * offsets)
    sizes = range(1, len(axes) + 1)
    path = np.linspace(-2, 2, 9)[:, None] * axes[:, None]
    return {
        "offsets": offsets,
        "codes": offsets @ axes.T,
        "errors": np.array(
            [
                relative_error(_mean(waves, centre, scale, offsets, axes[:k]), seen)
                for k in sizes
            ]
        ),
        "linear": _left_by_components(seen, len(axes)),
        "pictures": waves.images(centre + scale * path),
    }


def _mean(
    waves: Waves,
    centre: Float[np.ndarray, " d"],
    scale: float,
    offsets: Float[np.ndarray, "m d"],
    axes: Float[np.ndarray, "k d"],
) -> Float[np.ndarray, "m d"]:
    """Return the mean image of the offsets that share their parts along some axes."""
    told = axes.T @ axes
    open_ = np.random.default_rng(1).standard_normal((_DRAWS, LATENT))
    rest = open_ - open_ @ told
    means = sum(waves.levels(centre + scale * (offsets @ told + r)) for r in rest)
    return np.asarray(means / _DRAWS)


def _whole(
    waves: Waves,
    drawn: Float[np.ndarray, "m d"],
    axes: Float[np.ndarray, "d d"],
    count: int,
) -> Arrays:
    """Return the principal components of the images of codes everywhere."""
    seen = waves.levels(drawn)
    middle = seen.mean(axis=0)
    vectors = np.linalg.svd(seen - middle, full_matrices=False)[2][:count]
    codes = (seen - middle) @ vectors.T
    rebuilt = (middle + codes[:, :k] @ vectors[:k] for k in range(1, count + 1))
    steps = np.linspace(-2, 2, 9)[:, None] * vectors[:, None]
    pictures = (middle + codes.std(axis=0)[:, None, None] * steps) @ waves.patterns
    centre = np.zeros(LATENT)
    shape = waves.images(centre + axes[0]).shape
    return {
        "offsets": drawn,
        "codes": codes,
        "errors": np.array([relative_error(one, seen) for one in rebuilt]),
        "linear": _left_by_components(seen, count),
        "pictures": pictures.reshape(count, 9, *shape),
    }


def _left_by_components(
    seen: Float[np.ndarray, "m d"], count: int
) -> Float[np.ndarray, " k"]:
    """Return which share of the variance the first principal components leave."""
    values = np.linalg.eigvalsh(np.cov(seen.T, bias=True))[::-1]
    return np.asarray(1 - np.cumsum(values)[:count] / values.sum())


_FACE = (3, 64, 64)
_FACE_LATENT, _REACH, _STEPS = 100, 0.2, 7
_SINGULAR = 1.4 ** -np.minimum(np.arange(_FACE_LATENT), 7.0)
"""Singular values: the leading ones apart, the others alike."""


def _organised_faces(claim: Claim, seed: int) -> Exact:
    """Return a linear generator of colour images, organised by its singular axes."""
    setting = claim.experiment.configurations["quick"]
    count = setting["organising"]["components"]
    rng = np.random.default_rng(seed)
    size, pixels = _FACE_LATENT, int(np.prod(_FACE))
    left = np.linalg.qr(rng.standard_normal((pixels, size)))[0]
    axes = np.linalg.qr(rng.standard_normal((size, size)))[0]
    jacobian = (left * _SINGULAR) @ axes
    offsets = white(setting["offsets"], size, rng)
    codes = offsets @ axes[:count].T
    seen = offsets @ jacobian.T
    decoder = axes[:count] @ jacobian.T
    errors = np.array(
        [relative_error(codes[:, :k] @ decoder[:k], seen) for k in range(1, count + 1)]
    )
    return Exact(
        given={
            "triangle": np.linalg.qr(jacobian, mode="r"),
            "offsets": offsets,
            "axes": np.tile(errors, (len(_reaches(setting)), 1)),
            "raw": _lines(jacobian, np.eye(size)[:count]),
        },
        made={
            "codes": codes,
            "errors": errors,
            "found": _lines(jacobian, axes[:count]),
        },
        shown=("offsets",),
    )


def _lines(
    jacobian: Float[np.ndarray, "p d"], directions: Float[np.ndarray, "k d"]
) -> Float[np.ndarray, "k steps c n n"]:
    """Return images on straight lines through the middle, a row for each direction."""
    reach = _REACH * np.sqrt(_FACE_LATENT)
    path = np.linspace(-reach, reach, _STEPS)[:, None] * directions[:, None]
    return np.asarray((path @ jacobian.T).reshape(len(directions), _STEPS, *_FACE))


def _organised_plane(claim: Claim, seed: int) -> Exact:
    """Return the first singular axis of two, by linear networks and by others."""
    offsets = white(2048, 2, np.random.default_rng(seed))
    codes, images = offsets[:, :1], offsets * [1, 0]
    made = {
        f"{kind} {arm}": array
        for arm in ("linear", "bent")
        for kind, array in (("codes", codes), ("made", images))
    }
    return Exact(given={"offsets": offsets}, made=made)


MAKERS: dict[str, Maker] = {
    "organised_plane": _organised_plane,
    "organised_shapes": _organised_shapes,
    "organised_faces": _organised_faces,
}

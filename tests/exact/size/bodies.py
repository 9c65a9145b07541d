"""Exact networks without biases on scaled bodies: one image, many strengths."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from empirical.disks import disks, midpoint_radii
from empirical.size.images.blur import blurred
from empirical.size.images.bodies import scaled_copies
from empirical.size.images.outlines import outlined_copies
from empirical.size.images.real_shapes import picture, scaled
from tests.exact.arrays import Exact, Maker
from tests.exact.size import profiles
from tests.exact.size.worlds import whatever_seed
from theory.size.law import Law, power
from verify.claim import Array, Arrays, Claim

SLOPE = 0.2
"""Of LeakyReLU: a decoder of one layer that makes f of 1 makes -0.2 f of -1."""

SCALES = 256
"""Of a real shape, for the image that has no equation."""


def _holed(low: float, high: float) -> Law:
    return profiles.UNIFORM.without(low, high)


_LAWS = {"size.law-linear": power(1.0), "size.law-hole": _holed(0.35, 0.6)}
_FAMILIES = {
    "size.laws": (
        profiles.UNIFORM,
        power(1.0),
        Law(density=lambda share: (1 - share) ** 2),
        _holed(1 / 3, 7 / 12),
    )
}


def one_image(
    images: Array, sizes: Array, image: Array, negative: float = -SLOPE
) -> Exact:
    """Return what a decoder that scales one image makes, with the best strengths."""
    codes = profiles.strengths(images, image)
    decoded = np.multiply.outer(codes, image)
    mean = np.broadcast_to(images.mean(axis=0), images.shape)
    return Exact(
        given={"images": images, "sizes": sizes},
        made={
            "codes": codes,
            "profiles": np.stack([image, negative * image]),
            "history": profiles.losses(images, decoded),
        },
        instead={
            "constant": {
                "codes": np.ones(len(images)),
                "profiles": mean[:2],
                "history": profiles.losses(images, mean),
            },
            "copies": {
                "codes": sizes,
                "profiles": images[[-1, -1]],
                "history": profiles.losses(images, images),
            },
        },
    )


@whatever_seed
def scaled_bodies(claim: Claim) -> Exact:
    law = _LAWS.get(claim.name, profiles.UNIFORM)
    return _bodies(claim.experiment.configurations["quick"], law)


def _bodies(told: Mapping[str, Any], law: Law) -> Exact:
    sizes = np.asarray(told["sizes"])
    draw = _drawing(told)
    weights = told.get("weights") or [1.0] * len(sizes)
    roots = np.sqrt(np.asarray(weights) / np.mean(weights))
    copies = draw(sizes)
    images = copies * roots.reshape(-1, *[1] * (copies.ndim - 1))
    if told.get("dimension") == 3:
        # So few voxels move the best image by far more than training is allowed to.
        return one_image(images, sizes, profiles.trained(images))
    image = profiles.drawn(draw, _largest(told), law, told.get("dimension", 2))
    return one_image(images, sizes, image)


def _largest(told: Mapping[str, Any]) -> float:
    """Return where the law ends: half a step beyond the last midpoint.

    Of equal shares of the law, which for p ~ r are steps of the squared size.
    """
    steps = np.asarray(told["sizes"])[-2:]
    power = 1 if np.isclose(steps[1] - steps[0], 2 * told["sizes"][0]) else 2
    return float((steps[1] ** power + np.diff(steps**power)[0] / 2) ** (1 / power))


def _drawing(told: Mapping[str, Any]) -> Callable[[Array], Array]:
    if "digit" in told:
        shape = picture("digit", told["digit"])
        return partial(outlined_copies, shape, pixels=told["size"])
    body, dimension = told["body"], told["dimension"]
    return lambda sizes: scaled_copies(body, sizes, told["size"], dimension)


@whatever_seed
def several_families(claim: Claim) -> Exact:
    told = dict(claim.experiment.configurations["quick"])
    families = told.pop("families")
    laws = _FAMILIES.get(claim.name, (profiles.UNIFORM,) * len(families))
    found = [
        _bodies({**told, **family}, law)
        for family, law in zip(families, laws, strict=True)
    ]
    return stacked(found)


def stacked(found: list[Exact]) -> Exact:
    """Return the measurements of several families as one."""
    return Exact(
        given=_stacked([one.given for one in found]),
        made=_stacked([one.made for one in found]),
        instead={
            kind: _stacked([one.instead[kind] or {} for one in found])
            for kind in found[0].instead
        },
    )


def _stacked(parts: list[Arrays]) -> Arrays:
    return {name: np.stack([part[name] for part in parts]) for name in parts[0]}


@whatever_seed
def blurred_disks(claim: Claim) -> Exact:
    told = claim.experiment.configurations["quick"]

    def draw(count: int) -> tuple[Array, Array]:
        radii = midpoint_radii(count, told["largest_radius"])
        return radii, blurred(disks(radii, told["size"]), told["sigma"])

    radii, images = draw(told["radii"])
    return one_image(images, radii, profiles.trained(draw(SCALES)[1]))


@whatever_seed
def scaled_shape(claim: Claim) -> Exact:
    told = claim.experiment.configurations["quick"]
    original = picture(told["shape"], told["number"])

    def draw(count: int) -> tuple[Array, Array]:
        sizes = midpoint_radii(count, told["largest"])
        return sizes, scaled(original, sizes, told["size"])

    sizes, images = draw(told["scales"])
    image = profiles.trained(draw(SCALES)[1])
    return one_image(images, sizes, image, negative=-told["slope"])


MAKERS: dict[str, Maker] = {
    "scaled_bodies": scaled_bodies,
    "several_families": several_families,
    "blurred_disks": blurred_disks,
    "scaled_shape": scaled_shape,
}

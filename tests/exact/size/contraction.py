"""Codes of least contractive energy on the experiment's images, without training."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from empirical.disks import midpoint_radii
from empirical.size.images.soft_disks import soft_disks
from tests.exact.arrays import Exact, Maker
from tests.exact.size.worlds import whatever_seed
from theory.size import codes
from verify.claim import Array, Claim

FINER = 33
"""Times as many radii as are read: odd, so that those read are among them."""


@whatever_seed
def least_contractive_code(claim: Claim) -> Exact:
    told = claim.experiment.configurations["quick"]
    made = _averaging(told) if told["encoder"] == "linear" else _free(told)
    return Exact(given={}, made=made)


def _free(told: Mapping[str, Any]) -> dict[str, Array]:
    """Return the least code on a grid of radii, by linear algebra.

    A free encoder follows the curve of images: its squared gradient is that of the
    code along the radius, over the squared speed of the images.
    """
    low, high = told["radii"]

    def radius(share: Array) -> Array:
        return np.asarray(low + (high - low) * share)

    def speed(share: Array) -> Array:
        step = 1e-3
        ends = (
            soft_disks(radius(share) + sign * step, told["size"], told["softness"])
            for sign in (1, -1)
        )
        slope = np.subtract(*ends) / (2 * step) * (high - low)
        return np.asarray(np.sum(slope**2, axis=(1, 2)))

    found, energy = codes.on_a_grid(
        lambda share: radius(share) ** told["law"],
        speed,
        FINER * told["grid"],
        variance=told["given"] == "variance",
    )
    return _made(found[FINER // 2 :: FINER], energy)


def _averaging(told: Mapping[str, Any]) -> dict[str, Array]:
    """Return the code of the filter that averages the largest disk.

    It has range 1 between the smallest disk, which is empty, and the largest.
    """
    low, high = told["radii"]
    axis = np.arange(told["size"]) + 0.5 - told["size"] / 2
    inside = np.hypot(axis[:, None], axis) <= high
    shown = low + midpoint_radii(told["grid"], high - low)
    images = soft_disks(shown, told["size"], told["softness"])
    return _made(images[:, inside].mean(axis=1), 1 / np.sum(inside))


@whatever_seed
def envelope_encoder(claim: Claim) -> Exact:
    """Return changes that are the steepness times the squared step, and no more."""
    told = claim.experiment.configurations["quick"]
    steps, p = np.asarray(told["steps"]), np.asarray(told["exponents"])
    ends = np.array([told["smallest"], 1.0])
    lipschitz = np.max(p[:, None] * ends ** (p[:, None] - 1), axis=1)
    return Exact(
        given={"steps": steps, "lipschitz": lipschitz, "steepness": 3 * lipschitz},
        made={"changes": np.multiply.outer(3 * lipschitz, steps**2)},
        axes={"changes": 1},
    )


def _made(found: Array, energy: float) -> dict[str, Array]:
    # The loss is the logarithm of the energy.
    return {
        "codes": found,
        "energy": np.array([energy]),
        "history": np.array([0.0, np.log(energy)]),
    }


MAKERS: dict[str, Maker] = {
    "least_contractive_code": least_contractive_code,
    "envelope_encoder": envelope_encoder,
}

"""Exact linear autoencoders of disks, solved in the space of the images' products."""

import numpy as np
from jaxtyping import Float

from empirical.disks import disks, midpoint_radii
from tests.exact.arrays import Exact, Maker
from verify.claim import Claim

_TURN = np.pi / 5


def _progressive_axes(claim: Claim, seed: int) -> Exact:
    setting = claim.experiment.configurations["quick"]
    size, count = setting["size"], setting["codes"]
    images = disks(midpoint_radii(setting["count"], setting["radius"]), size)
    flat = images.reshape(len(images), -1)
    seen = flat - flat.mean(0) if setting["centred"] else flat
    codes = _codes(seen, count)
    decoder = codes.T @ seen / len(seen)
    energy = np.sum(seen**2)
    errors = [
        np.sum((seen - codes[:, :k] @ decoder[:k]) ** 2) / energy
        for k in range(1, count + 1)
    ]
    made = {
        "axes": _unit(decoder, size),
        "joint_axes": _unit(_turned(decoder), size),
        "errors": np.array(errors),
        "overlaps": np.array([_largest_overlap(codes)]),
    }
    return Exact(given={"images": images}, made=made)


def _codes(seen: Float[np.ndarray, "m pixels"], count: int) -> Float[np.ndarray, "m k"]:
    """Return the principal codes, of mean square 1, from products of the images."""
    vectors = np.linalg.eigh(seen @ seen.T)[1][:, ::-1]
    return np.asarray(vectors[:, :count] * np.sqrt(len(seen)))


def _turned(decoder: Float[np.ndarray, "k pixels"]) -> Float[np.ndarray, "k pixels"]:
    """Return what codes give that are uncorrelated too, but in no order."""
    turned = decoder.copy()
    turned[0] = np.cos(_TURN) * decoder[0] + np.sin(_TURN) * decoder[1]
    turned[1] = np.cos(_TURN) * decoder[1] - np.sin(_TURN) * decoder[0]
    return turned


def _unit(
    columns: Float[np.ndarray, "k pixels"], size: int
) -> Float[np.ndarray, "k size size"]:
    unit = columns / np.linalg.norm(columns, axis=1, keepdims=True)
    return np.asarray(unit.reshape(-1, size, size))


def _largest_overlap(codes: Float[np.ndarray, "m k"]) -> float:
    products = codes.T @ codes / len(codes)
    return float(np.abs(np.triu(products, 1)).max())


MAKERS: dict[str, Maker] = {"progressive_axes": _progressive_axes}

"""What a network gave for disks, as figures."""

from dataclasses import dataclass

import numpy as np

from verify.claim import Array, Arrays
from verify.claims.pca.families.dependence import rank_correlation
from verify.claims.size.families import of_disks
from verify.claims.size.two_signs import small_are_positive
from verify.distances import RELATIVE_L2, distance
from verify.subjects import Disks

_SPANS = 0.01
"""Share of the variance from which on an axis counts among those that codes span."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A network, the disks that it was asked about, and what it gave.

    For radii that stand for the law, for those halfway between, and for those halfway
    between fewer.
    """

    disks: Disks
    few: Disks
    shown: Arrays
    unseen: Arrays
    apart: Arrays

    @property
    def codes(self) -> Array:
        """The codes of the disks shown, (m, k)."""
        return np.asarray(self.shown["all codes"])

    @property
    def alone(self) -> bool:
        """Whether there is one code, and not the same for all disks."""
        spread = np.ptp(self.codes, axis=0)
        return self.codes.shape[1] == 1 and bool(spread[0] > 0)


def precision_of(values: Array) -> float:
    """Return the precision of the narrowest floating point that holds all values.

    Examples
    --------
    >>> precision_of(np.array([0.1])) == 2.0**-52
    True
    >>> precision_of(np.array([np.float32(0.1)], dtype=float)) == 2.0**-23
    True

    """
    for kind in (np.float16, np.float32):
        with np.errstate(over="ignore"):
            if np.array_equal(values, values.astype(kind).astype(float)):
                return float(np.finfo(kind).eps)
    return float(np.finfo(float).eps)


def split(asked: Asked) -> float | None:
    """Return below which share of R codes have one sign; None where they have one."""
    codes, images = asked.codes[:, 0], asked.shown["images"]
    if np.all(codes > 0) or np.all(codes < 0):
        return None
    positive = codes > 0
    small = positive == small_are_positive(codes, np.square(images).sum(axis=(1, 2)))
    return float(np.clip(small.sum(), 1, len(codes) - 1) / len(codes))


def figures(asked: Asked, without_biases: bool) -> dict[str, float]:
    """Return the numbers of the card, whatever claim they belong to."""
    shown, radii = asked.shown, asked.shown["radii"]
    codes = asked.codes
    centred = codes - codes.mean(axis=0)
    axes = np.linalg.svd(centred, compute_uv=False) ** 2
    lost = np.square(asked.unseen["decoded"] - asked.unseen["images"]).sum()
    found = {
        "relative squared error": float(shown["history"][0]),
        "relative squared error between": float(
            lost / np.square(asked.unseen["images"]).sum()
        ),
        "largest error of one radius": float(shown["errors"].max()),
        "codes": float(codes.shape[1]),
        "dimensions that the codes span": float(
            np.sum(axes > _SPANS * max(axes.sum(), 1e-300))
        ),
        **_images_spanned(shown["decoded"]),
    }
    if not asked.alone:
        return found
    code = codes[:, 0]
    turns = np.diff(code)
    return found | {
        "rank correlation with the area": rank_correlation(code, radii),
        "steps backwards": float(min(np.sum(turns <= 0), np.sum(turns >= 0))),
        **{
            f"R^2 of the code, affine in {name}": float(
                np.corrcoef(code, radii**m)[0, 1] ** 2
            )
            for m, name in ((1, "the radius"), (2, "the area"))
        },
        **(_from_theory(asked) if without_biases else {}),
    }


def _images_spanned(decoded: Array) -> dict[str, float]:
    values = np.linalg.svd(decoded.reshape(len(decoded), -1), compute_uv=False)
    second = float(values[1] / values[0]) if values[0] > 0 else 0.0
    return {"second image over the first, of four decoded": second}


def _from_theory(asked: Asked) -> dict[str, float]:
    """Return how far the image of a unit code is from theory's, and from the best."""
    image = asked.shown["profile"]
    if not np.any(image):
        return {}
    unit = image / np.linalg.norm(image)
    return {
        "image of a unit code to theory's": distance(
            RELATIVE_L2, unit, of_disks.picture(asked.disks)
        ),
        "best image of these very disks to theory's": of_disks.grid_error(asked.disks),
    }

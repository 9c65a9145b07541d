"""Disks through a network that somebody else has built and trained."""

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.coder import Coder
from empirical.disks import disks
from empirical.size import probes
from empirical.size.images.blur import blurred

Radii = Float[np.ndarray, " m"]


class _Probed:
    """A coder as the probes of our own networks call one."""

    def __init__(self, coder: Coder) -> None:
        self._coder = coder

    def encode(self, images: Tensor) -> Tensor:
        return torch.from_numpy(self._coder.encode(images[:, 0].numpy()))

    def decode(self, codes: Tensor) -> Tensor:
        return torch.from_numpy(self._coder.decode(codes.numpy()))[:, None]


def disks_through(
    coder: Coder, *, size: int, radii: Radii, sigma: float = 0.0
) -> Arrays:
    """Show disks to a network, and return what the claims on disks read.

    Parameters
    ----------
    coder
        Of images of this size.
    size
        Pixels along a side n.
    radii
        Shape (m,), rising, in pixels: quantiles of the law, 8 or more.
    sigma
        Of the blur of the images, in pixels, at least 0.

    Returns
    -------
    dict
        ``images`` (m, n, n), ``radii`` (m,), ``all codes`` (m, k), ``decoded``
        (4, n, n), what becomes of every quarter of the radii, ``history`` (1,), the
        squared error over the energy of the disks, ``errors`` (m,), of each disk over
        the mean energy, and the arrays of
        :func:`empirical.size.probes.homogeneity`. With one code also ``codes`` (m,),
        ``profile`` (n, n), D(1) or D(-1), and ``profiles``, both.

    Raises
    ------
    ValueError
        If a radius is out of range.

    """
    images = blurred(disks(radii, size), sigma)
    shown = torch.from_numpy(images)[:, None]
    probed = _Probed(coder)
    codes = coder.encode(images)
    made = coder.decode(codes)
    lost = np.square(made - images).sum(axis=(1, 2))
    energy = np.square(images).sum(axis=(1, 2))
    every = len(radii) // 4
    return {
        "images": images,
        "radii": np.asarray(radii),
        "all codes": codes,
        "history": np.array([lost.sum() / energy.sum()]),
        "errors": lost / energy.mean(),
        "decoded": made[every - 1 :: every],
        **probes.homogeneity(probed, shown),
        **(_one_code(probed, shown) if codes.shape[1] == 1 else {}),
    }


def unseen_through(
    coder: Coder, *, size: int, radii: Radii, sigma: float = 0.0
) -> Arrays:
    """Show disks of other radii, and codes that belong to none.

    Parameters
    ----------
    coder, size, radii, sigma
        As for :func:`disks_through`.

    Returns
    -------
    dict
        Those of :func:`empirical.size.biased_disks.biased_disks`: ``radii`` (m,),
        ``images`` and ``decoded`` (m, n, n), ``codes`` (m,), the first where there
        are several, and ``between`` (m - 1, n, n), what the decoder draws of a code
        alone, halfway between two of these.

    Raises
    ------
    ValueError
        If a radius is out of range.

    """
    images = blurred(disks(radii, size), sigma)
    codes = coder.encode(images)
    return {
        "radii": np.asarray(radii),
        "images": images,
        "codes": codes[:, 0],
        "decoded": coder.decode(codes),
        "between": coder.decode((codes[1:] + codes[:-1]) / 2),
    }


def _one_code(probed: probes.Probed, shown: Tensor) -> Arrays:
    both = probes.both_profiles(probed, shown)
    return {**probes.profile(probed, shown), "profiles": both["profiles"]}

"""The claim on a pretrained generator, on a PGAN checkpoint that a person names."""

import shlex
from pathlib import Path
from typing import Any

from verify.claim import Claim, Experiment
from verify.claims.pca.families.organised_generator import SETTING, organised_claim

_SPEED = 5e9
"""Multiplications and additions of one core in a second, forth and back."""


def pgan_claim(file: Path) -> Claim:
    """Return the claim that eq. (16) organises the generator in a PGAN checkpoint.

    The file is read here, once; the same bytes give the same claim.

    Parameters
    ----------
    file
        As pytorch_GAN_zoo writes it.

    Raises
    ------
    ValueError
        If the file holds something else; nothing in it is ever unpickled.

    """
    from empirical.pca.models.progressive_generator import (
        checksum,
        progressive_generator,
    )

    place = str(file.absolute())
    generator = progressive_generator(Path(place))
    digest, latent = checksum(Path(place)), generator.latent
    offsets = 2 * latent
    setting = {**SETTING, "offsets": offsets, "pgan": place, "digest": digest}
    images = 70 * offsets + 20 * latent
    seconds = 10 + images * _work(generator) / _SPEED
    return organised_claim(
        name=f"pca.gan-pgan-{digest[:8]}",
        statement=f"Around a chosen code z of the PGAN in {file.name} (d = {latent}, "
        "|z| = sqrt d), eq. (16) with a spread of eta of 1 % of that of the codes "
        "finds the first right singular vectors of dG/dz at z, in order.",
        latent=latent,
        experiment=Experiment(
            function="empirical.pca.latent_faces:organised_faces",
            configurations={"quick": setting, "full": setting},
            seconds=seconds,
        ),
        because="as for pca.gan-faces; on a real PGAN it was never tried",
        seeds={"quick": (0, 1, 2), "full": (0, 1, 2, 3, 4)},
        asked=f"--pgan {shlex.quote(place)}",
    )


def _work(generator: Any) -> int:
    """Return the multiplications that one image takes."""
    side, total = 4, 0
    for layers in (generator.groupScale0, *generator.scaleLayers):
        total += sum(layer.module.weight.numel() for layer in layers) * side**2
        side *= 2
    return total

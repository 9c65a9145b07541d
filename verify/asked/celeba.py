"""The claim on real faces, on CelebA or others in a folder that a person names."""

import shlex
from functools import partial
from pathlib import Path
from typing import Any

from empirical.pca.images import celeba
from empirical.pca.images.face_folder import faces_in
from verify.claim import Array, Claim, Experiment
from verify.claims.pca.families.rebuilt_faces import CODES, EDGES, faces_claim

_KNOWN, _UNSEEN, _SIZE = 2000, 200, 32
_EDGES = (*EDGES[:-1], 23.0)
"""Cycles per side of 32 pixels."""


def _split(folder: str) -> tuple[Array, Array]:
    return celeba.split(folder, _KNOWN, _UNSEEN, _SIZE)


def found_in(folder: Path) -> str:
    """Return in one sentence which faces a folder holds."""
    return faces_in(folder).said


def celeba_claim(folder: Path) -> Claim:
    """Return the claim that a PCA-like autoencoder blurs faces.

    Its images are read here, once; the same images give the same claim.

    Parameters
    ----------
    folder
        In a layout of :func:`empirical.pca.images.face_folder.faces_in`.

    Raises
    ------
    ValueError
        If the folder does not hold faces that can be read.

    """
    place = str(folder.absolute())
    faces: dict[str, Any] = {
        "folder": place,
        "known": _KNOWN,
        "unseen": _UNSEEN,
        "size": _SIZE,
    }
    name = faces_in(place).name
    digest = celeba.content(**faces)
    known = len(_split(place)[0])
    setting = {
        "faces": faces,
        "digest": digest,
        "components": CODES,
        "recipe": {
            "penalty": 0.1,
            "adam_steps": 300,
            "learning_rate": 5e-3,
            "channels": [8, 16],
            "hidden": 16,
            "batch": min(150, known),
        },
    }
    return faces_claim(
        name=f"pca.faces-celeba-{digest[:8]}",
        statement=f"Applied directly to the first {known} training faces of {name}, a "
        "PCA-like autoencoder of three codes gives blurry ones: of what test faces "
        "have beyond the average in detail, waves shorter than 2/9 of the side, "
        "it keeps as little as three linear principal components.",
        split=partial(_split, place),
        edges=_EDGES,
        more_axes=(5, 10),
        experiment=Experiment(
            function="empirical.pca.rebuilt_celeba:rebuilt_celeba",
            configurations={"quick": setting, "full": setting},
            seconds=30.0,
        ),
        tolerance=0.03,
        because="on 1,200 faces that a generator made, in CelebA's layout, the shares "
        "were off by 0.015 on two pilot seeds; twice that. On "
        "photographs it was never tried",
        seeds={"quick": (0, 1, 2), "full": (0, 1, 2, 3, 4)},
        asked=f"--celeba {shlex.quote(place)}",
    )

"""What the claims on a generator's latent space share: the measurement."""

from functools import partial
from typing import Any

import numpy as np

from theory.pca import local
from verify.budget import Budget
from verify.claim import OPEN, Array, Arrays, Assumption, Experiment, Rival, Sweep

LATENT, COUNT = 8, 3
SHOWN = 8
"""Singular axes whose share in the codes is judged."""
NEAR, FARTHER = 0.05, (0.5, 1.0)
SCALES = (NEAR, *FARTHER)
"""Of eta, for a component; 1 is the spread of the latent codes themselves."""
LEARNS = {"learning_rate": 1e-2, "batch": 64}
SEEDS: dict[Budget, tuple[int, ...]] = {
    "quick": (30, 31, 32),
    "full": (30, 31, 32, 33, 34),
}
"""Others were seen while the claims were still being put into words."""
_SETTING: dict[str, Any] = {
    "generator": {
        "latent": LATENT,
        "size": 24,
        "channels": [16, 8],
        "images": 2048,
        "weight": 0.03,
        "schedule": {
            "adam_steps": 800,
            "learning_rate": 5e-3,
            "batch": 64,
            "lbfgs_steps": 0,
        },
    },
    "scale": NEAR,
    "farther": list(FARTHER),
    "offsets": 1024,
    "organising": {
        "components": COUNT,
        "penalty": 1.0,
        "hidden": 0,
        "schedule": {**LEARNS, "adam_steps": 0, "lbfgs_steps": 80},
    },
    "whole": {
        "hidden": 32,
        "schedule": {**LEARNS, "adam_steps": 750, "lbfgs_steps": 0},
    },
}
ORGANISED = Experiment(
    function="empirical.pca.latent_shapes:organised_shapes",
    configurations={"quick": _SETTING, "full": _SETTING},
    seconds=25.0,
)
LINEAR = Assumption(
    says="Encoder and decoder are linear.", without="pca.gan-unrestricted"
)
WHITE = Assumption(
    says="The offsets that are trained on have mean 0 and covariance "
    "$sigma^2 I$ exactly, not only in expectation.",
    without=OPEN,
)
SMALL = Assumption(
    says="The spread of the offsets is small against that of the latent codes.",
    without="pca.local-or-global",
    named=True,
)
APART = Assumption(
    says="The singular values that belong to the codes differ from each other and "
    "from the next one; where two are equal the axes are not defined.",
    without=OPEN,
)
OWN = Assumption(
    says="The generator is a small one, made here: that of the talk is not at hand.",
    without="pca.gan-faces",
)
WHAT = (
    "The generator is the toolkit's own, a new one for each seed: the decoder of a "
    "Wasserstein autoencoder of soft ellipses, with d = 8 and codes uniform on the "
    "sphere of radius sqrt(d), to which it scales its input as PGAN does."
)


def lost(errors: Array, jacobian: Array) -> Array:
    """Return the lost share of what k codes should capture near one point.

    Parameters
    ----------
    errors
        Shape (..., k): shares of the variance that 1, 2, ... codes leave.
    jacobian
        Of the generator there.

    """
    least = local.left_by(jacobian, errors.shape[-1])
    return np.asarray((errors - least) / (1 - least))


def largest_correlation(codes: Array) -> float:
    """Return the largest absolute correlation between two codes (m, k)."""
    among = np.atleast_2d(np.corrcoef(codes.T))
    return float(np.abs(among - np.eye(codes.shape[1])).max())


def quality(arrays: Arrays) -> dict[str, float]:
    """Return the figures on the generator itself."""
    error, law = arrays["quality"]
    return {
        "generator: error of restored shapes": float(error),
        "generator: its codes from the uniform law": float(law),
    }


def axes(*order: int) -> Array:
    """Return the codes that are single singular axes, by their numbers from 0."""
    return np.asarray(np.eye(SHOWN)[list(order)])


def _alike(told: int, of: int) -> Array:
    """Return codes that tell equally much of the first ``told`` of ``of`` axes."""
    return np.asarray(np.tile((np.arange(SHOWN) < told) / of, (COUNT, 1)))


def turn_sweep(first: int, most: float) -> Sweep:
    """Return the answers with two neighbouring codes turned in their plane."""
    which = ("first", "last")[first]
    return Sweep(
        parameter=f"turn of the {which} two codes, degrees",
        values=tuple(np.linspace(0, most, 17)),
        answer=partial(_turned, first),
        because="how far two codes could be from the singular vectors and still fit",
    )


def _turned(first: int, degrees: float) -> Array:
    """Return the predicted codes, two neighbours of them turned in their plane."""
    found, sine = axes(*range(COUNT)), np.sin(np.radians(degrees)) ** 2
    pair = slice(first, first + 2)
    found[pair, pair] = [[1 - sine, sine], [sine, 1 - sine]]
    return found


def axis_rivals(latent: int, degrees: int) -> tuple[Rival, ...]:
    """Return what codes near one point could be other than its singular axes.

    Parameters
    ----------
    latent
        Length d of the latent vectors, at least 8.
    degrees
        By how much two neighbours are turned to be a rival.

    """
    return (
        Rival(
            name="raw latent axes",
            answer=partial(_alike, SHOWN, latent),
            because="navigation along the axes of the latent space itself; also what a "
            "PCA of eta would give, which has no order",
        ),
        Rival(
            name="the right space only",
            answer=partial(_alike, COUNT, COUNT),
            because="three codes learned at once capture as much, in any rotation",
        ),
        Rival(
            name="reversed",
            answer=partial(axes, 2, 1, 0),
            because="one slide says that components come in increasing importance",
        ),
        Rival(
            name="first two exchanged",
            answer=partial(axes, 1, 0, 2),
            because="an order that is not that of the image's change",
        ),
        Rival(
            name="last two exchanged",
            answer=partial(axes, 0, 2, 1),
            because="an order that is right at the top only",
        ),
        Rival(
            name="third passed over",
            answer=partial(axes, 0, 1, 3),
            because="a step that ends in a saddle of its loss",
        ),
        *(
            Rival(
                name=f"{which} two turned by {degrees} degrees",
                answer=partial(_turned, first, degrees),
                because="decorrelated all the same: nearly the singular vectors",
            )
            for first, which in ((0, "first"), (1, "last"))
        ),
    )


def entries(answer: Array) -> tuple[Array, Array]:
    """Draw all entries, code after code."""
    return np.arange(answer.size, dtype=float), answer.ravel()

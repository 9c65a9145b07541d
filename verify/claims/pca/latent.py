"""What the claims on a generator's latent space share: the measurement."""

from typing import Any

import numpy as np

from verify.claim import Array, Arrays, Budget, Experiment

LATENT, COUNT = 8, 3
SCALES = (0.05, 0.5, 1.0)
"""Of eta, for a component; 1 is the spread of the latent codes themselves."""
LEARNS = {"learning_rate": 1e-2, "batch": 64}
SEEDS: dict[Budget, tuple[int, ...]] = {
    "quick": (9, 10, 11),
    "full": (9, 10, 11, 12, 13),
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
    "scales": list(SCALES),
    "offsets": 1024,
    "organising": {
        "components": COUNT,
        "penalty": 1.0,
        "hidden": 32,
        "schedule": {**LEARNS, "adam_steps": 250, "lbfgs_steps": 20},
    },
    "whole": {"schedule": {**LEARNS, "adam_steps": 750, "lbfgs_steps": 20}},
}
ORGANISED = Experiment(
    function="empirical.experiments.latent:organised_shapes",
    configurations={"quick": _SETTING, "full": _SETTING},
    seconds={"quick": 45.0, "full": 45.0},
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
    from theory.pca import local

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

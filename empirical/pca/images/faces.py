"""Real faces: 100 of them, grey, 25 x 25, from scikit-image."""

import numpy as np
from jaxtyping import Float

FACES = 100


def faces() -> Float[np.ndarray, "100 25 25"]:
    """Return the faces of the package's extract of Labeled Faces in the Wild.

    Its 200 images are 100 faces and then 100 pieces of background; values in [0, 1].

    Raises
    ------
    ModuleNotFoundError
        If scikit-image is not installed.

    """
    from skimage.data import lfw_subset

    return np.asarray(lfw_subset()[:FACES], dtype=float)


def split() -> tuple[Float[np.ndarray, "a 25 25"], Float[np.ndarray, "b 25 25"]]:
    """Return faces to train on, mirrored ones too, and every fourth face to look at."""
    every = faces()
    unseen = np.arange(len(every)) % 4 == 3
    known = every[~unseen]
    return np.concatenate([known, known[:, :, ::-1]]), every[unseen]

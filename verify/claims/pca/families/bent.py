"""What the claims on codes that carry a curve share: the codes, which are minima."""

from typing import Any

import numpy as np

from verify.claim import Array, Arrays, Check, Experiment

BENDS = (0.0, 2.0, 4.0, 8.0)
SPREAD = 4 / 45
"""Variance of u^2 for u uniform on (-1, 1), where v has the variance 1."""
_SETTING: dict[str, Any] = {"bends": BENDS, "samples": 400}
BENT = Experiment(
    function="empirical.pca.bent_codes:bent_codes",
    configurations={"quick": _SETTING, "full": {**_SETTING, "samples": 4000}},
    seconds=0.5,
    trains=False,
)


def minima(arrays: Arrays) -> dict[str, float]:
    """Return how far the codes are from having no error and no penalty."""
    return {
        "largest error": float(np.max(np.abs(arrays["errors"]))),
        "largest penalty": float(np.max(np.abs(arrays["penalties"]))),
    }


MINIMA = (
    Check(
        value="largest error",
        at_most=1e-20,
        because="codes that lose something would not be minima",
        usable=True,
    ),
    Check(
        value="largest penalty",
        at_most=1e-20,
        because="nor would correlated ones",
        usable=True,
    ),
)
"""What :func:`minima` must give."""


def curve(answer: Array) -> tuple[Array, Array]:
    """Draw an answer over the curvature of the second code."""
    return np.array(BENDS), answer

"""Which part of the data is held out, and how long to wait for it to gain."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from empirical.pca.estimator import share, whole


@dataclass(frozen=True, kw_only=True)
class HeldOut:
    """What is measured on but never trained on.

    Parameters
    ----------
    share
        Of all data.
    patience
        Looks at it without progress before a code ends; None waits.
    seed
        Draws what is held out.

    """

    share: float
    patience: int | None
    seed: int

    @classmethod
    def of(cls, params: Mapping[str, Any], seed: int) -> "HeldOut":
        """Return what parameters of an estimator stand for.

        Raises
        ------
        ValueError
            If one of them is out of range, or two do not go together.

        """
        held_out = share("validation_fraction", params["validation_fraction"])
        patience = None
        if params["early_stopping"]:
            patience = whole("n_iter_no_change", params["n_iter_no_change"])
            if not held_out:
                raise ValueError(
                    "early_stopping looks at what is held out: give a "
                    "validation_fraction, such as 0.1."
                )
        return cls(share=held_out, patience=patience, seed=seed)

    def split(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the places of what to train on, and of what is held out.

        Raises
        ------
        ValueError
            If something is to be held out, but it would be fewer than two.

        """
        places = np.arange(count)
        if not self.share:
            return places, places[:0]
        some = round(self.share * count)
        if some < 2:
            raise ValueError(
                f"validation_fraction must hold out at least 2 of all, got "
                f"{self.share:g} of {count}."
            )
        mixed = np.random.default_rng(self.seed).permutation(count)
        return np.sort(mixed[some:]), np.sort(mixed[:some])

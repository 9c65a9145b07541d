"""The parameters of a PCA-like autoencoder, once they are known to be good."""

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from empirical.devices import choose_device
from empirical.pca.estimator import seed_of, share, whole
from empirical.pca.images.form import Form, PixelForm
from empirical.pca.recipe import Recipe

RECIPE = (
    *("penalty", "error", "divisor", "first", "channels", "hidden"),
    *("adam_steps", "learning_rate", "batch"),
)
"""Parameters that are fields of a recipe."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What to train, on which part of the images, and where.

    Parameters
    ----------
    recipe, packets
        How the networks are built and trained, and how many codes each packet adds.
    missing
        What stands for a value that is not known; None for nothing.
    held_out
        Share of the images that is held out.
    patience
        Looks at them without progress before a packet ends; None waits.
    device
        Where to train.

    """

    recipe: Recipe
    packets: tuple[int, ...]
    missing: float | None
    held_out: float
    patience: int | None
    device: torch.device

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> "Plan":
        """Return the plan that parameters stand for.

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
                    "early_stopping looks at held-out images: give a "
                    "validation_fraction, such as 0.1."
                )
        fields = {name: params[name] for name in RECIPE}
        return cls(
            packets=_packets(params["n_components"], params["packets"]),
            recipe=Recipe(**fields, seed=seed_of(params["random_state"])),
            missing=_missing(params["missing_values"]),
            held_out=held_out,
            patience=patience,
            device=choose_device(params["device"]),
        )

    def split(self, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return which of some images to train on, and which are held out.

        Raises
        ------
        ValueError
            If some are to be held out, but there would be fewer than two.

        """
        places = np.arange(count)
        if not self.held_out:
            return places, places[:0]
        some = round(self.held_out * count)
        if some < 2:
            raise ValueError(
                f"validation_fraction must hold out at least 2 images, got "
                f"{self.held_out:g} of {count}."
            )
        mixed = np.random.default_rng(self.recipe.seed).permutation(count)
        return np.sort(mixed[some:]), np.sort(mixed[:some])

    def suits(self, form: Form) -> None:
        """Refuse what only images can have where there are vectors.

        Raises
        ------
        ValueError
            If the recipe asks for it.

        """
        for name, usual in (("error", "squared"), ("first", "any")):
            given = getattr(self.recipe, name)
            if not isinstance(form, PixelForm) and given != usual:
                raise ValueError(f"{name} must be {usual} for vectors, got {given!r}.")

    def about(self, digest: str) -> str:
        """Return what a checkpoint must be of, for images of a digest."""
        return (
            f"packets {self.packets}, {self.recipe}, held out {self.held_out:g}, "
            f"patience {self.patience}, images {digest[:16]}"
        )


def _packets(components: Any, packets: Any) -> tuple[int, ...]:
    count = whole("n_components", components)
    if packets is None:
        return (1,) * count
    try:
        sizes = tuple(whole("packets", size) for size in packets)
    except (TypeError, ValueError):
        sizes = ()
    if sum(sizes) != count:
        raise ValueError(
            f"packets must each be at least 1 and have the sum {count}, got {packets}."
        )
    return sizes


def _missing(value: Any) -> float | None:
    if value is None:
        return None
    if not isinstance(value, Real) or isinstance(value, bool):
        raise ValueError(f"missing_values must be a number or None, got {value!r}.")
    return float(value)

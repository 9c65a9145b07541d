"""The parameters of a PCA-like autoencoder, once they are known to be good."""

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real
from typing import Any

import torch

from empirical.devices import choose_device
from empirical.pca.estimator import seed_of, whole
from empirical.pca.held_out import HeldOut
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
        Which images are held out, and how long to wait for them.
    device
        Where to train.

    """

    recipe: Recipe
    packets: tuple[int, ...]
    missing: float | None
    held_out: HeldOut
    device: torch.device

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> "Plan":
        """Return the plan that parameters stand for.

        Raises
        ------
        ValueError
            If one of them is out of range, or two do not go together.

        """
        fields = {name: params[name] for name in RECIPE}
        recipe = Recipe(**fields, seed=seed_of(params["random_state"]))
        return cls(
            packets=_packets(params["n_components"], params["packets"]),
            recipe=recipe,
            missing=_missing(params["missing_values"]),
            held_out=HeldOut.of(params, recipe.seed),
            device=choose_device(params["device"]),
        )

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
            f"packets {self.packets}, {self.recipe}, {self.held_out}, images "
            f"{digest[:16]}"
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

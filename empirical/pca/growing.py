"""One packet after the other, trained on images and then frozen."""

import math
import warnings
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor

from empirical.packed import packed, unpacked
from empirical.pca.covariance_loss import covariance_loss
from empirical.pca.errors import (
    codes_of,
    of_parts,
    reconstruction_error,
    residual,
    scatter,
    share_explained,
)
from empirical.pca.images.image_set import ImageSet, grey_of, total_of
from empirical.pca.images.survey import Survey
from empirical.pca.models.image_step import Step
from empirical.pca.models.packets import AnyStep, Packets, freeze, untrained
from empirical.pca.plan import Plan
from empirical.pca.shelf import Shelf, fill
from empirical.pca.watching import FAIR, LOOKS, Noted, Notify, Progress, Watcher
from empirical.training import train

_ASKED = 2048
"""Held-out images that are asked while a packet trains."""

_FEW = 64
"""Images on which a training that diverged is told from one that began badly."""


@dataclass(frozen=True, kw_only=True)
class Grown:
    """What is told of a packet that has grown.

    Parameters
    ----------
    explained
        Share of the variance of the images that the codes so far give back.
    held_out
        The same of the images that are held out, if any are.
    history
        What was noted on the way.
    codes
        All codes so far of the images to train on.

    """

    explained: float
    held_out: list[float]
    history: list[Noted]
    codes: Float[Tensor, "m d"]


@dataclass(frozen=True, kw_only=True)
class Nursery:
    """All that packets need to grow.

    Parameters
    ----------
    images, unseen
        To train on, and held out, perhaps none.
    survey
        What is known of the former.
    plan
        What to train, and how.
    shelf
        Where states of unfinished trainings are kept.
    notify
        Is told how far the training is.

    """

    images: ImageSet
    unseen: ImageSet
    survey: Survey
    plan: Plan
    shelf: Shelf
    notify: Notify

    @cached_property
    def progress(self) -> Progress:
        """Who tells how much is left."""
        return Progress(
            self.notify, len(self.plan.packets), self.plan.recipe.adam_steps
        )

    @cached_property
    def total(self) -> float:
        """Sum of squares around the mean image."""
        return total_of(self.images, self.survey)

    def grown(self, module: Packets, earlier: Float[Tensor, "m d"]) -> Grown:
        """Add a trained packet to those there are.

        Parameters
        ----------
        module
            The packets there are.
        earlier
            Their codes of the images to train on.

        Raises
        ------
        FloatingPointError
            If the training diverges.

        """
        place, images, plan = len(module.steps), self.images, self.plan
        step = untrained(plan.packets, place, self.survey.form, plan.recipe)
        step = step.to(plan.device)
        name = f"packet {place + 1}"
        if isinstance(step, Step):
            step.decoder.start_at(grey_of(images, self.survey))
        before = _off(step, earlier, images)
        kept = self.shelf.get(name)
        if kept is None:
            history = self._trained(module, step, earlier)
            raw = of_parts(step.encoder.raw, images)
            freeze(step, raw)
            done = packed({"state": step.state_dict(), "history": history})
            self.shelf.put(name, done, f"training {place}")
        else:
            found: Any = unpacked(kept, "checkpoint")
            fill(step, found["state"], "checkpoint")
            step.requires_grad_(False).eval()
            raw, history = of_parts(step.encoder.raw, images), found["history"]
        codes = torch.cat([earlier, step.encoder.standardise(raw)], 1)
        explained = 1 - residual(step.decoder, codes, images) / self.total
        if plan.recipe.adam_steps >= FAIR:
            _converged(explained, (before, _off(step, earlier, images)), name)
        module.steps.append(step)
        held_out = []
        if len(self.unseen):
            held_out = [share_explained(module, self.unseen, self.survey.form)]
        return Grown(
            explained=explained, held_out=held_out, history=history, codes=codes
        )

    def _trained(
        self, module: Packets, step: AnyStep, earlier: Float[Tensor, "m d"]
    ) -> list[Noted]:
        """Train the networks of one packet, and return what was noted."""
        recipe, images, place = self.plan.recipe, self.images, len(module.steps)

        def loss(batch: Tensor | None) -> Tensor:
            chosen = slice(None) if batch is None else batch.to(self.plan.device)
            (some, known), before = images[chosen], earlier[chosen]
            new = step.encoder(some)
            codes = torch.cat([before, new], 1)
            error = reconstruction_error(step.decoder, codes, some, recipe.error, known)
            correlated = covariance_loss(new, before, divisor=recipe.divisor)
            return error + recipe.penalty * correlated

        watcher = Watcher(
            place + 1,
            max(1, recipe.adam_steps // LOOKS),
            step,
            self._measure(module, step) if len(self.unseen) else None,
            self.plan.held_out.patience,
            self.progress,
        )
        seed, slot = recipe.seed * 1000 + place, self.shelf.slot(f"training {place}")
        train(step, loss, len(images), recipe.schedule(), seed, slot, watcher)
        step.float()
        watcher.settle()
        return watcher.history

    def _measure(self, module: Packets, step: AnyStep) -> Callable[[], float]:
        """Return what says which share of the variance of held-out images is left."""
        some, form = _Some(self.unseen), self.survey.form
        earlier = codes_of(module, some).to(self.plan.device)
        total = scatter(some, form)

        @torch.no_grad()
        def measure() -> float:
            codes = step.encoder.standardise(of_parts(step.encoder.raw, some))
            both = torch.cat([earlier, codes], 1)
            return residual(step.decoder, both, some) / total

        return measure


def started(start: Any, module: Packets, digest: str) -> Packets:
    """Return a module that begins with copies of the packets of a fitted model.

    Parameters
    ----------
    start
        The model.
    module
        Has no packet yet.
    digest
        Of the images that it is to be trained on.

    Raises
    ------
    ValueError
        If the model is not fitted, its packets are not the first ones, or its images
        are others.

    """
    first = getattr(start, "module_", None)
    if not isinstance(first, Packets) or not len(first.steps):
        raise ValueError(f"start must be a PCAAutoencoder that is fitted, got {start}.")
    count = len(first.steps)
    if first.packets[:count] != module.packets[:count]:
        raise ValueError(
            f"start must have packets that begin {module.packets}, got "
            f"{first.packets[:count]}."
        )
    if start.digest_ != digest:
        raise ValueError("start must be fitted to the same images, got one of others.")
    module.steps.extend(deepcopy(first.steps))
    return module


def _converged(explained: float, off: tuple[float, float], name: str) -> None:
    """Refuse networks that are worse than before; warn of those that are no use."""
    before, after = off
    if not math.isfinite(explained) or (explained < -1 and after > before):
        raise FloatingPointError(
            f"the training of {name} diverged: its images are off by "
            f"{1 - explained:.3g} times the variance; lower learning_rate."
        )
    if explained <= 0:
        warnings.warn(
            f"{name} learned nothing: its images are no nearer than the mean image; "
            "lower learning_rate or raise adam_steps.",
            RuntimeWarning,
            stacklevel=2,
        )


@torch.no_grad()
def _off(step: AnyStep, earlier: Float[Tensor, "m d"], images: ImageSet) -> float:
    """Return the error of the first few images."""
    few = slice(0, _FEW)
    (some, known), before = images[few], earlier[few]
    codes = torch.cat([before, step.encoder(some)], 1)
    return float(reconstruction_error(step.decoder, codes, some, "squared", known))


class _Some:
    """The first of many images."""

    def __init__(self, images: ImageSet) -> None:
        self.images = images

    def __len__(self) -> int:
        return min(len(self.images), _ASKED)

    def __getitem__(self, places: Tensor | slice) -> Any:
        return self.images[places]

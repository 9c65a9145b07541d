"""The PCA-like autoencoder of a generator's latent space (deck, eq. 16)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.packed import packed, unpacked
from empirical.pca.covariance_loss import covariance_loss
from empirical.pca.models.latent_step import LatentStep
from empirical.pca.shelf import Shelf
from empirical.pca.watching import Watcher
from empirical.training import Checkpoint, Schedule, train

Generator = Callable[[Tensor], Tensor]


@dataclass(frozen=True, kw_only=True)
class Organising:
    """How the latent space is organised.

    Parameters
    ----------
    components
        How many codes, one after the other.
    penalty
        Of the squared correlations, for an error relative to the variance of the
        images.
    hidden
        Numbers in the hidden layers; with none, encoders and decoders are linear.
    schedule
        Of the training of each code.

    Raises
    ------
    ValueError
        If a number is out of range.

    """

    components: int
    penalty: float
    hidden: int
    schedule: Schedule

    def __post_init__(self) -> None:
        """Refuse what could not be trained."""
        for name, low in (("components", 1), ("hidden", 0)):
            if getattr(self, name) < low:
                raise ValueError(
                    f"{name} must be at least {low}, got {getattr(self, name)}."
                )
        if not 0 <= self.penalty < float("inf"):
            raise ValueError(f"penalty must be at least 0, got {self.penalty}.")


class Organiser(nn.Module):
    """Ordered, uncorrelated codes of the vectors that a generator is given.

    ``L(eta) = |G(z + eta) - G(z + D(E(eta)))|^2 + L_cov``, the first term over the
    variance of the images. Each code has its own encoder, trained with a new decoder
    that reads all codes so far, and is then frozen. The networks see ``eta / scale``.

    Parameters
    ----------
    generator
        Maps ``z + eta`` (m, d) to images; its weights do not learn.
    centre
        The point z, shape (d,).
    scale
        Standard deviation of a component of eta, above 0.
    organising, seed
        How to train; the seed draws starts and batches.
    watched
        Returns who looks on while the networks of a code train.

    Raises
    ------
    ValueError
        If the scale is not positive.

    """

    def __init__(
        self,
        generator: Generator,
        centre: Float[Tensor, " d"],
        scale: float,
        organising: Organising,
        seed: int,
        watched: Callable[[LatentStep], Watcher | None] = lambda step: None,
    ) -> None:
        super().__init__()
        if not 0 < scale < float("inf"):
            raise ValueError(f"scale must be positive, got {scale}.")
        self.generator, self.centre, self.scale = generator, centre, scale
        self.organising, self.seed, self.watched = organising, seed, watched
        self.steps = nn.ModuleList()

    def fit(
        self, offsets: Float[Tensor, "m d"], shelf: Shelf, name: str = ""
    ) -> "Organiser":
        """Train all codes on offsets eta (m, d), and return the organiser itself.

        Parameters
        ----------
        offsets
            Shape (m, d).
        shelf, name
            Where states of unfinished trainings are kept, and the first part of the
            names that they have there.

        Raises
        ------
        FloatingPointError
            If the loss stops being finite.

        """
        self.steps = nn.ModuleList()
        inputs = offsets / self.scale
        with torch.no_grad():
            images = self.generator(self.centre + offsets)
        for place in range(self.organising.components):
            self._grow(inputs, images, place, shelf, name)
        return self

    def codes(self, offsets: Float[Tensor, "m d"]) -> Float[Tensor, "m k"]:
        """Map offsets (m, d) to their codes (m, k)."""
        inputs = offsets / self.scale
        return torch.cat([step.encoder(inputs) for step in self._steps()], 1)

    def images(self, codes: Float[Tensor, "m k"]) -> Float[Tensor, "m ..."]:
        """Map the first k codes to the images that the generator makes of them."""
        step = self._steps()[codes.shape[1] - 1]
        return self.generator(self.centre + self.scale * step.decoder(codes))

    def _steps(self) -> list[LatentStep]:
        return [step for step in self.steps if isinstance(step, LatentStep)]

    def _grow(
        self, inputs: Tensor, images: Tensor, place: int, shelf: Shelf, name: str
    ) -> None:
        step = LatentStep(
            place,
            inputs.shape[1],
            self.organising.hidden,
            torch.Generator().manual_seed(self.seed * 1000 + place),
        ).to(inputs.device)
        finished = shelf.get(f"{name} code {place}")
        if finished is None:
            with torch.no_grad():
                earlier = [old.encoder(inputs) for old in self._steps()]
            known = torch.cat([inputs[:, :0], *earlier], 1)
            training = f"{name} training {place}"
            self._train(step, inputs, known, images, shelf.slot(training))
            step.freeze(inputs)
            shelf.put(f"{name} code {place}", packed(step.state_dict()), training)
        else:
            state: Any = unpacked(finished, "checkpoint")
            step.load_state_dict(state)
            step.requires_grad_(False).eval()
        self.steps.append(step)

    def _train(
        self,
        step: LatentStep,
        inputs: Tensor,
        known: Tensor,
        images: Tensor,
        slot: Checkpoint | None,
    ) -> None:
        organising = self.organising
        spread = (images - images.mean(0)).square().flatten(1).sum(1).mean()

        def loss(batch: Tensor | None) -> Tensor:
            chosen = slice(None) if batch is None else batch.to(inputs.device)
            dtype = step.decoder.linear.weight.dtype
            new = step.encoder(inputs[chosen].to(dtype))
            codes = torch.cat([known[chosen].to(dtype), new], 1)
            made = self.generator(
                self.centre + self.scale * step.decoder(codes).to(inputs.dtype)
            )
            error = (made - images[chosen]).square().flatten(1).sum(1).mean() / spread
            return error + organising.penalty * covariance_loss(
                new, known[chosen].to(dtype)
            )

        place, watcher = known.shape[1], self.watched(step)
        train(
            step,
            loss,
            len(inputs),
            organising.schedule,
            self.seed * 1000 + place,
            slot,
            watcher,
        )
        if watcher is not None:
            watcher.settle()
        step.to(inputs.dtype)

"""The PCA-like autoencoder: codes added one packet at a time, uncorrelated."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.pca.covariance_loss import covariance_loss
from empirical.pca.images.grey_range import GreyRange, grey_range
from empirical.pca.models.image_step import Step, reconstruction_error
from empirical.pca.recipe import Recipe
from empirical.pca.shelf import Shelf, dumped, fill, loaded
from empirical.training import Checkpoint, choose_device, train

_PART = 512
"""Images passed through a network at once."""

_FILE = {"packets", "recipe", "range", "explained", "state"}


class PCAAutoencoder(nn.Module):
    """A non-linear PCA of images: ordered codes, as uncorrelated as the penalty makes.

    Codes come in packets, usually of one. Each packet has its own encoder, trained
    together with a new decoder that reads all codes so far (deck, eqs. 14 and 15),
    and is then frozen for good: weights, and mean and variance of its codes.
    Decoders are kept, so that images can be made from the first codes alone.

    Parameters
    ----------
    components
        How many codes.
    packets
        Sizes of the packets, with that sum; ones where it is None.
    device
        ``auto``, ``cpu`` or ``cuda``.
    recipe
        The fields of :class:`Recipe`: ``penalty``, ``adam_steps``, ``seed`` and more.

    Attributes
    ----------
    explained_
        Fraction of the variance of the training images explained after each packet.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Examples
    --------
    >>> images = np.random.default_rng(0).random((20, 12, 9))
    >>> model = PCAAutoencoder(components=2, adam_steps=5, channels=(4, 4))
    >>> codes = model.fit(images).transform(images)
    >>> codes.shape, model.inverse_transform(codes[:, :1]).shape, len(model.explained_)
    ((20, 2), (20, 12, 9), 2)

    """

    def __init__(
        self,
        components: int = 3,
        packets: Sequence[int] | None = None,
        *,
        device: str = "cpu",
        **recipe: Any,
    ) -> None:
        super().__init__()
        if components < 1:
            raise ValueError(f"components must be at least 1, got {components}.")
        packets = (1,) * components if packets is None else tuple(packets)
        if min(packets, default=0) < 1 or sum(packets) != components:
            raise ValueError(
                f"packets must each be at least 1 and have the sum {components}, "
                f"got {packets}."
            )
        self.packets, self.recipe = packets, Recipe(**recipe)
        self.device = choose_device(device)
        self.range: GreyRange | None = None
        self.steps = nn.ModuleList()
        self.explained_: list[float] = []

    def fit(
        self,
        images: Float[np.ndarray, "m h w"],
        checkpoint: Checkpoint | None = None,
        start: "PCAAutoencoder | None" = None,
        notify: Callable[[str], object] = lambda sentence: None,
    ) -> "PCAAutoencoder":
        """Train all packets, one after the other, and return the model itself.

        Parameters
        ----------
        images
            Shape (m, h, w), any finite values; more images than codes.
        checkpoint
            Where the state of an unfinished training is kept; a training that is
            killed and started again ends with the same bits as one that never
            stopped.
        start
            A model fitted to the same images whose first packets, as frozen as
            ever, are taken over; at most all of them.
        notify
            Is told, a sentence each, of every packet that is trained; ``print``
            will do.

        Raises
        ------
        ValueError
            If the images do not vary, are not finite, or are too few; if the
            checkpoint belongs to another training; or if the packets of ``start``
            are not the first ones of this model.
        FloatingPointError
            If the loss stops being finite.

        """
        self.range = grey_range(images, sum(self.packets))
        scaled = self.range.scaled(images).to(self.device)
        self.steps, self.explained_ = nn.ModuleList(), []
        if start is not None:
            self._take_over(start)
        shelf = Shelf(checkpoint, f"{self._about()} on {len(images)} images")
        for place in range(len(self.steps), len(self.packets)):
            self._grow(scaled, place, shelf)
            notify(
                f"packet {place + 1} of {len(self.packets)} is trained: the codes so "
                f"far explain {self.explained_[-1]:.1%} of the variance."
            )
        return self

    def encode(self, images: Float[Tensor, "m 1 h w"]) -> Float[Tensor, "m d"]:
        """Map images (m, 1, h, w), scaled to [0, 1], to the codes of all packets."""
        packets = [step.encoder(images) for step in self._steps()]
        return torch.cat(packets, 1) if packets else images.new_empty(len(images), 0)

    def decode(self, codes: Float[Tensor, "m d"]) -> Float[Tensor, "m 1 h w"]:
        """Map the first codes, as many as some packets have, to images in (0, 1).

        Raises
        ------
        ValueError
            If no whole number of packets has so many codes.

        """
        sizes = np.cumsum(self.packets[: len(self.steps)]).tolist()
        if codes.ndim != 2 or codes.shape[1] not in sizes:
            raise ValueError(
                f"codes must have shape (m, d) with d one of {sizes}, got "
                f"{tuple(codes.shape)}."
            )
        decoded: Tensor = self._steps()[sizes.index(codes.shape[1])].decoder(codes)
        return decoded

    def forward(self, images: Float[Tensor, "m 1 h w"]) -> Float[Tensor, "m 1 h w"]:
        """Encode and decode images (m, 1, h, w), scaled to [0, 1]."""
        return self.decode(self.encode(images))

    def transform(self, images: Float[np.ndarray, "m h w"]) -> Float[np.ndarray, "m d"]:
        """Return the codes of images (m, h, w).

        Raises
        ------
        ValueError
            If the model is not fitted, or the images have another shape.

        """
        scaled = self._fitted().scaled(images)
        return _in_parts(self.encode, scaled.to(self.device)).cpu().numpy()

    def inverse_transform(
        self, codes: Float[np.ndarray, "m d"]
    ) -> Float[np.ndarray, "m h w"]:
        """Return the images of codes (m, d), of all packets or of the first ones.

        Raises
        ------
        ValueError
            If the model is not fitted, or no number of packets has so many codes.

        """
        known = self._fitted()
        tensor = torch.as_tensor(codes, dtype=torch.float32, device=self.device)
        return known.restored(_in_parts(self.decode, tensor))

    def save(self, path: Path | str) -> None:
        """Write the fitted model to a file of tensors and plain values."""
        known = self._fitted()
        torch.save(
            {
                "packets": list(self.packets),
                "recipe": asdict(self.recipe),
                "range": asdict(known),
                "explained": self.explained_,
                "state": self.state_dict(),
            },
            path,
        )

    def unfitted(self, known: GreyRange) -> "PCAAutoencoder":
        """Return the model itself with untrained networks, to load weights into."""
        self.range, self.explained_ = known, []
        self.steps = nn.ModuleList(self._step(k) for k in range(len(self.packets)))
        self.requires_grad_(False).eval()
        return self

    @classmethod
    def load(cls, path: Path | str, device: str = "cpu") -> "PCAAutoencoder":
        """Return the model that was saved in a file.

        Raises
        ------
        ValueError
            If the file holds anything else; nothing in it is ever unpickled.

        """
        saved = loaded(Path(path).read_bytes(), str(path))
        if not isinstance(saved, dict) or set(saved) != _FILE:
            raise ValueError(f"{path} must hold a PCAAutoencoder, got something else.")
        packets = saved["packets"]
        model = cls(sum(packets), packets, device=device, **saved["recipe"])
        model.unfitted(GreyRange(**saved["range"]))
        model.explained_ = list(saved["explained"])
        fill(model, saved["state"], str(path))
        return model

    def _steps(self) -> list[Step]:
        return [step for step in self.steps if isinstance(step, Step)]

    def _about(self) -> str:
        shape = self._fitted().shape
        return f"packets {self.packets}, {self.recipe}, shape {shape}"

    def _fitted(self) -> GreyRange:
        if self.range is None:
            raise ValueError("the model must be fitted first: call fit(images).")
        return self.range

    def _take_over(self, start: "PCAAutoencoder") -> None:
        count = len(start.steps)
        if start.packets[:count] != self.packets[:count] or start.range != self.range:
            raise ValueError(
                f"start must have packets that begin {self.packets} and the same range "
                f"of images, got {start.packets}."
            )
        self.steps.extend(start.steps)
        self.explained_ = list(start.explained_)

    def _step(self, place: int) -> Step:
        recipe = self.recipe
        step = Step(
            sum(self.packets[:place]),
            self.packets[place],
            self._fitted().shape,
            recipe.channels,
            recipe.hidden,
            torch.Generator().manual_seed(recipe.seed * 1000 + place),
        )
        if place == 0 and recipe.first == "sum":
            step.encoder.start_summing()
        return step.to(self.device)

    def _grow(self, images: Tensor, place: int, shelf: Shelf) -> None:
        """Train one more packet on scaled images, or find it finished on the shelf."""
        step, earlier = self._step(place), _in_parts(self.encode, images)
        finished = shelf.get(f"packet {place}")
        if finished is None:
            step.decoder.start_at(float(images.mean()))
            self._train(step, images, earlier, shelf.slot(f"training {place}"))
        else:
            fill(step, loaded(finished, "checkpoint"), "checkpoint")
            step.requires_grad_(False).eval()
        raw = _in_parts(step.encoder.raw, images)
        if finished is None:
            step.freeze(raw)
            shelf.put(f"packet {place}", dumped(step.state_dict()), f"training {place}")
        self.steps.append(step)
        codes = torch.cat([earlier, step.encoder.standardise(raw)], 1)
        self.explained_.append(_explained(step.decoder, codes, images))

    def _train(
        self, step: Step, images: Tensor, earlier: Tensor, place: Checkpoint | None
    ) -> None:
        recipe = self.recipe

        def loss(batch: Tensor | None) -> Tensor:
            chosen = slice(None) if batch is None else batch.to(self.device)
            some, known = images[chosen], earlier[chosen]
            new = step.encoder(some)
            codes = torch.cat([known, new], 1)
            error = reconstruction_error(step.decoder, codes, some, recipe.error)
            correlated = covariance_loss(new, known, divisor=recipe.divisor)
            return error + recipe.penalty * correlated

        seed = recipe.seed * 1000 + len(self.steps)
        train(step, loss, len(images), recipe.schedule(), seed, place)
        step.float()


@torch.no_grad()
def _explained(decoder: nn.Module, codes: Tensor, images: Tensor) -> float:
    """Return the fraction of the variance of images that their codes give back."""
    residual = 0.0
    for some, part in zip(
        torch.split(codes, _PART), torch.split(images, _PART), strict=True
    ):
        residual += float((decoder(some) - part).double().square().sum())
    total = float((images - images.mean(0)).double().square().sum())
    return 1 - residual / total


@torch.no_grad()
def _in_parts(function: Any, values: Tensor) -> Tensor:
    """Apply a function to a few rows at a time; the same rows give the same bits."""
    return torch.cat([function(part) for part in torch.split(values, _PART)])

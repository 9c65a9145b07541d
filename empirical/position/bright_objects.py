"""Encoders trained to read the place of an object whose brightness varies."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.position.images.objects import placed
from empirical.training import Schedule, Start, train

KINDS = ("linear", "bent", "ratio", "biased")
"""One linear channel; wide, with LeakyReLUs; the ratio of two linear channels, all
without biases; and wide, with LeakyReLUs and biases."""


class _Encoder(nn.Module):
    """Convolutions of three taps at stride 2, down to one number or to a ratio."""

    def __init__(
        self, levels: int, kind: str, width: int, slope: float, draws: torch.Generator
    ) -> None:
        super().__init__()
        ends = 2 if kind == "ratio" else 1
        inner = ends if kind in ("linear", "ratio") else width
        widths = [1, *[inner] * (levels - 1), ends]
        bent, biased = kind in ("bent", "biased"), kind == "biased"
        self.ratio, stack = kind == "ratio", nn.Sequential()
        for layer, (inputs, outputs) in enumerate(pairwise(widths)):
            if layer and bent:
                stack.append(nn.LeakyReLU(slope))
            conv = nn.Conv1d(inputs, outputs, 3, 2, 1, bias=biased, dtype=torch.float64)
            bound = (3 * inputs) ** -0.5
            low = -bound if bent else 0.0
            for numbers in conv.parameters():
                nn.init.uniform_(numbers, low, bound, generator=draws)
            stack.append(conv)
        self.stack = stack

    def forward(self, signals: Float[Tensor, "m n"]) -> Float[Tensor, " m"]:
        codes: Tensor = self.stack(signals[:, None])[:, :, 0]
        return codes[:, 0] / codes[:, 1] if self.ratio else codes[:, 0]


def train_bright_objects(
    *,
    start: Start,
    levels: int,
    shape: Sequence[float],
    strengths: Sequence[float],
    unseen: Sequence[float],
    width: int,
    slope: float,
    starts: int,
    schedule: dict[str, Any],
) -> Arrays:
    """Train encoders on the place of one object at every whole place and brightness.

    The label is ``1 - c / n`` for the object's centroid c; the loss is the mean square
    of what it is missed by. Linear encoders start with positive taps, as their code is
    a product of them, the others as torch draws them.

    Parameters
    ----------
    start
        Its seed draws the starts.
    levels
        Number of layers L, at least 2; signals have n = 2^L samples.
    shape, strengths
        The object's samples, of a sum that is not 0, and by what it is multiplied.
    unseen
        Strengths that are not trained on, and measured too.
    width, slope
        Of the encoders with LeakyReLUs; width at least 1, slope in [0, 1].
    starts
        How many of each of ``KINDS``, at least 1.
    schedule
        How to train; each step on all images.

    Returns
    -------
    dict
        ``labels``, shape (places,), from left to right; ``codes``, shape (kinds,
        starts, strengths, places), those that are unseen last.

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If a number is out of range.

    """
    for name, value, low in (
        ("levels", levels, 2),
        ("width", width, 1),
        ("starts", starts, 1),
    ):
        if value < low:
            raise ValueError(f"{name} must be at least {low}, got {value}.")
    if not 0 <= slope <= 1:
        raise ValueError(f"slope must be in [0, 1], got {slope}.")
    size = 2**levels
    places = np.arange(size - len(shape) + 1.0)
    every = (*strengths, *unseen)
    images = np.stack([placed(shape, places, size, s) for s in every])
    labels = 1 - images[0] @ np.arange(size) / images[0].sum(axis=1) / size
    draws = start.generator()
    codes = []
    for kind in KINDS:
        models = [
            _Encoder(levels, kind, width, slope, draws).to(start.place)
            for _ in range(starts)
        ]
        for model in models:
            _fit(model, images[: len(strengths)], labels, start, schedule)
        codes.append([_codes(model, images, start) for model in models])
    return {"labels": labels, "codes": np.array(codes)}


def _fit(
    model: _Encoder,
    images: Float[np.ndarray, "s m n"],
    labels: Float[np.ndarray, " m"],
    start: Start,
    schedule: dict[str, Any],
) -> None:
    given, wanted = (torch.from_numpy(x).to(start.place) for x in (images, labels))

    def loss(batch: Tensor | None) -> Tensor:
        misses: Tensor = model(given.flatten(0, 1)).unflatten(0, given.shape[:2])
        return (misses - wanted).square().mean()

    train(model, loss, 1, Schedule(batch=1, **schedule), start.seed)


@torch.no_grad()
def _codes(
    model: _Encoder, images: Float[np.ndarray, "s m n"], start: Start
) -> Float[np.ndarray, "s m"]:
    given = torch.from_numpy(images).to(start.place)
    codes = model(given.flatten(0, 1)).unflatten(0, given.shape[:2])
    return np.asarray(codes.cpu().numpy())

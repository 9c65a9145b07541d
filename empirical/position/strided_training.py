"""Encoders with any stride and any number of taps, trained on the inverted place."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.arrays import Arrays
from empirical.position.images.diracs import diracs
from empirical.training import Schedule, Start, train


class _Encoder(nn.Module):
    """One linear channel, zeros beyond the ends, every layer with its own taps."""

    def __init__(
        self, stride: int, first: int, taps: Float[np.ndarray, "layers count"]
    ) -> None:
        super().__init__()
        self.stride, self.first = stride, first
        self.taps = nn.Parameter(torch.from_numpy(taps))

    def forward(self, signals: Float[Tensor, "m n"]) -> Float[Tensor, " m"]:
        current = signals[:, None]
        for taps in self.taps:
            last = self.first + len(taps) - 1
            wide = nn.functional.pad(current, (-self.first, max(0, last)))
            current = nn.functional.conv1d(wide, taps[None, None], stride=self.stride)
        return current[:, 0, 0]


def train_strided_encoders(
    *,
    start: Start,
    cases: Sequence[dict[str, int]],
    starts: int,
    schedule: dict[str, Any],
) -> Arrays:
    """Train strided encoders on one-hot vectors with the inverted place as label.

    From positive taps, uniform on [0, 1] over half of the number that a sample meets;
    the loss is the mean of ``((E(delta_a) - (n - a)) / n)^2``.

    Parameters
    ----------
    start
        Its seed draws the starts.
    cases
        Each with ``stride`` s, at least 2, ``levels`` L, at least 1, and ``first`` and
        ``last``, 0 or less and 0 or more, between which the taps stand.
    starts
        How many of each, at least 1.
    schedule
        How to train; each step on all places.

    Returns
    -------
    dict
        For each case i ``taps i``, shape (starts, L, taps), and ``losses``, shape
        (cases, starts).

    Raises
    ------
    FloatingPointError
        If a loss stops being finite.
    ValueError
        If a number is out of range.

    """
    for case in cases:
        if (
            case["stride"] < 2
            or case["levels"] < 1
            or not (case["first"] <= 0 <= case["last"])
        ):
            raise ValueError(
                "stride must be at least 2, levels at least 1, and taps stand from 0 "
                f"or less to 0 or more, got {case}."
            )
    if starts < 1:
        raise ValueError(f"starts must be at least 1, got {starts}.")
    rng = np.random.default_rng(start.seed)
    found: Arrays = {}
    losses = np.zeros((len(cases), starts))
    for i, case in enumerate(cases):
        count = 1 + case["last"] - case["first"]
        drawn = rng.uniform(0, 1, (starts, case["levels"], count))
        drawn *= 2 * case["stride"] / count
        fits = [_fit(taps, case, schedule, start) for taps in drawn]
        found[f"taps {i}"] = np.stack([taps for taps, _ in fits])
        losses[i] = [loss for _, loss in fits]
    return {**found, "losses": losses}


def _fit(
    drawn: Float[np.ndarray, "layers count"],
    case: dict[str, int],
    schedule: dict[str, Any],
    start: Start,
) -> tuple[Float[np.ndarray, "layers count"], float]:
    size = case["stride"] ** case["levels"]
    model = _Encoder(case["stride"], case["first"], drawn).to(start.place)
    signals = torch.from_numpy(diracs(size)).to(start.place)
    labels = size - torch.arange(size, dtype=torch.float64, device=start.place)

    def loss(batch: Tensor | None) -> Tensor:
        misses: Tensor = (model(signals) - labels) / size
        return misses.square().mean()

    train(model, loss, 1, Schedule(batch=1, **schedule), start.seed)
    with torch.no_grad():
        return model.taps.detach().cpu().numpy(), float(loss(None))

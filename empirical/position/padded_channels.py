"""Encoders of several channels with any padding at the end that they meet."""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.position.fitted_labels import descend
from empirical.position.given_codes import given_codes, rescaled
from empirical.position.images.diracs import diracs

PADDINGS = {"zeros": None, "circular": -1, "reflect": 1, "replicate": 0}
"""Which sample stands before the first one, counted from the ends."""

PHASES = ("even", "odd")
"""Which places are kept; the others meet the end, left or right, in their mirror."""


def padded_channel_codes(*, seed: int, encoders: Sequence[dict[str, Any]]) -> Arrays:
    """Encode every Dirac with given weights and any padding, by torch and exactly.

    Parameters
    ----------
    seed
        Draws the order of the impulses, and powers of 2 by which one layer is
        multiplied and the last one divided; neither may matter.
    encoders
        One after the other, with keys ``padding`` and ``phase``, of ``PADDINGS`` and
        ``PHASES``; ``gain``, by which what stands beyond the end is multiplied;
        ``layers``, each with ``weight`` (out, in, 3), and ``bias``, of the last one
        alone; every number a pair of numerator and denominator.

    Returns
    -------
    dict
        ``codes``, shape (sum of 2^L,), by torch in float64; ``exact_codes``, shape
        (sum of 2^L, 2), numerators and denominators by Python's rationals.

    Raises
    ------
    ValueError
        If there is no encoder, or a padding or phase is not as above.

    """
    for one in encoders:
        _check(one["padding"], one["phase"])
    return given_codes(seed, encoders, _torch_codes, _exact_codes)


def _check(padding: str, phase: str) -> None:
    if padding not in PADDINGS or phase not in PHASES:
        raise ValueError(
            f"padding must be one of {tuple(PADDINGS)} and phase one of {PHASES}, got "
            f"{padding} and {phase}."
        )


def _continued(
    signals: Float[Tensor, "m c n"], padding: str, phase: str, gain: float
) -> Float[Tensor, "m c more"]:
    """Return signals with the one sample beyond their end that a layer meets."""
    place = PADDINGS[padding]
    flipped = signals if phase == "even" else signals.flip(2)
    beyond = 0 * flipped[:, :, :1]
    if place is not None:
        beyond = gain * flipped[:, :, place % flipped.shape[2], None]
    made = torch.cat([beyond, flipped], dim=2)
    return made if phase == "even" else made.flip(2)


@torch.no_grad()
def _torch_codes(
    rng: np.random.Generator,
    padding: str,
    phase: str,
    gain: list[int],
    layers: Sequence[dict[str, Any]],
    bias: list[int],
) -> Float[np.ndarray, " n"]:
    scales = rescaled(rng, len(layers))
    order = rng.permutation(2 ** len(layers))
    current = torch.from_numpy(diracs(len(order))[order])[:, None]
    for one, scale in zip(layers, scales, strict=True):
        pairs = torch.tensor(one["weight"], dtype=torch.float64)
        weight = scale * pairs[..., 0] / pairs[..., 1]
        wide = _continued(current, padding, phase, gain[0] / gain[1])
        current = torch.nn.functional.conv1d(wide, weight, stride=2)
    codes = np.empty(len(order))
    codes[order] = current[:, 0, 0].numpy() + bias[0] / bias[1]
    return codes


def _exact_codes(
    padding: str,
    phase: str,
    gain: list[int],
    layers: Sequence[dict[str, Any]],
    bias: list[int],
) -> list[Fraction]:
    """Return the codes in rationals, read backwards from the code to the signal."""
    place = PADDINGS[padding]
    behind = [[Fraction(1)]]
    for one in reversed(layers):
        weight = one["weight"]
        size = 2 * len(behind[0])
        found = [[Fraction(0)] * size for _ in weight[0]]
        for row, counted in zip(weight, behind, strict=True):
            for taps, sums in zip(row, found, strict=True):
                _spread(
                    [Fraction(*tap) for tap in taps],
                    counted,
                    sums,
                    int(phase == "odd"),
                    place,
                    Fraction(*gain),
                )
        behind = found
    return [code + Fraction(*bias) for code in behind[0]]


def _spread(
    taps: Sequence[Fraction],
    counted: Sequence[Fraction],
    sums: list[Fraction],
    odd: int,
    place: int | None,
    gain: Fraction,
) -> None:
    """Add to ``sums`` what each sample counts for the outputs of one filter."""
    size = len(sums)
    for k, count in enumerate(counted):
        for j, tap in enumerate(taps):
            at = 2 * k + odd + j - 1
            if 0 <= at < size:
                sums[at] += tap * count
            elif place is not None:
                inside = place % size
                sums[size - 1 - inside if odd else inside] += gain * tap * count


def fit_padded_labels(
    *,
    seed: int,
    levels: int,
    paddings: Sequence[str],
    phases: Sequence[str],
    starts: int,
    steps: int,
) -> Arrays:
    """Fit one linear channel without biases to the place, for every padding.

    By damped least squares from many random starts, to ``n - a`` where even places are
    kept, and to its mirror image a + 1 where odd ones are.

    Parameters
    ----------
    seed
        Draws the starts: taps of both signs, standard normal.
    levels
        Number of layers L, at least 1.
    paddings, phases
        Each with each, of ``PADDINGS`` and ``PHASES``.
    starts, steps
        How many starts for each, and how many steps for each, at least 1.

    Returns
    -------
    dict
        ``errors``, shape (phases, paddings, starts): the root mean square error of
        each start over 2^L.

    Raises
    ------
    ValueError
        If a number is out of range, or a padding or phase unknown.

    """
    for name, value in (("levels", levels), ("starts", starts), ("steps", steps)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value}.")
    torch.set_num_threads(1)
    draws = torch.Generator().manual_seed(seed)
    errors = []
    for phase in phases:
        for padding in paddings:
            _check(padding, phase)
            taps = torch.randn(starts, 3 * levels, generator=draws, dtype=torch.float64)
            errors.append(_errors(taps, padding, phase, steps))
    return {"errors": np.array(errors).reshape(len(phases), len(paddings), starts)}


@torch.no_grad()
def _errors(
    taps: Float[Tensor, "starts p"], padding: str, phase: str, steps: int
) -> Float[np.ndarray, " starts"]:
    size = 2 ** (taps.shape[1] // 3)
    wanted = torch.arange(size, 0, -1, dtype=torch.float64)
    wanted = wanted if phase == "even" else wanted.flip(0)
    codes = partial(_all_codes, padding=padding, phase=phase)
    movable = torch.ones(taps.shape[1], dtype=torch.float64)
    end = descend(codes, taps, movable, wanted, steps)
    misses = (codes(end) - wanted) / size
    return np.asarray(misses.square().mean(1).sqrt().numpy())


def _all_codes(
    numbers: Float[Tensor, "m p"], padding: str, phase: str
) -> Float[Tensor, "m n"]:
    """Return the codes of all Diracs for many encoders at once."""
    rows = numbers.reshape(len(numbers), -1, 3)
    current = torch.eye(2 ** rows.shape[1], dtype=torch.float64)
    current = current.expand(len(rows), *current.shape)
    for layer in range(rows.shape[1]):
        wide = _continued(current, padding, phase, 1.0)
        parts = wide.unfold(2, 3, 2)
        current = torch.einsum("maik,mk->mai", parts, rows[:, layer])
    return current[..., 0]

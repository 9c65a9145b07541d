"""How closely the codes of a linear encoder can follow given labels."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.position.images.diracs import diracs
from empirical.position.models.encoder import PositionEncoder


def fit_labels(
    *, seed: int, cases: Sequence[dict[str, Any]], starts: int, steps: int
) -> Arrays:
    """Fit strided encoders to labels from many random starts, by damped least squares.

    Unlike a training it follows the curvature, so a start ends at the bottom of its
    valley to all digits. The errors are those of torch's convolutions with the taps
    found, whatever led to them.

    Parameters
    ----------
    seed
        Draws the starts: taps of both signs, standard normal; biases start at 0.
    cases
        One after the other, with keys ``labels`` (2^L numbers, the wanted code of each
        Dirac) and ``bias`` (whether the output has one).
    starts, steps
        How many starts for each case, and how many steps for each, at least 1.

    Returns
    -------
    dict
        ``errors``, shape (cases, starts): the root mean square error of each start,
        divided by 2^L.

    Raises
    ------
    ValueError
        If a number is out of range or labels do not have length 2, 4, 8, ...

    """
    for name, value in (("starts", starts), ("steps", steps)):
        if value < 1:
            raise ValueError(f"{name} must be at least 1, got {value}.")
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    return {"errors": np.stack([_errors(rng, starts, steps, **c) for c in cases])}


@torch.no_grad()
def _errors(
    rng: np.random.Generator,
    starts: int,
    steps: int,
    labels: Sequence[int | float],
    bias: bool,
) -> Float[np.ndarray, " starts"]:
    size = len(labels)
    if size < 2 or size & (size - 1):
        raise ValueError(f"labels must have length 2, 4, 8, ..., got {size}.")
    levels = size.bit_length() - 1
    first = torch.from_numpy(rng.normal(size=(starts, 3 * levels + 1)))
    first[:, -1] = 0
    movable = torch.ones(3 * levels + 1, dtype=torch.float64)
    movable[-1] = float(bias)
    wanted = torch.tensor(labels, dtype=torch.float64)
    end = descend(_codes, first, movable, wanted, steps)
    signals = torch.from_numpy(diracs(size))
    found = []
    for row in end:
        encoder = PositionEncoder(row[:-1].reshape(levels, 3).numpy())
        misses = (encoder(signals) + row[-1] - wanted) / size
        found.append(float(misses.square().mean().sqrt()))
    return np.array(found)


def descend(
    codes: Callable[[Float[Tensor, "m p"]], Float[Tensor, "m n"]],
    start: Float[Tensor, "starts p"],
    movable: Float[Tensor, " p"],
    wanted: Float[Tensor, " n"],
    steps: int,
) -> Float[Tensor, "starts p"]:
    """Return where damped Gauss-Newton steps from each row of ``start`` end.

    Parameters
    ----------
    codes
        From rows of numbers to codes, affine in each number by itself.
    start, movable
        Rows of numbers, and 1 for each number that may move, 0 for the others.
    wanted, steps
        The codes to come close to, and how many steps to try.

    """
    current, values = start, codes(start) - wanted
    damping = torch.ones(len(start), 1, 1, dtype=torch.float64)
    unit = torch.eye(len(movable), dtype=torch.float64)
    for _ in range(steps):
        # A code is affine in each single parameter: a step of 1 gives the derivative.
        moved = (current[:, None] + movable.diag()).flatten(0, 1)
        slopes = codes(moved).reshape(len(start), -1, len(wanted)) - wanted
        slopes = slopes - values[:, None]
        normal = slopes @ slopes.transpose(1, 2) + damping * unit
        trial = (
            current - torch.linalg.solve(normal, (slopes @ values[:, :, None]))[:, :, 0]
        )
        reached = codes(trial) - wanted
        better = reached.square().sum(1) < values.square().sum(1)
        current = torch.where(better[:, None], trial, current)
        values = torch.where(better[:, None], reached, values)
        # Scales may move freely between layers: some damping has to stay.
        factor = torch.where(better, 1 / 3, 2.0)[:, None, None]
        damping = (damping * factor).clamp(min=1e-12, max=1e12)
    return current


def _codes(parameters: Float[Tensor, "m p"]) -> Float[Tensor, "m n"]:
    """Return the codes of all Diracs for many encoders at once, biases included."""
    taps = parameters[:, :-1].reshape(len(parameters), -1, 3)
    current = torch.eye(2 ** taps.shape[1], dtype=torch.float64)[None]
    for layer in range(taps.shape[1]):
        t0, t1, t2 = (taps[:, layer, k, None, None] for k in range(3))
        even, odd = current[..., ::2], current[..., 1::2]
        before = torch.nn.functional.pad(odd[..., :-1], (1, 0))
        current = t0 * before + t1 * even + t2 * odd
    return current[..., 0] + parameters[:, -1:]

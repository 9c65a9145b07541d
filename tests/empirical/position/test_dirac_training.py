"""What networks are trained on, and the errors that they are judged by."""

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from empirical.position.dirac_training import MiddleDiracs, fit, seen_positions
from empirical.training import Schedule


class Constants(nn.Module):
    """Two networks, each of which makes one number of its input: a multiple of it."""

    def __init__(self) -> None:
        super().__init__()
        self.factors = nn.Parameter(torch.tensor([1.0, -1.0], dtype=torch.float64))
        self.rows: list[int] = []

    def forward(self, inputs: Tensor) -> Tensor:
        self.rows.append(len(inputs))
        return self.factors[:, None, None] * inputs[None, :, None]


@pytest.mark.parametrize("batch", [2, 3, 8])
def test_all_networks_learn_the_same_from_batches_of_any_size(batch: int) -> None:
    model, inputs = Constants(), torch.tensor([1.0, 2.0, -1.0], dtype=torch.float64)
    options = Schedule(adam_steps=300, learning_rate=0.1, batch=batch, lbfgs_steps=0)
    fit(model, inputs, 3 * inputs[:, None], options, seed=0)
    np.testing.assert_allclose(model.factors.detach(), 3, atol=1e-3)
    assert set(model.rows) == {batch}


def test_errors_in_the_hole_and_outside_are_kept_apart() -> None:
    test = MiddleDiracs(levels=3, hole=0.4, place=torch.device("cpu"))
    inside = test.inside[:, None]
    made = [
        test.signals,
        torch.zeros_like(test.signals),
        torch.where(inside, 3 * test.signals, test.signals),
        torch.where(inside, test.signals, 0.5 * test.signals),
    ]
    found = test.errors(torch.stack(made))
    np.testing.assert_allclose(found, [[0, 0], [1, 1], [0, 2], [0.5, 0]])


def test_only_positions_in_the_hole_are_left_out() -> None:
    seen = seen_positions(29, 8, hole=3 / 7)
    missing = sorted({i / 4 for i in range(29)} - set(seen.tolist()))
    assert missing == [3.25, 3.5, 3.75]

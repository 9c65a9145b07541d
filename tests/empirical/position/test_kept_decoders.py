"""The decoders of position that measurements keep make the signals that are shown."""

import numpy as np
import pytest
import torch

from empirical.position.models.many_decoders import PositionDecoders
from empirical.weights import loaded
from tests.problems import PROBLEMS, Arrays, arrays

BY_NAME = {problem.name: problem for problem in PROBLEMS}


def made(found: Arrays, name: str, codes: np.ndarray, channels: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    fresh = PositionDecoders(1, 2, channels, 0.2, "zeros", rng)
    loaded(fresh, found, name)
    with torch.no_grad():
        return np.asarray(fresh(torch.from_numpy(codes))[0])


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize(("case", "row"), [(0, 0), (2, 1)])
def test_of_trained_decoders(seed: int, case: int, row: int) -> None:
    problem = BY_NAME["train_position_decoders"]
    found = arrays(problem, seed)
    codes = np.array(problem.options["shown"]) / 4
    again = made(found, f"case {case}", codes, problem.options["channels"])
    np.testing.assert_allclose(again, found["signals"][row], atol=1e-6)


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize(("row", "channels"), [(0, 3), (1, 3), (2, 5), (3, 3), (4, 3)])
def test_of_searched_decoders(seed: int, row: int, channels: int) -> None:
    problem = BY_NAME["search_decoders"]
    found = arrays(problem, seed)
    codes = 1 - np.array(problem.options["shown"]) / 4
    again = made(found, f"row {row} of signals", codes, channels)
    np.testing.assert_allclose(again, found["signals"][row], atol=1e-5)

"""Encoders on Diracs alone: against whole signals, and their training."""

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional

from empirical.position.models.dirac_encoders import DiracEncoders
from empirical.position.models.pooled_encoders import POOLINGS, PooledEncoders
from tests.problems import Arrays, arrays, problem


def trained(**changes: object) -> Arrays:
    return arrays(problem("train_deep_encoders"), seed=3, **changes)


def whole_signals(taps: np.ndarray, slopes: np.ndarray, pooling: str) -> Tensor:
    """Return the codes by torch's own layers on the identity matrix."""
    found = []
    for filters, slope in zip(taps, slopes, strict=True):
        current = torch.eye(2 ** len(filters), dtype=torch.float64)[:, None]
        for row in filters:
            weight = torch.from_numpy(row.copy())[None, None]
            current = functional.conv1d(current, weight, padding=1)
            current = functional.leaky_relu(current, float(slope))
            if pooling == "stride":
                current = current[..., ::2]
            elif pooling == "max":
                current = functional.max_pool1d(current, 2)
            else:
                current = functional.avg_pool1d(current, 2)
        found.append(current[:, 0, 0])
    return torch.stack(found, dim=1)


@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize("levels", [1, 2, 3, 4, 6])
def test_shared_numbers_give_the_codes_of_whole_signals(
    pooling: str, levels: int
) -> None:
    rng = np.random.default_rng(levels)
    taps, slopes = rng.normal(size=(5, levels, 3)), np.array([1, 0.2, 0, 0.5, 1])
    codes = DiracEncoders(taps, slopes, pooling)().detach()
    expected = whole_signals(taps, slopes, pooling)
    np.testing.assert_allclose(codes, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("pooling", POOLINGS)
def test_a_slope_of_one_is_the_linear_encoder(pooling: str) -> None:
    taps = np.random.default_rng(7).normal(size=(3, 5, 3))
    ours = DiracEncoders(taps, np.ones(3), pooling)().detach()
    linear = PooledEncoders(taps, pooling)(torch.eye(32, dtype=torch.float64)).detach()
    np.testing.assert_allclose(ours, linear, rtol=1e-12, atol=1e-12)


def test_each_start_ends_as_if_alone() -> None:
    together = trained()["errors"]
    alone = trained(slopes=(0.2,), labels=("plain",), poolings=("max",))["errors"]
    np.testing.assert_allclose(together[:, 1:2, 1:, 1:], alone, rtol=1e-5)


def test_codes_shown_have_the_median_error() -> None:
    found = trained()
    plain = np.arange(4) / 4
    for label, wanted in enumerate((1 - plain, plain)):
        errors = np.sqrt(np.mean((found["codes"][:, :, label] - wanted) ** 2, axis=2))
        middle = np.sort(found["errors"][1, :, :, label], axis=2)[..., 2]
        np.testing.assert_allclose(errors, middle, rtol=1e-6)


def test_two_layers_learn_both_labels_with_strides() -> None:
    schedule = {"adam_steps": 400, "learning_rate": 0.1}
    options = {"levels": (2,), "poolings": ("stride",), "slopes": (1.0,)}
    errors = trained(**options, schedule=schedule)["errors"]
    assert np.all(errors.min(axis=4) < 0.01)


def test_wrong_shapes_are_refused() -> None:
    with pytest.raises(ValueError, match="taps must have shape"):
        DiracEncoders(np.ones((2, 3)), np.ones(2), "max")
    with pytest.raises(ValueError, match="slopes must have shape"):
        DiracEncoders(np.ones((2, 3, 3)), np.ones(3), "max")

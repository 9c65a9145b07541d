"""Encoders of several channels, and signals continued in other ways, by torch."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from torch.nn import functional

from empirical.position.channel_encoders import given_channel_codes
from empirical.position.images.diracs import diracs
from empirical.position.models.channel_encoders import ChannelEncoders
from empirical.position.padded_encoders import padded_codes
from theory.position.channels import channel_codes, layer
from theory.position.variants import encode_numpy


def pairs(numbers: np.ndarray) -> list:
    return np.stack([numbers, np.full(numbers.shape, 4)], axis=-1).tolist()


@pytest.mark.parametrize("pooling", ["stride", "max"])
def test_given_codes_are_those_of_theory(pooling: str) -> None:
    rng = np.random.default_rng(2)
    shapes = [(3, 1, 3), (2, 3, 3), (1, 2, 3)]
    weights = [rng.integers(-9, 9, shape) for shape in shapes]
    biases = [rng.integers(-9, 9, shape[0]) for shape in shapes]
    told = [
        {"weight": pairs(w), "bias": pairs(b)}
        for w, b in zip(weights, biases, strict=True)
    ]
    quarters = [
        layer(
            [[[Fraction(int(t), 4) for t in f] for f in row] for row in w],
            [Fraction(int(x), 4) for x in b],
        )
        for w, b in zip(weights, biases, strict=True)
    ]
    found = given_channel_codes(seed=3, encoders=[{"pooling": pooling, "layers": told}])
    exact = channel_codes(quarters, pooling)
    assert [Fraction(*map(int, p)) for p in found["exact_codes"]] == exact
    np.testing.assert_allclose(found["codes"], np.array(exact, float), atol=1e-12)


@pytest.mark.parametrize(("levels", "width"), [(1, 3), (2, 1), (3, 2), (4, 3)])
def test_trained_encoders_are_convolutions_side_by_side(
    levels: int, width: int
) -> None:
    model = ChannelEncoders(levels, width, 4, np.random.default_rng(5))
    codes = model().detach()
    for start in range(4):
        current = torch.from_numpy(diracs(2**levels))[:, None]
        for weight in model.filters:
            taps = weight[start].detach()
            # Rows are taps outside and channels inside.
            kernel = taps.reshape(3, -1, taps.shape[1]).permute(2, 1, 0)
            current = functional.conv1d(current, kernel, padding=1)
            current = functional.max_pool1d(current, 2)
        np.testing.assert_allclose(codes[start], current[:, 0, 0], atol=1e-12)


def test_starts_are_those_of_torch() -> None:
    model = ChannelEncoders(3, 50, 20, np.random.default_rng(0))
    for weight, inputs in zip(model.filters, (1, 50, 50), strict=True):
        bound = (3 * inputs) ** -0.5
        own = torch.nn.Conv1d(inputs, 1, 3).weight
        assert own.abs().max() <= bound
        assert 0.97 * bound < weight.abs().max() <= bound


def test_a_size_below_one_is_refused() -> None:
    with pytest.raises(ValueError, match="must be at least 1, got 3, 0 and 4"):
        ChannelEncoders(3, 0, 4, np.random.default_rng(0))


def test_padded_codes_are_those_of_slices() -> None:
    modes = {
        "zeros": "constant",
        "circular": "wrap",
        "reflect": "reflect",
        "replicate": "edge",
    }
    found = padded_codes(seed=4, levels=[2, 5], paddings=tuple(modes), signals=6)
    for row, codes, mode in zip(
        found["dense_codes"], found["codes"], modes.values(), strict=True
    ):
        dense = encode_numpy(found["dense_signals"], boundary=mode)
        np.testing.assert_array_equal(row, dense)
        np.testing.assert_array_equal(
            codes[4:], encode_numpy(np.eye(32), boundary=mode)
        )

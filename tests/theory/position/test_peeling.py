"""Filters are read from the codes that they give, and from no others."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from theory.position.filters import cascade_weights, identifiable_taps
from theory.position.peeling import layer, peeled

PADDINGS = ("zeros", "circular", "reflect", "replicate")
_TORCH = {"zeros": "constant"}


def cascade(seed: int, length: int, padding: str) -> tuple[np.ndarray, np.ndarray]:
    """Return random filters and the codes that torch's convolutions give by them."""
    rng, taps = np.random.default_rng(seed), []
    signal = torch.eye(length, dtype=torch.float64)[:, None]
    while signal.shape[-1] > 1:
        taps.append(rng.uniform(0.3, 1.5, 3))
        wide = torch.nn.functional.pad(signal, (1, 1), _TORCH.get(padding, padding))
        kernel = torch.from_numpy(taps[-1])[None, None]
        signal = torch.nn.functional.conv1d(wide, kernel, stride=2)
    return np.array(taps), signal.flatten().numpy()


@given(st.integers(0, 99), st.integers(2, 100), st.sampled_from(PADDINGS))
def test_told_filters_are_those_of_convolutions_of_any_length_and_padding(
    seed: int, length: int, padding: str
) -> None:
    taps, codes = cascade(seed, length, padding)
    found = peeled(codes, padding)
    assert found.left < 1e-9
    np.testing.assert_allclose(
        found.taps[found.told], (taps / taps[:, 1:2])[found.told], rtol=1e-6
    )


@pytest.mark.parametrize("length", [2, 5, 8, 12])
@pytest.mark.parametrize("padding", ["zeros", "circular", "reflect"])
def test_told_filters_of_a_square_are_those_of_convolutions(
    length: int, padding: str
) -> None:
    rng, taps = np.random.default_rng(length), []
    images = torch.eye(length**2, dtype=torch.float64)
    images = images.reshape(-1, 1, length, length)
    while images.shape[-1] > 1:
        taps.append(rng.uniform(0.3, 1.5, (3, 3)))
        wide = torch.nn.functional.pad(images, (1,) * 4, _TORCH.get(padding, padding))
        kernel = torch.from_numpy(taps[-1])[None, None]
        images = torch.nn.functional.conv2d(wide, kernel, stride=2)
    found = peeled(images.reshape(length, length).numpy(), padding)
    assert found.left < 1e-9
    known = np.array(taps) / np.array(taps)[:, 1:2, 1:2]
    np.testing.assert_allclose(
        found.taps[found.told], known[found.told], rtol=1e-6, atol=1e-9
    )
    assert found.told[0].all() == (
        length > 5 or (length == 5 and padding != "circular")
    )


@pytest.mark.parametrize("levels", [1, 2, 3, 5])
def test_the_inverted_position_tells_what_theory_says_that_it_does(levels: int) -> None:
    codes = np.arange(2.0**levels, 0, -1)
    found = peeled(codes)
    np.testing.assert_array_equal(found.told, identifiable_taps(levels))
    hat = np.tile([0.5, 1.0, 0.5], (levels, 1))
    np.testing.assert_allclose(found.taps[found.told], hat[found.told], rtol=1e-9)
    np.testing.assert_allclose(
        cascade_weights(found.taps) * codes[0], codes, rtol=1e-9, atol=1e-9
    )


def test_inner_layers_of_a_circle_are_told_and_the_last_one_is_not() -> None:
    found = peeled(cascade(0, 16, "circular")[1], "circular")
    assert found.told[:-1].all()
    assert found.told[-1].tolist() == [False, True, False]


@pytest.mark.parametrize("padding", PADDINGS)
def test_other_codes_are_left_unexplained(padding: str) -> None:
    assert peeled(np.sqrt(np.arange(1.0, 17)), padding).left > 1e-3
    assert peeled(cascade(3, 16, "zeros")[1] ** 2, padding).left > 1e-3


@pytest.mark.parametrize("codes", [np.zeros(4), np.ones(1), np.ones((2, 3))])
def test_what_no_filters_give_is_refused(codes: np.ndarray) -> None:
    with pytest.raises(ValueError, match="codes must be those of a line or a square"):
        peeled(codes)


def test_layers_of_no_such_padding_or_length_are_refused() -> None:
    with pytest.raises(ValueError, match="got 'same'"):
        layer(np.ones(3), 4, "same")
    with pytest.raises(ValueError, match="length must be at least 2, got 1"):
        layer(np.ones(3), 1)

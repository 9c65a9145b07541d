"""Decoders with given weights, by torch."""

from fractions import Fraction

import numpy as np
import pytest
import torch
from torch import nn

from empirical.position.given_decoders import decoded_diracs
from empirical.position.models.decoder import PositionDecoder
from theory.position.decoder import decode, doubling_decoder, ramp_decoder
from verify.claims.position.families.given_decoders import configuration

SLOPE = Fraction(1, 4)
BUILT = {
    "doubling": (doubling_decoder(3, SLOPE), "zeros"),
    "ramp, zeros": (ramp_decoder(3, SLOPE, "zeros"), "zeros"),
    "ramp, nearest": (ramp_decoder(3, SLOPE, "nearest"), "nearest"),
}


def random_layers(seed: int) -> list[tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(seed)
    shapes = [(2, 1, 1), (3, 2, 3), (2, 3, 3), (1, 2, 1)]
    return [(rng.normal(size=s), rng.normal(size=s[0])) for s in shapes]


@pytest.mark.parametrize("kind", BUILT)
def test_torch_and_exact_arithmetic_decode_alike(kind: str) -> None:
    layers, upsampling = BUILT[kind]
    # Codes that no encoder gives are decoded alike as well.
    codes = np.array([-3.0, 0.0, 0.3, 1.0, 4.7, 8.0, 11.0])
    arrays = [
        (np.array(x.weight, dtype=float), np.array(x.bias, dtype=float)) for x in layers
    ]
    with torch.no_grad():
        model = PositionDecoder(arrays, 0.25, upsampling)
        found = model(torch.from_numpy(codes)).numpy()
    exact = [decode(layers, Fraction(c), SLOPE, upsampling) for c in codes.tolist()]
    np.testing.assert_allclose(found, np.array(exact, dtype=float), atol=1e-12)


@pytest.mark.parametrize("upsampling", ["zeros", "nearest"])
def test_layers_are_upsampling_followed_by_a_convolution(upsampling: str) -> None:
    layers = random_layers(4)
    codes = torch.from_numpy(np.random.default_rng(1).normal(size=5))
    current = codes[:, None, None]
    for index, (weight, bias) in enumerate(layers):
        if index:
            current = nn.functional.leaky_relu(current, 0.3)
        if weight.shape[2] == 3:
            doubled = current.repeat_interleave(2, dim=2)
            if upsampling == "zeros":
                doubled[:, :, 1::2] = 0
            current = doubled
        current = nn.functional.conv1d(
            current,
            torch.from_numpy(weight),
            torch.from_numpy(bias),
            padding=weight.shape[2] // 2,
        )
    with torch.no_grad():
        found = PositionDecoder(layers, 0.3, upsampling)(codes)
    torch.testing.assert_close(found, current[:, 0])


@pytest.mark.parametrize("kind", BUILT)
def test_signals_come_back_through_encoder_and_decoder(kind: str) -> None:
    layers, upsampling = BUILT[kind]
    given = configuration(layers, 3, SLOPE, upsampling)
    arrays = decoded_diracs(
        seed=0, decoders=[given], parts=2, far_decoders=[given], drawn=5
    )
    signals = arrays["signals"].reshape(15, 8)
    expected = np.maximum(0, 1 - np.abs(np.arange(15)[:, None] / 2 - np.arange(8)))
    np.testing.assert_allclose(signals, expected, atol=1e-14)
    np.testing.assert_array_equal(arrays["codes"], 8 - np.arange(15) / 2)
    assert arrays["far_errors"].max() < 1e-14


def test_a_wrong_weight_shows_in_the_far_errors() -> None:
    given = configuration(BUILT["doubling"][0], 3, SLOPE, "zeros")
    given["layers"][0]["bias"][0] = [101, 100]
    arrays = decoded_diracs(
        seed=0, decoders=[given], parts=1, far_decoders=[given], drawn=1
    )
    assert arrays["far_errors"].min() > 1e-3


def test_a_decoder_copies_its_weights() -> None:
    layers = random_layers(0)
    kept = layers[1][0].copy()
    model = PositionDecoder(layers, 0.1, "nearest")
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.zero_()
    np.testing.assert_array_equal(layers[1][0], kept)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: PositionDecoder([], 0.1, "linear"), "zeros or nearest, got linear"),
        (
            lambda: PositionDecoder([(np.ones((1, 1, 2)), np.ones(1))], 0.1, "zeros"),
            "weights must have 1 or 3 taps, got 2",
        ),
    ],
)
def test_bad_arguments_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()

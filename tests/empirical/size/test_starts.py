"""Many small autoencoders side by side, and the signs that they end with."""

import numpy as np
import pytest
import torch
from torch.nn import functional

from empirical.disks import disks, midpoint_radii
from empirical.size.models.many_bias_free import STARTS, UPSAMPLINGS, ManyAutoencoders
from empirical.size.split_energy import split_energy
from empirical.size.starts import match_gain, shares_left
from tests.problems import arrays, problem

CHANNELS = [2, 3]
every_upsampling = pytest.mark.parametrize("upsampling", UPSAMPLINGS)


SIDES = {8: (2, 4, 8), 7: (2, 4, 7), 5: (2, 3, 5)}
"""Pixels along a side after each of three layers of a decoder."""


def networks(
    upsampling: str, start: str = "kaiming", count: int = 3, size: int | None = None
):
    generator = torch.Generator().manual_seed(0)
    return ManyAutoencoders(count, CHANNELS, 0.2, upsampling, start, generator, size)


def images(size: int = 8) -> torch.Tensor:
    return torch.from_numpy(disks(midpoint_radii(5, size / 2), size)).float()


def one_by_one(model: ManyAutoencoders, which: int, pictures: torch.Tensor):
    """Return codes and decodings of one network by torch's own convolutions."""
    current = pictures[:, None]
    for weight in model.encoder:
        current = functional.conv2d(current, weight[which], stride=2, padding=1)
        current = functional.leaky_relu(current, 0.2)
    codes = current[:, 0, 0, 0]
    for weight, side in zip(model.decoder, SIDES[pictures.shape[-1]], strict=True):
        if model.upsampling == "nearest":
            current = functional.interpolate(current, scale_factor=2.0)
            current = functional.conv2d(current, weight[which], padding=1)
        else:
            # A transposed convolution turns its filter by half a turn.
            turned = weight[which].flip(2, 3).transpose(0, 1)
            current = functional.conv_transpose2d(
                current, turned, stride=2, padding=1, output_padding=1
            )
        current = functional.leaky_relu(current, 0.2)[..., :side, :side]
    return codes, current[:, 0]


@pytest.mark.parametrize("size", SIDES)
@every_upsampling
@torch.no_grad()
def test_side_by_side_is_one_by_one(upsampling: str, size: int) -> None:
    model, pictures = networks(upsampling, size=size), images(size)
    codes = model.encode(pictures)
    decoded = model.decode(codes)
    for which in range(3):
        expected = one_by_one(model, which, pictures)
        assert torch.allclose(codes[which], expected[0], atol=1e-6)
        assert torch.allclose(decoded[which], expected[1], atol=1e-5)


@every_upsampling
@torch.no_grad()
def test_two_decodings_give_the_error_of_all(upsampling: str) -> None:
    model, pictures = networks(upsampling).double(), images().double()
    misses = model.decode(model.encode(pictures)) - pictures
    expected = misses.square().sum((1, 2, 3)) / pictures.square().sum()
    assert torch.allclose(shares_left(model, pictures), expected)


@torch.no_grad()
def test_gains_are_matched_and_signs_left_alone() -> None:
    model, pictures = networks("nearest"), images()
    before = [weight.clone() for weight in model.decoder]
    match_gain(model, pictures)
    decoded = model.decode(model.encode(pictures)).square().sum((1, 2, 3))
    assert torch.allclose(decoded, pictures.square().sum(), rtol=1e-4)
    for old, new in zip(before, model.decoder, strict=True):
        assert torch.equal(old.sign(), new.sign())


@every_upsampling
@torch.no_grad()
def test_starts_are_what_they_are_called(upsampling: str) -> None:
    wide = {
        start: ManyAutoencoders(
            50, [8], 0.2, upsampling, start, torch.Generator().manual_seed(0)
        )
        for start in STARTS
    }
    assert all((w > 0).all() for w in wide["averaging"].parameters())
    assert (wide["averaging"].encode(images()[:, :4, :4]) >= 0).all()
    kaiming, default = wide["kaiming"].encoder[1], wide["default"].encoder[1]
    assert float(kaiming.square().mean()) == pytest.approx(2 / 1.04 / 72, rel=0.1)
    assert float(default.abs().max()) == pytest.approx(72**-0.5, rel=0.01)
    inputs = {"nearest": 8, "zeros": 1}[upsampling]
    last = wide["default"].decoder[1]
    assert float(last.abs().max()) == pytest.approx((9 * inputs) ** -0.5, rel=0.01)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"count": 0}, "count must be at least 1, got 0"),
        ({"slope": 1.5}, r"slope must be in \[0, 1\], got 1.5"),
        ({"upsampling": "cubic"}, "upsampling must be in .* got cubic"),
        ({"start": "zero"}, "start must be in .* got zero"),
    ],
)
def test_what_is_no_network_is_refused(changes: dict, message: str) -> None:
    arguments = {
        "count": 2,
        "channels": CHANNELS,
        "slope": 0.2,
        "upsampling": "zeros",
        "start": "default",
        "generator": torch.Generator().manual_seed(0),
    }
    with pytest.raises(ValueError, match=message):
        ManyAutoencoders(**{**arguments, **changes})


def test_codes_of_averaging_starts_are_positive_and_training_leaves_less() -> None:
    found = arrays(problem("signs_by_start"), seed=3)
    assert (found["first_codes"][1] > 0).all()
    assert found["left"].max() < 1.2


def test_two_classes_keep_what_their_best_images_keep() -> None:
    found = split_energy(
        seed=0, size=16, largest_radius=7.0, radii=12, splits=[0.5, 0.75]
    )
    shares = (np.arange(12) + np.random.default_rng(0).uniform(size=12)) / 12
    flat = disks(7.0 * shares, 16).reshape(12, -1)
    for split, kept in zip((0.5, 0.75), found["captured"], strict=True):
        parts = (flat[shares < split], flat[shares >= split])
        expected = sum(np.linalg.svd(part)[1][0] ** 2 for part in parts)
        assert kept == pytest.approx(expected / flat.sum())
    assert (found["captured"] > found["whole"]).all()

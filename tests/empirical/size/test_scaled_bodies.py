"""Bias-free autoencoders on any body, under any law, in one to three dimensions."""

import numpy as np
import pytest
import torch

from empirical.disks import disks, midpoint_radii
from empirical.size.images.blur import blurred
from empirical.size.images.bodies import BODIES, scaled_copies
from empirical.size.losses import homogeneous_reconstruction
from empirical.size.models.bias_free import BiasFreeAutoencoder
from empirical.size.probes import both_profiles, reconstructions
from empirical.size.profiles import scaled_bodies
from empirical.training import Start
from theory.size import bodies as gauges

SCHEDULE = {"rounds": 3, "decoder_steps": 150, "encoder_steps": 4}
TRAINING = {
    "body": "ball",
    "dimension": 2,
    "size": 8,
    "sizes": [0.5, 1.5, 2.5, 3.5],
    "channels": [2, 2],
    "slope": 0.2,
    "schedule": SCHEDULE,
}
AREAS = {
    "ball": np.pi,
    "square": 4.0,
    "ellipse": np.pi / 2,
    "star": np.pi * (1 + 0.3**2 / 2) / 1.3**2,
}


def network(dimension: int, layers: int = 3, seed: int = 0) -> BiasFreeAutoencoder:
    generator = torch.Generator().manual_seed(seed)
    return BiasFreeAutoencoder([3] * (layers - 1), 0.2, generator, dimension).double()


@pytest.mark.parametrize("body", BODIES)
def test_the_sum_of_the_pixels_is_the_area_of_the_body(body: str) -> None:
    sizes = np.array([5.0, 9.5, 15.0])
    areas = scaled_copies(body, sizes, 32).sum(axis=(1, 2))
    assert np.abs(areas / (AREAS[body] * sizes**2) - 1).max() < 0.02


def test_lines_and_volumes_have_the_right_measure() -> None:
    for dimension, unit in ((1, 2.0), (3, 4 / 3 * np.pi)):
        copies = scaled_copies("ball", [3.0, 6.5], 16, dimension)
        total = copies.reshape(2, -1).sum(axis=1)
        assert (
            np.abs(total / (unit * np.array([3.0, 6.5]) ** dimension) - 1).max() < 0.02
        )
        assert copies.shape == (2, *[16] * dimension)


def test_balls_in_the_plane_are_the_disks() -> None:
    radii = midpoint_radii(9, 8.0)
    assert np.array_equal(scaled_copies("ball", radii, 16), disks(radii, 16))


@pytest.mark.parametrize(
    ("body", "gauge"),
    [("ball", gauges.ball), ("square", gauges.cube), ("star", gauges.star(5, 0.3))],
)
def test_both_sides_mean_the_same_body(body: str, gauge) -> None:
    """The two packages share nothing, so a figure could be turned or scaled in one."""
    axis = np.arange(32) - 15.5
    inside = gauge(np.stack(np.meshgrid(axis, axis, indexing="ij"))) < 12
    copy = scaled_copies(body, [12.0], 32)[0]
    assert np.mean((copy > 0.5) != inside) < 0.01


@pytest.mark.parametrize("dimension", [1, 2, 3])
def test_codes_and_images_have_the_dimension_asked_for(dimension: int) -> None:
    model = network(dimension)
    images = torch.rand(4, 1, *[8] * dimension).double()
    with torch.no_grad():
        codes = model.encode(images)
        assert codes.shape == (4, 1)
        assert model.decode(codes).shape == images.shape
        assert torch.allclose(model(3 * images), 3 * model(images), rtol=1e-12)
    plain = (model(images) - images).square().flatten(1).sum(1).mean() / 5.0
    assert torch.allclose(plain, homogeneous_reconstruction(model, images, 5.0))


def test_the_plane_has_the_weights_it_always_had() -> None:
    """The start of seed 0, as drawn before other dimensions existed."""
    model = BiasFreeAutoencoder([2], 0.2, torch.Generator().manual_seed(0))
    draws = torch.Generator().manual_seed(0)
    gain = (2 / 1.04) ** 0.5
    for weight, shape, taps in (
        (model.encoder[0], (2, 1, 3, 3), 9),
        (model.encoder[1], (1, 2, 3, 3), 18),
        (model.decoder[0], (1, 2, 3, 3), 9 / 4),
        (model.decoder[1], (2, 1, 3, 3), 9 / 4 * 2),
    ):
        assert torch.equal(
            weight, torch.randn(shape, generator=draws) * gain / taps**0.5
        )


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_two_signed_start_changes_sign_at_the_split(seed: int) -> None:
    sizes = torch.from_numpy(midpoint_radii(40, 15.0))
    images = torch.from_numpy(scaled_copies("ball", sizes.numpy(), 32))[:, None].float()
    generator = torch.Generator().manual_seed(seed)
    model = BiasFreeAutoencoder([8, 8, 16, 16], 0.2, generator)
    model.make_two_signed(images, sizes, 9.0)
    with torch.no_grad():
        codes = model.encode(images)[:, 0]
    wrong = (codes > 0) != (sizes < 9.0)
    assert int(wrong[sizes > 2].sum()) == 0
    found = both_profiles(model, images)
    assert (found["profiles"].mean(axis=(1, 2)) > 0).all()


def test_weights_are_the_weighted_error() -> None:
    model = network(2)
    images = torch.rand(6, 1, 8, 8).double()
    weights = torch.rand(6).double()
    errors = (model(images) - images).square().flatten(1).sum(1)
    scaled = images * weights.sqrt()[:, None, None, None]
    told = (model(scaled) - scaled).square().flatten(1).sum(1)
    assert torch.allclose(told, weights * errors, rtol=1e-10)


def test_equal_weights_change_no_bit() -> None:
    brief = {**TRAINING, "schedule": {**SCHEDULE, "decoder_steps": 20}}
    plain = scaled_bodies(start=Start(seed=5), **brief)
    weighted = scaled_bodies(start=Start(seed=5), **brief, weights=[2.0] * 4)
    assert np.array_equal(plain["profiles"], weighted["profiles"])
    other = scaled_bodies(start=Start(seed=5), **brief, weights=[1.0, 1.0, 1.0, 4.0])
    assert not np.array_equal(plain["profiles"], other["profiles"])
    assert other["images"][3].max() == pytest.approx(np.sqrt(4 / 1.75))


@pytest.mark.parametrize("size", [5, 6, 7, 8])
def test_every_side_between_two_powers_is_brought_back(size: int) -> None:
    generator = torch.Generator().manual_seed(0)
    model = BiasFreeAutoencoder([2, 2], 0.2, generator, 2, size).double()
    images = torch.rand(3, 1, size, size).double()
    assert model.encode(images).shape == (3, 1)
    assert model(images).shape == images.shape
    doubled = model(2 * images)
    assert torch.allclose(doubled, 2 * model(images))


@pytest.mark.parametrize("size", [4, 9])
def test_a_side_that_the_layers_do_not_reach_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match="size must be above 4 and at most 8 for 3"):
        BiasFreeAutoencoder([2, 2], 0.2, torch.Generator(), 2, size)


def test_blurred_copies_are_blurred_before_they_are_weighted() -> None:
    brief = {**TRAINING, "schedule": {**SCHEDULE, "decoder_steps": 5}}
    weights = [1.0, 1.0, 1.0, 5.0]
    found = scaled_bodies(start=Start(seed=5), **brief, blur=1.0, weights=weights)
    copies = scaled_copies(brief["body"], brief["sizes"], brief["size"])
    expected = blurred(copies, 1.0) * np.sqrt(np.array(weights) / 2)[:, None, None]
    assert np.allclose(found["images"], expected)
    with pytest.raises(ValueError, match="blur needs dimension 2, got 1"):
        scaled_bodies(start=Start(seed=5), **brief | {"dimension": 1}, blur=1.0)


def test_every_kth_image_is_reconstructed() -> None:
    model = network(2)
    images = torch.rand(8, 1, 8, 8).double()
    found = reconstructions(model, images, 4)["decoded"]
    with torch.no_grad():
        assert np.array_equal(found, model(images[[3, 7]])[:, 0].numpy())


def test_a_network_of_no_known_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="dimension must be 1, 2 or 3, got 0"):
        network(0)
    with pytest.raises(ValueError, match="subsamples must be at least 1, got 0"):
        scaled_copies("ball", [1.0], 8, subsamples=0)


def best(images: np.ndarray) -> np.ndarray:
    top = np.linalg.svd(images.reshape(len(images), -1), full_matrices=False)[2][0]
    return np.asarray(top * np.sign(top.sum()))


@pytest.mark.slow
@pytest.mark.parametrize(("body", "dimension"), [("ball", 1), ("star", 2), ("ball", 3)])
def test_small_networks_come_near_the_best_image(body: str, dimension: int) -> None:
    changes = {
        "body": body,
        "dimension": dimension,
        "sizes": (4 * (np.arange(16) + 0.5) / 16).tolist(),
        "channels": [8, 8],
    }
    found = scaled_bodies(start=Start(seed=1000), **{**TRAINING, **changes})
    learned = found["profiles"][0].ravel() / np.linalg.norm(found["profiles"][0])
    assert (found["codes"] > 0).all()
    assert np.linalg.norm(learned - best(found["images"])) < 0.05


@pytest.mark.slow
def test_a_two_signed_training_stays_below_the_one_signed_floor() -> None:
    sizes = (8 * (np.arange(24) + 0.5) / 24).tolist()
    changes = {"size": 16, "channels": [4, 8, 8], "sizes": sizes, "split": 5.8}
    found = scaled_bodies(start=Start(seed=1000), **{**TRAINING, **changes})
    flat = found["images"].reshape(24, -1)
    floor = 1 - np.linalg.svd(flat, compute_uv=False)[0] ** 2 / np.sum(flat**2)
    assert found["history"][-1] < 0.8 * floor
    assert {True, False} == set((found["codes"] > 0).tolist())

"""Bias-free autoencoders on disks."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from empirical.disks import disks, midpoint_radii
from empirical.size.losses import TrainingImages, homogeneous_reconstruction
from empirical.size.models.bias_free import BiasFreeAutoencoder
from empirical.size.probes import homogeneity, profile
from empirical.size.profiles import bias_free_disks
from empirical.training import Start


def network(layers: int, width: int, slope: float, seed: int) -> BiasFreeAutoencoder:
    generator = torch.Generator().manual_seed(seed)
    return BiasFreeAutoencoder([width] * (layers - 1), slope, generator).double()


def test_the_sum_of_the_pixels_is_the_area() -> None:
    radii = midpoint_radii(20, 15.0)
    areas = disks(radii, 32).sum(axis=(1, 2))
    assert np.abs(areas - np.pi * radii**2).max() < 0.5
    assert np.abs(areas / (np.pi * radii**2) - 1)[5:].max() < 0.005


def test_disks_are_centred_and_symmetric() -> None:
    for picture in disks(np.array([3.3, 7.9]), 16):
        assert np.array_equal(picture, picture[::-1])
        assert np.array_equal(picture, picture.T)
        assert picture.max() == 1
        assert picture.min() == 0


@pytest.mark.parametrize("radius", [0.0, -1.0, 8.1, np.nan])
def test_a_disk_that_does_not_fit_is_refused(radius: float) -> None:
    with pytest.raises(ValueError, match=r"radii must be in \(0, 8\]"):
        disks(np.array([2.0, radius]), 16)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 5), st.integers(1, 4), st.floats(0, 1), st.integers(0, 50))
def test_every_network_without_biases_is_homogeneous(
    layers: int, width: int, slope: float, seed: int
) -> None:
    model = network(layers, width, slope, seed)
    codes = torch.randn(16, 1, generator=torch.Generator().manual_seed(seed)).double()
    with torch.no_grad():
        base, tripled = model.decode(codes), model.decode(3 * codes)
    assert torch.allclose(tripled, 3 * base, rtol=1e-12, atol=1e-13)


def test_one_bias_or_a_negative_factor_breaks_homogeneity() -> None:
    model = network(3, 3, 0.2, 0)
    model.make_averaging(torch.ones(1, 1, 8, 8).double())
    found = homogeneity(model, torch.rand(16, 1, 8, 8).double())
    assert np.allclose(found["responses"], found["multipliers"], rtol=1e-13)
    assert np.abs(found["biased_responses"] / found["multipliers"] - 1).max() > 1e-3
    assert abs(found["negative_response"][0] + 1) > 0.1


def test_the_response_of_a_decoder_with_a_bias_is_its_slope_along_itself() -> None:
    images = torch.rand(16, 1, 8, 8, generator=torch.Generator().manual_seed(3))
    model = network(3, 3, 0.2, 0)
    found = homogeneity(model, images.double())
    with torch.no_grad():
        codes = model.encode(images.double())[::8]
        plain = model.decode(codes).flatten(1).numpy()
    bias = 0.01 * np.abs(plain).max(axis=1).mean()
    for t, response in zip(
        found["multipliers"], found["biased_responses"], strict=True
    ):
        rows = zip(plain + bias, t * plain + bias, strict=True)
        slopes = [np.linalg.lstsq(one[:, None], of)[0][0] for one, of in rows]
        assert response == pytest.approx(np.mean(slopes), rel=1e-12)


def test_the_cheap_loss_is_the_plain_squared_error() -> None:
    model = network(3, 3, 0.2, 1)
    images = torch.randn(10, 1, 8, 8, generator=torch.Generator().manual_seed(2))
    images = images.double()
    assert {True, False} == set((model.encode(images) > 0).flatten().tolist())
    plain = (model(images) - images).square().sum((1, 2, 3)).mean() / 7.0
    cheap = homogeneous_reconstruction(model, images, 7.0)
    assert torch.allclose(plain, cheap, rtol=1e-12)


def test_images_have_the_precision_of_the_model_and_an_error_of_1_is_nothing() -> None:
    pictures = disks(midpoint_radii(6, 4.0), 8)
    images = TrainingImages(pictures, torch.device("cpu"))
    assert images.energy == pytest.approx((pictures**2).sum() / 6)
    model, batch = network(3, 2, 0.2, 5), torch.tensor([4, 1])
    for dtype in (torch.float64, torch.float32):
        chosen = images.chosen(model.to(dtype), batch)
        assert chosen.dtype == dtype
        np.testing.assert_array_equal(
            chosen[:, 0], pictures[[4, 1]].astype(chosen.numpy().dtype)
        )
    with torch.no_grad():
        left = images.share_left(model, None)
        squared = (model(images.single) - images.single).square().sum().double()
        assert float(left) == pytest.approx(float(squared) / (pictures**2).sum())
        for weight in model.decoder:
            weight.zero_()
        assert float(images.share_left(model, None)) == pytest.approx(1)


def test_the_averaging_start_gives_positive_codes_and_the_best_gain() -> None:
    model = network(4, 3, 0.2, 3)
    images = torch.from_numpy(disks(midpoint_radii(9, 7.0), 16))[:, None]
    model.make_averaging(images)
    with torch.no_grad():
        decoded = model(images)
        assert bool((model.encode(images) > 0).all())
        best = (decoded * images).sum() / decoded.square().sum()
    assert float(best) == pytest.approx(1, rel=1e-9)


def test_the_profile_is_taken_on_the_side_of_the_codes() -> None:
    model = network(3, 2, 0.2, 4)
    images = torch.rand(5, 1, 8, 8).double()
    with torch.no_grad():
        for weight in model.encoder:
            weight.abs_()
        above = profile(model, images)
        model.encoder[-1].neg_()
        below = profile(model, images)
    assert (above["codes"] > 0).all()
    assert (below["codes"] < 0).all()
    for found, sign in ((above, 1.0), (below, -1.0)):
        code = torch.tensor([[sign]]).double()
        assert np.array_equal(
            found["profile"], model.decode(code)[0, 0].detach().numpy()
        )


def test_a_slope_outside_its_range_is_refused() -> None:
    with pytest.raises(ValueError, match=r"slope must be in \[0, 1\], got 1.5"):
        network(2, 1, 1.5, 0)


@pytest.mark.slow
def test_a_small_network_comes_near_the_best_image() -> None:
    found = bias_free_disks(
        start=Start(seed=1000),
        size=16,
        largest_radius=7.5,
        radii=32,
        channels=[4, 4, 4],
        slope=0.2,
        schedule={"rounds": 3, "decoder_steps": 100, "encoder_steps": 4},
    )
    flat = found["images"].reshape(32, -1)
    best = np.linalg.svd(flat, full_matrices=False)[2][0]
    learned = found["profile"].ravel() / np.linalg.norm(found["profile"])
    assert (found["codes"] > 0).all()
    assert np.linalg.norm(learned - best * np.sign(best.sum())) < 0.05

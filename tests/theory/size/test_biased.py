"""What disks, and codes with and without a threshold, look like on a pixel grid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.size import airy, linear_codes, pixels, thresholded

RADII = (np.arange(40) + 0.5) * 15 / 40
DISKS = pixels.covered(RADII, 32)
FORMS = thresholded.FORMS


def left(rebuilt: np.ndarray) -> float:
    return float(np.sum((rebuilt - DISKS) ** 2) / np.sum(DISKS**2))


def test_covered_shares_add_up_to_the_area() -> None:
    assert DISKS.sum(axis=(1, 2)) == pytest.approx(np.pi * RADII**2, abs=5e-3)
    assert DISKS.min() == 0
    assert DISKS.max() == 1
    assert np.abs(DISKS - DISKS.transpose(0, 2, 1)).max() < 2e-3
    assert np.abs(DISKS - DISKS[:, ::-1]).max() < 1e-12


@given(st.floats(1, 12), st.integers(1, 8))
def test_counted_points_stay_within_the_proven_bound(radius: float, per: int) -> None:
    axis = (np.arange(30 * per) + 0.5) / per - 15
    inside = np.hypot(axis[:, None], axis[None, :]) <= radius
    off = abs(inside.sum() / per**2 - np.pi * radius**2)
    assert off <= pixels.area_error(radius, 1 / per)


def test_the_bound_grows_with_the_spacing_and_refuses_what_it_does_not_cover() -> None:
    assert pixels.area_error(5.0, 0.5) > 3 * pixels.area_error(5.0, 0.125)
    with pytest.raises(ValueError, match="spacing must be positive, got 0"):
        pixels.area_error(5.0, 0.0)
    with pytest.raises(ValueError, match="radius must be at least"):
        pixels.area_error(0.5, 1.0)


@pytest.mark.parametrize("radius", [0.0, 16.1, np.nan])
def test_a_disk_that_does_not_fit_is_refused(radius: float) -> None:
    with pytest.raises(ValueError, match=r"radii must be in \(0, 16\]"):
        pixels.covered(np.array([radius]), 32)


def test_codes_without_a_threshold_leave_the_known_shares() -> None:
    """The pixels' grey edges take 2 % to 3 % off the shares of the continuum."""
    one, two = (left(linear_codes.affine(DISKS, DISKS, n)) for n in (1, 2))
    linear = left(linear_codes.linear(DISKS, DISKS))
    signed = left(linear_codes.two_signed(DISKS, DISKS))
    assert linear == pytest.approx(1 - airy.captured(), abs=0.025)
    assert signed == pytest.approx(1 - 0.85145, abs=0.03)
    assert two < one < linear
    assert signed < linear


def test_no_other_plane_through_the_mean_leaves_less() -> None:
    rng = np.random.default_rng(4)
    best = left(linear_codes.affine(DISKS, DISKS, 1))
    mean = DISKS.mean(axis=0)
    _, _, axes = np.linalg.svd((DISKS - mean).reshape(40, -1), full_matrices=False)
    for _ in range(20):
        axis = axes[0] + 0.05 * rng.normal(size=axes.shape[1])
        axis /= np.linalg.norm(axis)
        codes = (DISKS - mean).reshape(40, -1) @ axis
        rebuilt = mean + (codes[:, None] * axis).reshape(DISKS.shape)
        assert left(rebuilt) > best


@pytest.mark.parametrize("numbers", [-1, 41])
def test_a_code_of_impossible_length_is_refused(numbers: int) -> None:
    with pytest.raises(ValueError, match=f"numbers must be in 0 .* got {numbers}"):
        linear_codes.affine(DISKS, DISKS, numbers)


def test_between_two_disks_the_best_mixture_is_found() -> None:
    small, large = pixels.covered(np.array([4.0, 8.0]), 32)
    mixed = linear_codes.between(small, large, np.stack([0.3 * small + 0.7 * large]))
    assert mixed[0] == pytest.approx(0.3 * small + 0.7 * large)
    (middle,) = linear_codes.between(small, large, pixels.covered(np.array([6.0]), 32))
    ring = middle[(small == 0) & (large == 1)]
    assert ring == pytest.approx((36 - 16) / (64 - 16), abs=0.02)
    with pytest.raises(ValueError, match="small and large must differ"):
        linear_codes.between(small, small, small[None])


def test_one_image_cannot_be_split_by_sign() -> None:
    with pytest.raises(ValueError, match="known must be at least 2 images, got 1"):
        linear_codes.two_signed(DISKS[:1], DISKS)


def test_disks_are_one_function_scaled_or_shifted_and_cut_off() -> None:
    left = thresholded.shares_left(DISKS)
    assert left["shifted"] < 1e-4
    assert left["scaled at one level"] < 1e-4
    assert left["scaled"] < 3e-3


@pytest.mark.parametrize("form", FORMS)
def test_what_is_cut_off_is_found_and_what_is_not_is_not(
    form: str,
) -> None:
    rng = np.random.default_rng(8)
    f, b = rng.uniform(0, 2, size=50), rng.uniform(-1, 0, size=(30, 1))
    made = np.clip(f + b, 0, 1) if form == "shifted" else np.clip((1 - b) * f, 0, 1)
    if form == "scaled at one level":
        made = np.clip((1 - b) * f - 0.7, 0, 1)
    noise = rng.uniform(size=(30, 50))
    assert thresholded.shares_left(made, [form])[form] < 0.02
    assert thresholded.shares_left(noise, [form])[form] > 0.1


@pytest.mark.parametrize("form", FORMS)
def test_the_gradient_of_the_fit_is_that_of_finite_differences(
    form: str,
) -> None:
    rng = np.random.default_rng(2)
    flat = rng.uniform(size=(4, 6))
    packed = rng.uniform(-0.4, 0.2, size=1 + 4 + 6)
    packed[0] *= form == "scaled at one level"
    _, gradient = thresholded._error(packed, flat, form)
    for i in range(form != "scaled at one level", len(packed)):
        step = 1e-6 * np.eye(len(packed))[i]
        up, down = (
            thresholded._error(packed + s, flat, form)[0] for s in (step, -step)
        )
        assert gradient[i] == pytest.approx((up - down) / 2e-6, abs=1e-6)


def test_a_form_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match=r"form must be one of .*, got 'cut'"):
        thresholded.shares_left(DISKS, ["cut"])


@pytest.mark.parametrize("images", [np.zeros((2, 3)), np.full((2, 3), np.nan)])
def test_images_without_a_fit_are_refused(images: np.ndarray) -> None:
    with pytest.raises(ValueError, match="finite and not all zero"):
        thresholded.shares_left(images)

"""The encoder of images, one channel for each coordinate."""

import numpy as np
import pytest
import torch

from empirical.position.models.plane_encoder import PlanePositionEncoder
from empirical.position.plane_encoders import plane_codes
from theory.position.plane import inverted_coordinates, product_codes

DOWN = np.outer([1.0, 2, 1], [0, 1, 1])
LISTED = DOWN.tolist()
OPTIONS = {"levels": [1, 3], "dense_levels": 2, "images": 3}


def test_two_channels_read_the_coordinates_and_a_third_the_product() -> None:
    kernels = [LISTED, DOWN.T.tolist(), np.outer([1.0, 2, 1], [1, 2, 1]).tolist()]
    codes = plane_codes(seed=0, kernels=kernels, **OPTIONS)["codes"]
    both = np.concatenate([inverted_coordinates(n) for n in (1, 3)])
    np.testing.assert_array_equal(codes[:, :2], both)
    np.testing.assert_array_equal(codes[:, 2], both.prod(axis=1))


def test_channels_do_not_mix() -> None:
    rng = np.random.default_rng(0)
    kernels = rng.normal(size=(2, 3, 3))
    images = torch.from_numpy(rng.normal(size=(4, 8, 8)))
    with torch.no_grad():
        both = PlanePositionEncoder(kernels, 3)(images)
        alone = [PlanePositionEncoder(k[None], 3)(images)[:, 0] for k in kernels]
    torch.testing.assert_close(both, torch.stack(alone, dim=1))


def test_kernels_are_not_transposed() -> None:
    kernel = np.outer([3.0, -1, 2], [1, 4, -2]).tolist()
    codes = plane_codes(seed=2, kernels=[kernel], **OPTIONS)["codes"][:, 0]
    expected = [product_codes(n, (3, -1, 2), (1, 4, -2)) for n in (1, 3)]
    np.testing.assert_array_equal(codes, np.concatenate(expected))


def test_dense_images_are_read_by_the_form() -> None:
    arrays = plane_codes(seed=1, kernels=[LISTED], **OPTIONS)
    images = arrays["dense_images"]
    assert images.shape == (3, 4, 4)
    form = images.sum(axis=2) @ np.arange(4, 0, -1)
    np.testing.assert_array_equal(arrays["dense_codes"][:, 0], form)


def test_the_order_of_the_impulses_does_not_matter() -> None:
    first, second = (
        plane_codes(seed=seed, kernels=[LISTED], **OPTIONS) for seed in (0, 1)
    )
    np.testing.assert_array_equal(first["codes"], second["codes"])
    assert not np.array_equal(first["dense_images"], second["dense_images"])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: PlanePositionEncoder(np.ones((3, 3)), 1), r"got \(3, 3\)"),
        (lambda: PlanePositionEncoder(np.ones((1, 2, 3)), 1), r"got \(1, 2, 3\)"),
        (lambda: PlanePositionEncoder(DOWN[None], 0), "levels must be at least 1"),
    ],
)
def test_bad_arguments_are_refused(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()

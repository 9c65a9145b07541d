"""Disks go through a network of anybody's, and what it gives comes back by name."""

import numpy as np
import pytest

from empirical.coder import Coder
from empirical.disks import disks
from empirical.size.given_network import disks_through, unseen_through

RADII = np.arange(1.0, 9) * 0.9


class OneImage:
    """Multiples of one image; as many codes as asked for, all of them alike."""

    def __init__(self, codes: int, bias: float = 0.0) -> None:
        self.shape, self.codes, self.bias = (16, 16), codes, bias
        self.image = disks(np.array([6.0]), 16)[0] / 10

    def encode(self, images: np.ndarray, /) -> np.ndarray:
        overlap = np.tensordot(images, self.image, 2)[:, None]
        return np.repeat(overlap, self.codes, axis=1)

    def decode(self, codes: np.ndarray, /) -> np.ndarray:
        return codes[:, :1, None] * self.image + self.bias


def test_one_code_comes_with_its_image_and_what_factors_do() -> None:
    coder = OneImage(1)
    assert isinstance(coder, Coder)
    found = disks_through(coder, size=16, radii=RADII)
    np.testing.assert_allclose(found["profile"], coder.image)
    np.testing.assert_allclose(found["profiles"], [coder.image, -coder.image])
    np.testing.assert_allclose(found["responses"], found["multipliers"])
    lost = np.square(coder.decode(coder.encode(found["images"])) - found["images"])
    assert found["history"][0] == pytest.approx(
        lost.sum() / (found["images"] ** 2).sum()
    )
    assert found["decoded"].shape == (4, 16, 16)


def test_several_codes_and_a_bias_come_without_an_image() -> None:
    found = disks_through(OneImage(2, bias=0.1), size=16, radii=RADII)
    assert found["all codes"].shape == (8, 2)
    assert "profile" not in found
    assert np.abs(found["responses"] / found["multipliers"] - 1).max() > 0.1


def test_other_disks_come_with_what_is_drawn_between_their_codes() -> None:
    coder = OneImage(2)
    found = unseen_through(coder, size=16, radii=RADII, sigma=0.5)
    middle = (found["codes"][1:] + found["codes"][:-1]) / 2
    np.testing.assert_allclose(found["between"], middle[:, None, None] * coder.image)
    assert found["images"][0].max() < disks(RADII[:1], 16).max()

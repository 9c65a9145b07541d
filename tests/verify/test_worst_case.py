"""What is said of every case is read from the worst of them."""

import numpy as np
import pytest

from tests.exact.makers import maker
from verify.claim import Arrays, Claim
from verify.claims.pca import navigation
from verify.claims.position import encoders_trained
from verify.claims.size import drawn_radii, split_intervals
from verify.claims.size.families.biased_disks import off_disks

ONE_BAD = np.array([0.9, 0.8, 0.3])


def exact(claim: Claim) -> Arrays:
    """Return arrays of which every case is as it should be."""
    return {name: np.array(a) for name, a in maker(claim)(claim, 0).arrays.items()}


def test_a_network_with_some_codes_of_another_sign_is_invalid() -> None:
    arrays = exact(drawn_radii.CLAIM)
    assert drawn_radii.CLAIM.read(arrays).invalid == ""
    arrays["positive"][1] = 0.99
    assert "codes must have one sign" in drawn_radii.CLAIM.read(arrays).invalid


def test_one_law_that_three_blocks_split_better_is_seen() -> None:
    claim, arrays = split_intervals.CLAIM, exact(split_intervals.CLAIM)
    arrays["kept"][0, 2] = 2 * arrays["kept"][0, 1]
    values = claim.read(arrays).values
    assert values["three blocks or more over two intervals, at most"] == 2


def test_the_axis_along_which_most_else_moves_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arrays = exact(navigation.CLAIM)
    monkeypatch.setattr(navigation, "own_shares", lambda *_: (ONE_BAD, np.ones(4)))
    values = navigation.CLAIM.read(arrays).values
    assert values["most of what else moves along an axis"] == pytest.approx(0.7)
    assert values["what else moves"] == pytest.approx(1 / 3)


def test_the_largest_share_of_all_labels_and_depths_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arrays = exact(encoders_trained.CLAIM)
    monkeypatch.setattr(encoders_trained, "shares", lambda *_: ONE_BAD)
    values = encoders_trained.CLAIM.read(arrays).values
    lost = "largest share of one label, pooling and depth that is lost"
    arrived = "largest share of one label and depth that arrives with max pooling"
    assert values[lost] == pytest.approx(0.7)
    assert values[arrived] == 0.9


def test_how_far_images_are_off_disks_is_their_squared_error() -> None:
    """Two squares drawn as squares of their areas, the second a quarter too dark."""

    def draw(radii: np.ndarray) -> np.ndarray:
        return np.pi * radii[:, None, None] ** 2 * np.full((1, 2, 2), 0.25)

    even = np.stack([np.full((2, 2), 0.5), np.full((2, 2), 0.75)])
    assert off_disks(even, draw, 2.0) == pytest.approx(0.0, abs=1e-15)
    uneven = even + np.array([[0.25, -0.25], [0.25, -0.25]])
    ideal = 4 * (0.5**2 + 0.75**2)
    assert off_disks(uneven, draw, 2.0) == pytest.approx(8 * 0.25**2 / ideal)

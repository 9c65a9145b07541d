"""The bound on the code next to a sharp disk, and the best split of scaled copies."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from theory.size import scaled, sharp


@given(st.floats(0.1, 2), st.floats(1.1, 5))
def test_the_bound_is_that_of_the_worst_distance(k: float, times: float) -> None:
    m = k * times
    y = np.linspace(0, 30, 300_001)
    lowest = np.min(m * (y - 1) ** 2 - k * y**2)
    assert sharp.change_bound(k, m) == pytest.approx(max(m, -lowest), rel=1e-3)


@pytest.mark.parametrize(("k", "m"), [(0.0, 1.0), (1.0, 1.0), (2.0, 1.0)])
def test_an_encoder_that_is_not_steep_enough_is_refused(k: float, m: float) -> None:
    with pytest.raises(ValueError, match="must be positive and increase"):
        sharp.change_bound(k, m)


def test_the_best_split_of_a_square_is_that_of_every_body_of_its_dimension() -> None:
    split, left = scaled.best_split(np.ones((4, 4)), 32, 15.0)
    assert split == pytest.approx(0.7247, abs=0.01)
    assert left == pytest.approx(1 - 0.85145, abs=0.03)


def test_a_split_beyond_all_copies_leaves_the_one_image() -> None:
    shape = np.ones((4, 4))
    both = scaled.pair_at(shape, 16, 7.0, 0.5)
    half = scaled.eigenimage(shape, 16, 7.0, lambda share: (share < 0.5) * 1.0)
    np.testing.assert_allclose(both[0], half)
    one = scaled.eigenimage(shape, 16, 7.0)
    nearly = scaled.pair_at(shape, 16, 7.0, 1e-3)[1]
    np.testing.assert_allclose(nearly, one, atol=1e-4)

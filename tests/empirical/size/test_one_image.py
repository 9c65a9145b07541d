"""Eq. (4) minimised over f and h at once, against singular vectors."""

import numpy as np
import pytest

from empirical.size.one_image import best_image_and_strengths


@pytest.mark.parametrize(("intervals", "radii"), [(2, 2), (9, 5), (5, 12)])
def test_the_minimum_is_the_first_singular_pair(intervals: int, radii: int) -> None:
    """In the norm of the plane, with means of the disks over the rings."""
    ends = np.pi * np.linspace(0, 1, intervals + 1) ** 2
    disks = np.pi * ((np.arange(radii) + 0.5) / radii) ** 2
    area = np.diff(ends)
    covered = np.diff(np.minimum(ends, disks[:, None]), axis=1)
    left, values, right = np.linalg.svd(covered / np.sqrt(area))
    found = best_image_and_strengths(seed=1, intervals=intervals, radii=radii)
    share = 1 - values[0] ** 2 / disks.sum()
    assert found["left"] == pytest.approx(share, abs=1e-10)
    pairs = ((found["f"] * np.sqrt(area), right[0]), (found["h"], left[:, 0]))
    for ours, theirs in pairs:
        cosine = ours @ theirs / np.linalg.norm(ours)
        assert abs(cosine) == pytest.approx(1, abs=1e-9)


def test_every_start_ends_at_one_place() -> None:
    found = [best_image_and_strengths(seed=s, intervals=20, radii=20) for s in range(4)]
    units = [abs(one["h"]) / np.linalg.norm(one["h"]) for one in found]
    assert max(np.linalg.norm(unit - units[0]) for unit in units) < 1e-5

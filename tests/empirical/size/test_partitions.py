"""All partitions of a few radii, against what can be worked out by hand."""

import numpy as np
import pytest

from empirical.size.partitions import all_partitions

SETTING = {"drawn": 20, "few": 4}


def test_three_radii_in_three_blocks_are_one_partition() -> None:
    areas = np.array([0.2, 0.5, 1.0])
    found = all_partitions(
        seed=0, radii=np.sqrt(areas).tolist(), laws=[[1.0] * 3], blocks=3, **SETTING
    )["kept"][0]
    outer = (1.2 + np.hypot(0.8, 2 * 0.2)) / 2
    assert found[2] == pytest.approx((outer + 0.5) / areas.sum(), rel=1e-12)
    both = [(0.7 + np.hypot(0.3, 0.4)) / 2 + 1.0, (1.5 + np.hypot(0.5, 1.0)) / 2 + 0.2]
    assert found[1] == pytest.approx(max(both) / areas.sum(), rel=1e-12)


def test_no_law_drawn_prefers_more_blocks() -> None:
    found = all_partitions(
        seed=3, radii=[0.5, 0.7, 1.0], laws=[[1.0] * 3], blocks=2, **SETTING
    )
    assert np.all(found["ahead"] <= 1 + 1e-12)
    assert np.ptp(found["ahead"]) > 0.01

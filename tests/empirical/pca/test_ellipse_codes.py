"""The experiments of the PCA part: honest differences."""

import numpy as np

from tests.problems import arrays, problem


def test_arms_share_the_first_code_and_differ_afterwards() -> None:
    found = arrays(problem("ellipse_codes"), seed=3)
    ordered, free = found["codes ordered"], found["codes free"]
    assert np.array_equal(ordered[:, 0], free[:, 0])
    assert not np.array_equal(ordered[:, 1], free[:, 1])
    assert np.array_equal(found["moved"], [0, 0])
    assert np.all(np.diff(found["errors linear"].mean(axis=1)[:2]) < 0)


def test_translated_disks_are_measured_by_ones_and_by_a_packet() -> None:
    found = arrays(problem("translated_codes"))
    assert not np.array_equal(found["errors"][2], found["errors"][3])

"""The experiments of the PCA part: shapes, honest differences, and resuming."""

import numpy as np
import pytest

from empirical.experiments.packets import translated_codes
from empirical.experiments.pca import ellipse_codes

RECIPE = {"adam_steps": 2, "batch": 4, "channels": [2, 2], "hidden": 3}
ELLIPSES = {
    "seed": 3,
    "device": "cpu",
    "train": 8,
    "test": 20,
    "components": 3,
    "penalty": 0.1,
    "first_steps": 3,
    "recipe": RECIPE,
}


def test_an_experiment_killed_between_trainings_ends_with_the_same_bits(
    kept_in_memory: type,
) -> None:
    whole = ellipse_codes(checkpoint=None, **ELLIPSES)
    memory = kept_in_memory(writes=4)
    with pytest.raises(kept_in_memory.killed):
        ellipse_codes(checkpoint=memory, **ELLIPSES)
    memory.left = None
    resumed = ellipse_codes(checkpoint=memory, **ELLIPSES)
    assert whole.keys() == resumed.keys()
    for name, values in whole.items():
        assert np.array_equal(values, resumed[name]), name


def test_arms_share_the_first_code_and_differ_afterwards() -> None:
    found = ellipse_codes(checkpoint=None, **ELLIPSES)
    ordered, free = found["codes ordered"], found["codes free"]
    assert np.array_equal(ordered[:, 0], free[:, 0])
    assert not np.array_equal(ordered[:, 1], free[:, 1])
    assert found["errors ordered"].shape == (4, 20)
    assert found["walk"].shape == found["walk plain"].shape == (16, 3, 9, 3)
    assert found["pictures"].shape == (3, 9, 64, 64)
    assert np.array_equal(found["moved"], [0, 0])
    assert np.all(np.diff(found["errors linear"].mean(axis=1)[:2]) < 0)


def test_fewer_than_three_components_are_refused() -> None:
    with pytest.raises(ValueError, match="components must be at least 3, got 2"):
        ellipse_codes(checkpoint=None, **{**ELLIPSES, "components": 2})


def test_translated_disks_are_measured_by_ones_and_by_a_packet() -> None:
    found = translated_codes(
        seed=0,
        device="cpu",
        checkpoint=None,
        size=16,
        radius=3.0,
        reach=4.0,
        train=12,
        test=9,
        penalty=0.1,
        recipe=RECIPE,
    )
    assert found["errors"].shape == (4, 9)
    assert found["codes ones"].shape == found["codes packet"].shape == (9, 2)
    assert not np.array_equal(found["errors"][2], found["errors"][3])

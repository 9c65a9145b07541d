"""Derivations on conditional means and attributes, and the floor of one coordinate."""

import numpy as np
import pytest

from theory.derivation import Kind, Step, defect
from theory.pca import attributes_proof, conditional_mean, translated

STEPS = (
    *conditional_mean.derivation(),
    *attributes_proof.dependence_steps(),
    *attributes_proof.direction_steps(),
    *attributes_proof.moment_steps(),
    *translated.steps(),
)


@pytest.mark.parametrize(
    "step", [s for s in STEPS if s.kind is Kind.IDENTITY], ids=lambda s: s.says[:40]
)
def test_every_identity_holds_at_random_points(step: Step) -> None:
    assert defect(step, 11) < 1e-20


def test_a_wrong_variance_is_noticed() -> None:
    step = conditional_mean.derivation()[-2]
    wrong = Step(
        says="",
        relation=step.relation.func(
            step.relation.lhs, 2 * step.relation.rhs, evaluate=False
        ),
        kind=Kind.IDENTITY,
    )
    assert defect(wrong, 0) > 1e-3


def test_one_coordinate_of_a_disk_leaves_more_than_half() -> None:
    share = translated.coordinate_share(6.0, 6.0, 32, points=10)
    finer = translated.coordinate_share(6.0, 6.0, 32, points=20)
    assert 0.5 < finer < 0.8
    assert share == pytest.approx(finer, abs=0.02)


def test_disks_have_their_area_at_their_place() -> None:
    image = translated.disk_at(3.0, -2.0, 5.0, 24)
    axis = np.arange(24) + 0.5 - 12
    assert image.sum() == pytest.approx(np.pi * 25, rel=0.01)
    assert image.sum(axis=0) @ axis / image.sum() == pytest.approx(3, abs=0.02)
    assert image.sum(axis=1) @ axis / image.sum() == pytest.approx(-2, abs=0.02)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((6.0, 11.0, 32), "radius must be in"),
        ((6.0, 9.0, 32, 1), "points must be at least 2"),
    ],
)
def test_arguments_out_of_range_are_refused(arguments: tuple, message: str) -> None:
    radius, reach, size, *points = arguments
    with pytest.raises(ValueError, match=message):
        translated.coordinate_share(
            radius, reach, size, **({"points": points[0]} if points else {})
        )

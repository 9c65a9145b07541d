"""The floor of one coordinate of a disk."""

import numpy as np
import pytest

from theory.pca import translated


def test_one_coordinate_of_a_disk_leaves_more_than_half() -> None:
    share = translated.coordinate_share(6.0, 6.0, 32, points=10)
    finer = translated.coordinate_share(6.0, 6.0, 32, points=20)
    assert 0.5 < finer < 0.8
    assert share == pytest.approx(finer, abs=0.02)


@pytest.mark.parametrize(
    "angle",
    [
        0.4,
        *(pytest.param(x, marks=pytest.mark.again) for x in np.arange(3) * np.pi / 4),
    ],
)
def test_a_coordinate_in_any_direction_leaves_what_bins_of_it_leave(
    angle: float,
) -> None:
    share = translated.coordinate_share(3.0, 4.5, 16, angle=angle, points=30)
    centres = np.random.default_rng(1000).uniform(-4.5, 4.5, (6400, 2))
    along = centres @ [np.cos(angle), np.sin(angle)]
    ordered = centres[np.argsort(along)]
    images = np.stack([translated.disk_at(u, v, 3.0, 16) for u, v in ordered])
    within = images.reshape(100, 64, 16, 16).var(axis=1, ddof=1).sum()
    assert share == pytest.approx(within / 100 / images.var(axis=0).sum(), rel=0.02)


def test_the_diagonal_leaves_least_of_all_linear_coordinates() -> None:
    least = translated.least_coordinate_share(3.0, 4.5, 16)
    assert least == pytest.approx(0.609, abs=0.001)
    assert least < translated.coordinate_share(3.0, 4.5, 16) - 0.05


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
    with pytest.raises(ValueError, match=r"angle must be in \[0, pi / 2\]"):
        translated.coordinate_share(3.0, 4.5, 16, angle=2.0)
    with pytest.raises(ValueError, match=message):
        translated.coordinate_share(
            radius, reach, size, **({"points": points[0]} if points else {})
        )

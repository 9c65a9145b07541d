"""Grids of images: where each one lands, and how grey it is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from tests.judging import posed
from verify.claim import Measurement
from verify.claims.position import table
from verify.judge import Judged, judge
from verify.report.pictures import draw_pictures, mosaic


def test_each_image_keeps_its_row_and_column() -> None:
    grid = np.arange(6.0).reshape(2, 3, 1, 1) * np.ones((2, 3, 4, 5))
    joined = mosaic(grid)
    assert joined.shape == (2 * 4 + 1, 3 * 5 + 2)
    for row in range(2):
        for column in range(3):
            image = joined[5 * row : 5 * row + 4, 6 * column : 6 * column + 5]
            assert np.all(image == grid[row, column] / 5)
    assert np.all(joined[4] == 1)
    assert np.all(joined[:, [5, 11]] == 1)


def test_zero_is_black_unless_something_is_less() -> None:
    assert mosaic(np.full((1, 1, 1, 1), 3.0)).item() == 1
    assert mosaic(np.zeros((1, 1, 1, 1))).item() == 0
    assert mosaic(np.array([-1.0, 1.0]).reshape(1, 1, 1, 2)).tolist() == [[0, 1]]


@pytest.mark.parametrize("grid", [np.ones((2, 2)), np.full((1, 1, 2, 2), np.nan)])
def test_what_is_no_grid_of_images_is_refused(grid: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"\(rows, columns, height, width\)"):
        mosaic(grid)


def test_the_first_usable_seed_is_shown(tmp_path: Path) -> None:
    known = posed(table.CLAIM)
    grids = [np.array([0.0, level]).reshape(1, 2, 1, 1) for level in (1.0, 4.0)]
    lost, *found = (
        Measurement(answer=known.prediction, pictures={"A caption.": grid})
        for grid in (grids[0], *grids)
    )
    measurements = {0: replace(lost, invalid="diverged"), 1: found[1], 2: found[0]}
    one = Judged(
        known=known,
        measurements=measurements,
        verdict=judge(known, measurements),
    )
    (drawn,) = draw_pictures(one, tmp_path)
    assert drawn["alternative"] == "1 by 2 images. A caption."
    assert drawn["width"] == 100
    image = imread(tmp_path / drawn["file"])
    assert image[0, :, 0].tolist() == [0, 1, 1]
    nothing = replace(one, measurements={0: measurements[0]})
    assert draw_pictures(nothing, tmp_path) == []


def test_colours_are_kept() -> None:
    grid = np.arange(12.0).reshape(1, 2, 1, 2, 3)
    joined = mosaic(grid)
    assert joined.shape == (1, 5, 3)
    np.testing.assert_allclose(joined[0, :2].ravel() * 11, np.arange(6))
    assert np.all(joined[0, 2] == 1)
    with pytest.raises(ValueError, match="or with 3 colours besides"):
        mosaic(np.zeros((1, 1, 2, 2, 2)))

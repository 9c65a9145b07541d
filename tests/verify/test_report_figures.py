"""Figures: drawn for every claim, whatever was measured, and always alike."""

from itertools import cycle
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.judging import drawn, judged, near, posed
from verify.claim import Claim, Measurement
from verify.claims import ALL
from verify.judge import Judged
from verify.report.axes import MEASURED
from verify.report.figures import draw, drawing

DIVERGED = (np.nan, np.inf, -np.inf, 1e90)
every_claim = pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)


def exact(claim: Claim) -> Judged:
    prediction = posed(claim).prediction
    measured = Measurement(answer=prediction, extras={"again": prediction})
    return judged(claim, {0: measured, 1: measured})


@every_claim
def test_a_figure_is_the_same_whenever_it_is_drawn(claim: Claim) -> None:
    one = judged(claim, near(claim))
    found = drawn(one)
    # What makes the second differ would do so for any claim: every fifth is enough.
    if ALL.index(claim) % 5 == 0:
        again = drawing(one)
        assert again.alternative == found.alternative
        assert again.files == found.files
    assert b"dc:date" not in found.files[f"{claim.name}.svg"]
    # The alternative text names the claim and its nearest rival.
    assert claim.name in found.alternative
    assert next(iter(one.known.gaps)) in found.alternative


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        pytest.param(claim, value, id=f"{claim.name}-{value}")
        for claim, value in zip(
            ALL[::2], cycle((np.nan, np.inf, -np.inf, 1e90)), strict=False
        )
    ],
)
def test_a_diverged_answer_still_gives_a_figure(
    claim: Claim, value: float, tmp_path: Path
) -> None:
    answer = posed(claim).prediction.copy()
    answer.flat[0] = value
    draw(judged(claim, {0: Measurement(answer=answer)}), tmp_path / "figure.svg")
    root = ElementTree.parse(tmp_path / "figure.svg").getroot()
    numbers = [part for node in root.iter() for part in node.get("d", "").split()]
    assert numbers
    assert not {"nan", "inf", "-inf"} & set(numbers)


@pytest.mark.parametrize(
    ("claim", "shape"),
    [
        pytest.param(claim, shape, id=f"{claim.name}-{shape}")
        for claim, shape in zip(ALL[1::4], cycle(((), (3, 5, 2))), strict=False)
    ],
)
def test_an_answer_of_another_shape_is_left_out(
    claim: Claim, shape: tuple[int, ...], tmp_path: Path
) -> None:
    lost = Measurement(answer=np.full(shape, np.nan), invalid="the training failed")
    draw(judged(claim, {0: lost}), tmp_path / "without.svg")
    assert MEASURED.lower() not in curves(tmp_path / "without.svg")
    draw(exact(claim), tmp_path / "with.svg")
    assert MEASURED.lower() in curves(tmp_path / "with.svg")


def curves(path: Path) -> str:
    """Return the drawing without the shaded tolerance, which has the same colour."""
    lines = path.read_text().lower().splitlines()
    return "\n".join(line for line in lines if "opacity: 0.12" not in line)


@pytest.mark.parametrize(
    ("name", "panels", "rows"),
    [("size.two-signs", 3, 2), ("size.bodies", 1, 4), ("size.airy", 1, 1)],
)
def test_every_row_of_a_view_is_a_line_of_its_own(
    name: str, panels: int, rows: int, tmp_path: Path
) -> None:
    (claim,) = (claim for claim in ALL if claim.name == name)
    measured = Measurement(answer=posed(claim).prediction)
    draw(judged(claim, {0: measured}), tmp_path / "f")
    paths = ElementTree.parse(tmp_path / "f").iter("{http://www.w3.org/2000/svg}path")
    lines = [
        path.get("d", "")
        for path in paths
        if MEASURED.lower() in path.get("style", "") and path.get("clip-path")
    ]
    assert [line.count("M ") for line in lines] == [rows] * 2 * panels


@every_claim
def test_panels_share_the_rows_of_a_view(claim: Claim) -> None:
    x, y = claim.view.curve(posed(claim).prediction)
    assert np.shape(x) == np.shape(y)
    if claim.view.panels:
        assert np.ndim(x) == 2
        assert len(x) % len(claim.view.panels) == 0
        assert len(claim.view.panels) > 1

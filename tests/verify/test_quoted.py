"""A figure that a statement quotes is one that was worked out or measured."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest

from tests.judging import posed
from tests.record_measurements import recorded
from verify.claim import Claim
from verify.claims import ALL
from verify.trial import Trial

FEW = 64
"""Numbers of an answer, beyond which one of them would resemble any figure."""


def quoted(claim: Claim) -> list[tuple[float, float]]:
    """Return the decimals in a statement, each with half its last place.

    Percentages are returned as shares.
    """
    found = []
    decimals = re.findall(r"(?<![\w.])(\d+\.\d+)(?!\.?\w)( ?%)?", claim.statement)
    for digits, percent in decimals:
        share = 0.01 if percent else 1.0
        places = len(digits.split(".")[1])
        found.append((float(digits) * share, 0.5 * 10.0**-places * share))
    return found


def figures(claim: Claim) -> list[float]:
    """Return the numbers behind a claim: asked for, predicted, certified, measured."""
    known = posed(claim)
    arrays = [known.prediction, *known.rivals.values()]
    return [
        *_numbers(claim.experiment.configurations["quick"]),
        *(float(x) for a in arrays if a.size <= FEW for x in a.ravel()),
        *known.gaps.values(),
        *known.certificates.values(),
        *(x for m in recorded(claim).values() for x in m.values.values()),
        *(x for m in recorded(claim).values() for x in np.ravel(m.answer)[:FEW]),
        *(x for sweep in claim.sweeps for x in sweep.values),
        *Trial(claim=claim).bounds.values(),
        Trial(claim=claim).tolerance,
    ]


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value[:FEW]:
            yield from _numbers(part)
    elif isinstance(value, int | float):
        yield float(value)


def strangers(claim: Claim, scale: float = 1.0) -> list[float]:
    """Return the quoted decimals that no figure rounds to, the figures scaled."""
    known = scale * np.array(figures(claim), dtype=float)
    # What is kept beside what is left, and squared errors beside their roots.
    known = np.concatenate([known, 1 - known, known**2])
    return [
        value
        for value, room in quoted(claim)
        if not np.any(np.abs(np.abs(known) - value) <= room * (1 + 1e-9))
    ]


@pytest.mark.parametrize(
    "claim", [c for c in ALL if quoted(c)], ids=lambda claim: claim.name
)
def test_every_figure_that_a_statement_quotes_was_worked_out(claim: Claim) -> None:
    assert strangers(claim) == []


def test_a_figure_that_moves_leaves_its_statement_behind() -> None:
    quoting = [claim for claim in ALL if quoted(claim)]
    left = [claim.name for claim in quoting if not strangers(claim, 1.02)]
    assert len(left) < len(quoting) / 3, left

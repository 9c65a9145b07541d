"""Every claim has pilots on record, and stands as they do."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.judging import posed
from verify import piloted
from verify.budget import PILOT
from verify.claim import Claim, Measurement, Outcome
from verify.claims import ALL
from verify.claims.size.airy import CLAIM as AIRY
from verify.judge import LEAN, Judged, judge
from verify.report import tolerances
from verify.trial import Setting, Trial

SEEDS = (PILOT, PILOT + 1)
CLAIM = replace(AIRY, checks=(), tolerance=0.003)


@pytest.mark.parametrize("claim", ALL, ids=lambda claim: claim.name)
def test_a_claim_stands_as_its_pilots_do(claim: Claim) -> None:
    pilots = piloted.recorded(claim.name).get("quick")
    again = f"python -m verify pilot {claim.name} --seeds 6 --keep"
    assert pilots, f"no pilots are on record: {again}"
    assert pilots.measured == piloted.measured_by(claim, "quick"), again
    said = (pilots.statement, *pilots.assumptions)
    assert said == (claim.statement, *(a.says for a in claim.assumptions)), (
        f"another sentence needs {again}"
    )
    assert len(pilots.seeds) >= 6
    assert min(pilots.seeds) >= PILOT
    trial = Trial(claim=claim)
    assert pilots.tolerance == trial.tolerance, f"another tolerance needs {again}"
    assert pilots.bounds == trial.bounds, f"other bounds need {again}"
    gaps = dict(posed(claim).gaps)
    assert pilots.rivals == pytest.approx(gaps, rel=0.01), f"other rivals need {again}"
    assert pilots.outcome == trial.expected.name
    if trial.expected is Outcome.CONFIRMED:
        assert max(pilots.misfit) <= trial.tolerance
        assert max(pilots.lean) <= LEAN


def test_every_record_is_of_a_claim() -> None:
    kept = {path.stem for path in piloted.FOLDER.glob("*")}
    assert kept <= {claim.name for claim in ALL}


def pilots_of(*away: float) -> Judged:
    """Return a judged pilot run whose seeds are so far from Airy's prediction."""
    known = replace(posed(AIRY), trial=Trial(claim=CLAIM, setting=Setting(pilots=2)))
    measurements = {
        seed: Measurement(answer=known.prediction * (1 + x))
        for seed, x in zip(SEEDS, away, strict=True)
    }
    verdict = judge(known, measurements)
    return Judged(known=known, measurements=measurements, verdict=verdict)


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    piloted.keep(pilots_of(0.0006, 0.0012), tmp_path)
    (pilots,) = piloted.recorded(CLAIM.name, tmp_path).values()
    assert pilots == piloted.of(pilots_of(0.0006, 0.0012))
    assert pilots.seeds == SEEDS
    assert pilots.misfit == pytest.approx((0.0006, 0.0012), rel=0.01)
    assert len(pilots.lean) == 2
    assert piloted.recorded("size.none", tmp_path) == {}


def test_other_budgets_are_left_on_record(tmp_path: Path) -> None:
    quick = pilots_of(0.0006, 0.0012)
    piloted.keep(quick, tmp_path)
    setting = replace(quick.trial.setting, budget="full")
    full = replace(quick.known, trial=Trial(claim=CLAIM, setting=setting))
    piloted.keep(replace(quick, known=full), tmp_path)
    kept = piloted.recorded(CLAIM.name, tmp_path)
    assert set(kept) == {"quick", "full"}
    assert kept["quick"].measured != kept["full"].measured


def test_a_seed_without_a_result_is_kept_as_such(tmp_path: Path) -> None:
    piloted.keep(pilots_of(0.0006, np.nan), tmp_path)
    (pilots,) = piloted.recorded(CLAIM.name, tmp_path).values()
    assert (pilots.outcome, pilots.misfit) == ("INVALID", ())


@pytest.mark.parametrize(
    ("away", "words"),
    [
        ((0.0006, 0.0012), "the worst misfit was 0.0012: the tolerance is 2.5 times"),
        ((0.0, 0.0), "the worst misfit was 0."),
        ((0.01, 0.02), "misfits were 0.010 to 0.020."),
        ((0.0006, np.nan), "there was no usable result."),
    ],
)
def test_the_report_says_how_a_tolerance_stands_to_its_pilots(
    away: tuple[float, float],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    piloted.keep(pilots_of(*away), tmp_path)
    monkeypatch.setattr(tolerances, "recorded", lambda n: piloted.recorded(n, tmp_path))
    said = tolerances.piloted(Trial(claim=CLAIM))
    assert said.startswith("On 2 pilot seeds, from 1000 up, ")
    assert words in said


@pytest.mark.parametrize(
    ("away", "tolerance", "share"),
    [
        ((0.0006, 0.0012), 0.003, pytest.approx(0.4, rel=0.01)),
        ((0.0006, 0.0012), 0.0, np.inf),
        ((0.0, 0.0), 0.0, 0.0),
        ((0.0006, np.nan), 0.003, None),
    ],
)
def test_the_worst_pilot_uses_a_share_of_the_tolerance(
    away: tuple[float, float],
    tolerance: float,
    share: object,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    piloted.keep(pilots_of(*away), tmp_path)
    monkeypatch.setattr(tolerances, "recorded", lambda n: piloted.recorded(n, tmp_path))
    assert tolerances.used(Trial(claim=replace(CLAIM, tolerance=tolerance))) == share
    other = Trial(claim=CLAIM, setting=Setting(budget="full"))
    assert tolerances.used(other) is None


def test_pilots_of_another_configuration_are_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piloted.keep(pilots_of(0.0006, 0.0012), tmp_path)
    monkeypatch.setattr(tolerances, "recorded", lambda n: piloted.recorded(n, tmp_path))
    trial = Trial(claim=CLAIM, setting=Setting(budget="full"))
    assert tolerances.piloted(trial) == ""
    assert tolerances.piloted(Trial(claim=replace(CLAIM, name="size.none"))) == ""

"""The record of fresh seeds: reserved offsets, what is kept of a run, the table."""

import json
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from tests import fresh_seeds
from tests.verify.test_pilots import pilots_of
from verify import trusted
from verify.budget import PILOT, of_budget
from verify.claim import Claim
from verify.claims import ALL
from verify.judge import LEAN

TRAINED = [claim for claim in ALL if claim.experiment.trains]


@pytest.mark.parametrize("claim", TRAINED, ids=lambda claim: claim.name)
def test_no_seed_belongs_to_two_offsets(claim: Claim) -> None:
    judged = set(of_budget(claim.seeds, "quick"))
    moved = [{seed + o for seed in judged} for o in (0, *fresh_seeds.OFFSETS)]
    assert not any(one & other for one, other in combinations(moved, 2))
    assert max(map(max, moved)) < PILOT


def test_record_and_page_are_of_what_is_kept() -> None:
    record = trusted.recorded(trusted.FRESH_SEEDS)
    # Through JSON, as whole numbers and tuples come back otherwise.
    assert record == json.loads(json.dumps(fresh_seeds.summary()))
    assert fresh_seeds.PAGE.read_text() == fresh_seeds.page(record)


def test_what_is_kept_is_of_claims_and_reserved_offsets() -> None:
    for path in fresh_seeds.KEPT.glob("*"):
        assert int(path.stem) in fresh_seeds.OFFSETS
        assert set(json.loads(path.read_text())) <= {claim.name for claim in ALL}


def kept(outcome: str, margin: float, expected: str = "CONFIRMED") -> dict[str, object]:
    about = {"sources": "s", "tolerance": 0.1}
    return {"outcome": outcome, "expected": expected, "margin": margin, **about}


def test_the_table_counts_and_puts_the_worst_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_ = fresh_seeds.OFFSETS
    found = {
        first: {"a": kept("CONFIRMED", 0.5), "b": kept("UNRESOLVED", 1.5)},
        second: {"a": kept("CONFIRMED", 0.75), "b": kept("CONFIRMED", 0.25)},
    }
    for offset, verdicts in found.items():
        verdicts["c"] = kept("REFUTED", 9.0, expected="REFUTED")
        (tmp_path / f"{offset}.json").write_text(json.dumps(verdicts))
    monkeypatch.setattr(fresh_seeds, "KEPT", tmp_path)
    record = fresh_seeds.summary()
    assert (record["done"], record["clean"]) == ([first, second], [second])
    assert record["claims"]["b"] == {
        "sources": ["s"],
        "tolerance": [0.1],
        "otherwise": {str(first): "UNRESOLVED"},
        "margin": 1.5,
        "at": first,
    }
    page = fresh_seeds.page(record)
    assert f"{len(fresh_seeds.OFFSETS)} offsets" in " ".join(page.split())
    assert "2 are done; 1 of them came out as" in " ".join(page.split())
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `b` | UNRESOLVED at {first} | 1.5 | {first} |",
        f"| `a` |  | 0.75 | {second} |",
        "| `c` |  |  |  |",
    ]


def test_a_claim_that_is_added_is_judged_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *_ = fresh_seeds.OFFSETS
    path, new = tmp_path / f"{first}.json", "size.airy"
    before = {c.name: kept("CONFIRMED", 0.5) for c in ALL if c.name != new}
    path.write_text(json.dumps(before))
    asked = []

    def judged(claims: list[Claim], offset: int, *_: object) -> list[object]:
        asked.append(([claim.name for claim in claims], offset))
        return [pilots_of(0.0006, 0.0012)]

    monkeypatch.setattr(fresh_seeds, "KEPT", tmp_path)
    monkeypatch.setattr(fresh_seeds, "_judged", judged)
    for _ in range(2):
        fresh_seeds.measure([first], tmp_path, 1)
    assert asked == [([new], first)]
    after = json.loads(path.read_text())
    assert after.pop(new)["outcome"] == "CONFIRMED"
    assert after == before


def test_a_margin_is_the_larger_share_of_what_is_allowed() -> None:
    one = pilots_of(0.0006, 0.0012)
    came = fresh_seeds.came_out(one)
    verdict = one.verdict
    lean = max(max(rival.lean) for rival in verdict.rivals.values()) / LEAN
    assert came["margin"] == pytest.approx(max(0.4, lean), rel=0.01)
    assert came["outcome"] == came["expected"] == "CONFIRMED"
    assert came["tolerance"] == one.trial.tolerance


def test_an_exact_claim_allows_nothing() -> None:
    one = pilots_of(0.0, 0.0)
    exact = replace(one, verdict=replace(one.verdict, tolerance=0.0))
    lean = max(max(rival.lean) for rival in exact.verdict.rivals.values()) / LEAN
    assert fresh_seeds.came_out(exact)["margin"] == pytest.approx(lean, rel=0.01)
    off = replace(exact, verdict=replace(exact.verdict, misfit=(0.0, 1e-9)))
    margin = json.loads(json.dumps(fresh_seeds.came_out(off)))["margin"]
    assert margin == float("inf")

"""The chapter on how far to trust the report, with and without its records."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.judging import judged, near
from tests.verify.test_report import (
    EPOCH,
    data,
    drawings,
    inputs,
    printed,
)
from verify import trusted
from verify.claims import ALL
from verify.judge import Judged, without_data
from verify.report import trust
from verify.report.document import compiled, prepare
from verify.sources import PACKAGES, source_hash
from verify.trial import Trial

NAMES = ("size.airy-constant", "position.table", "size.decay-escapes", "pca.linear")
PART = {
    "date": "2026-11-30",
    "sources": trusted.sources_now(),
    "seed": 0,
    "listed": 1234,
    "planted": 6,
    "counts": dict(zip(trusted.COUNTS, (1, 1, 1, 1, 1, 1), strict=True)),
    "operators": {},
    "survivors": [
        {
            "error": "a.py:1: a sign: x -> y",
            "by": "record",
            "why": "tests/a.py::test_a",
        },
        {"error": "b.py:2: a factor: x -> 2 * x", "by": "nothing", "why": "it is 0"},
        {"error": "c.py:3: a slope: x -> 0.9 * x", "by": "nothing", "why": ""},
    ],
}


@pytest.fixture(scope="module")
def claims() -> list[Judged]:
    return [judged(claim, near(claim)) for claim in ALL if claim.name in NAMES]


def told(claims: list[Judged]) -> dict[str, dict[str, str]]:
    return {one.claim.name: trust.of_claim(one) for one in claims}


def test_a_line_says_what_would_still_pass(claims: list[Judged]) -> None:
    lines = told(claims)
    assert lines["pca.linear"]["way"] == "25 %"
    assert float(lines["pca.linear"]["away"]) > 1 / 0.9
    assert lines["pca.linear"]["entry"] == ""
    table = lines["position.table"]
    assert (table["way"], table["away"], table["used"]) == ("0 %", "∞", "0")
    assert lines["size.decay-escapes"]["entry"] == "4.1 × 10⁸"
    for one in claims:
        assert lines[one.claim.name]["nearest"] == next(iter(one.known.gaps))
    absent = without_data(Trial(claim=ALL[0]), "no data")
    assert trust.of_claim(absent)["way"] == trust.of_claim(absent)["nearest"] == ""


def test_planted_errors_are_counted_by_kind_and_say_what_changed_since() -> None:
    assert trust.planted({}) == {}
    old = PART | {"sources": {**PART["sources"], "theory": "another"}}
    unknown = PART | {"sources": {}}
    says = trust.planted({"theory": PART, "claims": old, "arrays": unknown})
    rows = {name: more for name, *more in says["rows"]}
    assert list(rows) == list(trusted.KINDS.values())
    assert rows["theory"][:3] == ["on 30 November 2026", "1234", "6"]
    assert rows["claim files"][0] == "on 30 November 2026; theory changed since"
    assert rows["arrays of experiments"][0].endswith("; all code changed since")
    assert rows["judge, run and store"] == ["has not been run"]
    assert says["all"] == ["all", "3702", "18", *["3"] * 6]
    assert says["changed"]
    assert not trust.planted({"theory": PART})["changed"]
    assert [one["why"] for one in says["survivors"][:3]] == [
        "tests/a.py::test_a",
        "it is 0",
        "not explained",
    ]


def fresh(claim: Any, **changes: Any) -> dict[str, Any]:
    kept = {
        "sources": [source_hash(claim.experiment.function)],
        "tolerance": [Trial(claim=claim).tolerance],
        "otherwise": {"80": "UNRESOLVED", "92": "REFUTED"},
        "margin": 1.5,
        "at": 80,
    }
    offsets = {"reserved": [80, 92, 104], "done": [80, 92], "clean": []}
    return {**offsets, "claims": {claim.name: kept | changes}}


def test_fresh_seeds_are_told_with_what_changed_since() -> None:
    claim = ALL[0]
    says = trust.fresh_seeds(fresh(claim), [Trial(claim=one) for one in ALL])
    counts = ("reserved", "done", "clean", "otherwise", "repeatedly")
    assert [says[name] for name in counts] == ["3", "2", "0", "1", "1"]
    assert says["rows"] == [
        {
            "name": claim.name,
            "otherwise": "UNRESOLVED at 80, REFUTED at 92",
            "margin": "1.5",
            "at": "80",
            "since": "the same",
        }
    ]
    for changes in ({"sources": ["another"]}, {"tolerance": [0.1, 0.2]}):
        says = trust.fresh_seeds(fresh(claim, **changes), [Trial(claim=claim)])
        assert says["rows"][0]["since"] == "changed"
    assert trust.fresh_seeds({}, [Trial(claim=claim)])["done"] == ""


def laid_out(claims: list[Judged], folder: Path, selector: str = "table") -> str:
    """Return the text of the whole report, which must be typeset without warnings."""
    prepare(inputs(claims, drawings=drawings(claims)), folder)
    mains = ("verification.typ", "dossier.typ")
    for main in mains:
        compiled(folder, EPOCH, main)
    # Places where code may be broken are of no width.
    text = " ".join(printed(folder, selector, main) for main in mains)
    return text.replace("\u200b", "")


@pytest.mark.parametrize("kinds", [(), ("theory",), tuple(trusted.KINDS)])
def test_the_chapter_is_laid_out_with_any_record(
    kinds: tuple[str, ...],
    claims: list[Judged],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records = {
        trusted.PLANTED: {kind: PART for kind in kinds},
        trusted.FRESH_SEEDS: fresh(claims[0].claim) if kinds else {},
    }
    monkeypatch.setattr(trust, "recorded", lambda name: records[name])
    tables = laid_out(claims, tmp_path)
    assert ("UNRESOLVED at 80" in tables) == bool(kinds)
    assert ("a record" in tables) == bool(kinds)
    assert ("has not been run" in tables) == (len(kinds) == 1)
    for one in claims:
        assert one.claim.name in tables
    says = json.loads((tmp_path / "report.json").read_text())["trust"]
    assert (says["planted"] == {}) == (not kinds)


def test_the_interval_of_a_sweep_tells_close_values_apart() -> None:
    close = next(c for c in ALL if c.name == "size.homogeneity")
    (says,) = data([judged(close, near(close))])["claims"]
    (sweep,) = says["sweeps"]
    first, last = re.findall(r"[\d.]+", sweep["tried"])
    assert float(first) < 1 < float(last)


def test_what_is_kept_is_recorded(tmp_path: Path) -> None:
    assert trusted.recorded(trusted.PLANTED, tmp_path) == {}
    trusted.keep(trusted.PLANTED, {"theory": PART}, tmp_path / "new")
    again = trusted.recorded(trusted.PLANTED, tmp_path / "new")
    assert again == {"theory": PART}
    assert trusted.changed_since(again["theory"]) == []
    assert trusted.changed_since(PART | {"sources": {}}) == list(PACKAGES)

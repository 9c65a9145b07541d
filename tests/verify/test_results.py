"""The JSON object and the exit status."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from verify.answers import Answers
from verify.budget import Budget
from verify.claim import Claim, Interval, Outcome, Placement, Verdict
from verify.claims import ALL
from verify.distances import RMS
from verify.judge import Judged, without_data
from verify.results import (
    ResultsError,
    as_text,
    exit_status,
    last_results,
    pilot_status,
    read_results,
    results,
)
from verify.trial import Setting, Trial


def known(trial: Trial) -> Answers:
    rivals = {"rival": np.ones(1)}
    return Answers(trial=trial, prediction=np.zeros(1), rivals=rivals)


def judged(
    outcome: Outcome,
    expected: Any = Outcome.CONFIRMED,
    budget: Budget = "quick",
    claim: Claim = ALL[0],
) -> Judged:
    verdict = Verdict(
        name=ALL[0].name,
        outcome=outcome,
        reason="a reason",
        tolerance=0.1,
        seeds=(0, 1),
        misfit=(0.01, float("nan")),
        rivals={"rival": Placement(misfit=(1.0, 0.9), lean=(0.1, float("inf")))},
        values={"loss": (0.5, 0.25)},
        seconds=3.0,
    )
    trial = Trial(
        claim=replace(claim, expected=expected, distance=RMS, tolerance=0.1),
        setting=Setting(budget=budget),
    )
    return Judged(known=known(trial), measurements={}, verdict=verdict)


CONFIRMED, REFUTED = Outcome.CONFIRMED, Outcome.REFUTED
UNRESOLVED, INVALID = Outcome.UNRESOLVED, Outcome.INVALID


@pytest.mark.parametrize(
    ("outcomes", "status"),
    [
        ([], 0),
        ([(CONFIRMED, CONFIRMED), (REFUTED, REFUTED)], 0),
        ([(UNRESOLVED, UNRESOLVED)], 0),
        ([(REFUTED, CONFIRMED)], 1),
        ([(CONFIRMED, REFUTED)], 1),
        ([(CONFIRMED, UNRESOLVED)], 1),
        ([(UNRESOLVED, CONFIRMED)], 3),
        ([(INVALID, CONFIRMED), (CONFIRMED, CONFIRMED)], 3),
        ([(INVALID, CONFIRMED), (REFUTED, CONFIRMED)], 1),
    ],
)
def test_the_exit_status_tells_the_worst_surprise(outcomes: list, status: int) -> None:
    assert exit_status([judged(*pair) for pair in outcomes]) == status


def test_what_is_expected_may_depend_on_the_budget() -> None:
    expected = {"quick": UNRESOLVED, "full": CONFIRMED}
    short = judged(UNRESOLVED, expected)
    assert (exit_status([short]), short.trial.expected) == (0, UNRESOLVED)
    long = judged(UNRESOLVED, expected, "full")
    assert (exit_status([long]), long.trial.expected) == (3, CONFIRMED)


def test_missing_data_alone_gives_status_4_and_a_worse_surprise_its_own() -> None:
    absent = without_data(Trial(claim=ALL[0]), "required data is missing")
    fine = judged(CONFIRMED)
    assert exit_status([fine, absent]) == 4
    assert exit_status([fine, absent, judged(UNRESOLVED)]) == 3
    assert exit_status([absent, judged(REFUTED)]) == 1


def test_pilots_end_with_0_unless_a_seed_could_not_be_measured() -> None:
    absent = without_data(Trial(claim=ALL[0]), "required data is missing")
    measured = [judged(CONFIRMED), judged(UNRESOLVED), judged(REFUTED)]
    assert pilot_status(measured) == 0
    assert pilot_status([*measured, absent]) == 4
    assert pilot_status([*measured, absent, judged(INVALID)]) == 3


def test_the_object_is_schema_2_and_valid_json() -> None:
    one = judged(CONFIRMED)
    found = results([one, judged(REFUTED)], [one], report="reports/verification.pdf")
    again = json.loads(json.dumps(found, allow_nan=False))
    assert list(again) == [
        "schema",
        "run",
        "seconds",
        "versions",
        "sources",
        "report",
        "talk",
        "claims",
    ]
    assert again["schema"] == 2
    assert again["run"] == [ALL[0].name]
    claim = again["claims"][0]
    assert list(claim) == [
        "name",
        "statement",
        "evidence",
        "assumptions",
        "budget",
        "device",
        "seed",
        "expected",
        "outcome",
        "reason",
        "distance",
        "tolerance",
        "seeds",
        "misfit",
        "rivals",
        "values",
        "sweeps",
        "passes",
        "sources",
        "measured",
        "seconds",
    ]
    assert claim["misfit"] == [0.01, None]
    assert claim["passes"] == {"rival": "rival", "share": 0.1}
    assert claim["rivals"] == {"rival": {"misfit": [1.0, 0.9], "lean": [0.1, None]}}


def test_a_sweep_says_what_fits_and_whether_more_was_tried() -> None:
    one = judged(CONFIRMED)
    sweeps = {
        "exponent": Interval(least=-0.5, most=0.25, ends=(True, False)),
        "phase": Interval(least=np.nan, most=np.nan, ends=(True, True)),
    }
    verdict = replace(one.verdict, sweeps=sweeps)
    (claim,) = results([replace(one, verdict=verdict)], [], report="")["claims"]
    assert claim["sweeps"] == {
        "exponent": {"fits": [-0.5, 0.25], "ends": [True, False]},
        "phase": {"fits": [None, None], "ends": [True, True]},
    }


def test_the_seconds_of_a_shared_experiment_count_once() -> None:
    one = judged(CONFIRMED)
    alike = replace(ALL[0], experiment=replace(ALL[0].experiment))
    other = judged(CONFIRMED, claim=alike)
    for claims, seconds in (([one, one], 3.0), ([one, other], 6.0)):
        assert results(claims, claims, report="")["seconds"] == seconds


def written(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Write the results of two claims; return the file and its object."""
    pair = [judged(CONFIRMED), judged(REFUTED)]
    path, found = folder / "results.json", results(pair, pair, report="r.pdf")
    path.write_text(as_text(found))
    return path, json.loads(as_text(found))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path, found = written(tmp_path)
    assert read_results(path) == found
    assert last_results(tmp_path) == found
    assert last_results(tmp_path / "nowhere") is None


def test_files_from_before_passes_are_read_and_other_contents_refused(
    tmp_path: Path,
) -> None:
    path, whole = written(tmp_path)
    for passes in ("as written", "gone", {}):
        found = json.loads(as_text(whole))
        if passes == "gone":
            del found["claims"][0]["passes"]
        elif passes == {}:
            found["claims"][0]["passes"] = passes
        path.write_text(json.dumps(found))
        assert read_results(path) == found
    good = whole["claims"][0]["passes"]
    for other in (None, 7, "x", [], {"rival": "x"}, good | {"share": "x"}):
        found = json.loads(as_text(whole))
        found["claims"][0]["passes"] = other
        path.write_text(json.dumps(found))
        with pytest.raises(ResultsError, match="passes"):
            read_results(path)


def test_a_claim_without_its_data_lets_nothing_pass() -> None:
    absent = without_data(Trial(claim=ALL[0]), "required data is missing")
    assert results([absent], [absent], report="")["claims"][0]["passes"] == {}


def fields(found: dict[str, Any]) -> list[tuple[str, ...]]:
    """Return the paths of all fields that are checked."""
    apart = ("distance", "measured", "passes")
    claim = [("claims", name) for name in found["claims"][0] if name not in apart]
    return [(name,) for name in found] + claim + [("talk", n) for n in found["talk"][0]]


OTHERS = (None, 7, True, "x", [7, {}], {"a": 1}, [[]], float("nan"))


def test_a_field_of_another_type_or_none_is_named(tmp_path: Path) -> None:
    path, whole = written(tmp_path)
    for place in fields(whole):
        for other in (*OTHERS, "gone"):
            found = json.loads(as_text(whole))
            holder = found[place[0]][1] if len(place) == 2 else found
            if type(other) is type(holder[place[-1]]) or (
                type(other) in (int, float)
                and isinstance(holder[place[-1]], int | float)
            ):
                continue
            if other == "gone":
                del holder[place[-1]]
            else:
                holder[place[-1]] = other
            path.write_text(json.dumps(found))
            with pytest.raises(ResultsError) as caught:
                read_results(path)
            assert str(path) in str(caught.value)
            assert place[-1] in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe{", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "schema null"),
        (b"null", "schema null"),
        (b"7", "schema null"),
        (b'{"schema": 99}', "schema 99; this version reads 2"),
        (b'{"schema": "' + b"x" * 5000 + b'"}', "this version reads"),
        (b'{"schema": 2}', "run is missing"),
    ],
)
def test_other_contents_are_refused_in_one_sentence(
    tmp_path: Path, text: bytes, says: str
) -> None:
    path = tmp_path / "results.json"
    path.write_bytes(text)
    with pytest.raises(ResultsError, match=says) as caught:
        read_results(path)
    assert len(str(caught.value)) < 200 + len(str(path))


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    pipe, folder, link = (tmp_path / name for name in ("pipe", "folder", "link"))
    os.mkfifo(pipe)
    folder.mkdir()
    link.symlink_to(tmp_path / "nowhere")
    large = tmp_path / "large"
    with large.open("wb") as file:
        file.truncate(2**27)
    for path in (pipe, folder, link, tmp_path / "absent", large):
        with pytest.raises(ResultsError, match=str(path)):
            read_results(path)

"""What changed between two files of results, line by line."""

from copy import deepcopy
from typing import Any

import pytest

from verify.compare import others_changed, verdicts_changed

CLAIM: dict[str, Any] = {
    "name": "size.some",
    "statement": "as it was",
    "outcome": "CONFIRMED",
    "expected": "CONFIRMED",
    "reason": "the prediction fits",
    "budget": "quick",
    "device": "cpu",
    "tolerance": 0.1,
    "seeds": [0, 1],
    "misfit": [0.01, 0.02],
    "sources": "one",
}
OLD: dict[str, Any] = {
    "claims": [CLAIM],
    "sources": {"theory": "one"},
    "versions": {"numpy": "2.0"},
}


def changed(**fields: Any) -> dict[str, Any]:
    new = deepcopy(OLD)
    new["claims"][0] |= fields
    return new


def test_the_same_results_have_no_lines() -> None:
    assert verdicts_changed(OLD, changed()) == others_changed(OLD, changed()) == []


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        ("tolerance", 0.2, "size.some: tolerance 0.1 -> 0.2"),
        ("expected", "REFUTED", "size.some: expected CONFIRMED -> REFUTED"),
        ("budget", "full", "size.some: budget quick -> full"),
        ("device", "cuda", "size.some: device cpu -> cuda"),
        ("seeds", [2, 3], "size.some: seeds [0, 1] -> [2, 3]"),
        ("misfit", [0.01, None], "size.some: worst misfit 0.02 -> inf"),
        ("misfit", [], "size.some: worst misfit 0.02 -> none"),
        ("statement", "another", "size.some: another statement"),
        ("sources", "two", "size.some: other sources of its experiment"),
    ],
)
def test_what_changed_of_a_claim_has_a_line(field: str, value: Any, line: str) -> None:
    new = changed(**{field: value})
    assert others_changed(OLD, new) == [line]
    assert verdicts_changed(OLD, new) == []


def test_a_verdict_that_changed_or_is_gone_has_a_line() -> None:
    new = changed(outcome="UNRESOLVED", reason="one seed fits")
    said = "size.some: CONFIRMED -> UNRESOLVED: one seed fits"
    assert verdicts_changed(OLD, new) == [said]
    gone = {**OLD, "claims": []}
    assert verdicts_changed(OLD, gone) == ["size.some: CONFIRMED -> gone"]
    assert verdicts_changed(gone, OLD) == []
    assert others_changed(gone, OLD) == ["size.some: new, CONFIRMED"]


def test_other_sources_and_versions_have_a_line() -> None:
    new = {**OLD, "sources": {"theory": "two", "verify": "one"}}
    new["versions"] = {"numpy": "2.1"}
    assert others_changed(OLD, new) == [
        "sources of theory changed",
        "sources of verify changed",
        "numpy 2.0 -> 2.1",
    ]

"""Formulas in the report: each once, and none that says only x = x."""

from dataclasses import replace
from typing import Any

import pytest
import sympy as sp

from tests.derived import derived
from theory.derivation import Kind, Step, equal
from verify.claim import Claim
from verify.claims import ALL
from verify.claims.position import table
from verify.report.derivations import derivations
from verify.report.printer import typst

A, B, C, D, E = (
    Step(says=f"Step {name}.", relation=equal(sp.Symbol(name), i), kind=Kind.CONDITION)
    for i, name in enumerate("abcde")
)


def claim(name: str, *steps: Step) -> Claim:
    return replace(table.CLAIM, name=name, derivation=lambda: steps)


def outline(entries: list[dict[str, Any]]) -> list[str]:
    return [
        f"{e['same as']} {e['first']}-{e['last']}" if "same as" in e else e["left"][0]
        for e in entries
    ]


def test_a_row_that_stands_in_an_earlier_claim_is_referred_to() -> None:
    found = derivations(
        [claim("one", A, B, C), claim("two", D, A, B, C, E), claim("three", D, B, C, A)]
    )
    assert outline(found["one"]) == ["a", "b", "c"]
    assert outline(found["two"]) == ["d", "one 1-3", "e"]
    assert outline(found["three"]) == ["d", "b", "c", "a"]


def test_references_lead_to_the_numbers_that_are_printed() -> None:
    found = derivations(
        [claim("one", A, B, C), claim("two", A, B, C, D, E, E), claim("x", D, E, E)]
    )
    assert outline(found["two"]) == ["one 1-3", "d", "e", "e"]
    assert outline(found["x"]) == ["d", "e", "e"]
    again = derivations(
        [claim("one", A, B, C), claim("two", A, B, C, D, E, B), claim("x", C, D, E)]
    )
    assert outline(again["two"]) == ["one 1-3", "d", "e", "b"]
    assert outline(again["x"]) == ["c", "d", "e"]
    third = derivations([claim("one", A), claim("two", B, C, D), claim("x", B, C, D)])
    assert outline(third["x"]) == ["two 1-3"]


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)
def test_no_identity_reads_the_same_on_both_sides(claim: Claim) -> None:
    for step in derived(claim.derivation):
        if step.kind is Kind.IDENTITY:
            left, right = map(typst, step.relation.args)
            assert left != right, step.says

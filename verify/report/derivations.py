"""Derivations as the report prints them: each formula once."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sympy.core.relational import Relational

from verify.claim import Claim
from verify.report.names import RELATIONS
from verify.report.printer import typst, typst_terms

SHORTEST = 3
"""Fewer steps than this in a row are printed again rather than referred to."""


def derivations(claims: Sequence[Claim]) -> dict[str, list[dict[str, Any]]]:
    """Return the steps of every claim, by name, in the order of the report.

    Steps that stand in a row in an earlier claim become one entry with the keys
    ``same as``, ``first`` and ``last``: that claim, and the numbers printed there.

    Raises
    ------
    UnprintableError
        If a derivation contains what the printer does not know.

    """
    printed: dict[str, tuple[str, int]] = {}
    found = {}
    for claim in claims:
        entries: list[dict[str, Any]] = []
        number = 0
        for row in _rows([_step(step) for step in claim.derivation()], printed):
            place = printed.get(_key(row[0]))
            if place and len(row) >= SHORTEST:
                name, first = place
                last = first + len(row) - 1
                entries.append({"same as": name, "first": first, "last": last})
                continue
            for step in row:
                number += 1
                printed.setdefault(_key(step), (claim.name, number))
                entries.append(step)
        found[claim.name] = entries
    return found


def _rows(
    steps: Sequence[dict[str, Any]], printed: Mapping[str, tuple[str, int]]
) -> list[list[dict[str, Any]]]:
    """Return the steps in rows: those that follow each other in one earlier claim."""
    rows: list[list[dict[str, Any]]] = []
    follows = None
    for step in steps:
        place = printed.get(_key(step))
        if rows and place == follows:
            rows[-1].append(step)
        else:
            rows.append([step])
        follows = place and (place[0], place[1] + 1)
    return rows


def _key(step: Mapping[str, Any]) -> str:
    return json.dumps(step, sort_keys=True)


def _step(step: Any) -> dict[str, Any]:
    """Return a step; its sides come as terms, so that long formulas can be broken."""
    relation = step.relation
    sides = (
        {
            "left": typst_terms(relation.lhs),
            "sign": RELATIONS[relation.rel_op],
            "right": typst_terms(relation.rhs),
            "spoken": f"{relation.lhs} {RELATIONS[relation.rel_op]} {relation.rhs}",
        }
        if isinstance(relation, Relational)
        else {
            "left": [typst(relation)],
            "sign": "",
            "right": [],
            "spoken": str(relation),
        }
    )
    return {"says": step.says, "kind": step.kind.value, **sides}

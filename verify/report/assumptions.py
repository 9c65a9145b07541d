"""What claims assume, each assumption once and numbered."""

from collections.abc import Mapping, Sequence
from typing import Any

from verify.claim import OPEN, Assumption, Claim
from verify.report.words import sentence


def assumed(claims: Sequence[Claim]) -> list[dict[str, Any]]:
    """Return what claims assume, each once, numbered in the order of the claims.

    An assumption is what it says: two claims may show what happens without it.
    """
    found: dict[str, dict[str, Any]] = {}
    for claim in claims:
        for one in claim.assumptions:
            says = sentence(one.says)
            if says not in found:
                number = len(found) + 1
                found[says] = {"says": says, "number": number, "of": [], "without": []}
            for key, name in (("of", claim.name), ("without", one.without)):
                if name != OPEN and name not in found[says][key]:
                    found[says][key].append(name)
    return list(found.values())


def numbered(claim: Claim, number: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the assumptions of a claim; ``number`` is that of each, by its words."""
    return [numbered_one(one, number) for one in claim.assumptions]


def numbered_one(one: Assumption, number: Mapping[str, int]) -> dict[str, Any]:
    """Return an assumption with its number."""
    says = sentence(one.says)
    return {
        "says": says,
        "number": number[says],
        "without": "" if one.without == OPEN else one.without,
        "named": one.named,
    }

"""Words that several parts of the report say alike."""

from verify.claim import Claim, Evidence


def sentence(text: str) -> str:
    """Return a clause as a sentence; formulas and names keep their first letter."""
    first = text.split(" ", 1)[0]
    capital = text[:1].upper() if first.isalpha() and len(first) > 1 else text[:1]
    return f"{capital}{text[1:].rstrip('.')}." if text else ""


def evidence_of(claim: Claim) -> list[str]:
    """Return on what a claim rests, in words."""
    return [kind.name.lower() for kind in Evidence if kind in claim.evidence]

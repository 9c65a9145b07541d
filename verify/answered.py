"""What became of the sentences of the talk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from verify.claim import Assumption, Claim, Outcome
from verify.judge import Judged
from verify.talk import TALK, Kind, Sentence


class Standing(Enum):
    """What became of a sentence; the value is how the report counts it."""

    HOLDS = "hold as said"
    CONDITIONAL = "hold under an assumption that the talk does not name"
    FAILS = "fail"
    OPEN = "are open"
    UNCHECKED = "cannot be checked"


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A sentence with what became of it.

    ``unnamed`` are the assumptions of its claim that the talk does not name.
    """

    sentence: Sentence
    standing: Standing
    unnamed: tuple[Assumption, ...] = ()


Known = Mapping[str, tuple[Claim, Outcome]]
"""Claims with their outcomes, by name."""


def answered(judged: Sequence[Judged]) -> list[Answered]:
    """Return all sentences of the talk with what became of each, in its order."""
    return became({one.claim.name: (one.claim, one.verdict.outcome) for one in judged})


def became(known: Known) -> list[Answered]:
    """Return what becomes of all sentences of the talk where claims come out so."""
    return [_answered(sentence, known) for sentence in TALK]


def _answered(sentence: Sentence, known: Known) -> Answered:
    if sentence.kind is Kind.UNCHECKABLE:
        return Answered(sentence=sentence, standing=Standing.UNCHECKED)
    claim, outcome = known.get(sentence.claim, (None, None))
    if claim and outcome is Outcome.CONFIRMED and not sentence.denied:
        unnamed = tuple(a for a in claim.assumptions if not a.named)
        standing = Standing.CONDITIONAL if unnamed else Standing.HOLDS
        return Answered(sentence=sentence, standing=standing, unnamed=unnamed)
    # What fails of a reading that we sharpened is ours, and no fault of the talk.
    against = Outcome.CONFIRMED if sentence.denied else Outcome.REFUTED
    fails = outcome is against and sentence.kind is Kind.LITERAL
    standing = Standing.FAILS if fails else Standing.OPEN
    return Answered(sentence=sentence, standing=standing)

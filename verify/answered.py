"""What became of the sentences of the talk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from verify.claim import Assumption, Outcome
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


def answered(judged: Sequence[Judged]) -> list[Answered]:
    """Return all sentences of the talk with what became of each, in its order."""
    known = {one.claim.name: one for one in judged}
    return [_answered(sentence, known) for sentence in TALK]


def _answered(sentence: Sentence, known: Mapping[str, Judged]) -> Answered:
    if sentence.kind is Kind.UNCHECKABLE:
        return Answered(sentence=sentence, standing=Standing.UNCHECKED)
    one = known.get(sentence.claim)
    outcome = one.verdict.outcome if one else None
    if one and outcome is Outcome.CONFIRMED and not sentence.denied:
        unnamed = tuple(a for a in one.claim.assumptions if not a.named)
        standing = Standing.CONDITIONAL if unnamed else Standing.HOLDS
        return Answered(sentence=sentence, standing=standing, unnamed=unnamed)
    # What fails of a reading that we sharpened is ours, and no fault of the talk.
    against = Outcome.CONFIRMED if sentence.denied else Outcome.REFUTED
    fails = outcome is against and sentence.kind is Kind.LITERAL
    standing = Standing.FAILS if fails else Standing.OPEN
    return Answered(sentence=sentence, standing=standing)

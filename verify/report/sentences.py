"""The talk, sentence by sentence, as the report prints it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from verify.answered import Answered, Standing
from verify.answers import STANDS
from verify.claim import Outcome
from verify.judge import Judged
from verify.report.assumptions import numbered_one
from verify.report.words import evidence_of, sentence
from verify.talk import ARTICLES, DATE, OTHERS, SPEAKER, TITLE, Kind


def talk(
    sentences: Sequence[Answered],
    known: Mapping[str, Judged],
    number: Mapping[str, int],
) -> dict[str, Any]:
    """Return who gave the talk, what became of its sentences, and how many of each.

    Questions are counted apart: they say nothing that could be true or false.
    """
    said = [one for one in sentences if one.sentence.kind is not Kind.QUESTION]
    asked = [one for one in sentences if one.sentence.kind is Kind.QUESTION]
    count = Counter(one.standing for one in said)
    return {
        "title": TITLE,
        "speaker": SPEAKER,
        "others": OTHERS,
        "day": DATE,
        "articles": list(ARTICLES),
        "statements": len(said),
        "questions": len(asked),
        "answered": sum(
            one.standing in (Standing.HOLDS, Standing.CONDITIONAL) for one in asked
        ),
        "standings": [
            {"name": kind.name, "says": kind.value, "count": count[kind]}
            for kind in Standing
        ],
        "sentences": [_said(one, known, number) for one in sentences],
    }


def _said(
    one: Answered, known: Mapping[str, Judged], number: Mapping[str, int]
) -> dict[str, Any]:
    said = one.sentence
    decider = known.get(said.claim)
    return {
        "slide": said.slide,
        "words": said.words,
        "kind": said.kind.name,
        "reading": said.reading,
        "standing": one.standing.name,
        "against": _against(decider, denied=said.denied),
        "claim": said.claim if decider else "",
        "also": [name for name in said.also if name in known],
        "unnamed": [numbered_one(needed, number) for needed in one.unnamed],
        "evidence": evidence_of(decider.claim) if decider else [],
        "reason": _why(decider, denied=said.denied) if decider else "",
    }


def _against(one: Judged | None, *, denied: bool) -> bool:
    """Return whether what was found speaks against a reading."""
    speaks = Outcome.CONFIRMED if denied else Outcome.REFUTED
    return one is not None and one.verdict.outcome is speaks


def _why(one: Judged, *, denied: bool) -> str:
    """Return why a sentence stands as it does: its counter-example where that stands.

    What denies a sentence and is confirmed needs no more words than that.
    """
    if denied and one.verdict.outcome is Outcome.CONFIRMED:
        return "The opposite is confirmed."
    example = one.claim.counterexample
    stands = one.known.certificates.get(STANDS) == 1
    return sentence(example.says if example and stands else one.verdict.reason)

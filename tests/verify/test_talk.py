"""The talk: what decides each sentence, and what answers for each assumption."""

from dataclasses import replace

import numpy as np
import pytest

from tests.judging import posed
from verify.answered import Standing, answered
from verify.claim import OPEN, Assumption, Claim, Evidence, Measurement, Outcome
from verify.claims import ALL
from verify.judge import Judged, judge
from verify.talk import TALK, Kind, Sentence, sentences_of

NAMES = {claim.name for claim in ALL}
BEYOND = {"size.law-hole"}
"""What the articles say, or we ask, and the talk does not."""
every_claim = pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)


@pytest.mark.parametrize("sentence", TALK, ids=lambda s: f"{s.slide} {s.words[:30]}")
def test_every_sentence_has_a_claim_or_a_reason(sentence: Sentence) -> None:
    assert sentence.words
    assert sentence.reading
    if sentence.kind is Kind.UNCHECKABLE:
        assert (sentence.claim, sentence.also) == ("", ())
    else:
        assert {sentence.claim, *sentence.also} <= NAMES
        assert sentence.claim not in sentence.also


def test_every_claim_bears_on_the_talk_or_goes_beyond_it() -> None:
    assert {name for name in NAMES if not sentences_of(name)} == BEYOND


def test_sentences_come_in_the_order_of_the_slides() -> None:
    pages = [
        (slide.startswith("A"), int(slide.removeprefix("A")))
        for slide in (sentence.slide for sentence in TALK)
    ]
    assert pages == sorted(pages)


@every_claim
def test_evidence_is_what_the_experiment_can_give(claim: Claim) -> None:
    assert claim.evidence
    trains = bool(claim.evidence & {Evidence.TRAINING, Evidence.OBSERVATION})
    assert trains == claim.experiment.trains


@every_claim
def test_every_assumption_is_dropped_by_a_claim_or_open(claim: Claim) -> None:
    for assumption in claim.assumptions:
        assert assumption.says.endswith(".")
        assert assumption.without == OPEN or assumption.without in NAMES - {claim.name}


@every_claim
def test_formulas_stand_between_pairs_of_dollar_signs(claim: Claim) -> None:
    for text in (claim.statement, *(a.says for a in claim.assumptions)):
        assert text.count("$") % 2 == 0


def judged(name: str, outcome: Outcome, *assumptions: Assumption) -> Judged:
    claim = next(claim for claim in ALL if claim.name == name)
    known = posed(replace(claim, assumptions=assumptions))
    found = judge(known, {0: Measurement(answer=known.prediction + np.nan)})
    return Judged(known=known, measurements={}, verdict=replace(found, outcome=outcome))


def standing(sentence: Sentence, *judged: Judged) -> Standing:
    return answered(judged)[TALK.index(sentence)].standing


def test_what_became_of_a_sentence_follows_from_its_claim() -> None:
    literal = next(s for s in TALK if s.claim == "position.theorem")
    ours = next(s for s in TALK if s.claim == "position.pooling-fixed-filter")
    assert (literal.kind, ours.kind) == (Kind.LITERAL, Kind.SHARPENED)
    named = Assumption(says="The talk says so.", without=OPEN, named=True)
    unnamed = Assumption(says="It does not.", without=OPEN)
    for sentence, fails in ((literal, Standing.FAILS), (ours, Standing.OPEN)):
        name = sentence.claim
        for outcome, assumptions, wanted in (
            (Outcome.CONFIRMED, (), Standing.HOLDS),
            (Outcome.CONFIRMED, (named,), Standing.HOLDS),
            (Outcome.CONFIRMED, (named, unnamed), Standing.CONDITIONAL),
            (Outcome.REFUTED, (unnamed,), fails),
            (Outcome.UNRESOLVED, (), Standing.OPEN),
            (Outcome.INVALID, (), Standing.OPEN),
        ):
            one = judged(name, outcome, *assumptions)
            assert standing(sentence, one) is wanted
        assert standing(sentence) is Standing.OPEN
    uncheckable = next(s for s in TALK if s.kind is Kind.UNCHECKABLE)
    assert standing(uncheckable) is Standing.UNCHECKED


def test_the_assumptions_shown_are_those_that_the_talk_does_not_name() -> None:
    named = Assumption(says="The talk says so.", without=OPEN, named=True)
    unnamed = Assumption(says="It does not.", without=OPEN)
    one = judged("position.theorem", Outcome.CONFIRMED, named, unnamed)
    shown = {a.unnamed for a in answered([one]) if a.sentence.claim == one.claim.name}
    assert shown == {(unnamed,)}

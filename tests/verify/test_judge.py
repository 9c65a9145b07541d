"""The rules of a verdict on invented arrays, where every case can be arranged."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.judging import posed
from verify.answers import STANDS, Answers
from verify.claim import (
    Check,
    Claim,
    Counterexample,
    Experiment,
    Interval,
    Measurement,
    Outcome,
    Rival,
    Sweep,
    View,
)
from verify.distances import RMS, distance, lean
from verify.judge import judge
from verify.trial import Trial

PREDICTION = np.array([0.0, 0.0])
RIVAL = np.array([1.0, 0.0])


NEAR = Rival(name="rival", answer=lambda: RIVAL, because="it is near")
THREE = Counterexample(says="take x = 3", holds=lambda: True)
BOUND = Check(value="x", at_most=0.3, because="")


def claim(**changes: object) -> Claim:
    base = Claim(
        name="test.invented",
        statement="An invented sentence.",
        predict=lambda: PREDICTION,
        experiment=Experiment(
            function="nowhere:nothing",
            configurations={"quick": {}, "full": {}},
            seconds=1.0,
        ),
        read=lambda arrays: Measurement(answer=arrays["answer"]),
        rivals=(NEAR,),
        distance=RMS,
        tolerance=0.2,
        because="invented",
        seeds=(0, 1),
        derivation=tuple,
        view=View(curve=lambda a: (a, a), x="", y="", caption=""),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def outcome(one: Claim, *measured: object, **keywords: object) -> Outcome:
    measurements = {
        seed: m if isinstance(m, Measurement) else Measurement(answer=np.array(m))
        for seed, m in enumerate(measured)
    }
    return judge(posed(one), measurements).outcome


def test_measurements_at_the_prediction_confirm() -> None:
    assert outcome(claim(), [0.0, 0.01], [0.01, 0.0]) is Outcome.CONFIRMED


def test_measurements_at_a_rival_refute() -> None:
    assert outcome(claim(), [1.0, 0.01], [0.99, 0.0]) is Outcome.REFUTED


def test_one_seed_elsewhere_leaves_it_unresolved() -> None:
    assert outcome(claim(), [0.0, 0.0], [1.0, 0.0]) is Outcome.UNRESOLVED


def test_an_undertrained_network_refutes_nothing() -> None:
    assert outcome(claim(), [0.0, 3.0], [0.0, 4.0]) is Outcome.UNRESOLVED


def test_a_counterexample_refutes_while_it_stands() -> None:
    missed, met = ([0.0, 3.0], [0.0, 4.0]), ([0.0, 0.0], [0.0, 0.0])
    for holds, outcomes in (
        (True, (Outcome.REFUTED, Outcome.UNRESOLVED)),
        (False, (Outcome.UNRESOLVED, Outcome.CONFIRMED)),
    ):
        example = Counterexample(says="take x = 3", holds=lambda holds=holds: holds)
        against = claim(counterexample=example)
        assert (outcome(against, *missed), outcome(against, *met)) == outcomes
    shown = judge(posed(claim(counterexample=THREE)), {0: Measurement(answer=RIVAL)})
    assert shown.values[STANDS] == (1.0,)


def test_a_seed_that_breaks_a_bound_of_use_is_invalid() -> None:
    gate = Check(value="x", at_most=0.3, because="", usable=True)
    checked = claim(checks=(gate, Check(value="y", at_most=1.0, because="")))
    good, dead, loose = (
        Measurement(answer=PREDICTION, values={"x": x, "y": y})
        for x, y in ((0.3, 1.0), (0.31, 1.0), (0.3, 1.1))
    )
    assert outcome(checked, good, good) is Outcome.CONFIRMED
    assert outcome(checked, good, dead) is Outcome.INVALID
    assert outcome(checked, good, loose) is Outcome.UNRESOLVED
    # Also where a rival, or nothing, fits.
    gone = Measurement(answer=RIVAL, values={"x": np.nan, "y": 0.0})
    verdict = judge(posed(checked), {3: gone})
    assert verdict.outcome is Outcome.INVALID
    assert verdict.reason == "seed 3: x must be at most 0.3, got nan"


def sweep(*values: float) -> Sweep:
    return Sweep(
        parameter="first entry",
        values=values,
        answer=lambda t: np.array([t, 0.0]),
        because="",
    )


def test_a_sweep_gives_the_interval_that_fits_every_seed_and_decides_nothing() -> None:
    swept = claim(sweeps=(sweep(-0.4, -0.2, 0.0, 0.2, 0.4),), tolerance=0.2)
    measured = {0: Measurement(answer=np.array([0.1, 0.0])), 1: good_at(-0.1)}
    # In root mean square 0.2 is worth sqrt(2) as much of one entry.
    found = judge(posed(swept), measured)
    assert found.outcome is Outcome.CONFIRMED
    assert found.sweeps["first entry"] == Interval(
        least=-0.0, most=0.0, ends=(True, True)
    )
    one_sided = claim(sweeps=(sweep(0.0, 0.2),), tolerance=0.2)
    found = judge(posed(one_sided), {0: good_at(0.1)})
    assert found.sweeps["first entry"] == Interval(
        least=0.0, most=0.2, ends=(False, False)
    )
    for place, values in ((0.2, (0.0, 0.2)), (-0.2, (-0.2, 0.0))):
        off = judge(posed(claim(sweeps=(sweep(-0.2, 0.0, 0.2),))), {0: good_at(place)})
        ends = (place > 0, place < 0)
        interval = Interval(least=values[0], most=values[1], ends=ends)
        assert off.sweeps["first entry"] == interval
    nothing = judge(posed(one_sided), {0: Measurement(answer=np.array([0.0, 9.0]))})
    assert np.isnan(nothing.sweeps["first entry"].least)


def good_at(place: float) -> Measurement:
    return Measurement(answer=np.array([place, 0.0]))


@pytest.mark.parametrize(
    "values", [(), (1.0,), (1.0, 1.0), (2.0, 1.0), (1.0, 3.0, 2.0), (3.0, 1.0, 2.0)]
)
def test_values_that_make_no_interval_are_refused(values: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="two or more and increase"):
        sweep(*values)


def test_leaning_to_a_rival_is_no_fit_even_within_tolerance() -> None:
    leaning = [0.26, 0.0]
    assert distance(RMS, np.array(leaning), PREDICTION) < 0.2
    assert outcome(claim(), leaning, leaning) is Outcome.UNRESOLVED
    assert outcome(claim(), [0.24, 0.0], [0.24, 0.0]) is Outcome.CONFIRMED


def test_a_loose_tolerance_confirms_nothing() -> None:
    loose = claim(tolerance=1e10)
    for measured in (PREDICTION, RIVAL, np.array([5.0, 5.0])):
        assert outcome(loose, measured, measured) is Outcome.UNRESOLVED


@pytest.mark.parametrize("tolerance", [np.nan, np.inf, -1.0, 0.9 * np.sqrt(0.5)])
def test_a_tolerance_without_power_is_named(tolerance: float) -> None:
    weak = claim(tolerance={"quick": tolerance, "full": 0.2})
    assert "no power" in posed(weak).weak
    assert posed(weak, "full").weak == ""


def test_a_tolerance_just_below_the_bound_has_power() -> None:
    bound = 0.9 * np.sqrt(0.5)
    assert posed(claim(tolerance=bound * 0.999)).weak == ""


@pytest.mark.parametrize("bad", [[np.nan, 0.0], [np.inf, 0.0], [0.0], [[0.0, 0.0]]])
def test_an_unusable_answer_is_invalid_whatever_the_other_seeds(bad: list) -> None:
    assert outcome(claim(), [0.0, 0.0], bad) is Outcome.INVALID
    assert outcome(claim(), bad, [0.0, 0.0]) is Outcome.INVALID


def test_an_unmet_hypothesis_is_invalid_with_its_reason() -> None:
    unmet = Measurement(answer=PREDICTION, invalid="codes of both signs")
    verdict = judge(posed(claim()), {4: unmet})
    assert verdict.outcome is Outcome.INVALID
    assert verdict.reason == "seed 4: codes of both signs"


@pytest.mark.parametrize("value", [0.31, np.nan])
def test_a_broken_check_takes_the_confirmation(value: float) -> None:
    checked = claim(checks=(BOUND,))
    good = Measurement(answer=PREDICTION, values={"x": 0.3})
    bad = Measurement(answer=PREDICTION, values={"x": value})
    assert outcome(checked, good, good) is Outcome.CONFIRMED
    assert outcome(checked, good, bad) is Outcome.UNRESOLVED
    missing = Measurement(answer=PREDICTION)
    assert outcome(checked, good, missing) is Outcome.UNRESOLVED


def test_a_prediction_that_is_not_finite_confirms_nothing() -> None:
    broken = claim(predict=lambda: np.array([np.nan, 0.0]))
    assert outcome(broken, [0.0, 0.0], [0.0, 0.0]) is Outcome.UNRESOLVED


@pytest.mark.parametrize("bad", [[np.nan, 0.0], [0.0, np.inf]])
def test_an_entry_that_is_not_finite_is_named(bad: list[float]) -> None:
    far = replace(NEAR, name="far", answer=lambda: np.array(bad))
    for weak in (claim(predict=far.answer), claim(rivals=(NEAR, far))):
        assert posed(weak).weak == "the prediction or a rival is not finite"


@pytest.mark.filterwarnings("ignore:overflow encountered:RuntimeWarning")
def test_a_distance_that_is_not_finite_is_named() -> None:
    far = replace(NEAR, name="far", answer=lambda: np.array([1e200, 0.0]))
    weak = posed(claim(rivals=(NEAR, far)))
    assert weak.weak == "the distance to a rival is not finite"


def test_a_rival_equal_to_the_prediction_leaves_no_power() -> None:
    same = claim(rivals=(Rival(name="same", answer=lambda: PREDICTION, because=""),))
    assert outcome(same, [0.0, 0.0], [0.0, 0.0]) is Outcome.UNRESOLVED


def test_two_rivals_that_share_a_function_refute_nothing_alone() -> None:
    """One leaves no room for the other, computed once or read from the store twice."""
    other = Rival(name="other", answer=NEAR.answer, because="")
    known = posed(claim(rivals=(NEAR, other)))
    measured = {0: Measurement(answer=RIVAL)}
    apart = replace(known, rivals={n: a.copy() for n, a in known.rivals.items()})
    assert judge(known, measured).outcome is Outcome.UNRESOLVED
    assert judge(known, measured) == judge(apart, measured)


def test_judging_nothing_is_refused_when_there_is_power() -> None:
    with pytest.raises(ValueError, match="at least one measurement"):
        judge(posed(claim()), {})


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("rivals", (), "rivals must not be empty"),
        ("seeds", {"quick": (), "full": (0,)}, "quick seeds"),
        ("seeds", {"quick": (0,), "full": (1000,)}, "pilot seeds start at 1000"),
        ("seeds", {"quick": (-1,), "full": (0,)}, "quick seeds"),
        ("seeds", (), "quick seeds"),
        ("rivals", (NEAR, NEAR), "'rival' must be named once"),
        ("checks", (BOUND, BOUND), "'x' must be named once"),
    ],
)
def test_a_claim_that_cannot_be_decided_is_refused(
    field: str, value: object, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        claim(**{field: value})


points = st.lists(
    st.floats(-10, 10).map(lambda x: round(x, 3)), min_size=2, max_size=2
).map(np.array)


@given(points, points, points)
def test_the_distance_is_a_metric(u: np.ndarray, v: np.ndarray, w: np.ndarray) -> None:
    assert distance(RMS, u, u) == 0
    assert distance(RMS, u, v) == distance(RMS, v, u)
    assert distance(RMS, u, w) <= distance(RMS, u, v) + distance(RMS, v, w) + 1e-9
    assert (distance(RMS, u, v) > 0) == bool(np.any(u != v))


@given(points, points, points)
def test_an_answer_swapped_with_its_rival_keeps_its_verdict(
    prediction: np.ndarray, rival: np.ndarray, measured: np.ndarray
) -> None:
    """The outcome follows the answer, not the slot that it stands in."""
    trial = Trial(claim=claim(tolerance=0.3))
    m = {0: Measurement(answer=measured)}
    straight, swapped = (
        judge(Answers(trial=trial, prediction=p, rivals={"r": r}), m)
        for p, r in ((prediction, rival), (rival, prediction))
    )
    flipped = {
        Outcome.CONFIRMED: Outcome.REFUTED,
        Outcome.REFUTED: Outcome.CONFIRMED,
    }
    assert swapped.outcome is flipped.get(straight.outcome, straight.outcome)


def test_lean_is_the_place_on_the_line() -> None:
    p, q = np.array([1.0, 1.0]), np.array([3.0, 1.0])
    for t in (-0.5, 0.0, 0.25, 1.0):
        on_line_and_off = p + t * (q - p) + np.array([0.0, 7.0])
        assert lean(RMS, on_line_and_off, p, q) == pytest.approx(t)
    assert np.isnan(lean(RMS, p, p, p))


def test_an_answer_beyond_all_bounds_is_infinitely_far_and_no_fit() -> None:
    huge = np.array([1e300, -1e300])
    assert distance(RMS, huge, PREDICTION) == np.inf
    assert outcome(claim(), huge, huge) is Outcome.UNRESOLVED


def test_arrays_of_two_shapes_are_not_compared() -> None:
    with pytest.raises(ValueError, match=r"one shape, got \(1,\) and \(2,\)"):
        distance(RMS, np.zeros(1), np.zeros(2))

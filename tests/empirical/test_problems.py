"""What every experiment must do, tried on the small settings of the bank."""

import inspect
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import verify
from tests.problems import PROBLEMS, Arrays, Problem, arrays, experiment
from verify.claims import ALL

# torch uses it itself, the first time that it differentiates forwards.
pytestmark = pytest.mark.filterwarnings(
    "ignore:`torch.jit.script` is deprecated:DeprecationWarning"
)
BY_NAME = {problem.name: problem for problem in PROBLEMS}


def each(problems: Iterable[Problem]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("problem", problems, ids=lambda p: p.name)


every = each(PROBLEMS)
SHOWN = {"empirical.position.shown_diracs:codes_through"}
"""What a finished network is shown: no run calls it as an experiment."""

again = pytest.mark.again


@cache
def measured(name: str, seed: int = 0) -> Arrays:
    return arrays(BY_NAME[name], seed)


@cache
def kept(name: str, memories: type) -> tuple[Arrays, int]:
    """Return the arrays of a run that keeps its state, and how often it did."""
    memory = memories()
    return arrays(BY_NAME[name], checkpoint=memory), memory.writes


@pytest.fixture(autouse=True)
def data(request: pytest.FixtureRequest) -> None:
    """Skip a problem whose data is not installed."""
    if "problem" in request.fixturenames:
        for package in request.getfixturevalue("problem").packages:
            pytest.importorskip(package)


def same(first: Arrays, second: Arrays) -> bool:
    return first.keys() == second.keys() and all(
        (one.dtype, one.shape, one.tobytes())
        == (second[name].dtype, second[name].shape, second[name].tobytes())
        for name, one in first.items()
    )


def refuses(problem: Problem, change: Mapping[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        arrays(problem, **change)


def test_every_experiment_has_a_problem() -> None:
    known = {problem.function for problem in PROBLEMS}
    assert known >= {claim.experiment.function for claim in ALL}
    trains = {problem.function: problem.trains for problem in PROBLEMS}
    for claim in ALL:
        assert claim.experiment.trains == trains[claim.experiment.function], claim.name
    for file in Path(verify.__file__).parent.rglob("*.py"):
        said = re.findall(r'function="([\w.]+:\w+)"', file.read_text("utf-8"))
        assert known | SHOWN >= set(said), file


def test_no_name_stands_for_two_problems() -> None:
    assert len(BY_NAME) == len(PROBLEMS)


@every
def test_what_an_experiment_is_told_is_what_it_asks_for(problem: Problem) -> None:
    asked = inspect.signature(experiment(problem)).parameters
    told = {"start" if problem.trains else "seed", *problem.options}
    if problem.files is None and "shared" not in asked:
        assert told <= set(asked)
        assert {k for k, p in asked.items() if p.default is p.empty} <= told


@every
def test_arrays_have_the_shapes_that_are_told_and_are_finite(problem: Problem) -> None:
    found = measured(problem.name)
    assert {name: array.shape for name, array in found.items()} == problem.shapes
    open_ones = {name for name, one in found.items() if not np.isfinite(one).all()}
    assert open_ones == set(problem.gaps)


@pytest.mark.parametrize(
    "problem",
    [pytest.param(p, id=p.name, marks=() if p.resumes else again) for p in PROBLEMS],
)
def test_a_seed_repeats_itself_to_the_bit_and_keeping_the_state_changes_none(
    problem: Problem, kept_in_memory: type
) -> None:
    again, writes = kept(problem.name, kept_in_memory)
    assert same(again, measured(problem.name))
    assert writes > 1 if problem.resumes else writes == 0


@again
@every
def test_another_seed_changes_all_that_is_drawn_and_nothing_else(
    problem: Problem,
) -> None:
    first, other = (measured(problem.name, seed) for seed in (0, 1))
    alike = {
        name for name, one in first.items() if same({name: one}, {name: other[name]})
    }
    assert alike - set(problem.settled) == set(problem.fixed)


@pytest.mark.parametrize(
    ("problem", "change", "says"),
    [
        pytest.param(problem, change, says, id=f"{problem.name}: {says[:50]}")
        for problem in PROBLEMS
        for change, says in problem.refused
    ],
)
def test_what_is_out_of_range_is_refused_by_name(
    problem: Problem, change: Mapping[str, Any], says: str
) -> None:
    refuses(problem, change, says)


def test_a_refusal_that_does_not_come_is_noticed() -> None:
    problem = BY_NAME["cascade_table"]
    with pytest.raises(pytest.fail.Exception, match="DID NOT RAISE"):
        refuses(problem, {"levels": 2}, "levels")
    with pytest.raises(AssertionError, match="Regex pattern did not match"):
        refuses(problem, {"levels": 0}, "taps")


def runaway(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return a setting in which every step of Adam is far too long."""
    steps = {"learning_rate": 1e200} if options.get("adam_steps") else {}
    inner = {n: runaway(v) for n, v in options.items() if isinstance(v, dict)}
    return {**options, **steps, **inner}


@again
@each([p for p in PROBLEMS if runaway(p.options) != p.options])
def test_a_training_that_runs_away_ends_in_an_error(problem: Problem) -> None:
    with pytest.raises(FloatingPointError, match="lower learning_rate"):
        arrays(problem, **runaway(problem.options))


@each([problem for problem in PROBLEMS if problem.resumes])
@pytest.mark.parametrize(
    "last",
    [False, pytest.param(True, marks=again)],
    ids=["at first", "at last"],
)
def test_a_training_that_is_killed_ends_with_the_same_bits(
    problem: Problem, last: bool, kept_in_memory: type
) -> None:
    whole, writes = kept(problem.name, kept_in_memory)
    memory = kept_in_memory(writes - 1 if last else 1)
    with pytest.raises(kept_in_memory.killed):
        arrays(problem, checkpoint=memory)
    memory.left = None
    assert same(arrays(problem, checkpoint=memory), whole)
    # What it goes on from is not written again.
    assert memory.writes == writes


def test_another_bit_or_another_array_is_noticed() -> None:
    first = {"a": np.zeros(2)}
    assert not same(first, {"a": np.array([0.0, -0.0])})
    assert not same(first, {"a": np.zeros(2, np.float32)})
    assert not same(first, {**first, "b": np.zeros(1)})

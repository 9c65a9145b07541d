"""The vocabulary: what a claim is, what a measurement gives, what a verdict says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verify.budget import BUDGETS, PILOT, Budget, ByBudget, of_budget

Array = NDArray[np.float64]
Arrays = Mapping[str, NDArray[Any]]


class Outcome(Enum):
    """What was decided; the value is the sentence that explains it."""

    CONFIRMED = "the prediction fits every seed, and no rival does"
    REFUTED = "the prediction misses on every seed, and another answer holds"
    UNRESOLVED = "neither confirmed nor refuted"
    INVALID = "no usable result"


class Evidence(Enum):
    """On what a verdict rests; the value is the sentence that explains it."""

    THEOREM = "proved, or certified in exact or interval arithmetic"
    COMPUTATION = "theory against a computation that shares nothing with it"
    TRAINING = "theory against trained networks"
    OBSERVATION = "what other seeds showed, seen again: repeated, not derived"


OPEN = "open"
"""In place of a claim: what happens without an assumption is not known."""


@dataclass(frozen=True, kw_only=True)
class Assumption:
    """What must hold for a statement to be true.

    Parameters
    ----------
    says
        A sentence.
    without
        The name of the claim that shows what happens where it is dropped, or ``open``.
    named
        Whether the talk itself says so where it makes the statement.

    """

    says: str
    without: str
    named: bool = False


@dataclass(frozen=True, kw_only=True)
class Counterexample:
    """An object that a false sentence cannot survive, looked at again in every run.

    Parameters
    ----------
    says
        What it is, and what it shows: a sentence.
    holds
        Works it out anew, and returns whether it is what it is said to be.

    """

    says: str
    holds: Callable[[], bool]


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """Answers with one parameter, the prediction among them; it decides nothing.

    The report gives the interval of the parameter whose answers fit every seed: by how
    much a statement holds.

    Parameters
    ----------
    parameter
        What varies, as the report calls it.
    values
        Increasing, with the one that gives the prediction.
    answer
        The answer at a value.
    because
        What the parameter means.

    """

    parameter: str
    values: tuple[float, ...]
    answer: Callable[[float], Array]
    because: str

    def __post_init__(self) -> None:
        """Refuse values that make no interval."""
        if len(self.values) < 2 or any(a >= b for a, b in pairwise(self.values)):
            raise ValueError(
                f"values of {self.parameter} must be two or more and increase, got "
                f"{self.values}."
            )


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """A measurement that can be asked for by seed; shared by all claims that read it.

    Parameters
    ----------
    function
        Where it lives, as ``"package.module:function"`` or, of a person's own, as
        ``"FILE.py:function"``, which :func:`verify.place.place_of` says; imported only
        when it runs. It is called with the configuration as keywords, and with
        ``seed``, or with ``start``, an :class:`empirical.training.Start`, when
        ``trains``. It returns
        named arrays.
    configurations
        JSON values per budget.
    seconds
        Expected seconds per seed on one core, for the forecast; per budget where that
        decides.
    trains
        Whether it trains a network (and so depends on torch and on the device).
    packages
        Optional packages that bring its data; without them it cannot be measured, nor
        the claims that read it be predicted.

    """

    function: str
    configurations: Mapping[Budget, Mapping[str, Any]]
    seconds: ByBudget[float]
    trains: bool = True
    packages: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse the function itself, which no other process could be given."""
        if not isinstance(self.function, str):
            raise ValueError(
                f"function must say where it lives, got {self.function!r}: write "
                "function=place_of(NAME), from verify.place import place_of."
            )


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """What one seed gave.

    Parameters
    ----------
    answer
        The array to compare with the prediction, of the same shape.
    values
        Figures worth quoting; the claim's checks look at them and at certificates.
    extras
        Further arrays of the answer's shape, drawn beside it.
    pictures
        Grids of images worth seeing, by caption, of shape (rows, columns, height,
        width); the report shows those of the first seed.
    invalid
        Why there is no usable result; empty when there is one. An unmet hypothesis
        of a conditional claim belongs here.

    """

    answer: Array
    values: Mapping[str, float] = field(default_factory=dict)
    extras: Mapping[str, Array] = field(default_factory=dict)
    pictures: Mapping[str, Array] = field(default_factory=dict)
    invalid: str = ""


@dataclass(frozen=True, kw_only=True)
class Rival:
    """A wrong answer that a careful reader could have believed."""

    name: str
    answer: Callable[[], Array]
    because: str


@dataclass(frozen=True, kw_only=True)
class Check:
    """A further bound that every seed must meet before a claim is CONFIRMED.

    Parameters
    ----------
    value, at_most
        A measured or certified value by its name, and the largest that is allowed.
    because
        Why this value, and why this number.
    usable
        Whether it says that the measurement works at all: that the network rebuilds
        what it never saw, is no constant, no copy, not the best of many. A seed that
        breaks such a bound is INVALID.

    """

    value: str
    at_most: ByBudget[float]
    because: str
    usable: bool = False


def in_order(answer: Array) -> tuple[Array, Array]:
    """Return a curve ``(x, y)`` of the entries of an answer, one after another.

    Whatever its shape.

    Examples
    --------
    >>> in_order(np.array([7.0, 5.0]))
    (array([1., 2.]), array([7., 5.]))

    """
    return np.arange(1.0, answer.size + 1), answer.ravel()


@dataclass(frozen=True, kw_only=True)
class View:
    """How an answer is drawn: a curve ``(x, y)`` made from any array of its shape.

    Where x and y have two axes, every row is a curve of its own on the same axes; or,
    where there are ``panels``, in the panel of that title, as many rows in each as
    there are for it, one after another.
    """

    x: str
    y: str
    caption: str
    curve: Callable[[Array], tuple[Array, Array]] = in_order
    marks: bool = False
    panels: tuple[str, ...] = ()


_ENTRIES = View(x="entry", y="answer", caption="The answer, entry by entry.")


@dataclass(frozen=True, kw_only=True)
class Distance:
    """A metric from an inner product, ``|u - v|`` with ``<u, v> = sum(w u v)``.

    Parameters
    ----------
    name
        What the report calls it.
    unit
        What a distance of 1 means.
    because
        Why it is a metric, and why this one.
    inner
        The inner product of two arrays of one shape.

    """

    name: str
    unit: str
    because: str
    inner: Callable[[Array, Array], float]


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A sentence that can turn out true or false, with all it takes to decide.

    Parameters
    ----------
    name
        Slug: command-line argument, test id and title in the report.
    statement
        The sentence. Formulas stand between dollar signs, as Typst writes them.
    predict
        The array that theory predicts.
    experiment, read
        What is measured, and how its arrays become a measurement.
    rivals
        Wrong answers that must be rejected; never empty.
    distance, tolerance, because
        The metric, the largest misfit that still fits (per budget where that decides,
        fixed before the judged seeds ran), and why that number.
    seeds
        The judged seeds, per budget where that decides. Pilot seeds, from 1000 up, are
        not allowed here.
    derivation
        Steps ``(says, relation)`` that lead to the prediction; none where it is not
        derived.
    view
        How the report draws an answer: entry by entry where nothing else is said.
    evidence
        On what the verdict rests.
    assumptions
        All that the statement needs, each with the claim that drops it.
    sweeps
        Answers with a parameter, for the intervals that fit.
    checks
        Further bounds on the measured values, and on those of the certificates.
    certificates
        Works out figures that no measurement enters, such as how many parts of a proof
        in exact arithmetic fail. They stand beside the measured values of every seed,
        so their names must be others than those. None where a claim has none.
    expected
        The outcome that the toolkit's authors expect, per budget where that decides.
    counterexample
        For a sentence that is false: what shows it, looked at again in every run.
    asked
        For a claim that a person asked for: the words after ``python -m verify`` that
        make it, quoted for a shell. Empty for those that are listed.
    held
        JSON values that stand for a file named there, once it has gone or changed.

    Raises
    ------
    ValueError
        If there is no rival, two of one name, two checks of one value, no seed, or a
        pilot seed among the judged ones.

    """

    name: str
    statement: str
    predict: Callable[[], Array]
    experiment: Experiment
    read: Callable[[Arrays], Measurement]
    rivals: tuple[Rival, ...]
    distance: Distance
    tolerance: ByBudget[float]
    because: str
    seeds: ByBudget[tuple[int, ...]]
    derivation: Callable[[], tuple[Any, ...]] = tuple
    view: View = _ENTRIES
    evidence: frozenset[Evidence] = frozenset()
    assumptions: tuple[Assumption, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    checks: tuple[Check, ...] = ()
    certificates: Callable[[], Mapping[str, float]] | None = None
    expected: ByBudget[Outcome] = Outcome.CONFIRMED
    counterexample: Counterexample | None = None
    asked: str = ""
    held: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a claim that could not be decided."""
        if not self.rivals:
            raise ValueError(f"{self.name}: rivals must not be empty.")
        for names in (
            [rival.name for rival in self.rivals],
            [check.value for check in self.checks],
            [sweep.parameter for sweep in self.sweeps],
        ):
            if twice := {name for name in names if names.count(name) > 1}:
                raise ValueError(f"{self.name}: {min(twice)!r} must be named once.")
        for budget in BUDGETS:
            seeds = of_budget(self.seeds, budget)
            if not seeds or any(not 0 <= s < PILOT for s in seeds):
                raise ValueError(
                    f"{self.name}: {budget} seeds must be one or more of 0 to "
                    f"{PILOT - 1} (pilot seeds start at {PILOT}), got {seeds}."
                )


@dataclass(frozen=True, kw_only=True)
class Placement:
    """Where the measurements stand with respect to one rival, seed by seed.

    Parameters
    ----------
    misfit
        Distance from each measurement to the rival.
    lean
        Position on the line from the prediction (0) to the rival (1).

    """

    misfit: tuple[float, ...]
    lean: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Which values of a sweep fit every seed.

    Parameters
    ----------
    least, most
        The smallest and the largest that do; NaN where none does.
    ends
        Whether values beyond ``least`` and beyond ``most`` were tried.

    """

    least: float
    most: float
    ends: tuple[bool, bool]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was decided about one claim, with every figure behind it."""

    name: str
    outcome: Outcome
    reason: str
    tolerance: float
    seeds: tuple[int, ...]
    misfit: tuple[float, ...]
    rivals: Mapping[str, Placement]
    values: Mapping[str, tuple[float, ...]]
    sweeps: Mapping[str, Interval] = field(default_factory=dict)
    seconds: float = 0.0

"""Two routes to one result, timed in turn."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

Clock = Callable[[], float]
Route = Callable[[], object]

ROUNDS = (7, 41)
"""Fewest and most rounds; how many fit decides."""


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The toolkit's route to a result and a plain one.

    Parameters
    ----------
    kind, work
        What kind of work this is, and what is done.
    rival
        The plain route, in words.
    ours, plain
        Both return the result, so that they can be compared.
    apart
        How far the results may be apart, as a share of the largest entry; None where
        the plain route does less on purpose.
    clock
        Of this process, which other work on the machine does not slow down; one of
        wall time where several threads or the disk take part.

    """

    kind: str
    work: str
    rival: str
    ours: Route
    plain: Route
    apart: float | None = 1e-9
    clock: Clock = time.process_time


@dataclass(frozen=True, kw_only=True)
class Spread:
    """The quartiles of what was measured."""

    low: float
    middle: float
    high: float


def spread(values: Sequence[float]) -> Spread:
    """Return the quartiles of two values or more."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return Spread(low=low, middle=middle, high=high)


def ratios(pair: Pair, seconds: float = 2.0, least: float = 2e-3) -> list[float]:
    """Return the plain route's time over ours, of rounds that take both in turn.

    Which goes first changes from round to round. Both were run before, so that nothing
    is compiled or loaded while the clock runs.

    Parameters
    ----------
    pair
        What to compare.
    seconds
        About how long, within the fewest and the most rounds.
    least
        A route is repeated until it takes as long, so that a call's own noise and the
        clock's counts for little.

    """
    refuse_apart(pair)
    routes = (pair.ours, pair.plain)
    repeats = [enough(route, least, pair.clock) for route in routes]
    found: list[float] = []
    start, (fewest, most) = pair.clock(), ROUNDS
    while len(found) < fewest or (len(found) < most and pair.clock() - start < seconds):
        times = [0.0, 0.0]
        for which in (0, 1) if len(found) % 2 else (1, 0):
            whole = taken(routes[which], repeats[which], pair.clock)
            times[which] = whole / repeats[which]
        found.append(times[1] / times[0])
    return found


def enough(route: Route, least: float, clock: Clock) -> int:
    """Return how often to repeat a route, run before, so that it takes long enough."""
    repeats = 1
    while taken(route, repeats, clock) < least:
        repeats *= 2
    return repeats


def taken(route: Route, repeats: int, clock: Clock) -> float:
    """Return how long so many runs took."""
    start = clock()
    for _ in range(repeats):
        route()
    return clock() - start


def refuse_apart(pair: Pair) -> None:
    """Raise where the two routes do not lead to one result.

    Raises
    ------
    ValueError
        If the results are further apart than the pair allows.

    """
    ours, plain = np.asarray(pair.ours()), np.asarray(pair.plain())
    if pair.apart is None:
        return
    found = np.abs(ours - plain).max() / np.abs(plain).max()
    if not found <= pair.apart:
        raise ValueError(
            f"{pair.kind}, {pair.work}: the routes must be within {pair.apart:g} of "
            f"each other, got {found:g}; compare two routes to one result."
        )

"""Two routes timed in turn, on a clock that the routes themselves move."""

from itertools import cycle

import numpy as np
import pytest

from benchmarks.timing import ROUNDS, Pair, enough, ratios, spread


class Work:
    """A clock, and routes that take times of one's choice on it."""

    def __init__(self) -> None:
        self.now, self.order = 0.0, ""

    def __call__(self) -> float:
        return self.now

    def pair(self, ours: list[float], plain: list[float], result: object = 1) -> Pair:
        def route(name: str, times: list[float], found: object) -> object:
            left = cycle(times)

            def run() -> object:
                self.now += next(left)
                self.order += name
                return found

            return run

        return Pair(
            kind="test",
            work="nothing",
            rival="less",
            ours=route("o", ours, np.ones(3)),
            plain=route("p", plain, result * np.ones(3)),
            clock=self,
        )


@pytest.mark.parametrize("ours", [1e-6, 0.5, 3.0])
@pytest.mark.parametrize("factor", [0.25, 1.0, 40.0])
def test_the_ratio_is_the_plain_routes_time_over_ours(
    ours: float, factor: float
) -> None:
    found = ratios(Work().pair([ours], [factor * ours]))
    np.testing.assert_allclose(found, factor, rtol=1e-6)
    assert ROUNDS[0] <= len(found) <= ROUNDS[1]


def test_the_routes_take_turns_at_going_first() -> None:
    work = Work()
    ratios(work.pair([1.0], [1.0]), seconds=0.0)
    # The results are compared, one run each is timed, and then come the rounds.
    assert work.order == "op" + "op" + ("poop" * ROUNDS[1])[: 2 * ROUNDS[0]]


@pytest.mark.parametrize("seconds", [10.0, 30.0, 1e9])
def test_as_many_rounds_are_taken_as_fit(seconds: float) -> None:
    found = ratios(Work().pair([0.25], [0.75]), seconds=seconds)
    fewest, most = ROUNDS
    assert len(found) == min(max(fewest, seconds), most)


def test_a_route_that_changes_its_pace_shows_in_the_quartiles() -> None:
    found = spread(ratios(Work().pair([1.0], [2.0, 2.0, 9.0]), seconds=1e9))
    assert (found.low, found.middle, found.high) == (2.0, 2.0, 9.0)


@pytest.mark.parametrize("once", [1e-4, 3e-4, 1e-2])
def test_a_route_is_repeated_until_it_takes_long_enough(once: float) -> None:
    work = Work()
    repeats = enough(work.pair([once], [once]).ours, 1e-2, work)
    assert 1e-2 <= repeats * once <= max(2e-2, once)


@pytest.mark.parametrize("result", [2, 1 + 1e-6, float("nan"), -1])
def test_routes_to_other_results_are_refused(result: float) -> None:
    with pytest.raises(ValueError, match="test, nothing: the routes must be within"):
        ratios(Work().pair([1.0], [1.0], result))

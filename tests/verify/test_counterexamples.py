"""A counter-example rests on all that it looks at."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import is_dataclass, replace
from fractions import Fraction
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from verify.claim import Claim
from verify.claims import ALL

CLAIMS = {claim.name: claim for claim in ALL if claim.counterexample}
OURS = ("theory", "verify.claims")


def looked_at(claim: Claim) -> Iterator[tuple[dict[str, Any], str]]:
    """Yield in what each function stands that a counter-example calls, and its name."""
    assert claim.counterexample
    holds: Any = claim.counterexample.holds
    names = holds.__code__.co_names
    nested = [c.co_names for c in holds.__code__.co_consts if hasattr(c, "co_names")]
    every = {*names, *(name for some in nested for name in some)}
    for name in every & holds.__globals__.keys():
        found = holds.__globals__[name]
        if isinstance(found, ModuleType) and found.__name__.startswith(OURS):
            inside = vars(found)
            yield from ((inside, one) for one in every if callable(inside.get(one)))
        elif callable(found) and found.__module__.startswith(OURS):
            yield holds.__globals__, name


CALLED = [
    pytest.param(claim, place, name, id=f"{slug}-{name}")
    for slug, claim in CLAIMS.items()
    for place, name in sorted(looked_at(claim), key=lambda found: found[1])
]


def spoilt(value: Any) -> list[Any]:
    """Return what could wrongly stand in the place of a value."""
    if isinstance(value, bool):
        return [not value] * 2
    if isinstance(value, (int, float, Fraction, np.ndarray)):
        return [value * 0, value + 1]
    if is_dataclass(value):
        return [replace(value, digits="0"), replace(value, digits="9")]  # type: ignore[type-var]
    if not isinstance(value, (list, tuple)):
        pytest.fail(f"say what could stand in the place of {value!r}")
    return [type(value)(spoilt(one)[i] for one in value) for i in (0, 1)]


def spoiling(function: Callable[..., Any], kind: int, every: int) -> Any:
    """Return a function whose value is spoilt in every call, or every second one."""
    calls = 0

    def wrong(*given: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        value = function(*given, **options)
        return value if calls % every else spoilt(value)[kind]

    return wrong


def test_there_are_counterexamples_and_each_stands() -> None:
    assert CLAIMS
    for claim in CLAIMS.values():
        assert claim.counterexample
        assert claim.counterexample.holds()
        assert list(looked_at(claim))


@pytest.mark.parametrize(("claim", "place", "name"), CALLED)
def test_a_counterexample_falls_with_each_function_that_it_calls(
    claim: Claim, place: dict[str, Any], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    function, stood = place[name], []
    assert claim.counterexample
    for kind, every in ((0, 1), (0, 2), (1, 1), (1, 2)):
        with monkeypatch.context() as patch, suppress(Exception):
            patch.setitem(place, name, spoiling(function, kind, every))
            stood.append(claim.counterexample.holds())
    assert len(stood) < 4 or not all(stood)

"""The steps of derivations, which many tests go through."""

from collections.abc import Callable
from functools import cache

from theory.derivation import Step


@cache
def derived(derivation: Callable[[], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return the steps of a derivation, worked out once in a process."""
    return derivation()

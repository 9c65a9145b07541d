"""Arrays that a wrong experiment would return, in the place of exact ones.

They are read and judged as measured arrays are. Nothing wrong may be confirmed. What is
changed in arrays that a claim does not read is no error in what it says.
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from tests.trust.planted import Planted

Array = np.ndarray[Any, Any]


def _floats(change: Callable[[Array, int], Array]) -> Callable[[Any], Any]:
    """Return the change of all that a network made, along the axis of the samples."""

    def changed(exact: Any) -> dict[str, Array]:
        return {
            name: change(np.asarray(array), exact.axes.get(name, 0))
            for name, array in exact.made.items()
            if np.ndim(array)
            and np.size(array)
            and np.asarray(array).dtype.kind in "fiu"
        }

    return changed


def _first(array: Array, axis: int) -> Array:
    return np.broadcast_to(np.take(array, [0], axis=axis), array.shape)


def _best(array: Array, axis: int) -> Array:
    return np.broadcast_to(array.min(axis=axis, keepdims=True), array.shape)


def _half(array: Array, axis: int) -> Array:
    count = array.shape[axis]
    return np.take(array, np.arange(count) % max(1, (count + 1) // 2), axis=axis)


def _noisy(array: Array, axis: int) -> Array:
    rng = np.random.default_rng(0)
    size = np.sqrt(np.mean(np.square(array, dtype=float))) or 1.0
    noisy = array + 0.2 * size * rng.standard_normal(array.shape)
    return (noisy if array.dtype.kind == "f" else np.rint(noisy)).astype(array.dtype)


CHANGES: dict[str, Callable[[Any], Any]] = {
    "one image for all": _floats(_first),
    "best starts only": _floats(_best),
    "in order of size": _floats(lambda a, axis: np.sort(a, axis=axis)),
    "half of the samples twice": _floats(_half),
    "the last first": _floats(lambda a, axis: np.flip(a, axis=axis)),
    "a tenth more": _floats(lambda a, axis: (1.1 * a).astype(a.dtype)),
    "the other sign": _floats(lambda a, axis: (-a.astype(float)).astype(a.dtype)),
    "noise of a fifth": _floats(_noisy),
    "capped at 1": _floats(lambda a, axis: np.minimum(a, 1).astype(a.dtype)),
}
"""By name; those of ``tests.exact.arrays.DEAD`` come beside them."""

DEAD = ("zeros", "constant", "copies", "shifted", "another")
NAMES = (*DEAD, *CHANGES)


class Noting(dict[str, Array]):
    """Arrays that note which of them are read."""

    def __init__(self, arrays: Mapping[str, Array]) -> None:
        super().__init__(arrays)
        self.read = set[str]()

    def __getitem__(self, name: str) -> Array:
        self.read.add(name)
        return super().__getitem__(name)


def reads_a_change(claim: Any, exact: Mapping[str, Array], changed: Any) -> bool:
    """Return whether a claim reads an array that differs from the exact one."""
    noting = Noting(exact)
    claim.read(noting)
    return any(
        not np.array_equal(exact[n], changed[n], equal_nan=exact[n].dtype.kind == "f")
        for n in noting.read
    )


def ask(planted: Planted, answers: Callable[[str], Any]) -> tuple[str, str]:
    """Return by what changed arrays are noticed: a verdict or nothing.

    ``same`` where the change leaves all arrays of the claim as they were.
    """
    from tests.exact.arrays import DEAD as MADE_DEAD
    from tests.exact.makers import maker
    from tests.trust.answering import claim_of
    from verify.claim import Outcome
    from verify.judge import judge
    from verify.optional import missing
    from verify.trial import Trial

    claim = claim_of(planted.file)
    if missing(claim.experiment.packages):
        return "same", "its data is not installed"
    exact = maker(claim)(claim, 0)
    if planted.operator in MADE_DEAD:
        arrays = MADE_DEAD[planted.operator](maker(claim), claim)
    else:
        arrays = exact.dead(CHANGES[planted.operator](exact))
    if arrays is None or not reads_a_change(claim, exact.arrays, arrays):
        return "same", "no array that the claim reads changes"
    upheld = replace(claim, counterexample=None)
    known = replace(answers(planted.file), trial=Trial(claim=upheld))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            verdict = judge(known, dict.fromkeys(known.trial.seeds, claim.read(arrays)))
    except (ArithmeticError, ValueError, np.linalg.LinAlgError) as error:
        return "verdict", f"it cannot be read: {error!s:.60}"
    if verdict.outcome is Outcome.CONFIRMED:
        return "nothing", ""
    return "verdict", f"{verdict.outcome.name}: {verdict.reason:.80}"

"""Answers and readings, worked out once for each state of the sources."""

import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any

import numpy as np

from verify.claim import Arrays, Claim, Measurement
from verify.claims import ALL
from verify.judge import Answers, arrays_of, certified
from verify.sources import source_hash
from verify.store import Store, Stored

_PACKAGES = ("numpy", "scipy", "sympy", "numba", "python-flint")


def known(claim: Claim, store: Store, *, fresh: bool = False) -> Answers:
    """Return prediction and rivals, from the store where nothing has changed.

    They depend on all claims, all of theory and the packages these use; a change in any
    works them out anew. A claim that the toolkit does not list may come from
    anywhere, so nothing that is derived for it is ever stored.

    Parameters
    ----------
    claim
        Whose answers are wanted.
    store
        Where they are kept.
    fresh
        Work them out even if they are stored.

    """
    names = [rival.name for rival in claim.rivals]

    def worked_out() -> dict[str, Any]:
        found = arrays_of(claim)
        rivals = {f"rival {i}": found.rivals[name] for i, name in enumerate(names)}
        return {"prediction": found.prediction, **rivals}

    arrays = _kept(claim, {"answers of": claim.name}, worked_out, store, fresh)
    rivals = {name: arrays[f"rival {i}"] for i, name in enumerate(names)}
    return Answers(prediction=arrays["prediction"], rivals=rivals)


def certificates(
    claim: Claim, store: Store, *, fresh: bool = False
) -> Mapping[str, float]:
    """Return the figures that a claim certifies, kept and renewed like predictions.

    Parameters
    ----------
    claim
        Whose certificates are wanted.
    store
        Where they are kept.
    fresh
        Work them out even if they are stored.

    """
    if claim.certificates is None:
        return {}
    about = {"certificates of": claim.name}
    arrays = _kept(
        claim, about, lambda: _named_numbers("values", certified(claim)), store, fresh
    )
    return _numbers("values", arrays)


def reading(
    claim: Claim, stored: Stored, store: Store, *, fresh: bool = False
) -> Measurement:
    """Return what a claim reads from a stored measurement.

    Kept and renewed like predictions, once for every content of the measurement.

    Parameters
    ----------
    claim
        Who reads.
    stored
        What was measured.
    store
        Where readings are kept.
    fresh
        Read again even if it is stored.

    """
    about = {"reading of": claim.name, "measurement": stored.digest}
    arrays = _kept(
        claim, about, lambda: _closed(claim.read(stored.arrays)), store, fresh
    )
    return _opened(arrays)


def _kept(
    claim: Claim,
    about: Mapping[str, str],
    worked_out: Callable[[], Arrays],
    store: Store,
    fresh: bool,
) -> Arrays:
    """Return arrays from the store, worked out and stored first where need be."""
    if not any(claim is listed for listed in ALL):
        return worked_out()
    identity = {
        **about,
        "sources": source_hash("verify.claims:ALL"),
        **{name: version(name) for name in _PACKAGES},
    }
    key = Store.key(identity)
    stored = None if fresh else store.load(key)
    if stored is not None:
        return stored.arrays
    start = time.perf_counter()
    arrays = worked_out()
    store.save(key, identity, arrays, seconds=time.perf_counter() - start)
    return arrays


def _closed(measurement: Measurement) -> dict[str, Any]:
    """Return a measurement as arrays."""
    named = {"extra": measurement.extras, "picture": measurement.pictures}
    return {
        "answer": measurement.answer,
        "invalid": np.array(measurement.invalid),
        **_named_numbers("values", measurement.values),
        **{
            f"names of {kind}": np.array(list(arrays), dtype=str)
            for kind, arrays in named.items()
        },
        **{
            f"{kind} {i}": array
            for kind, arrays in named.items()
            for i, array in enumerate(arrays.values())
        },
    }


def _opened(arrays: Arrays) -> Measurement:
    """Return the measurement that :func:`_closed` was given."""

    def named(kind: str) -> dict[str, Any]:
        names = arrays[f"names of {kind}"]
        return {str(name): arrays[f"{kind} {i}"] for i, name in enumerate(names)}

    return Measurement(
        answer=arrays["answer"],
        values=_numbers("values", arrays),
        extras=named("extra"),
        pictures=named("picture"),
        invalid=str(arrays["invalid"]),
    )


def _named_numbers(kind: str, values: Mapping[str, float]) -> dict[str, Any]:
    """Return numbers by name as two arrays."""
    return {
        f"names of {kind}": np.array(list(values), dtype=str),
        kind: np.array(list(values.values()), dtype=float),
    }


def _numbers(kind: str, arrays: Arrays) -> dict[str, float]:
    """Return the numbers that :func:`_named_numbers` was given."""
    values = zip(arrays[f"names of {kind}"], arrays[kind], strict=True)
    return {str(name): float(value) for name, value in values}

"""Answers and readings, worked out once for each state of the sources."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from verify.answers import Answers, arrays_of, certified
from verify.claim import Arrays, Claim, Measurement
from verify.claims import ALL
from verify.environment import version_of
from verify.sealed import checksum
from verify.sources import source_hash
from verify.store import Store, Stored
from verify.trial import Trial

_PACKAGES = ("numpy", "scipy", "sympy", "numba", "python-flint")


def answers_of(trial: Trial, store: Store) -> Answers:
    """Return prediction and rivals, from the store where nothing has changed.

    They depend on all claims, all of theory and the packages these use; a change in any
    works them out anew. A claim that the toolkit does not list may come from
    anywhere, so nothing that is derived for it is ever stored.
    """
    claim = trial.claim
    names = [rival.name for rival in claim.rivals]
    swept = [sweep.parameter for sweep in claim.sweeps]

    def worked_out() -> dict[str, Any]:
        found = arrays_of(trial)
        return {
            "prediction": found.prediction,
            **{f"rival {i}": found.rivals[name] for i, name in enumerate(names)},
            **{f"sweep {i}": found.sweeps[name] for i, name in enumerate(swept)},
        }

    arrays = _kept(claim, {"answers of": claim.name}, worked_out, store)
    return Answers(
        trial=trial,
        prediction=arrays["prediction"],
        rivals={name: arrays[f"rival {i}"] for i, name in enumerate(names)},
        sweeps={name: arrays[f"sweep {i}"] for i, name in enumerate(swept)},
    )


def stands(trial: Trial, store: Store) -> bool:
    """Return whether the store has all that a verdict needs, for the present sources.

    What was measured, unless the trial is too weak to be; and the answers, for what is
    expensive to work out is not worked out unasked.
    """
    about = _identity({"answers of": trial.claim.name})
    if _listed(trial.claim) and not store.has(checksum(about)):
        return False
    measured = all(store.has(task.key) for task in trial.measured)
    return measured or bool(answers_of(trial, store).weak)


def certificates_of(claim: Claim, store: Store) -> Mapping[str, float]:
    """Return the figures that a claim certifies, kept and renewed like predictions."""
    if claim.certificates is None and claim.counterexample is None:
        return {}
    about = {"certificates of": claim.name}
    arrays = _kept(
        claim, about, lambda: _named_numbers("values", certified(claim)), store
    )
    return _numbers("values", arrays)


def reading_of(claim: Claim, stored: Stored, store: Store) -> Measurement:
    """Return what a claim reads from a stored measurement.

    Kept and renewed like predictions, once for every content of the measurement.
    """
    about = {"reading of": claim.name, "measurement": stored.digest}
    arrays = _kept(claim, about, lambda: _closed(claim.read(stored.arrays)), store)
    return _opened(arrays)


def _kept(
    claim: Claim,
    about: Mapping[str, str],
    worked_out: Callable[[], Arrays],
    store: Store,
) -> Arrays:
    """Return arrays from the store, worked out and stored first where need be."""
    if not _listed(claim):
        return worked_out()
    identity = _identity(about)
    key = checksum(identity)
    stored = store.load(key)
    if stored is not None:
        return stored.arrays
    start = time.perf_counter()
    arrays = worked_out()
    store.save(identity, arrays, seconds=time.perf_counter() - start)
    return arrays


def _listed(claim: Claim) -> bool:
    return any(claim is listed for listed in ALL)


def _identity(about: Mapping[str, str]) -> dict[str, str]:
    sources = {"sources": source_hash("verify.claims:ALL")}
    return {**about, **sources, **{name: version_of(name) for name in _PACKAGES}}


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

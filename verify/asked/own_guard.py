"""A person's claim whose functions raise nothing but sentences."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from verify.answers import STANDS
from verify.claim import Array, Arrays, Claim, Counterexample, Measurement
from verify.own_file import OwnCodeError, guarding


def kind_of(found: Any) -> str:
    """Return in a word or two what something is."""
    return (
        f"class {found.__name__}" if isinstance(found, type) else type(found).__name__
    )


def guarded(claim: Claim, file: Path) -> Claim:
    """Return a claim whose functions raise nothing but sentences."""

    def told(call: Callable[..., Any], what: str) -> Callable[..., Any]:
        return _told(call, file, what)

    def answer(call: Callable[..., Any], what: str) -> Callable[..., Array]:
        answered = told(call, what)
        return lambda *given: _array(answered(*given), f"{file.name}: {what}")

    example, figures = claim.counterexample, claim.certificates
    predict = cache(answer(claim.predict, "the prediction"))
    certificates = cache(_figures(told(figures or dict, "the certificates"), file.name))
    return replace(
        claim,
        predict=predict,
        rivals=tuple(
            replace(one, answer=answer(one.answer, f"the rival {one.name!r}"))
            for one in claim.rivals
        ),
        sweeps=tuple(
            replace(one, answer=answer(one.answer, f"the sweep of {one.parameter}"))
            for one in claim.sweeps
        ),
        read=_reading(claim, file, predict, certificates if figures else dict),
        distance=replace(
            claim.distance, inner=told(claim.distance.inner, "the distance")
        ),
        derivation=_steps(told(claim.derivation, "the derivation"), file.name),
        view=replace(claim.view, curve=told(claim.view.curve, "the view")),
        certificates=certificates if figures else None,
        counterexample=Counterexample(
            says=example.says, holds=told(example.holds, "the counter-example")
        )
        if example
        else None,
    )


def _told(call: Callable[..., Any], file: Path, what: str) -> Callable[..., Any]:
    def called(*given: Any) -> Any:
        with guarding(file, what):
            return call(*given)

    return called


def _array(given: Any, what: str) -> Array:
    """Return an answer as an array of real numbers.

    Raises
    ------
    OwnCodeError
        If it is none, or has no entry.

    """
    try:
        plain = np.asarray(given)
    except (ValueError, TypeError, RuntimeError):
        plain = np.asarray(None)
    if plain.dtype.kind not in "biuf" or not plain.size:
        got = "an empty array" if plain.dtype.kind in "biuf" else type(given).__name__
        if plain.dtype.kind == "c":
            got = "complex numbers"
        raise OwnCodeError(
            f"{what} must be an array of real numbers, such as np.array([0.5]), got "
            f"{got}."
        )
    return plain.astype(float)


def _steps(derivation: Callable[[], Any], name: str) -> Callable[[], tuple[Any, ...]]:
    def steps() -> tuple[Any, ...]:
        found = derivation()
        if not isinstance(found, tuple | list) or not all(
            all(hasattr(one, part) for part in ("says", "relation", "kind"))
            for one in found
        ):
            raise OwnCodeError(
                f"{name}: the derivation must give a tuple of Step, from "
                "theory.derivation, or be left out."
            )
        return tuple(found)

    return steps


def _figures(work_out: Callable[[], Any], name: str) -> Callable[[], dict[str, float]]:
    def figures() -> dict[str, float]:
        found = work_out()
        if not isinstance(found, Mapping):
            raise OwnCodeError(
                f"{name}: the certificates must be numbers by name, got "
                f"{kind_of(found)}."
            )
        what = f"{name}: the certificate"
        return {str(n): _number(value, f"{what} {n!r}") for n, value in found.items()}

    return figures


def _reading(
    claim: Claim,
    file: Path,
    predict: Callable[[], Array],
    certificates: Callable[[], Mapping[str, float]],
) -> Callable[..., Measurement]:
    """Return a reading that is INVALID, with a sentence, where it cannot be made."""
    read = _told(claim.read, file, "the reading")

    def reading(arrays: Arrays) -> Measurement:
        try:
            found = checked(read(_copied(arrays)), f"{file.name}: the reading")
            shapes = found.answer.shape, predict().shape
            if shapes[0] != shapes[1]:
                raise OwnCodeError(
                    f"{file.name}: the reading's answer must have the prediction's "
                    f"shape {shapes[1]}, got {shapes[0]}: reshape one of them."
                )
            given = {*found.values, *certificates(), STANDS}
            if absent := [c.value for c in claim.checks if c.value not in given]:
                raise OwnCodeError(
                    f"{file.name}: a check looks at {absent[0]!r}, which neither the "
                    "values of the reading nor the certificates have: give it there."
                )
            return found
        except OwnCodeError as error:
            invalid = str(error).replace("$", "_")
            return Measurement(answer=np.array(np.nan), invalid=invalid)

    return reading


def _copied(arrays: Arrays) -> dict[str, Any]:
    """Return arrays that may be written to: another claim may read the same."""
    return {name: np.array(array) for name, array in arrays.items()}


def checked(found: Any, what: str) -> Measurement:
    """Return a measurement whose parts are what they should be.

    Raises
    ------
    OwnCodeError
        If one is not.

    """
    if not isinstance(found, Measurement):
        raise OwnCodeError(f"{what} must be a Measurement, got {kind_of(found)}.")
    answer = _array(found.answer, f"{what}'s answer")
    extras = {n: _array(e, f"{what}'s extra {n!r}") for n, e in found.extras.items()}
    pictures = {
        n: _array(p, f"{what}'s picture {n!r}") for n, p in found.pictures.items()
    }
    for name, extra in extras.items():
        if extra.shape != answer.shape:
            raise OwnCodeError(
                f"{what}'s extra {name!r} must have the answer's shape {answer.shape}, "
                f"got {extra.shape}."
            )
    for name, picture in pictures.items():
        if picture.ndim != 4:
            raise OwnCodeError(
                f"{what}'s picture {name!r} must have the shape (rows, columns, "
                f"height, width), got {picture.shape}."
            )
    return Measurement(
        answer=answer,
        values={n: _number(v, f"{what}'s {n!r}") for n, v in found.values.items()},
        extras=extras,
        pictures=pictures,
        # A dollar sign would begin a formula in the report.
        invalid=str(found.invalid).replace("$", "_"),
    )


def _number(value: Any, what: str) -> float:
    array = _array(value, what)
    if array.size != 1:
        raise OwnCodeError(f"{what} must be one number, got {array.size}.")
    return float(array.ravel()[0])

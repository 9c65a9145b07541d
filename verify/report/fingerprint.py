"""What determines the bytes of a report, and of a drawing in it."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from verify.judge import Judged
from verify.sources import toolkit_hash


def fingerprint(
    judged: Sequence[Judged],
    found: Mapping[str, Any],
    environment: Mapping[str, str],
    epoch: int,
) -> dict[str, Any]:
    """Return what determines the bytes of the report, as a short JSON object.

    Parameters are those of :func:`verify.report.document.build`.
    """
    return {
        # Not which command judged what: the report says what is known.
        "report of": {name: of for name, of in found.items() if name != "run"},
        "environment": dict(environment),
        "epoch": epoch,
        **shown(judged),
    }


def shown(judged: Sequence[Judged]) -> dict[str, str]:
    """Return what a drawing shows, the sources that draw it among that.

    Every array enters by its sha256.
    """
    arrays = hashlib.sha256()
    for one in judged:
        known = one.known
        drawn = [known.prediction, *known.rivals.values()]
        for seed, measurement in one.measurements.items():
            named = f"{[*measurement.extras]} {measurement.invalid}"
            arrays.update(f"{one.claim.name} {seed} {named}".encode())
            drawn += [measurement.answer, *measurement.extras.values()]
        arrays.update(json.dumps([one.verdict.tolerance, *one.pictures]).encode())
        drawn += one.pictures.values()
        for array in drawn:
            arrays.update(f"{np.shape(array)}".encode())
            arrays.update(np.ascontiguousarray(array, dtype=float).tobytes())
    return {"arrays": arrays.hexdigest(), "sources": toolkit_hash()}

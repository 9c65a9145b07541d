"""What determines the bytes of a report, and of a drawing in it."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from verify.judge import Judged
from verify.report.contents import Inputs
from verify.sources import toolkit_hash


def fingerprint(inputs: Inputs) -> dict[str, Any]:
    """Return what determines the bytes of the reports, as a short JSON object.

    What the toolkit lists is told by its sources.
    """
    known = {name: of for name, of in inputs.found.items() if name != "run"}
    return {
        # Not which command judged what: the report says what is known.
        "report of": known,
        "environment": dict(inputs.environment),
        "epoch": inputs.epoch,
        **shown(inputs.judged),
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
        about = [one.verdict.tolerance, *one.pictures, dict(one.claim.held)]
        arrays.update(json.dumps(about).encode())
        drawn += one.pictures.values()
        for array in drawn:
            arrays.update(f"{np.shape(array)}".encode())
            arrays.update(np.ascontiguousarray(array, dtype=float).tobytes())
    return {"arrays": arrays.hexdigest(), "sources": toolkit_hash()}

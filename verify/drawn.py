"""Drawings, made once for each state of what they show."""

import json
import time

import numpy as np

from verify.judge import Judged
from verify.report.drawing import Drawing
from verify.report.fingerprint import shown
from verify.sealed import checksum
from verify.store import Store


def drawing_of(judged: Judged, store: Store) -> Drawing:
    """Return the drawing of a claim, from the store where nothing has changed."""
    identity = {"drawing of": judged.claim.name, **shown([judged])}
    stored = store.load(checksum(identity))
    if stored is not None:
        return _opened(stored.arrays["bytes"], str(stored.arrays["about"]))
    # Here, because it takes a second to load, and most runs draw nothing.
    from verify.report.figures import drawing

    start = time.perf_counter()
    drawn = drawing(judged)
    sizes = {name: len(file) for name, file in drawn.files.items()}
    about = {"sizes": sizes, "alternative": drawn.alternative, "grids": [*drawn.grids]}
    arrays = {
        "bytes": np.frombuffer(b"".join(drawn.files.values()), dtype=np.uint8),
        "about": np.array(json.dumps(about)),
    }
    store.save(identity, arrays, seconds=time.perf_counter() - start)
    return drawn


def _opened(data: np.ndarray, words: str) -> Drawing:
    """Return the drawing that was kept."""
    about, rest = json.loads(words), data.tobytes()
    files = {}
    for name, size in about["sizes"].items():
        files[name], rest = rest[:size], rest[size:]
    return Drawing(files=files, alternative=about["alternative"], grids=about["grids"])

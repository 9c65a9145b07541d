"""Predictions and rivals, worked out once for each state of the sources."""

import time
from importlib.metadata import version

from verify.claim import Claim
from verify.claims import ALL
from verify.judge import Answers, answers
from verify.sources import source_hash
from verify.store import Store

_PACKAGES = ("numpy", "scipy", "sympy", "numba")


def known(claim: Claim, store: Store, *, fresh: bool = False) -> Answers:
    """Return prediction and rivals, from the store where nothing has changed.

    They depend on all claims, all of theory and the packages these use; a change in any
    works them out anew. A claim that the toolkit does not list may come from
    anywhere, so its answers are never stored.

    Parameters
    ----------
    claim
        Whose answers are wanted.
    store
        Where they are kept.
    fresh
        Work them out even if they are stored.

    """
    if not any(claim is listed for listed in ALL):
        return answers(claim)
    identity = {
        "answers of": claim.name,
        "sources": source_hash("verify.claims:ALL"),
        **{name: version(name) for name in _PACKAGES},
    }
    key = Store.key(identity)
    stored = None if fresh else store.load(key)
    names = [rival.name for rival in claim.rivals]
    if stored is not None:
        arrays = stored.arrays
        rivals = {name: arrays[f"rival {i}"] for i, name in enumerate(names)}
        return Answers(prediction=arrays["prediction"], rivals=rivals)
    start = time.perf_counter()
    found = answers(claim)
    store.save(
        key,
        identity,
        {"prediction": found.prediction}
        | {f"rival {i}": found.rivals[name] for i, name in enumerate(names)},
        seconds=time.perf_counter() - start,
    )
    return found

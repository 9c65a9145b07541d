"""Exact worlds that no seed enters, each made once for all claims that share it."""

from collections.abc import Callable

from tests.exact.arrays import Exact, Maker
from verify.claim import Claim


def whatever_seed(make: Callable[[Claim], Exact]) -> Maker:
    """Return a maker whose arrays depend on the experiment alone."""
    # By identity: experiments hold mappings, and those that claims share are one.
    found: dict[int, Exact] = {}

    def made(claim: Claim, seed: int) -> Exact:
        key = id(claim.experiment)
        if key not in found:
            found[key] = make(claim)
        return found[key]

    return made

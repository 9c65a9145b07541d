"""Which maker makes the exact arrays of which claim."""

from functools import cache

from tests.exact import pca, position, size
from tests.exact.arrays import Exact, Maker
from verify.claim import Claim
from verify.claims import ALL

MAKERS: dict[str, Maker] = {**size.MAKERS, **position.MAKERS, **pca.MAKERS}
_CLAIMS = {claim.name: claim for claim in ALL}


def maker(claim: Claim) -> Maker:
    """Return the maker of a claim: its own, or that of its experiment.

    Claims that share an experiment share its maker, unless their predictions exclude
    one another.
    """
    topic, function = claim.name.split(".")[0], claim.experiment.function.split(":")[1]
    make = MAKERS.get(claim.name) or MAKERS.get(function)
    if make is None:
        raise LookupError(
            f"tests/exact/{topic} must make the exact arrays of {claim.name}: list a "
            f"maker in its MAKERS under {function!r}."
        )

    def made(claim: Claim, seed: int) -> Exact:
        return _made(make, claim.name, seed)

    return made


@cache
def _made(make: Maker, name: str, seed: int) -> Exact:
    return make(_CLAIMS[name], seed)

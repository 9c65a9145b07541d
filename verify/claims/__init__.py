"""Every claim of the toolkit, in the order of the deck."""

from verify.claim import Claim
from verify.claims.position import table, theorem, trained_filter
from verify.claims.size import airy, constant, homogeneity

ALL: tuple[Claim, ...] = (
    homogeneity.CLAIM,
    constant.CLAIM,
    airy.CLAIM,
    table.CLAIM,
    theorem.CLAIM,
    trained_filter.CLAIM,
)

"""Every claim of the toolkit, in the order of the deck."""

from verify.claim import Claim
from verify.claims.position import (
    decoder,
    decoder_nearest,
    fractional,
    no_nonlinearity,
    only_filter,
    only_inverted,
    scale,
    table,
    theorem,
    trained_filter,
    two_dimensional,
)
from verify.claims.size import airy, constant, homogeneity

ALL: tuple[Claim, ...] = (
    homogeneity.CLAIM,
    constant.CLAIM,
    airy.CLAIM,
    table.CLAIM,
    theorem.CLAIM,
    scale.CLAIM,
    two_dimensional.CLAIM,
    only_filter.CLAIM,
    only_inverted.CLAIM,
    trained_filter.CLAIM,
    no_nonlinearity.CLAIM,
    fractional.CLAIM,
    decoder.CLAIM,
    decoder_nearest.CLAIM,
)

"""The linear case of the deck's algorithm, on disks: principal axes in order."""

from verify.claims.pca.families.disk_axes import (
    REACHED,
    SIMPLE,
    UNIFORM,
    linear_claim,
)

CLAIM = linear_claim(
    "pca.linear",
    "A linear autoencoder that grows code after code, with standardised codes, earlier "
    "codes fixed and the covariance loss, finds the principal axes in order; on disks "
    "these are $sqrt(rho) J_(1/3)(j_n rho^(3/2))$, $j_n$ the zeros of $J_(1/3)$. "
    "Growing alone gives the right span and decorrelating alone gives any rotation of "
    "standardised codes: it takes both.",
    (SIMPLE, REACHED, UNIFORM),
    centred=True,
)

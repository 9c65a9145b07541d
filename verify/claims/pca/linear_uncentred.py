"""The same algorithm on disks without centring: the axes of the size code."""

from verify.claims.pca.families.disk_axes import (
    REACHED,
    SIMPLE,
    UNIFORM,
    linear_claim,
)

CLAIM = linear_claim(
    "pca.linear-uncentred",
    "Without centring, of images or codes, the same algorithm finds the axes of the "
    "second moments; on disks these are $sqrt(rho) J_(-1/3)(j_n rho^(3/2))$, $j_n$ the "
    "zeros of $J_(-1/3)$; the first axis is the image that Airy's function gives.",
    (SIMPLE, REACHED, UNIFORM),
    centred=False,
)

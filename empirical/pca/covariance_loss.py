"""The covariance loss between latent codes (deck, eqs. 12-14)."""

from jaxtyping import Float
from torch import Tensor

DIVISORS = ("k", "k - 1")


def standardised(
    codes: Float[Tensor, "m k"], *, epsilon: float = 0.0
) -> Float[Tensor, "m k"]:
    """Return codes with mean 0 and variance 1 over the batch, component by component.

    This is batch normalisation without parameters of its own. Its usual epsilon of
    1e-5 shrinks a code whose variance is not far above that, so it is 0 here unless
    one is asked for. A component that does not vary becomes NaN where epsilon is 0.

    Parameters
    ----------
    codes
        Shape (m, k).
    epsilon
        Added to the variance, at least 0.

    Raises
    ------
    ValueError
        If ``epsilon`` is negative.

    """
    if not epsilon >= 0:
        raise ValueError(f"epsilon must be at least 0, got {epsilon}.")
    centred = codes - codes.mean(0)
    return centred / (centred.square().mean(0) + epsilon).sqrt()


def covariance_loss(
    new_codes: Float[Tensor, "m p"],
    earlier_codes: Float[Tensor, "rows j"],
    *,
    divisor: str = "k",
) -> Float[Tensor, ""]:
    """Return the squared covariances of new codes with all others, over k (eq. 14).

    ``(1/k) sum ((1/m) sum_j z_a z_b)^2`` over the pairs of a new component with an
    earlier one, and of two components within the packet of new ones; k is the number
    of all components. The codes are taken to have mean 0: after
    :func:`standardised` each squared covariance is a squared correlation.

    Parameters
    ----------
    new_codes
        Shape (m, p): the components in training, one or a packet.
    earlier_codes
        Shape (m, j) of the components that are fixed; j may be 0.
    divisor
        ``"k"`` as the slide says, k = j + p, or ``"k - 1"`` as in the authors'
        published code, which for one new component makes the sum a mean.

    Returns
    -------
    Tensor
        A scalar; 0 for a single component, which nothing can be correlated with.

    Raises
    ------
    ValueError
        If the divisor is another word, or the batches differ in size.

    """
    if divisor not in DIVISORS:
        raise ValueError(f"divisor must be one of {DIVISORS}, got {divisor!r}.")
    samples, packet = new_codes.shape
    if len(earlier_codes) != samples:
        raise ValueError(
            f"earlier_codes must have as many rows as new_codes, {samples}, "
            f"got {len(earlier_codes)}."
        )
    across = new_codes.T @ earlier_codes / samples
    within = (new_codes.T @ new_codes / samples).triu(1)
    components = packet + earlier_codes.shape[1]
    count = components if divisor == "k" else max(components - 1, 1)
    return (across.square().sum() + within.square().sum()) / count

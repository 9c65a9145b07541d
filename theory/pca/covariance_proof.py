"""Why the covariance loss is a squared correlation, for every batch size."""

import sympy as sp

from theory.derivation import Kind, Step, equal

M = sp.Symbol("m", integer=True, positive=True)
J = sp.Symbol("j", integer=True)
Z1, Z2 = sp.Function("z_1"), sp.Function("z_2")


def _mean(value: sp.Expr) -> sp.Expr:
    return sp.Sum(value, (J, 1, M)) / M


def batch_steps() -> tuple[Step, ...]:
    """Return that eq. (12) is the batch covariance, and (13) its zero-mean form."""
    m1, m2 = _mean(Z1(J)), _mean(Z2(J))
    mu1, mu2 = sp.symbols("mu_1 mu_2", real=True)
    sigma1, sigma2 = sp.symbols("sigma_1 sigma_2", positive=True)
    centred = _mean((Z1(J) - mu1) * (Z2(J) - mu2))
    scaled = _mean((Z1(J) - mu1) / sigma1 * ((Z2(J) - mu2) / sigma2))
    loss, r = sp.symbols("L r", real=True)
    return (
        Step(
            says="The bracket of eq. (12), with one sample index j throughout, is the "
            "mean product less the product of the means; around any two numbers "
            "mu_1 and mu_2 it is",
            relation=equal(
                _mean(Z1(J) * Z2(J)) - m1 * m2, centred - (m1 - mu1) * (m2 - mu2)
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="With the means of the batch for mu_1 and mu_2 the last product is "
            "gone: what is left is the batch covariance C, and eq. (13) is "
            "its square when these means are zero.",
            relation=equal(sp.Symbol("C"), centred),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Batch normalisation without parameters takes the means away and "
            "divides by the standard deviations, which divides the covariance by them",
            relation=equal(scaled, centred / (sigma1 * sigma2)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="so that eq. (13) is the squared correlation: it lies between 0 and 1 "
            "and no scale of the codes can make it small.",
            relation=equal(loss, r**2),
            kind=Kind.CONCLUSION,
        ),
    )


def index_steps() -> tuple[Step, ...]:
    """Return what the printed indices of eqs. (12) and (14) would mean."""
    i, k = sp.symbols("i k", integer=True, positive=True)
    a, b = sp.symbols("a b", real=True)
    p = sp.Symbol("p", positive=True)
    total = sp.Symbol("S", real=True)
    loss = sp.Function("L")
    return (
        Step(
            says="To the letter, eq. (14) has the component's number i where the "
            "sample's number j belongs; the sum over the batch then is one product, "
            "a = z_i of sample i times b = z_k of sample i.",
            relation=equal(sp.Sum(a * b, (J, 1, M)) / M, a * b),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="To the letter, the second factor of eq. (12) sums z_2 of a sample i "
            "that no sum runs over, which gives m times that one value.",
            relation=equal(sp.Sum(Z2(i), (J, 1, M)), M * Z2(i)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="With p = k - 1 pairs that sum to S, the divisor k makes the loss "
            "less than the mean of the pairs, which the published code takes. It "
            "changes the weight lambda from axis to axis and nothing else.",
            relation=equal(total / p - total / (p + 1), total / (p * (p + 1))),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Eq. (14) as meant, with r the correlation over the batch.",
            relation=equal(
                loss(k), sp.Sum(sp.Function("r")(i, k) ** 2, (i, 1, k - 1)) / k
            ),
            kind=Kind.CONCLUSION,
        ),
    )


def sampling_steps() -> tuple[Step, ...]:
    """Return the bias of the estimate, and what independent codes leave on average.

    Hypotheses: the samples of a batch are independent with covariance c and means mu;
    for the last two, one code may be shuffled against the other without any effect.
    """
    c, mu1, mu2 = sp.symbols("c mu_1 mu_2", real=True)
    m = sp.Symbol("m", positive=True)
    products = (m * (c + mu1 * mu2) + m * (m - 1) * mu1 * mu2) / m**2
    return (
        Step(
            says="Of the m^2 products in the second term of (12), m belong to one "
            "sample and the others to two independent ones. So the expected bracket "
            "is the covariance c times (m - 1) / m: the divisor m is biased, and "
            "m - 1 in its place would not be.",
            relation=equal(c + mu1 * mu2 - products, (m - 1) / m * c),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The correlation has no such factor, as it cancels between covariance "
            "and variances; but its square does not vanish on average. Shuffle "
            "standardised v against standardised u: a pair of different samples of "
            "either has mean product -1 / (m - 1), and m (m - 1) such pairs meet",
            relation=equal((m + m * (m - 1) * (-1 / (m - 1)) ** 2) / m**2, 1 / (m - 1)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="so a batch of independent codes still pays this much for each pair.",
            relation=equal(sp.Function("E")(sp.Symbol("r") ** 2), 1 / (m - 1)),
            kind=Kind.CONCLUSION,
        ),
    )


def fixed_steps() -> tuple[Step, ...]:
    """Return what independent codes pay where the earlier one is fixed.

    Hypotheses: u, of mean 0 and variance 1 over everything, is independent of v, which
    is standardised over the batch, and from sample to sample.
    """
    m = sp.Symbol("m", integer=True, positive=True)
    v, u = sp.Function("v"), sp.Symbol("u", real=True)
    law = sp.exp(-(u**2) / 2) / sp.sqrt(2 * sp.pi)
    squares = sp.Sum(v(J) ** 2, (J, 1, m)) / m**2
    return (
        Step(
            says="A fixed code u keeps the variance of the whole set,",
            relation=equal(sp.Integral(u**2 * law, (u, -sp.oo, sp.oo)), 1),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="so that of the squared mean product only equal samples are left on "
            "average, with the squares of v, which sum to m:",
            relation=equal(squares, 1 / m),
            kind=Kind.CONCLUSION,
        ),
    )


def derivation() -> tuple[Step, ...]:
    """Return the whole argument on eqs. (12)-(14)."""
    return (*batch_steps(), *index_steps(), *sampling_steps(), *fixed_steps())

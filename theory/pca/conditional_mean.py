"""Why a code has a floor, and why floors fall: the conditional mean."""

from functools import cache

import sympy as sp

from theory.derivation import Kind, Step, equal


@cache
def derivation() -> tuple[Step, ...]:
    """Return the steps from the best decoder to the floors of nested codes.

    One pixel X, and a code that tells four classes of images apart (a first code two
    of them); the classes have probabilities P, means M and variances V. Each
    identity holds for every value of these, and sums over pixels and classes give it
    for images. Source: deck, eq. 15 with the decoder free.

    Returns
    -------
    tuple of Step

    """
    p, q = sp.symbols("p q", positive=True)
    m, n, y = sp.symbols("m n y", real=True)
    v, w = sp.symbols("v w", positive=True)
    error = v + (m - y) ** 2
    mean = (p * m + q * n) / (p + q)
    coarse = (p * (v + m**2) + q * (w + n**2)) / (p + q) - mean**2
    fine = (p * v + q * w) / (p + q)
    gap = p * q * (m - n) ** 2 / (p + q) ** 2
    return (
        Step(
            says="Among images that share a code, a pixel has mean m and variance v; "
            "decoded as y it is wrong by",
            relation=equal(sp.Symbol("e"), error),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="This is a parabola in y, least at the mean: the best decoder is "
            "E[x|z].",
            relation=equal(sp.Subs(sp.Derivative(error, y), y, m), 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="What any other decoder adds is its squared distance from the mean "
            "(Pythagoras).",
            relation=equal(error - error.subs(y, m), (y - m) ** 2),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="A further code that parts these images into two classes, of weights "
            "p and q, lowers the variance by that of the class means: the law of "
            "total variance.",
            relation=equal(coarse, fine + gap),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So a further code never raises the floor, and lowers it wherever it "
            "tells apart images that differ in the mean.",
            relation=sp.Ge(gap, 0, evaluate=False),
            kind=Kind.CONCLUSION,
        ),
    )

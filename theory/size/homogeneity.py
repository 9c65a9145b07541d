"""Why a decoder without biases commutes with positive scaling (deck, eq. 2)."""

import sympy as sp

from theory.derivation import Kind, Step, equal


def derivation() -> tuple[Step, ...]:
    """Return the proof of D(lambda z) = lambda D(z), one layer and then all.

    One layer is a linear map followed by LeakyReLU. The linear map (upsampling by any
    linear rule, then any convolution) is written as a sum over its inputs; depth,
    width, slope and kernel stay symbols. One bias, or a negative factor, breaks it.
    """
    scale = sp.Symbol("lambda", positive=True)
    alpha, b, u, v = sp.symbols("alpha b u v", real=True)
    i, n = sp.Symbol("i", integer=True), sp.Symbol("n", integer=True, positive=True)
    w, x, layer = (sp.Function(name) for name in ("w", "x", "phi"))

    def leaky(t: sp.Expr) -> sp.Expr:
        return sp.Max(t, 0) + alpha * sp.Min(t, 0)

    def linear(factor: sp.Expr) -> sp.Expr:
        return sp.Sum(w(i) * factor * x(i), (i, 1, n))

    decoder = sp.Function("D")
    z = sp.Symbol("z", real=True)
    return (
        Step(
            says="LeakyReLU keeps positive numbers and multiplies the others by alpha.",
            relation=equal(layer(u), leaky(u)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Upsampling and convolution are linear, so a factor passes through "
            "their sum.",
            relation=equal(linear(scale), scale * linear(sp.Integer(1))),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="A positive factor changes no sign, so it passes through LeakyReLU.",
            relation=equal(leaky(scale * v), scale * leaky(v)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Hence it passes through a whole layer, whatever its kernel, its "
            "width, its slope and its upsampling.",
            relation=equal(leaky(linear(scale)), scale * leaky(linear(sp.Integer(1)))),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Layer after layer, it passes through the decoder.",
            relation=equal(decoder(scale * z), scale * decoder(z)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="One bias b breaks this: already without the non-linearity, the two "
            "sides differ for every factor but 1.",
            relation=equal((scale * v + b) - scale * (v + b), b * (1 - scale)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The factor -1 breaks it too, unless the slope is 1: it exchanges "
            "the two branches.",
            relation=equal(leaky(-v) + leaky(v), (1 - alpha) * sp.Abs(v)),
            kind=Kind.IDENTITY,
        ),
    )


def response(multiplier: float, degree: float = 1.0) -> float:
    """Return the coefficient of D(tz) along D(z) for a decoder of a given degree.

    Parameters
    ----------
    multiplier
        The factor t, positive.
    degree
        1 for a network without biases (deck, eq. 2).

    Raises
    ------
    ValueError
        If the multiplier is not positive: homogeneity says nothing there.

    Examples
    --------
    >>> response(3.0)
    3.0

    """
    if not multiplier > 0:
        raise ValueError(f"multiplier must be positive, got {multiplier}.")
    return float(multiplier**degree)

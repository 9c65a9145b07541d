"""Why a network of positive filters keeps codes of one sign, as far as that goes."""

import sympy as sp

from theory.derivation import Kind, Step, equal


def derivation() -> tuple[Step, ...]:
    """Return the sign of the codes at an averaging start, and what pulls at them.

    The last step is about codes, not weights: training moves weights, so that signs
    are kept is proved for the start and measured for the end.
    """
    return _start_steps() + _pull_steps()


def _leaky(t: sp.Expr) -> sp.Expr:
    above, below = (f(t, 0, evaluate=False) for f in (sp.Max, sp.Min))
    return above + sp.Symbol("alpha", positive=True) * below


def _start_steps() -> tuple[Step, ...]:
    v = sp.Symbol("v", positive=True)
    i = sp.Symbol("i", integer=True)
    n, layers = sp.symbols("n L", integer=True, positive=True)
    alpha = sp.Symbol("alpha", positive=True)
    w, x, decoder = sp.Function("w"), sp.Function("x"), sp.Function("D")
    return (
        Step(
            says="Positive weights make a positive sum of an image without negative "
            "values, and LeakyReLU leaves it alone.",
            relation=equal(_leaky(v), v),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So at an averaging start every layer, and the code, is positive.",
            relation=sp.Gt(sp.Sum(w(i) * x(i), (i, 1, n)), 0),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="A negative number only meets the other slope:",
            relation=equal(_leaky(-v), -alpha * v),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="through the L layers of a positive decoder, the image of -1 is the "
            "negative of that of 1, made small.",
            relation=equal(decoder(-1), -(alpha**layers) * decoder(1)),
            kind=Kind.CONCLUSION,
        ),
    )


def _pull_steps() -> tuple[Step, ...]:
    z, y, energy, overlap, norm = sp.symbols("z y A F N", positive=True)
    alpha = sp.Symbol("alpha", positive=True)
    layers = sp.Symbol("L", integer=True, positive=True)
    shrunk = alpha**layers
    above = energy - 2 * z * overlap + z**2 * norm
    below = energy + 2 * y * shrunk * overlap + (y * shrunk) ** 2 * norm
    return (
        Step(
            says="The error of an image of energy A and overlap F > 0 with f = D(1) "
            "falls as its code leaves zero upwards,",
            relation=equal(sp.Subs(sp.Derivative(above, z), z, 0), -2 * overlap),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="and grows as it leaves zero downwards, to z = -y:",
            relation=equal(
                sp.Subs(sp.Derivative(below, y), y, 0), 2 * shrunk * overlap
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So for a decoder whose f overlaps with an image, the code z of least "
            "error is positive.",
            relation=sp.Gt(sp.Symbol("z", real=True), 0),
            kind=Kind.CONCLUSION,
        ),
    )

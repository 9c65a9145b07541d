"""Why a linear progressive autoencoder with decorrelated codes finds principal axes."""

import sympy as sp

from theory.derivation import Kind, Step, equal

N = sp.Symbol("n", integer=True, positive=True)
J = sp.Symbol("j", integer=True)
LAMBDA, U, V = (sp.Function(name) for name in ("lambda", "u", "v"))


def _total(value: sp.Expr) -> sp.Expr:
    return sp.Sum(value, (J, 1, N))


def _overlap(left: sp.Expr, right: sp.Expr) -> sp.Expr:
    return _total(left * right)


def steps_of_the_error(*, centred: bool) -> tuple[Step, ...]:
    """Return the error that codes leave, as a function of a span only.

    The images have zero mean (or the decoder a bias), covariance C with eigenvalues
    lambda_1 > lambda_2 > .., and the code is <w, x>. With v = C^(1/2) w, in coordinates
    along the principal axes, the decoder is the best one throughout. Uncentred, C are
    the second moments and all variances are mean squares.
    """
    moments, square_of = (
        ("the covariance of the images", "the variance")
        if centred
        else ("the second moments E[x x^T], as nothing is centred", "the mean square")
    )
    error, trace = sp.symbols("E T", positive=True)
    gain, square, d = sp.symbols("G V d", positive=True)
    return (
        Step(
            says=f"Let C be {moments}, V = <w, C w> = |v|^2 {square_of} of a code and "
            "G = |C w|^2. "
            "Decoding it by d C w / V costs the error below on top of the best "
            "decoder, d = 1.",
            relation=equal(
                trace - 2 * d * gain / square + d**2 * gain / square,
                trace - gain / square + (1 - d) ** 2 * gain / square,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So one code leaves the trace of C less a Rayleigh quotient of C at "
            "v, because |C w|^2 = <v, C v>.",
            relation=equal(
                error, trace - _total(LAMBDA(J) * V(J) ** 2) / _total(V(J) ** 2)
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Codes are uncorrelated where their v are orthogonal; then each takes "
            "off its own quotient. For any others take an orthogonal basis of the "
            "span of the v: a decoder sees no more than this span.",
            relation=equal(sp.Symbol("C_12"), _overlap(U(J), V(J))),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="A new code may add any multiple of an old one, v + c u: what is "
            "orthogonal to u is the same, so the error is the same.",
            relation=equal(
                _beyond_old(sp.Symbol("c", real=True)), _beyond_old(sp.S(0))
            ),
            kind=Kind.IDENTITY,
        ),
    )


def _beyond_old(c: sp.Expr) -> sp.Expr:
    """Return one entry of v + c u less its part along u."""
    k = sp.Symbol("k", integer=True, positive=True)
    along = _overlap(U(J), V(J) + c * U(J)) / _overlap(U(J), U(J))
    return V(k) + c * U(k) - along * U(k)


def order_steps() -> tuple[Step, ...]:
    """Return that each step has the next principal axis as its only minimum.

    Hypotheses: the eigenvalues are simple, each step is minimised exactly, earlier
    codes are fixed, and the weight of the covariance loss is positive.
    """
    c, u, v = sp.symbols("c U V", positive=True)
    quotient = _total(LAMBDA(J) * V(J) ** 2)
    first = sp.Symbol("Lambda", positive=True)
    k = sp.Symbol("k", integer=True, positive=True)
    sine, gap, second = sp.symbols("s g lambda_2", positive=True)
    return (
        Step(
            says="With Lambda the greatest eigenvalue that is not yet taken, a code "
            "v orthogonal to all before misses the least error by this times 1/|v|^2.",
            relation=equal(
                first * _total(V(J) ** 2) - quotient,
                _total((first - LAMBDA(J)) * V(J) ** 2),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Every term is at least 0 and, as the eigenvalue is simple, all of "
            "them are 0 on its own axis only: the k-th step finds e_k, up to its sign.",
            relation=equal(sp.Function("w")(k), sp.Function("e")(k)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Without the covariance loss a step could keep a multiple c of an old "
            "code u. With U = |u|^2 and V = |v|^2 the squared correlation of the two "
            "is the square of c U over U (V + c^2 U), and it is short of 1 by",
            relation=equal(1 - c**2 * u / (v + c**2 * u), v / (v + c**2 * u)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So it is 0 for c = 0 only, while the error does not depend on c. So "
            "error and penalty are least at one place: any weight above 0 gives the "
            "hard constraint, without bias; weight 0 gives the span and no more.",
            relation=equal(c, 0),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Close eigenvalues: with s the sine of the angle between v and its "
            "axis, and all of v off the axis on the next one, a gap g away, "
            "the excess error is",
            relation=equal(
                (second + gap) - (second + gap) * (1 - sine**2) - second * sine**2,
                gap * sine**2,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="and on axes further away it is more. An error of delta above the "
            "least turns the axis by at most this, the bound of Davis and Kahan.",
            relation=sp.Le(sine**2, sp.Symbol("delta", positive=True) / gap),
            kind=Kind.CONCLUSION,
        ),
    )


def steps_of_the_axes(*, centred: bool) -> tuple[Step, ...]:
    """Return the whole argument for linear networks."""
    return (*steps_of_the_error(centred=centred), *order_steps())

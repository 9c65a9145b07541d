"""Which code a contractive penalty asks for: the derivations (deck, footnote)."""

import sympy as sp

from theory.derivation import Kind, Step, equal

R = sp.Symbol("R", positive=True)
C = sp.Symbol("c", positive=True)
MU = sp.Symbol("mu", positive=True)
RHO = sp.Symbol("rho", positive=True)


def gradient_steps() -> tuple[Step, ...]:
    """Return the least gradient that an encoder needs, and how fast a disk moves.

    Hypothesis: the encoder is free, so that its gradient at the image of each disk
    may be any vector.
    """
    r, u, w = sp.symbols("r u w", positive=True)
    squared, along, speed = sp.symbols("A B s", positive=True)
    code, edge = sp.Function("g"), sp.Function("q")
    part = sp.Symbol("k", real=True)
    across = squared - 2 * part * along + part**2 * speed
    return (
        Step(
            says="A code g(r) of the disk of radius r changes by the overlap B of the "
            "encoder's gradient with the velocity dx/dr of the image.",
            relation=equal(sp.Derivative(code(r), r), along),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="With A the squared norm of the gradient and s that of the velocity, "
            "the gradient less k times the velocity, its part along it, has the "
            "squared norm",
            relation=equal(
                sp.Subs(across, part, along / speed), squared - along**2 / speed
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="That cannot be negative: a free encoder pays at least this for a "
            "code, and no more if its gradient follows the edge.",
            relation=sp.Ge(squared, sp.Derivative(code(r), r) ** 2 / speed),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="For an edge of half-width w <= r whose squared slope is an even "
            "function q, the squared speed is proportional to the perimeter.",
            relation=equal(
                sp.Integral(2 * sp.pi * (r - u) * edge(u**2), (u, -w, w)),
                2 * sp.pi * r * sp.Integral(edge(u**2), (u, -w, w)),
            ),
            kind=Kind.IDENTITY,
        ),
    )


def range_steps() -> tuple[Step, ...]:
    """Return the best free code of fixed range, under any law and then two laws.

    Hypotheses: radii in (0, R), s / p integrable, g(R) - g(0) given.
    """
    r, m, end = sp.symbols("r m M", positive=True)
    law, speed, inverse = (sp.Function(name) for name in ("p", "s", "G"))
    change = sp.Subs(inverse(m), m, end) - sp.Subs(inverse(m), m, 0)
    slope = sp.Derivative(inverse(m), m)
    measure = sp.Function("m")
    rate, bend = speed(r) / law(r), sp.Symbol("v", real=True)
    return (
        Step(
            says="Measure the radius by a new variable, in which the code is G(m(r)).",
            relation=equal(sp.Derivative(measure(r), r), rate),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="The penalty per radius, p g'^2 / s, becomes the squared slope of G "
            "per unit of m, because g' = G' s / p and dm = (s / p) dr.",
            relation=equal(
                sp.Subs(law(r) / speed(r) * bend**2, bend, inverse(m) * rate),
                inverse(m) ** 2 * rate,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="With M = m(R): the penalty exceeds the square of the range over M "
            "by a square.",
            relation=equal(
                sp.Integral(slope**2, (m, 0, end)),
                change**2 / end + sp.Integral((slope - change / end) ** 2, (m, 0, end)),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So the code of least penalty is the affine function of m, and no "
            "other: g' is proportional to s / p.",
            relation=equal(sp.Derivative(sp.Function("g")(r), r), C * rate),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Radii uniform on (0, R): the area.",
            relation=equal(
                sp.Integral(2 * sp.pi * RHO / (1 / R), (RHO, 0, r)), R * sp.pi * r**2
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Radii of law p = 2 r / R^2: the radius itself.",
            relation=equal(
                sp.Integral(2 * sp.pi * RHO / (2 * RHO / R**2), (RHO, 0, r)),
                sp.pi * R**2 * r,
            ),
            kind=Kind.IDENTITY,
        ),
    )


def linear_steps() -> tuple[Step, ...]:
    """Return the best linear encoder of fixed range: it weighs all pixels alike.

    Hypotheses: E(x) = <w, x>, and the range is that between no disk and the largest.
    The law of the radii does not enter, because the gradient is w everywhere.
    """
    r, t = sp.symbols("r t", positive=True)
    squared, reach, size = sp.symbols("A B D", positive=True)
    part = sp.Symbol("k", real=True)
    across = squared - 2 * part * reach + part**2 * size
    weight = sp.Function("w")
    return (
        Step(
            says="A linear encoder has the gradient w at every image, and its range is "
            "the overlap B of w with the largest disk. With A and D the squared norms "
            "of w and of that disk, w less k times the disk, its part along it, leaves",
            relation=equal(
                sp.Subs(across, part, reach / size), squared - reach**2 / size
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="That cannot be negative, and is 0 where w is least: a multiple of "
            "the largest disk, with the same weight at every distance t from the "
            "centre. It averages.",
            relation=equal(weight(t), reach / size),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The code is the overlap with a disk: the area, under every law.",
            relation=equal(
                sp.Integral(2 * sp.pi * RHO * reach / size, (RHO, 0, r)),
                reach / size * sp.pi * r**2,
            ),
            kind=Kind.IDENTITY,
        ),
    )


def variance_steps() -> tuple[Step, ...]:
    """Return the best free code of unit variance, for radii uniform on (0, R).

    Hypotheses: as for the range, but the variance of the code is given instead.
    """
    r = sp.Symbol("r", positive=True)
    eps = sp.Symbol("epsilon", real=True)
    g, h, k, u = (sp.Function(name) for name in ("g", "h", "k", "u"))
    varied = sp.Integral(r * (u(r) + eps * h(r)) ** 2 / R, (r, 0, R))
    slope, code = sloped_code(), variance_code()
    x, j = sp.symbols("x j", positive=True)
    combined = sp.sqrt(3) * sp.airyai(-x) - sp.airybi(-x)
    bessel = sp.besselj(sp.Rational(1, 3), 2 * x ** sp.Rational(3, 2) / 3)
    return (
        Step(
            says="With s = r and u = g' / r, the penalty is the integral of r u^2. "
            "Its first variation, when u changes by h:",
            relation=equal(
                sp.Subs(sp.Derivative(varied, eps), eps, 0),
                2 * sp.Integral(u(r) * r * h(r) / R, (r, 0, R)),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="In terms of the change k of the code, k' = r h. Integration by parts "
            "leaves two boundary terms.",
            relation=equal(
                sp.Integral(u(r) * sp.Derivative(k(r), r), (r, 0, R)),
                u(R) * k(R)
                - u(0) * k(0)
                - sp.Integral(sp.Derivative(u(r), r) * k(r), (r, 0, R)),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="At a given variance and mean 0 the penalty is stationary for every "
            "change, at the ends too, when u(0) = u(R) = 0 and",
            relation=equal(sp.Derivative(u(r), r), -MU * g(r)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="One more derivative, with g' = r u, is Airy's equation again; the "
            "least penalty belongs to the least mu.",
            relation=equal(sp.Derivative(u(r), (r, 2)), -MU * r * u(r)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="With c the cube root of mu, the solution that vanishes at 0:",
            relation=equal(u(RHO), slope),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="It solves the equation.",
            relation=equal(sp.Derivative(slope, (RHO, 2)), -(C**3) * RHO * slope),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="It vanishes at 0.",
            relation=equal(sp.Subs(slope, RHO, 0), 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The code g = -u' / mu that belongs to it has the slope r u.",
            relation=equal(sp.Derivative(code, RHO), RHO * slope),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The combination is a Bessel function of order 1/3.",
            relation=equal(combined, 2 * sp.sqrt(x / 3) * bessel),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So u(R) = 0 fixes the constant, j being the first zero of that "
            "Bessel function.",
            relation=equal(MU * R**3, sp.Rational(9, 4) * j**2),
            kind=Kind.CONCLUSION,
        ),
    )


def sloped_code() -> sp.Expr:
    """Return u = g' / r: the solution of u'' = -c^3 rho u with u(0) = 0, u'(0) = 1.

    Examples
    --------
    >>> sloped_code().subs(RHO, 0).simplify()
    0

    """
    u = sp.Function("u")
    general = sp.dsolve(u(RHO).diff(RHO, 2) + C**3 * RHO * u(RHO), u(RHO)).rhs
    first, second = sp.symbols("C1 C2")
    at_zero = [general.subs(RHO, 0), general.diff(RHO).subs(RHO, 0) - 1]
    constants = sp.solve(at_zero, [first, second], dict=True)[0]
    return sp.simplify(general.subs(constants))


def variance_code() -> sp.Expr:
    """Return the code g = -u' / c^3 of least penalty at given variance."""
    return -sp.diff(sloped_code(), RHO) / C**3

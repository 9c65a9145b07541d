"""From the training problem to one equation: any law, any dimension, any body."""

from collections.abc import Callable

import sympy as sp

from theory.derivation import Kind, Step, equal

R, RHO = sp.symbols("R rho", positive=True)
D = sp.Symbol("d", integer=True, positive=True)
A = sp.Symbol("a", nonnegative=True)
J = sp.Symbol("j", positive=True)
KAPPA, MU = sp.symbols("kappa mu", positive=True)
VOLUME = sp.Function("v")


def _overlap(function: Callable[..., sp.Expr], r: sp.Symbol, t: sp.Symbol) -> sp.Expr:
    """Return the integral of f over a body of size r, but for a constant factor."""
    return sp.Integral(VOLUME(t) * function(t), (t, 0, r))


def law_steps() -> tuple[Step, ...]:
    """Return the steps from the energy under a law p to its equation."""
    return _operator_steps() + _equation_steps()


def _operator_steps() -> tuple[Step, ...]:
    """Return the first variation of the energy and its operator."""
    r, s, t = sp.symbols("r s t", positive=True)
    f, g, p, overlap = (sp.Function(name) for name in ("f", "g", "p", "F"))
    operator = sp.Function("T")
    mixed = sp.Integral(p(r) * _overlap(f, r, s) * _overlap(g, r, s), (r, 0, R))
    image = sp.Integral(p(r) * _overlap(f, r, s), (r, t, R))
    return (
        Step(
            says="The volume element in dimension d, without the constant factor that "
            "the body contributes. Until the last step but one, any other would do.",
            relation=equal(VOLUME(t), t ** (D - 1)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="The overlap of f with a body of size r.",
            relation=equal(overlap(r), _overlap(f, r, t)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="The energy weighs squared overlaps by the law p; half of its first "
            "variation in the direction g, with the integrals exchanged:",
            relation=equal(mixed, sp.Integral(VOLUME(t) * g(t) * image, (t, 0, R))),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="What multiplies g is a linear operator.",
            relation=equal(operator(t), image),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="The best f of unit norm is its first eigenfunction.",
            relation=equal(operator(t), MU * f(t)),
            kind=Kind.CONDITION,
        ),
    )


def _equation_steps() -> tuple[Step, ...]:
    """Return what the operator says of f: its ends, its slope, its equation."""
    r, s, t = sp.symbols("r s t", positive=True)
    f, p = sp.Function("f"), sp.Function("p")
    image = sp.Integral(p(r) * _overlap(f, r, s), (r, t, R))
    return (
        Step(
            says="Its slope is minus the law times the overlap: f is constant across "
            "every hole of the law, and flat at the centre.",
            relation=equal(sp.Derivative(image, t), -p(t) * _overlap(f, t, s)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="It vanishes at the largest radius.",
            relation=equal(sp.Subs(image, t, R), 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So, with kappa = 1 / mu and F the overlap, where the law is 0 too:",
            relation=equal(
                sp.Derivative(f(RHO), RHO), -KAPPA * p(RHO) * sp.Function("F")(RHO)
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Where it is not, divided by the law and differentiated again, the "
            "integrals are gone.",
            relation=equal(
                sp.Derivative(sp.Derivative(image, t) / p(t), t), -VOLUME(t) * f(t)
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Hence an equation for f alone:",
            relation=equal(
                sp.Derivative(sp.Derivative(f(RHO), RHO) / p(RHO), RHO),
                -KAPPA * RHO ** (D - 1) * f(RHO),
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The trace of the operator, which is the sum of all mu, is the mean "
            "energy of the images.",
            relation=equal(
                sp.Integral(VOLUME(t) * sp.Integral(p(r), (r, t, R)), (t, 0, R)),
                sp.Integral(p(r) * sp.Integral(VOLUME(t), (t, 0, r)), (r, 0, R)),
            ),
            kind=Kind.IDENTITY,
        ),
    )


def power_steps() -> tuple[Step, ...]:
    """Return the closed form for p ~ r^a, and the cases that have names."""
    nu, half = (A + 1) / (A + 1 + D), (A + 1 + D) / 2
    solution = RHO ** ((A + 1) / 2) * sp.besselj(-nu, J * RHO**half)
    f = sp.Function("f")
    line = RHO * sp.besselj(-sp.Rational(1, 2), J * RHO**2)
    return (
        Step(
            says="For p = r^a, on radii up to 1, the solution that is flat at 0:",
            relation=equal(f(RHO), solution),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="It solves the equation, with kappa = ((a + 1 + d) j / 2)^2.",
            relation=equal(
                sp.Derivative(sp.Derivative(solution, RHO) / RHO**A, RHO),
                -((half * J) ** 2) * RHO ** (D - 1) * solution,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="f(1) = 0 makes j the first zero of the Bessel function.",
            relation=equal(sp.besselj(-nu, J), 0),
            kind=Kind.CONDITION,
        ),
        Step(
            says="The captured share: 1 / kappa over the mean energy of the images.",
            relation=equal(
                1 / (half * J) ** 2 / sp.Integral(RHO**A * RHO**D / D, (RHO, 0, 1)),
                4 * D / ((A + 1 + D) * J**2),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="In the plane with p ~ r this is a cosine of rho^2, so that "
            "j = pi / 2 and the share is 8 / pi^2; intervals under the uniform law "
            "give the same cosine of rho.",
            relation=equal(line, sp.sqrt(2 / (sp.pi * J)) * sp.cos(J * RHO**2)),
            kind=Kind.IDENTITY,
        ),
    )


def body_steps() -> tuple[Step, ...]:
    """Return why a star-shaped body has the disk's profile, in its gauge."""
    s, theta = sp.symbols("s theta", positive=True)
    u, v = sp.symbols("u v", real=True)
    first, second = sp.symbols("w_1 w_2", positive=True)
    ray, f = sp.Function("b"), sp.Function("f")
    x, y = s * ray(theta) * sp.cos(theta), s * ray(theta) * sp.sin(theta)
    jacobian = sp.Matrix([x, y]).jacobian([s, theta]).det()
    total = first + second
    mean = (first * u + second * v) / total
    area = sp.Integral(ray(theta) ** 2 / 2, (theta, 0, 2 * sp.pi))
    return (
        Step(
            says="Gauge and angle as coordinates, b(theta) being the ray of the body: "
            "the area element depends on the gauge s as it does for disks.",
            relation=equal(jacobian, s * ray(theta) ** 2),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So a function of the gauge integrates as a radial one, the area of "
            "the body standing for pi.",
            relation=equal(
                sp.Integral(
                    sp.Integral(f(s) * s * ray(theta) ** 2, (s, 0, R)),
                    (theta, 0, 2 * sp.pi),
                ),
                2 * area * sp.Integral(s * f(s), (s, 0, R)),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Replacing two values of f at one gauge by their mean, weighted by "
            "area, changes no overlap and lowers the norm: the best f depends on the "
            "gauge alone.",
            relation=equal(
                first * u**2 + second * v**2 - total * mean**2,
                first * second * (u - v) ** 2 / total,
            ),
            kind=Kind.IDENTITY,
        ),
    )


def split_steps() -> tuple[Step, ...]:
    """Return the two profiles of a code with two signs, and the best split.

    Uniform radii up to 1 in the plane; lambda is the upper eigenvalue.
    """
    return _class_steps() + _balance_steps()


def gain_steps() -> tuple[Step, ...]:
    """Return why two images keep more than one, wherever the radii are split."""
    a, b, alpha, beta = sp.symbols("a b alpha beta", positive=True)
    gamma, tau = sp.Symbol("gamma", real=True), sp.Symbol("tau", positive=True)
    mu, upper = sp.Function("mu"), sp.Function("lambda")
    whole = a**2 * alpha + 2 * a * b * gamma + b**2 * beta
    root = a * sp.sqrt(alpha) + b * sp.sqrt(beta)
    return (
        Step(
            says="One image for all radii: its best strengths, of unit norm, have the "
            "share a^2 of their squared norm below tau, and b^2 above.",
            relation=equal(a**2 + b**2, 1),
            kind=Kind.CONDITION,
        ),
        Step(
            says="Summed with these strengths, at unit norm on either side, the disks "
            "make two images of squared norms alpha and beta and inner product gamma; "
            "this is what the one image keeps.",
            relation=equal(sp.Symbol("mu"), whole),
            kind=Kind.CONDITION,
        ),
        Step(
            says="The first image is zero beyond tau and the second is not, so neither "
            "is a multiple of the other (Cauchy and Schwarz, without equality).",
            relation=sp.Lt(gamma, sp.sqrt(alpha) * sp.sqrt(beta)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="So it keeps less than a square, which by Cauchy and Schwarz again is "
            "at most the sum of alpha and beta:",
            relation=equal(
                (a**2 + b**2) * (alpha + beta) - root**2,
                (a * sp.sqrt(beta) - b * sp.sqrt(alpha)) ** 2,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Each of these is at most what the best image of its own class keeps.",
            relation=sp.Le(alpha + beta, mu(tau) + upper(tau)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Hence two images keep more than one, at every tau.",
            relation=sp.Lt(sp.Symbol("mu"), mu(tau) + upper(tau)),
            kind=Kind.CONCLUSION,
        ),
    )


def _class_steps() -> tuple[Step, ...]:
    """Return the profile of either class of radii."""
    t, tau, lam = sp.symbols("t tau lambda", positive=True)
    k = sp.Symbol("k", positive=True)
    mu, upper = sp.Function("mu"), sp.Function("lambda")
    slope = -(tau**2) / (2 * lam)
    general = _through(t, tau, 1, slope, lam)
    return (
        Step(
            says="The captured energy is the sum of the first eigenvalues of the two "
            "classes of radii, below and above tau.",
            relation=equal(sp.Function("E")(tau), mu(tau) + upper(tau)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Below tau it is the problem on a smaller disk: an Airy profile.",
            relation=equal(mu(tau), tau**3 / k),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Above, f is constant up to tau, so its overlap there is known; with "
            "lambda f' = -F this gives the slope at tau.",
            relation=equal(sp.Integral(t, (t, 0, tau)) / lam, -slope),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Beyond tau it solves Airy's equation, with c = lambda^(-1/3).",
            relation=equal(sp.diff(general, t, 2), -t * general / lam),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="It starts at 1, by the Wronskian of Ai and Bi;",
            relation=equal(general.subs(t, tau), 1),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="and with that slope.",
            relation=equal(sp.diff(general, t).subs(t, tau), slope),
            kind=Kind.IDENTITY,
        ),
    )


def _balance_steps() -> tuple[Step, ...]:
    """Return the two equations that fix lambda and tau."""
    t, tau, lam, k = sp.symbols("t tau lambda k", positive=True)
    f = sp.Function("f")
    first, second = f(t).diff(t), f(t).diff(t, 2)
    bracket = (t**2 * f(t) ** 2 + lam * t * first**2 - lam * f(t) * first) / 3
    residual = lam * second + t * f(t)
    return (
        Step(
            says="lambda is the greatest for which it vanishes at 1.",
            relation=equal(f(1), 0),
            kind=Kind.CONDITION,
        ),
        Step(
            says="Its norm has a closed form: the derivative of the bracket is t f^2, "
            "where f solves the equation.",
            relation=equal(
                sp.diff(bracket, t) - (2 * t * first - f(t)) * residual / 3,
                t * f(t) ** 2,
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="At the best split both classes keep the same of the disk of radius "
            "tau, which leaves one equation for tau.",
            relation=equal(
                lam * sp.Subs(sp.Derivative(f(t), t), t, 1) ** 2 - tau**5 / (4 * lam),
                k * tau**2 / 4,
            ),
            kind=Kind.CONCLUSION,
        ),
    )


def _through(
    t: sp.Symbol, tau: sp.Symbol, value: int, slope: sp.Expr, lam: sp.Symbol
) -> sp.Expr:
    """Return the solution of lambda f'' = -t f through a value and a slope at tau."""
    c = lam ** sp.Rational(-1, 3)
    z = -c * tau
    first = value * sp.airybiprime(z) + sp.airybi(z) * slope / c
    second = value * sp.airyaiprime(z) + sp.airyai(z) * slope / c
    return sp.pi * (first * sp.airyai(-c * t) - second * sp.airybi(-c * t))

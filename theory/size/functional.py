"""From the training problem on disks to Airy's equation (deck, eqs. 3-8)."""

import math

import sympy as sp
from sympy.core.function import UndefinedFunction
from sympy.core.relational import Relational

from theory.derivation import Kind, Step, equal
from theory.size import certified

R = sp.Symbol("R", positive=True)
C = sp.Symbol("c", positive=True)
K = sp.Symbol("k", positive=True)
MU = sp.Symbol("mu", positive=True)
RHO = sp.Symbol("rho", positive=True)


def _overlap(function: UndefinedFunction, r: sp.Symbol, t: sp.Symbol) -> sp.Expr:
    """Return <f, 1_{B_r}> for a radial f, in the plane."""
    return sp.Integral(2 * sp.pi * t * function(t), (t, 0, r))


def energy_steps() -> tuple[Step, ...]:
    """Return the steps from the squared error to one functional of f (eqs. 3-7)."""
    r, t, h = sp.symbols("r t h", positive=True)
    f, overlap = sp.Function("f"), sp.Function("F")
    norm = sp.Integral(2 * sp.pi * t * f(t) ** 2, (t, 0, R))
    error = sp.Integral(2 * sp.pi * t * (h * f(t) - 1) ** 2, (t, 0, r)) + sp.Integral(
        2 * sp.pi * t * (h * f(t)) ** 2, (t, r, R)
    )
    a, b, n = sp.symbols("A F_r N", positive=True)
    parabola = h**2 * n - 2 * h * b + a
    best = sp.solve(sp.diff(parabola, h), h)[0]
    return (
        Step(
            says="The overlap of the profile with the disk of radius r, in polar "
            "coordinates.",
            relation=equal(overlap(r), _overlap(f, r, t)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="The squared error of one disk, decoded as h f, is a parabola in h.",
            relation=equal(
                error, h**2 * norm - 2 * h * _overlap(f, r, t) + sp.pi * r**2
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The derivative in h of that parabola, with N the squared norm of f, "
            "F_r its overlap with the disk and A the area of the disk.",
            relation=equal(sp.Derivative(parabola, h), 2 * n * (h - best)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So the best h is the overlap over the squared norm (deck, eq. 5), "
            "and this error is left.",
            relation=equal(sp.Subs(parabola, h, best), a - b**2 / n),
            kind=Kind.IDENTITY,
        ),
    )


def variation_steps() -> tuple[Step, ...]:
    """Return the first variation in f, its operator, and what it says at the ends."""
    r, s, t = sp.symbols("r s t", positive=True)
    eps = sp.Symbol("epsilon", real=True)
    f, g = sp.Function("f"), sp.Function("g")
    operator = sp.Function("T_f")
    varied = sp.Integral((_overlap(f, r, s) + eps * _overlap(g, r, s)) ** 2, (r, 0, R))
    mixed = sp.Integral(_overlap(f, r, s) * _overlap(g, r, s), (r, 0, R))
    image = sp.Integral(_overlap(f, r, s), (r, t, R))
    return (
        Step(
            says="What is left is least when the captured energy is greatest (deck, "
            "eq. 7). Its first variation in the direction g:",
            relation=equal(sp.Subs(sp.Derivative(varied, eps), eps, 0), 2 * mixed),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Exchanging the order of integration frees g.",
            relation=equal(mixed, sp.Integral(2 * sp.pi * t * g(t) * image, (t, 0, R))),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The bracket that multiplies g is a linear operator.",
            relation=equal(operator(t), image),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="At unit norm the variation vanishes for every g when f is an "
            "eigenfunction; the greatest energy belongs to the greatest mu.",
            relation=equal(operator(t), MU * f(t)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="The operator gives a function that vanishes at R: the natural "
            "boundary condition f(R) = 0, which the deck does not state.",
            relation=equal(sp.Subs(image, t, R), 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Its slope is minus the overlap, so f'(0) = 0.",
            relation=equal(sp.Derivative(image, t), -_overlap(f, t, s)),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="A second derivative ends the integrals.",
            relation=equal(sp.Derivative(image, (t, 2)), -2 * sp.pi * t * f(t)),
            kind=Kind.IDENTITY,
        ),
    )


def airy_steps() -> tuple[Step, ...]:
    """Return Airy's equation, its solution and the constant that the deck leaves free.

    The solution comes from sympy's general solution of the equation and its two
    conditions at 0; the combination of Ai and Bi is found, not typed in.
    """
    solution = solved_profile()
    x = sp.Symbol("x", positive=True)
    combined = sp.sqrt(3) * sp.airyai(-x) + sp.airybi(-x)
    bessel = sp.besselj(-sp.Rational(1, 3), 2 * x ** sp.Rational(3, 2) / 3)
    f, j = sp.Function("f"), sp.Symbol("j", positive=True)
    return (
        Step(
            says="With k = 2 pi / mu this is Airy's equation (deck, eq. 8).",
            relation=equal(sp.Derivative(f(RHO), (RHO, 2)), -K * RHO * f(RHO)),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="With c the cube root of k, the solution with f(0) = 1 and f'(0) = 0:",
            relation=equal(f(RHO), solution),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="It solves the equation.",
            relation=equal(sp.Derivative(solution, (RHO, 2)), -(C**3) * RHO * solution),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Its value at the centre.",
            relation=equal(sp.Subs(solution, RHO, 0), 1),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Its slope at the centre.",
            relation=equal(sp.Subs(sp.Derivative(solution, RHO), RHO, 0), 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The same combination is a Bessel function of order -1/3.",
            relation=equal(combined, 2 * sp.sqrt(x / 3) * bessel),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So f(R) = 0 fixes the constant, j being the first zero of that "
            "Bessel function: x = c R gives j = (2/3) (c R)^(3/2).",
            relation=equal(K * R**3, sp.Rational(9, 4) * j**2),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="Interval arithmetic proves these digits.",
            relation=_enclosure(),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The captured share of the energy: the eigenvalue 2 pi / k over the "
            "mean area of the disks.",
            relation=equal(
                (2 * sp.pi / K) / sp.Integral(sp.pi * RHO**2, (RHO, 0, R)),
                6 / (K * R**3),
            ),
            kind=Kind.IDENTITY,
        ),
    )


def _enclosure() -> Relational:
    """Return ``|k R^3 - digits| < 10^-n``, as interval arithmetic proves it."""
    proved = certified.constant(32)
    places = math.floor(-math.log10(proved.radius))
    bound = sp.Pow(10, -places, evaluate=False)
    return sp.Lt(sp.Abs(K * R**3 - sp.Float(proved.digits, 32)), bound)


def solved_profile() -> sp.Expr:
    """Return the solution of f'' = -c^3 rho f with f(0) = 1 and f'(0) = 0.

    Examples
    --------
    >>> solved_profile().subs(RHO, 0).simplify()
    1

    """
    f = sp.Function("f")
    general = sp.dsolve(f(RHO).diff(RHO, 2) + C**3 * RHO * f(RHO), f(RHO)).rhs
    first, second = sp.symbols("C1 C2")
    at_zero = [general.subs(RHO, 0) - 1, general.diff(RHO).subs(RHO, 0)]
    constants = sp.solve(at_zero, [first, second], dict=True)[0]
    return sp.simplify(general.subs(constants))


def derivation() -> tuple[Step, ...]:
    """Return the whole path from the squared error to Airy's function."""
    return energy_steps() + variation_steps() + airy_steps()

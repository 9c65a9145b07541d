"""Why the principal axes of disks solve Airy's equation: the derivations."""

import sympy as sp

from theory.derivation import Kind, Step, equal

THIRD = sp.Rational(1, 3)


def _symbols() -> tuple[sp.Symbol, ...]:
    return tuple(sp.Symbol(name, positive=True) for name in ("t", "r", "R", "mu"))


def centred_steps() -> tuple[Step, ...]:
    """Return the axes of centred disks, with radii uniform on (0, R)."""
    t, r, end, mu = _symbols()
    overlap, f = sp.Function("F"), sp.Function("f")
    average = sp.Integral(overlap(r), (r, 0, end)) / end
    image = sp.Integral(overlap(r), (r, t, end)) / end - (end - t) / end * average
    solution = _bessel(THIRD, t, mu)
    return (
        Step(
            says="The disk of radius r is 1 at t < r, its mean over the radii is "
            "(R - t) / R, and an axis f overlaps the disk by F(r).",
            relation=equal(overlap(r), sp.Integral(2 * sp.pi * t * f(t), (t, 0, r))),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="An axis of the covariance meets lambda f = C f,",
            relation=equal(sp.Symbol("lambda") * f(t), image),
            kind=Kind.CONDITION,
        ),
        Step(
            says="whose right side has this slope at every t.",
            relation=equal(sp.Derivative(image, t), average / end - overlap(t) / end),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="At the centre it is 0, whatever F is: no disk differs from the mean "
            "there.",
            relation=equal(image.subs(t, 0), 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="At R it is 0 as well; one more derivative and F' = 2 pi t f give "
            "the equation, mu = 2 pi / (lambda R), with f(0) = f(R) = 0.",
            relation=equal(sp.Derivative(f(t), (t, 2)), -mu * t * f(t)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="The solution that vanishes at the centre.",
            relation=equal(sp.Derivative(solution, (t, 2)), -mu * t * solution),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="It vanishes at R for the zeros j_n of the Bessel function of "
            "order 1/3: 18.956 first.",
            relation=equal(
                sp.Symbol("mu_n") * end**3, (sp.Rational(3, 2) * sp.Symbol("j_n")) ** 2
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The variance of all pixels together, of which the n-th axis takes "
            "2 pi / (mu_n R), the share 12 / (mu_n R^3).",
            relation=equal(
                sp.Integral(2 * sp.pi * t * (t / end) * (1 - t / end), (t, 0, end)),
                sp.pi * end**2 / 6,
            ),
            kind=Kind.IDENTITY,
        ),
    )


def uncentred_steps() -> tuple[Step, ...]:
    """Return the axes of the second moments, which size.airy-constant has as well."""
    t, r, end, k = _symbols()
    overlap, f = sp.Function("F"), sp.Function("f")
    image = sp.Integral(overlap(r), (r, t, end)) / end
    solution = _bessel(-THIRD, t, k)
    return (
        Step(
            says="An axis of the second moments meets lambda f = T f,",
            relation=equal(sp.Symbol("lambda") * f(t), image),
            kind=Kind.CONDITION,
        ),
        Step(
            says="whose right side has this slope,",
            relation=equal(sp.Derivative(image, t), -overlap(t) / end),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="which is 0 at the centre, as F(0) = 0; at R the right side is 0. "
            "The equation is that of the centred axes, with f'(0) = f(R) = 0.",
            relation=equal(sp.Derivative(f(t), (t, 2)), -k * t * f(t)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="The solution that is flat at the centre.",
            relation=equal(sp.Derivative(solution, (t, 2)), -k * t * solution),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="It vanishes at R for the zeros of order -1/3: 7.837 first.",
            relation=equal(
                sp.Symbol("k_n") * end**3, (sp.Rational(3, 2) * sp.Symbol("j_n")) ** 2
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The energy of all pixels together, of which the n-th axis takes the "
            "share 6 / (k_n R^3).",
            relation=equal(
                sp.Integral(2 * sp.pi * t * (1 - t / end), (t, 0, end)),
                sp.pi * end**2 / 3,
            ),
            kind=Kind.IDENTITY,
        ),
    )


def _bessel(nu: sp.Rational, t: sp.Symbol, mu: sp.Symbol) -> sp.Expr:
    return sp.sqrt(t) * sp.besselj(
        nu, sp.Rational(2, 3) * sp.sqrt(mu) * t ** sp.Rational(3, 2)
    )

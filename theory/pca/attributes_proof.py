"""What uncorrelated says of attributes of ellipses, and what it leaves open."""

from fractions import Fraction
from functools import cache
from itertools import product

import sympy as sp

from theory.derivation import Kind, Step, equal


def uncorrelated_and_dependent() -> bool:
    """Return whether area and H/V are both, for half axes 1, 2 and 4, all alike likely.

    H/V is the logarithm of a over b, to the base 2. Exact: its mean is 0 at every area,
    and its mean square is not the same at all of them.

    Examples
    --------
    >>> uncorrelated_and_dependent()
    True

    """
    by_area: dict[int, list[int]] = {}
    for a, b in product((0, 1, 2), repeat=2):
        by_area.setdefault(2**a * 2**b, []).append(a - b)
    means = {Fraction(sum(found), len(found)) for found in by_area.values()}
    squares = {
        Fraction(sum(level**2 for level in found), len(found))
        for found in by_area.values()
    }
    return means == {Fraction(0)} and len(squares) > 1


@cache
def dependence_steps() -> tuple[Step, ...]:
    """Return why area and anisotropy are uncorrelated, and still dependent.

    For axis-aligned ellipses whose half axes have uniform logarithms; the law of the
    deck's data differs in numbers, not in kind.

    Returns
    -------
    tuple of Step

    """
    u, v = sp.symbols("u v", real=True)
    s = sp.Symbol("s", positive=True)
    d = sp.Symbol("d", real=True)
    mean = sp.Integral((u + v) * (u - v), (u, 0, 1), (v, 0, 1))
    squares = sp.Integral(u**2, (u, 0, 1)) - sp.Integral(v**2, (v, 0, 1))
    spread = sp.Integral(d**2 / (2 * s), (d, -s, s))
    return (
        Step(
            says="With u and v the logarithms of the half axes, area and anisotropy "
            "are s = u + v and d = u - v. Because u and v have one law, their "
            "covariance vanishes,",
            relation=equal(mean, squares.doit()),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="and in general exchanging the half axes turns d into -d and leaves "
            "the area: at every s the law of d is even, so that d is uncorrelated "
            "with every function g of the area.",
            relation=equal(sp.Integral(sp.Function("g")(s) * d, (d, -s, s)), 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="But given s < 1, d is uniform on (-s, s), so its variance is",
            relation=equal(spread, s**2 / 3),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="It grows with s: uncorrelated attributes, and dependent ones.",
            relation=sp.Gt(sp.diff(s**2 / 3, s), 0, evaluate=False),
            kind=Kind.CONCLUSION,
        ),
    )


@cache
def direction_steps() -> tuple[Step, ...]:
    """Return why no direction of the anisotropy is preferred by the family.

    Returns
    -------
    tuple of Step

    """
    theta, phi = sp.symbols("theta phi", real=True)
    a, b = sp.symbols("a b", positive=True)
    e = sp.Symbol("e", positive=True)
    projected = e * sp.cos(2 * (theta - phi))
    plane = sp.cos(2 * phi) * e * sp.cos(2 * theta) + sp.sin(2 * phi) * e * sp.sin(
        2 * theta
    )
    squared = sp.Integral(projected**2 / sp.pi, (theta, 0, sp.pi))
    other = projected.subs(phi, phi + sp.pi / 4)
    crossed = sp.Integral(projected * other / sp.pi, (theta, 0, sp.pi))
    return (
        Step(
            says="An ellipse with half axes a and b has the elongation",
            relation=equal(e, (a**2 - b**2) / (a**2 + b**2)),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="Seen along phi, its anisotropy is one projection of a vector of the "
            "plane whose axes are H/V and diagonal.",
            relation=equal(projected, plane),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="The long axis points in all directions alike, so the variance of "
            "the projection is the same for every phi,",
            relation=equal(squared, e**2 / 2),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="and projections an eighth of a turn apart are uncorrelated.",
            relation=equal(crossed, 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="Decorrelated codes may be any such pair: H/V and diagonal is one "
            "choice of phi, and the other way round another.",
            relation=equal(sp.Subs(projected, phi, sp.pi / 4), e * sp.sin(2 * theta)),
            kind=Kind.IDENTITY,
        ),
    )


@cache
def moment_steps() -> tuple[Step, ...]:
    """Return how area and anisotropy are read from the moments of an image.

    Returns
    -------
    tuple of Step

    """
    r, t, theta = sp.symbols("r t theta", real=True)
    a, b = sp.symbols("a b", positive=True)
    x = a * r * sp.cos(t) * sp.cos(theta) - b * r * sp.sin(t) * sp.sin(theta)
    y = a * r * sp.cos(t) * sp.sin(theta) + b * r * sp.sin(t) * sp.cos(theta)

    def moment(value: sp.Expr) -> sp.Integral:
        return sp.Integral(sp.expand(value * a * b * r), (t, 0, 2 * sp.pi), (r, 0, 1))

    quarter = sp.pi * a * b / 4
    return (
        Step(
            says="Over the ellipse, written as a stretched and turned disk, the sum "
            "of the grey values is the area,",
            relation=equal(moment(sp.Integer(1)), sp.pi * a * b),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="the second moments differ by the anisotropy against H/V,",
            relation=equal(
                moment(x**2 - y**2), quarter * (a**2 - b**2) * sp.cos(2 * theta)
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="the mixed one is the anisotropy against the diagonals,",
            relation=equal(
                moment(2 * x * y), quarter * (a**2 - b**2) * sp.sin(2 * theta)
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="and both are taken as a share of",
            relation=equal(moment(x**2 + y**2), quarter * (a**2 + b**2)),
            kind=Kind.IDENTITY,
        ),
    )

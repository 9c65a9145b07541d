"""Which Diracs at real positions of the plane a decoder can make exactly."""

from fractions import Fraction

import sympy as sp

from theory.derivation import Kind, Step, equal

_I, _J, _A, _B = sp.symbols("i j a b", integer=True, nonnegative=True)
_S, _T, _H = sp.symbols("s t h", real=True)
_U, _W = sp.symbols("u w", nonnegative=True)
_Q = sp.Symbol("q", positive=True)


def triangular_dirac(
    a: Fraction, b: Fraction, size: int
) -> tuple[tuple[Fraction, ...], ...]:
    """Return a Dirac at (a, b), shared by the three corners of a triangle.

    Pixel (i, j) holds ``max(0, 1 - max(x, y, 0) - max(-x, -y, 0))`` with x = a - i and
    y = b - j: linear interpolation on squares cut along one diagonal. Its sum is 1 and
    its mean position (a, b), so the linear encoder reads n - a and n - b;
    and it is piecewise linear, so a decoder with ReLU can make it from n - a and n - b.
    The product of two hats has the same sum and mean, but is not piecewise linear.

    Parameters
    ----------
    a, b
        Row and column, each in [0, size - 1].
    size
        Pixels along one side.

    Returns
    -------
    tuple of rows
        Exact; at whole a and b one 1.

    Raises
    ------
    ValueError
        If a coordinate is out of range.

    Examples
    --------
    >>> rows = triangular_dirac(Fraction(3, 4), Fraction(1, 2), size=2)
    >>> [[str(pixel) for pixel in row] for row in rows]
    [['1/4', '0'], ['1/4', '1/2']]

    """
    for name, value in (("a", a), ("b", b)):
        if not 0 <= value <= size - 1:
            raise ValueError(f"{name} must be in [0, {size - 1}], got {value}.")
    zero = Fraction(0)
    return tuple(
        tuple(
            max(zero, 1 - max(a - i, b - j, zero) - max(i - a, j - b, zero))
            for j in range(size)
        )
        for i in range(size)
    )


def tent(x: sp.Expr, y: sp.Expr) -> sp.Expr:
    """Return the pixel value of :func:`triangular_dirac` at an offset."""
    return sp.Max(0, 1 - sp.Max(x, y, 0) - sp.Max(-x, -y, 0))


def plane_steps() -> tuple[Step, ...]:
    """Return what an exact decoder in the plane can and cannot do."""
    return (*_products(), *_triangles())


def _products() -> tuple[Step, ...]:
    def corner(s: sp.Expr, t: sp.Expr) -> sp.Expr:
        return (1 - s) * (1 - t)

    mixed = corner(_S + _H, _T + _H) - corner(_S + _H, _T) - corner(_S, _T + _H)
    row, column = sp.KroneckerDelta(_I, _A), sp.KroneckerDelta(_J, _B)
    return (
        Step(
            says="In the plane, at whole a and b, one more ReLU makes the Dirac of two "
            "lines' Diracs.",
            relation=equal(sp.Max(0, row + column - 1), row * column),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="At real ones the product of two hats is out of reach: its mixed "
            "difference over steps h is not 0 in any cell, and that of a network with "
            "LeakyReLU, which is piecewise linear in the two codes, is 0 for small h.",
            relation=equal(mixed + corner(_S, _T), _H**2),
            kind=Kind.IDENTITY,
        ),
    )


def _triangles() -> tuple[Step, ...]:
    # Any s >= t with both in [0, 1].
    total = _U + _W + _Q
    s, t = (_U + _W) / total, _U / total
    pixel = sp.Function("phi")
    shares = (
        ("1 - s", s, t, 1 - s),
        ("s - t", s - 1, t, _W / total),
        ("t", s - 1, t - 1, t),
        ("nothing", s, t - 1, sp.S.Zero),
    )
    return (
        Step(
            says="Another Dirac is within reach, shared by the corners of a triangle "
            "and piecewise linear.",
            relation=sp.Eq(pixel(_S, _T), tent(_S, _T)),
            kind=Kind.DEFINITION,
        ),
        *(
            Step(
                says=f"In a cell with parts s >= t this pixel holds {says}.",
                relation=equal(tent(x, y), value),
                kind=Kind.IDENTITY,
            )
            for says, x, y, value in shares
        ),
        Step(
            says="Their sum is 1 and their mean (s, t), so the linear encoder reads "
            "the position exactly as well.",
            relation=equal(sp.Add(1 - _S, _S - _T, _T, evaluate=False), 1),
            kind=Kind.CONCLUSION,
        ),
    )

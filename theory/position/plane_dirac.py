"""Which Diracs at real positions of the plane a decoder can make exactly."""

from fractions import Fraction

import sympy as sp

from theory.derivation import Kind, Step, equal

_I, _J, _A, _B = sp.symbols("i j a b", integer=True, nonnegative=True)
_L = sp.Symbol("L", integer=True, positive=True)
_S, _T, _H = sp.symbols("s t h", real=True)
_U, _W = sp.symbols("u w", nonnegative=True)
_P, _R, _X, _Y = sp.symbols("p r x y", real=True)
_Q = sp.Symbol("q", positive=True)
_HALF = sp.Rational(1, 2)


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


def crossed_dirac(
    a: Fraction, b: Fraction, size: int
) -> tuple[tuple[Fraction, ...], ...]:
    """Return a Dirac at (a, b), the mean of both ways to cut squares into triangles.

    Beside :func:`triangular_dirac` stands its mirror image, cut along the other
    diagonal. With the hats p of a - i and r of b - j, pixel (i, j) holds
    ``(min(p, r) + max(0, p + r - 1)) / 2``: four pixels share, none of the diagonals is
    preferred, and nothing is further than 1/16 from the product p r. Sum, mean
    position and linear pieces are as for the triangles.

    Parameters
    ----------
    a, b, size
        As for :func:`triangular_dirac`.

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
    >>> rows = crossed_dirac(Fraction(3, 4), Fraction(1, 2), size=2)
    >>> [[str(pixel) for pixel in row] for row in rows]
    [['1/8', '1/8'], ['3/8', '3/8']]

    """
    one = triangular_dirac(a, b, size)
    other = [row[::-1] for row in triangular_dirac(a, size - 1 - b, size)]
    return tuple(
        tuple((x + y) / 2 for x, y in zip(row, mirrored, strict=True))
        for row, mirrored in zip(one, other, strict=True)
    )


def tent(x: sp.Expr, y: sp.Expr) -> sp.Expr:
    """Return the pixel value of :func:`triangular_dirac` at an offset."""
    return sp.Max(0, 1 - sp.Max(x, y, 0) - sp.Max(-x, -y, 0))


def hat(x: sp.Expr) -> sp.Expr:
    """Return ``max(0, 1 - |x|)``."""
    return sp.Max(0, 1 - sp.Abs(x))


def crossed(p: sp.Expr, r: sp.Expr) -> sp.Expr:
    """Return the pixel value of :func:`crossed_dirac` for the hats of both offsets."""
    return (sp.Min(p, r) + sp.Max(0, p + r - 1)) / 2


def plane_steps() -> tuple[Step, ...]:
    """Return which Diracs a decoder in the plane can make, and which it cannot."""
    return (*_products(), *_triangles(), *_crossed())


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
            says="At real ones, with parts s and t of a cell, its four pixels would "
            "add up to this: to nothing in the centre.",
            relation=equal(
                sum(sp.Max(0, p + q - 1) for p in (1 - _S, _S) for q in (1 - _T, _T)),
                sp.Abs(_S + _T - 1) + sp.Abs(_S - _T),
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="There the product of two hats is out of reach: its mixed "
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


def _crossed() -> tuple[Step, ...]:
    u, d = sp.Abs(_P + _R - 1), sp.Abs(_P - _R)
    return (
        Step(
            says="The mean of this Dirac and its mirror image, cut along the other "
            "diagonal, is in reach too; of the hats p and r of both offsets it is "
            "this.",
            relation=equal(
                (tent(_X, _Y) + tent(_X, -_Y)) / 2, crossed(hat(_X), hat(_Y))
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="A row of pixels whose hat is p holds p, as with the product: its two "
            "columns have hats r and 1 - r.",
            relation=equal(crossed(_P, _R) + crossed(_P, 1 - _R), _P),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="So its rows add up to the Dirac on the line, as its columns do, and "
            "the linear encoder reads both coordinates exactly.",
            relation=sp.Eq(
                sp.Sum(crossed(hat(_A - _I), hat(_B - _J)), (_J, 0, 2**_L - 1)),
                hat(_A - _I),
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="From the product it is this far, the difference of two numbers that "
            "lie in [0, 1/16].",
            relation=equal(
                crossed(_P, _R) - _P * _R, u * (1 - u) / 4 - d * (1 - d) / 4
            ),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="They do, as p and r are in [0, 1]: 1/16 is reached by each alone at "
            "quarters of a pixel.",
            relation=equal(u * (1 - u) / 4, (sp.Rational(1, 4) - (u - _HALF) ** 2) / 4),
            kind=Kind.IDENTITY,
        ),
    )

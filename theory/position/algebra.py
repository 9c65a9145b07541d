"""All filters with an affine code, found by elimination from the definition alone."""

from collections.abc import Sequence

import numpy as np
import sympy as sp
from jaxtyping import Num

_BETA = sp.Symbol("beta")


def affine_codes(
    *, seed: int, levels: Sequence[int]
) -> dict[str, Num[np.ndarray, " _"]]:
    """Solve for every bias-free encoder whose code is affine and not constant.

    Each Dirac goes forward through L layers of unknown taps; the polynomials that come
    out are set equal to ``alpha a + beta``, and a Groebner basis tells all the
    solutions, complex ones too. Only the product of the layers' scales matters, so all
    middle taps but the last are set to random numbers; that none of them can be 0 is
    tried as well.

    Parameters
    ----------
    seed
        Draws the slope alpha and the middle taps, rationals of both signs.
    levels
        Numbers of layers L, each 2 to 6 (time grows quickly).

    Returns
    -------
    dict
        One number of layers after the other: ``outer``, the outer taps of every layer
        but the last left one, where the middle tap is 2; ``offsets``,
        ``-beta / (alpha 2^L)``; ``open``, how many unknowns
        the equations leave open (their entries are then NaN); ``vanishing``,
        in how many layers the middle tap can be 0; ``meeting``, how many equations
        hold the last left tap.

    Raises
    ------
    ValueError
        If a number of layers is out of range.

    Examples
    --------
    >>> affine_codes(seed=0, levels=[3])["outer"].tolist()
    [1.0, 1.0, 1.0, 1.0, 1.0]

    """
    for level in levels:
        if not 2 <= level <= 6:
            raise ValueError(f"levels must be in [2, 6], got {level}.")
    rng = np.random.default_rng(seed)
    found = [_solutions(level, rng) for level in levels]
    return {name: np.concatenate([one[name] for one in found]) for name in found[0]}


def solvable(levels: int, slope: sp.Rational, offset: sp.Rational) -> bool:
    """Return whether some bias-free encoder has the code ``slope a + offset``.

    Decided over the complex numbers, with the middle taps of all layers but the
    last at 1; exact. The tests try the claims on affine codes with it.

    Raises
    ------
    ValueError
        If the levels are out of range.

    Examples
    --------
    >>> [solvable(levels, sp.Integer(1), sp.Integer(0)) for levels in (1, 2, 3)]
    [True, True, False]

    """
    if not 1 <= levels <= 6:
        raise ValueError(f"levels must be in [1, 6], got {levels}.")
    taps = _unknown_taps(levels)
    for row in taps[:-1]:
        row[1] = sp.S.One
    equations = [e.subs(_BETA, offset) for e in _equations(taps, slope)]
    return _basis(equations) != [sp.S.One]


def _solutions(
    levels: int, rng: np.random.Generator
) -> dict[str, Num[np.ndarray, " _"]]:
    slope = _random_rational(rng)
    taps = _unknown_taps(levels)
    for row in taps[:-1]:
        row[1] = _random_rational(rng)
    equations = _equations(taps, slope)
    known = _linear_solution(_basis(equations))
    outer = [
        2 * known.get(tap, sp.nan) / known.get(row[1], row[1])
        for i, row in enumerate(taps)
        for tap in (row[2:] if i == levels - 1 else row[::2])
    ]
    offset = -known.get(_BETA, sp.nan) / (slope * 2**levels)
    unknowns = set().union(*(e.free_symbols for e in equations))
    return {
        "outer": np.array(outer, dtype=float),
        "offsets": np.array([offset], dtype=float),
        "open": np.array([len(unknowns - known.keys())]),
        "vanishing": np.array([_vanishing(levels, slope)]),
        "meeting": np.array([sum(taps[-1][0] in e.free_symbols for e in equations)]),
    }


def _random_rational(rng: np.random.Generator) -> sp.Rational:
    numerator, denominator = rng.integers(1, 5, size=2).tolist()
    return int(rng.choice([-1, 1])) * sp.Rational(numerator, denominator)


def _unknown_taps(levels: int) -> list[list[sp.Expr]]:
    return [
        [sp.Symbol(f"t{layer}_{k}") for k in range(3)] for layer in range(1, levels + 1)
    ]


def _equations(taps: Sequence[Sequence[sp.Expr]], slope: sp.Rational) -> list[sp.Expr]:
    """Return ``E(delta_a) - (slope a + beta)`` for every position a."""
    size = 2 ** len(taps)
    impulses = ([sp.Integer(i == a) for i in range(size)] for a in range(size))
    codes = [_code(impulse, taps) for impulse in impulses]
    return [sp.expand(code - slope * a - _BETA) for a, code in enumerate(codes)]


def _code(signal: list[sp.Expr], taps: Sequence[Sequence[sp.Expr]]) -> sp.Expr:
    for t0, t1, t2 in taps:
        padded = [sp.S.Zero, *signal]
        signal = [
            t0 * padded[i] + t1 * padded[i + 1] + t2 * padded[i + 2]
            for i in range(0, len(signal), 2)
        ]
    return signal[0]


def _basis(equations: Sequence[sp.Expr]) -> list[sp.Expr]:
    unknowns = set().union(*(e.free_symbols for e in equations))
    ordered = sorted(unknowns, key=str)
    return list(sp.groebner(equations, *ordered, order="grevlex").exprs)


def _linear_solution(basis: Sequence[sp.Expr]) -> dict[sp.Symbol, sp.Rational]:
    """Return the unknowns that a basis fixes to one value each."""
    known = {}
    for expression in basis:
        symbols = expression.free_symbols
        if len(symbols) == 1 and sp.degree(expression) == 1:
            (symbol,) = symbols
            known[symbol] = sp.solve(expression, symbol)[0]
    return known


def _vanishing(levels: int, slope: sp.Rational) -> int:
    """Return in how many layers but the last a middle tap of 0 leaves a solution."""
    count = 0
    for layer in range(levels - 1):
        taps = _unknown_taps(levels)
        taps[layer][1] = sp.S.Zero
        count += _basis(_equations(taps, slope)) != [sp.S.One]
    return count

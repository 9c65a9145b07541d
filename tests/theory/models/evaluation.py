"""Models of a derivation: worlds in which its premises hold, made without its steps.

A world gives a number to every symbol and a Python function to every undefined
function of a step, from a computation that does not use the derivation: a simulated
network, a matrix that is diagonalised, a power series, an enumeration. What a step
states must then hold there, whether it is called definition, condition or conclusion.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import mul
from typing import Any

import mpmath
import numpy as np
import sympy as sp
from numpy.polynomial.legendre import leggauss
from sympy.core.function import AppliedUndef

from theory.derivation import Step

World = Mapping[str, Any]
DIGITS = 45
INFINITY = 7.0
TIE = 1e-12
STEP = 2.0**-6
FIRST = (4 / 5, -1 / 5, 4 / 105, -1 / 280)
SECOND = (8 / 5, -1 / 5, 8 / 315, -1 / 560)
NODES, WEIGHTS = leggauss(40)


@dataclass(frozen=True, kw_only=True)
class Model:
    """Steps that hold together in the worlds of one maker.

    Parameters
    ----------
    steps
        What is tried: all that is not an identity.
    world
        Makes a world from a generator; symbols by name, functions by name and ``()``.
    within
        The largest defect that the world's own accuracy leaves.
    quoted
        The value of every decimal that the sentences quote.

    """

    steps: tuple[Step, ...]
    world: Callable[[np.random.Generator], World]
    within: float = 1e-9
    quoted: Mapping[str, Callable[[World], float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Local:
    """A function that sees the whole world and its arguments as they are written."""

    of: Callable[..., Any]


def defect(relation: sp.Basic, world: World) -> float:
    """Return by how much a relation fails in a world, relative to its sides."""
    with mpmath.workdps(DIGITS):
        left, right = (value(side, world) for side in relation.args)
        sizes = [float(np.max(np.abs(side))) for side in (left, right)]
        if np.any(np.isnan(sizes)):
            return np.inf
        if isinstance(relation, sp.Eq):
            return float(np.max(np.abs(left - right)) / max(1e-3, *sizes))
        if isinstance(relation, sp.Gt | sp.Ge):
            left, right = right, left
        if abs(left - right) <= TIE * max(sizes):
            return float(isinstance(relation, sp.Gt | sp.Lt))
        return float(max(0, left - right) / max(sizes))


def value(e: sp.Basic, world: World) -> Any:
    """Return an expression evaluated in a world."""
    for kind, rule in _RULES:
        if isinstance(e, kind):
            return rule(e, world)
    return _function(e, world)


def _symbol(e: Any, world: World) -> Any:
    found = world[e.name]
    return found(world) if callable(found) else found


def _number(e: Any, world: World) -> Any:
    if e.is_Integer:
        return int(e)
    return mpmath.mpf(e.p) / e.q if e.is_Rational else e._to_mpmath(200)


def _undefined(e: Any, world: World) -> Any:
    found = world[f"{e.func}()"]
    if isinstance(found, Local):
        return found.of(world, *e.args)
    return found(*(value(a, world) for a in e.args))


def _power(e: Any, world: World) -> Any:
    base, exponent = (value(a, world) for a in e.args)
    return (mpmath.mpf(base) if isinstance(base, int) else base) ** exponent


def _derivative(e: Any, world: World) -> Any:
    (x, order), inner = e.variable_count[0], e.expr
    if order > 2:
        inner, order = sp.Derivative(inner, (x, order - 2)), 2

    def at(offset: float) -> Any:
        return value(inner, {**world, x.name: value(x, world) + offset})

    sides = [(at(i * STEP), at(-i * STEP)) for i in range(1, 5)]
    if order == 1:
        return sum(c * (a - b) for c, (a, b) in zip(FIRST, sides, strict=True)) / STEP
    middle = at(0)
    both = zip(SECOND, sides, strict=True)
    return sum(c * (a + b - 2 * middle) for c, (a, b) in both) / STEP**2


def _integral(e: Any, world: World) -> Any:
    inner, (x, low, high) = e.args[0], e.args[-1]
    if len(e.args) > 2:
        inner = sp.Integral(*e.args[:-1])
    start = value(low, world)
    end = INFINITY if high == sp.oo else value(high, world)
    places = (end + start) / 2 + NODES * float(end - start) / 2
    total = sum(
        w * value(inner, {**world, x.name: float(t)})
        for t, w in zip(places, WEIGHTS, strict=True)
    )
    return total * (end - start) / 2


def _sum(e: Any, world: World) -> Any:
    inner, (i, low, high) = e.args
    first, last = (int(value(limit, world)) for limit in (low, high))
    terms = (value(inner, {**world, i.name: j}) for j in range(first, last + 1))
    return sum(terms, 0)


def _substituted(e: Any, world: World) -> Any:
    names = [v.name for v in e.variables]
    return value(
        e.expr, {**world, **dict(zip(names, _all(e.point, world), strict=True))}
    )


def _function(e: Any, world: World) -> Any:
    return getattr(mpmath, type(e).__name__.lower())(*_all(e.args, world))


def _all(parts: Any, world: World) -> list[Any]:
    return [value(part, world) for part in parts]


_RULES: tuple[tuple[Any, Callable[[Any, World], Any]], ...] = (
    (sp.Indexed, lambda e, w: w[f"{e.base}[]"][int(value(e.indices[0], w))]),
    (sp.Symbol, _symbol),
    (sp.Number, _number),
    (sp.NumberSymbol, lambda e, w: e._to_mpmath(200)),
    (sp.Add, lambda e, w: sum(_all(e.args, w))),
    (sp.Mul, lambda e, w: reduce(mul, _all(e.args, w))),
    (sp.Pow, _power),
    (sp.exp, lambda e, w: mpmath.exp(value(e.args[0], w))),
    (AppliedUndef, _undefined),
    (sp.Derivative, _derivative),
    (sp.Subs, _substituted),
    (sp.Integral, _integral),
    (sp.Sum, _sum),
    (sp.Max, lambda e, w: max(_all(e.args, w))),
    (sp.Min, lambda e, w: min(_all(e.args, w))),
    (sp.Abs, lambda e, w: abs(value(e.args[0], w))),
    (sp.ceiling, lambda e, w: int(mpmath.ceil(value(e.args[0], w)))),
    (sp.Heaviside, lambda e, w: float(value(e.args[0], w) > 0)),
    (sp.KroneckerDelta, lambda e, w: int(len(set(_all(e.args, w))) == 1)),
)

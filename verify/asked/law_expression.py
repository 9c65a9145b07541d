"""A law of radii as a person types it; read, never executed."""

import ast
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from theory.size.law import histogram
from verify.asked import law_hints
from verify.asked.text_file import shortened
from verify.claim import Array

Density = Callable[[Array], Array]

LONGEST = 4000
"""Characters of an expression; counts come in a file."""

_OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "sin": np.sin,
    "cos": np.cos,
    "abs": np.abs,
    "min": np.minimum,
    "max": np.maximum,
}
_NUMBERS = {"pi": np.pi, "e": np.e}
_ALLOWED = (
    "numbers, r, pi, e, + - * / **, comparisons, "
    f"{', '.join(_FUNCTIONS)}, beta(a, b) and histogram([edges], [counts])"
)


@dataclass(frozen=True, kw_only=True)
class Expression:
    """A density of r, the radius as a share of the largest, and where it jumps."""

    density: Density
    breaks: tuple[float, ...]


def read(text: str) -> Expression:
    """Return the density that an expression in r stands for.

    A comparison counts 1 where it holds and 0 elsewhere, so that
    ``(r < 0.35) + (r > 0.6)`` leaves a hole. ``beta(a, b)`` is
    ``r**(a - 1) * (1 - r)**(b - 1)``. Whether it is a density, at least 0 and with an
    integral, is for theory to say.

    Parameters
    ----------
    text
        Python's notation; nothing of Python but arithmetic is understood.

    Raises
    ------
    ValueError
        If it is too long, no expression, or holds anything else.

    Examples
    --------
    >>> law = read("(1 - r)**2 * (r > 0.5)")
    >>> law.density(np.array([0.25, 0.75])).tolist(), law.breaks
    ([0.0, 0.0625], (0.5,))

    """
    if len(text) > LONGEST:
        raise ValueError(
            f"law must have at most {LONGEST} characters, got {len(text)}; counts are "
            "read from a file by --histogram FILE."
        )
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        density = _density(tree)
    except (SyntaxError, RecursionError, MemoryError, OverflowError) as error:
        raise ValueError(
            f"law must be an expression in r, got {shortened(text)!r}."
            f"{law_hints.of_text(text)}"
        ) from error
    return Expression(density=density, breaks=tuple(sorted(_breaks(tree))))


def _density(node: ast.expr) -> Density:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(
            number, bool
        ):
            return _constant(number)
        case ast.Name(id="r"):
            return lambda r: r
        case ast.Name(id=name) if name in _NUMBERS:
            return _constant(_NUMBERS[name])
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _OPERATORS:
            return _applied(_OPERATORS[type(sign)], [left, right])
        case ast.UnaryOp(op=sign, operand=operand) if type(sign) in _OPERATORS:
            return _applied(_OPERATORS[type(sign)], [operand])
        case ast.Compare(left=left, ops=signs, comparators=others):
            if all(type(sign) in _OPERATORS for sign in signs):
                return _compared([left, *others], [_OPERATORS[type(s)] for s in signs])
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _called(name, arguments, node)
    raise _stranger(node)


def _constant(number: float) -> Density:
    # As floats, towers of powers overflow at once instead of taking for ever.
    value = np.asarray(float(number))
    return lambda r: value


def _called(name: str, arguments: Sequence[ast.expr], node: ast.expr) -> Density:
    wanted = 2 if name in ("min", "max", "beta", "histogram") else 1
    known = name in _FUNCTIONS or name in ("beta", "histogram")
    if not known or len(arguments) != wanted:
        raise _stranger(node)
    numeric = arguments if name in ("beta", "histogram") else []
    for part in [node for one in numeric for node in ast.walk(one)]:
        if isinstance(part, ast.Name) and part.id == "r":
            raise ValueError(
                f"{name} takes numbers and no r, got {shortened(ast.unparse(node))!r}."
            )
    if name == "histogram":
        edges, counts = (_numbers(argument) for argument in arguments)
        return _steps(edges, counts)
    if name == "beta":
        return _applied(_beta, [ast.Name("r"), *arguments])
    return _applied(_FUNCTIONS[name], arguments)


def _beta(r: Array, first: Array, second: Array) -> Array:
    return np.asarray(r ** (first - 1) * (1 - r) ** (second - 1))


def _applied(function: Callable[..., Any], nodes: Sequence[ast.expr]) -> Density:
    parts = [_density(node) for node in nodes]

    def density(r: Array) -> Array:
        # What is not finite is named by theory, with the radius where it happens.
        with np.errstate(all="ignore"):
            return np.asarray(function(*(part(r) for part in parts)))

    return density


def _compared(
    nodes: Sequence[ast.expr], signs: Sequence[Callable[..., Any]]
) -> Density:
    parts = [_density(node) for node in nodes]

    def density(r: Array) -> Array:
        values = [part(r) for part in parts]
        held = [sign(*pair) for sign, pair in zip(signs, pairwise(values), strict=True)]
        return np.asarray(np.logical_and.reduce(held), dtype=float)

    return density


def _steps(edges: Sequence[float], counts: Sequence[float]) -> Density:
    law = histogram(list(edges), list(counts))
    return lambda r: np.asarray(law.density(r))


def _numbers(node: ast.expr) -> list[float]:
    if not isinstance(node, ast.List):
        raise _stranger(node)
    return [float(_density(part)(np.array(0.5))) for part in node.elts]


def _breaks(tree: ast.expr) -> set[float]:
    """Return where a comparison of r with a number, or a histogram, jumps."""
    found: set[float] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left=left, comparators=others):
                for pair in pairwise([left, *others]):
                    found.update(_threshold(*pair))
            case ast.Call(func=ast.Name(id="histogram"), args=[edges, _]):
                values = _numbers(edges)
                found.update(edge / values[-1] for edge in values)
    return {place for place in found if 0 < place < 1}


def _threshold(*pair: ast.expr) -> list[float]:
    """Return the number that r is compared with; nothing for other comparisons."""
    others = [node for node in pair if not isinstance(node, ast.Name)]
    names = {
        name.id
        for node in others
        for name in ast.walk(node)
        if isinstance(name, ast.Name)
    }
    if len(others) != 1 or "r" in names:
        return []
    return [float(_density(others[0])(np.array(0.5)))]


def _stranger(node: ast.expr) -> ValueError:
    hint = law_hints.of_node(node)
    return ValueError(
        f"law may hold {_ALLOWED}; got {shortened(ast.unparse(node))!r}.{hint}"
    )

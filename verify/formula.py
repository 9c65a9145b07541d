"""Formulas in a terminal: no line is wider than the screen, and none is cut."""

import re
from collections.abc import Iterator
from typing import Any

import sympy as sp

BLANK = sp.Symbol("")
"""Stands, unseen, for what the blocks above say; no name is printed before it."""

# Before an operator or after a comma; never inside a fraction such as 1/3.
_SUM, _PRODUCT = r"(?<=,) | (?=[^\w\s]+ )", r"(?<=[\w)])(?=\*(?!\*)|/(?!\d))"
_BREAK = re.compile(f"{_SUM}|(?P<product>{_PRODUCT})")


def laid_out(relation: Any, width: int) -> str:
    """Return a relation as text whose lines have at most ``width`` characters.

    It stands as it would on paper, if need be with its sides and their terms under one
    another; where that is too wide, as it would be typed, broken before operators. A
    name or a number that is wider is left whole.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> print(laid_out(sp.Eq(x, 2 * x * y), width=9))
    x = 2⋅x⋅y
    >>> print(laid_out(sp.Eq(x, 2 * x * y), width=8))
    x
     = 2⋅x⋅y
    >>> print(laid_out(sp.Eq(x, 2 * x * y), width=6))
    x
    = 2*x
        *y

    """
    if _fits(relation, width):
        return _pretty(relation)
    under_one_another = blocks(relation, width)
    if all(_fits(block, width) for block in under_one_another):
        texts = [_pretty(block) for block in under_one_another]
        return ("\n\n" if any("\n" in text for text in texts) else "\n").join(texts)
    left, right = (sp.sstr(side) for side in relation.args)
    sign = "=" if isinstance(relation, sp.Eq) else relation.rel_op
    return "\n".join([*_wrapped(left, width), *_wrapped(f"{sign} {right}", width)])


def blocks(relation: Any, width: int) -> list[sp.Basic]:
    """Return what is to stand under one another, each block continuing the last.

    First the left side, or ``BLANK`` plus further terms of it; then ``BLANK`` related
    to the right side, likewise.
    """
    left, right = relation.args
    first, *more = _terms_that_fit(left, width)
    start, *rest = _terms_that_fit(right, width)
    opposite = relation.func(BLANK, start, evaluate=False)
    return [first, *more, opposite, *rest]


def _terms_that_fit(side: sp.Expr, width: int) -> list[sp.Expr]:
    """Return the first terms of a side, and ``BLANK`` plus further ones."""
    terms = side.as_ordered_terms() if side.is_Add else [side]
    found = [[BLANK, terms[0]]]
    for term in terms[1:]:
        if _fits(sp.Add(*found[-1], term, evaluate=False), width):
            found[-1].append(term)
        else:
            found.append([BLANK, term])
    del found[0][0]
    return [sp.Add(*group, evaluate=False) for group in found]


def _pretty(formula: sp.Basic) -> str:
    text: str = sp.pretty(formula, wrap_line=False)
    return "\n".join(line.rstrip() for line in text.splitlines())


def _fits(formula: sp.Basic, width: int) -> bool:
    return all(len(line) <= width for line in _pretty(formula).splitlines())


def _wrapped(text: str, width: int, indent: str = "") -> Iterator[str]:
    """Yield the lines of a formula as it is typed."""
    room = width - len(indent)
    breaks = list(_BREAK.finditer(text, 1))
    if len(text) <= room or not breaks:
        yield indent + text
        return
    within = [at for at in breaks if at.start() <= room] or breaks[:1]

    def worth(at: re.Match[str]) -> tuple[bool, bool, int, int]:
        """Prefer full lines, then whole terms, then the outermost, then the last."""
        line = text[: at.start()]
        depth = line.count("(") - line.count(")")
        return len(line) >= room / 2, at["product"] is None, -depth, len(line)

    best = max(within, key=worth)
    yield indent + text[: best.start()]
    yield from _wrapped(text[best.end() :], width, "    ")

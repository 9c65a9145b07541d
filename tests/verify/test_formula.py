"""Formulas in a terminal: every line fits, and the lines say what the formula says."""

import re
from collections import Counter
from functools import cache

import pytest
import sympy as sp
from sympy.core.relational import Relational

from tests.derived import derived
from theory.derivation import equal
from verify.claims import ALL
from verify.formula import BLANK, blocks, laid_out


@cache
def relations() -> tuple[Relational, ...]:
    """Return the formulas of all claims, each once."""
    return tuple({s.relation: None for c in ALL for s in derived(c.derivation)})


def tokens(text: str) -> list[str]:
    """Return names, numbers and signs: a space within a name would make two of it."""
    return re.findall(r"[\w.]+|[^\w\s]+?", text)


def typed(relation: Relational) -> str:
    left, right = map(sp.sstr, relation.args)
    return f"{left} {'=' if isinstance(relation, sp.Eq) else relation.rel_op} {right}"


def letters(text: str) -> Counter[str]:
    return Counter(c for c in text if c.isalnum())


def terms(side: sp.Expr) -> Counter[sp.Expr]:
    """Return the terms of a side; those of a sum within the sum are its own."""
    if not side.is_Add:
        return Counter([side])
    return sum(map(terms, side.args), Counter[sp.Expr]())


def joined(pieces: list[sp.Basic]) -> tuple[type, list[Counter[sp.Expr]]]:
    """Return what blocks say together: the relation, and the terms of either side."""
    kind, sides = None, [terms(pieces[0])]
    for piece in pieces[1:]:
        if isinstance(piece, Relational):
            blank, side = piece.args
            assert (kind, blank) == (None, BLANK)
            kind = piece.func
            sides.append(terms(side))
        else:
            sides[-1] += terms(piece)
            del sides[-1][BLANK]
    assert kind is not None
    return kind, sides


@pytest.mark.parametrize("width", [40, 80])
def test_the_lines_of_a_formula_fit_and_say_the_whole_of_it(width: int) -> None:
    layouts = set()
    for relation in relations():
        whole, text = sp.pretty(relation, wrap_line=False), laid_out(relation, width)
        assert max(map(len, text.splitlines())) <= width
        on_paper = letters(text) == letters(whole)
        assert on_paper or tokens(text) == tokens(typed(relation))
        layouts.add((max(map(len, whole.splitlines())) > width, on_paper))
    assert layouts == {(False, True), (True, True), (True, False)}


def test_blocks_join_to_the_relation() -> None:
    for relation in relations():
        found = blocks(relation, 20)
        assert all(BLANK in piece.args for piece in found[1:])
        sums = [piece for piece in found[1:] if piece.is_Add]
        assert all(piece.as_ordered_terms()[0] == BLANK for piece in sums)
        assert joined(found) == (relation.func, [terms(s) for s in relation.args])


a, b, x, y = sp.symbols("alpha b x_1 y")
LONG = (sp.Float("1.25e-10") * a + sp.Rational(22, 7) * b**3) ** sp.Rational(2, 3)


@pytest.mark.parametrize("width", [12, 24, 33])
@pytest.mark.parametrize(
    "relation",
    [
        equal(sp.Max(0, LONG, y), sp.exp(-LONG) * sp.sin(x * y + 1)),
        sp.Ge(sp.Max(0, LONG, y), -12345678 * x**2 / (y + 1), evaluate=False),
        equal(sp.Piecewise((LONG, (x < y) & (y < a)), (b, True)), sp.Abs(x - y) + 1),
    ],
)
def test_names_and_numbers_stay_whole(relation: Relational, width: int) -> None:
    lines = laid_out(relation, width).splitlines()
    assert tokens(" ".join(lines)) == tokens(typed(relation))
    assert not any(re.match(r"\s*/\d", line) for line in lines)
    assert all(len(line) <= width or not re.search(r" [+-] ", line) for line in lines)


def test_signs_stay_with_the_terms_that_they_belong_to() -> None:
    sum_ = sp.Add(*(sp.Symbol(f"a{i}") * (-1) ** i for i in range(9)))
    text = laid_out(sp.Lt(sum_, -x, evaluate=False), 20)
    assert tokens(text) == tokens(sp.pretty(sp.Lt(sum_, -x, evaluate=False)))
    assert all(line.startswith((" + ", " - ", " < ")) for line in text.splitlines()[1:])

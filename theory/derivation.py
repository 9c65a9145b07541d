"""Derivations as data: sentences with sympy relations that a machine can re-check."""

from dataclasses import dataclass
from enum import Enum

import numpy as np
import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import Boolean


class Kind(Enum):
    """What a relation of a derivation asserts."""

    DEFINITION = "definition"
    CONDITION = "condition"
    IDENTITY = "identity"
    CONCLUSION = "conclusion"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One sentence of a derivation with the relation that it states.

    Parameters
    ----------
    says
        One sentence of plain English.
    relation
        The formula, an equation or an inequality, printed in the report as it stands
        here.
    kind
        DEFINITION introduces a name, CONDITION restricts an unknown, IDENTITY
        holds for every value of its symbols and every smooth function in it (a
        machine re-checks these), CONCLUSION follows from the steps before it; what
        is no identity is tried in models of the premises, in the tests.

    Raises
    ------
    ValueError
        If sympy has made the two sides one, so that nothing is left to re-check.

    """

    says: str
    relation: Boolean
    kind: Kind

    def __post_init__(self) -> None:
        """Refuse what says only x = x, or only that it is true."""
        if not isinstance(self.relation, Relational) or same(*self.relation.args):
            raise ValueError(
                f"relation must have two different sides as it is written, got "
                f"{self.relation}: build them with evaluate=False. Step: {self.says}"
            )


def same(left: sp.Basic, right: sp.Basic) -> bool:
    """Return whether both sides are written alike, or are plain numbers of one value.

    Examples
    --------
    >>> same(sp.Float(2), sp.Integer(2)), same(sp.Max(1, 2, evaluate=False), sp.S(2))
    (True, False)

    """
    numbers = isinstance(left, sp.Number) and isinstance(right, sp.Number)
    return bool(left == right or (numbers and left - right == 0))


def equal(left: sp.Expr | int, right: sp.Expr | int) -> Relational:
    """Return ``left = right`` as it is written, even where sympy sees that it is true.

    Examples
    --------
    >>> equal(sp.Integer(1), sp.Integer(1))
    Eq(1, 1)

    """
    return sp.Eq(sp.sympify(left), sp.sympify(right), evaluate=False)


def identity(says: str, left: sp.Expr | int, right: sp.Expr | int) -> Step:
    """Return the step that ``left = right`` holds for every value of the symbols.

    Examples
    --------
    >>> identity("Two and two make four.", sp.Add(2, 2, evaluate=False), 4).relation
    Eq(2 + 2, 4)

    """
    return Step(says=says, relation=equal(left, right), kind=Kind.IDENTITY)


def defect(step: Step, seed: int) -> float:
    """Return the relative defect of an identity at one random point.

    Free symbols become random rationals that respect their assumptions;
    undefined functions become random polynomials of their arguments, so an identity
    "for every f" is tried on an f that nobody chose. Both sides are then evaluated
    to 30 digits.

    Parameters
    ----------
    step
        An IDENTITY that states an equality.
    seed
        Chooses the point and the polynomials.

    Returns
    -------
    float
        ``|left - right| / max(1, |left|, |right|)``; about 1e-25 where it holds.

    Raises
    ------
    ValueError
        If the step is a definition, a condition or not an equality.

    """
    left, right = sides(step, seed)
    return float(abs(left - right) / max(1, abs(left), abs(right)))


def sides(step: Step, seed: int) -> tuple[sp.Expr, sp.Expr]:
    """Return both sides of an identity at the random point of a seed, to 30 digits.

    Parameters, and what is refused, are those of :func:`defect`.
    """
    if step.kind is not Kind.IDENTITY or not isinstance(step.relation, sp.Eq):
        raise ValueError(
            f"step must be an identity that states an equality, got {step.kind.value}: "
            f"{step.relation}."
        )
    rng = np.random.default_rng(seed)
    relation = step.relation
    functions = sorted({a.func for a in relation.atoms(AppliedUndef)}, key=str)
    polynomials = {str(f): _random_polynomial(rng) for f in functions}
    numbers = {
        s: _random_number(s, rng) for s in sorted(relation.free_symbols, key=str)
    }
    left, right = (_evaluate(side, polynomials, numbers) for side in relation.args)
    return left, right


def _random_polynomial(rng: np.random.Generator) -> sp.Lambda:
    t = sp.Dummy("t", real=True)
    coefficients = [sp.Rational(int(c), 8) for c in rng.integers(1, 16, size=4)]
    return sp.Lambda(t, sum(c * t**i for i, c in enumerate(coefficients)))


def _random_number(symbol: sp.Symbol, rng: np.random.Generator) -> sp.Expr:
    if symbol.is_integer:
        return sp.Integer(int(rng.integers(1 if symbol.is_positive else 0, 6)))
    low = 1 if symbol.is_positive else 0 if symbol.is_nonnegative else -32
    return sp.Rational(int(rng.integers(low, 32)), 16)


def _evaluate(
    side: sp.Expr,
    polynomials: dict[str, sp.Lambda],
    numbers: dict[sp.Symbol, sp.Expr],
) -> sp.Expr:
    for name, polynomial in polynomials.items():
        side = side.replace(sp.Function(name), polynomial)
    # Whole numbers first: a sum of so many terms is added up, not solved for all n.
    whole = {s: n for s, n in numbers.items() if s.is_integer}
    return sp.N(side.subs(whole).doit().subs(numbers).doit(), 30)

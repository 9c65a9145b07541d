"""Sums, products, powers and numbers as Typst mathematics."""

from collections.abc import Sequence
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.printing.conventions import split_super_sub
from sympy.printing.precedence import PRECEDENCE, precedence_traditional
from sympy.printing.printer import Printer

_BIG = (sp.Integral, sp.Sum, sp.Product, sp.Derivative)
_OPEN = (sp.Add, sp.Piecewise)
_PRODUCT, _POWER = PRECEDENCE["Mul"], PRECEDENCE["Pow"]


class UnprintableError(TypeError):
    """An expression has a node for which no Typst form is known."""


class AlgebraPrinter(Printer):  # type: ignore[misc]
    """Prints what arithmetic is made of; sympy calls a method by each node's name."""

    printmethod = "_typst"
    _default_settings = {"order": None}  # noqa: RUF012 (sympy's own attribute)

    def emptyPrinter(self, expr: Any) -> str:
        """Refuse what has no method here."""
        raise UnprintableError(
            f"expression must be made of nodes known to the report, got "
            f"{type(expr).__name__}: {expr}."
        )

    def terms(self, expr: Any) -> list[str]:
        """Return the signed terms of a sum, a positive one first if there is one."""
        if not expr.is_Add:
            return [self._print(expr)]
        terms = [
            self._wrapped(term) if isinstance(term, _OPEN) else self._print(term)
            for term in self._as_ordered_terms(expr)
        ]
        first = next((t for t in terms if not t.startswith("-")), terms[0])
        terms.remove(first)
        return [first, *(_signed(term) for term in terms)]

    def _wrapped(self, expr: Any) -> str:
        return f"({self._print(expr)})"

    def _at_least(self, expr: Any, level: int, strict: bool = False) -> str:
        """Print with parentheses around what binds less tightly than ``level``."""
        binds, text = precedence_traditional(expr), str(self._print(expr))
        loose = binds < level or (strict and binds == level)
        if loose or isinstance(expr, sp.Piecewise) or text.startswith("-"):
            return f"({text})"
        return text

    def _script(self, expr: Any) -> str:
        """Print a subscript or an exponent, where fractions lie on one line."""
        if expr.is_Rational and not expr.is_Integer:
            return f"({expr.p}\\/{expr.q})"
        return self._wrapped(expr)

    def _list(self, expressions: Sequence[Any]) -> str:
        return ", ".join(self._print(e) for e in expressions)

    def _print_Add(self, expr: Any) -> str:
        return " ".join(self.terms(expr))

    def _print_Mul(self, expr: Any) -> str:
        sign, above, below = 1, [], []
        for factor in expr.args if _has_inner(expr) else expr.as_ordered_factors():
            base, power = factor.as_base_exp()
            if factor.is_Rational:
                sign *= -1 if factor < 0 else 1
                above += [sp.Integer(abs(factor.p))] if abs(factor.p) != 1 else []
                below += [sp.Integer(factor.q)] if factor.q != 1 else []
            elif power.is_Rational and power < 0 and not factor.is_Matrix:
                below.append(sp.Pow(base, -power, evaluate=power == -1))
            else:
                above.append(factor)
        if below:
            return ("-" if sign < 0 else "") + self._quotient(above, below)
        return ("-" if sign < 0 else "") + self._product(above, alone=sign > 0)

    def _quotient(self, above: list[Any], below: list[Any]) -> str:
        plain = all(factor.is_Symbol or factor.is_number for factor in above)
        if all(factor.is_Integer for factor in below) and not plain:
            numbers = [factor for factor in above if factor.is_Integer]
            others = [factor for factor in above if not factor.is_Integer]
            front = f"frac({self._product(numbers)}, {self._product(below)})"
            return f"{front} {self._product(others, alone=False)}"
        return f"frac({self._product(above)}, {self._product(below)})"

    def _product(self, factors: list[Any], alone: bool = True) -> str:
        """Join factors; one that stands alone needs no parentheses."""
        if not factors:
            return "1"
        if alone and len(factors) == 1:
            return str(self._print(factors[0]))
        ordered = sorted(factors, key=_rank)
        big = [factor for factor in factors if isinstance(factor, _BIG)]
        texts = [
            self._wrapped(factor)
            if len(big) > 1 and isinstance(factor, _BIG)
            else self._at_least(factor, _PRODUCT)
            for factor in ordered
        ]
        joined = texts[0]
        for text in texts[1:]:
            joined += (" dot " if text[0].isdigit() else " ") + text
        return joined

    def _print_Pow(self, expr: Any) -> str:
        base, power = expr.args
        if power == sp.S.Half:
            return f"sqrt({self._print(base)})"
        if power.is_Rational and power < 0:
            return self._quotient([], [sp.Pow(base, -power, evaluate=power == -1)])
        below = (
            self._wrapped(base)
            if isinstance(base, sp.factorial | sp.exp)
            or (base.is_Symbol and split_super_sub(base.name)[1])
            else self._at_least(base, _POWER, strict=True)
        )
        return f"{below}^{self._script(power)}"

    def _print_exp(self, expr: Any) -> str:
        return f"e^{self._script(expr.args[0])}"

    def _print_Exp1(self, expr: Any) -> str:
        return "e"

    def _print_Integer(self, expr: Any) -> str:
        return str(expr)

    def _print_Rational(self, expr: Any) -> str:
        return ("-" if expr.p < 0 else "") + f"frac({abs(expr.p)}, {expr.q})"

    def _print_Float(self, expr: Any) -> str:
        mantissa, _, power = sp.sstr(expr, full_prec=False).partition("e")
        return f"{mantissa} dot 10^({int(power)})" if power else mantissa

    def _print_Pi(self, expr: Any) -> str:
        return "pi"

    def _print_ImaginaryUnit(self, expr: Any) -> str:
        return "i"

    def _print_Infinity(self, expr: Any) -> str:
        return "infinity"

    def _print_NegativeInfinity(self, expr: Any) -> str:
        return "-infinity"


def _signed(term: str) -> str:
    return f"- {term[1:]}" if term.startswith("-") else f"+ {term}"


def is_primed(derivative: Any) -> bool:
    """Return whether a derivative is written f'(x): of a function of x alone."""
    function = derivative.expr
    return (
        isinstance(function, AppliedUndef)
        and function.args == (derivative.variables[0],)
        and len(derivative.variable_count) == 1
        and derivative.derivative_count in (1, 2, 3)
    )


def _has_inner(product: Any) -> bool:
    return any(factor.is_Mul for factor in product.args)


def _rank(factor: Any) -> int:
    """Place a factor: numbers, symbols, their powers, sums, functions, integrals."""
    if isinstance(factor, _BIG) and not (factor.is_Derivative and is_primed(factor)):
        return 6
    base = factor.as_base_exp()[0]
    if factor.is_number or base.is_number:
        return 0 if factor.is_number else 1
    if base.is_Symbol:
        return 2 if factor.is_Symbol else 3
    return 4 if base.is_Add else 5

"""Sympy expressions as Typst mathematics; what is not known here is refused."""

from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFunction
from sympy.printing.conventions import requires_partial
from sympy.printing.precedence import PRECEDENCE

from verify.report.algebra import AlgebraPrinter, is_primed
from verify.report.names import FUNCTIONS, ORDERED, RELATIONS, spelt

_PRODUCT = PRECEDENCE["Mul"]


def typst(expression: Any) -> str:
    """Return Typst mathematics, for ``eval(.., mode: "math")``.

    Parameters
    ----------
    expression
        Anything sympy, printed as it stands: nothing is simplified or evaluated. Sums
        begin with a positive term, and products name numbers first, then symbols,
        sums, functions and integrals.

    Raises
    ------
    UnprintableError
        If it contains a node that this printer does not know; the message names it.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> typst(sp.Rational(2, 3) * sp.sqrt(x) - sp.Function("f")(x) ** 2)
    'frac(2, 3) sqrt(x) - f(x)^(2)'

    """
    return str(TypstPrinter().doprint(sp.sympify(expression)))


def typst_terms(expression: Any) -> list[str]:
    """Return the terms of a sum with their signs, so that a long one can be broken.

    Examples
    --------
    >>> a, b = sp.symbols("a b")
    >>> typst_terms(a - b / 2)
    ['a', '- frac(b, 2)']

    """
    return TypstPrinter().terms(sp.sympify(expression))


class TypstPrinter(AlgebraPrinter):
    """Prints functions, calculus, logic and matrices, on top of arithmetic."""

    def _print_Symbol(self, expr: Any) -> str:
        return spelt(expr.name)

    def _print_MatrixSymbol(self, expr: Any) -> str:
        return spelt(expr.name)

    def _print_Indexed(self, expr: Any) -> str:
        return f"{spelt(str(expr.base))}_({self._list(expr.indices)})"

    def _print_Function(self, expr: Any) -> str:
        name = type(expr).__name__
        if name in ORDERED:
            order, argument = expr.args
            return f"{ORDERED[name]}_{self._script(order)}({self._print(argument)})"
        if name in FUNCTIONS:
            return f"{FUNCTIONS[name]}({self._list(expr.args)})"
        if isinstance(expr, AppliedUndef):
            return f"{spelt(name)}({self._list(expr.args)})"
        return self.emptyPrinter(expr)

    _print_Max = _print_Min = _print_Function

    def _print_Heaviside(self, expr: Any) -> str:
        # Its value at the jump, the second argument, is a convention.
        return f"theta({self._print(expr.args[0])})"

    def _print_factorial(self, expr: Any) -> str:
        return self._at_least(expr.args[0], PRECEDENCE["Func"], strict=True) + "!"

    def _print_binomial(self, expr: Any) -> str:
        return f"binom({self._list(expr.args)})"

    def _print_KroneckerDelta(self, expr: Any) -> str:
        return f"delta_({self._list(expr.args)})"

    def _print_Piecewise(self, expr: Any) -> str:
        rows = [
            f'{self._print(value)} &"otherwise"'
            if condition == sp.true
            else f'{self._print(value)} &"if" {self._print(condition)}'
            for value, condition in expr.args
        ]
        return f"cases({', '.join(rows)})"

    def _print_Integral(self, expr: Any) -> str:
        signs = "".join(f"integral{self._bounds(lim)} " for lim in expr.limits[::-1])
        differentials = "".join(f" dif {self._print(lim[0])}" for lim in expr.limits)
        return signs + self._at_least(expr.function, _PRODUCT) + differentials

    def _bounds(self, limit: Any) -> str:
        if len(limit) == 3:
            return f"_{self._script(limit[1])}^{self._script(limit[2])}"
        return f"^{self._script(limit[1])}" if len(limit) == 2 else ""

    def _print_Sum(self, expr: Any) -> str:
        return self._over(expr, "sum")

    def _print_Product(self, expr: Any) -> str:
        return self._over(expr, "product")

    def _over(self, expr: Any, sign: str) -> str:
        signs = "".join(
            f"{sign}_({self._print(i)} = {self._print(low)})^{self._script(high)} "
            for i, low, high in expr.limits[::-1]
        )
        strict = sign == "product"
        return signs + self._at_least(expr.function, _PRODUCT, strict)

    def _print_Derivative(self, expr: Any) -> str:
        function, order = expr.expr, int(expr.derivative_count)
        if is_primed(expr):
            return f"{spelt(type(function).__name__)}{chr(39) * order}" + self._wrapped(
                function.args[0]
            )
        d = "partial" if requires_partial(function) else "dif"
        above = d if order == 1 else f"{d}^({order})"
        below = " ".join(
            f"{d} {self._print(x)}" + ("" if n == 1 else f"^{self._script(n)}")
            for x, n in reversed(expr.variable_count)
        )
        inner = isinstance(function, sp.Integral | sp.Sum)
        text = (
            self._print(function)
            if inner
            else self._at_least(function, _PRODUCT, strict=True)
        )
        return f"frac({above}, {below}) {text}"

    def _print_Subs(self, expr: Any) -> str:
        # Brackets, not a bar: they show how far back the substitution reaches.
        inner, variables, values = expr.args
        pairs = zip(variables, values, strict=True)
        places = ", ".join(f"{self._print(x)} = {self._print(v)}" for x, v in pairs)
        return f"[{self._print(inner)}]_({places})"

    def _print_Relational(self, expr: Any) -> str:
        left, right = (
            self._wrapped(side)
            if isinstance(side, Relational | BooleanFunction)
            else self._print(side)
            for side in expr.args
        )
        return f"{left} {RELATIONS[expr.rel_op]} {right}"

    def _print_And(self, expr: Any) -> str:
        return self._joined(expr, " and ")

    def _print_Or(self, expr: Any) -> str:
        return self._joined(expr, " or ")

    def _joined(self, expr: Any, word: str) -> str:
        parts = sorted(expr.args, key=sp.default_sort_key)
        return word.join(
            self._print(p) if p.is_Relational else self._wrapped(p) for p in parts
        )

    def _print_Not(self, expr: Any) -> str:
        return f"not {self._wrapped(expr.args[0])}"

    def _print_BooleanTrue(self, expr: Any) -> str:
        return '"true"'

    def _print_BooleanFalse(self, expr: Any) -> str:
        return '"false"'

    def _print_UnevaluatedExpr(self, expr: Any) -> str:
        return self._wrapped(expr.args[0])

    def _print_MatrixBase(self, expr: Any) -> str:
        rows = "; ".join(self._list(row) for row in expr.tolist())
        return f'mat(delim: "[", {rows})'

"""The Typst printer: exact strings, a second route through an evaluator and LaTeX."""

import re
from collections import Counter
from fractions import Fraction

import pytest
import sympy as sp
import tylax
import typst as compiler
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy.core.relational import Relational

from tests.derived import derived
from verify.claim import Claim
from verify.claims import ALL
from verify.report.algebra import UnprintableError
from verify.report.printer import typst, typst_terms

a, b, c, n, t, x, y = sp.symbols("a b c n t x y")
eps, rho = sp.symbols("epsilon rho")
f, g = sp.Function("f"), sp.Function("g")
INTEGRAL, SUM = sp.Integral(f(t), (t, 0, x)), sp.Sum(f(t), (t, 0, n))


def product(*factors: sp.Expr | int) -> sp.Expr:
    return sp.Mul(*map(sp.sympify, factors), evaluate=False)


def total(*terms: sp.Expr | int) -> sp.Expr:
    return sp.Add(*map(sp.sympify, terms), evaluate=False)


CASES = {
    "(integral_(0)^(x) f(t) dif t)^(2)": INTEGRAL**2,
    "(sum_(t = 0)^(n) f(t))^(2)": SUM**2,
    "(integral_(0)^(x) f(t) dif t) (sum_(t = 0)^(n) f(t))": INTEGRAL * SUM,
    "2 a integral_(0)^(x) f(t) dif t": INTEGRAL * a * 2,
    "integral_(a)^(b) integral_(0)^(x) f(t) dif t dif x": sp.Integral(
        f(t), (t, 0, x), (x, a, b)
    ),
    "integral_(0)^(1) (f(t) + 1) dif t": sp.Integral(f(t) + 1, (t, 0, 1)),
    "-integral (-f(t)) dif t": -sp.Integral(-f(t), t),
    "product_(t = 1)^(n) (f(t) + 1)": sp.Product(f(t) + 1, (t, 1, n)),
    "(a + b) (a - c)": (a + b) * (a - c),
    "-(a + b)": product(-1, a + b),
    "-2 (a + b)": product(-2, a + b),
    "a - (b - c)": total(a, product(-1, b - c)),
    "a + (b + c)": total(a, total(b, c)),
    "a (-b)": product(a, product(-1, b)),
    "-(-b)": product(-1, product(-1, b)),
    "x - a": x - a,
    "1 - a - b": 1 - a - b,
    "-a - b": -a - b,
    "frac(1, x)": 1 / x,
    "frac(1, (a + b)^(2))": (a + b) ** -2,
    "frac(a, b c)": a / b / c,
    "frac(1, 1 + frac(1, x + 1))": 1 / (1 + 1 / (1 + x)),
    "frac(1, sqrt(x))": 1 / sp.sqrt(x),
    "frac(sqrt(3), 2)": sp.sqrt(3) / 2,
    "frac(2, 3) sqrt(x)": 2 * sp.sqrt(x) / 3,
    "frac(x, 2)": x / 2,
    "-frac(1, 2)": -sp.Rational(1, 2),
    "2 dot 3": product(2, 3),
    "3 dot 2^(n)": 3 * 2**n,
    "(-x)^(n)": (-x) ** n,
    "(frac(1, 2))^(n)": sp.Rational(1, 2) ** n,
    "(x^(2))^(n)": (x**2) ** n,
    "(x^(2))^(y)": sp.Symbol("x^2") ** y,
    "3^(2\\/3)": sp.Integer(3) ** sp.Rational(2, 3),
    "a x^(-n)": a * x**-n,
    "e^(-x)": sp.exp(-x),
    "(e^(x))^(n)": sp.Pow(sp.exp(x), n, evaluate=False),
    "f(x)^(2)": f(x) ** 2,
    "(n!)^(2)": sp.factorial(n) ** 2,
    "(a + b)!": sp.factorial(a + b),
    "binom(n, 2)": sp.binomial(n, 2),
    "f''(x)": f(x).diff(x, 2),
    "(f'(x))^(2)": f(x).diff(x) ** 2,
    "x f'(x)": x * f(x).diff(x),
    "frac(dif, dif x) (x f(x))": sp.Derivative(x * f(x), x),
    "frac(dif^(2), dif x^(2)) f(2 x)": sp.Derivative(f(2 * x), (x, 2)),
    "frac(partial^(2), partial y partial x) g(x, y)": sp.Derivative(g(x, y), x, y),
    "frac(dif, dif x) integral_(0)^(x) f(t) dif t": sp.Derivative(INTEGRAL, x),
    "[a x + b]_(x = frac(1, n))": sp.Subs(a * x + b, x, 1 / n),
    'op("Ai")\'(-x)': sp.airyaiprime(-x),
    "J_(-1\\/3)(x)^(2)": sp.besselj(-sp.Rational(1, 3), x) ** 2,
    "Gamma(frac(2, 3))": sp.gamma(sp.Rational(2, 3)),
    "max(0, 1 - abs(a - b))": sp.Max(0, 1 - sp.Abs(a - b)),
    "delta_(a, b)": sp.KroneckerDelta(a, b),
    "floor(frac(n, 2))": sp.floor(n / 2),
    'cases(x &"if" x > 0, 0 &"otherwise")': sp.Piecewise((x, x > 0), (0, True)),
    '2 (cases(x &"if" x > 0, 0 &"otherwise"))': 2 * sp.Piecewise((x, x > 0), (0, True)),
    'mat(delim: "[", a, b; c, 1)': sp.Matrix([[a, b], [c, 1]]),
    "w_(n)": sp.Indexed("w", n),
    "F_(r)^(2)": sp.Symbol("F_r") ** 2,
    "C_(1)": sp.Symbol("C1"),
    'upright("mass") rho': sp.Symbol("mass") * rho,
    "pi x": sp.pi * x,
    "0.25": sp.Float(0.25),
    "1.5 dot 10^(-20)": sp.Float(1.5e-20),
    "-infinity": -sp.oo,
    "a != b": sp.Ne(a, b),
    "a <= b": sp.Le(a, b),
    '(a > 0) = "true"': sp.Eq(a > 0, sp.true, evaluate=False),
    '"true"': sp.Eq(1, 1),
    "1 = 1": sp.Eq(1, 1, evaluate=False),
    "(b > 0 or c > 0) and a > 0": sp.And(a > 0, sp.Or(b > 0, c > 0)),
    "not (a)": sp.Not(a),
}


@pytest.mark.parametrize("expected", CASES, ids=CASES)
def test_expressions_print_as_they_are_written(expected: str) -> None:
    assert typst(CASES[expected]) == expected


@pytest.mark.parametrize(
    "node", [sp.zeta(x), sp.Lambda(x, x + 1), sp.FiniteSet(1, 2), sp.nan, sp.Tuple(x)]
)
def test_an_unknown_node_is_refused_by_name(node: sp.Basic) -> None:
    holder = node if not isinstance(node, sp.Expr) else 1 + f(node)
    with pytest.raises(UnprintableError, match=rf"got {type(node).__name__}: "):
        typst(holder)


def test_the_terms_of_a_sum_joined_are_the_sum() -> None:
    long = a - b / 2 - (a + 1) * c + INTEGRAL
    assert len(typst_terms(long)) == 4
    assert " ".join(typst_terms(long)) == typst(long)
    assert typst_terms(a * b) == ["a b"]


def test_every_formula_compiles_without_warnings() -> None:
    formulas = [step.relation for claim in ALL for step in derived(claim.derivation)]
    texts = [*CASES, *map(typst, formulas)]
    lines = [f"$ {text} $" for text in texts]
    _, warnings = compiler.compile_with_warnings(
        "\n\n".join(lines).encode(), format="pdf", ignore_system_fonts=True
    )
    assert warnings == []


# The second route: what a reader would compute from the printed text.


class Reader:
    """Evaluates printed arithmetic by the conventions of written mathematics."""

    def __init__(self, text: str, values: dict[str, Fraction]) -> None:
        self.tokens = re.findall(r"\d+|[a-z]+|\\/|[-+^(),]", text)
        self.values = values

    def peek(self) -> str:
        return self.tokens[0] if self.tokens else ""

    def take(self, expected: str = "") -> str:
        token = self.tokens.pop(0)
        assert not expected or token == expected
        return token

    def sum(self) -> Fraction:
        sign = -1 if self.peek() == "-" and self.take() else 1
        value = sign * self.product()
        while self.peek() in ("+", "-"):
            value += (1 if self.take() == "+" else -1) * self.product()
        return value

    def product(self) -> Fraction:
        value = self.power()
        while self.peek() not in ("", "+", "-", ")", ",", "\\/"):
            if self.peek() == "dot":
                self.take()
            value *= self.power()
        return value

    def power(self) -> Fraction:
        value = self.atom()
        while self.peek() == "^":
            self.take()
            value = value ** int(self.group()[0])
        return value

    def group(self) -> list[Fraction]:
        self.take("(")
        inside = [self.sum()]
        while self.peek() == ",":
            self.take()
            inside.append(self.sum())
        self.take(")")
        return inside

    def atom(self) -> Fraction:
        if self.peek() == "(":
            return self.group()[0]
        token = self.take()
        if token == "frac":
            above, below = self.group()
            return above / below
        return self.values[token] if token in self.values else Fraction(int(token))


def trees(leaves: st.SearchStrategy[sp.Expr]) -> st.SearchStrategy[sp.Expr]:
    lists = st.lists(leaves, min_size=2, max_size=3)
    powers = st.tuples(leaves, st.sampled_from([-2, -1, 2, 3]))
    return st.one_of(
        lists.map(lambda terms: total(*terms)),
        lists.map(lambda factors: product(*factors)),
        powers.map(lambda p: sp.Pow(p[0], p[1], evaluate=False)),
    )


LEAVES = st.one_of(
    st.sampled_from([a, b, x]),
    st.integers(-3, 5).map(sp.Integer),
    st.sampled_from([sp.Rational(1, 2), sp.Rational(-2, 3)]),
)


@settings(max_examples=300)
@given(st.recursive(LEAVES, trees, max_leaves=7))
def test_the_printed_text_has_the_value_of_the_expression(tree: sp.Expr) -> None:
    values = {"a": Fraction(2, 7), "b": Fraction(-5, 3), "x": Fraction(11, 4)}
    numbers = {sp.Symbol(k): sp.Rational(v) for k, v in values.items()}
    exact = tree.xreplace(numbers).doit()
    parts = (part.xreplace(numbers).doit() for part in sp.preorder_traversal(tree))
    assume(all(part.is_finite for part in parts))
    reader = Reader(typst(tree), values)
    assert reader.sum() == Fraction(int(exact.p), int(exact.q))
    assert reader.tokens == []


def letters(latex: str) -> Counter[str]:
    """Count letters, commands and digits; a factor 1/2 may stand in front or below."""
    latex = latex.replace("\\varepsilon", "\\epsilon").replace("\\varphi", "\\phi")
    latex = re.sub(r"\\(mathrm|operatorname)\s*\{(\w+)\}", r"\2", latex)
    layout = r"\\(left|right|limits|substack|quad|cdot|prime|frac|sqrt|[,;! ])|'"
    latex = re.sub(layout, " ", latex)
    return Counter(re.findall(r"\\[A-Za-z]+|[A-Za-z]|[02-9]", latex))


def is_spelt_alike(relation: Relational) -> bool:
    """Exclude f'(x), which LaTeX has with differentials, and 10^-31, with zeros."""
    return "'" not in typst(relation) and "10**(-" not in str(relation)


@pytest.mark.parametrize("claim", ALL, ids=lambda c: c.name)
def test_latex_made_from_the_typst_text_has_sympy_s_letters(claim: Claim) -> None:
    formulas = [step.relation for step in derived(claim.derivation)]
    alike = [relation for relation in formulas if is_spelt_alike(relation)]
    assert alike
    for relation in alike:
        translated = tylax.typst_to_latex(f"$ {typst(relation)} $")
        assert letters(translated) == letters(sp.latex(relation)), relation

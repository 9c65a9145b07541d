"""Operators on any file: every place where an error of a kind can be planted.

Each takes a node with its file, and yields a node and the text that replaces it.
"""

# Each condition on a line of its own says where an error can be planted.
# ruff: noqa: SIM102

import ast
from collections.abc import Callable, Iterator

from tests.trust.planted import Source

Found = Iterator[tuple[ast.AST, str]]
Operator = Callable[[ast.AST, Source], Found]

_TEXTS = (ast.JoinedStr, ast.Tuple, ast.List)
_TURNED = {
    ast.Lt: ">=",
    ast.LtE: ">",
    ast.Gt: "<=",
    ast.GtE: "<",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.In: "not in",
    ast.NotIn: "in",
    ast.Is: "is not",
    ast.IsNot: "is",
}
_EDGE = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
_OTHER = {
    "any": "all",
    "all": "any",
    "min": "max",
    "max": "min",
    "argmin": "argmax",
    "argmax": "argmin",
    "minimum": "maximum",
    "maximum": "minimum",
}
_LAW = {
    "sin": "cos",
    "cos": "sin",
    "exp": "expm1",
    "sum": "mean",
    "mean": "median",
    "cumsum": "cumprod",
    "sqrt": "square",
    "floor": "ceil",
    "ceil": "floor",
    "jv": "yv",
    "besselj": "bessely",
    "log": "log1p",
    "sinh": "cosh",
    "cosh": "sinh",
    "union": "intersection",
}
_BOUNDARY = {
    "constant": "edge",
    "wrap": "constant",
    "edge": "constant",
    "reflect": "wrap",
    "circular": "zeros",
    "zeros": "circular",
    "same": "full",
    "valid": "same",
}


def _number(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
    )


def _textual(node: ast.AST) -> bool:
    text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return text or isinstance(node, _TEXTS)


def sign(node: ast.AST, source: Source) -> Found:
    """A sum for a difference, or the sign left out."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        if not _textual(node.left) and not _textual(node.right):
            other = "-" if isinstance(node.op, ast.Add) else "+"
            left, right = source.of(node.left), source.of(node.right)
            yield node, f"(({left}) {other} ({right}))"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        if not _number(node.operand):
            yield node, f"({source.of(node.operand)})"


def factor(node: ast.AST, source: Source) -> Found:
    """A product for a quotient, or a number that is twice as large."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
        if not _textual(node.left) and not _textual(node.right):
            other = "/" if isinstance(node.op, ast.Mult) else "*"
            left, right = source.of(node.left), source.of(node.right)
            yield node, f"(({left}) {other} ({right}))"
            yield node, f"(1.1 * ({source.of(node)}))"
    above = source.parents.get(node)
    if _number(node) and isinstance(above, ast.BinOp) and node.value:  # type: ignore[attr-defined]
        if isinstance(above.op, ast.Mult | ast.Div):
            yield node, f"({source.of(node)} * 2)"


def order(node: ast.AST, source: Source) -> Found:
    """One power more, or one less."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow):
        yield node.right, f"({source.of(node.right)} + 1)"
        yield node.right, f"({source.of(node.right)} - 1)"


def off_by_one(node: ast.AST, source: Source) -> Found:
    """One more, or one less, in a range, an index, a slice or a sum with 1."""
    above = source.parents.get(node)
    if isinstance(node, ast.Call) and source.of(node.func).endswith(
        ("range", "arange", "linspace", "roll")
    ):
        if node.args:
            last = node.args[min(1, len(node.args) - 1)]
            yield last, f"({source.of(last)} + 1)"
            yield last, f"({source.of(last)} - 1)"
    if isinstance(above, ast.Slice) and node in (above.lower, above.upper):
        yield node, f"({source.of(node)} + 1)"
    if isinstance(above, ast.BinOp) and isinstance(above.op, ast.Add | ast.Sub):
        if isinstance(node, ast.Constant) and node.value == 1 and _number(node):
            yield node, "0"
            yield node, "2"


def boundary(node: ast.AST, source: Source) -> Found:
    """Other values at the ends, or another comparison at the edge."""
    if isinstance(node, ast.Constant) and node.value in _BOUNDARY:
        if isinstance(node.value, str):
            yield node, repr(_BOUNDARY[node.value])
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        if edge := _EDGE.get(type(node.ops[0])):
            left, right = source.of(node.left), source.of(node.comparators[0])
            yield node, f"(({left}) {edge} ({right}))"
    if isinstance(node, ast.Call) and "pad" in source.of(node.func):
        if len(node.args) == 2 and not node.keywords:
            yield node, f"{source.of(node)[:-1]}, mode='edge')"


def taps(node: ast.AST, source: Source) -> Found:
    """A number of a list that is another, a list reversed, others of every second."""
    if isinstance(node, ast.Tuple | ast.List) and len(node.elts) >= 2:
        if all(_number(e) or isinstance(e, ast.UnaryOp) for e in node.elts):
            for one in (node.elts[0], node.elts[-1]):
                yield one, f"({source.of(one)} + 1)"
            texts = [source.of(e) for e in node.elts]
            loaded = isinstance(node.ctx, ast.Load) and not _axes(node, source)
            if loaded and texts != texts[::-1]:
                yield node, f"(({source.of(node).strip('()[]')})[::-1])"
    if isinstance(node, ast.Slice) and node.step is not None and node.lower is None:
        text = source.of(node)
        yield node, "1" + text if text.startswith("::2") else "::1"


def _axes(node: ast.AST, source: Source) -> bool:
    """Return whether a list is of the axes of a sum, which have no order."""
    above = source.parents.get(node)
    return isinstance(above, ast.keyword) and above.arg == "axis"


def slope(node: ast.AST, source: Source) -> Found:
    """Another slope below zero."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        if node.id in ("slope", "alpha", "leak"):
            yield node, f"(0.9 * {node.id})"
            yield node, f"(1 - {node.id})"


def comparison(node: ast.AST, source: Source) -> Found:
    """A comparison turned or left out; ``or`` for ``and``."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        left, right = source.of(node.left), source.of(node.comparators[0])
        yield node, f"(({left}) {_TURNED[type(node.ops[0])]} ({right}))"
    if isinstance(node, ast.Compare) and len(node.ops) == 2:
        start, end = source.span(node.left)[0], source.span(node.comparators[0])[1]
        yield node, f"({source.text[start:end]})"
    if isinstance(node, ast.BoolOp):
        other = " or " if isinstance(node.op, ast.And) else " and "
        parts = [f"({source.of(value)})" for value in node.values]
        yield node, f"({other.join(parts)})"
        for i in range(len(parts)):
            rest = [p for j, p in enumerate(parts) if j != i]
            joined = (" and " if isinstance(node.op, ast.And) else " or ").join(rest)
            yield node, f"({joined})"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield node, f"bool({source.of(node.operand)})"


def certificate(node: ast.AST, source: Source) -> Found:
    """A function of yes or no that says yes; a figure of failures that is 0."""
    if isinstance(node, ast.Return) and node.value is not None:
        around = source.function(node)
        if around is None or around.returns is None:
            return
        said = source.of(around.returns)
        if said == "bool":
            yield node.value, "True"
        if said == "int":
            yield node.value, "0"
        if said == "str" and not source.file.startswith("theory"):
            yield node.value, "''"
        if said == "Iterator[str]":
            yield node.value, "iter(())"


def any_for_all(node: ast.AST, source: Source) -> Found:
    """``any`` for ``all``, the least for the largest."""
    if isinstance(node, ast.Call):
        name = node.func
        last = source.of(name).split(".")[-1]
        if last in _OTHER:
            whole = source.of(name)
            yield name, whole[: len(whole) - len(last)] + _OTHER[last]


def another_law(node: ast.AST, source: Source) -> Found:
    """Another function of the same arguments."""
    if isinstance(node, ast.Call):
        whole = source.of(node.func)
        last = whole.split(".")[-1]
        if last in _LAW:
            yield node.func, whole[: len(whole) - len(last)] + _LAW[last]
        if last == "uniform":
            yield node, f"({source.of(node)}) ** 2"
        if last in ("abs", "sorted") and len(node.args) == 1 and not node.keywords:
            yield node, f"({source.of(node.args[0])})"


def argument(node: ast.AST, source: Source) -> Found:
    """Two arguments of one call in each other's place."""
    if isinstance(node, ast.Call) and len(node.args) >= 2 and len(node.args) <= 4:
        first, second = node.args[:2]
        plain = (ast.Name, ast.Attribute)
        if isinstance(first, plain) and isinstance(second, plain):
            if source.of(first) != source.of(second):
                start = source.span(first)[0] - source.span(node)[0]
                end = source.span(second)[1] - source.span(node)[0]
                text = source.of(node)
                swapped = f"{source.of(second)}, {source.of(first)}"
                yield node, text[:start] + swapped + text[end:]


def constant_result(node: ast.AST, source: Source) -> Found:
    """One and the same for every sample; a tenth too much."""
    if isinstance(node, ast.Return) and node.value is not None:
        around = source.function(node)
        said = source.of(around.returns) if around and around.returns else ""
        text = source.of(node.value)
        if said.startswith(("Float", "Array", "NDArray", "np.ndarray")):
            yield node.value, f"0 * ({text}) + ({text}).mean()"
            yield node.value, f"({text}) * 1.1"
        if said == "float":
            yield node.value, f"({text}) * 1.1"


def term(node: ast.AST, source: Source) -> Found:
    """A term of a sum times zero."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        if not _number(node.right) and not _textual(node.right):
            if not _textual(node.left):
                yield node.right, f"(0 * ({source.of(node.right)}))"


GENERAL: dict[str, Operator] = {
    "a sign": sign,
    "a factor": factor,
    "an order": order,
    "off by one": off_by_one,
    "a boundary": boundary,
    "taps": taps,
    "a slope": slope,
    "a comparison turned or dropped": comparison,
    "a certificate that says yes": certificate,
    "any for all, least for largest": any_for_all,
    "another law": another_law,
    "arguments exchanged": argument,
    "one answer for all, or a tenth more": constant_result,
    "a term times zero": term,
}

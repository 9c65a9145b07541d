"""What somebody probably meant by an expression that is no law of r."""

import ast
import re

_SIGNS = {
    "−–—": "a minus sign is -",
    "×·∙⋅": "to multiply, write *",
    "÷∕": "to divide, write /",
    "²³⁴": "for powers, write r**2",
    "≤≥≠": "comparisons are <, <=, > and >=",
    "√": "a root is sqrt(r)",
    "π": "write pi",
    "ρ": "the radius is r, in shares of the largest",
    "“”‘’„\"'": "write no quotation marks",
}
_NAMES = {
    "log10": "log(r) / log(10)",
    "ln": "log(r)",
    "power": "r**2",
    "pow": "r**2",
    "square": "r**2",
    "fabs": "abs(r)",
    "where": "a comparison, which counts 1 where it holds: (r < 0.3) + 2 * (r > 0.6)",
    "heaviside": "a comparison, which counts 1 where it holds: (r > 0.6)",
    "uniform": "1",
    "lognorm": "its density: exp(-(log(r / 0.3) / 0.5)**2 / 2) / r",
    "lognormal": "its density: exp(-(log(r / 0.3) / 0.5)**2 / 2) / r",
    "norm": "its density: exp(-((r - 0.5) / 0.1)**2 / 2)",
    "normal": "its density: exp(-((r - 0.5) / 0.1)**2 / 2)",
    "gauss": "its density: exp(-((r - 0.5) / 0.1)**2 / 2)",
    "gamma": "its density: r**(3 - 1) * exp(-r / 0.2)",
    "expon": "its density: exp(-r / 0.2)",
    "weibull": "its density: r**(3 - 1) * exp(-(r / 0.4)**3)",
    "weibull_min": "its density: r**(3 - 1) * exp(-(r / 0.4)**3)",
    "pareto": "its density: r**-3 * (r > 0.1)",
}
_KNOWN = ("sqrt", "exp", "log", "sin", "cos", "abs", "beta", "pi", "e")


def of_text(text: str) -> str:
    """Return a hint for what is not even Python's notation; empty for none.

    Examples
    --------
    >>> of_text("1 − r")
    " A minus sign is - ('−' is another character)."

    """
    for signs, hint in _SIGNS.items():
        for sign in signs:
            if sign in text:
                said = f"{hint[0].upper()}{hint[1:]}"
                return f" {said} ({sign!r} is another character)."
    if re.search(r"\d\s*(r\b|\()|\)\s*(r\b|\(|\d)", text):
        return " To multiply, write *: 2 * r."
    if re.search(r"&&|\|\||!", text):
        return " For and, multiply comparisons; for or, add them."
    return ""


def of_node(node: ast.AST) -> str:
    """Return a hint for a part that no law may hold; empty for none."""
    match node:
        case ast.BinOp(op=ast.BitXor()):
            return " For powers, write **."
        case ast.BoolOp() | ast.BinOp(op=ast.BitAnd() | ast.BitOr()):
            return (
                " For and, multiply comparisons; for or, add them: "
                "(r > 0.2) * (r < 0.4) + (r > 0.6)."
            )
        case ast.Tuple():
            return " The decimal sign is a point: 0.5."
        case ast.IfExp():
            return " A comparison counts 1 where it holds: (r < 0.3) + 2 * (r > 0.6)."
        case ast.Call(func=function):
            return _of_name(function) or (
                " A function takes one argument in round brackets, min and max two."
            )
        case ast.Name(id=name) if name in _KNOWN:
            return f" {name} needs its argument: {name}(r)."
        case ast.Name() | ast.Attribute():
            return _of_name(node) or " The radius is r, in shares of the largest."
    return ""


def _of_name(node: ast.expr) -> str:
    """Return a hint for a function of another library, or one without a name here."""
    dotted = isinstance(node, ast.Attribute)
    names = [part.id for part in ast.walk(node) if isinstance(part, ast.Name)]
    names += [part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)]
    if any("kde" in name.lower() for name in names):
        return " Give the radii themselves: --radii FILE."
    for name in names:
        if name.lower() in _NAMES:
            return f" Write {_NAMES[name.lower()]}."
    if dotted and names[-1] in _KNOWN:
        return f" Write {names[-1]} without what stands before it."
    return ""

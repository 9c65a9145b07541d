"""How names, functions and relations are spelt in Typst mathematics and in figures."""

import re

from sympy.core.alphabets import greeks
from sympy.printing.conventions import split_super_sub

FUNCTIONS = {
    "airyai": 'op("Ai")',
    "airybi": 'op("Bi")',
    "airyaiprime": 'op("Ai")\'',
    "airybiprime": 'op("Bi")\'',
    "gamma": "Gamma",
    "erf": 'op("erf")',
    "log": "ln",
    "sin": "sin",
    "cos": "cos",
    "tan": "tan",
    "sinh": "sinh",
    "cosh": "cosh",
    "tanh": "tanh",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "sign": 'op("sgn")',
    "Max": "max",
    "Min": "min",
    "Abs": "abs",
    "floor": "floor",
    "ceiling": "ceil",
}

ORDERED = {"besselj": "J", "bessely": "Y", "besseli": "I", "besselk": "K"}
"""Functions of two arguments whose first one, the order, is a subscript."""

RELATIONS = {"==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


_DRAWN = {"pi": "π", "rho": "ρ", "sigma": "σ", "delta": "δ", "eta": "η", "tau": "τ"}


def drawn(name: str) -> str:
    """Return a name with formulas in it as Matplotlib's mathematical text.

    Examples
    --------
    >>> drawn("cos(pi rho^1.428 / 2) - p ~ r")
    'cos(π ρ$^{1.428}$ / 2) − p ∝ r'

    """
    text = name.replace("$", r"\$")
    for word, letter in _DRAWN.items():
        text = re.sub(rf"\b{word}\b", letter, text)
    text = text.replace(" - ", " − ").replace(" ~ ", " ∝ ")
    return re.sub(r"\^(\(([^)]*)\)|[\w.]+)", _raised, text)


def _raised(found: re.Match[str]) -> str:
    return f"$^{{{found[2] or found[1]}}}$"


_GREEK = {"lambda", *greeks} - {"lamda"}
_LETTERS = _GREEK | {letter.capitalize() for letter in _GREEK} | {"ell"}


def spelt(name: str) -> str:
    """Return the Typst form of a name.

    Examples
    --------
    >>> [spelt(name) for name in ("x", "rho", "F_r", "C1", "mass")]
    ['x', 'rho', 'F_(r)', 'C_(1)', 'upright("mass")']

    """
    base, supers, subs = split_super_sub(name)
    text = _word(base)
    text += f"_({' '.join(map(_word, subs))})" if subs else ""
    return text + (f"^({' '.join(map(_word, supers))})" if supers else "")


def _word(word: str) -> str:
    if word in _LETTERS or word.isdigit() or (len(word) == 1 and word.isalpha()):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'upright("{escaped}")'

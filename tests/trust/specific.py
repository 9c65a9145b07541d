"""Operators on experiments, on the house and on claims.

As in ``operators``: each yields a node and the text that replaces it.
"""

# Each condition on a line of its own says where an error can be planted.
# ruff: noqa: SIM102

import ast
import re

from tests.trust.operators import (
    GENERAL,
    Found,
    Operator,
    any_for_all,
    argument,
    boundary,
    certificate,
    comparison,
    factor,
    off_by_one,
    sign,
)
from tests.trust.planted import Source

_NETWORK = re.compile(r"(model|network|autoencoder|decode|decoder|encode|encoder)$")
_KNOWN = re.compile(r"(?<![a-z])(train|known|seen|fitted)(?![a-z])")
_UNSEEN = re.compile(r"(?<![a-z])(test|unseen|held|fresh|other|even|hole)(?![a-z])")
_VERB = re.compile(r" (is|are|has|have|can|does|do|keeps|learns|gives) ")


def bias_left_in(node: ast.AST, source: Source) -> Found:
    """A switch the other way round: with a bias, not centred, ..."""
    above = source.parents.get(node)
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        if isinstance(above, ast.keyword) and above.arg not in ("strict", "frozen"):
            yield node, repr(not node.value)


def test_is_train(node: ast.AST, source: Source) -> Found:
    """What was trained on in the place of what was not."""
    around = source.function(node)
    if around is None or not isinstance(node, ast.Name):
        return
    if isinstance(node.ctx, ast.Load) and _UNSEEN.search(node.id.replace("_", " ")):
        names = {n.id for n in ast.walk(around) if isinstance(n, ast.Name)}
        names |= {a.arg for a in (*around.args.args, *around.args.kwonlyargs)}
        for name in sorted(names):
            if _KNOWN.search(name.replace("_", " ")):
                yield node, name


def decoded_is_given(node: ast.AST, source: Source) -> Found:
    """A network left out, or one that gives every sample the same."""
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        if _NETWORK.search(source.of(node.func)) and "self" not in source.of(node):
            text = source.of(node)
            yield node, f"({source.of(node.args[0])})"
            yield node, f"(lambda y: 0 * y + y[:1])({text})"
            yield node, f"(0 * {text})"


def seed_dropped(node: ast.AST, source: Source) -> Found:
    """The same seed whatever is asked for."""
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    if name == "seed" and isinstance(getattr(node, "ctx", None), ast.Load):
        yield node, "0"


def best_only(node: ast.AST, source: Source) -> Found:
    """In what an experiment returns: all in order, or for all what the best has."""
    if isinstance(node, ast.Dict) and "import numpy as np" in source.text:
        if not any(isinstance(n, ast.Return) for n in source.above(node)):
            return
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                text = source.of(value)
                yield value, f"np.sort(np.asarray({text}), axis=0)"
                yield value, f"(lambda y: 0 * y + y.min(axis=0))(np.asarray({text}))"
                yield value, f"(lambda y: 0 * y + y[:1])(np.asarray({text}))"


def left_out(node: ast.AST, source: Source) -> Found:
    """A call whose result nobody takes, left out."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        if not source.of(node).startswith(("super", "warnings")):
            yield node, "pass"


def entry_dropped(node: ast.AST, source: Source) -> Found:
    """An entry left out of what identifies or describes a thing."""
    if isinstance(node, ast.Dict) and len(node.keys) > 1:
        for key in node.keys:
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                pairs = zip(node.keys, node.values, strict=True)
                kept = [
                    f"{source.of(k)}: {source.of(v)}" if k else f"**{source.of(v)}"
                    for k, v in pairs
                    if k is not key
                ]
                yield node, "{" + ", ".join(kept) + "}"


def one_dropped(node: ast.AST, source: Source) -> Found:
    """The first of many left out of a loop: a seed, a file, a rival."""
    if isinstance(node, ast.For | ast.comprehension):
        yield node.iter, f"list({source.of(node.iter)})[1:]"
    if isinstance(node, ast.comprehension):
        for condition in node.ifs:
            yield condition, "True"


def number_doubled(node: ast.AST, source: Source) -> Found:
    """A bound of the house twice as large."""
    if isinstance(node, ast.Assign) and source.parents.get(node) is source.tree:
        if isinstance(node.value, ast.Constant) and isinstance(node.value.value, float):
            yield node.value, f"2 * {source.of(node.value)}"


def negated(node: ast.AST, source: Source) -> Found:
    """A statement that says the opposite."""
    if isinstance(node, ast.keyword) and node.arg == "statement":
        text = node.value
        if isinstance(text, ast.Constant) and (found := _VERB.search(text.value)):
            changed = f"{text.value[: found.end()]}not {text.value[found.end() :]}"
            yield text, repr(changed)


def doubled(node: ast.AST, source: Source) -> Found:
    """A tolerance, or the bound of a check, twice as large."""
    if isinstance(node, ast.keyword) and node.arg in ("tolerance", "at_most"):
        text = source.of(node.value)
        if isinstance(node.value, ast.Dict):
            yield node.value, f"{{k: 2 * v for k, v in {text}.items()}}"
        else:
            yield node.value, f"2 * ({text})"


def removed(node: ast.AST, source: Source) -> Found:
    """A rival, a check, a sweep or an assumption left out."""
    if isinstance(node, ast.keyword) and isinstance(node.value, ast.Tuple):
        if node.arg in ("rivals", "checks", "assumptions"):
            for one in node.value.elts:
                kept = [source.of(e) for e in node.value.elts if e is not one]
                yield node.value, "(" + "".join(f"{e}, " for e in kept) + ")"


def answer_is_prediction(node: ast.AST, source: Source) -> Found:
    """A reading that returns the prediction, or zeros, or hides what is unusable."""
    if isinstance(node, ast.keyword) and node.arg in ("answer", "invalid"):
        above = source.parents.get(node)
        if isinstance(above, ast.Call) and source.of(above.func) == "Measurement":
            if node.arg == "invalid":
                yield node.value, "''"
            elif "\ndef _predict()" in source.text:
                yield node.value, "_predict()"


def value_zero(node: ast.AST, source: Source) -> Found:
    """A measured value that a check looks at is 0, whatever was measured."""
    if isinstance(node, ast.keyword) and node.arg == "values":
        if isinstance(node.value, ast.Dict):
            for key, value in zip(node.value.keys, node.value.values, strict=True):
                if key is not None:
                    yield value, "0.0"


EXPERIMENTS: dict[str, Operator] = {
    **GENERAL,
    "a bias left in, a switch turned": bias_left_in,
    "test = train": test_is_train,
    "decoded = given, one image for all": decoded_is_given,
    "the seed dropped": seed_dropped,
    "best starts only, one for all": best_only,
    "a step left out": left_out,
}
HOUSE: dict[str, Operator] = {
    "a sign": sign,
    "a factor": factor,
    "off by one": off_by_one,
    "a boundary": boundary,
    "a comparison turned or dropped": comparison,
    "a certificate that says yes": certificate,
    "any for all, least for largest": any_for_all,
    "arguments exchanged": argument,
    "a switch turned": bias_left_in,
    "a step left out": left_out,
    "an entry left out of a key": entry_dropped,
    "one dropped": one_dropped,
    "a bound doubled": number_doubled,
}
CLAIMS: dict[str, Operator] = {
    "a sign": sign,
    "a factor": factor,
    "a comparison turned or dropped": comparison,
    "a certificate that says yes": certificate,
    "any for all, least for largest": any_for_all,
    "a statement negated": negated,
    "a tolerance or a bound doubled": doubled,
    "a rival, a check or an assumption removed": removed,
    "answer = prediction": answer_is_prediction,
    "a value that is always 0": value_zero,
}
OPERATORS = {
    "theory": GENERAL,
    "experiments": EXPERIMENTS,
    "house": HOUSE,
    "claims": CLAIMS,
}

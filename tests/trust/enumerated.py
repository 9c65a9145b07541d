"""All errors that the operators find in the sources, and a sample of them."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice, zip_longest
from pathlib import Path

from tests.trust import arrays
from tests.trust.planted import Planted, Source
from tests.trust.specific import OPERATORS

HOUSE = (
    "answered answers checkpoint claim compare distances judge known measuring pool "
    "results run sealed sources store trial"
)
FILES = {
    "theory": ("theory/*/*.py", "theory/derivation.py"),
    "experiments": ("empirical/**/*.py",),
    "house": tuple(f"verify/{name}.py" for name in HOUSE.split()),
    "claims": ("verify/claims/**/*.py",),
}
"""Where errors of each kind are planted."""


def enumerated(kind: str, root: Path) -> Iterator[Planted]:
    """Yield every error of a kind that the operators find."""
    if kind not in FILES:
        for slug in slugs(root):
            for change in arrays.NAMES if kind == "arrays" else ["a changed world"]:
                yield Planted(kind=kind, operator=change, file=slug)
    for pattern in FILES.get(kind, ()):
        for path in sorted(root.glob(pattern)):
            if path.name != "__init__.py":
                file = path.relative_to(root).as_posix()
                yield from in_file(kind, file, path.read_text("utf-8"))


def slugs(root: Path) -> list[str]:
    """Return the names of all claims."""
    return [
        f"{path.parent.name}.{path.stem.replace('_', '-')}"
        for path in sorted(root.glob("verify/claims/*/*.py"))
        if "\nCLAIM = " in path.read_text("utf-8")
    ]


def in_file(kind: str, file: str, text: str) -> Iterator[Planted]:
    """Yield every error that the operators of a kind find in a file."""
    source = Source(file, text)
    turns = Counter[tuple[str, ...]]()
    nodes = list(_code(source.tree, guards=kind == "house"))
    for name, operator in OPERATORS[kind].items():
        for node in nodes:
            for place, after in operator(node, source):
                start, end = source.span(place)
                line, before = place.lineno, text[start:end]  # type: ignore[attr-defined]
                said = (name, source.line(line), before, after)
                yield Planted(
                    kind=kind,
                    operator=name,
                    file=file,
                    line=line,
                    text=source.line(line),
                    start=start,
                    end=end,
                    before=before,
                    after=after,
                    turn=turns[said],
                )
                turns[said] += 1


def sample(
    found: Sequence[Planted], count: int, seed: int, root: Path
) -> list[Planted]:
    """Return some of the errors, every operator in turn.

    Which ones depends on the seed and on the errors themselves: a change of one file
    leaves the sample of the others as it is.
    """
    by_operator: dict[str, list[Planted]] = defaultdict(list)
    for one in sorted(found, key=lambda p: sha256(f"{seed} {p.key}".encode()).digest()):
        by_operator[one.operator].append(one)
    rows = zip_longest(*(by_operator[name] for name in sorted(by_operator)))
    chosen = (one for row in rows for one in row if one and differs(one, root))
    return list(islice(chosen, count))


def differs(planted: Planted, root: Path) -> bool:
    """Return whether an error leaves code that can be read and is not the same."""
    if planted.of_claim:
        return True
    text = (root / planted.file).read_text("utf-8")
    try:
        changed = ast.parse(planted.in_text(text))
    except SyntaxError:
        return False
    return ast.dump(changed) != ast.dump(ast.parse(text))


def _code(node: ast.AST, *, guards: bool) -> Iterator[ast.AST]:
    """Yield the nodes of what is computed: no docstrings, annotations or refusals.

    Refusals of arguments are code in the house only.
    """
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _spared(child, guards):
                yield from _code(child, guards=guards)


def _spared(node: ast.AST, guards: bool) -> bool:
    """Return whether nothing is planted in a node: words, refusals, imports."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.JoinedStr | ast.Raise | ast.Import | ast.ImportFrom):
        return True
    refuses = isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise)
    return refuses and not guards

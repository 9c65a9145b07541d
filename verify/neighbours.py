"""What lies beside a person's file of Python and belongs to it."""

import ast
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_CODE = ".py"
_OURS = Path(__file__).resolve().parents[1]
_TOOLKIT = {(_OURS, "theory"), (_OURS, "empirical")}
_LONGEST = 200
"""Letters of a text that may be the name of a file."""


@dataclass(frozen=True, kw_only=True)
class Reached:
    """What a file depends on.

    Parameters
    ----------
    files
        The file, the modules beside it that it imports, directly or not, and every
        file that one of them names, by its place in the folder.
    modules
        The top names of the modules beside it.
    others
        Every other module that these import, by its full name.

    """

    files: dict[str, Path]
    modules: frozenset[str]
    others: frozenset[str]


def reached(file: Path) -> Reached:
    """Return what a file depends on; nothing is executed.

    A module lies beside it as ``NAME.py`` or as a folder ``NAME`` with such files. A
    file is named by a text in the source, such as ``"counts.csv"``, that is its place
    in the folder.

    Parameters
    ----------
    file
        A file of Python that can be parsed, by its full path.

    Raises
    ------
    OSError
        If it cannot be read.
    SyntaxError, ValueError
        If it is no Python.

    """
    folder, files = file.parent, {file.name: file}
    modules, others, waiting = set[str](), set[str](), [file]
    while waiting:
        place = waiting.pop()
        found = _told(place.read_bytes(), str(place))
        for name in found.imports:
            top = name.partition(".")[0]
            beside = _module(folder, top)
            others |= set() if beside else {name}
            modules |= {top} if beside else set()
            new = [p for p in beside if p not in files.values()]
            files |= {p.relative_to(folder).as_posix(): p for p in new}
            waiting += new
        for text in found.texts:
            if data := _file(folder, text):
                files.setdefault(text, data)
    return Reached(files=files, modules=frozenset(modules), others=frozenset(others))


@dataclass(frozen=True)
class _Told:
    imports: frozenset[str]
    texts: frozenset[str]


@cache
def _told(source: bytes, file: str) -> _Told:
    """Return which modules a source may import, and its short texts."""
    nodes = list(ast.walk(ast.parse(source, file)))
    texts = {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    names = {name for node in nodes for name in _imported(node)}
    short = {t for t in texts if 0 < len(t) <= _LONGEST and t.isprintable()}
    return _Told(imports=frozenset(names), texts=frozenset(short))


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        # The name imported may be a module or something inside one.
        yield node.module
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _module(folder: Path, top: str) -> list[Path]:
    """Return the files of a module in a folder, none where there is no such module.

    ``verify`` is the toolkit wherever it lies, for no claim is written without it.
    """
    if _installed(folder) or top == "verify" or (folder, top) in _TOOLKIT:
        return []
    package, file = folder / top, folder / f"{top}{_CODE}"
    if (package / f"__init__{_CODE}").is_file() or not file.is_file():
        return sorted(package.rglob(f"*{_CODE}")) if package.is_dir() else []
    return [file]


@cache
def _installed(folder: Path) -> bool:
    """Return whether a folder is where packages are installed: all lies beside all."""
    places = {Path(place).resolve() for place in sysconfig.get_paths().values()}
    return folder in places


def _file(folder: Path, text: str) -> Path | None:
    try:
        path = folder / text
        return path if path.is_file() and path.suffix != _CODE else None
    except (OSError, ValueError):
        return None

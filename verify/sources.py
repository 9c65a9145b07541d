"""Which source files a measurement depends on, as one checksum."""

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from verify.neighbours import reached
from verify.place import located

PACKAGES = ("theory", "empirical", "verify")
"""What the toolkit consists of."""

_PREDICTED_AND_MEASURED = frozenset({"theory", "empirical"})

DATA = (".npz", ".json")
"""What lies beside a module of its name, and is read by it."""

LAYOUTS = (".typ", ".html", ".css", ".js")
"""What reports and explorer are laid out by."""


def source_hash(function: str) -> str:
    """Return the sha256 of the sources that a function can reach by imports.

    Its own module, and whatever of ``theory``, ``empirical`` and of its own package
    that module imports, directly or not; nothing is executed. Arrays that lie beside a
    module under its name are part of it.

    Of a function in a person's file: that file, what lies beside it and belongs to it
    (:mod:`verify.neighbours`), and what these import of the toolkit. It is looked at
    anew at every call, for such a file may change at any time.

    Parameters
    ----------
    function
        ``"package.module:name"``, or ``"FILE.py:name"``.

    Raises
    ------
    ValueError
        If there is no such module.

    """
    if located(function).file:
        return _hash(source_files(function))
    return module_hash(function)


@cache
def module_hash(function: str) -> str:
    """Return the same of a function in a module, worked out once in a process."""
    return _hash(source_files(function))


def toolkit_hash() -> str:
    """Return the sha256 of every file of the toolkit, layouts and arrays included."""
    hashes = [package_hash(package) for package in PACKAGES]
    return hashlib.sha256(" ".join(hashes).encode()).hexdigest()


@cache
def package_hash(package: str) -> str:
    """Return the sha256 of every file of one of the packages."""
    return _hash(_files(package, (".py", *LAYOUTS, *DATA)))


@cache
def code_hash(package: str) -> str:
    """Return the sha256 of the code of one of the packages, without its data."""
    return _hash(_files(package, (".py",)))


def _files(package: str, suffixes: tuple[str, ...]) -> dict[str, Path]:
    folder = (_path(package) or Path(package)).parent
    return {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.suffix in suffixes
    }


def _hash(files: Mapping[str, Path]) -> str:
    """Return the sha256 of files with their names, in the order of the names."""
    digest = hashlib.sha256()
    for name, path in sorted(files.items()):
        digest.update(name.encode() + b"\n")
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def source_files(function: str) -> dict[str, Path]:
    """Return the files behind :func:`source_hash`, by module."""
    where = located(function)
    if where.file:
        own = reached(where.file)
        return {**own.files, **_followed(own.others, frozenset(PACKAGES))}
    packages = _PREDICTED_AND_MEASURED | {where.module.split(".")[0]}
    if _path(where.module) is None:
        raise ValueError(f"function must name a module that exists, got {function!r}.")
    return _followed([where.module], packages)


def _followed(names: Iterable[str], packages: frozenset[str]) -> dict[str, Path]:
    """Return the files of modules, and of what they import of some packages."""
    found: dict[str, Path] = {}
    waiting = [name for name in names if name.split(".")[0] in packages]
    while waiting:
        name = waiting.pop()
        path = _path(name)
        if path is not None and name not in found:
            found[name] = path
            for suffix in DATA:
                beside = path.with_suffix(suffix)
                if beside.is_file():
                    found[f"{name}{suffix}"] = beside
            imported = _imports(path.read_bytes())
            waiting += [n for n in imported if n.split(".")[0] in packages]
    return found


@cache
def _imports(source: bytes) -> frozenset[str]:
    """Return every name that a file may import as a module, and its packages."""
    return frozenset(_imported(source))


def _imported(source: bytes) -> Iterator[str]:
    for node in _statements(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # The name imported may be a module or something inside one.
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield every statement inside a node; no expression can import."""
    for field in ("body", "orelse", "finalbody", "handlers", "cases"):
        for inner in getattr(node, field, ()):
            yield inner
            yield from _statements(inner)


def _path(module: str) -> Path | None:
    """Return the source file of a module, without importing it."""
    top, *rest = module.split(".")
    spec = find_spec(top)
    if spec is None or spec.origin is None:
        return None
    if not rest:
        return Path(spec.origin)
    base = Path(spec.origin).parent.joinpath(*rest)
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((p for p in candidates if p.is_file()), None)

"""What depends on a file, read from the imports alone."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path

ALL_CLAIMS = "verify.claims"
"""The module that lists every claim; a claim that is imported through it is none."""


class Reach:
    """The imports of all sources and tests below a root."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._found: dict[str, dict[str, int]] = {}
        self.files = {
            _module(path.relative_to(root)): path.relative_to(root).as_posix()
            for top in ("theory", "empirical", "verify", "tests")
            for path in sorted((root / top).rglob("*.py"))
        }

    @cached_property
    def imports(self) -> dict[str, frozenset[str]]:
        """The modules that each module imports."""
        known = self.files.keys()
        return {
            module: _imports((self.root / file).read_bytes()) & known
            for module, file in self.files.items()
        }

    def remember(self) -> None:
        """Read all files, so that whoever asks again reads only those that changed."""
        for file in self.files.values():
            _imports((self.root / file).read_bytes())

    def distances(self, module: str) -> dict[str, int]:
        """Return every module that one reaches, by how many imports lie between."""
        if module not in self._found:
            self._found[module] = self._search(module)
        return self._found[module]

    def _search(self, module: str) -> dict[str, int]:
        found, edge = {module: 0}, [module]
        while edge:
            ahead = []
            for name in edge:
                for other in self.imports[name]:
                    if other not in found and not other.startswith("tests.conftest"):
                        found[other] = found[name] + 1
                        if other != ALL_CLAIMS:
                            ahead.append(other)
            edge = ahead
        return found

    def reaches(self, module: str, file: str) -> bool:
        """Return whether a module reaches a file."""
        return _module(Path(file)) in self.distances(module)

    def state(self, modules: Iterable[str], packages: tuple[str, ...]) -> str:
        """Return the sha256 of some modules, those of other packages left out."""
        digest = sha256()
        for module in sorted(modules):
            if module.startswith(packages):
                file = self.root / self.files[module]
                digest.update(module.encode() + file.read_bytes())
                for suffix in (".npz", ".json"):
                    if (beside := file.with_suffix(suffix)).is_file():
                        digest.update(beside.read_bytes())
        return digest.hexdigest()

    def tests(self, file: str, laws: Iterable[str]) -> list[str]:
        """Return the files of tests that reach a file, the nearest first, no laws."""
        module, stem = _module(Path(file)), Path(file).stem
        near = []
        for name, test in self.files.items():
            if not Path(test).name.startswith("test_") or test in laws:
                continue
            reached = self.distances(name)
            if module in reached:
                mirror = Path(test).stem == f"test_{stem}"
                near.append((not mirror, reached[module], test))
        return [test for *_, test in sorted(near)]


@cache
def state_of(root: Path) -> str:
    """Return the sha256 of all sources and tests below a root.

    Without the records of planted errors and fresh seeds: nothing else depends on them.
    """
    digest = sha256()
    for top in ("theory", "empirical", "verify", "tests"):
        for path in sorted((root / top).rglob("*")):
            told = path.is_relative_to(root / "verify/trust")
            if path.suffix in (".py", ".npz", ".json", ".typ") and not told:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def claim_module(slug: str) -> str:
    """Return the module of a claim."""
    return f"{ALL_CLAIMS}.{slug.replace('-', '_')}"


def _module(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _imports(source: bytes) -> frozenset[str]:
    """Return what may be modules that a source imports."""
    return frozenset(_imported(source))


def _imported(source: bytes) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{a.name}" for a in node.names)]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:end]) for end in range(1, len(parts) + 1))

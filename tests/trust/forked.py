"""One planted error in a private copy of the sources, asked in a fork.

The fork finds the libraries loaded, and loads theory, empirical, verify and the tests
from the copy.
"""

import compileall
import gc
import importlib
import json
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from tests.trust.answering import Shelf
from tests.trust.asking import Asked, ask
from tests.trust.hearing import STEP, end, heard
from tests.trust.planted import Planted
from tests.trust.reach import Reach

ROOT = Path(__file__).parents[2]
COPIED = ("theory", "empirical", "verify", "tests", "docs", "benchmarks", "examples")
COMPILED = (".pyc", ".nbi", ".nbc")
LIBRARIES = [
    "numpy",
    "scipy.optimize",
    "scipy.special",
    "scipy.integrate",
    "scipy.sparse",
    "sympy",
    "torch",
    "numba",
    "flint",
    "matplotlib.figure",
    "PIL.Image",
    "pytest",
    "hypothesis",
    "click",
    "rich.console",
    "typst",
    "xdist",
    "jaxtyping",
    "beartype",
    "filelock",
]
STAGES = ("verdict", "law", "test", "record")


@dataclass(frozen=True)
class Noticed:
    """By what an error is noticed: a verdict, a law, a test, a record or nothing."""

    by: str
    where: str
    seconds: float


class Tree:
    """A private copy of the sources and tests."""

    def __init__(
        self,
        folder: Path,
        answers: Path,
        *,
        cheap: float,
        stages: Sequence[str] = STAGES,
    ) -> None:
        self.root, self.answers = folder.resolve(), answers.resolve()
        self.cheap, self.stages = cheap, stages
        self.false: set[str] = set()
        self._true: set[str] = set()
        self.root.mkdir(parents=True, exist_ok=True)
        _mirror(ROOT, self.root)
        for name in COPIED:
            compileall.compile_dir(self.root / name, quiet=2)
        # Every fork finds it remembered.
        Reach(self.root).remember()

    def asked(self, planted: Planted) -> Noticed:
        """Plant an error, ask what notices it, and take it out again.

        What notices must be silent where there is no error. What is not says so on
        the standard error, and the error is asked anew without it.
        """
        begun = time.perf_counter()
        by, where = self._noticed(planted)
        while by in STAGES and not self._silent(planted, where):
            sys.stderr.write(f"without any error too: {where}\n")
            self.false.add(where)
            by, where = self._noticed(planted)
        return Noticed(by, where, time.perf_counter() - begun)

    def _noticed(self, planted: Planted) -> tuple[str, str]:
        if planted.of_claim:
            return self._forked(planted)
        path = self.root / planted.file
        before, stamp = path.read_bytes(), path.stat()
        try:
            path.write_text(planted.in_text(before.decode()), "utf-8")
            return self._forked(planted)
        finally:
            path.write_bytes(before)
            os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    def _silent(self, planted: Planted, where: str) -> bool:
        """Return whether what noticed an error is silent without it."""
        first = where.split(" ")[0]
        named = ".py" in first or first.startswith(("size.", "position.", "pca."))
        if planted.of_claim or not named or where in self._true:
            return True
        _, said = self._forked(planted, control=where)
        if not said:
            self._true.add(where)
        return not said

    def _forked(self, planted: Planted, control: str = "") -> tuple[str, str]:
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._become(planted, writing, control)
        os.close(writing)
        with os.fdopen(reading, "rb", 0) as pipe:
            try:
                return heard(child, pipe)
            finally:
                end(child)

    def _become(self, planted: Planted, writing: int, control: str) -> NoReturn:
        """Ask, in this process, and end it."""
        os.setsid()
        end_with_parent()

        def tell(*words: Any) -> None:
            os.write(writing, json.dumps(words).encode() + b"\n")

        try:
            with tempfile.TemporaryDirectory(prefix="trust-") as scratch:
                self._move_in(planted, Path(scratch))
                reach = Reach(self.root)
                file = "" if planted.of_claim or control else planted.file
                shelf = Shelf(reach, self.answers, file)
                tell("stage", "verdict")
                if planted.of_claim:
                    tell("step", f"{planted}", 3 * STEP)
                    module = importlib.import_module(f"tests.trust.{planted.kind}")
                    tell("ended", *module.ask(planted, shelf.answers))
                else:
                    spared = frozenset(self.false)
                    asked = Asked(
                        planted, reach, shelf, tell, cheap=self.cheap, spared=spared
                    )
                    if control:
                        tell("ended", "control", next(asked.again(control), ""))
                    else:
                        tell("ended", *ask(asked, self.stages))
        except BaseException as error:
            tell("ended", "error", f"{type(error).__name__}: {error}")
        finally:
            os._exit(0)

    def _move_in(self, planted: Planted, scratch: Path) -> None:
        """Let everything of the toolkit be loaded from the copy."""
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        for name in list(sys.modules):
            if name.split(".")[0] in COPIED and not name.startswith("tests.trust"):
                del sys.modules[name]
        sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != ROOT]
        sys.path.insert(0, str(self.root))
        sys.path_importer_cache.clear()
        importlib.invalidate_caches()
        sys.dont_write_bytecode = True
        os.environ |= {
            "PYTHONPATH": str(self.root),
            "PYTHONDONTWRITEBYTECODE": "1",
            "OMP_NUM_THREADS": "1",
            "TMPDIR": str(scratch),
        }
        tempfile.tempdir = None
        os.chdir(self.root)
        path = self.root / planted.file
        if path.is_file() and "compiled" in path.read_text("utf-8"):
            # A loop that is kept does not notice that another one changed.
            import numba

            numba.config.CACHE_DIR = str(scratch / "numba")
            os.environ["NUMBA_CACHE_DIR"] = str(scratch / "numba")


def end_with_parent() -> None:
    """Let this process and its group end when its parent does."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1.0)
        os.killpg(0, signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def _mirror(source: Path, copy: Path) -> None:
    """Make a copy the same as the sources; what Python and numba compiled stays.

    A new copy takes it over: times and sizes of the sources say what of it still holds.
    """
    first = not any(copy.iterdir())
    wanted = {
        path.relative_to(source)
        for name in COPIED
        for path in (source / name).rglob("*")
        if path.is_file()
        and ("__pycache__" not in path.parts or (first and path.suffix in COMPILED))
    } | {Path(p.name) for p in source.iterdir() if p.is_file() and p.name != ".git"}
    for path in copy.rglob("*"):
        kept = "__pycache__" in path.parts or path.relative_to(copy) in wanted
        if path.is_file() and not kept:
            path.unlink()
    for name in wanted:
        ours, theirs = copy / name, source / name
        if not ours.exists() or _stamp(ours) != _stamp(theirs):
            ours.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(theirs, ours)


def _stamp(path: Path) -> tuple[int, int]:
    return path.stat().st_size, path.stat().st_mtime_ns


def load_libraries() -> None:
    """Load what every fork needs, and nothing of the toolkit."""
    for name in LIBRARIES:
        importlib.import_module(name)
    import torch

    torch.set_num_threads(1)
    # No fork need look through them for what is not used any more.
    gc.freeze()

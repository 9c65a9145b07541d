"""One planted error in a private copy of the sources, asked in a fork.

The fork finds the libraries loaded, and loads theory, empirical, verify and the tests
from the copy.
"""

import compileall
import gc
import importlib
import json
import os
import select
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

from tests.faults.command import spent
from tests.trust.answering import Shelf
from tests.trust.asking import Asked, ask
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
STEP, TESTS = 600.0, 1500.0
"""Seconds of the processor that a test and all other tests may take, many times what
they need: a step beyond is said to loop, and tests beyond are cut short."""
STAGES = ("verdict", "law", "test", "record")
IDLE = 600.0
"""Seconds without work after which an error is said to hang."""


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
        self.root.mkdir(parents=True, exist_ok=True)
        _mirror(ROOT, self.root)
        for name in COPIED:
            compileall.compile_dir(self.root / name, quiet=2)

    def asked(self, planted: Planted) -> Noticed:
        """Plant an error, ask what notices it, and take it out again."""
        begun = time.perf_counter()
        path = self.root / planted.file
        if planted.of_claim:
            by, where = self._forked(planted)
        else:
            before, stamp = path.read_bytes(), path.stat()
            try:
                path.write_text(planted.in_text(before.decode()), "utf-8")
                by, where = self._forked(planted)
            finally:
                path.write_bytes(before)
                os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
        return Noticed(by, where, time.perf_counter() - begun)

    def _forked(self, planted: Planted) -> tuple[str, str]:
        reading, writing = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._become(planted, writing)
        os.close(writing)
        with os.fdopen(reading, "rb", 0) as pipe:
            try:
                return _watched(child, pipe)
            finally:
                _end(child)

    def _become(self, planted: Planted, writing: int) -> NoReturn:
        """Ask, in this process, and end it."""
        os.setsid()
        end_with_parent()

        def tell(*words: Any) -> None:
            os.write(writing, json.dumps(words).encode() + b"\n")

        try:
            with tempfile.TemporaryDirectory(prefix="trust-") as scratch:
                self._move_in(planted, Path(scratch))
                reach = Reach(self.root)
                file = "" if planted.of_claim else planted.file
                shelf = Shelf(reach, self.answers, file)
                tell("stage", "verdict")
                if planted.of_claim:
                    tell("step", f"{planted}", 3 * STEP)
                    module = importlib.import_module(f"tests.trust.{planted.kind}")
                    tell("ended", *module.ask(planted, shelf.answers))
                else:
                    asked = Asked(planted, reach, shelf, tell, self.cheap)
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


class _Watch:
    """Hears what a fork says until its end, or says that it takes too long."""

    def __init__(self, child: int) -> None:
        self.child = child
        self.stage, self.step, self.limit = "verdict", "loading", STEP
        self.stage_began = self.step_began = self.spent = spent(child)
        self.moved, self.rest = time.monotonic(), b""

    def hear(self, data: bytes) -> tuple[str, str] | None:
        """Take words; return the answer if it is among them."""
        if not data:
            return "error", f"it died in {self.step}"
        *lines, self.rest = (self.rest + data).split(b"\n")
        for word, *more in map(json.loads, lines):
            if word == "ended":
                return more[0], more[1]
            self.step_began = spent(self.child)
            if word == "stage":
                self.stage, self.step, self.limit = more[0], more[0], STEP
                self.stage_began = self.step_began
            else:
                self.step, self.limit = more
        self.moved = time.monotonic()
        return None

    def tired(self) -> tuple[str, str] | None:
        """Return an answer if a step loops or hangs, or all tests take too long."""
        now = spent(self.child)
        if now > self.spent + 0.05:
            self.spent, self.moved = now, time.monotonic()
        if now - self.step_began > self.limit:
            return self.stage, f"it loops in {self.step}"
        if time.monotonic() - self.moved > IDLE:
            return self.stage, f"it hangs in {self.step}"
        if self.stage == "test" and now - self.stage_began > TESTS:
            return "nothing", f"cut short in {self.step}"
        return None


def _watched(child: int, pipe: Any) -> tuple[str, str]:
    """Return what a fork answers."""
    watch, answer = _Watch(child), None
    while answer is None:
        ready, _, _ = select.select([pipe], [], [], 1.0)
        answer = watch.hear(pipe.read(65536)) if ready else None
        answer = answer or watch.tired()
    return answer


def _end(child: int) -> None:
    """End a fork with all that it started."""
    try:
        os.killpg(child, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)

"""A Dask scheduler and workers as processes on this machine."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parents[1]


class Deployment:
    """A scheduler that has no toolkit, and workers that are started one by one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.stack = folder, ExitStack()
        self.processes: list[subprocess.Popen[bytes]] = []
        self.file = folder / "scheduler.json"

    def __enter__(self) -> Self:
        nothing = without_toolkit(self.folder / "nothing")
        options = ("--port", "0", "--idle-timeout", "600")
        self.scheduler = self._start("scheduler", *options, path=[nothing])
        try:
            # Dask makes the file first, and fills it then.
            until(lambda: self.file.exists() and self.file.read_text().endswith("}"))
        except BaseException:
            self.stack.close()
            raise
        self.address = json.loads(self.file.read_text())["address"]
        return self

    def __exit__(self, *error: object) -> None:
        self.stack.close()

    def worker(
        self,
        *options: str,
        path: Path = ROOT,
        environment: dict[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a worker whose toolkit lies in a folder; one thread, no nanny."""
        options = options or ("--nthreads", "1", "--no-nanny")
        return self._start(
            "worker", *options, path=[path, ROOT], environment=environment
        )

    def joined(self) -> None:
        """Wait until the worker that was started last is known to the scheduler."""
        until(lambda: b"Registered to" in self.log.read_bytes())

    def _start(
        self,
        kind: str,
        *options: str,
        path: list[Path],
        environment: dict[str, str] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a process that ends, by force, with the deployment."""
        words = [sys.executable, "-m", f"distributed.cli.dask_{kind}"]
        words += ["--scheduler-file", str(self.file), "--host", "127.0.0.1"]
        self.log = self.folder / f"{kind}-{len(self.processes)}.log"
        log = self.stack.enter_context(self.log.open("wb"))
        # In a group of its own, which a nanny's children share.
        process = subprocess.Popen(
            [*words, "--no-dashboard", *options],
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(map(str, path)),
                **(environment or {}),
            },
            stdout=log,
            stderr=log,
            cwd=self.folder,
            start_new_session=True,
        )
        self.processes.append(process)
        self.stack.callback(kill, process)
        return process


def kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children at once."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def copy_of_toolkit(folder: Path) -> Path:
    """Copy what is measured with."""
    for package in ("theory", "empirical", "verify"):
        shutil.copytree(
            ROOT / package,
            folder / package,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    return folder


def without_toolkit(folder: Path) -> Path:
    """Make a folder that hides a toolkit which is installed."""
    package = folder / "verify"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'verify'\")\n"
    )
    return folder


def until(condition: Callable[[], object]) -> None:
    """Wait for a condition; slow machines get two minutes."""
    deadline = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


def folders(folder: Path, name: str, count: int) -> list[Path]:
    """Return the folders that some calls are to mark when they begin."""
    made = [folder / f"{name}-{i}" for i in range(count)]
    for one in made:
        one.mkdir()
    return made

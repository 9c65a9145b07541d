"""The command: begun, watched and judged."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import psutil

ROOT = Path(__file__).parents[2]
CLAIMS = ("position.table", "size.airy-constant")
"""Judged in a second each, by one measurement and by three."""

TRAINED = (*CLAIMS, "size.area-optimal")
"""With a training of some seconds, which keeps checkpoints."""

PATIENCE = 300.0
"""Seconds after which a command counts as hanging, on a busy machine too."""

HUNG = -999


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    status: int
    out: str
    err: str


def surroundings(folder: Path, **others: str) -> dict[str, str]:
    """Return the environment of a command whose temporary files lie in a folder."""
    place = folder / "tmp"
    place.mkdir(exist_ok=True)
    inherited = {n: v for n, v in os.environ.items() if not n.startswith("PYTHON")}
    return {
        **inherited,
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
        "SOURCE_DATE_EPOCH": "1700000000",
        "COLUMNS": "80",
        "TMPDIR": str(place),
        **others,
    }


def program(*words: str) -> list[str]:
    """Return the words that start the command."""
    return [sys.executable, "-m", "verify", *words]


def begun(
    folder: Path,
    words: Sequence[str | bytes],
    *,
    environment: Mapping[str, str] | None = None,
    **streams: Any,
) -> subprocess.Popen[str]:
    """Begin a command as from a terminal: in a group of its own that hears Ctrl-C."""
    given: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(
        words,
        cwd=folder,
        env=surroundings(folder) if environment is None else dict(environment),
        text=True,
        errors="backslashreplace",
        start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.default_int_handler),
        **{**given, **streams},
    )


def end_of(process: subprocess.Popen[str]) -> Ended:
    """Wait for a command; one that hangs is killed with all that it started."""
    try:
        out, err = process.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, err = process.communicate()
        return Ended(HUNG, out or "", err or "")
    return Ended(process.returncode, out or "", err or "")


def run(folder: Path, *words: str, **others: Any) -> Ended:
    """Run the command to its end."""
    return end_of(begun(folder, program(*words), **others))


def forked(
    folder: Path, *words: str, before: Callable[[], object] = lambda: None
) -> Ended:
    """Run the command in a fork of this process, which has loaded its modules.

    It saves two thirds of the time where nothing is measured.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            _become(folder, words, before, out.fileno(), err.fileno())
        status = _status(child)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode(errors="backslashreplace"))
    return Ended(status, *texts)


def _become(
    folder: Path,
    words: Sequence[str],
    before: Callable[[], object],
    out: int,
    err: int,
) -> NoReturn:
    """Be the command from here on."""
    status = 1
    try:
        os.setsid()
        os.chdir(folder)
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.environ.update(surroundings(folder))
        tempfile.tempdir = None
        signal.signal(signal.SIGINT, signal.default_int_handler)
        from verify import __main__ as command

        # So that workers, which load it again, do not load this one.
        sys.modules["__main__"] = command
        sys.argv = ["verify", *words]
        before()
        command.main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _status(child: int) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return HUNG


def spent(process: int) -> float:
    """Return the seconds of the processor that a process and its children had."""
    total = 0.0
    try:
        parent = psutil.Process(process)
        for one in (parent, *parent.children(recursive=True)):
            times = one.cpu_times()
            total += times.user + times.system
            total += times.children_user + times.children_system
    except psutil.Error:
        pass
    return total


def at(process: subprocess.Popen[str], seconds: float) -> bool:
    """Wait until a command has had so much of the processor; say if it still runs."""
    while process.poll() is None:
        if spent(process.pid) >= seconds:
            return True
        time.sleep(0.002)
    return False


def left_behind(session: int) -> list[str]:
    """Return what still runs of a session, ten seconds after its end at most."""
    deadline = time.monotonic() + 10
    while (names := _of(session)) and time.monotonic() < deadline:
        time.sleep(0.05)
    return names


def _of(session: int) -> list[str]:
    found = []
    for one in psutil.process_iter():
        try:
            if os.getsid(one.pid) == session and one.status() != "zombie":
                found.append(" ".join(one.cmdline()[:4]))
        except (OSError, psutil.Error):
            continue
    return found

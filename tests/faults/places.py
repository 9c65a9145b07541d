"""Folders, homes and clocks that are odd."""

import os
import shutil
import time
from collections.abc import Callable

from tests.faults.command import (
    CLAIMS,
    begun,
    end_of,
    forked,
    program,
    run,
    surroundings,
)
from tests.faults.damage import copied
from tests.faults.kind import Bench, Kind, expect
from tests.faults.rules import fair, results, resumed, whole

NAMES: tuple[bytes, ...] = (
    b"a b",
    b" a b ",
    "Ünï-日本-😀".encode(),
    "e\u0301 \u202e\u200b".encode(),
    b"'\"`$x;&|<>*?",
    b"a\nb",
    b"a\tb\rc",
    b"a[/b] [red]c[/]",
    b"[link=x]",
    b":smile:",
    b"./-x",
    b"--fresh",
    b"x" * 255,
    b"/".join([b"y" * 200] * 15),
    b"\xff\xfe",
    b"a\xe9b/\xff",
    b"\x1b[31m",
    b"%s{0}\\n",
    b"#set page()",
    b"a/../b",
    b"./././c/",
    b"~",
)


def name(bench: Bench, number: int) -> None:
    """Give the folder an odd name, in words of bytes."""
    given = NAMES[number % len(NAMES)]
    out = bench.folder / os.fsdecode(given)
    if number % len(NAMES) != 19:
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(bench.warm / "reports", out)
        if number % 2:
            shutil.rmtree(out / "store/runs")
    where = os.fsdecode(b"--out=" + given)
    fair(forked(bench.folder, *CLAIMS, "--jobs", "2", where), 0)
    expect(results(bench.folder, str(out)) == results(bench.warm), "other results")
    ended = forked(bench.folder, "show", "position.table", where)
    fair(ended, 0)
    expect("Last verdict: CONFIRMED" in ended.out, "it is not shown")


REFUSED: tuple[bytes, ...] = (
    b"",
    b" ",
    b"x" * 256,
    b"/".join([b"y" * 200] * 30),
    b"/dev/null",
    b"/dev/full/x",
    b"/proc/self",
    b"/proc/1/x",
    b"/sys/x",
    b"file",
    b"file/x",
    b"loop",
    b"loop/x",
    b"nowhere",
)


def refused(bench: Bench, number: int) -> None:
    """Name a folder in which nothing can be written."""
    (bench.folder / "file").touch()
    (bench.folder / "loop").symlink_to("loop")
    (bench.folder / "nowhere").symlink_to("/proc/nowhere/at/all")
    given = REFUSED[number % len(REFUSED)]
    ended = forked(bench.folder, "position.table", os.fsdecode(b"--out=" + given))
    fair(ended, 2)


HOMES: tuple[dict[str, str | None], ...] = (
    {"HOME": None},
    {"HOME": ""},
    {"HOME": "/dev/null"},
    {"HOME": "/proc/nowhere"},
    {"HOME": None, "PATH": None, "USER": None, "LOGNAME": None, "LANG": None},
    {"TMPDIR": "/nowhere/at/all"},
    {"TMPDIR": ""},
    {"MPLCONFIGDIR": "/proc/nowhere"},
    {"MPLBACKEND": "nonsense"},
    {"XDG_CACHE_HOME": "/dev/null", "XDG_CONFIG_HOME": "/dev/null"},
    {"NUMBA_CACHE_DIR": "/proc/nowhere"},
    {"NUMBA_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "64"},
    {"SOURCE_DATE_EPOCH": "0"},
    {"SOURCE_DATE_EPOCH": "253402300799"},
    {"SOURCE_DATE_EPOCH": ""},
)


def home(bench: Bench, number: int) -> None:
    """Run without a home, or with one that cannot be used."""
    changes = HOMES[number % len(HOMES)]
    given = {**surroundings(bench.folder), **changes}
    place = {n: value for n, value in given.items() if value is not None}
    words = (*CLAIMS, "--jobs", "2")
    fair(run(bench.folder, *words, environment=place), 0)
    whole(bench, bench.folder)


def gone(bench: Bench, number: int) -> None:
    """Let the working folder be removed before the command, or on the way."""
    at = bench.folder / "at"
    at.mkdir()
    place = surroundings(bench.folder)
    out = str(bench.folder / "reports")
    shutil.copytree(bench.warm / "reports", out)
    words = [
        ("list",),
        ("show", "position.table"),
        CLAIMS,
        (*CLAIMS, "--out", out),
        (*CLAIMS, "--out", out, "--fresh"),
        ("--help",),
    ][number % 6]
    line = f'rmdir ../at && exec {" ".join(program())} "$@"'
    ended = end_of(begun(at, ["sh", "-c", line, "sh", *words], environment=place))
    fair(ended, *((0,) if number % 6 in (0, 5) else (2,)))
    resumed(bench, bench.folder)


def removed(bench: Bench, number: int) -> None:
    """Remove the folder, or the store, in the middle of a run."""
    from tests.faults.command import at

    process = begun(bench.folder, program(*CLAIMS, "--jobs", "2"))
    at(process, bench.chance.uniform(0.3, 0.9) * bench.seconds)
    target = (
        bench.folder / ("reports", "reports/store", "reports/store/runs")[number % 3]
    )
    shutil.rmtree(target, ignore_errors=True)
    ended = end_of(process)
    fair(ended, 0, 2, 3)
    resumed(bench, bench.folder)


DAY = 86400.0
CLOCKS: tuple[Callable[[float], float], ...] = (
    lambda now: now - 30 * DAY,
    lambda now: now - 365.25 * 40 * DAY,
    lambda now: 0.0,
    lambda now: 1.5,
    lambda now: -5.0 * DAY,
    lambda now: now + 30 * DAY,
    lambda now: now + 365.25 * 100 * DAY,
    lambda now: 2.0**31 + 5,
    lambda now: 2.0**32 + 5,
    lambda now: 253402300799.0,
    lambda now: now - (now * 1000 % 1) * DAY,
)


def clock(bench: Bench, number: int) -> None:
    """Set the clock back, forward, or to and fro, and then right again."""
    copied(bench)
    shown, real = CLOCKS[number % len(CLOCKS)], time.time

    def patch() -> None:
        time.time = lambda: shown(real())
        del os.environ["SOURCE_DATE_EPOCH"]

    words = (*CLAIMS, "--jobs", "1")
    for more in (("--fresh",), ()):
        fair(forked(bench.folder, *words, *more, before=patch), 0)
        whole(bench, bench.folder)
    fair(forked(bench.folder, "report", before=patch), 0)
    resumed(bench, bench.folder)


KINDS = (
    Kind(
        name="odd names of the folder for --out",
        tries=len(NAMES),
        provoke=name,
        quick=True,
        rule="status 0; the same results; show finds them",
    ),
    Kind(
        name="a folder for --out that cannot be one",
        tries=len(REFUSED),
        provoke=refused,
        quick=True,
        rule="status 2 before anything is measured",
    ),
    Kind(
        name="no home, no temporary folder, odd settings",
        tries=len(HOMES),
        provoke=home,
        rule="status 0; the same results",
    ),
    Kind(
        name="a working folder that is gone",
        tries=6,
        provoke=gone,
        rule="list and help end with 0; the others with 2",
    ),
    Kind(
        name="its folders removed in the middle",
        tries=6,
        provoke=removed,
        rule="status 0, 2 or 3; run again, the same results",
    ),
    Kind(
        name="a clock set back or forward",
        tries=len(CLOCKS),
        provoke=clock,
        rule="status 0; the same results",
    ),
)

"""Disks that are full, read-only or failing."""

import errno
import os
import resource
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

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
from tests.faults.rules import fair, measurements, resumed, stored, whole

WORDS = (*CLAIMS, "--jobs", "2")
MOUNTED = """
mount -t tmpfs -o {options} none reports || exit 99
"$@"; echo $? > status
test -f reports/results.json && cp reports/results.json first.json
mount -o remount,{more} reports || exit 99
"$@" 2>again >again.out; echo $? > again.status
cp -r reports left
"""
"""In a namespace of its own, so that nobody else sees what is mounted."""


@cache
def mountable() -> bool:
    """Return whether a small disk can be mounted here without harm."""
    return (
        shutil.which("unshare") is not None
        and os.system(
            "unshare --mount --propagation private sh -c "
            "'mount -t tmpfs -o size=64k none /mnt' 2>/dev/null"
        )
        == 0
    )


def full(bench: Bench, number: int) -> None:
    """Run on a small disk, in bytes or in files, and again when there is room.

    Where none can be mounted, no file may grow beyond so many bytes.
    """
    size = 4 * int(bench.chance.uniform(1, 60)) if number else 4
    if not mountable():
        return _limited(bench, size)
    files = number % 4 == 3
    inodes = bench.chance.randint(3, 24)
    _mounted(
        bench,
        f"nr_inodes={inodes}" if files else f"size={size}k",
        "nr_inodes=10000" if files else "size=64m",
        (0, 2, 3),
    )
    return None


def _mounted(bench: Bench, options: str, more: str, statuses: tuple[int, ...]) -> None:
    (bench.folder / "reports").mkdir()
    line = MOUNTED.format(options=options, more=more)
    words = ["unshare", "--mount", "--propagation", "private", "sh", "-c", line, "sh"]
    place = surroundings(bench.folder)
    ended = end_of(begun(bench.folder, [*words, *program(*WORDS)], environment=place))
    status = int((bench.folder / "status").read_text())
    fair(type(ended)(status, ended.out, ended.err), *statuses)
    if status == 3:
        expect("2 of 2 as expected" in ended.err, f"no verdicts: {ended.err!r}")
    again = (bench.folder / "again").read_text()
    fair(type(ended)(int((bench.folder / "again.status").read_text()), "", again), 0)
    whole(bench, bench.folder, "left")


def _limited(bench: Bench, size: int) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size * 1024, size * 1024))

    fair(forked(bench.folder, *WORDS, before=limit), 0, 2, 3)
    resumed(bench, bench.folder)


def small(bench: Bench, number: int) -> None:
    """Let no file grow beyond so many bytes."""
    limit = (0, 100, 700, 2000, 10_000, 30_000, 60_000, 100_000)[number % 8]

    def patch() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    ended = forked(bench.folder, *WORDS, before=patch)
    # Below that, the file in which it is caught does not hold what is said.
    if limit >= 2000:
        fair(ended, 2, 3)
    expect(ended.status in (2, 3), f"status {ended.status}")
    if ended.status == 3 and limit >= 2000:
        expect("2 of 2 as expected" in ended.err, f"no verdicts: {ended.err!r}")
    kept = measurements(bench.folder / "reports")
    expect(stored(resumed(bench, bench.folder).err) == kept, "something was lost")


WRONG = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EACCES)
CALLS = ("fsync", "replace", "open")


def failing(bench: Bench, number: int) -> None:
    """Let one call that writes fail, or every one from then on."""
    if number % 2:
        copied(bench)
        for path in bench.chance.sample(
            sorted((bench.folder / "reports/store/runs").iterdir()), 3
        ):
            path.unlink()
    first = bench.chance.randrange(12)
    last = first + 1 if number % 3 else 10**9
    name, code = CALLS[number % len(CALLS)], WRONG[number % len(WRONG)]

    def patch() -> None:
        _fail(name, bench.folder / "reports", code, range(first, last))

    ended = forked(bench.folder, *WORDS, before=patch)
    fair(ended, 0, 2, 3)
    if ended.status != 2:
        expect("2 of 2 as expected" in ended.err, f"no verdicts: {ended.err!r}")
    kept = measurements(bench.folder / "reports")
    expect(stored(resumed(bench, bench.folder).err) == kept, "something was lost")


def _fail(name: str, folder: Path, code: int, when: range) -> None:
    """Let calls of a number fail that write into a folder."""
    import io
    import pathlib

    calls = iter(range(10**9))

    def failing(real: Callable[..., Any], writes: Callable[..., bool]) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            if writes(*args) and next(calls) in when:
                raise OSError(code, os.strerror(code))
            return real(*args, **kwargs)

        return call

    if name == "fsync":
        os.fsync = failing(os.fsync, lambda *_: True)
    elif name == "replace":
        os.replace = failing(os.replace, lambda *_: True)
    else:
        opened = failing(
            io.open, lambda path, mode="r", *_: "w" in mode and "reports" in str(path)
        )
        pathlib.io.open = opened  # type: ignore[attr-defined]


READ_ONLY = """
mount --bind reports reports && mount -o remount,ro,bind reports || exit 99
"$@"
"""


def read_only(bench: Bench, number: int) -> None:
    """Run in a folder that is read-only, or that belongs to somebody else."""
    if number % 2:
        copied(bench)
    (bench.folder / "reports").mkdir(exist_ok=True)
    words = program(*(("report",), WORDS, ("show", "position.table"))[number % 3])
    space = ["unshare", "--mount", "--propagation", "private", "sh", "-c", READ_ONLY]
    if not mountable():
        (bench.folder / "reports").chmod(0o555)
        space = ["sh", "-c", '"$@"']
    place = surroundings(bench.folder)
    ended = end_of(begun(bench.folder, [*space, "sh", *words], environment=place))
    fair(ended, *((0,) if "show" in words else (2,)))
    (bench.folder / "reports").chmod(0o755)
    resumed(bench, bench.folder)


def temporary(bench: Bench, number: int) -> None:
    """Fill the folder of temporary files, in which the report is typeset."""
    place = bench.folder / "tmp"
    place.mkdir()
    line = f'mount -t tmpfs -o size=4k none {place}; "$@"'
    if not mountable():
        line = f'rmdir {place}; touch {place}; "$@"'
    words = ["unshare", "--mount", "--propagation", "private", "sh", "-c", line, "sh"]
    ended = end_of(
        begun(
            bench.folder,
            [*words, *program(*WORDS)],
            environment=surroundings(bench.folder),
        )
    )
    fair(ended, 3)
    expect("2 of 2 as expected" in ended.err, f"no verdicts: {ended.err!r}")
    resumed(bench, bench.folder)


LIMITS = (
    (resource.RLIMIT_NOFILE, 8),
    (resource.RLIMIT_NOFILE, 16),
    (resource.RLIMIT_NOFILE, 24),
    (resource.RLIMIT_NOFILE, 32),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_STACK, 512 * 1024),
)


def limits(bench: Bench, number: int) -> None:
    """Give the command few files, or little of something else."""
    kind, value = LIMITS[number % len(LIMITS)]

    def patch() -> None:
        resource.setrlimit(kind, (value, value))

    ended = forked(bench.folder, *WORDS, before=patch)
    if "as expected" in ended.err and ended.status:
        expect("Too many open files" in ended.err, f"no reason: {ended.err!r}")
    else:
        fair(ended, 0, 2, 3)
    resumed(bench, bench.folder)
    fair(run(bench.folder, *WORDS), 0)


KINDS = (
    Kind(
        name="a full disk, in bytes or in files",
        tries=8,
        provoke=full,
        rule="status 3 with the verdicts, or 2 if nothing at all can be written, or 0 "
        "if it was enough; with room again, the same results",
    ),
    Kind(
        name="no file may grow beyond a limit",
        tries=8,
        provoke=small,
        rule="status 3 with the verdicts, or 2; without the limit nothing is lost",
    ),
    Kind(
        name="a write that fails once or from then on",
        tries=20,
        provoke=failing,
        rule="status 0, 2 or 3, with the verdicts but for 2; run again, what was "
        "stored is found, with the same results",
    ),
    Kind(
        name="a read-only folder",
        tries=6,
        provoke=read_only,
        rule="a run and report end with 2; show with 0; nothing is lost",
    ),
    Kind(
        name="a full folder of temporary files",
        tries=2,
        provoke=temporary,
        rule="status 3 with the verdicts; with room again, the same results",
    ),
    Kind(
        name="few open files, a small stack",
        tries=len(LIMITS),
        provoke=limits,
        rule="status 0, 2 or 3; without the limit, the same results",
    ),
)

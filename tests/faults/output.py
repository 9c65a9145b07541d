"""Streams, terminals and letters that a command cannot write."""

import json
import os
import pty
import threading
from contextlib import suppress

from tests.faults.command import (
    CLAIMS,
    Ended,
    begun,
    end_of,
    program,
    run,
    surroundings,
)
from tests.faults.damage import copied
from tests.faults.kind import Bench, Kind, expect
from tests.faults.rules import fair, resumed, whole

RUN = " ".join(CLAIMS) + " --jobs 1"


def shell(bench: Bench, line: str, **others: str) -> Ended:
    """Run a line of bash in which ``verify`` is the command."""
    verify = f'verify() {{ {" ".join(program())} "$@"; }}; {line}'
    environment = surroundings(bench.folder, **others)
    return end_of(begun(bench.folder, ["bash", "-c", verify], environment=environment))


UNHEARD = (
    f"verify {RUN} 2> >(head -c1 >/dev/null)",
    f"verify {RUN} 2> >(true)",
    f"verify {RUN} 2>/dev/full",
    f"verify {RUN} 2>&-",
    f"verify {RUN} >&-",
    f"verify {RUN} <&-",
    f"verify {RUN} >&- 2>&- <&-",
    f"verify {RUN} 2>&1 >/dev/full | cat",
    f"verify {RUN} -q 2>&-",
    f"verify {RUN} -v 2>/dev/full",
    f"verify {RUN} --fresh 2>&-",
    f"verify {RUN} --fresh >&- 2>&- <&-",
    f"verify {RUN} --fresh 2> >(head -c1 >/dev/null)",
    f"verify {RUN} --json >out.json 2>&- && test -s out.json",
    f"verify {RUN} --json 2> >(true) >out.json && test -s out.json",
    f"verify {RUN} --json >&-",
)


def unheard(bench: Bench, number: int) -> None:
    """Let nobody hear what is said on the way."""
    copied(bench)
    fair(shell(bench, UNHEARD[number % len(UNHEARD)]), 0)
    whole(bench, bench.folder)
    path = bench.folder / "out.json"
    if path.exists():
        json.loads(path.read_bytes())


FULL = (
    (f"verify {RUN} --json >/dev/full", 3),
    (f"verify {RUN} --json >/dev/full 2>/dev/full", 3),
    ("verify list >/dev/full", 3),
    ("verify show position.table >/dev/full", 3),
    ("verify --help >/dev/full", 3),
    (f"verify {RUN} --json | true; exit ${{PIPESTATUS[0]}}", 141),
    ("verify list | head -c1 >/dev/null; exit ${PIPESTATUS[0]}", 141),
    ("verify list --long | head -1 >/dev/null; exit ${PIPESTATUS[0]}", 141),
    ("verify show size.airy | true; exit ${PIPESTATUS[0]}", 141),
    ("verify compare reports/results.json reports/results.json >/dev/full", 3),
)


def full(bench: Bench, number: int) -> None:
    """Let what was asked for be lost."""
    copied(bench)
    line, status = FULL[number % len(FULL)]
    ended = shell(bench, line)
    # A pipe may be read to its end before the reader is gone.
    statuses = (141, 0) if status == 141 else (status,)
    fair(ended, *statuses, lines=0 if "2>/dev/full" in line else None)
    if "2>/dev/full" not in line and status == 3:
        expect("the output cannot be written" in ended.err, f"unsaid: {ended.err!r}")
    resumed(bench, bench.folder)


LETTERS = (
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "utf-16"},
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LC_ALL": "tr_TR.UTF-8"},
    {"LANG": "nonsense", "LC_ALL": "nonsense"},
    {"COLUMNS": "1"},
    {"COLUMNS": "0", "LINES": "0"},
    {"COLUMNS": "100000"},
    {"COLUMNS": "x", "LINES": "-1"},
    {"TERM": "dumb"},
    {"TERM": ""},
    {"NO_COLOR": "1"},
    {"FORCE_COLOR": "1"},
    {"TZ": "nonsense/nowhere"},
    {"TZ": "Pacific/Kiritimati"},
    {"PYTHONWARNINGS": "error"},
    {"PYTHONOPTIMIZE": "2"},
    {"PYTHONUNBUFFERED": "1"},
    {"PYTHONHASHSEED": "1"},
    {"OMP_NUM_THREADS": "4"},
)


def letters(bench: Bench, number: int) -> None:
    """Run where letters, widths or days are others."""
    files = copied(bench)
    bench.chance.choice(files).unlink()
    place = surroundings(bench.folder, **LETTERS[number % len(LETTERS)])
    words = ("show", "size.airy") if number % 2 else ("list", "--long")
    fair(run(bench.folder, *words, environment=place), 0)
    fair(run(bench.folder, *CLAIMS, "--jobs", "1", "-v", environment=place), 0)
    whole(bench, bench.folder)


def terminal(bench: Bench, number: int) -> None:
    """Run on a terminal, dumb or narrow, that is closed on the way or is not."""
    others = ({}, {"TERM": "dumb"}, {"COLUMNS": "5"}, {"PYTHONIOENCODING": "ascii"})
    place = surroundings(bench.folder, **others[number % len(others)])
    master, slave = pty.openpty()
    process = begun(
        bench.folder,
        program(*CLAIMS, "--jobs", "2"),
        environment=place,
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    said = bytearray()
    closed = number % 2 == 1
    reader = threading.Thread(target=_read, args=(master, said, closed))
    reader.start()
    ended = end_of(process)
    reader.join()
    fair(Ended(ended.status, "", said.decode(errors="replace")), 0)
    expect(closed or b"2 of 2 as expected" in said, f"unsaid: {bytes(said[-300:])!r}")
    whole(bench, bench.folder)


def _read(master: int, said: bytearray, closed: bool) -> None:
    """Read what a terminal shows, or close it once something was drawn."""
    with suppress(OSError):
        while data := os.read(master, 4096):
            said.extend(data)
            if closed and len(said) > 200:
                break
    os.close(master)


def reports(bench: Bench, number: int) -> None:
    """Send all the output of a run to one slow or early reader."""
    line = (
        f"verify {RUN} --json 2>&1 | (sleep 1; cat) >/dev/null",
        f"verify {RUN} --json 2>&1 | (read x; true); exit ${{PIPESTATUS[0]}}",
        f"verify {RUN} --fresh --json 2>&1 | (read x; true); exit ${{PIPESTATUS[0]}}",
    )[number % 3]
    copied(bench)
    ended = shell(bench, line)
    expect(ended.status in (0, 141), f"status {ended.status}: {ended.err!r}")
    resumed(bench, bench.folder)


KINDS = (
    Kind(
        name="nobody hears what is said on the way",
        tries=len(UNHEARD),
        provoke=unheard,
        rule="closed, full or broken stderr, unused stdout: status 0, the same "
        "results; what --json prints is whole",
    ),
    Kind(
        name="what was asked for cannot be written",
        tries=len(FULL),
        provoke=full,
        quick=True,
        rule="a full stdout: status 3, one sentence; a closed pipe: 141, no word",
    ),
    Kind(
        name="all output to a slow or early reader",
        tries=3,
        provoke=reports,
        rule="status 0 or 141; resumed, the same results",
    ),
    Kind(
        name="odd locales, widths, zones and switches of Python",
        tries=len(LETTERS),
        provoke=letters,
        rule="list or show, and a run with status 0; the same results",
    ),
    Kind(
        name="a terminal, dumb, narrow or closed on the way",
        tries=8,
        provoke=terminal,
        rule="status 0; the same results",
    ),
)

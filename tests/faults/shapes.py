"""Files beside the store, of other shapes: ``results.json`` and ``pace.json``."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.faults.command import CLAIMS, forked
from tests.faults.kind import Bench, Kind, expect
from tests.faults.rules import fair, whole

WHOLE: tuple[bytes, ...] = (
    b"",
    b"\n",
    b"null",
    b"true",
    b"3",
    b'"text"',
    b"[]",
    b"{}",
    b"{",
    b"\xff\xfe\x00",
    b"\xef\xbb\xbf{}",
    b"[" * 200_000,
    b'{"a":' * 100_000,
    b"NaN",
    b"1" * 5000,
    b'{"schema": 0}',
    b'{"schema": 2}',
    b'{"schema": 2}',
    b'{"schema": 1e400}',
    b'{"schema": true}',
    b'{"schema": "1"}',
    b'{"schema": [[[]]]}',
    b'{"schema": ' + b"9" * 4000 + b"}",
    bytes(5000),
    b"<html></html>",
    b'{"schema": "[/b]"}',
    '{"schema": "\u202e\U0001f600"}'.encode(),
)

ODD: tuple[Any, ...] = (
    None, True, -1, 10**30, 10**4000, 1e308, float("inf"), float("nan"), "", "x",
    "[/b]", "\ud800", "a\nb", [], [None], [[]], {}, {"": None}, {"x": {"misfit": "y"}},
)  # fmt: skip

ASKED = (
    "law", "law 'r", "law r r", "law (((", "law " + "(" * 5000,
    "law '9**9**9**9'", "law 'exp(exp(exp(1/r)))'", "law nan", "law ''", "--celeba /",
    "--celeba /dev/zero", "--pgan /dev/null", "--pgan /proc/self/mem", "x", "", "\0",
    "law '\0'", "law r.__class__", "law 'beta(1e999, 2)'", "--celeba '\ud800'",
)  # fmt: skip


def _whole(found: dict[str, Any], number: int) -> bytes:
    return WHOLE[number % len(WHOLE)]


def _field(found: dict[str, Any], number: int) -> bytes:
    """Put an odd value in the place of one field, or in a value inside it."""
    claim = found["claims"][number % len(found["claims"])]
    places: list[tuple[Any, Any]] = [
        *((found, name) for name in found),
        *((claim, name) for name in claim),
        *((claim["values"], name) for name in claim["values"]),
        *((claim["rivals"], name) for name in claim["rivals"]),
        (claim["seeds"], 0),
        (claim["misfit"], 0),
        (found["run"], 0),
        (found["versions"], "numpy"),
        (found["claims"], 0),
    ]
    where, name = places[number % len(places)]
    where[name] = ODD[(number * 7 + number // len(places)) % len(ODD)]
    return json.dumps(found).encode()


def _gone(found: dict[str, Any], number: int) -> bytes:
    claim = found["claims"][0]
    names = [*found, *claim]
    name = names[number % len(names)]
    (claim if number % len(names) >= len(found) else found).pop(name)
    return json.dumps(found).encode()


def _asked(found: dict[str, Any], number: int) -> bytes:
    """Let a person have asked for odd things."""
    claim = dict(found["claims"][0], name="law", asked=ASKED[number % len(ASKED)])
    found["claims"].append(claim)
    return json.dumps(found).encode()


def results(
    bench: Bench, number: int, made: Callable[[dict[str, Any], int], bytes]
) -> None:
    """Give commands an odd ``results.json``."""
    shutil.copytree(bench.warm / "reports", bench.folder / "reports")
    path = bench.folder / "reports/results.json"
    good = path.read_bytes()
    odd = made(json.loads(good), number)
    (bench.folder / "good.json").write_bytes(good)
    path.write_bytes(odd)
    for words in (
        ("show", "position.table"),
        ("compare", "good.json", "reports/results.json"),
        ("compare", "reports/results.json", "good.json"),
    ):
        fair(forked(bench.folder, *words), 0, 1, 2)
        expect(path.read_bytes() == odd, f"{words[0]} changed it")
    ended = forked(bench.folder, "report")
    fair(ended, 0, 3)
    path.write_bytes(odd)
    fair(forked(bench.folder, *CLAIMS, "--jobs", "1"), 0)
    whole(bench, bench.folder)


def _kind(name: str, tries: int, made: Callable[[dict[str, Any], int], bytes]) -> Kind:
    def provoke(bench: Bench, number: int) -> None:
        results(bench, number, made)

    return Kind(name=name, tries=tries, provoke=provoke, rule=READ, quick=True)


READ = (
    "show, compare and report end with 0, 1, 2 or 3; a run with 0 and the same results"
)

PACES: tuple[Any, ...] = (
    *ODD[:-1],
    {"x": 1},
    {"here": {"f": [float("inf"), 1.0]}},
    {"here": {"f": [1.0]}},
    {"here": {"f": [-1e9, 1e-300]}},
    {"here": {"f": [float("nan"), float("nan")]}},
    {"here": {"waiting": [float("inf"), 0.0]}},
    {"here": {"waiting": [float("nan"), 0.0]}},
    {"here": {"waiting": [-1e300, 0.0]}},
    {"here": {"waiting": ["1e400", "0"]}},
    {"here": []},
)


def pace(bench: Bench, number: int) -> None:
    """Give a run an odd memory of how long measurements take."""
    import platform

    shutil.copytree(bench.warm / "reports", bench.folder / "reports")
    odd = json.dumps(PACES[number % len(PACES)])
    odd = odd.replace('"here"', json.dumps(platform.node() or "this machine"))
    known = json.loads((bench.warm / "reports/store/pace.json").read_text())
    for name in (name for of in known.values() for name in of):
        if "airy" in name:
            odd = odd.replace('"f"', json.dumps(name))
    (bench.folder / "reports/store/pace.json").write_text(odd)
    fair(forked(bench.folder, *CLAIMS, "--jobs", "1", "--fresh"), 0)
    whole(bench, bench.folder)


PLACES = (
    "results.json",
    "verification.pdf",
    "store",
    "store/runs",
    "store/checkpoints",
    "store/damaged",
    "store/lock",
    "store/pace.json",
)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "file").touch()


THINGS: tuple[Callable[[Path], object], ...] = (
    os.mkfifo,
    _folder,
    Path.touch,
    lambda path: path.symlink_to(path.name),
    lambda path: path.symlink_to("/nowhere/at/all"),
    lambda path: path.symlink_to("/dev/full"),
    lambda path: path.symlink_to("/dev/zero"),
)


def thing(bench: Bench, number: int) -> None:
    """Put something else in the place of a file or folder of the command's."""
    shutil.copytree(bench.warm / "reports", bench.folder / "reports")
    path = bench.folder / "reports" / PLACES[number % len(PLACES)]
    if path.is_dir():
        path.rename(bench.folder / "away")
    else:
        path.unlink(missing_ok=True)
    THINGS[number // len(PLACES) % len(THINGS)](path)
    for words in (
        ("show", "position.table"),
        ("report",),
        (*CLAIMS, "--jobs", "1"),
    ):
        fair(forked(bench.folder, *words), 0, 2, 3)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    fair(forked(bench.folder, *CLAIMS, "--jobs", "1"), 0)
    whole(bench, bench.folder)


KINDS = (
    _kind("a results.json that is none", len(WHOLE), _whole),
    _kind("an odd value in results.json", 48, _field),
    _kind("a field gone from results.json", 24, _gone),
    _kind("odd things asked for in results.json", len(ASKED), _asked),
    Kind(
        name="an odd pace.json",
        tries=len(PACES),
        provoke=pace,
        rule="status 0; the same results",
    ),
    Kind(
        name="a fifo, folder or link in a file's place",
        tries=len(PLACES) * len(THINGS),
        provoke=thing,
        quick=True,
        rule="show, report and a run end with 0, or with 2 or 3; without it status 0 "
        "and the same results",
    ),
)

"""Files of the store that are not what was written."""

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.faults.command import CLAIMS, forked
from tests.faults.kind import Bench, Kind, expect
from tests.faults.rules import fair, flat, sound, whole
from verify import sealed

NAMED = (
    "status 0; the file is named when it is read (a drawing: by report), and moved to "
    "damaged/; what it held is made anew; the results are those of the undisturbed run"
)


def copied(bench: Bench) -> list[Path]:
    """Return the files of a copy of the warm store."""
    shutil.copytree(bench.warm / "reports", bench.folder / "reports")
    return sorted((bench.folder / "reports/store/runs").iterdir())


def mended(bench: Bench, path: Path) -> None:
    """Run the command over a damaged file, and expect it named and made anew."""
    ended = forked(bench.folder, *CLAIMS, "--jobs", "1")
    fair(ended, 0)
    if path.name not in flat(ended.err):
        # A report that is still right is not built again, so no drawing is read.
        ended = forked(bench.folder, "report")
        fair(ended, 0)
    expect(path.name in flat(ended.err), f"{path.name} is not named: {ended.err!r}")
    expect("is damaged" in ended.err, f"not called damaged: {ended.err!r}")
    aside = bench.folder / "reports/store/damaged" / path.name
    expect(os.path.lexists(aside), "it was not moved away")
    whole(bench, bench.folder)


def flip(bench: Bench, number: int) -> None:
    """Flip one bit of one file; every file of the store has its turn."""
    files = copied(bench)
    path = files[number % len(files)]
    data = bytearray(path.read_bytes())
    data[bench.chance.randrange(len(data))] ^= 1 << bench.chance.randrange(8)
    path.write_bytes(data)
    mended(bench, path)


def cut(bench: Bench, number: int) -> None:
    """Cut a file short, every tenth to nothing, or let it grow."""
    files = copied(bench)
    path = files[number % len(files)]
    data = path.read_bytes()
    if number % 4 == 3:
        path.write_bytes(data + bytes(bench.chance.randrange(1, 5000)))
    else:
        length = 0 if number % 10 == 0 else bench.chance.randrange(len(data))
        path.write_bytes(data[:length])
    mended(bench, path)


def swap(bench: Bench, number: int) -> None:
    """Put one whole file under the name of another."""
    files = copied(bench)
    path = files[number % len(files)]
    shutil.copyfile(files[(number + 1 + number // len(files)) % len(files)], path)
    mended(bench, path)


def _about(path: Path, **others: object) -> tuple[dict[str, object], bytes]:
    about, body = sealed.read(path)
    return {**about, **others}, body


def _without(path: Path, name: str) -> None:
    about, body = sealed.read(path)
    del about[name]
    sealed.write(path, about, body)


def _content(path: Path, content: bytes) -> None:
    """Seal bytes that no version would have written."""
    import hashlib

    digest = hashlib.sha256(f"{sealed.SCHEMA} ".encode() + content).hexdigest()
    head = f"latent-space-verify {sealed.SCHEMA} {digest}\n".encode()
    path.write_bytes(head + content)


def _pickled(path: Path) -> None:
    import io

    body = io.BytesIO()
    np.savez(body, answer=np.array([{}], dtype=object))
    sealed.write(path, _about(path)[0], body.getvalue())


SHAPES: tuple[tuple[str, Callable[[Path], object]], ...] = (
    ("no identity", lambda p: _without(p, "identity")),
    ("no seconds", lambda p: _without(p, "seconds")),
    ("no time", lambda p: _without(p, "at")),
    ("no failure", lambda p: _without(p, "failure")),
    ("an identity that is a text", lambda p: sealed.write(p, *_about(p, identity="x"))),
    ("nothing said of it", lambda p: _content(p, b"{}\n")),
    ("a list", lambda p: _content(p, b"[]\n")),
    ("a number", lambda p: _content(p, b"3\n")),
    ("no JSON", lambda p: _content(p, b"{nonsense\n")),
    ("no text", lambda p: _content(p, b"\xff\xfe\n\x00")),
    ("nothing at all", lambda p: _content(p, b"")),
    ("deep JSON", lambda p: _content(p, b"[" * 100_000 + b"\n")),
    ("no arrays", lambda p: sealed.write(p, _about(p)[0], b"")),
    ("arrays that are none", lambda p: sealed.write(p, _about(p)[0], b"PK\x03\x04")),
    ("one array alone", lambda p: sealed.write(p, _about(p)[0], b"\x93NUMPY\x01")),
    ("pickled arrays", _pickled),
)


def shape(bench: Bench, number: int) -> None:
    """Seal something of another shape under the name of a file."""
    files = copied(bench)
    path = files[number % len(files)]
    SHAPES[number % len(SHAPES)][1](path)
    mended(bench, path)


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "file").touch()


THINGS: tuple[tuple[str, Callable[[Path], object]], ...] = (
    ("a fifo", os.mkfifo),
    ("a folder", Path.mkdir),
    ("a folder with a file", _folder),
    ("a socket", _socket),
    ("a link to itself", lambda p: p.symlink_to(p.name)),
    ("a link to a folder", lambda p: p.symlink_to("..")),
    ("a link to a device", lambda p: p.symlink_to("/dev/zero")),
)


def thing(bench: Bench, number: int) -> None:
    """Put what is no file in the place of one, twice: ``damaged/`` has it by then."""
    files = copied(bench)
    path = files[number % len(files)]
    for _ in range(2):
        path.unlink()
        THINGS[number % len(THINGS)][1](path)
        mended(bench, path)


STRANGERS = ("README", ".DS_Store", "a b", "x.unfinished", "é", "f" * 64, "[red]")


def stranger(bench: Bench, number: int) -> None:
    """Put files that are none of the store's into it."""
    copied(bench)
    name = STRANGERS[number % len(STRANGERS)]
    for place in ("runs", "checkpoints", "damaged", "."):
        path = bench.folder / "reports/store" / place / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(bench.chance.randbytes(200) if number % 2 else b"")
    ended = forked(bench.folder, *CLAIMS, "--jobs", "1")
    fair(ended, 0)
    expect("0 are missing" in ended.err, "something was measured")


SCHEMAS = (1, 3, 99, 10**9, 10**30)


def schema(bench: Bench, number: int) -> None:
    """Let a file have been written by another version."""
    import hashlib

    files = copied(bench)
    path = files[number % len(files)]
    other = SCHEMAS[number % len(SCHEMAS)]
    content = path.read_bytes().partition(b"\n")[2]
    digest = hashlib.sha256(f"{other} ".encode() + content).hexdigest()
    path.write_bytes(f"latent-space-verify {other} {digest}\n".encode() + content)
    before = path.read_bytes()
    ended = forked(bench.folder, *CLAIMS, "--jobs", "1")
    fair(ended, 2)
    expect(f"schema {other}" in " ".join(ended.err.split()), "the schema is not named")
    expect(path.read_bytes() == before, "it was changed")
    path.unlink()
    fair(forked(bench.folder, *CLAIMS, "--jobs", "1"), 0)
    whole(bench, bench.folder)


def lost(bench: Bench, number: int) -> None:
    """Remove files of the store: some, all of a kind, a whole folder."""
    files = copied(bench)
    if number % 3 == 2:
        shutil.rmtree(files[0].parent)
    else:
        for path in bench.chance.sample(files, 1 + number % 5):
            path.unlink()
    fair(forked(bench.folder, *CLAIMS, "--jobs", "1"), 0)
    whole(bench, bench.folder)
    sound(bench.folder / "reports")


KINDS = (
    Kind(
        name="a flipped bit in the store",
        tries=104,
        provoke=flip,
        rule=NAMED,
        quick=True,
    ),
    Kind(
        name="a file cut short or grown", tries=24, provoke=cut, rule=NAMED, quick=True
    ),
    Kind(
        name="one file in the place of another",
        tries=12,
        provoke=swap,
        rule=NAMED,
        quick=True,
    ),
    Kind(
        name="a sealed file of another shape",
        tries=32,
        provoke=shape,
        rule=NAMED,
        quick=True,
    ),
    Kind(
        name="no file in the place of one",
        tries=14,
        provoke=thing,
        rule=NAMED,
        quick=True,
    ),
    Kind(
        name="a stranger's file in the store",
        tries=14,
        provoke=stranger,
        rule="status 0; nothing is measured anew",
    ),
    Kind(
        name="a store of another schema",
        tries=5,
        provoke=schema,
        rule="status 2; the schema is named; nothing is changed; without it status 0",
    ),
    Kind(
        name="files of the store removed",
        tries=9,
        provoke=lost,
        rule="status 0; the results are those of the undisturbed run",
    ),
)

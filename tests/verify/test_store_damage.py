"""What lies in the store and is nothing that was written there."""

import hashlib
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from verify import sealed
from verify.checkpoint import FileCheckpoint
from verify.store import Store

MADE = {"seed": 0}
KEY = sealed.checksum(MADE)
WHOLE = {"identity": MADE, "seconds": 1.0, "failure": "", "at": 5}


def arrays(**named: np.ndarray) -> bytes:
    body = io.BytesIO()
    np.savez(body, **named)  # type: ignore[arg-type]
    return body.getvalue()


def content(path: Path, data: bytes) -> None:
    """Seal bytes as they are."""
    digest = hashlib.sha256(f"{sealed.SCHEMA} ".encode() + data).hexdigest()
    head = f"latent-space-verify {sealed.SCHEMA} {digest}\n"
    path.write_bytes(head.encode() + data)


GOOD = arrays(x=np.arange(3))
SEALED = {
    **{
        f"without its {name}": json.dumps(
            {n: v for n, v in WHOLE.items() if n != name}
        ).encode()
        + b"\n"
        + GOOD
        for name in WHOLE
    },
    "a list": b"[]\n" + GOOD,
    "null": b"null\n" + GOOD,
    "no JSON": b"{x\n" + GOOD,
    "no text": b"\xff\xfe\n" + GOOD,
    "deep": b"[" * 100_000 + b"\n" + GOOD,
    "empty": b"",
    "other seconds": json.dumps({**WHOLE, "seconds": "long"}).encode() + b"\n" + GOOD,
    "no arrays": json.dumps(WHOLE).encode() + b"\n",
    "half arrays": json.dumps(WHOLE).encode() + b"\n" + GOOD[: len(GOOD) // 2],
    "other arrays": json.dumps(WHOLE).encode() + b"\nPK\x03\x04",
    "objects": json.dumps(WHOLE).encode() + b"\n" + arrays(x=np.array([{}], object)),
}


@pytest.mark.parametrize("kind", SEALED)
def test_a_sealed_file_of_another_shape_is_damaged(tmp_path: Path, kind: str) -> None:
    notices: list[str] = []
    with Store(tmp_path, notices.append) as store:
        content(tmp_path / "runs" / KEY, SEALED[kind])
        assert store.load(KEY) is None
        assert (tmp_path / "damaged" / KEY).is_file()
        assert store.save(MADE, {"x": np.arange(3)}, seconds=1.0) == KEY
        assert store.load(KEY) is not None
    assert len(notices) == 1
    assert KEY in notices[0]


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "file").touch()


THINGS: dict[str, Callable[[Path], object]] = {
    "file": Path.touch,
    "fifo": os.mkfifo,
    "folder": _folder,
    "link to itself": lambda path: path.symlink_to(path.name),
    "link to nothing": lambda path: path.symlink_to("nowhere"),
    "link to a folder": lambda path: path.symlink_to(".."),
}


@pytest.mark.parametrize("first", THINGS)
@pytest.mark.parametrize("second", THINGS)
def test_whatever_is_in_the_way_is_moved_over_nothing(
    tmp_path: Path, first: str, second: str
) -> None:
    with Store(tmp_path) as store:
        for kind in (first, second):
            THINGS[kind](tmp_path / "runs" / KEY)
            assert store.load(KEY) is None
            THINGS[kind](store.checkpoint(KEY).path)
            assert store.checkpoint(KEY).read() is None
        store.save(MADE, {}, seconds=1.0)
        assert store.load(KEY) is not None
    assert len(list((tmp_path / "damaged").iterdir())) == 4


def test_what_cannot_be_moved_is_said_and_replaced(tmp_path: Path) -> None:
    notices: list[str] = []
    (tmp_path / "damaged").touch()
    with Store(tmp_path, notices.append) as store:
        (tmp_path / "runs" / KEY).write_bytes(b"nonsense")
        assert store.load(KEY) is None
        store.save(MADE, {}, seconds=1.0)
        assert store.load(KEY) is not None
    (notice,) = notices
    assert "It cannot be moved" in notice
    assert KEY in notice


def test_the_state_of_another_training_is_none_of_this(tmp_path: Path) -> None:
    notices: list[str] = []
    with Store(tmp_path, notices.append) as store:
        other = store.checkpoint("b" * 64)
        other.write(b"half way")
        assert other.read() == b"half way"
        mine = FileCheckpoint(other.path.with_name(KEY))
        mine.path.write_bytes(other.path.read_bytes())
        assert mine.read() is None
        assert store.checkpoint(KEY).read() is None
    (notice,) = notices
    assert KEY in notice

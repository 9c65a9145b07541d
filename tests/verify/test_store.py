"""The store: all or nothing, every flipped bit seen, one run at a time."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import verify.sealed
from verify.checkpoint import FileCheckpoint
from verify.sealed import checksum
from verify.store import Store, StoreError

ARRAYS = {"codes": np.arange(5), "profile": np.linspace(0, 1, 6).reshape(2, 3)}
MADE, ANOTHER = {"seed": 0}, {"seed": 1}
KEY, OTHER = checksum(MADE), checksum(ANOTHER)


def saved(folder: Path) -> Path:
    """Keep two measurements; return the file of the first."""
    with Store(folder) as store:
        store.save(MADE, ARRAYS, seconds=1.5)
        store.save(ANOTHER, {}, seconds=0.5, failure="the loss is NaN")
    return folder / "runs" / KEY


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    saved(tmp_path)
    with Store(tmp_path) as store:
        first, second, third = (store.load(k) for k in (KEY, OTHER, "c" * 64))
    assert first is not None
    assert (first.seconds, first.failure) == (1.5, "")
    assert set(first.arrays) == set(ARRAYS)
    for name, array in ARRAYS.items():
        assert first.arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(first.arrays[name], array)
    assert second is not None
    assert second.failure == "the loss is NaN"
    assert third is None


@settings(max_examples=60)
@given(share=st.floats(0, 1, exclude_max=True))
def test_any_flipped_bit_is_named_and_only_that_run_is_lost(
    tmp_path_factory: pytest.TempPathFactory, share: float
) -> None:
    folder, notices = tmp_path_factory.mktemp("store"), []
    path = saved(folder)
    data = path.read_bytes()
    path.write_bytes(flipped(data, int(share * len(data) * 8)))
    with Store(folder, notices.append) as store:
        assert store.load(KEY) is None
        assert store.load(OTHER) is not None
        store.save(MADE, ARRAYS, seconds=1.5)
        assert store.load(KEY) is not None
    assert len(notices) == 1
    assert str(path) in notices[0]
    assert (folder / "damaged" / KEY).exists()


def test_every_bit_of_the_first_line_counts(tmp_path: Path) -> None:
    path = saved(tmp_path)
    data = path.read_bytes()
    for bit in range(8 * (data.index(b"\n") + 1)):
        path.write_bytes(flipped(data, bit))
        with Store(tmp_path) as store:
            assert store.load(KEY) is None, bit


@pytest.mark.parametrize("end", [0, 1, 40, -1])
def test_a_file_cut_short_is_damaged(tmp_path: Path, end: int) -> None:
    path = saved(tmp_path)
    path.write_bytes(path.read_bytes()[:end])
    with Store(tmp_path) as store:
        assert store.load(KEY) is None


def test_a_file_under_another_name_is_not_its_measurement(tmp_path: Path) -> None:
    path = saved(tmp_path)
    path.rename(path.with_name("c" * 64))
    with Store(tmp_path) as store:
        assert store.load("c" * 64) is None


def full(handle: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_failed_write_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved(tmp_path)
    notices: list[str] = []
    with Store(tmp_path, notices.append) as store, monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        for _ in range(2):
            store.save(MADE, {"codes": np.zeros(9)}, seconds=1)
        here = store.load(KEY)
        store.settle()
        assert "No space left" in store.trouble
    assert here is not None
    assert here.arrays["codes"].tolist() == [0] * 9
    assert len(notices) == 1
    assert "kept in memory" in notices[0]
    with Store(tmp_path) as store:
        kept = store.load(KEY)
    assert kept is not None
    np.testing.assert_array_equal(kept.arrays["codes"], ARRAYS["codes"])
    assert {p.name for p in (tmp_path / "runs").iterdir()} == {KEY, OTHER}


def test_what_could_not_be_written_is_written_once_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path) as store:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            store.save(MADE, ARRAYS, seconds=1)
            store.save(ANOTHER, ARRAYS, seconds=1)
        assert store.has(KEY)
        store.settle()
        assert store.trouble == ""
    with Store(tmp_path) as store:
        assert store.load(KEY) is not None
        assert store.load(OTHER) is not None


def test_a_full_disk_costs_a_checkpoint_and_no_training(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(tmp_path) as store:
        checkpoint = store.checkpoint(KEY)
        checkpoint.write(b"first")
        monkeypatch.setattr(os, "fsync", full)
        checkpoint.write(b"second")
        assert checkpoint.read() == b"first"


def strange(kind: str, path: Path) -> None:
    """Put something under a name that is no file."""
    if kind == "folder":
        (path / "inside").mkdir(parents=True)
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path.with_name("nowhere"))


@pytest.mark.parametrize("kind", ["folder", "pipe", "link to nothing"])
@pytest.mark.parametrize("name", [KEY, "notes", "x.unfinished"])
@pytest.mark.parametrize("where", ["runs", "checkpoints"])
def test_what_is_no_file_stops_nothing(
    tmp_path: Path, kind: str, name: str, where: str
) -> None:
    (tmp_path / where).mkdir()
    strange(kind, tmp_path / where / name)
    with Store(tmp_path) as store:
        assert store.load(KEY) is None
        store.checkpoint(KEY).write(b"state")
        store.save(MADE, ARRAYS, seconds=1)
        assert store.load(KEY) is not None
        assert store.trouble == ""


def test_a_measurement_lies_under_the_checksum_of_what_made_it(tmp_path: Path) -> None:
    path = saved(tmp_path)
    about, body = verify.sealed.read(path)
    about["identity"] = {"seed": 0, "sources": "others"}
    verify.sealed.write(path, about, body)
    notices: list[str] = []
    with Store(tmp_path, notices.append) as store:
        assert store.load(KEY) is None
    assert str(path) in notices[0]


def test_when_it_was_measured_is_kept(tmp_path: Path) -> None:
    before = int(time.time())
    saved(tmp_path)
    with Store(tmp_path) as store:
        stored = store.load(KEY)
    assert stored is not None
    assert before <= stored.at <= time.time()


def test_objects_are_refused(tmp_path: Path) -> None:
    with (
        Store(tmp_path) as store,
        pytest.raises(ValueError, match="codes must hold numbers or text"),
    ):
        store.save(MADE, {"codes": np.array([None])}, seconds=1)


WRITER = """
import sys
from pathlib import Path
import numpy as np
from verify.sealed import checksum
from verify.store import Store

with Store(Path(sys.argv[1])) as store:
    print("open", flush=True)
    for number in range(10_000):
        made = {"seed": number % 7}
        store.checkpoint(checksum(made)).write(bytes(100_000))
        store.save(made, {"codes": np.full(50_000, number)}, seconds=number)
"""


@pytest.mark.parametrize("delay", [0.0, 0.013, 0.05, 0.11, 0.2])
def test_a_kill_at_any_moment_leaves_whole_files(tmp_path: Path, delay: float) -> None:
    command = [sys.executable, "-c", WRITER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"open\n"
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
    notices: list[str] = []
    with Store(tmp_path, notices.append) as store:
        runs = sorted((tmp_path / "runs").iterdir())
        for path in runs:
            stored = store.load(path.name)
            assert stored is not None
            assert np.all(stored.arrays["codes"] == stored.seconds)
        kept = sorted((tmp_path / "checkpoints").iterdir())
        assert not {p.name for p in kept} & {p.name for p in runs}
        assert all(len(store.checkpoint(p.name).read() or b"") == 100_000 for p in kept)
    assert not notices


def test_a_second_run_waits_and_says_so(tmp_path: Path) -> None:
    notices: list[str] = []
    entered = threading.Event()

    def second() -> None:
        with Store(tmp_path, notices.append):
            entered.set()

    with Store(tmp_path):
        thread = threading.Thread(target=second)
        thread.start()
        assert not entered.wait(0.3)
    thread.join(timeout=10)
    assert entered.is_set()
    assert "waiting for its end" in notices[0]


def test_a_store_of_another_version_is_refused_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(verify.sealed, "SCHEMA", 7)
        path = saved(tmp_path)
    before = path.read_bytes()
    with (
        pytest.raises(StoreError, match=r"schema 7, this one reads 2.*--out"),
        Store(tmp_path),
    ):
        pass
    assert path.read_bytes() == before
    (tmp_path / "runs" / KEY).unlink()
    (tmp_path / "runs" / OTHER).unlink()
    with Store(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with (
        pytest.raises(StoreError, match=r"cannot write to .*file.*--out"),
        Store(tmp_path / "file"),
    ):
        pass


def test_a_checkpoint_is_whole_or_absent(tmp_path: Path) -> None:
    notices: list[str] = []
    with Store(tmp_path, notices.append) as store:
        checkpoint = store.checkpoint(KEY)
        assert checkpoint.read() is None
        checkpoint.write(b"first")
        checkpoint.write(b"second")
        assert store.checkpoint(KEY).read() == b"second"
        data = checkpoint.path.read_bytes()
        checkpoint.path.write_bytes(flipped(data, 8 * len(data) - 3))
        assert FileCheckpoint(checkpoint.path).read() is None
        assert store.checkpoint(KEY).read() is None
    assert len(notices) == 1
    assert str(checkpoint.path) in notices[0]


def test_a_finished_run_needs_no_checkpoint(tmp_path: Path) -> None:
    with Store(tmp_path) as store:
        store.checkpoint(KEY).write(b"state")
        store.save(MADE, ARRAYS, seconds=1)
        assert store.checkpoint(KEY).read() is None


def test_the_key_depends_on_content_and_not_on_order() -> None:
    key = checksum({"seed": 1, "configuration": {"a": (1, 2), "b": 0.5}})
    assert key == checksum({"configuration": {"b": 0.5, "a": [1, 2]}, "seed": 1})
    assert key != checksum({"configuration": {"b": 0.5, "a": [1, 2]}, "seed": 2})
    with pytest.raises(ValueError, match="JSON"):
        checksum({"x": float("nan")})


def test_the_same_things_are_written_as_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    verify.sealed.write(one, {"a": 1, "b": 2}, b"body")
    verify.sealed.write(other, {"b": 2, "a": 1}, b"body")
    assert one.read_bytes() == other.read_bytes()


def test_a_refusal_is_told_in_the_words_of_the_system_or_else_its_own() -> None:
    assert verify.sealed.reason(OSError(28, "No space left")) == "No space left"
    assert verify.sealed.reason(OSError("the disk is gone")) == "the disk is gone"

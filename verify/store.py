"""Finished measurements on disk: one sealed file each, all or nothing."""

import hashlib
import io
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
from filelock import FileLock, Timeout

from verify import sealed
from verify.checkpoint import FileCheckpoint
from verify.claim import Arrays


class StoreError(Exception):
    """The store as a whole cannot be used; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A measurement as it was saved.

    Parameters
    ----------
    arrays
        By name.
    seconds
        How long it took.
    failure
        Why there are no arrays; empty where there are.
    at
        When it was saved, in seconds since 1970.
    digest
        The sha256 of the arrays as they lie on disk.

    """

    arrays: Arrays
    seconds: float
    failure: str
    at: int
    digest: str


class Store:
    """Measurements by key, safe against kills, bit flips and a second run.

    One measurement is one file under ``runs/``, sealed by the sha256 of all it holds
    and named by the sha256 of what made it, its identity; it appears under its name
    only when it is whole on disk, so there is no index that could disagree. A damaged
    file is reported, moved to ``damaged/`` and measured anew. What cannot be written is
    kept in memory and written later if it can be; ``trouble`` says why it could not.
    While one run has the store open, another waits.

    Parameters
    ----------
    folder
        Where to keep them; made if missing.
    notify
        Is told, a sentence each, of waiting and of damaged files.
    fresh
        Show nothing that was there before: neither measurements nor the states of
        unfinished trainings.

    Raises
    ------
    StoreError
        On entering: if the folder cannot be written, or holds files of another schema.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, Store(Path(folder)) as store:
    ...     key = store.save({"seed": 0}, {"codes": np.arange(3)}, seconds=2.0)
    ...     store.load(key).arrays["codes"].tolist()
    [0, 1, 2]

    """

    def __init__(
        self,
        folder: Path,
        notify: Callable[[str], object] = lambda sentence: None,
        *,
        fresh: bool = False,
    ) -> None:
        self.folder, self.notify, self.fresh = folder, notify, fresh
        self.trouble = ""
        self._made = set[str]()
        self._unwritten: dict[str, tuple[dict[str, Any], bytes]] = {}
        self._lock = FileLock(folder / "lock")

    def __enter__(self) -> Self:
        """Take the store for this run alone."""
        try:
            for name in ("runs", "checkpoints"):
                (self.folder / name).mkdir(parents=True, exist_ok=True)
            self._wait()
        except OSError as error:
            raise StoreError(
                f"cannot write to {self.folder} ({sealed.reason(error)}); choose "
                "another folder with --out."
            ) from error
        try:
            self._refuse_other_schemas()
            self._sweep()
        except OSError as error:
            self._lock.release()
            raise StoreError(
                f"cannot read {error.filename or self.folder} "
                f"({sealed.reason(error)}); make it readable, or choose another "
                "folder with --out."
            ) from error
        except BaseException:
            self._lock.release()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next run in."""
        self._lock.release()

    def load(self, key: str) -> Stored | None:
        """Return a measurement, or None if it is missing, damaged or not fresh."""
        if self.fresh and key not in self._made:
            return None
        path = self._run(key)
        try:
            return _opened(key, *(self._unwritten.get(key) or sealed.read(path)))
        except FileNotFoundError:
            return None
        except sealed.DamagedError:
            self._set_aside(path)
            return None

    def save(
        self,
        identity: Mapping[str, Any],
        arrays: Arrays,
        *,
        seconds: float,
        failure: str = "",
    ) -> str:
        """Keep a measurement under its key, the checksum of what made it.

        When this returns it is safely on disk; where it cannot be written it is kept
        in memory, ``trouble`` says why, and what was there before is unchanged.

        Raises
        ------
        ValueError
            If an array holds Python objects: they could only be pickled.

        """
        for name, array in arrays.items():
            if np.asarray(array).dtype.hasobject:
                raise ValueError(f"{name} must hold numbers or text, got objects.")
        body = io.BytesIO()
        np.savez_compressed(body, **arrays)  # type: ignore[arg-type]
        about = {
            "identity": dict(identity),
            "seconds": seconds,
            "failure": failure,
            "at": int(time.time()),
        }
        key = sealed.checksum(identity)
        self._made.add(key)
        self._unwritten[key] = (about, body.getvalue())
        self.settle(key)
        return key

    def settle(self, *keys: str) -> None:
        """Write what could not be written so far, or those of it that are named."""
        for key in keys or tuple(self._unwritten):
            try:
                sealed.write(self._run(key), *self._unwritten[key])
                self._checkpoint(key).unlink(missing_ok=True)
            except OSError as error:
                self._troubled(
                    f"cannot write to {self.folder} ({sealed.reason(error)})"
                )
                return
            del self._unwritten[key]
        if not self._unwritten:
            self.trouble = ""

    def has(self, key: str) -> bool:
        """Return whether a measurement is there, damaged or not."""
        return key in self._unwritten or self._run(key).is_file()

    def open_up(self) -> None:
        """Show from here on what was there before as well."""
        self.fresh = False

    def checkpoint(self, key: str) -> FileCheckpoint:
        """Return the place for the state of an unfinished training."""
        state = FileCheckpoint(self._checkpoint(key))
        try:
            if self.fresh:
                state.path.unlink()
            state.opened()
        except FileNotFoundError:
            pass
        except (OSError, sealed.DamagedError):
            self._set_aside(state.path)
        return state

    def _run(self, key: str) -> Path:
        return self.folder / "runs" / key

    def _checkpoint(self, key: str) -> Path:
        return self.folder / "checkpoints" / key

    def _troubled(self, sentence: str) -> None:
        if not self.trouble:
            self.notify(
                f"{sentence}. What is measured from here on is kept in memory, judged, "
                "and written at the end if that is possible by then."
            )
        self.trouble = sentence

    def _wait(self) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            self.notify(f"Another run is using {self.folder}; waiting for its end.")
            self._lock.acquire()

    def _files(self) -> list[Path]:
        return [p for name in ("runs", "checkpoints") for p in self._in(name)]

    def _in(self, name: str) -> list[Path]:
        return sorted(p for p in (self.folder / name).iterdir() if p.is_file())

    def _refuse_other_schemas(self) -> None:
        for path in self._files():
            schema = sealed.other_schema(path)
            if schema is not None:
                raise StoreError(
                    f"{self.folder} was written by another version (store schema "
                    f"{schema}, this one reads {sealed.SCHEMA}); choose another folder "
                    "with --out, or move that one away."
                )

    def _sweep(self) -> None:
        """Remove what a killed run left behind that nobody will read."""
        for path in self._files():
            if path.name.endswith(sealed.TEMPORARY):
                path.unlink(missing_ok=True)
        for path in self._in("checkpoints"):
            if self._run(path.name).exists():
                path.unlink()

    def _set_aside(self, path: Path) -> None:
        where = sealed.set_aside(path, self.folder / "damaged")
        self.notify(
            f"{path} is damaged: its checksum does not match. {where}; what it held is "
            "made anew."
        )


def _opened(key: str, about: Mapping[str, Any], body: bytes) -> Stored:
    """Return what a sealed file holds, if it is what its name says."""
    try:
        if sealed.checksum(about["identity"]) != key:
            raise sealed.DamagedError(key)
        with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
            return Stored(
                arrays=dict(arrays),
                seconds=float(about["seconds"]),
                failure=str(about["failure"]),
                at=int(about["at"]),
                digest=hashlib.sha256(body).hexdigest(),
            )
    except (LookupError, TypeError, ValueError, EOFError, BadZipFile) as error:
        raise sealed.DamagedError(key) from error

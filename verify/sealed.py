"""A file that knows its own checksum, written all or nothing."""

import hashlib
import json
import os
from collections.abc import Mapping
from itertools import count
from os.path import lexists
from pathlib import Path
from typing import Any

SCHEMA = 2
"""Changes whenever files written before can no longer be read."""

TEMPORARY = ".unfinished"
"""How the name of a file ends while it is being written."""

_MAGIC = "latent-space-verify"


class DamagedError(Exception):
    """A file is not what was written."""


def checksum(identity: Mapping[str, Any]) -> str:
    """Return the sha256 of JSON values: the name of what they determine.

    Raises
    ------
    ValueError
        If a number is not finite.

    """
    text = json.dumps(identity, sort_keys=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def write(path: Path, about: Mapping[str, Any], body: bytes) -> None:
    """Write a sealed file: whole on disk under a temporary name, then renamed.

    Parameters
    ----------
    path
        Replaced if it is there.
    about
        JSON values.
    body
        Any bytes.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is unchanged.

    """
    content = json.dumps(about, sort_keys=True).encode() + b"\n" + body
    write_whole(path, _head(SCHEMA, content) + b"\n" + content)


def read(path: Path) -> tuple[dict[str, Any], bytes]:
    """Return what :func:`write` was given.

    Raises
    ------
    DamagedError
        If any bit differs from what was written, it is no file, or a sealed one of
        another shape.
    FileNotFoundError
        If there is nothing under that name.

    """
    # Not even opened: a named pipe would never end.
    if lexists(path) and not path.is_file():
        raise DamagedError(path)
    data = path.read_bytes()
    if schema_of(data) != SCHEMA:
        raise DamagedError(path)
    head, _, body = data.partition(b"\n")[2].partition(b"\n")
    try:
        about = json.loads(head)
    except (ValueError, RecursionError) as error:
        raise DamagedError(path) from error
    if not isinstance(about, dict):
        raise DamagedError(path)
    return about, body


def set_aside(path: Path, folder: Path) -> str:
    """Move what is damaged to a folder, over nothing there; say what became of it."""
    names = (f"{path.name}.{i}" if i else path.name for i in count())
    try:
        folder.mkdir(exist_ok=True)
        os.replace(path, next(p for n in names if not lexists(p := folder / n)))
    except OSError as error:
        return f"It cannot be moved to {folder} ({reason(error)})"
    return f"It was moved to {folder}"


def schema_of(data: bytes) -> int | None:
    """Return the schema that an undamaged file was written with, else None."""
    head, _, content = data.partition(b"\n")
    words = head.split(b" ")
    if len(words) != 3 or not words[1].isdigit():
        return None
    schema = int(words[1])
    return schema if head == _head(schema, content) else None


def other_schema(path: Path) -> int | None:
    """Return the schema of an undamaged file if it is not the present one."""
    with path.open("rb") as file:
        if file.readline(len(_MAGIC) + 99).startswith(f"{_MAGIC} {SCHEMA} ".encode()):
            return None
        file.seek(0)
        return schema_of(file.read())


def reason(error: OSError) -> str:
    """Return why the system refused something, in its own words."""
    return error.strerror or str(error)


def _head(schema: int, content: bytes) -> bytes:
    digest = hashlib.sha256(f"{schema} ".encode() + content).hexdigest()
    return f"{_MAGIC} {schema} {digest}".encode()


def write_whole(path: Path, data: bytes) -> None:
    """Write any file all or nothing: whole under a temporary name, then renamed.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is unchanged.

    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power cut, where folders can be synchronised."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""The lines of a file of text, whatever its encoding; anything else is refused."""

from dataclasses import dataclass
from pathlib import Path

LARGEST = 2**26
"""Bytes; a list of four million radii has about half as many."""

_OTHERS = {
    b"PK\x03\x04": "a spreadsheet or another zip archive; save it as CSV",
    b"\xd0\xcf\x11\xe0": "a spreadsheet of old; save it as CSV",
    b"\x1f\x8b": "compressed; unpack it",
    b"BZh": "compressed; unpack it",
    b"\xfd7zXZ": "compressed; unpack it",
    b"%PDF": "a PDF; copy its numbers into a text file",
    b"\x93NUMPY": "a NumPy array; write it by numpy.savetxt",
    b"\x89HDF": "an HDF5 file; write its numbers into a text file",
    b"\x89PNG": "a picture",
    b"{\\rtf": "a document; save it as plain text",
}
_MARKS = {
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a file, without its end, and its number from 1."""

    number: int
    text: str


def lines_of(path: Path) -> list[Line]:
    """Return the lines of a file, in UTF-8, UTF-16, UTF-32 or a Western code page.

    Raises
    ------
    ValueError
        If it is no file, cannot be read, is larger than 64 MiB, or no text.

    """
    try:
        if not path.is_file():
            raise ValueError(
                f"{path} must be a file that ends, got a pipe, a device or a folder; "
                "write the numbers to a file."
            )
        if (size := path.stat().st_size) > LARGEST:
            raise ValueError(
                f"{path} must have at most {LARGEST >> 20} MiB, got {size >> 20}; "
                "count the radii in fewer bins."
            )
        data = path.read_bytes()
    except OSError as error:
        raise ValueError(f"{path} cannot be read ({error.strerror}).") from error
    for start, kind in _OTHERS.items():
        if data.startswith(start):
            raise ValueError(f"{path} must be text, but is {kind}.")
    text = _decoded(data)
    if text is None or any(ord(c) < 32 and c not in "\t\n\r\f\v" for c in set(text)):
        raise ValueError(f"{path} must be text, but holds other bytes.")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [Line(number=n, text=line) for n, line in enumerate(lines, start=1)]


def shortened(text: str, longest: int = 80) -> str:
    """Return a text, its middle left out where it is too long to be said.

    Examples
    --------
    >>> shortened("r" * 100, 11)
    'rrr ... rrr'

    """
    if len(text) <= longest:
        return text
    half = (longest - 5) // 2
    return f"{text[:half]} ... {text[-half:]}"


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _in(encoding, data)
    if b"\x00" in data:
        # Without a mark, digits in UTF-16 have a zero for every other byte.
        even, odd = data[::2].count(0), data[1::2].count(0)
        return _in("utf-16-le" if odd > even else "utf-16-be", data)
    text = _in("utf-8", data)
    return _in("cp1252", data) or data.decode("latin-1") if text is None else text


def _in(encoding: str, data: bytes) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None

"""The explorer as one file: the page, its style, its modules and its data."""

import base64
import json
from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any

import numpy as np

from verify.date import in_words

EXPLORER = "explorer.html"
"""What the file is called, beside paper and dossier."""

STYLES = ("theme.css", "figures.css")
SECTIONS = ("size.html", "position.html", "ellipses.html", "how.html")


def page(pieces: Mapping[str, Any], epoch: int) -> bytes:
    """Return the explorer: HTML that loads nothing; the same bytes for the same input.

    Its modules import each other as ``explorer/NAME.js``, which an import map answers
    with what is in the page.

    Parameters
    ----------
    pieces
        What its sections show, by their names: plain values, and arrays, which reach
        the page in single precision as ``{shape, values}``. A section that lacks its
        measurement has ``missing``, the command that makes it; others may have
        ``source``, words on where they are from.
    epoch
        The date that the page bears, in seconds since 1970.

    """
    data = json.dumps(_plain(pieces), allow_nan=False, separators=(",", ":"))
    sections = "\n".join(map(_text, SECTIONS))
    whole = _text("page.html").replace("$sections", sections)
    text = Template(whole).substitute(
        style="".join(map(_text, STYLES)),
        modules=json.dumps({"imports": _modules()}),
        # What a person typed may stand in it, and must not end the element.
        data=data.replace("<", "\\u003c"),
        date=in_words(epoch),
        disks_source=_source(pieces["disks"]),
        trained_source=_source(pieces["position"]["trained"]),
        ellipses_source=_source(pieces["ellipses"]),
    )
    return text.encode()


def _modules() -> dict[str, str]:
    folder = files("verify.report.explorer")
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".js"))
    return {
        f"explorer/{name}": "data:text/javascript;charset=utf-8;base64,"
        + base64.b64encode(_text(name).encode()).decode()
        for name in names
    }


def _text(name: str) -> str:
    return (files("verify.report.explorer") / name).read_text("utf-8")


def _source(piece: Mapping[str, Any]) -> str:
    return str(piece.get("source", ""))


def _plain(value: Any) -> Any:
    """Return JSON values; arrays as base64 of little-endian single precision."""
    if isinstance(value, np.ndarray):
        data = np.ascontiguousarray(value, "<f4").tobytes()
        return {
            "shape": list(value.shape),
            "float32": base64.b64encode(data).decode(),
        }
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value

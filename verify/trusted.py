"""What planted errors and fresh seeds showed: the records of how far to trust this."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from verify.sealed import write_whole
from verify.sources import PACKAGES, code_hash

FOLDER = Path(__file__).with_name("trust")
PLANTED = "planted.json"
FRESH_SEEDS = "fresh_seeds.json"

KINDS = {
    "theory": "theory",
    "experiments": "experiments",
    "arrays": "arrays of experiments",
    "worlds": "changed worlds",
    "house": "judge, run and store",
    "claims": "claim files",
}
"""Where errors are planted, as people call it."""

COUNTS = ("verdict", "law", "test", "record", "harmless", "nothing")
"""What became of a planted error. One that only a record notices, or nothing, and that
does no harm for a known reason, counts as harmless."""


def recorded(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """Return a record; nothing if there is none.

    ``planted.json`` has an entry for each kind of place where errors were planted:
    ``date``, ``sources`` (as :func:`sources_now` gives them; empty where they are not
    known), ``seed`` of the sample, ``listed`` (places that the operators list),
    ``planted`` (errors asked), ``counts`` by what became of them, ``operators`` (counts
    by kind of error), and ``survivors`` with ``error``, ``by`` and ``why``.

    ``fresh_seeds.json`` has ``reserved`` offsets, those ``done``, and those of them
    that were ``clean``; of ``claims`` by name the ``sources`` and ``tolerance`` that
    were judged, what came out ``otherwise`` by offset, and the worst ``margin`` with
    its offset ``at``.
    """
    try:
        found: dict[str, Any] = json.loads((folder / name).read_bytes())
    except FileNotFoundError:
        return {}
    return found


def keep(name: str, found: Mapping[str, Any], folder: Path = FOLDER) -> None:
    """Write a record in place of what was there.

    Raises
    ------
    OSError
        If it cannot be written; what was there before is unchanged.

    """
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=1, sort_keys=True, allow_nan=False)
    write_whole(folder / name, f"{text}\n".encode())


def sources_now() -> dict[str, str]:
    """Return the checksum of the code of each package: what errors are planted in."""
    return {package: code_hash(package) for package in PACKAGES}


def changed_since(part: Mapping[str, Any]) -> list[str]:
    """Return the packages whose code is another than when errors were planted in it."""
    now = sources_now()
    return [name for name in PACKAGES if part["sources"].get(name) != now[name]]

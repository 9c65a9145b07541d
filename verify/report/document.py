"""The reports: verdicts in, PDFs out, the same bytes for the same inputs."""

import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from verify.report.contents import Inputs, contents
from verify.sealed import write_whole

LAYOUT = Path(__file__).with_name("layout")
"""The folder of the layouts, which lie beside what they share."""

PAPER, DOSSIER = "verification.pdf", "dossier.pdf"
"""The answer with the paper, and all that is behind every claim."""


def build(inputs: Inputs, folder: Path) -> None:
    """Write paper and dossier, tagged PDFs (PDF/UA-1), in place of what was there.

    Parameters
    ----------
    inputs
        What they are made of.
    folder
        Where they are written; it is made if need be.

    Raises
    ------
    OSError
        If a file cannot be written.
    RuntimeError
        If the typesetting fails or warns; the message says where.

    """
    layouts = {folder / PAPER: "verification.typ", folder / DOSSIER: "dossier.typ"}
    typeset(lambda scratch: prepare(inputs, scratch), layouts, inputs.epoch)


def typeset(
    prepared: Callable[[Path], object], layouts: Mapping[Path, str], epoch: int
) -> None:
    """Write PDFs in place of what was there, from a folder that is made for them.

    ``layouts`` has the file to begin with for each. None is replaced before all are
    typeset.

    Raises
    ------
    OSError
        If a file cannot be written.
    RuntimeError
        If Typst stops with an error or gives a warning.

    """
    with TemporaryDirectory(prefix="verify-report-") as name:
        folder = Path(name)
        prepared(folder)
        made = {path: compiled(folder, epoch, main) for path, main in layouts.items()}
    for path, document in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, document)


def prepare(inputs: Inputs, folder: Path) -> None:
    """Write the figures, ``report.json`` and the layout that reads them to a folder."""
    for one in inputs.judged:
        for name, data in inputs.drawings[one.claim.name].files.items():
            (folder / name).write_bytes(data)
    laid_out(contents(inputs), "report.json", folder)


def laid_out(says: Mapping[str, Any], name: str, folder: Path) -> None:
    """Write what a layout reads, and the layouts themselves, to a folder."""
    (folder / name).write_text(json.dumps(says), encoding="utf-8")
    shutil.copytree(LAYOUT, folder, dirs_exist_ok=True)


def compiled(folder: Path, epoch: int, main: str) -> bytes:
    """Return the PDF of a prepared folder, by the file of the layout to begin with.

    Raises
    ------
    RuntimeError
        If Typst stops with an error or gives a warning.

    """
    try:
        document, warnings = typst.compile_with_warnings(
            str(folder / main),
            format="pdf",
            root=str(folder),
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            timestamp=epoch,
        )
    except typst.TypstError as error:
        raise RuntimeError(f"the report cannot be typeset: {_place(error)}") from error
    if warnings:
        places = "; ".join(map(_place, warnings))
        raise RuntimeError(f"the report must be typeset without warnings, got {places}")
    return bytes(document)


def _place(diagnosis: Any) -> str:
    """Return what Typst says, with the line that it points at."""
    return str(diagnosis.diagnostic or diagnosis.message).strip()

"""The report: verdicts in, one PDF out, the same bytes for the same inputs."""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from verify.judge import Judged
from verify.report.contents import contents
from verify.report.drawing import Drawing
from verify.sealed import write_whole

LAYOUT = ("report.typ", "pieces.typ", "trust.typ")
"""The files of the layout, the main one first; they lie beside this module."""


def build(
    judged: Sequence[Judged],
    found: Mapping[str, Any],
    environment: Mapping[str, str],
    drawings: Mapping[str, Drawing],
    path: Path,
    epoch: int,
) -> None:
    """Write the report, a tagged PDF (PDF/UA-1), in place of what was there.

    Parameters
    ----------
    judged
        The claims with everything behind their verdicts.
    found
        The object of ``results.json``.
    environment
        Versions and hardware, by name.
    drawings
        What is drawn of each claim, by its name.
    path
        The PDF to write; its folder is made if need be.
    epoch
        The date of the report, in seconds since 1970; nothing else depends on time.

    Raises
    ------
    OSError
        If the file cannot be written.
    RuntimeError
        If the typesetting fails or warns; the message says where.

    """
    typeset(
        lambda folder: prepare(judged, found, environment, drawings, folder, epoch),
        path,
        epoch,
    )


def typeset(
    prepared: Callable[[Path], object], path: Path, epoch: int, main: str = LAYOUT[0]
) -> None:
    """Write a PDF in place of what was there, from a folder that is made for it.

    Raises
    ------
    OSError
        If the file cannot be written.
    RuntimeError
        If Typst stops with an error or gives a warning.

    """
    with TemporaryDirectory(prefix="verify-report-") as name:
        folder = Path(name)
        prepared(folder)
        document = compiled(folder, epoch, main)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, document)


def prepare(
    judged: Sequence[Judged],
    found: Mapping[str, Any],
    environment: Mapping[str, str],
    drawings: Mapping[str, Drawing],
    folder: Path,
    epoch: int,
) -> None:
    """Write the figures, ``report.json`` and the layout that reads them to a folder."""
    for one in judged:
        for name, data in drawings[one.claim.name].files.items():
            (folder / name).write_bytes(data)
    says = contents(judged, found, environment, epoch, drawings)
    laid_out(says, "report.json", LAYOUT, folder)


def laid_out(
    says: Mapping[str, Any], name: str, layout: Sequence[str], folder: Path
) -> None:
    """Write what a layout reads, and the layout itself, to a folder."""
    (folder / name).write_text(json.dumps(says), encoding="utf-8")
    for file in layout:
        shutil.copyfile(Path(__file__).with_name(file), folder / file)


def compiled(folder: Path, epoch: int, main: str = LAYOUT[0]) -> bytes:
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

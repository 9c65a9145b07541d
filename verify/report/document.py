"""The report: verdicts in, one PDF out, the same bytes for the same inputs."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import typst

from verify.judge import Judged
from verify.report.contents import contents
from verify.report.figures import draw
from verify.report.pictures import draw_pictures, pictures
from verify.sealed import write_whole
from verify.sources import toolkit_hash

LAYOUT = ("report.typ", "pieces.typ")
"""The files of the layout, the main one first; they lie beside this module."""


def build(
    judged: Sequence[Judged],
    found: Mapping[str, Any],
    environment: Mapping[str, str],
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
    with TemporaryDirectory(prefix="verify-report-") as name:
        folder = Path(name)
        prepare(judged, found, environment, folder, epoch)
        document = compiled(folder, epoch)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, document)


def fingerprint(
    judged: Sequence[Judged],
    found: Mapping[str, Any],
    environment: Mapping[str, str],
    epoch: int,
) -> dict[str, Any]:
    """Return what determines the bytes of the report, as a short JSON object.

    Parameters are those of :func:`build`; every array enters by its sha256.
    """
    arrays = hashlib.sha256()
    for one in judged:
        known = one.known
        drawn = [known.prediction, *known.rivals.values()]
        for seed, measurement in one.measurements.items():
            arrays.update(f"{one.claim.name} {seed} {[*measurement.extras]}".encode())
            drawn += [measurement.answer, *measurement.extras.values()]
        arrays.update(json.dumps(list(pictures(one))).encode())
        drawn += pictures(one).values()
        for array in drawn:
            arrays.update(f"{np.shape(array)}".encode())
            arrays.update(np.ascontiguousarray(array, dtype=float).tobytes())
    return {
        "report of": dict(found),
        "arrays": arrays.hexdigest(),
        "environment": dict(environment),
        "epoch": epoch,
        "sources": toolkit_hash(),
    }


def prepare(
    judged: Sequence[Judged],
    found: Mapping[str, Any],
    environment: Mapping[str, str],
    folder: Path,
    epoch: int,
) -> None:
    """Write the figures, ``report.json`` and the layout that reads them to a folder."""
    alternatives = {
        one.claim.name: draw(one, folder / f"{one.claim.name}.svg") for one in judged
    }
    grids = {one.claim.name: draw_pictures(one, folder) for one in judged}
    says = contents(judged, found, environment, epoch, alternatives, grids)
    (folder / "report.json").write_text(json.dumps(says), encoding="utf-8")
    for name in LAYOUT:
        shutil.copyfile(Path(__file__).with_name(name), folder / name)


def compiled(folder: Path, epoch: int) -> bytes:
    """Return the PDF of a prepared folder.

    Raises
    ------
    RuntimeError
        If Typst stops with an error or gives a warning.

    """
    try:
        document, warnings = typst.compile_with_warnings(
            str(folder / LAYOUT[0]),
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

"""What theory predicts under a law of radii, as files: CSV and a figure."""

import csv
from pathlib import Path

import numpy as np

from verify.asked.given_law import GivenLaw, digest
from verify.asked.predicted_law import Predicted, predicted
from verify.subjects import Disks

_STEPS = 200


def written(given: GivenLaw, disks: Disks, out: Path) -> tuple[Path, Path]:
    """Write f(r) and h(r) as ``law-NAME.csv`` and ``law-NAME.pdf``.

    The columns: r over the largest radius, r in pixels, r in the unit of the file if
    there is one, f with f(0) = 1, and h, which is empty beyond the largest radius.

    Raises
    ------
    ValueError
        If the folder cannot be written to.

    """
    reach = disks.size / 2 / disks.largest if disks.blur else 1.0
    found = predicted(disks, np.linspace(0, reach, _STEPS + 1))
    images = [disks.size, disks.largest, disks.blur]
    table = out / f"law-{digest([given.digest, images])}.csv"
    try:
        out.mkdir(parents=True, exist_ok=True)
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(_rows(found, disks, given.largest))
        _drawn(found, given.words, table.with_suffix(".pdf"))
    except OSError as error:
        raise ValueError(f"cannot write to {out} ({error.strerror}).") from error
    return table, table.with_suffix(".pdf")


def _rows(found: Predicted, disks: Disks, largest: float | None) -> list[list[str]]:
    columns = {"r / R": found.radius, "r in pixels": disks.largest * found.radius}
    if largest is not None:
        columns["r in the unit of the file"] = largest * found.radius
    columns |= {"f": found.f, "h": found.h}
    rows = zip(*columns.values(), strict=True)
    return [
        list(columns),
        *(
            ["" if np.isnan(value) else f"{value:.12g}" for value in row]
            for row in rows
        ),
    ]


def _drawn(found: Predicted, words: str, path: Path) -> None:
    """Draw f and h against r, one above the other."""
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 6), layout="constrained")
    FigureCanvasPdf(figure)
    upper, lower = figure.subplots(2, 1, sharex=True)
    upper.plot(found.radius, found.f, color="black")
    upper.set_ylabel("f, the image that the decoder scales")
    # A dollar sign would begin a formula.
    upper.set_title(words.replace("$", "_"), fontsize=9)
    lower.plot(found.radius, found.h, color="black")
    lower.set_ylabel("h, by how much")
    lower.set_xlabel("r / R")
    figure.savefig(path, metadata={"CreationDate": None})

"""The card of a network as a PDF of a few pages."""

from pathlib import Path
from typing import Any

from verify.asked.card_lines import Card, Line, Standing
from verify.report.contents import fits
from verify.report.document import laid_out, typeset
from verify.report.figures import draw
from verify.report.numerals import chosen, measured
from verify.report.pictures import draw_grids


def build_card(
    card: Card, name: str, path: Path, epoch: int, title: str = "The card of a network"
) -> None:
    """Write the card of a network, a tagged PDF, in place of what was there.

    Parameters
    ----------
    card
        What is said of it.
    name
        Of the network, as the person calls it.
    path
        The PDF to write; its folder is made if need be.
    epoch
        Its date, in seconds since 1970.
    title
        What stands above it.

    Raises
    ------
    OSError
        If the file cannot be written.
    RuntimeError
        If the typesetting fails or warns; the message says where.

    """

    def prepared(folder: Path) -> None:
        says = {**_contents(card), "name": name, "title": title}
        says["pictures"] = draw_grids(card.pictures, "card", folder)
        lines = [one for slug in card.drawn if (one := card.line(slug))]
        says["drawn"] = [_drawn(one, folder) for one in lines]
        laid_out(says, "card.json", folder)

    typeset(prepared, {path: "card.typ"}, epoch)


def _contents(card: Card) -> dict[str, Any]:
    """Return what the layout shows, every number as people read it."""
    return {
        "about": card.about,
        "sentence": card.sentence,
        "notes": list(card.notes),
        "findings": list(card.findings),
        "figures": [[name, measured(value)] for name, value in card.figures.items()],
        "claims": [_row(line) for line in card.lines],
    }


def _row(line: Line) -> dict[str, Any]:
    verdict = line.judged.verdict
    name, away = line.nearest
    fitting = line.standing is Standing.FITS
    return {
        "claim": verdict.name,
        "statement": line.judged.claim.statement,
        "standing": line.standing.value,
        "reason": line.reason,
        "note": line.note,
        "off": measured(line.off),
        "allowed": chosen(verdict.tolerance),
        "nearest": "" if fitting else f"{name}, {measured(away)} away",
        "intervals": [
            f"{parameter}: {fits(found)}" for parameter, found in verdict.sweeps.items()
        ],
    }


def _drawn(line: Line, folder: Path) -> dict[str, str]:
    claim = line.judged.claim
    file = f"{claim.name}.svg"
    alternative = draw(line.judged, folder / file)
    caption = f"{claim.name}. {claim.view.caption}"
    return {"file": file, "alternative": alternative, "caption": caption}

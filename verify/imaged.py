"""The command that organises a folder of pictures of a person's own."""

import csv
import io
import json
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verify import date, options

if TYPE_CHECKING:
    from empirical.pca.organised_folder import Organised
    from verify.asked.card_lines import Card

UNFINISHED = "images.unfinished"
"""The file in the folder of the output where an interrupted training goes on from."""


@click.command("images")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--components", type=int, default=3, help="Codes.  [default: 3]")
@click.option("--size", type=int, help="Bring pictures to so many pixels a side.")
@click.option("--steps", type=int, default=1000, help="Of each code.  [default: 1000]")
@click.option("--held-out", type=float, default=0.2, help="Share.  [default: 0.2]")
@click.option("--seed", type=int, default=0, help="Of starts and what is held out.")
@click.option("--device", default="cpu", help="cpu, auto, cuda:0.  [default: cpu]")
@options.out_option
@click.option("--json", "as_json", is_flag=True, help="Print what was found.")
def images_command(folder: Path, out: Path, as_json: bool, **given: Any) -> None:
    """Train a PCA-like autoencoder on a folder of pictures, and say what it found.

    Writes images.pdf, images.json, the codes of all pictures as codes.csv, and the
    model as images.safetensors. Interrupted, the same command goes on.
    """
    from empirical.pca.organised_folder import organised_folder

    unfinished = out / UNFINISHED
    begun = time.monotonic()
    try:
        out.mkdir(parents=True, exist_ok=True)
        with warnings.catch_warnings(record=True) as noticed:
            warnings.simplefilter("always")
            found = organised_folder(
                folder,
                **given,
                checkpoint=unfinished,
                notify=lambda sentence: click.echo(sentence, err=True),
            )
        card = _card(found, folder, [str(one.message) for one in noticed])
        data = _data(found, card, given, time.monotonic() - begun)
        _write(found, card, data, folder, out)
        unfinished.unlink(missing_ok=True)
    except (ValueError, FloatingPointError) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.UsageError(f"cannot write to {out} ({error.strerror}).") from error
    click.echo(card.sentence, err=True)
    for finding in card.findings:
        click.echo(f"noticed: {finding}", err=True)
    files = ("images.pdf", "images.json", "codes.csv", "images.safetensors")
    click.echo(", ".join(str(out / name) for name in files), err=True)
    if as_json:
        click.echo(data)


def _card(found: "Organised", folder: Path, noticed: list[str]) -> "Card":
    from verify.asked.card_images import organised

    shown = len(found.arrays["codes ordered"])
    return organised(
        found.arrays,
        about=f"{len(found.files)} pictures of {folder}, {found.held_out} held out",
        notes=(
            f"All figures are of {shown} pictures that were held out of the training; "
            "linear components are taken on those that were not. What the first codes "
            "leave is asked of the decoder that was trained for them.",
        ),
        findings=tuple(dict.fromkeys(noticed)),
    )


def _data(found: "Organised", card: "Card", given: Any, seconds: float) -> str:
    """Return what ``images.json`` holds."""
    data = {
        **card.data,
        "training": {
            **given,
            "pictures": len(found.files),
            "held out": found.held_out,
            "explained": found.model.explained_,
            "explained, held out": found.model.held_out_explained_,
            "history": found.model.history_,
            "seconds": round(seconds, 1),
        },
    }
    return json.dumps(data, indent=1, allow_nan=False)


def _write(
    found: "Organised", card: "Card", data: str, folder: Path, out: Path
) -> None:
    # Here, because it loads the typesetting.
    from verify import sealed
    from verify.report.card import build_card

    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    names = [f"code {k}" for k in range(1, found.codes.shape[1] + 1)]
    writer.writerow(["file", *names])
    for file, codes in zip(found.files, found.codes, strict=True):
        writer.writerow([file, *(repr(float(code)) for code in codes)])
    sealed.write_whole(out / "codes.csv", table.getvalue().encode())
    sealed.write_whole(out / "images.json", f"{data}\n".encode())
    found.model.save(out / "images.safetensors")
    title = f"What {found.codes.shape[1]} codes say of pictures"
    build_card(card, str(folder), out / "images.pdf", date.epoch(), title)

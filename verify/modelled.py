"""The command that asks a network of a person's own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verify import date, options

if TYPE_CHECKING:
    from verify.asked.card_lines import Card
    from verify.subjects import Diracs, Disks, Images

_PART = {
    "disks": ("size", "radius", "law", "blur", "count"),
    "diracs": ("length", "dimensions", "padding", "unseen"),
    "images": ("size", "folder", "components", "colours", "attributes"),
}
"""Which options say more of each subject."""

_FORM = (
    "encode",
    "decode",
    "cut",
    "low",
    "high",
    "logits",
    "channels",
    "flat",
    "batch",
    "dtype",
    "codes",
)


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say what the network was made for, and its form."""
    path = click.Path(exists=True, file_okay=False, path_type=Path)
    file = click.Path(exists=True, dir_okay=False, path_type=Path)
    for flag, kind, words in reversed(
        (
            ("--size", int, "disks, images: pixels along a side."),
            ("--radius", float, "disks: the largest radius, pixels."),
            ("--law", str, "disks: density of r, the radius over the largest."),
            ("--blur", float, "disks: standard deviation of the blur, pixels."),
            ("--count", int, "disks: how many radii stand for the law."),
            ("--length", int, "diracs: places along each axis."),
            ("--dimensions", int, "diracs: 1 for a line, 2 for a square."),
            ("--padding", str, "diracs: what layers see beyond the ends, for taps."),
            ("--unseen", str, "diracs: places that training left out, as 3,7,12-15."),
            ("--folder", path, "images: your own; without it, ellipses."),
            ("--components", int, "images: how many codes."),
            ("--attributes", file, "images: a table of names and numbers."),
            ("--encode", str, "Name of the part that encodes; none for no such part."),
            ("--decode", str, "Name of the part that decodes; none for no such part."),
            ("--cut", str, "Layer of a Sequential behind which the code is."),
            ("--low", float, "Grey value of black.  [default: 0]"),
            ("--high", float, "Grey value of white.  [default: 1]"),
            ("--channels", int, "1, 3 for grey three times, or 0 for no such axis."),
            ("--batch", int, "Images that it takes at once, at most."),
            ("--dtype", str, "In which it computes; by default that of its weights."),
            ("--codes", int, "For a decoder alone: how many codes it takes."),
        )
    ):
        command = click.option(flag, type=kind, help=words)(command)
    command = click.option(
        "--colours", is_flag=True, default=None, help="images: not grey, but RGB."
    )(command)
    command = click.option("--flat", is_flag=True, help="An image is a row.")(command)
    return click.option("--logits", is_flag=True, help="Outputs are logits.")(command)


@click.command("model")
@click.argument("place", metavar="FILE.py:FACTORY")
@click.option(
    "--weights",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Of the network, as safetensors or tensors.",
)
@click.option(
    "--on",
    type=click.Choice(list(_PART)),
    required=True,
    help="What the network was made for.",
)
@_options
@options.out_option
@click.option("--json", "as_json", is_flag=True, help="Print the card to stdout.")
def model_command(
    place: str, weights: Path | None, on: str, out: Path, as_json: bool, **given: Any
) -> None:
    """Say what a network of your own fits: a card, model.pdf and model.json.

    FACTORY in FILE.py returns it without arguments. It is one seed: it fits a claim or
    does not, and confirms nothing.
    """
    from verify.asked.card import card, network_in

    subject = _subject(on, given)
    try:
        network = network_in(place, weights)
        found = card(network, subject, **_form(given))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    _write(found, place, out)
    _tell(found, out)
    if as_json:
        click.echo(json.dumps(found.data, indent=1, allow_nan=False))


def _subject(on: str, given: dict[str, Any]) -> "Disks | Diracs | Images":
    """Return what a network was made for.

    Raises
    ------
    click.UsageError
        If an option belongs to something else, or a value is out of range.

    """
    from theory.size.law import Law
    from verify.asked import law_expression
    from verify.subjects import Diracs, Disks, Images

    told = {name: value for name, value in given.items() if value is not None}
    for name in told:
        homes = [home for home, parts in _PART.items() if name in parts]
        if homes and on not in homes:
            raise click.UsageError(
                f"--{name} belongs to --on {' and '.join(homes)}; with --on {on} give "
                f"{', '.join('--' + part for part in _PART[on])}."
            )
    told = {name: told[name] for name in _PART[on] if name in told}
    makers: dict[str, Any] = {"disks": Disks, "diracs": Diracs, "images": Images}
    try:
        if "law" in told:
            read = law_expression.read(told["law"])
            told["law"] = Law(density=read.density, breaks=read.breaks)
        if "unseen" in told:
            told["unseen"] = _places(told["unseen"])
        subject: Disks | Diracs | Images = makers[on](**told)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return subject


def _places(text: str) -> tuple[int, ...]:
    """Return the places of a list such as 3,7,12-15."""
    found = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise ValueError(f"unseen must be places such as 3,7,12-15, got {text!r}.")
        found |= set(range(int(first), int(last if dash else first) + 1))
    return tuple(sorted(found))


def _form(given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a form that were given; ``none`` stands for no such part."""
    told = {
        n: given[n] for n in _FORM if given[n] is not None and given[n] is not False
    }
    if "batch" in told:
        told["largest_batch"] = told.pop("batch")
    return {n: None if v == "none" else v for n, v in told.items()}


def _write(card: "Card", place: str, out: Path) -> None:
    # Here, because it loads the typesetting.
    from verify import sealed
    from verify.report.card import build_card

    text = json.dumps(card.data, indent=1, allow_nan=False) + "\n"
    try:
        build_card(card, place, out / "model.pdf", date.epoch())
        sealed.write_whole(out / "model.json", text.encode())
    except OSError as error:
        raise click.UsageError(
            f"cannot write to {out} ({sealed.reason(error)})."
        ) from error


def _tell(card: "Card", out: Path) -> None:
    click.echo(card.sentence, err=True)
    for finding in card.findings:
        click.echo(f"noticed: {finding}", err=True)
    for line in card.lines:
        name = line.judged.claim.name
        why = f" ({line.reason})" if line.reason else ""
        click.echo(f"  {line.standing.value:13} {name}{why}", err=True)
    click.echo(f"{out / 'model.pdf'}, {out / 'model.json'}", err=True)

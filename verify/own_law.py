"""The command ``law``: the profile under a law of radii of a person's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verify import options, starting

if TYPE_CHECKING:
    from verify.asked.given_law import GivenLaw
    from verify.subjects import Disks

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class _LawCommand(click.Command):
    """A command that says what to do about a law that begins like an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Add a hint where a minus sign began what is no option."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            if not error.option_name.startswith("--"):
                raise click.UsageError(
                    f"{error.message} A law that begins with a minus sign stands last, "
                    "after --: python -m verify law -- '-r + 1'."
                ) from error
            raise


@click.command("law", cls=_LawCommand)
@click.argument("law", required=False)
@click.option(
    "--histogram",
    type=_FILE,
    help="A file of counted radii: edges or centres of bins, and counts.",
)
@click.option("--radii", type=_FILE, help="A file of radii, one on each line.")
@click.option(
    "--columns",
    metavar="NAMES",
    help="What the columns of --histogram are, where it does not tell: upper,count; "
    "centre,count; lower,upper,cumulative; others: skip.",
)
@click.option(
    "--decimal",
    type=click.Choice(["point", "comma"]),
    help="The decimal sign of the file, where it does not tell.",
)
@click.option(
    "--size",
    type=click.IntRange(4, 512),
    default=32,
    show_default=True,
    help="Pixels along a side of the images.",
)
@click.option(
    "--radius",
    type=float,
    help="The largest radius in pixels.  [default: one less than half of the size]",
)
@click.option(
    "--slope",
    type=float,
    default=0.2,
    show_default=True,
    help="Of the network's LeakyReLU.",
)
@click.option(
    "--blur",
    type=float,
    default=0.0,
    show_default=True,
    help="Standard deviation of a Gaussian blur of the images, in pixels.",
)
@click.option(
    "--predict",
    is_flag=True,
    help="Train nothing: write f(r) and h(r) as CSV and a figure.",
)
@options.run_options
def law_command(
    law: str | None,
    histogram: Path | None,
    radii: Path | None,
    columns: str | None,
    decimal: str | None,
    predict: bool,
    size: int,
    radius: float | None,
    slope: float,
    blur: float,
    **run: Any,
) -> None:
    """Predict, train and judge the profile under a LAW of radii of your own.

    LAW is a density of r, the radius as a share of the largest, up to a factor:
    '(1 - r)**2', 'beta(2, 3)', '(r < 0.3) + (r > 0.6)', 'exp(-r) * sqrt(r)'.
    """
    if sum(one is not None for one in (law, histogram, radii)) != 1:
        raise click.UsageError("give either a LAW, --histogram FILE or --radii FILE.")
    if columns and histogram is None:
        raise click.UsageError("--columns names the columns of --histogram FILE.")
    if decimal and law is not None:
        raise click.UsageError("--decimal says how the numbers of a file are written.")
    images = {"size": size, "radius": radius, "slope": slope, "blur": blur}
    try:
        given = _given(law, histogram, radii, columns, decimal)
        disks = _disks(given, images)
        _predicted(given, disks, predict, run)
    except (ValueError, ArithmeticError) as error:
        raise click.UsageError(str(error)) from error
    if predict:
        return
    from verify import session

    starting.measured([session.law(given, disks)], **run)


def _given(
    law: str | None,
    histogram: Path | None,
    radii: Path | None,
    columns: str | None,
    decimal: Any,
) -> "GivenLaw":
    from verify.asked import given_law

    if law is not None:
        return given_law.typed(law)
    if histogram is not None:
        return given_law.counted(histogram, columns, decimal)
    assert radii is not None
    return given_law.listed(radii, decimal)


def _disks(given: "GivenLaw", images: dict[str, Any]) -> "Disks":
    from verify.subjects import Disks

    return Disks(law=given.law, **images)


def _predicted(
    given: "GivenLaw", disks: "Disks", predict: bool, run: dict[str, Any]
) -> None:
    """Say what was read and what is predicted, and write it down where asked."""
    from verify.asked.law_pilots import unpiloted
    from verify.asked.predicted_law import lines

    if not run["quiet"]:
        for line in (given.said, *lines(disks), unpiloted(disks)):
            if line:
                click.echo(line, err=True)
    if predict:
        from verify.predicting import written

        for path in written(given, disks, run["out"]):
            click.echo(path)

"""The command line: ``python -m verify``.

Its commands import what they need, so that help loads none of it.
"""

import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from verify import date, ending
from verify.budget import BUDGETS, PILOT, Budget

if TYPE_CHECKING:
    from verify.claim import Claim


class _ClaimsOrCommand(click.Group):
    """A group whose first argument may be a claim's name as well as a command's."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Send anything that is no command to the command that runs claims."""
        if args[0] not in self.commands:
            args = ["run", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let options stand before the names."""
        if args and args[0].startswith("-") and args[0] not in ("--help", "--version"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


HELP = """Check what is claimed of the latent space of autoencoders.

\b
python -m verify all          measure what is missing, judge, write the report
python -m verify size.airy    one claim; size or 'position.*' for several
python -m verify law 'r**2'   the profile under a law of radii of your own
python -m verify --celeba DIR faces of your own; --pgan FILE a generator
python -m verify run --help   the options of both
python -m verify pilot NAME   the seeds on which tolerances are chosen

\b
Exit status: 0 every outcome as expected; 1 a CONFIRMED or REFUTED that was not
expected; 2 usage; 3 unexpectedly unresolved, invalid or unfinished; 4 required
data missing; 130 interrupted, to be resumed by the same command.
"""


@click.group(
    cls=_ClaimsOrCommand, help=HELP, subcommand_metavar="NAME... [OPTIONS] | COMMAND"
)
@click.version_option(package_name="latent-space-verify")
def cli() -> None:
    """Refuse what no command can work with."""
    try:
        # Here, because NumPy's f2py, which SciPy loads, ends with a traceback.
        date.epoch()
    except ValueError as error:
        raise click.UsageError(str(error)) from error


_out_option = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("reports"),
    show_default=True,
    help="Folder of the report, the results and the store.",
)
_budget_option = click.option(
    "--budget", type=click.Choice(BUDGETS), default="quick", show_default=True
)
_device_option = click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "cuda"]),
    default="auto",
    show_default=True,
    help="Where networks are trained; auto takes a GPU if there is one.",
)
_jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    help="Measurements at once, one core each.  [default: the number of cores]",
)


def _run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every command that measures."""
    for option in reversed(_RUN_OPTIONS):
        command = option(command)
    return command


_RUN_OPTIONS = (
    _budget_option,
    _device_option,
    click.option(
        "--seed",
        type=click.IntRange(0, PILOT // 2),
        default=0,
        show_default=True,
        help="Added to every judged seed.",
    ),
    _jobs_option,
    _out_option,
    click.option(
        "--json", "as_json", is_flag=True, help="Print the results to stdout."
    ),
    click.option("--fresh", is_flag=True, help="Measure anew what is already stored."),
    click.option("--cluster", metavar="ADDRESS", help="Measure on a Dask cluster."),
)


def _measured(
    claims: "Sequence[Claim]",
    *,
    budget: Budget,
    device: str,
    seed: int,
    jobs: int,
    out: Path,
    cluster: str | None,
    **options: bool,
) -> NoReturn:
    """Measure and judge claims, and end with the exit status."""
    from verify import session
    from verify.trial import Setting

    setting = Setting(budget=budget, device=device, offset=seed)
    place = session.Place(out=out, jobs=jobs, cluster=cluster)
    sys.exit(session.verify(claims, setting, place, **options))


@cli.command("run", hidden=True)
@click.argument("names", nargs=-1, metavar="NAME...")
@click.option(
    "--celeba",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Judge pca.faces on CelebA too: its folder, with img_align_celeba/ and "
    "list_eval_partition.txt.",
)
@click.option(
    "--pgan",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Judge pca.gan on a PGAN too: a checkpoint of pytorch_GAN_zoo.",
)
@_run_options
def run_command(
    names: tuple[str, ...], celeba: Path | None, pgan: Path | None, **options: Any
) -> None:
    """Measure what is missing, judge the claims NAME..., and write the report.

    NAME is `all`, a claim such as size.airy, a group such as position, or a pattern
    such as 'size.*'. What was measured before is taken from the store. Data of your
    own, --celeba or --pgan, adds a claim, and may stand alone.
    """
    from verify import session
    from verify.selection import chosen

    if not (names or celeba or pgan):
        raise click.UsageError("give the NAME of a claim, or all.")
    _measured(chosen(names, cli.commands) + session.data(celeba, pgan), **options)


@cli.command("law")
@click.argument("law", required=False)
@click.option(
    "--histogram",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of counted radii: an upper edge and a count on each line.",
)
@_run_options
def law_command(law: str | None, histogram: Path | None, **options: Any) -> None:
    """Predict, train and judge the profile under a LAW of radii of your own.

    LAW is a density of r, the radius as a share of the largest, up to a factor:
    '(1 - r)**2', 'beta(2, 3)', '(r < 0.3) + (r > 0.6)', 'exp(-r) * sqrt(r)'.
    """
    from verify import session

    if (law is None) == (histogram is None):
        raise click.UsageError("give either a LAW or --histogram FILE.")
    _measured([session.law(law, histogram)], **options)


@cli.command("pilot")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option(
    "--seeds",
    type=click.IntRange(1, PILOT),
    default=6,
    show_default=True,
    help=f"How many pilot seeds, from {PILOT} up.",
)
@_budget_option
@_device_option
@_jobs_option
@_out_option
def pilot_command(
    names: tuple[str, ...],
    seeds: int,
    budget: Budget,
    device: str,
    jobs: int,
    out: Path,
) -> None:
    """Measure pilot seeds of the claims NAME..., on which tolerances are chosen.

    Prints misfits, leans towards rivals and values. Pilot seeds are never judged, and
    the report does not change.
    """
    from verify import session
    from verify.selection import chosen
    from verify.trial import Setting

    setting = Setting(budget=budget, device=device, pilots=seeds)
    sys.exit(
        session.pilot(
            chosen(names, cli.commands), setting, session.Place(out=out, jobs=jobs)
        )
    )


@cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="As one JSON array.")
@_budget_option
def list_command(as_json: bool, budget: Budget) -> None:
    """List every claim with its place in the deck and its cost."""
    from verify.claims import ALL
    from verify.trial import Setting, Trial

    setting = Setting(budget=budget)
    rows = [
        {
            "name": trial.claim.name,
            "statement": trial.claim.statement,
            "source": trial.claim.source,
            "expected": trial.expected.name,
            "seconds": trial.seconds,
        }
        for trial in (Trial(claim=claim, setting=setting) for claim in ALL)
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        title = f"{row['name']}  (about {row['seconds']:.0f} s on one core)"
        click.echo(click.style(title, bold=True))
        for line in (row["statement"], row["source"]):
            click.echo(click.wrap_text(str(line), 78, "  ", "  "))


@cli.command("show")
@click.argument("name")
@_out_option
def show_command(name: str, out: Path) -> None:
    """Show what stands behind one claim, and its last verdict."""
    from verify import printout
    from verify.selection import chosen

    for claim in chosen([name], cli.commands):
        printout.show(claim, out)


@cli.command("report")
@_out_option
def report_command(out: Path) -> None:
    """Rebuild the report from what is stored, measuring nothing."""
    from verify import session

    sys.exit(session.rebuild(session.Place(out=out)))


@cli.command("compare")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
def compare_command(old: Path, new: Path) -> None:
    """Say which verdicts, misfits, versions and sources changed between two runs.

    OLD and NEW are files results.json. The exit status is 1 if a verdict changed or a
    claim is gone, else 0.
    """
    from verify import printout

    sys.exit(printout.compare(old, new))


@cli.command("doctor")
@_out_option
def doctor_command(out: Path) -> None:
    """Say what is installed, what is missing, and what this machine offers."""
    from verify import printout

    printout.doctor(out)


def main() -> None:
    """Run the command line and end with its exit status."""
    ending.leave_on_interrupt()
    with ending.told():
        cli.main(standalone_mode=False)


if __name__ == "__main__":
    main()

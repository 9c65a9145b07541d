"""The command line: ``python -m verify``.

Its commands import what they need, so that help loads none of it.
"""

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from verify import date, ending, imaged, modelled, options, reading, starting
from verify.budget import PILOT, Budget
from verify.own_law import law_command

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


_OF_ITS_OWN = ("-h", "--help", "--version")


class _ClaimsOrCommand(click.Group):
    """A group whose first argument may be a claim's name as well as a command's."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Leave a closed pipe to the end of the command."""
        with ending.unread():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Leave a closed pipe to the end of the command."""
        with ending.unread():
            return super().invoke(ctx)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Send anything that is no command to the command that runs claims."""
        if args[0] not in self.commands:
            args = ["run", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let options stand before the names."""
        if args and args[0].startswith("-") and args[0] not in _OF_ITS_OWN:
            args = ["run", *args]
        return super().parse_args(ctx, args)

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> "list[CompletionItem[Any]]":
        """Complete the names of claims as well as those of commands."""
        named = options.completed(ctx, None, incomplete)
        return [*super().shell_complete(ctx, incomplete), *named]


HELP = """Check what is claimed of the latent space of autoencoders.

\b
python -m verify all          measure what is missing, judge, write the report
python -m verify size.airy    one claim; size or 'position.*' for several
python -m verify law 'r**2'   the profile under a law of radii of your own
python -m verify model FILE.py:FACTORY --on disks   a network of your own
python -m verify FILE.py::CLAIM   a claim of your own
python -m verify --celeba DIR faces of your own; --pgan FILE a generator
python -m verify run -h       the options of both
python -m verify pilot NAME   the seeds on which tolerances are chosen

\b
Exit status: 0 every outcome as expected; 1 a CONFIRMED or REFUTED that was
not expected, for compare a verdict that changed; 2 usage; 3 unexpectedly
unresolved, invalid or unfinished, or something to mend for doctor; 4 required
data missing; 70 a fault of the program, told in a file; 130 interrupted, to
be resumed by the same command.
"""


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from verify.environment import OURS, installed

        click.echo(f"{OURS} {installed(OURS)}")
        ctx.exit()


@click.group(
    cls=_ClaimsOrCommand,
    help=HELP,
    subcommand_metavar="NAME... [OPTIONS] | COMMAND",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Say which version this is.",
)
def cli() -> None:
    """Refuse what no command can work with."""
    from verify.shadows import shadow

    if stranger := shadow():
        raise click.UsageError(stranger)
    try:
        # Here, because NumPy's f2py, which SciPy loads, ends with a traceback.
        date.settle()
        tempfile.gettempdir()
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    except FileNotFoundError as error:
        raise click.UsageError(
            "no folder for temporary files can be written to: set TMPDIR to one."
        ) from error


@cli.command("run", hidden=True)
@options.names_argument(required=False)
@click.option(
    "--celeba",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Judge pca.faces on faces of your own too: CelebA or CelebA-HQ in any of its "
    "layouts, or a folder of faces.",
)
@click.option(
    "--pgan",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Judge pca.gan on a PGAN too: a checkpoint of pytorch_GAN_zoo.",
)
@options.run_options
def run_command(
    names: tuple[str, ...], celeba: Path | None, pgan: Path | None, **run: Any
) -> None:
    """Measure what is missing, judge the claims NAME..., and write the report.

    NAME is `all`, a claim such as size.airy, a group such as position, a pattern
    such as 'size.*', or FILE.py::NAME for a claim of your own. What was measured
    before is taken from the store. Data of your own, --celeba or --pgan, adds a claim,
    and may stand alone.
    """
    from verify import session
    from verify.selection import chosen

    if not (names or celeba or pgan):
        raise click.UsageError("give the NAME of a claim, or all.")

    def notify(line: str) -> None:
        if not run["quiet"]:
            click.echo(line, err=True)

    asked = session.data(celeba, pgan, notify)
    starting.measured(chosen(names, cli.commands) + asked, **run)


@cli.command("pilot")
@options.names_argument(required=True)
@click.option(
    "--seeds",
    type=click.IntRange(1, PILOT),
    default=6,
    show_default=True,
    help=f"How many pilot seeds, from {PILOT} up.",
)
@click.option(
    "--keep",
    is_flag=True,
    help="Keep what they gave as the record behind the tolerances (verify/pilots).",
)
@options.budget_option
@options.device_option
@options.jobs_option
@options.out_option
@options.voice_options
def pilot_command(
    names: tuple[str, ...],
    seeds: int,
    keep: bool,
    budget: Budget,
    device: str,
    jobs: int,
    out: Path,
    quiet: bool,
    verbose: bool,
) -> None:
    """Measure pilot seeds of the claims NAME..., on which tolerances are chosen.

    Prints misfits, leans towards rivals and values. Pilot seeds are never judged, and
    verdicts do not change. With --keep the report says how each tolerance stands to
    its pilots.
    """
    from verify import session
    from verify.selection import chosen
    from verify.trial import Setting

    setting = Setting(budget=budget, device=device, pilots=seeds)
    voice = options.voice(quiet=quiet, verbose=verbose)
    place = session.Place(out=out, jobs=jobs, voice=voice)
    sys.exit(session.pilot(chosen(names, cli.commands), setting, place, keep=keep))


for command in (
    *reading.COMMANDS,
    law_command,
    modelled.model_command,
    imaged.images_command,
):
    cli.add_command(command)

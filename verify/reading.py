"""The commands that read: they measure nothing."""

import json
import sys
from pathlib import Path

import click

from verify import options
from verify.budget import Budget


@click.command("list")
@options.names_argument(required=False)
@click.option("--containing", metavar="WORD", help="Those with this word in them.")
@click.option("--long", is_flag=True, help="With statement and place in the talk.")
@click.option("--json", "as_json", is_flag=True, help="As one JSON array.")
@options.budget_option
def list_command(
    names: tuple[str, ...],
    containing: str | None,
    long: bool,
    as_json: bool,
    budget: Budget,
) -> None:
    """List claims by topic, with expected outcomes.

    All of them, or those that NAME... stands for; each with the time that it takes on
    one core.
    """
    from verify import printout, selection
    from verify.trial import Setting, Trial

    claims = selection.chosen(names or ["all"])
    if containing is not None:
        claims = selection.containing(containing, claims)
    setting = Setting(budget=budget)
    trials = [Trial(claim=claim, setting=setting) for claim in claims]
    if as_json:
        click.echo(json.dumps(printout.rows(trials), indent=1))
    else:
        printout.listed(trials, long=long)


@click.command("show")
@options.names_argument(required=True)
@options.out_option
def show_command(names: tuple[str, ...], out: Path) -> None:
    """Show what stands behind the claims NAME...

    Derivation, rivals, tolerance, and the last verdict.
    """
    from verify import printout
    from verify.own_file import OwnCodeError
    from verify.selection import chosen

    for claim in chosen(names):
        try:
            printout.show(claim, out)
        except OwnCodeError as error:
            raise click.UsageError(str(error)) from error


@click.command("report")
@options.out_option
def report_command(out: Path) -> None:
    """Rebuild the report from what is stored."""
    from verify import session

    sys.exit(session.rebuild(session.Place(out=out)))


@click.command("compare")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
def compare_command(old: Path, new: Path) -> None:
    """Say what changed between two runs.

    OLD and NEW are files results.json. Prints which verdicts, misfits, versions and
    sources changed; the status is 1 if a verdict did, or a claim is gone, else 0.
    """
    from verify import printout

    sys.exit(printout.compare(old, new))


@click.command("doctor")
@options.out_option
def doctor_command(out: Path) -> None:
    """Check the installation and this machine.

    Ends with OK and status 0, or with what to do and status 3. Data that is optional
    may be missing.
    """
    from verify.doctor import doctor

    sys.exit(doctor(out))


COMMANDS = (
    list_command,
    show_command,
    report_command,
    compare_command,
    doctor_command,
)

"""What commands have in common: arguments, options and the completion of names."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import click
from click.shell_completion import CompletionItem

from verify.budget import BUDGETS, PILOT

_CLAIMS = Path(__file__).with_name("claims")


class Folder(click.Path):
    """A folder that may not exist yet, but has a name."""

    def convert(self, value: Any, *where: Any) -> Any:
        """Refuse an empty name, which would stand for the current folder."""
        if not str(value).strip():
            self.fail(f"must name a folder, got {value!r}; . is this one.", *where)
        try:
            # Wherever the folder lies: no worker could start.
            Path.cwd()
        except OSError:
            self.fail(
                "the current folder is not there any more; go to another.", *where
            )
        return super().convert(value, *where)


def cores(_: click.Context, __: click.Parameter, jobs: int | None) -> int:
    """Return how many measurements may run at once, by default one on every core."""
    from verify.environment import usable_cores

    return jobs or usable_cores()


def address(ctx: click.Context, param: click.Parameter, given: str | None) -> Any:
    """Refuse an empty address, such as that of a variable that is not set."""
    if given is not None and not given.strip():
        raise click.BadParameter(
            f"must be an address such as tcp://host:8786, got {given!r}.", ctx, param
        )
    return given


def possible_names() -> list[str]:
    """Return all that a NAME may be, but for patterns; nothing is imported.

    Every file of a topic bears the slug of the claim that it holds.
    """
    slugs = [
        f"{file.parent.name}.{file.stem.replace('_', '-')}"
        for file in sorted(_CLAIMS.glob("*/[!_]*.py"))
    ]
    return ["all", *sorted({slug.split(".")[0] for slug in slugs}), *slugs]


def completed(
    _: click.Context, __: click.Parameter | None, begun: str
) -> "list[CompletionItem[Any]]":
    """Return the names that start as what was typed."""
    names = possible_names()
    return [CompletionItem(name) for name in names if name.startswith(begun)]


def names_argument(*, required: bool) -> Callable[[Any], Any]:
    """Return the argument NAME..., which a shell can complete."""
    return click.argument(
        "names",
        nargs=-1,
        required=required,
        metavar="NAME..." if required else "[NAME...]",
        shell_complete=completed,
    )


out_option = click.option(
    "--out",
    type=Folder(file_okay=False, path_type=Path),
    default=Path("reports"),
    show_default=True,
    help="Folder of the report, the results and the store.",
)
budget_option = click.option(
    "--budget", type=click.Choice(BUDGETS), default="quick", show_default=True
)
device_option = click.option(
    "--device",
    type=click.Choice(["auto", "cpu", "cuda"]),
    default="auto",
    show_default=True,
    help="Where networks are trained; auto takes a GPU if there is one.",
)
jobs_option = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    callback=cores,
    help="Measurements at once, one core each.  [default: the cores it may use]",
)
_RUN_OPTIONS = (
    budget_option,
    device_option,
    click.option(
        "--seed",
        type=click.IntRange(0, PILOT // 2),
        default=0,
        show_default=True,
        help="Added to every judged seed.",
    ),
    jobs_option,
    out_option,
    click.option(
        "--json", "as_json", is_flag=True, help="Print the results to stdout."
    ),
    click.option("--fresh", is_flag=True, help="Measure anew what is already stored."),
    click.option(
        "--cluster",
        metavar="ADDRESS",
        callback=address,
        help="Measure on a Dask cluster.",
    ),
)


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every command that measures and judges."""
    command = voice_options(command)
    for option in reversed(_RUN_OPTIONS):
        command = option(command)
    return command


def voice_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how much is printed on the way."""
    for flags, words in (
        (("-v", "--verbose"), "Print the reason of every verdict."),
        (("-q", "--quiet"), "Print errors and the last line only."),
    ):
        command = click.option(*flags, is_flag=True, help=words)(command)
    return command


def voice(*, quiet: bool, verbose: bool) -> Literal["quiet", "normal", "verbose"]:
    """Return how much is said on the way.

    Raises
    ------
    click.UsageError
        If both were asked for.

    """
    if quiet and verbose:
        raise click.UsageError("give either --quiet or --verbose.")
    return "quiet" if quiet else "verbose" if verbose else "normal"

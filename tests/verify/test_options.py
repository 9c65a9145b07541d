"""Options and arguments that commands have in common."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from verify import session
from verify.claims import ALL
from verify.commands import cli
from verify.environment import OURS, installed
from verify.options import possible_names

COMMANDS = sorted(cli.commands)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_has_a_short_name_everywhere(command: str) -> None:
    words = command.split()
    short, long = (CliRunner().invoke(cli, [*words, w]) for w in ("-h", "--help"))
    assert (short.exit_code, short.output) == (0, long.output)
    assert "-h, --help" in short.output
    assert max(map(len, short.output.splitlines())) <= 80


def test_the_version_is_that_of_the_installed_package() -> None:
    result = CliRunner().invoke(cli, ["--version"])
    assert result.output.split() == [OURS, installed(OURS)]


def completions(*words: str) -> list[str]:
    """Return what a shell offers for the last of the words."""
    complete = ShellComplete(cli, {}, "verify", "_VERIFY_COMPLETE")
    return [item.value for item in complete.get_completions([*words[:-1]], words[-1])]


def test_a_shell_completes_every_name_there_is() -> None:
    slugs = [claim.name for claim in ALL]
    assert sorted(possible_names()) == sorted(
        ["all", "size", "position", "pca", *slugs]
    )
    for before in ([], ["list"], ["show"], ["pilot"], ["size.airy"], ["--fresh"]):
        for begun in ("position.", "pca.gan", "si", "al", "size.airy-"):
            offered = completions(*before, begun)
            assert set(offered) >= {n for n in possible_names() if n.startswith(begun)}
            assert all(name.startswith(begun) for name in offered)


def test_a_shell_completes_commands_and_options_too() -> None:
    assert completions("do") == ["doctor"]
    assert "list" in completions("")
    assert "--cluster" in completions("size.airy", "--cl")
    assert completions("all", "--budget", "f") == ["full"]
    assert completions("law", "si") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_a_script_that_asks_the_command(shell: str) -> None:
    environment = {**os.environ, "_VERIFY_COMPLETE": f"{shell}_source"}
    program = "import sys; sys.argv = ['verify']; import verify.__main__ as m; m.main()"
    script = subprocess.check_output(
        [sys.executable, "-c", program], env=environment, text=True
    )
    assert f"_VERIFY_COMPLETE={shell}_complete" in script


def with_option(name: str) -> list[str]:
    found = (c for c in COMMANDS if any(name in p.opts for p in cli.commands[c].params))
    return list(found)


@pytest.mark.parametrize("given", ["", " ", "\t"])
@pytest.mark.parametrize("command", with_option("--out"))
def test_a_folder_without_a_name_is_refused(command: str, given: str) -> None:
    result = CliRunner().invoke(cli, [command, "size.airy", "--out", given])
    assert result.exit_code == 2
    assert f"'--out': must name a folder, got {given!r}" in result.output


@pytest.mark.parametrize("command", with_option("--cluster"))
def test_an_address_of_nobody_is_refused(command: str) -> None:
    result = CliRunner().invoke(cli, [command, "all", "--cluster", ""])
    assert result.exit_code == 2
    assert "'--cluster': must be an address" in result.output


@pytest.mark.parametrize("name", ["a[/b]", "[red]", "[/]", ":smile:", "{x}%s"])
@pytest.mark.parametrize("words", [["doctor"], ["show", "size.airy"], ["report"]])
def test_a_folder_may_bear_any_name(
    name: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, [*words, "--out", name])
    assert result.exit_code == (2 if words == ["report"] else 0), result.output
    assert words != ["report"] or name in result.output


MEASURING = with_option("--quiet")


@pytest.mark.parametrize("command", MEASURING)
@pytest.mark.parametrize(
    ("flags", "voice"),
    [
        ([], "normal"),
        (["-q"], "quiet"),
        (["--quiet"], "quiet"),
        (["-v"], "verbose"),
        (["--verbose"], "verbose"),
    ],
)
def test_how_much_is_said_reaches_the_session(
    command: str, flags: list[str], voice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    places: list[session.Place] = []

    def noted(_: Any, __: Any, place: session.Place, **___: Any) -> int:
        places.append(place)
        return 0

    monkeypatch.setattr(session, "verify", noted)
    monkeypatch.setattr(session, "pilot", noted)
    word = "r**2" if command == "law" else "position.table"
    assert CliRunner().invoke(cli, [command, word, *flags]).exit_code == 0
    assert [place.voice for place in places] == [voice]


@pytest.mark.parametrize("command", MEASURING)
def test_quiet_and_verbose_exclude_each_other(command: str) -> None:
    word = "r**2" if command == "law" else "position.table"
    result = CliRunner().invoke(cli, [command, word, "-q", "-v"])
    assert result.exit_code == 2
    assert "give either --quiet or --verbose" in result.output


def test_all_that_measure_can_be_quiet() -> None:
    assert set(MEASURING) == {"run", "law", "pilot"}


def all_said(text: str) -> bool:
    """Return whether every command of ``READING`` has said its own words."""
    return all(
        w in text for w in ("pca.ellipses", "Tolerance", "torch", "name a folder")
    )


COLOUR = re.compile(r"\x1b\[[\d;]*m")


READING = """
import click
from verify.commands import cli

for words in (["list", "pca"], ["show", "size.airy"], ["doctor"], ["all", "--out", ""]):
    try:
        cli.main(words, standalone_mode=False)
    except SystemExit:
        pass
    except click.ClickException as error:
        error.show()
"""
"""Commands that measure nothing, in one process: each would load the same again."""

PROGRAMS = {"reading": ["-c", READING], "a run": ["-m", "verify", "position.table"]}


def on_a_terminal(folder: Path, program: list[str], **environment: str) -> str:
    """Return all that a program says to a terminal."""
    ours, theirs = pty.openpty()
    command = subprocess.Popen(
        [sys.executable, *program],
        cwd=folder,
        env={**os.environ, "TERM": "xterm-256color", **environment},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    found = b""
    while command.poll() is None or found[-1:]:
        try:
            piece = os.read(ours, 4096)
        except OSError:
            break
        found += piece
    command.wait()
    os.close(ours)
    return found.decode()


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_no_color_is_respected(program: list[str], tmp_path: Path) -> None:
    said = on_a_terminal(tmp_path, program, NO_COLOR="1")
    assert all_said(said) or program is PROGRAMS["a run"]
    assert not [c for c in COLOUR.findall(said) if re.search(r"[349]\d", c)]


def test_a_terminal_that_shows_colours_gets_them(tmp_path: Path) -> None:
    assert "\x1b[32mCONFIRMED" in on_a_terminal(tmp_path, PROGRAMS["a run"])


def test_a_pipe_gets_no_escape_codes(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, *PROGRAMS["reading"]],
        cwd=tmp_path,
        capture_output=True,
        check=True,
        text=True,
    )
    assert all_said(done.stdout + done.stderr)
    assert "\x1b" not in done.stdout + done.stderr

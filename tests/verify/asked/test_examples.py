"""What the page on your own and the examples say of laws runs as it stands."""

import re
import runpy
import shlex
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner

from verify.commands import cli

ROOT = Path(__file__).parents[3]
SECTION = re.search(
    r"## A law of radii of your own\n(.*?)\n## ",
    (ROOT / "docs/own.md").read_text("utf-8"),
    re.DOTALL,
)
assert SECTION
BLOCKS = [
    dedent(block).strip()
    for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", SECTION[1], re.MULTILINE)
    if block.strip()
]


def test_the_readme_has_a_block_of_commands_and_one_of_python() -> None:
    first = [block.split()[0] for block in BLOCKS]
    assert first == ["python", "from"]


def test_the_commands_of_the_readme_are_understood(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("counted.csv").write_text("0-10,5\n10-20,9\n20-40,1\n", "utf-8")
    Path("radii.txt").write_text("1.5\n2.75\n9.25\n", "utf-8")
    for line in BLOCKS[0].splitlines():
        words = shlex.split(line, comments=True)
        assert words[:4] == ["python", "-m", "verify", "law"]
        result = CliRunner().invoke(cli, [*words[3:], "--predict"])
        assert result.exit_code == 0, result.output


def test_the_python_of_the_readme_confirms(capsys: pytest.CaptureFixture[str]) -> None:
    exec(BLOCKS[1], {})
    assert capsys.readouterr().out.startswith("CONFIRMED ")


def test_the_example_prints_a_profile(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "law.py"))
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 11
    assert lines[0] == "r = 0.0 R: f = 1.0000, h = 0.0000"
    assert "f = 0.0000" in lines[-1]

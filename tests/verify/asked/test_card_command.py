"""The command that asks a network, and the words about it in docs/own.md."""

import json
import re
import runpy
import shlex
import zlib
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from tests.guests import one_image
from theory.size import minimisation
from verify.asked import card_images
from verify.claims.size.families import of_disks
from verify.commands import cli
from verify.subjects import Disks

SMALL = Disks(size=32)
README = Path(__file__).parents[3].joinpath("docs/own.md").read_text("utf-8")


def blocks() -> list[str]:
    """Return the code blocks of the section on networks."""
    section = README.split("## Your own network")[1].split("\n## ")[0]
    return [
        dedent(b)
        for b in re.findall(r"(?:^(?: {4}.*)?\n)+", section, re.M)
        if b.strip()
    ]


def pages(file: Path) -> int:
    """Return how many pages a PDF has."""
    data = file.read_bytes()
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    parts = [
        data,
        *(zlib.decompressobj().decompress(p) for p in packed if p[:1] == b"\x78"),
    ]
    return sum(len(re.findall(rb"/Type\s*/Page\b", part)) for part in parts)


FILES = {
    "my_network.py": """
        import pathlib, numpy, torch

        class Network(torch.nn.Module):
            def __init__(self):
                super().__init__()
                image = numpy.load(pathlib.Path(__file__).with_name("image.npy"))
                self.image = torch.nn.Parameter(torch.from_numpy(image).flatten())

            def encode(self, images):
                return (images.flatten(1) @ self.image)[:, None]

            def decode(self, codes):
                return (codes * self.image).reshape(-1, 1, 32, 32)

        def make():
            return Network()
        """,
    "my_line.py": """
        import torch

        class Line(torch.nn.Module):
            def encode(self, signals):
                return (signals[:, 0] @ (16.0 - torch.arange(16.0)))[:, None]

        def make():
            return Line()
        """,
    "my_pictures.py": """
        import torch

        class Pictures(torch.nn.Module):
            def encode(self, x):
                x = x[:, 0]
                parts = x.sum((1, 2)), x[:, 32].sum(1), x[:, 9:20, 9:20].sum((1, 2))
                return torch.stack(parts, 1)

            def decode(self, z):
                return (z[:, :1] / 4096).repeat(1, 4096).reshape(-1, 1, 64, 64)

        def make():
            return Pictures()
        """,
}


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder of networks as strangers write them."""
    for name, text in FILES.items():
        tmp_path.joinpath(name).write_text(dedent(text))
    images = of_disks.drawing(SMALL)(of_disks.shown_radii(SMALL))
    np.save(tmp_path / "image.npy", minimisation.discrete_optimum(images))
    monkeypatch.chdir(tmp_path)
    few = {"train": 64, "test": 32, "even": 32}
    monkeypatch.setattr(card_images, "ELLIPSES", few)


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["model", *words])


def test_every_block_of_the_readme_runs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    commands, example = blocks()
    for words in commands.strip().splitlines():
        python, m, verify, model, *rest = shlex.split(words)
        assert [python, m, verify, model] == ["python", "-m", "verify", "model"]
        found = run(*rest)
        assert found.exit_code == 0, found.output
        says = json.loads(Path("reports/model.json").read_text("utf-8"))
        assert says["sentence"] in found.output
        assert 1 <= pages(Path("reports/model.pdf")) <= 4
    exec(example, {"network": one_image(SMALL)})
    said = capsys.readouterr().out
    assert "size.airy fits" in said


def test_json_goes_to_stdout_without_a_number_that_is_none(tmp_path: Path) -> None:
    given = ("my_line.py:make", "--on", "diracs", "--length", "16", "--decode", "none")
    found = run(*given, "--out", str(tmp_path), "--json")

    def refuse(constant: str) -> Any:
        raise AssertionError(constant)

    says = json.loads(found.stdout, parse_constant=refuse)
    assert {one["standing"] for one in says["claims"]} == {"fits"}
    assert says == json.loads((tmp_path / "model.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Missing option '--on'"),
        (("--on", "disks", "--length", "8"), "--length belongs to --on diracs; with"),
        (("--on", "disks", "--radius", "90"), "radius must be in (0, 32]"),
        (("--on", "disks", "--law", "r +"), "law must be an expression in r"),
        (("--on", "disks", "--size", "16"), "encode was given (8, 1, 16, 16)"),
        (("--on", "images", "--folder", "nowhere"), "does not exist"),
        (("--on", "disks", "--slope", "0.1"), "No such option"),
        (("--on", "diracs", "--unseen", "3-"), "unseen must be places such as"),
        (("--on", "diracs", "--unseen", "99"), "unseen must be from 0 to 31"),
        (("--on", "diracs", "--padding", "same"), "padding must be one of"),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_sentence(
    words: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    found = run("my_network.py:make", *words, "--out", str(tmp_path))
    assert found.exit_code == 2
    assert message in found.output
    assert "Traceback" not in found.output
    assert not (tmp_path / "model.pdf").exists()


def test_a_file_that_makes_no_network_is_said_so(tmp_path: Path) -> None:
    found = run("other.py:make", "--on", "disks", "--out", str(tmp_path))
    assert (found.exit_code, "other.py" in found.output) == (2, True)


def test_a_folder_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    given = ("my_line.py:make", "--on", "diracs", "--length", "16", "--decode", "none")
    found = run(*given, "--out", str(tmp_path / "file" / "below"))
    assert (found.exit_code, "cannot write to" in found.output) == (2, True)


def test_the_example_runs_from_python_and_from_the_command_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    example = Path(__file__).parents[3] / "examples" / "network.py"
    runpy.run_path(str(example), run_name="__main__")
    said = capsys.readouterr().out
    assert said.startswith("Without biases as far as can be told")
    found = run(f"{example}:make", "--on", "disks", "--size", "32")
    assert found.exit_code == 0, found.output
    assert said.splitlines()[0] in found.output
    for claim in ("homogeneity", "airy", "one-function", "energy"):
        assert f"size.{claim}: fits" in said

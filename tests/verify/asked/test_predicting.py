"""A prediction without training: its numbers, its files, and what it takes."""

import csv
import json
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from theory.size import airy
from theory.size.law import power
from verify.asked.predicted_law import lines, predicted, profile_in_words
from verify.commands import cli
from verify.subjects import Disks

PLACES = np.linspace(0, 1, 21)


def test_the_uniform_law_gives_airy_s_profile_and_its_overlaps() -> None:
    found = predicted(Disks(), PLACES)
    assert np.allclose(found.f, airy.profile(PLACES), atol=1e-9)
    fine = (np.arange(200_000) + 0.5) / 200_000
    f = airy.profile(fine)
    overlap = np.cumsum(f * fine) / np.sum(f**2 * fine)
    assert np.allclose(found.h[1:], np.interp(PLACES[1:], fine, overlap), atol=1e-4)
    assert found.kappa == pytest.approx(7.8373473, abs=1e-6)


def test_under_a_slight_blur_it_is_nearly_the_same_and_goes_beyond_the_edge() -> None:
    sharp = predicted(Disks(size=32, law=power(1.0)), PLACES)
    disks = Disks(size=32, law=power(1.0), blur=0.3)
    blurred = predicted(disks, np.append(PLACES, 1.05))
    assert np.abs(blurred.f[:-2] - sharp.f[:-1]).max() < 0.02
    assert np.abs(blurred.h[:-1] - sharp.h).max() < 0.02
    assert np.isnan(blurred.kappa)
    assert np.isnan(blurred.h[-1])
    assert "principal axis of these blurred disks" in profile_in_words(disks)
    assert "kappa" not in lines(disks)[0]


def test_the_numbers_are_said_in_words_and_in_lines() -> None:
    assert "kappa = 7.8373 where R = 1" in profile_in_words(Disks())
    said = lines(Disks())
    assert said[0].startswith("Predicted: kappa = 7.83735;")
    assert len({len(line) for line in said[1:]}) == 1


def test_files_hold_f_and_h_in_every_unit(tmp_path: Path) -> None:
    path = tmp_path / "radii $1$ [x].csv"
    path.write_text("upper,count\n10.5,3\n21,4\n42,0\n", "utf-8")
    out = tmp_path / "out"
    words = ["law", "--histogram", str(path), "--predict", "--size", "40"]
    result = CliRunner().invoke(cli, [*words, "--out", str(out)])
    assert result.exit_code == 0, result.output
    assert "read 2 bins from 0 to 21, 7 particles" in result.output
    (table,) = out.glob("law-*.csv")
    (figure,) = out.glob("law-*.pdf")
    assert figure.read_bytes()[:5] == b"%PDF-"
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["r / R", "r in pixels", "r in the unit of the file", "f", "h"]
    assert len(rows) == 202
    last = [float(cell) for cell in rows[-1]]
    assert last[:4] == [1, 19, 21, 0]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    out = str(tmp_path / "file" / "out")
    result = CliRunner().invoke(cli, ["law", "r", "--predict", "--out", out])
    assert result.exit_code == 2
    assert "cannot write to" in result.output


def test_a_prediction_loads_no_torch_and_takes_under_five_seconds(
    tmp_path: Path,
) -> None:
    path = tmp_path / "fine.csv"
    rows = [f"{i + 1},{7 + (37 * i) % 11}" for i in range(256)]
    path.write_text("upper,count\n" + "\n".join(rows), "utf-8")
    code = (
        "import sys, json\n"
        "from verify.commands import cli\n"
        "try:\n    cli(sys.argv[1:])\n"
        "finally:\n"
        "    heavy = ('torch', 'verify.claims')\n"
        "    print(json.dumps([n for n in heavy if n in sys.modules]))\n"
    )
    words = ["law", "--histogram", str(path), "--predict", "--out", str(tmp_path / "o")]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[3],
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
    # By the processor: others may be busy on the same machine.
    assert after.ru_utime - before.ru_utime < 5

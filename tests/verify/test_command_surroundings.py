"""The command where its files or its streams are not what they should be."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.deployment import ROOT, copy_of_toolkit
from tests.verify.test_command import EPOCH, inside
from verify import date

CLAIM = "position.table"
VERIFY = f"{shlex.quote(sys.executable)} -m verify"


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a claim was judged."""
    folder = tmp_path_factory.mktemp("warm")
    assert inside(folder, CLAIM)[0] == 0
    return folder


@pytest.fixture
def copy(warm: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(warm, tmp_path / "copy"))


def shell(folder: Path, line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line],
        cwd=folder,
        env={**os.environ, **EPOCH},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.mark.parametrize(
    "put",
    [
        os.mkfifo,
        lambda path: path.symlink_to(path.name),
        lambda path: path.symlink_to("/dev/zero"),
    ],
    ids=["fifo", "link to itself", "link to a device"],
)
def test_no_file_where_the_report_should_be_is_replaced_by_it(
    copy: Path, put: Callable[[Path], object]
) -> None:
    path = copy / "reports/verification.pdf"
    before = path.read_bytes()
    path.unlink()
    put(path)
    status, _, err = inside(copy, CLAIM)
    assert status == 0, err
    assert not path.is_symlink()
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "streams",
    [
        "2> >(true)",
        "2>&-",
        "2>/dev/full",
        "2>&- <&-",
        "-v 2> >(head -c1 >/dev/null)",
        "--fresh 2> >(true)",
    ],
)
def test_nothing_is_lost_where_nobody_hears_what_is_said_on_the_way(
    copy: Path, streams: str
) -> None:
    run = shell(copy, f"{VERIFY} {CLAIM} --json >out.json {streams}")
    assert run.returncode == 0, run.stderr
    found = json.loads((copy / "out.json").read_bytes())
    assert found == json.loads((copy / "reports/results.json").read_bytes())


@pytest.mark.parametrize("words", ["list --long", f"show {CLAIM}", f"{CLAIM} --json"])
def test_a_reader_who_is_gone_ends_every_command_alike(copy: Path, words: str) -> None:
    read, write = os.pipe()
    os.close(read)
    run = subprocess.run(
        [sys.executable, "-m", "verify", *words.split()],
        cwd=copy,
        env={**os.environ, **EPOCH},
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(write)
    assert run.returncode == 141, run.stderr
    assert "Error" not in run.stderr


@pytest.mark.parametrize("out", [(), ("--out", "x"), ("--out", "/tmp/x")], ids=str)
def test_a_working_folder_that_is_gone_is_refused_before_measuring(
    tmp_path: Path, out: tuple[str, ...]
) -> None:
    (tmp_path / "gone").mkdir()
    run = shell(tmp_path / "gone", f"rmdir ../gone; {VERIFY} {CLAIM} {shlex.join(out)}")
    assert run.returncode == 2
    assert "the current folder is not there any more" in " ".join(run.stderr.split())


@pytest.mark.parametrize("newest", [-1, -(10**12), 0, 1, date.LATEST, 10**18])
@pytest.mark.parametrize("now", [-5e5, 0.0, 1e9, 1e15])
def test_a_clock_that_is_wrong_gives_a_date_all_the_same(
    monkeypatch: pytest.MonkeyPatch, newest: int, now: float
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr("verify.date.time.time", lambda: now)
    assert 0 <= date.epoch(newest) <= date.LATEST


NAMES = (
    # Python's own that it does not hold itself, before anything of ours is loaded.
    *("ast", "enum", "json", "logging", "multiprocessing", "queue", "random", "re"),
    *("selectors", "signal", "socket", "string", "struct", "tempfile", "typing"),
    *("click", "filelock", "numba", "numpy", "rich", "scipy", "sympy", "torch"),
    *("theory", "empirical", "tests", "matplotlib", "typst"),
)
SCRIPT = "from verify.__main__ import main\n\nif __name__ == '__main__':\n    main()\n"


@pytest.mark.parametrize(
    ("way", "form"), [("python -m verify", "{}/__init__.py"), ("verify", "{}.py")]
)
def test_nothing_in_the_current_folder_is_taken_for_a_module(
    way: str, form: str, tmp_path: Path
) -> None:
    here, script = tmp_path / "in ä", tmp_path / "bin" / "verify"
    for name in (*NAMES, *(["verify"] if way == "verify" else [])):
        file = here / form.format(name)
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(f"raise ImportError('{name} of somebody else')\n")
    script.parent.mkdir()
    script.write_text(SCRIPT)
    began = [str(script)] if way == "verify" else ["-m", "verify"]
    run = subprocess.run(
        [sys.executable, *began, CLAIM, "--jobs", "1"],
        cwd=here,
        env={**os.environ, **EPOCH, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "of somebody else" not in run.stderr


@pytest.mark.parametrize("words", ["list", CLAIM])
def test_no_folder_for_temporary_files_is_said_before_measuring(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nowhere() -> None:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr("tempfile.gettempdir", nowhere)
    status, _, err = inside(tmp_path, words)
    assert (status, "set TMPDIR to one" in err) == (2, True)


def test_an_installation_that_cannot_be_written_is_enough(tmp_path: Path) -> None:
    place = copy_of_toolkit(tmp_path / "installed")
    for folder in [path for path in place.rglob("*") if path.is_dir()]:
        # Whoever may write everywhere cannot make a folder of a file.
        (folder / "__pycache__").touch()
    (tmp_path / "no folder").touch()
    nowhere = str(tmp_path / "no folder" / "below")
    environment = {k: v for k, v in os.environ.items() if k != "NUMBA_CACHE_DIR"}
    environment |= {**EPOCH, "PYTHONPATH": str(place)}
    environment |= dict.fromkeys(("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"), nowhere)
    said = ""
    for words in (["doctor"], [CLAIM, "position.two-dimensional"]):
        run = subprocess.run(
            [sys.executable, "-m", "verify", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        said += run.stdout + run.stderr
    assert "kept nowhere, each process compiles anew" in said
    assert "2 of 2 as expected" in said
    assert "Traceback" not in said


SETTINGS = {
    "SOURCE_DATE_EPOCH": "",
    "MPLBACKEND": "nonsense",
    "OMP_NUM_THREADS": "64",
    "OPENBLAS_NUM_THREADS": "64",
}


def test_odd_settings_of_libraries_change_nothing(warm: Path, tmp_path: Path) -> None:
    words = " ".join(f"{name}={value}" for name, value in SETTINGS.items())
    run = shell(tmp_path, f"{words} {VERIFY} {CLAIM} size.airy-constant")
    assert run.returncode == 0, run.stderr
    said = json.loads((tmp_path / "reports/results.json").read_text())["claims"]
    warmed = json.loads((warm / "reports/results.json").read_text())["claims"]
    left = {"seconds", "measured"}
    assert [{k: v for k, v in one.items() if k not in left} for one in said[1:]] == [
        {k: v for k, v in one.items() if k not in left} for one in warmed
    ]

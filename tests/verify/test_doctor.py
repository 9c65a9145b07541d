"""The doctor: OK or what to do; shadowed modules; cores that may be used."""

import importlib.metadata
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

import verify
from verify import doctor, environment
from verify.commands import cli
from verify.environment import OURS, usable_cores

ROOT = Path(verify.__file__).parents[1]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def said(*words: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(cli, ["doctor", *words])
    return result.exit_code, result.output.splitlines()


@pytest.fixture
def wanted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the requirements of the package, to be changed by a test."""
    found: list[str] = []
    monkeypatch.setattr(doctor, "requires", lambda name: found)
    return found


def test_a_sound_installation_is_ok(wanted: list[str]) -> None:
    wanted += ["numpy>=1.26", "no-such-package; extra == 'images'"]
    status, lines = said()
    assert (status, lines[-1]) == (0, "OK")
    for words in ("torch", "GPU", "cores", "usable cores", "free disk", "mlxtend"):
        assert any(line.startswith(words) or words in line for line in lines)
    assert not any("To do" in line for line in lines)


@pytest.mark.parametrize(
    ("requirement", "sentence"),
    [
        ("numpy>=1,<1.5", "To do: numpy is {numpy}: pip install 'numpy<1.5,>=1'"),
        ("no-such-one>=2", "To do: no-such-one is not installed: pip install"),
        ("scipy==0.1; python_version >= '3'", "To do: scipy is {scipy}: pip install"),
        ("pytest<1; extra == 'images'", "To do: pytest is {pytest}: pip install"),
        ("pytest<1; extra == 'dev'", ""),
        ("no-such-one; python_version < '3'", ""),
        ("numpy>=1.26", ""),
    ],
)
def test_versions_are_compared_with_what_the_package_wants(
    requirement: str, sentence: str, wanted: list[str]
) -> None:
    wanted.append(requirement)
    status, lines = said()
    names = ("numpy", "scipy", "pytest")
    versions = {name: importlib.metadata.version(name) for name in names}
    assert status == (3 if sentence else 0)
    assert lines[-1].startswith(sentence.format(**versions) or "OK")


def test_what_the_package_wants_is_read_from_its_own_metadata() -> None:
    wanted = map(Requirement, doctor.requires(OURS) or ())
    names = {requirement.name for requirement in wanted}
    assert {"numpy", "torch", "click"} <= names


@pytest.mark.parametrize("out", ["/proc/nowhere", "/dev/null/nowhere"])
def test_a_folder_that_cannot_be_written_to_is_named(
    out: str, wanted: list[str]
) -> None:
    status, lines = said("--out", out)
    assert status == 3
    assert lines[-1].startswith(f"To do: cannot write to {out} (")
    assert "choose another folder with --out" in lines[-1]


def test_a_full_disk_is_named(
    wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = type("Usage", (), {"free": 5 * 2**20})
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    status, lines = said()
    assert status == 3
    assert lines[-1].startswith("To do: only 5 MiB are free at reports: make room")


@pytest.mark.parametrize("error", [ImportError, OSError, RuntimeError])
def test_a_torch_that_cannot_compute_is_named(
    error: type[Exception], wanted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    def broken(*_: int) -> None:
        raise error("libfoo.so is missing")

    monkeypatch.setattr(torch, "ones", broken)
    status, lines = said()
    assert status == 3
    assert "torch does not work (libfoo.so is missing): install it" in lines[-1]


@pytest.mark.parametrize(
    ("machine", "word"),
    [
        (("Darwin", "x86_64", "cpython-312-darwin", (3, 12)), "Intel Macs"),
        (("Darwin", "arm64", "cpython-312-darwin", (3, 12)), ""),
        (("Windows", "ARM64", "", (3, 12)), "ARM"),
        (("Windows", "AMD64", "", (3, 12)), ""),
        (("Linux", "x86_64", "cpython-312-x86_64-linux-musl", (3, 12)), "musl"),
        (("Linux", "aarch64", "cpython-312-aarch64-linux-gnu", (3, 12)), ""),
        (("Linux", "x86_64", "cpython-315-x86_64-linux-gnu", (3, 15)), "Python 3.15"),
        (("Linux", "riscv64", "cpython-312-riscv64-linux-gnu", (3, 12)), "riscv64"),
        (("Linux", "x86_64", "cpython-312-i386-linux-gnu", (3, 12)), "32 bits"),
        (("Windows", "AMD64", "cp312-win32", (3, 12)), "32 bits"),
        (("Windows", "AMD64", "cp312-win_amd64", (3, 12)), ""),
        (("Linux", "x86_64", "pypy311-pp73-x86_64-linux-gnu", (3, 11)), "PyPy"),
        (("FreeBSD", "amd64", "cpython-312", (3, 12)), "FreeBSD"),
    ],
)
def test_machines_without_ready_made_packages_are_named(
    machine: tuple[str, str, str, tuple[int, int]], word: str
) -> None:
    found = doctor.without_wheels(*machine)
    assert word in found
    assert bool(found) == bool(word)


@pytest.mark.parametrize("name", ["theory", "empirical", "numpy", "torch"])
@pytest.mark.parametrize("form", ["{}.py", "{}/__init__.py"])
@pytest.mark.parametrize("command", ["list", "doctor", "position.table"])
def test_a_file_that_shadows_a_module_is_named(
    name: str, form: str, command: str, tmp_path: Path
) -> None:
    file = tmp_path / form.format(name)
    file.parent.mkdir(exist_ok=True)
    file.write_text("raise SystemExit('a module of somebody else was run')\n")
    done = subprocess.run(
        [sys.executable, "-m", "verify", command],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])},
        capture_output=True,
        text=True,
    )
    shown = "".join(done.stderr.split())
    assert done.returncode == 2, done.stderr
    assert str(tmp_path / form.format(name).split("/")[0]) in shown
    assert f"module{name}:renameit" in shown
    assert "Traceback" not in done.stderr


def test_folders_that_python_does_not_take_for_modules_are_no_matter(
    tmp_path: Path,
) -> None:
    for name in ("theory", "empirical", "torch"):
        (tmp_path / name).mkdir()
        (tmp_path / f"{name}.txt").touch()
    done = subprocess.run(
        [sys.executable, "-m", "verify", "list"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
    )
    assert done.returncode == 0


def test_a_current_folder_that_was_removed_is_no_matter(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["sh", "-c", f'rmdir "$PWD" && {sys.executable} -m verify list size.airy'],
        cwd=gone,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr


def test_nothing_is_written_to_a_current_folder_that_was_removed(
    tmp_path: Path,
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["sh", "-c", f'rmdir "$PWD" && {sys.executable} -m verify position.table'],
        cwd=gone,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 2, done.stderr
    assert "current folder is not there any more" in done.stderr


def control_group(folder: Path, files: dict[str, str], own: str) -> None:
    for name, text in files.items():
        path = folder / "groups" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "own").write_text(own)


@pytest.mark.parametrize(
    ("files", "own", "cores"),
    [
        ({}, "0::/\n", 8),
        ({"cpu.max": "max 100000\n"}, "0::/\n", 8),
        ({"cpu.max": "300000 100000\n"}, "0::/\n", 3),
        ({"cpu.max": "150000 100000\n"}, "0::/\n", 1),
        ({"cpu.max": "10000 100000\n"}, "0::/\n", 1),
        ({"cpu.max": "9900000 100000\n"}, "0::/\n", 8),
        ({"cpu.max": "nonsense\n"}, "0::/\n", 8),
        ({"job/step/cpu.max": "200000 100000\n"}, "0::/job/step\n", 2),
        ({"job/cpu.max": "200000 100000\n"}, "0::/job/step\n", 2),
        (
            {"job/cpu.max": "400000 100000\n", "job/step/cpu.max": "max 100000\n"},
            "0::/job/step\n",
            4,
        ),
        ({"other/cpu.max": "100000 100000\n"}, "0::/job\n", 8),
        (
            {"cpu/cpu.cfs_quota_us": "400000\n", "cpu/cpu.cfs_period_us": "100000\n"},
            "4:cpu,cpuacct:/\n",
            4,
        ),
        (
            {"cpu/a/cpu.cfs_quota_us": "50000", "cpu/a/cpu.cfs_period_us": "10000"},
            "4:cpu,cpuacct:/a\n1:name=systemd:/b\n",
            5,
        ),
        (
            {"cpu/cpu.cfs_quota_us": "-1\n", "cpu/cpu.cfs_period_us": "100000\n"},
            "4:cpu:/\n",
            8,
        ),
    ],
)
def test_cores_are_those_that_a_control_group_allows(
    files: dict[str, str],
    own: str,
    cores: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    control_group(tmp_path, files, own)
    monkeypatch.setattr(environment, "_CGROUPS", tmp_path / "groups")
    monkeypatch.setattr(environment, "_OWN_CGROUP", tmp_path / "own")
    for name in ("cpu_count", "process_cpu_count"):
        monkeypatch.setattr(os, name, lambda: 8, raising=False)
    bound = set(range(8))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: bound, raising=False)
    assert usable_cores() == cores
    bound -= {0, 1, 2, 3, 4}
    assert usable_cores() == min(cores, 3)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="cores are not bound")
def test_measurements_at_once_are_by_default_what_the_process_is_bound_to() -> None:
    core = min(os.sched_getaffinity(0))
    program = (
        f"import os; os.sched_setaffinity(0, {{{core}}})\n"
        "from verify import session\n"
        "from verify.commands import cli\n"
        "session.verify = lambda claims, setting, place, **_: print(place.jobs) or 0\n"
        "cli(['position.table'])\n"
    )
    jobs = subprocess.check_output(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    )
    assert jobs == "1\n"

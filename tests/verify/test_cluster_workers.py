"""Workers that differ, are lacking or are lost: what is said, kept and done again."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from tests import calls
from tests.deployment import (
    ROOT,
    Deployment,
    copy_of_toolkit,
    folders,
    kill,
    until,
    without_toolkit,
)
from tests.verify.test_run import Heard, claim
from verify.claim import Experiment, Outcome
from verify.cluster import Cluster
from verify.pool import LostWorkersError
from verify.run import run
from verify.store import Store
from verify.trial import Trial

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Deployment]:
    """A scheduler of the test's own."""
    with Deployment(tmp_path) as made:
        yield made


def levels(folder: Path) -> Trial:
    """Return a trial of a quick seed 0 and a seed 1 that waits for ``folder/go``."""
    (folder / "started").mkdir()
    height = {
        "height": 2.0,
        "started": str(folder / "started"),
        "go": str(folder / "go"),
    }
    experiment = Experiment(
        function="tests.calls:level",
        configurations={"quick": height, "full": height},
        seconds=1.0,
        trains=False,
    )
    return Trial(claim=replace(claim(), experiment=experiment))


def other_versions(folder: Path) -> Path:
    """Hide the versions that are installed behind others."""
    for name in ("numpy", "distributed"):
        about = folder / f"{name}-0.1.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1\n"
        )
    (folder / "verify").symlink_to(ROOT / "verify")
    (folder / "theory").symlink_to(ROOT / "theory")
    (folder / "empirical").symlink_to(ROOT / "empirical")
    return folder


def altered(folder: Path) -> Path:
    """Change a comment in a copy of the toolkit."""
    with (copy_of_toolkit(folder) / "empirical/disks.py").open("a") as file:
        file.write("# Another comment.\n")
    return folder


def old(folder: Path) -> Path:
    """Make a toolkit that knows nothing of clusters."""
    (folder / "verify").mkdir(parents=True)
    (folder / "verify/__init__.py").touch()
    return folder


def test_workers_that_differ_are_named_and_not_used_whenever_they_come(
    own: Deployment, tmp_path: Path
) -> None:
    own.worker()
    told: list[str] = []
    with Cluster(own.address, told.append) as cluster:
        good = cluster.submit(calls.process).result()
        threads = {"OMP_NUM_THREADS": "4"}
        own.worker(path=altered(tmp_path / "altered"))
        own.worker(path=other_versions(tmp_path / "versions"))
        own.worker(path=without_toolkit(tmp_path / "without"))
        own.worker(path=old(tmp_path / "old"))
        own.worker(environment=threads)
        until(lambda: sum("is not used" in sentence for sentence in told) == 5)
        assert cluster.cores == 1
        futures = [cluster.submit(calls.process) for _ in range(8)]
        assert {f.result() for f in futures} == {good}
    wanted = (
        "sources of the toolkit differ",
        f"its numpy is 0.1, not {np.__version__}; to use it, pip install "
        f"numpy=={np.__version__} there and start it again.",
        "cannot load the toolkit",
        "No module named 'verify.remote'",
        "its OMP_NUM_THREADS is 4, not 1; to use it, start it again with "
        "OMP_NUM_THREADS=1.",
    )
    for words in wanted:
        sentence = next(one for one in told if words in one)
        assert sentence.startswith("worker tcp://127.0.0.1:")
    (dask,) = [one for one in told if "has distributed 0.1" in one]
    assert "this command" in dask


def test_nothing_starts_where_no_worker_can_be_used(
    own: Deployment, tmp_path: Path
) -> None:
    own.worker(path=altered(tmp_path / "altered"))
    own.joined()
    with pytest.raises(LostWorkersError, match="sources of the toolkit differ"):
        Cluster(own.address, patience=1.0)


def test_without_workers_a_person_is_told_at_once_and_not_left_waiting(
    own: Deployment,
) -> None:
    told: list[str] = []
    advice = f"start some with dask worker {own.address} --nthreads 1"
    with pytest.raises(LostWorkersError, match=advice):
        Cluster(own.address, told.append, patience=1.0)
    assert told == [
        f"the scheduler at {own.address} has no workers; waiting up to 1 s: {advice}."
    ]


def test_what_a_worker_measures_while_its_files_change_is_dropped(
    own: Deployment, tmp_path: Path
) -> None:
    copy = copy_of_toolkit(tmp_path / "copy")
    own.worker(path=copy)
    told: list[str] = []
    with Cluster(own.address, told.append) as cluster:
        (place,) = folders(tmp_path, "changing", 1)
        go = tmp_path / "go"
        future = cluster.submit(calls.process_once, str(place), str(go))
        until(lambda: any(place.iterdir()))
        (first,) = place.iterdir()
        with (copy / "theory/__init__.py").open("a") as file:
            file.write("# Changed.\n")
        go.touch()
        until(lambda: cluster.cores == 0)
        own.worker()
        assert str(future.result()) != first.name
    (sentence,) = [one for one in told if "changed after it was started" in one]
    assert "its sources changed" in sentence


def test_the_measurement_of_a_killed_worker_is_made_again_elsewhere(
    own: Deployment, tmp_path: Path
) -> None:
    victim, survivor = own.worker(), own.worker()
    told: list[str] = []
    with Cluster(own.address, told.append) as cluster:
        until(lambda: cluster.cores == 2)
        places, go = folders(tmp_path, "killed", 2), tmp_path / "go"
        futures = [cluster.submit(calls.process_once, str(p), str(go)) for p in places]
        until(lambda: all(any(place.iterdir()) for place in places))
        kill(victim)
        until(lambda: any("is lost" in sentence for sentence in told))
        go.touch()
        assert {f.result() for f in futures} == {survivor.pid}


def test_a_measurement_that_ends_worker_after_worker_is_given_up(
    own: Deployment,
) -> None:
    own.worker("--nthreads", "1", "--nanny")
    with Cluster(own.address) as cluster:
        deadly = cluster.submit(calls.die)
        good = cluster.submit(calls.process)
        assert "its worker ended 3 times" in str(deadly.exception())
        assert good.result() > 0


@pytest.mark.parametrize("lost", ["workers", "scheduler"])
def test_a_run_that_loses_all_keeps_what_is_finished_and_goes_on_later(
    lost: str, own: Deployment, tmp_path: Path
) -> None:
    own.worker()
    own.joined()
    trial, heard = levels(tmp_path), Heard()
    executor = partial(Cluster, own.address, patience=2.0)

    def end() -> None:
        until(lambda: heard.results and any((tmp_path / "started").iterdir()))
        kill(own.scheduler if lost == "scheduler" else own.processes[-1])

    ending = threading.Thread(target=end)
    ending.start()
    with Store(tmp_path / "store") as store:
        with pytest.raises(LostWorkersError, match="the same command resumes"):
            run([trial], store, executor, heard, resumable=False)
        ending.join()
        found = {seed: store.load(task.key) for seed, task in trial.tasks.items()}
        assert [seed for seed, kept in found.items() if kept] == [0]
        if lost == "workers":
            own.worker()
            own.joined()
            (tmp_path / "go").touch()
            (judged,) = run([trial], store, executor, heard, resumable=False)
            assert judged.verdict.outcome is Outcome.CONFIRMED
            assert heard.missing == [2, 1]


def begun(deployment: Deployment, out: Path) -> tuple[subprocess.Popen[str], str]:
    """Start a command that measures for minutes, and return what it said by then."""
    command = subprocess.Popen(
        [
            *(sys.executable, "-m", "verify", "size.airy", "--budget", "full"),
            *("--cluster", deployment.address, "--out", str(out)),
        ],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert command.stderr is not None
    said = ""
    while "measuring on" not in said:
        line = command.stderr.readline()
        assert line, said
        said += line
    return command, said


def without_noise(said: str) -> None:
    for noise in ("Traceback", "distributed.", "asyncio", "tornado", "Task "):
        assert noise not in said


def test_ctrl_c_ends_the_command_and_its_measurements(
    own: Deployment, tmp_path: Path
) -> None:
    own.worker()
    command, said = begun(own, tmp_path / "out")
    command.send_signal(signal.SIGINT)
    said += command.communicate(timeout=120)[1]
    assert command.returncode == 130
    assert "the same command resumes" in said
    without_noise(said)
    # The full budget would keep the worker for minutes.
    with Cluster(own.address) as cluster:
        assert cluster.submit(calls.process).result(timeout=60) > 0


def test_a_command_that_loses_its_scheduler_says_so_and_ends(
    own: Deployment, tmp_path: Path
) -> None:
    own.worker()
    command, said = begun(own, tmp_path / "out")
    kill(own.scheduler)
    said += command.communicate(timeout=120)[1]
    assert command.returncode == 3
    ending = said[said.index("Error:") :].split()
    assert " ".join(ending) == (
        f"Error: the scheduler at {own.address} does not answer any more; start it and "
        "its workers again. What is finished is stored; the same command resumes."
    )
    without_noise(said)

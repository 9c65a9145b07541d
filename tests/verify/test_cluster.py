"""A Dask cluster measures what this machine would, or says why it does not."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests import calls
from tests.deployment import (
    Deployment,
    until,
)
from tests.verify.test_run import Heard
from verify.claims import ALL
from verify.cluster import Cluster
from verify.pool import Processes
from verify.results import results
from verify.run import run
from verify.store import Store
from verify.trial import Trial

pytest.importorskip("distributed")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Two workers, one of them with more threads than it can use."""
    with Deployment(tmp_path_factory.mktemp("cluster")) as made:
        made.worker()
        made.joined()
        made.worker("--nthreads", "2", "--no-nanny")
        made.joined()
        yield made


TIMES = ("seconds", "measured")
CHEAP = ("position.table", "position.no-nonlinearity", "pca.covariance")


def test_a_cluster_measures_what_this_machine_measures(
    deployment: Deployment, tmp_path: Path
) -> None:
    claims = [one for one in ALL if one.name in CHEAP]
    found = []
    for name, executor in (
        ("here", partial(Processes, 1)),
        ("there", partial(Cluster, deployment.address)),
    ):
        trials = [Trial(claim=one) for one in claims]
        with Store(tmp_path / name) as store:
            judged = run(trials, store, executor, Heard(), resumable=False)
            found.append(untimed(results(judged, judged, report="")))
    assert found[0] == found[1]
    assert {one["outcome"] for one in found[0]["claims"]} == {"CONFIRMED"}


def untimed(value: Any) -> Any:
    """Return results without what differs from run to run."""
    if isinstance(value, dict):
        return {k: untimed(v) for k, v in value.items() if k not in TIMES}
    return [untimed(v) for v in value] if isinstance(value, list) else value


def test_a_worker_process_measures_one_at_a_time_whatever_its_threads(
    deployment: Deployment, tmp_path: Path
) -> None:
    told: list[str] = []
    with Cluster(deployment.address, told.append) as cluster:
        assert cluster.cores == 2
        assert len(told) == 1
        assert "measuring on 2 workers" in told[0]
        assert "1 of their 3 threads stay idle" in told[0]
        futures = [cluster.submit(calls.alone, str(tmp_path)) for _ in range(12)]
        assert len({f.result() for f in futures}) == 2


def test_calls_fail_alone_and_leave_the_others_be(deployment: Deployment) -> None:
    with Cluster(deployment.address) as cluster:
        failing = [cluster.submit(calls.fail, words) for words in ("one", "two")]
        unpicklable = cluster.submit(lambda: 1)
        good = cluster.submit(calls.process)
        assert good.result() != os.getpid()
        assert [str(f.exception()) for f in failing] == ["'one'", "'two'"]
        assert unpicklable.exception() is not None
    with pytest.raises(RuntimeError, match="after shutdown"):
        cluster.submit(calls.process)


def test_what_runs_on_workers_ends_with_the_command(
    deployment: Deployment, tmp_path: Path
) -> None:
    cluster = Cluster(deployment.address)
    places = [tmp_path / name for name in "abc"]
    futures = [cluster.submit(calls.beat, str(place)) for place in places]
    until(places[0].exists)
    until(places[1].exists)
    cluster.shutdown(wait=False, cancel_futures=True)
    for future in futures:
        with pytest.raises(CancelledError):
            future.result(timeout=0)

    def beats() -> list[int]:
        return [place.stat().st_size for place in places[:2]]

    def still() -> bool:
        before = beats()
        time.sleep(0.5)
        return beats() == before

    until(still)
    assert not places[2].exists()


@pytest.mark.parametrize(
    "address", ["", "nowhere", "nowhere:8786", "127.0.0.1:9", "http://127.0.0.1:9"]
)
def test_an_address_where_no_scheduler_answers_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("verify.cluster.CONNECT", 1.0)
    with pytest.raises(ValueError, match=f"no Dask scheduler answers at '{address}'"):
        Cluster(address)

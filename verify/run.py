"""The whole flow: forecast, measure what is missing, judge."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any, Protocol

import numpy as np

from verify import derived
from verify.claim import Budget, Claim, Experiment, Measurement
from verify.judge import Answers, Judged, judge, powerless, without_data
from verify.optional import advice, missing
from verify.pool import Result, measure, stop_workers
from verify.sources import source_hash
from verify.store import Store, Stored


@dataclass(frozen=True, kw_only=True)
class Task:
    """One experiment at one seed, whichever claims read it."""

    experiment: Experiment
    seed: int
    key: str
    identity: Mapping[str, Any]
    seconds: float


class Observer(Protocol):
    """Who is told how a run goes on."""

    def forecast(self, tasks: Sequence[Task], stored: int) -> None:
        """Hear what will be measured before it starts."""

    def finished(self, task: Task, result: Result) -> None:
        """Hear that one measurement is safely stored."""


def run(
    claims: Sequence[Claim],
    budget: Budget,
    store: Store,
    executor: Callable[[], Executor] | None,
    observer: Observer,
    *,
    device: str = "cpu",
    offset: int = 0,
    fresh: bool = False,
    resumable: bool = True,
) -> list[Judged]:
    """Measure what is missing and judge every claim.

    Parameters
    ----------
    claims, budget
        What to judge, and with which configurations, seeds and tolerances.
    store
        Where finished measurements are kept and looked up.
    executor
        Starts the workers if anything is missing; None measures nothing, and claims
        without stored measurements come out INVALID.
    observer
        Is told of the forecast and of every finished measurement.
    device
        ``cpu`` or ``cuda``.
    offset
        Added to every seed.
    fresh
        Measure even what is stored.
    resumable
        Whether workers can reach the store's checkpoints.

    Returns
    -------
    list of Judged
        One for each claim, in the order given. A claim whose data is missing is
        INVALID, and touches no other.

    """
    able = [c for c in claims if not missing(c.experiment.packages)]
    tasks = _tasks(able, budget, device, offset)
    if fresh:
        for key in tasks:
            store.forget_checkpoint(key)
    stored = {} if fresh else _look_up(tasks, store)
    needed = [task for key, task in tasks.items() if key not in stored]
    observer.forecast(needed if executor else [], len(stored))
    known: dict[str, Answers] = {}

    def worth_measuring() -> Iterator[Task]:
        """Work out the answers, and yield what the claims with power still need.

        Certificates come last: nothing that is measured waits for them.
        """
        powerful = []
        for claim in sorted(able, key=lambda c: -c.experiment.seconds[budget]):
            known[claim.name] = derived.known(claim, store, fresh=fresh)
            if not powerless(claim, known[claim.name], budget):
                powerful.append(claim)
                own = _tasks([claim], budget, device, offset)
                yield from (task for key, task in own.items() if key not in stored)
        for claim in powerful:
            figures = derived.certificates(claim, store, fresh=fresh)
            known[claim.name] = replace(known[claim.name], certificates=figures)

    crashed: dict[str, str] = {}
    if needed and executor:
        checkpoints = store if resumable else None
        crashed = _measure(
            worth_measuring(), executor, checkpoints, store, device, observer
        )
        stored.update(_look_up({task.key: task for task in needed}, store))
    else:
        list(worth_measuring())

    def read(claim: Claim, task: Task) -> Measurement:
        if task.key in stored and not stored[task.key].failure:
            return derived.reading(claim, stored[task.key], store, fresh=fresh)
        return _nothing(stored.get(task.key), crashed.get(task.key, ""))

    return [
        _judge(claim, known[claim.name], budget, device, offset, stored, read)
        if claim.name in known
        else without_data(claim, budget, advice(missing(claim.experiment.packages)))
        for claim in claims
    ]


def seeds(claim: Claim, budget: Budget, offset: int) -> tuple[int, ...]:
    """Return the judged seeds of a claim."""
    return tuple(seed + offset for seed in claim.seeds[budget])


def _tasks(
    claims: Sequence[Claim], budget: Budget, device: str, offset: int
) -> dict[str, Task]:
    """Return every distinct measurement, longest first so that workers end together."""
    made = (
        _task(claim.experiment, budget, device, seed)
        for claim in claims
        for seed in seeds(claim, budget, offset)
    )
    return {t.key: t for t in sorted(made, key=lambda task: -task.seconds)}


def _task(experiment: Experiment, budget: Budget, device: str, seed: int) -> Task:
    identity: dict[str, Any] = {
        "function": experiment.function,
        "configuration": dict(experiment.configurations[budget]),
        "seed": seed,
        "sources": source_hash(experiment.function),
        "numpy": version("numpy"),
    }
    if experiment.packages:
        identity["data"] = {name: version(name) for name in experiment.packages}
    if experiment.trains:
        identity |= {"torch": version("torch"), "device": device, "threads": 1}
    return Task(
        experiment=experiment,
        seed=seed,
        key=Store.key(identity),
        identity=identity,
        seconds=experiment.seconds[budget],
    )


def _look_up(tasks: Mapping[str, Task], store: Store) -> dict[str, Stored]:
    found = {key: store.load(key) for key in tasks}
    return {key: stored for key, stored in found.items() if stored is not None}


def _measure(
    tasks: Iterator[Task],
    executor: Callable[[], Executor],
    checkpoints: Store | None,
    store: Store,
    device: str,
    observer: Observer,
) -> dict[str, str]:
    """Measure and store every task; return why some could not be, by key.

    The workers begin with the first task while the next ones are worked out.
    """
    pending: dict[Future[Result], Task] = {}
    begun, crashed = set[str](), dict[str, str]()

    def collect(finished: Iterable[Future[Result]]) -> None:
        for future in finished:
            crashed.update(_keep(future, pending.pop(future), store, observer))

    workers = executor()
    try:
        for task in tasks:
            if task.key in begun:
                continue
            begun.add(task.key)
            checkpoint = checkpoints.checkpoint(task.key) if checkpoints else None
            configuration = task.identity["configuration"]
            future = workers.submit(
                measure, task.experiment, configuration, task.seed, device, checkpoint
            )
            pending[future] = task
            collect(wait(pending, timeout=0).done)
        while pending:
            collect(wait(pending, return_when=FIRST_COMPLETED).done)
    except BaseException:
        finished = wait(pending, timeout=0).done
        workers.shutdown(wait=False, cancel_futures=True)
        stop_workers()
        collect(finished)
        raise
    workers.shutdown()
    return crashed


def _keep(
    future: Future[Result], task: Task, store: Store, observer: Observer
) -> dict[str, str]:
    """Store a result; return the reason by key if the measurement crashed."""
    error = future.exception()
    if error is not None:
        return {task.key: f"{type(error).__name__}: {error}"}
    result = future.result()
    store.save(
        task.key,
        task.identity,
        result.arrays,
        seconds=result.seconds,
        failure=result.failure,
    )
    observer.finished(task, result)
    return {}


def _judge(
    claim: Claim,
    known: Answers,
    budget: Budget,
    device: str,
    offset: int,
    stored: Mapping[str, Stored],
    read: Callable[[Claim, Task], Measurement],
) -> Judged:
    tasks = {
        seed: _task(claim.experiment, budget, device, seed)
        for seed in seeds(claim, budget, offset)
    }
    measurements = (
        {}
        if powerless(claim, known, budget)
        else {seed: read(claim, task) for seed, task in tasks.items()}
    )
    seconds = sum(stored[t.key].seconds for t in tasks.values() if t.key in stored)
    return Judged(
        claim=claim,
        known=known,
        measurements=measurements,
        verdict=judge(claim, known, measurements, budget, seconds),
        budget=budget,
    )


def _nothing(stored: Stored | None, crash: str) -> Measurement:
    """Return a measurement that says why there is none."""
    if stored is not None:
        reason = f"the training failed: {stored.failure}"
    else:
        reason = f"the measurement stopped: {crash}" if crash else "not measured"
    return Measurement(answer=np.array(np.nan), invalid=reason)

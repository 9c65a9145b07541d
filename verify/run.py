"""The whole flow: forecast, measure what is missing, judge."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace

import numpy as np

from verify.answers import Answers
from verify.claim import Measurement
from verify.judge import Judged, judge, without_data
from verify.known import answers_of, certificates_of, reading_of
from verify.measuring import Observer, UnderWay, measuring
from verify.optional import advice, missing
from verify.store import Store, Stored
from verify.trial import Task, Trial


def run(
    trials: Sequence[Trial],
    store: Store,
    executor: Callable[[], Executor] | None,
    observer: Observer,
    *,
    resumable: bool = True,
) -> list[Judged]:
    """Measure what is missing and judge every trial.

    Measuring begins with the longest trial while the answers of the next are worked
    out; certificates come last, as nothing that is measured waits for them. A trial
    is judged as soon as all is measured for it. One without power is not measured,
    unless on pilot seeds.

    Parameters
    ----------
    trials
        What to judge.
    store
        Where finished measurements are kept and looked up.
    executor
        Starts the workers if anything is missing; None measures nothing, and trials
        without stored measurements come out INVALID.
    observer
        Is told of the forecast and of every finished measurement.
    resumable
        Whether workers can reach the store's checkpoints.

    Returns
    -------
    list of Judged
        One for each trial, in the order given. A trial whose data is missing is
        INVALID, and touches no other.

    """
    able = [t for t in trials if not missing(t.claim.experiment.packages)]
    tasks = {task.key: task for trial in able for task in trial.measured}
    stored = _found(tasks, store)
    needed = [task for key, task in tasks.items() if key not in stored]
    if executor:
        observer.forecast(needed, len(stored), _readers(able))
    known: dict[Trial, Answers] = {}
    judged: dict[Trial, Judged] = {}
    with measuring(executor, store, observer, resumable=resumable) as under_way:
        for trial in sorted(able, key=_cost, reverse=True):
            known[trial] = answers_of(trial, store)
            if worth_measuring(known[trial]):
                own = (t for t in trial.measured if t.key not in stored)
                under_way.begin(own)
        if executor:
            observer.spared(t for t in needed if t.key not in under_way.begun)
        for trial in able:
            under_way.collect()
            if worth_measuring(known[trial]):
                figures = certificates_of(trial.claim, store)
                known[trial] = replace(known[trial], certificates=figures)
        for trial in _as_they_end(able, under_way):
            keys = [task.key for task in trial.measured]
            found = stored | _found((key for key in keys if key not in stored), store)
            judged[trial] = _judged(known[trial], store, found, under_way.crashed)
            observer.judged(judged[trial])
    return [
        judged[trial]
        if trial in judged
        else without_data(trial, advice(missing(trial.claim.experiment.packages)))
        for trial in trials
    ]


def _as_they_end(trials: Sequence[Trial], under_way: UnderWay) -> Iterator[Trial]:
    """Yield every trial as soon as nothing more is measured for it."""
    waiting = list(trials)
    while waiting:
        ended = [t for t in waiting if under_way.ended(t.measured)]
        waiting = [t for t in waiting if t not in ended]
        yield from ended
        if not ended:
            under_way.wait()


def worth_measuring(known: Answers) -> bool:
    """Return whether a trial has power, or is to show what its tolerance could be."""
    return not known.weak or known.trial.setting.pilots > 0


def _readers(trials: Iterable[Trial]) -> Mapping[str, Sequence[str]]:
    """Name the claims that read each measurement, by its key."""
    readers: dict[str, list[str]] = {}
    for trial in trials:
        for task in trial.measured:
            readers.setdefault(task.key, []).append(trial.claim.name)
    return readers


def _cost(trial: Trial) -> float:
    return max(task.seconds for task in trial.tasks.values())


def _found(keys: Iterable[str], store: Store) -> dict[str, Stored]:
    found = {key: store.load(key) for key in keys}
    return {key: stored for key, stored in found.items() if stored is not None}


def _judged(
    known: Answers,
    store: Store,
    stored: Mapping[str, Stored],
    crashed: Mapping[str, str],
) -> Judged:
    """Read what was measured for a trial, and judge it."""
    claim, tasks = known.trial.claim, known.trial.tasks
    others = _repeated_otherwise(known.trial, stored, crashed)

    def read(task: Task) -> Measurement:
        found = stored.get(task.key)
        if found is None or found.failure:
            return _nothing(found, crashed.get(task.key, ""))
        measurement = reading_of(claim, found, store)
        invalid = measurement.invalid or others.get(task.seed, "")
        return replace(measurement, invalid=invalid)

    measurements = (
        {seed: read(task) for seed, task in tasks.items()}
        if worth_measuring(known)
        else {}
    )
    behind = [stored[t.key] for t in known.trial.measured if t.key in stored]
    verdict = judge(known, measurements, sum(found.seconds for found in behind))
    return Judged(
        known=known,
        measurements=measurements,
        verdict=verdict,
        at=max((found.at for found in behind), default=0),
    )


def _repeated_otherwise(
    trial: Trial, stored: Mapping[str, Stored], crashed: Mapping[str, str]
) -> dict[int, str]:
    """Return by seed why what was measured again shows that it means nothing."""
    found = {}
    for task in trial.repeats:
        first, again = stored.get(trial.tasks[task.seed].key), stored.get(task.key)
        if again is None:
            why = crashed.get(task.key) or "it was not"
            found[task.seed] = f"it could not be measured a second time: {why}"
        elif first and (first.digest, first.failure) != (again.digest, again.failure):
            found[task.seed] = (
                "the same seed gave other arrays when it was measured again: draw all "
                "that is random from numpy.random.default_rng(seed), or from "
                "start.generator() where a network is trained, and use no clock"
            )
    return found


def _nothing(stored: Stored | None, crash: str) -> Measurement:
    """Return a measurement that says why there is none."""
    if stored is not None:
        reason = f"the training failed: {stored.failure}"
    else:
        reason = f"the measurement stopped: {crash}" if crash else "not measured"
    return Measurement(answer=np.array(np.nan), invalid=reason)

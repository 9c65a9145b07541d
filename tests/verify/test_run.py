"""The flow: what is measured, what is not, and what happens when it goes wrong."""

import importlib
import signal
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from verify import ending
from verify.budget import BUDGETS
from verify.claim import Claim, Experiment, Measurement, Outcome, Rival, View
from verify.distances import RMS
from verify.judge import Judged
from verify.pool import LostWorkersError, Processes, Result, measure
from verify.run import run
from verify.sources import module_hash
from verify.store import Store
from verify.trial import Setting, Task, Trial, identity_of

MEASURES = """
import os
import signal
import time
from pathlib import Path

import numpy as np

calls = []


def level(*, seed, height):
    calls.append(seed)
    return {"level": np.array([height + seed / 1000])}


def slow(*, seed, height):
    time.sleep(0.2)
    return level(seed=seed, height=height)


def trained(*, start, height):
    calls.append((start.seed, start.device))
    if start.checkpoint is not None:
        start.checkpoint.write(b"half way")
    return {"level": np.array([height])}


def resuming(*, start, height):
    calls.append(start.checkpoint.read())
    return {"level": np.array([height])}


def diverging(*, seed, height):
    raise FloatingPointError("the loss is not finite at Adam step 3")


def broken(*, seed, height):
    raise KeyError("a defect")


def killed(*, seed, height, folder, deaths):
    # Die like a process without memory, the first so many times for seed 0.
    marks = Path(folder)
    if seed == 0:
        died = len(list(marks.glob("died-*")))
        if died < deaths:
            (marks / f"died-{died}-{os.getpid()}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
    (marks / f"done-{seed}-{time.monotonic_ns()}").touch()
    return {"level": np.array([height])}
"""


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list:
    """Make an importable module of measurements; return what it was called with."""
    (tmp_path / "invented_measures.py").write_text(MEASURES)
    monkeypatch.syspath_prepend(tmp_path)
    import invented_measures

    invented_measures.calls.clear()
    return invented_measures.calls


HIGHER = {"height": 2.02}


class Heard:
    """An observer that remembers."""

    def __init__(self) -> None:
        self.missing: list[int] = []
        self.stored: list[int] = []
        self.results: list[Result] = []
        self.unmeasured: list[int] = []
        self.deaths: list[int] = []
        self.verdicts: list[tuple[str, int]] = []
        self.cores: list[int] = []

    def forecast(
        self,
        tasks: Sequence[Task],
        stored: int,
        readers: Mapping[str, Sequence[str]],
    ) -> None:
        self.missing.append(len(tasks))
        self.stored.append(stored)
        self.readers = readers

    def began(self, cores: int, running: Callable[[], list[Task]]) -> None:
        self.cores.append(cores)
        self.running = running

    def spared(self, tasks: Iterable[Task]) -> None:
        self.unmeasured += [task.seed for task in tasks]

    def finished(self, task: Task, result: Result) -> None:
        self.results.append(result)

    def died(self, task: Task) -> None:
        self.deaths.append(task.seed)

    def judged(self, one: Judged) -> None:
        self.verdicts.append((one.claim.name, len(self.results)))


def claim(
    name: str = "test.level", function: str = "level", **changes: object
) -> Claim:
    made = Claim(
        name=name,
        statement="The level is 2.",
        predict=lambda: np.array([2.0]),
        experiment=Experiment(
            function=f"invented_measures:{function}",
            configurations={"quick": {"height": 2.0}, "full": {"height": 2.0}},
            seconds=1.0,
            trains=function in ("trained", "resuming"),
        ),
        read=lambda arrays: Measurement(answer=arrays["level"]),
        rivals=(Rival(name="3", answer=lambda: np.array([3.0]), because="near"),),
        distance=RMS,
        tolerance=0.1,
        because="invented",
        seeds={"quick": (0, 1), "full": (0, 1, 2)},
        derivation=tuple,
        view=View(curve=lambda a: (a, a), x="", y="", caption=""),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def threads() -> Executor:
    return ThreadPoolExecutor(1)


def once(
    tmp_path: Path,
    *claims: Claim,
    heard: Heard | None = None,
    device: str = "cpu",
    offset: int = 0,
    fresh: bool = False,
    pilots: int = 0,
    **options: object,
) -> list[Judged]:
    setting = Setting(device=device, offset=offset, pilots=pilots)
    trials = [Trial(claim=claim, setting=setting) for claim in claims]
    with Store(tmp_path / "store", fresh=fresh) as store:
        options = {"executor": threads, **options}
        return run(trials, store, observer=heard or Heard(), **options)


def test_what_is_stored_is_not_measured_again(tmp_path: Path, calls: list) -> None:
    heard = Heard()
    first = once(tmp_path, claim(), heard=heard)
    second = once(tmp_path, claim(), heard=heard)
    assert sorted(calls) == [0, 1]
    assert (heard.missing, heard.stored) == ([2, 0], [0, 2])
    assert first[0].verdict == second[0].verdict
    assert first[0].verdict.outcome is Outcome.CONFIRMED
    assert first[0].verdict.misfit == pytest.approx((0, 0.001))


def test_workers_begin_once_and_only_where_something_is_missing(
    tmp_path: Path, calls: list
) -> None:
    first, second = Heard(), Heard()
    once(tmp_path, claim(), heard=first)
    once(tmp_path, claim(), heard=second)
    assert (first.cores, second.cores) == ([1], [])
    assert first.running() == []


def test_a_measurement_tells_how_long_it_took(tmp_path: Path, calls: list) -> None:
    heard, begun = Heard(), time.perf_counter()
    once(tmp_path, claim(function="slow"), heard=heard)
    whole = time.perf_counter() - begun
    assert all(result.seconds > 0.19 for result in heard.results)
    assert sum(result.seconds for result in heard.results) <= whole


def test_fresh_measures_again(tmp_path: Path, calls: list) -> None:
    once(tmp_path, claim())
    once(tmp_path, claim(), fresh=True)
    assert sorted(calls) == [0, 0, 1, 1]


def test_fresh_does_not_go_on_from_a_checkpoint(tmp_path: Path, calls: list) -> None:
    one = claim(function="resuming", seeds=(0,))
    key = Trial(claim=one).tasks[0].key
    with Store(tmp_path / "store") as store:
        store.checkpoint(key).write(b"old")
    once(tmp_path, one, fresh=True)
    assert calls == [None]


def test_fresh_reads_what_it_measures_itself(tmp_path: Path, calls: list) -> None:
    heard = Heard()
    for again in range(2):
        (judged,) = once(tmp_path, claim(), heard=heard, fresh=True)
        assert judged.verdict.outcome is Outcome.CONFIRMED
        assert (heard.missing[again], heard.stored[again]) == (2, 0)


def test_claims_that_share_an_experiment_measure_it_once(
    tmp_path: Path, calls: list
) -> None:
    judged = once(tmp_path, claim(), claim("test.again"))
    assert sorted(calls) == [0, 1]
    assert [j.verdict.outcome for j in judged] == [Outcome.CONFIRMED] * 2


def test_a_claim_without_power_is_never_measured(tmp_path: Path, calls: list) -> None:
    weak = claim(tolerance={"quick": 0.9, "full": 0.1})
    judged = once(tmp_path, weak)[0]
    assert calls == []
    assert judged.verdict.outcome is Outcome.UNRESOLVED
    assert "no power" in judged.verdict.reason
    assert judged.verdict.seeds == ()


def test_measuring_begins_while_the_next_answers_are_worked_out(
    tmp_path: Path, calls: list
) -> None:
    def late() -> np.ndarray:
        deadline = time.monotonic() + 20
        while not calls:
            assert time.monotonic() < deadline, "nothing was measured meanwhile"
            time.sleep(0.01)
        return np.array([2.0])

    short = replace(claim().experiment, seconds=0.5)
    judged = once(tmp_path, claim("test.late", predict=late, experiment=short), claim())
    assert [j.verdict.outcome for j in judged] == [Outcome.CONFIRMED] * 2


def test_certificates_are_worked_out_while_the_claim_is_measured(
    tmp_path: Path, calls: list
) -> None:
    def proved() -> dict[str, float]:
        deadline = time.monotonic() + 20
        while not calls:
            assert time.monotonic() < deadline, "nothing was measured meanwhile"
            time.sleep(0.01)
        return {"parts that fail": 0.0}

    (judged,) = once(tmp_path, claim(certificates=proved))
    assert judged.verdict.values["parts that fail"] == (0.0, 0.0)


def test_a_diverged_training_is_stored_as_a_result(tmp_path: Path, calls: list) -> None:
    heard = Heard()
    for _ in range(2):
        judged = once(tmp_path, claim(function="diverging"), heard=heard)[0]
        assert judged.verdict.outcome is Outcome.INVALID
        assert "seed 0: the training failed: the loss is not" in judged.verdict.reason
    assert heard.missing == [2, 0]


def test_a_crash_spares_the_other_claims_and_is_not_stored(
    tmp_path: Path, calls: list
) -> None:
    heard = Heard()
    for _ in range(2):
        crashed, fine = once(
            tmp_path, claim("test.crash", "broken"), claim(), heard=heard
        )
        assert crashed.verdict.outcome is Outcome.INVALID
        assert "KeyError: 'a defect'" in crashed.verdict.reason
        assert fine.verdict.outcome is Outcome.CONFIRMED
    assert heard.missing == [4, 2]


def test_without_workers_nothing_is_measured(tmp_path: Path, calls: list) -> None:
    judged = once(tmp_path, claim(), executor=None)[0]
    assert calls == []
    assert judged.verdict.outcome is Outcome.INVALID
    assert judged.verdict.reason == "seed 0: not measured; seed 1: not measured"


def test_an_offset_moves_every_seed(tmp_path: Path, calls: list) -> None:
    judged = once(tmp_path, claim(), offset=40)[0]
    assert sorted(calls) == [40, 41]
    assert judged.verdict.seeds == (40, 41)


def test_a_training_is_told_its_device_and_its_checkpoint(
    tmp_path: Path, calls: list
) -> None:
    once(tmp_path, claim(function="trained"), device="cpu")
    once(tmp_path, claim(function="trained"), device="cuda", resumable=False)
    assert sorted(calls) == [(0, "cpu"), (0, "cuda"), (1, "cpu"), (1, "cuda")]
    # The device is part of the key; a finished training leaves no checkpoint.
    assert len(list((tmp_path / "store" / "runs").iterdir())) == 4
    assert not list((tmp_path / "store" / "checkpoints").iterdir())


def test_another_configuration_is_another_measurement(
    tmp_path: Path, calls: list
) -> None:
    once(tmp_path, claim())
    other = replace(
        claim().experiment,
        configurations={"quick": {"height": 2.05}, "full": {"height": 2.0}},
    )
    judged = once(tmp_path, claim(experiment=other))[0]
    assert sorted(calls) == [0, 0, 1, 1]
    assert judged.verdict.misfit == pytest.approx((0.05, 0.051))


def test_an_interrupt_keeps_what_is_finished(tmp_path: Path, calls: list) -> None:
    class Interrupting(Heard):
        def finished(self, task: Task, result: Result) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        once(tmp_path, claim(), heard=Interrupting())
    heard = Heard()
    once(tmp_path, claim(), heard=heard)
    assert heard.stored[0] >= 1


@pytest.mark.parametrize("finished", [(), (0,), (1,), (0, 1, 2)])
def test_when_all_workers_are_lost_what_is_finished_is_kept(
    finished: tuple[int, ...], tmp_path: Path, calls: list
) -> None:
    class Lost(ThreadPoolExecutor):
        def submit(self, function: Any, task: Task, *rest: Any) -> Any:  # type: ignore[override]
            if task.seed in finished:
                future = super().submit(function, task, *rest)
                wait([future])
            else:
                future = Future()
                future.set_exception(LostWorkersError("start some again"))
            return future

    four = claim(seeds=(0, 1, 2, 3))
    with pytest.raises(LostWorkersError, match="start some again"):
        once(tmp_path, four, executor=lambda: Lost(1))
    heard = Heard()
    once(tmp_path, four, heard=heard)
    assert heard.stored == [len(finished)]


def test_an_interrupt_between_answers_keeps_what_is_finished(
    tmp_path: Path, calls: list
) -> None:
    def interrupted() -> np.ndarray:
        deadline = time.monotonic() + 20
        while len(calls) < 2:
            assert time.monotonic() < deadline, "nothing was measured meanwhile"
            time.sleep(0.01)
        time.sleep(0.1)
        raise KeyboardInterrupt

    other = replace(claim().experiment, seconds=0.5)
    late = claim("test.late", predict=interrupted, experiment=other)
    with pytest.raises(KeyboardInterrupt):
        once(tmp_path, claim(function="slow"), late)
    heard = Heard()
    once(tmp_path, claim(function="slow"), heard=heard)
    assert heard.stored == [2]


def test_an_interrupt_that_a_library_catches_ends_the_run_all_the_same(
    tmp_path: Path, calls: list
) -> None:
    def deaf() -> np.ndarray:
        with suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        return np.array([1.0])

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), ending.interruptible():
            once(tmp_path, claim(predict=deaf))
    finally:
        signal.signal(signal.SIGINT, before)
    # It is over with the run that it ended.
    assert once(tmp_path, claim())[0].verdict.outcome is Outcome.CONFIRMED


def test_a_claim_without_its_data_is_invalid_and_touches_no_other(
    tmp_path: Path, calls: list
) -> None:
    experiment = replace(claim().experiment, packages=("no_such_data", "numpy"))
    absent = claim("test.absent", experiment=experiment, predict=lambda: 1 / 0)
    found = once(tmp_path, absent, claim())
    assert [j.missing for j in found] == [True, False]
    assert found[0].verdict.outcome is Outcome.INVALID
    reason = "required data is missing: pip install no_such_data"
    assert found[0].verdict.reason == reason
    assert found[1].verdict.outcome is Outcome.CONFIRMED
    assert sorted(calls) == [0, 1]


def test_the_version_of_the_data_is_part_of_what_is_measured(
    tmp_path: Path, calls: list
) -> None:
    once(tmp_path, claim())
    experiment = replace(claim().experiment, packages=("numpy",))
    once(tmp_path, claim(experiment=experiment))
    once(tmp_path, claim(experiment=experiment))
    assert sorted(calls) == [0, 0, 1, 1]


class Counted(ThreadPoolExecutor):
    """Workers that remember what they were given and how they were let go."""

    made: ClassVar[list["Counted"]] = []

    def __init__(self) -> None:
        super().__init__(1)
        self.places: list[object] = []
        self.ends: list[dict[str, bool]] = []
        self.made.append(self)

    def submit(self, function: Any, task: Task, place: object) -> Any:  # type: ignore[override]
        self.places.append(place)
        return super().submit(function, task, place)

    def shutdown(self, **how: bool) -> None:  # type: ignore[override]
        self.ends.append(how)
        super().shutdown(**how)


@pytest.fixture
def counted() -> list[Counted]:
    """Return the executors that a test makes."""
    Counted.made.clear()
    return Counted.made


def test_workers_start_once_and_are_let_go_at_the_end(
    tmp_path: Path, calls: list, counted: list[Counted]
) -> None:
    other = replace(claim().experiment, configurations=dict.fromkeys(BUDGETS, HIGHER))
    once(tmp_path, claim(), claim("test.other", experiment=other), executor=Counted)
    (workers,) = counted
    assert len(workers.places) == 4
    assert None not in workers.places
    assert workers.ends == [{}]
    once(tmp_path, claim(), executor=Counted)
    assert len(counted) == 1


def test_workers_out_of_reach_get_no_checkpoint(
    tmp_path: Path, calls: list, counted: list[Counted]
) -> None:
    once(tmp_path, claim(), executor=Counted, resumable=False)
    assert counted[0].places == [None, None]


def test_an_interrupt_while_waiting_ends_the_workers(
    tmp_path: Path, calls: list, counted: list[Counted]
) -> None:
    class Interrupting(Heard):
        def finished(self, task: Task, result: Result) -> None:
            raise KeyboardInterrupt

    slow = claim(function="slow")
    with pytest.raises(KeyboardInterrupt):
        once(tmp_path, slow, heard=Interrupting(), executor=Counted)
    assert counted[0].ends == [{"wait": False, "cancel_futures": True}]


def test_a_trial_without_power_is_not_certified_either(
    tmp_path: Path, calls: list
) -> None:
    weak = claim(tolerance=0.9, certificates=lambda: {"x": 1 / 0})
    assert once(tmp_path, weak)[0].verdict.values == {}


def test_pilot_seeds_are_measured_whatever_the_tolerance(
    tmp_path: Path, calls: list
) -> None:
    (judged,) = once(tmp_path, claim(tolerance=np.inf), pilots=2)
    assert sorted(calls) == [1000, 1001]
    assert judged.verdict.misfit == pytest.approx((1.0, 1.001))
    assert "no power" in judged.verdict.reason


def test_what_is_fresh_and_crashed_elsewhere_leaves_no_old_checkpoint(
    tmp_path: Path, calls: list
) -> None:
    one = claim(function="broken", seeds=(0,))
    key = Trial(claim=one).tasks[0].key
    with Store(tmp_path / "store") as store:
        store.checkpoint(key).write(b"old")
    once(tmp_path, one, fresh=True, resumable=False)
    with Store(tmp_path / "store") as store:
        assert store.checkpoint(key).read() is None


def killing(tmp_path: Path, deaths: int) -> Claim:
    """Return a claim one of whose seeds ends its worker so many times."""
    (tmp_path / "marks").mkdir()
    given = {"height": 2.0, "folder": str(tmp_path / "marks"), "deaths": deaths}
    experiment = Experiment(
        function="invented_measures:killed",
        configurations=dict.fromkeys(BUDGETS, given),
        seconds=1.0,
        trains=False,
    )
    return claim(experiment=experiment, seeds=(0, 1, 2, 3))


@pytest.mark.parametrize(("deaths", "outcome"), [(1, "CONFIRMED"), (2, "INVALID")])
def test_a_killed_worker_is_tried_once_more_alone_and_the_rest_goes_on(
    tmp_path: Path, calls: list, deaths: int, outcome: str
) -> None:
    heard = Heard()
    (judged,) = once(
        tmp_path,
        killing(tmp_path, deaths),
        heard=heard,
        executor=partial(Processes, 2),
    )
    assert heard.deaths == [0]
    assert len(heard.results) == (4 if deaths == 1 else 3)
    assert judged.verdict.outcome.name == outcome
    done = sorted(
        (tmp_path / "marks").glob("done-*"), key=lambda p: int(p.name.split("-")[2])
    )
    if deaths == 1:
        assert done[-1].name.startswith("done-0-")
    else:
        assert "seed 0" in judged.verdict.reason
        assert "killed twice" in judged.verdict.reason
        assert "memory" in judged.verdict.reason
    with Store(tmp_path / "store") as store:
        kept = [store.load(t.key) for t in judged.trial.tasks.values()]
    assert [k is not None for k in kept] == [deaths == 1, True, True, True]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"sources": "others"}, "sources"),
        ({"numpy": "0.1"}, "numpy"),
        ({"device": "cuda"}, "device"),
        ({"seed": 9}, "seed"),
    ],
)
def test_a_result_of_other_sources_or_versions_is_named_and_never_kept(
    tmp_path: Path,
    calls: list,
    monkeypatch: pytest.MonkeyPatch,
    change: dict[str, Any],
    says: str,
) -> None:
    def elsewhere(task: Task) -> dict[str, Any]:
        return {**identity_of(task), **(change if task.seed == 0 else {})}

    trained = claim(function="trained")
    for task in Trial(claim=trained).tasks.values():
        assert task.key
    monkeypatch.setattr("verify.pool.identity_of", elsewhere)
    heard = Heard()
    (judged,) = once(tmp_path, trained, heard=heard)
    assert judged.verdict.outcome is Outcome.INVALID
    assert f"measured with other {says}" in judged.verdict.reason
    assert "seed 1" not in judged.verdict.reason
    assert len(heard.results) == 1
    with Store(tmp_path / "store") as store:
        assert sum(store.has(t.key) for t in judged.trial.tasks.values()) == 1


def test_sources_that_change_meanwhile_are_noticed(tmp_path: Path, calls: list) -> None:
    one = claim(seeds=(0,))
    asked = Trial(claim=one).tasks[0]
    assert asked.identity == identity_of(asked)
    path = Path(importlib.import_module("invented_measures").__file__ or "")
    path.write_text(MEASURES + "\nchanged = True\n")
    module_hash.cache_clear()
    made = measure(asked).made
    path.write_text(MEASURES)
    module_hash.cache_clear()
    assert made != asked.identity
    assert {n for n in made if made[n] != asked.identity[n]} == {"sources"}


def test_what_has_no_power_is_taken_from_the_forecast(
    tmp_path: Path, calls: list
) -> None:
    heard = Heard()
    other = replace(claim().experiment, configurations=dict.fromkeys(BUDGETS, HIGHER))
    once(tmp_path, claim(tolerance=0.9, experiment=other), claim(), heard=heard)
    assert heard.unmeasured == [0, 1]
    assert {len(names) for names in heard.readers.values()} == {1}


def test_a_full_disk_costs_no_verdict(
    tmp_path: Path, calls: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        (judged,) = once(tmp_path, claim())
    assert judged.verdict.outcome is Outcome.CONFIRMED


def test_a_claim_is_judged_as_soon_as_it_is_measured(
    tmp_path: Path, calls: list
) -> None:
    def last() -> np.ndarray:
        return np.array([2.0])

    heard = Heard()
    slow = replace(claim(function="slow").experiment, seconds=0.5)
    once(
        tmp_path,
        claim("test.slow", experiment=slow, predict=last),
        claim(),
        heard=heard,
    )
    assert heard.verdicts == [("test.level", 2), ("test.slow", 4)]

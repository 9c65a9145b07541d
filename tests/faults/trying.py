"""All tries of some kinds, two at a time, each in a folder of its own."""

import multiprocessing
import random
import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from tests.faults.command import CLAIMS, run
from tests.faults.kind import Bench, Kind, WrongError
from tests.faults.rules import fair


@dataclass(frozen=True)
class Row:
    """What became of the tries of a kind."""

    kind: Kind
    tries: int = 0
    failures: list[str] = field(default_factory=list)
    seconds: float = 0.0


def counted(
    kinds: Sequence[Kind],
    folder: Path,
    *,
    jobs: int,
    numbers: Callable[[Kind], Iterable[int]],
) -> list[Row]:
    """Return a row for each kind."""
    bench = prepared(folder)
    # So that every fork has them.
    import verify.report.figures
    import verify.session  # noqa: F401

    context = multiprocessing.get_context("fork")
    rows = []
    for kind in kinds:
        start = time.perf_counter()
        with ProcessPoolExecutor(jobs, context) as pool:
            tries = {
                number: pool.submit(tried, kind.name, bench, number)
                for number in numbers(kind)
            }
            row = Row(kind, len(tries), _failures(kind, tries), _seconds(tries))
        rows.append(row)
        sys.stderr.write(
            f"{kind.name}: {row.tries} tries, {len(row.failures)} not as they should "
            f"be, {row.seconds:.0f} s of the processor, "
            f"{time.perf_counter() - start:.0f} s\n"
        )
    return rows


def _failures(kind: Kind, tries: dict[int, Future[tuple[str, float]]]) -> list[str]:
    return [
        f"{kind.name}, try {number}: {said}"
        for number, future in tries.items()
        if (said := future.result()[0])
    ]


def _seconds(tries: dict[int, Future[tuple[str, float]]]) -> float:
    return sum(future.result()[1] for future in tries.values())


def prepared(folder: Path) -> Bench:
    """Run the command undisturbed: its files are what every try is compared with."""
    warm = folder / "warm"
    warm.mkdir()
    before = _processor()
    fair(run(warm, *CLAIMS, "--jobs", "2"), 0)
    return Bench(folder=folder, warm=warm, seconds=_processor() - before)


def tried(name: str, bench: Bench, number: int) -> tuple[str, float]:
    """Return why a try is not as it should be, empty if it is, and its seconds."""
    from tests.faults.all import KINDS

    kind = next(kind for kind in KINDS if kind.name == name)
    folder = bench.folder / f"{KINDS.index(kind)}-{number}"
    folder.mkdir()
    chance = random.Random(f"{name} {number}")
    before, said = _processor(), ""
    try:
        kind.provoke(replace(bench, folder=folder, chance=chance), number)
    except WrongError as error:
        said = str(error)
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    shutil.rmtree(folder, onerror=partial(_ignored))
    return said, _processor() - before


def _ignored(*_: object) -> None:
    """Leave what cannot be removed."""


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime + own.ru_utime + own.ru_stime

"""Record the last quick run: measurements for the tests, a figure for the README.

After a run, ``python -m tests.record_measurements reports NAME...`` records what it
measured for these claims, where ``reports`` is the folder that it wrote to (--out);
without names, for all. Each claim has a file of its own
under tests/data/measurements.
"""

import sys
from collections import defaultdict
from functools import cache
from pathlib import Path

import numpy as np

from verify.claim import Claim, Measurement
from verify.judge import Judged
from verify.measuring import Silence
from verify.report.figures import draw
from verify.run import run
from verify.selection import chosen
from verify.store import Store
from verify.trial import Trial

FOLDER = Path(__file__).parent / "data" / "measurements"
FIGURE = Path(__file__).parents[1] / "docs" / "profile.svg"


def path(claim: Claim) -> Path:
    """Return where the measurements of a claim lie."""
    return FOLDER / f"{claim.name}.npz"


def recorded(claim: Claim) -> dict[int, Measurement]:
    """Return the recorded answers and values of a claim, by seed.

    Raises
    ------
    LookupError
        If nothing is recorded; it says how to.

    """
    if not path(claim).exists():
        raise LookupError(
            f"nothing is recorded of {claim.name}: python -m verify {claim.name}, then "
            f"python -m tests.record_measurements reports {claim.name}."
        )
    return dict(_read(path(claim)))


@cache
def _read(path: Path) -> dict[int, Measurement]:
    """Return what a file holds, read once in a process."""
    answers: dict[int, np.ndarray] = {}
    values: dict[int, dict[str, float]] = defaultdict(dict)
    with np.load(path) as arrays:
        for key in arrays.files:
            seed, _, value = key.partition("|")
            if value:
                values[int(seed)][value] = float(arrays[key])
            else:
                answers[int(seed)] = arrays[key]
                answers[int(seed)].flags.writeable = False
    return {s: Measurement(answer=a, values=values[s]) for s, a in answers.items()}


def record(one: Judged) -> None:
    """Write what was measured for a claim; the same bytes for the same numbers."""
    arrays: dict[str, np.ndarray] = {}
    for seed, measured in one.measurements.items():
        if measured.invalid:
            raise SystemExit(f"{one.claim.name}, seed {seed}: {measured.invalid}")
        arrays[f"{seed}"] = measured.answer
        for name, value in measured.values.items():
            arrays[f"{seed}|{name}"] = np.array(value)
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path(one.claim), **arrays)


def main(out: Path, *names: str) -> None:
    """Record the claims that the names stand for."""
    trials = [Trial(claim=claim) for claim in chosen(names or ("all",))]
    with Store(out / "store", print) as store:
        judged = run(trials, store, None, Silence())
    for one in judged:
        record(one)
        if one.claim.name == "size.airy":
            draw(one, FIGURE)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "reports"), *sys.argv[2:])

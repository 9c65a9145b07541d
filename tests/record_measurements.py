"""Record the last quick run: measurements for the tests, a figure for the README.

Run after ``python -m verify all``: ``python tests/record_measurements.py reports``.
"""

import sys
from pathlib import Path

import numpy as np

from verify.claims import ALL
from verify.report.figures import draw
from verify.run import run
from verify.store import Store

TARGET = Path(__file__).parent / "data" / "measurements.npz"
FIGURE = Path(__file__).parents[1] / "docs" / "profile.svg"


class _Silent:
    def forecast(self, tasks: object, stored: int) -> None:
        pass

    def finished(self, task: object, result: object) -> None:
        pass


def main(out: Path) -> None:
    with Store(out / "store", print) as store:
        judged = run(ALL, "quick", store, None, _Silent())
    arrays = {}
    for one in judged:
        for seed, measured in one.measurements.items():
            if measured.invalid:
                raise SystemExit(f"{one.claim.name}, seed {seed}: {measured.invalid}")
            place = f"{one.claim.name}|{seed}"
            arrays[place] = measured.answer
            for name, value in measured.values.items():
                arrays[f"{place}|{name}"] = np.array(value)
    TARGET.parent.mkdir(exist_ok=True)
    np.savez_compressed(TARGET, **arrays)
    FIGURE.parent.mkdir(exist_ok=True)
    draw(next(one for one in judged if one.claim.name == "size.airy"), FIGURE)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "reports"))

"""Check the whole certificate on four layers with max pooling, on all cores.

    python benchmarks/check_pooling_certificate.py

The exit status is 1 if a cone is not certified.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor

from theory.position.pooling_certificate import CERTIFIED, CONES, certified
from verify.environment import usable_cores


def is_certified(cone: int) -> bool:
    return certified([cone])


def main() -> int:
    started, failing = time.monotonic(), []
    with ProcessPoolExecutor(usable_cores()) as pool:
        answers = pool.map(is_certified, range(CONES), chunksize=8)
        for cone, answer in enumerate(answers):
            if not answer:
                failing.append(cone)
            if (cone + 1) % 256 == 0:
                minutes = (time.monotonic() - started) / 60
                print(f"{cone + 1:4d} of {CONES} cones, {minutes:.1f} min", flush=True)
    print(
        f"{CONES - len(failing)} of {CONES} cones: some code is off by {CERTIFIED} of "
        f"a position or more. Failing: {failing or 'none'}."
    )
    return int(bool(failing))


if __name__ == "__main__":
    sys.exit(main())

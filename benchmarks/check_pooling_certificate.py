"""Check the whole certificate on four layers with max pooling, on all cores.

    python benchmarks/check_pooling_certificate.py

The exit status is 1 if a cone that the certificate treats is not certified.
"""

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from theory.position.pooling_certificate import CERTIFIED, CONES, certified, open_cones


def is_certified(cone: int) -> bool:
    return certified([cone])


def main() -> int:
    unknown = open_cones()
    treated = [cone for cone in range(CONES) if cone not in unknown]
    started, failing = time.monotonic(), []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        answers = pool.map(is_certified, treated, chunksize=8)
        for done, (cone, answer) in enumerate(zip(treated, answers, strict=True), 1):
            if not answer:
                failing.append(cone)
            if done % 256 == 0:
                minutes = (time.monotonic() - started) / 60
                print(
                    f"{done:4d} of {len(treated)} cones, {minutes:.1f} min", flush=True
                )
    print(
        f"{len(treated) - len(failing)} of {CONES} cones: some code is off by "
        f"{CERTIFIED} of a position or more. Not treated: {len(unknown)}. "
        f"Failing: {failing or 'none'}."
    )
    return int(bool(failing))


if __name__ == "__main__":
    sys.exit(main())

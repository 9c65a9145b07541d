"""Check the whole certificate on four layers with max pooling, on all cores.

    python benchmarks/check_pooling_certificate.py

The exit status is 1 if a cone is not certified. The date, the result and the hash of
what was checked are kept beside the certificate.
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from theory.position import pooling_audit
from theory.position.pooling_cells import CONES
from theory.position.pooling_certificate import CERTIFIED, certified
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
    check = pooling_audit.FullCheck(
        sha256=pooling_audit.certificate_hash(),
        date=date.today().isoformat(),
        cones=CONES,
        failing=len(failing),
    )
    record = Path(pooling_audit.__file__).with_name(pooling_audit.RECORD)
    record.write_text(pooling_audit.as_text(check), "utf-8")
    print(
        f"{CONES - len(failing)} of {CONES} cones: some code is off by {CERTIFIED} of "
        f"a position or more. Failing: {failing or 'none'}."
    )
    return int(bool(failing))


if __name__ == "__main__":
    sys.exit(main())

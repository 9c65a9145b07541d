"""One checksum for each thing that a change of the house must leave as it is.

``python -m tests.fingerprint > before.json`` writes them: of every prediction, rival
and certificate, of every printed derivation, and of every experiment's arrays on small
settings. ``python -m tests.fingerprint --against before.json`` names what differs, and
ends with 1 if anything does. They hold on one machine and one set of versions.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tests.judging import posed
from tests.problems import PROBLEMS, arrays
from verify.claim import Claim
from verify.claims import ALL
from verify.report.printer import typst


def checksum(found: Mapping[str, Any]) -> str:
    """Return the sha256 of named arrays: names, types, shapes and every bit."""
    digest = hashlib.sha256()
    for name in sorted(found):
        array = np.asarray(found[name])
        digest.update(f"{name} {array.dtype} {array.shape}\n".encode())
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def of_claim(claim: Claim) -> Iterator[tuple[str, str]]:
    """Yield the checksums of what a claim says before anything is measured."""
    known = posed(claim)
    yield f"prediction {claim.name}", checksum({"": known.prediction})
    for name, rival in known.rivals.items():
        yield f"rival {claim.name}: {name}", checksum({"": rival})
    if known.certificates:
        yield f"certificates {claim.name}", checksum(known.certificates)
    printed = [
        f"{step.kind.value}: {step.says} {typst(step.relation)}"
        for step in claim.derivation()
    ]
    yield (
        f"derivation {claim.name}",
        hashlib.sha256("\n".join(printed).encode()).hexdigest(),
    )


def fingerprint() -> dict[str, str]:
    """Return every checksum by what it is of."""
    found = {name: value for claim in ALL for name, value in of_claim(claim)}
    for problem in PROBLEMS:
        found[f"arrays {problem.name}"] = checksum(arrays(problem))
    return found


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Name what is new, gone or changed."""
    return sorted(
        f"{'new' if n not in before else 'gone' if n not in after else 'changed'}: {n}"
        for n in before.keys() | after.keys()
        if before.get(n) != after.get(n)
    )


def main() -> int:
    """Print all checksums, or what differs from a file of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", type=Path, help="a file of earlier checksums")
    against = parser.parse_args().against
    found = fingerprint()
    if against is None:
        sys.stdout.write(json.dumps(found, indent=0) + "\n")
        return 0
    before = json.loads(against.read_text("utf-8"))
    changed = differences(before, found)
    said = "\n".join(changed) or f"{len(found)} checksums, all the same"
    sys.stdout.write(said + "\n")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())

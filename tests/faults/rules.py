"""What must hold after a try."""

import json
import re
from pathlib import Path
from typing import Any

from tests.faults.command import CLAIMS, HUNG, Ended, forked, run
from tests.faults.kind import Bench, WrongError, expect
from verify import sealed

NOISE = re.compile(
    r"Traceback|Exception ignored|Warning:|leaked|site-packages|  File \"|"
    r"a fault of the program|resource_tracker|concurrent\.futures"
)
ENDING = re.compile(r"^(Error: |Interrupted\. )", re.MULTILINE)

ENDS = {
    ".pdf": (b"%PDF-", b"%%EOF"),
    ".html": (b"<!doctype html>", b"</html>"),
    ".json": (b"{", b"}"),
}
"""How a whole file of each kind begins and ends."""


def fair(ended: Ended, *statuses: int, lines: int | None = None) -> None:
    """Expect one of some statuses, one sentence if it is not 0, and no noise."""
    told = f"status {ended.status}: {ended.err[-1500:]!r}"
    expect(ended.status != HUNG, f"it hung: {told}")
    expect(ended.status in statuses, f"not one of {statuses}: {told}")
    expect(not NOISE.search(ended.err), f"noise, {told}")
    if ended.status in (2, 3, 130) and lines is None:
        expect(len(ENDING.findall(ended.err)) == 1, f"not one sentence, {told}")
    if lines is not None:
        expect(ended.err.count("\n") == lines, f"not {lines} lines, {told}")


def results(folder: Path, out: str = "reports") -> dict[str, Any]:
    """Return what ``results.json`` holds, but for times and its own place."""
    try:
        found = json.loads((folder / out / "results.json").read_bytes())
    except (OSError, ValueError) as error:
        raise WrongError(f"results.json cannot be read: {error}") from error
    claims = [{**claim, "seconds": 0, "measured": 0} for claim in found["claims"]]
    return {**found, "seconds": 0, "claims": claims, "report": ""}


def whole(bench: Bench, folder: Path, out: str = "reports") -> None:
    """Expect the files of the undisturbed run, but for times, and a sound store."""
    expect(results(folder, out) == results(bench.warm), "results.json is not the same")
    for path in (bench.warm / "reports").glob("*.*"):
        first, last = ENDS[path.suffix]
        written = folder / out / path.name
        expect(written.exists(), f"{path.name} is missing")
        text = written.read_bytes().strip()
        expect(text.startswith(first), f"{path.name} does not begin as it should")
        expect(text.endswith(last), f"{path.name} is not whole")
    sound(folder / out)


def sound(out: Path) -> None:
    """Expect every file of a store to be as it was written."""
    for path in sorted((out / "store/runs").iterdir()):
        try:
            about = sealed.read(path)[0]
        except sealed.DamagedError as error:
            raise WrongError(f"{path.name} is left damaged") from error
        expect(sealed.checksum(about["identity"]) == path.name, f"{path} is misnamed")


def resumed(bench: Bench, folder: Path, *words: str, real: bool = False) -> Ended:
    """Run the command again, and expect what the undisturbed run gave."""
    again = (run if real else forked)(folder, *CLAIMS, "--jobs", "2", *words)
    fair(again, 0)
    whole(bench, folder)
    return again


def stored(err: str) -> int:
    """Return how many measurements a run says that it found."""
    found = re.search(r"(\d+) measurements are stored", err)
    expect(found, f"it never said what is stored: {err[-500:]!r}")
    return int(found[1]) if found else 0


def measurements(out: Path) -> int:
    """Return how many sound measurements of the claims lie in a store."""
    count = 0
    runs = out / "store/runs"
    for path in sorted(runs.iterdir()) if runs.is_dir() else ():
        try:
            count += "seed" in sealed.read(path)[0]["identity"]
        except (sealed.DamagedError, FileNotFoundError):
            continue
    return count


def flat(text: str) -> str:
    """Return text without the breaks of its lines."""
    return "".join(text.split())

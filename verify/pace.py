"""How long measurements take on this machine, from those that it has made."""

import heapq
import json
import platform
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from statistics import median

from verify.sealed import checksum, write_whole
from verify.trial import Task

_WAITING = "waiting"
"""Under which name the file keeps what a run takes beside its measurements."""


class Pace:
    """Seconds by experiment, remembered beside the store.

    What was never measured here takes what its author says, times the median ratio of
    what was. The file is a convenience: a damaged one counts as empty, and one that
    cannot be written is not.

    Parameters
    ----------
    path
        Where to remember.
    where
        What measures: another machine has another pace.

    """

    def __init__(self, path: Path, where: str = "") -> None:
        self.path = path
        self.where = where or platform.node() or "this machine"
        self._known = _read(path)

    @property
    def _here(self) -> dict[str, list[float]]:
        return self._known.setdefault(self.where, {})

    def seconds(self, task: Task) -> float:
        """Return how long a measurement should take."""
        known = self._here.get(_name(task))
        return known[0] if known else task.seconds * self.ratio

    @property
    def ratio(self) -> float:
        """Return the median of measured over declared seconds, 1 if there are none."""
        pairs = [p for name, p in self._here.items() if name != _WAITING and p[1] > 0]
        return median(m / declared for m, declared in pairs) if pairs else 1.0

    def heard(self, task: Task, seconds: float) -> None:
        """Remember how long a measurement took; later ones count more."""
        known = self._here.get(_name(task), [seconds])[0]
        self._here[_name(task)] = [(known + seconds) / 2, task.seconds]

    @property
    def waiting(self) -> float:
        """The seconds that a run takes beside its measurements."""
        return self._here.get(_WAITING, [0.0])[0]

    def waited(self, seconds: float) -> None:
        """Remember what a run took beside its measurements."""
        known = self._here.get(_WAITING, [seconds])[0]
        self._here[_WAITING] = [(known + max(0.0, seconds)) / 2, 0.0]

    def keep(self) -> None:
        """Write what is remembered."""
        with suppress(OSError):
            write_whole(self.path, json.dumps(self._known, indent=1).encode())


def wall(seconds: Iterable[float], cores: int) -> float:
    """Return when the last of several pieces of work ends, the longest begun first.

    Examples
    --------
    >>> wall([3.0, 2.0, 2.0], cores=2), wall([], cores=2)
    (4.0, 0.0)

    """
    ends = [0.0] * cores
    for each in sorted(seconds, reverse=True):
        heapq.heapreplace(ends, ends[0] + each)
    return max(ends)


def _name(task: Task) -> str:
    configuration = checksum(dict(task.configuration))[:16]
    return f"{task.experiment.function} {configuration} {task.device}"


def _read(path: Path) -> dict[str, dict[str, list[float]]]:
    """Return what a file remembers; nothing if it is not as it was written."""
    try:
        found = json.loads(path.read_bytes()) if path.is_file() else {}
        return {
            str(where): {
                str(n): [float(pair[0]), float(pair[1])] for n, pair in of.items()
            }
            for where, of in found.items()
        }
    except (OSError, ValueError, TypeError, AttributeError, LookupError):
        return {}

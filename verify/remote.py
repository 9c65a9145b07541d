"""What runs on a worker of a cluster: calls that are checked, and can be ended."""

import ctypes
import os
import platform
import threading
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeVar

from verify.environment import NOT_INSTALLED, installed, version_of
from verify.optional import OPTIONAL, install
from verify.sources import package_hash, toolkit_hash

PACKAGES = ("numpy", "scipy", "numba", "torch", "sympy", "python-flint", *OPTIONAL)

ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""The environment in which a worker must have been started.

NumPy reads it when it is loaded, which Dask does before any measurement can set it.
"""

T = TypeVar("T")

_running: dict[str, int] = {}
_ended = set[str]()
_lock = threading.Lock()


class EndedError(BaseException):
    """Raised inside a call that nobody waits for any more."""


def on_disk() -> dict[str, str]:
    """Return the checksum of the sources and the versions as they lie here."""
    # What is remembered may have changed since.
    package_hash.cache_clear()
    version_of.cache_clear()
    return {
        "sources": toolkit_hash(),
        "Python": platform.python_version(),
        **{name: installed(name) for name in PACKAGES},
    }


def needed() -> dict[str, str]:
    """Return what a worker must have to measure for this process."""
    here = {name: value for name, value in on_disk().items() if value != NOT_INSTALLED}
    return here | ONE_THREAD


@cache
def loaded() -> Mapping[str, str]:
    """Return what this process runs: what lay here when it was first asked.

    That is before anything of ``theory`` or ``empirical`` is loaded.
    """
    return on_disk() | {
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "not set"),
        # Where it is not set, the other holds.
        "OPENBLAS_NUM_THREADS": os.environ.get("OPENBLAS_NUM_THREADS", "1"),
    }


def reception(worker: str, wanted: Mapping[str, str]) -> tuple[str, str]:
    """Return why this process must not measure, see below, and its version of Dask."""
    return difference(worker, wanted), installed("distributed")


def difference(worker: str, wanted: Mapping[str, str]) -> str:
    """Return the sentence that says why this process must not measure; empty if it may.

    Parameters
    ----------
    worker
        Its name in the sentence.
    wanted
        What it must have, see :func:`needed`.

    """
    there, now = loaded(), on_disk()
    stale = [name for name in now if there[name] != now[name]]
    if stale:
        return (
            f"worker {worker} is not used: its {_listed(stale)} changed after it was "
            "started; start it again."
        )
    other = [name for name in wanted if there[name] != wanted[name]]
    if not other:
        return ""
    told = _listed([_told(name, there[name], wanted[name]) for name in other])
    cure = _cure(other, there, wanted)
    return f"worker {worker} is not used: {told}; to use it, {cure}."


def _told(name: str, there: str, here: str) -> str:
    if name == "sources":
        return f"its sources of the toolkit differ ({there[:8]} there, {here[:8]} here)"
    return f"its {name} is {there}, not {here}"


def _cure(other: list[str], there: Mapping[str, str], wanted: Mapping[str, str]) -> str:
    """Return what to do about differences."""
    packages = [
        name if there[name] == NOT_INSTALLED and name in OPTIONAL else f"{name}=={here}"
        for name, here in wanted.items()
        if name in other and name in PACKAGES
    ]
    steps = ["install the toolkit there as it is here"] if "sources" in other else []
    steps += [f"use Python {wanted['Python']} there"] if "Python" in other else []
    steps += [install(packages) + " there"] if packages else []
    threads = [f"{name}=1" for name in ONE_THREAD if name in other]
    steps += ["start it again" + (f" with {_listed(threads)}" if threads else "")]
    return _listed(steps)


def _listed(words: list[str]) -> str:
    """Return words as a sentence lists them."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def checked(
    worker: str, wanted: Mapping[str, str], key: str, function: Callable[[], T]
) -> tuple[str, T | None]:
    """Call a function, if this process has what it must.

    Parameters
    ----------
    worker
        The name of this worker.
    wanted
        What it must have, see :func:`needed`.
    key
        By which :func:`end` finds the call.
    function
        What to call.

    Returns
    -------
    tuple
        What :func:`difference` says before or after the call, and what was returned;
        nothing if there is a difference.

    """
    if objection := difference(worker, wanted):
        return objection, None
    try:
        with _lock:
            if key in _ended:
                return "", None
            _running[key] = threading.get_ident()
        result = function()
    except EndedError:
        return "", None
    finally:
        with _lock:
            _running.pop(key, None)
    # Modules are loaded when they are first needed: they are all of this checksum only
    # if it is still the same.
    objection = difference(worker, wanted)
    return objection, None if objection else result


def end(key: str) -> None:
    """End a call that runs in another thread, at its next step in Python.

    One that has not begun never begins.
    """
    with _lock:
        _ended.add(key)
        if key in _running:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(
                ctypes.c_ulong(_running[key]), ctypes.py_object(EndedError)
            )

"""What a reader needs to reproduce a run: versions and hardware."""

import math
import os
import platform
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path

from verify.device import gpu

_CGROUPS, _OWN_CGROUP = Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")

OURS = "latent-space-verify"
PACKAGES = (
    OURS,
    "numpy",
    "scipy",
    "sympy",
    "numba",
    "torch",
    "python-flint",
    "matplotlib",
    "typst",
)

NOT_INSTALLED = "not installed"


def environment() -> dict[str, str]:
    """Return what a reader needs to reproduce a run; the same at every call."""
    return {
        "Python": platform.python_version(),
        **versions(),
        "Dask (for --cluster)": installed("distributed"),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "GPU": gpu() or "none, the CPU is used",
    }


def versions() -> dict[str, str]:
    """Return the versions of the packages that a result depends on."""
    return {name: installed(name) for name in PACKAGES}


@cache
def version_of(package: str) -> str:
    """Return the version of a package that is installed."""
    return version(package)


def versions_of(modules: Iterable[str]) -> dict[str, str]:
    """Return the versions of the packages that bring modules, but for our own.

    What no package brings, such as Python's own modules, has none.
    """
    brings = _brings()
    tops = {name.partition(".")[0] for name in modules}
    found = {package for top in tops for package in brings.get(top, ())}
    return {name: version_of(name) for name in sorted(found - {OURS})}


@cache
def _brings() -> Mapping[str, list[str]]:
    return packages_distributions()


def usable_cores() -> int:
    """Return how many cores this process may keep busy, at least 1.

    Those that it is bound to, and no more than its control group has time for: in a
    container with a limit, more processes than that wait for each other.
    """
    count = getattr(os, "process_cpu_count", os.cpu_count)() or 1
    if hasattr(os, "sched_getaffinity"):
        count = min(count, len(os.sched_getaffinity(0)))
    return max(1, int(min(count, _quota(_CGROUPS, _OWN_CGROUP))))


def _quota(groups: Path, own: Path) -> float:
    """Return how many cores' time a control group and those above it allow.

    Version 2 keeps ``quota period`` in ``cpu.max``, version 1 in two files.
    """
    try:
        paths = [line.split(":", 2)[2] for line in own.read_text().splitlines()]
    except OSError:
        return math.inf
    folders = {groups, groups / "cpu"}
    for path in paths:
        for part in (Path(path), *Path(path).parents):
            below = str(part).lstrip("/")
            folders |= {groups / below, groups / "cpu" / below}
    return min(map(_allowed, folders))


def _allowed(folder: Path) -> float:
    for names in (["cpu.max"], ["cpu.cfs_quota_us", "cpu.cfs_period_us"]):
        try:
            words = " ".join((folder / name).read_text() for name in names).split()
            quota, period = map(int, words)
        except (OSError, ValueError):
            continue
        if quota > 0 and period > 0:
            return quota / period
    return math.inf


def installed(package: str) -> str:
    """Return the version of a package, or that it is not installed."""
    try:
        return version_of(package)
    except PackageNotFoundError:
        return NOT_INSTALLED

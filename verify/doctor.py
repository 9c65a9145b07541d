"""What is installed, what this machine offers, and what has to be mended."""

import platform
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import click
from packaging.requirements import Requirement

from verify.environment import OURS, environment, installed, usable_cores, versions
from verify.optional import OPTIONAL, install, missing
from verify.sealed import reason

_MADE = {
    "Linux": ("x86_64", "aarch64"),
    "Darwin": ("arm64",),
    "Windows": ("amd64",),
}
"""Processors for which torch is ready-made."""

ROOM = 2**29
"""Bytes: several times what a run of all claims keeps."""


def doctor(out: Path) -> int:
    """Print what is there and, last, ``OK`` or what to do; return the exit status."""
    torch = torch_fault()
    about = environment() if not torch else versions()
    for name, value in {**about, **_machine(out), **_data()}.items():
        click.echo(f"{name:22} {value}")
    faults = [*wrong_versions(), *([torch] if torch else []), *folder_faults(out)]
    for fault in faults:
        click.echo(f"To do: {fault}")
    if not faults:
        click.echo("OK")
    return 3 if faults else 0


def _machine(out: Path) -> dict[str, str]:
    free = shutil.disk_usage(_existing(out)).free / 2**30
    libc, python = sysconfig.get_config_var("SOABI") or "", sys.version_info[:2]
    wheels = without_wheels(platform.system(), platform.machine(), libc, python)
    return {
        "usable cores": f"{usable_cores()}, which is --jobs by default",
        "free disk at --out": f"{free:.1f} GiB",
        "compiled loops": _cache(),
        "ready-made packages": wheels or "made for this machine",
    }


def _data() -> dict[str, str]:
    return {
        f"data: {name}": installed(name)
        + (f", for {brings}" if not missing([name]) else f": {install([name])}")
        for name, brings in OPTIONAL.items()
    }


def _cache() -> str:
    try:
        from theory.compiled import cache_of
        from theory.pca.kernels import cover_half
    except ImportError as error:
        return f"cannot be loaded ({error})"
    anew = "nowhere, each process compiles anew; NUMBA_CACHE_DIR names a folder"
    return f"kept in {folder}" if (folder := cache_of(cover_half)) else f"kept {anew}"


def without_wheels(
    system: str, machine: str, libc: str, python: tuple[int, int]
) -> str:
    """Return why packages may not be ready-made for a machine; empty if they are.

    Examples
    --------
    >>> without_wheels("Darwin", "x86_64", "cpython-312-darwin", (3, 12))
    'torch is no longer made for Intel Macs'
    >>> without_wheels("Linux", "x86_64", "cpython-312-x86_64-linux-gnu", (3, 12))
    ''

    """
    if python >= (3, 15):
        return f"torch and numba are not yet made for Python {python[0]}.{python[1]}"
    if (system, machine) == ("Darwin", "x86_64"):
        return "torch is no longer made for Intel Macs"
    if system == "Windows" and machine.lower() == "arm64":
        return "numba is not made for Windows on ARM"
    if "musl" in libc:
        return "torch is not made for Alpine, nor for others that use musl"
    if "pypy" in libc:
        return "numba is not made for PyPy"
    if any(word in libc for word in ("i386", "i686", "win32")):
        return "torch is not made for 32 bits: take a Python of 64"
    if machine.lower() not in _MADE.get(system, ()):
        return f"torch is not made for {system} on {machine}"
    return ""


def wrong_versions() -> Iterator[str]:
    """Yield what to do about packages that are missing or of a wrong version.

    What is optional may be missing.
    """
    try:
        requirements = [Requirement(line) for line in requires(OURS) or ()]
    except PackageNotFoundError:
        return  # Run from its sources: nothing says then which versions it wants.
    for wanted in requirements:
        found = installed(wanted.name)
        absent = found == "not installed"
        if not _applies(wanted, *(() if absent else ("cluster", "images"))):
            continue
        if absent or not wanted.specifier.contains(found, prereleases=True):
            what = "is not installed" if absent else f"is {found}"
            yield f"{wanted.name} {what}: pip install '{wanted.name}{wanted.specifier}'"


def _applies(wanted: Requirement, *extras: str) -> bool:
    marker = wanted.marker
    return marker is None or any(marker.evaluate({"extra": e}) for e in ("", *extras))


def torch_fault() -> str:
    """Return what to do where torch cannot compute; empty where it can."""
    again = "install it again, as https://pytorch.org shows"
    try:
        import torch

        ones = torch.ones(3, 3)
        right = float((ones @ ones).sum()) == 27
    except (ImportError, OSError, RuntimeError) as error:
        return f"torch does not work ({error}): {again}"
    return "" if right else f"torch computes wrongly on this processor: {again}"


def folder_faults(out: Path) -> Iterator[str]:
    """Yield what to do where a run could not write its files."""
    folder = _existing(out)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        why = reason(error)
        yield f"cannot write to {out} ({why}): choose another folder with --out"
        return
    free = shutil.disk_usage(folder).free
    if free < ROOM:
        yield (
            f"only {free / 2**20:.0f} MiB are free at {out}: make room for "
            f"{ROOM / 2**20:.0f}, or choose another disk with --out"
        )


def _existing(path: Path) -> Path:
    return next(p for p in (path, *path.absolute().parents) if p.exists())

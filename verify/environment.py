"""What a reader needs to reproduce a run: versions and hardware."""

import os
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from verify.device import gpu

PACKAGES = (
    "latent-space-verify",
    "numpy",
    "scipy",
    "sympy",
    "numba",
    "torch",
    "python-flint",
    "matplotlib",
    "typst",
)


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


def installed(package: str) -> str:
    """Return the version of a package, or that it is not installed."""
    try:
        return version_of(package)
    except PackageNotFoundError:
        return "not installed"

"""Which device trains, found without loading torch where there is none to find."""

import ctypes
import sys
from importlib.metadata import version


def device(name: str) -> str:
    """Return the device that ``auto``, ``cpu`` or ``cuda`` stands for.

    Raises
    ------
    ValueError
        If CUDA is asked for where there is none.

    """
    if name == "cpu" or (name == "auto" and not _driver()):
        return "cpu"
    # It takes seconds to load, and is needed for nothing else before workers start.
    import torch

    if torch.cuda.is_available():
        return "cuda"
    if name == "cuda":
        raise ValueError("device cuda was asked for, but torch sees no CUDA device.")
    return "cpu"


def gpu() -> str:
    """Return the name of the GPU; nothing if there is none."""
    if device("auto") == "cpu":
        return ""
    import torch

    return str(torch.cuda.get_device_name())


def _driver() -> bool:
    """Return whether torch could find a GPU: its build and the driver allow one."""
    build = version("torch")
    if build.endswith("+cpu") or sys.platform == "darwin":
        return False
    if "+rocm" in build:
        return True
    try:
        ctypes.CDLL("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1")
    except OSError:
        return False
    return True

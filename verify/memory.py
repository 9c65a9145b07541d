"""Freed memory is kept for what comes next.

Images come and go by the megabyte. Memory that is given back to the kernel is handed
out again page by page, each cleared anew, which takes longer than most of what is done
to an image.
"""

import ctypes
import sys

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_MAX = -1, -2, -4
"""Parameters of glibc's mallopt."""


def keep_freed() -> None:
    """Let this process keep what it frees; without glibc nothing changes."""
    if sys.platform != "linux":
        return
    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(_MMAP_MAX, 0)
        mallopt(_TRIM_THRESHOLD, -1)
        mallopt(_TOP_PAD, 2**28)

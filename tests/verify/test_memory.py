"""Freed memory is kept: what comes next needs no pages of the kernel."""

import platform
import subprocess
import sys

import pytest

COUNTED = """
import resource
import numpy as np
from verify.memory import keep_freed

keep_freed()
np.ones(2**22), np.ones(2**22)
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(20):
    np.ones(2**22) + 1.0
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""
"""Arrays of 32 MB are made and freed; twenty of them have 160,000 pages."""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc is told")
def test_what_is_freed_is_used_again() -> None:
    run = subprocess.run(
        [sys.executable, "-c", COUNTED], capture_output=True, text=True, check=True
    )
    assert int(run.stdout) < 1000

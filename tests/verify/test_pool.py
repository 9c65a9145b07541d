"""What a command that ends at once leaves to Python to clean up."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deployment import ROOT

PROGRAM = """
import os
from tests import calls
from verify.pool import Processes

if __name__ == "__main__":
    workers = Processes(2)
    print([workers.submit(calls.process).result() > 0 for _ in range(3)], flush=True)
    os._exit(5)
"""


@pytest.mark.parametrize("warnings", ["", "default", "error::FutureWarning"])
def test_workers_that_are_left_leave_no_words(tmp_path: Path, warnings: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    run = subprocess.run(
        [sys.executable, str(program)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": warnings},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout) == (5, "[True, True, True]\n")
    assert run.stderr == ""

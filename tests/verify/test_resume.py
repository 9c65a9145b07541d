"""A training killed in the middle goes on from its checkpoint, to the same bits."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from verify.checkpoint import FileCheckpoint

TRAINING = """
import sys
from pathlib import Path

import numpy as np

from empirical.size.profiles import bias_free_disks
from empirical.training import Start
from verify.checkpoint import FileCheckpoint

arrays = bias_free_disks(
    start=Start(seed=1000, checkpoint=FileCheckpoint(Path(sys.argv[1]))),
    size=16, largest_radius=7.5, radii=32, channels=[4, 4, 4], slope=0.2,
    schedule={"rounds": 40, "decoder_steps": 50, "encoder_steps": 2},
)
np.savez(sys.argv[2], **arrays)
"""


def start(checkpoint: Path, result: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", TRAINING, str(checkpoint), str(result)]
    )


def changed(path: Path, before: bytes) -> bool:
    return path.exists() and path.read_bytes() != before


@pytest.mark.slow
def test_a_training_killed_twice_ends_with_the_same_bits(tmp_path: Path) -> None:
    whole, resumed = tmp_path / "whole.npz", tmp_path / "resumed.npz"
    assert start(tmp_path / "untouched", whole).wait() == 0
    checkpoint = tmp_path / "state"
    for _ in range(2):
        before = checkpoint.read_bytes() if checkpoint.exists() else b""
        with start(checkpoint, resumed) as training:
            while not changed(checkpoint, before) and training.poll() is None:
                time.sleep(0.002)
            assert training.poll() is None
            training.send_signal(signal.SIGKILL)
        assert FileCheckpoint(checkpoint).read() is not None
    assert not resumed.exists()
    assert start(checkpoint, resumed).wait() == 0
    with np.load(whole) as expected, np.load(resumed) as found:
        assert set(expected.files) == set(found.files)
        for name in expected.files:
            np.testing.assert_array_equal(expected[name], found[name])

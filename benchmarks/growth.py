"""How the cost of one kind of work grows: one curve, measured in a process of its own.

    python -m benchmarks.growth CURVE

prints a JSON object a point: the quartiles of the processor's seconds, and the largest
memory of the process so far in MiB, torch and numpy included. Every curve goes
upwards, so that the largest so far is that of the point.
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.timing import Route, enough, spread, taken

FEWEST, MOST, LONG = 3, 7, 2.0
"""Fewest and most rounds, and the seconds after which no round is added."""
LEAST = 1e-2
"""A route is repeated until it takes as many seconds."""
BATCH = 32
SMALL = 16
"""Side of the images of which there are many."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """What is done, and what grows.

    Parameters
    ----------
    work
        In words.
    grows
        What the numbers count.
    numbers
        From the smallest to the largest.
    prepared
        Makes the route for a number.

    """

    work: str
    grows: str
    numbers: Sequence[int]
    prepared: Callable[[int], Route]


# Torch is imported where it is needed: it is most of the memory of a small process.
def _disks(side: int) -> Route:
    from empirical.disks import disks, midpoint_radii

    radii = midpoint_radii(BATCH, side / 2 - 1)
    return lambda: disks(radii, side)


def _many_disks(count: int) -> Route:
    from empirical.disks import disks, midpoint_radii

    radii = midpoint_radii(count, SMALL / 2 - 1)
    return lambda: disks(radii, SMALL)


def _disk_step(side: int) -> Route:
    return _homogeneous_step(BATCH, side)


def _whole_set(count: int) -> Route:
    return _homogeneous_step(count, SMALL)


def _homogeneous_step(count: int, side: int) -> Route:
    import torch

    from empirical.disks import disks, midpoint_radii
    from empirical.size.losses import homogeneous_reconstruction
    from empirical.size.models.bias_free import BiasFreeAutoencoder

    channels = (8, 8, 16, 16, 16, 16, 16)[: side.bit_length() - 2]
    model = BiasFreeAutoencoder(channels, 0.2, torch.Generator().manual_seed(0))
    images = torch.from_numpy(disks(midpoint_radii(count, side / 2 - 1), side))
    images = images[:, None].float().contiguous(memory_format=torch.channels_last)
    return _step(model, lambda: homogeneous_reconstruction(model, images, 1.0))


def _cascade(size: int) -> Route:
    from theory.position.cascade import codes

    entries = np.random.default_rng(0).normal(size=size)
    return lambda: codes(entries)


def _encoder_step(size: int) -> Route:
    import torch

    from empirical.position.models.encoder import PositionEncoder

    levels = size.bit_length() - 1
    model = PositionEncoder(np.tile([0.5, 1.0, 0.5], (levels, 1)))
    # As many Diracs for every length, all along the signal.
    places = torch.arange(BATCH) * size // BATCH
    signals = torch.nn.functional.one_hot(places, size).double()
    return _step(
        model, lambda: ((model(signals) - (size - places)) / size).square().mean()
    )


def _step(model: Any, loss: Callable[[], Any]) -> Route:
    import torch

    optimiser = torch.optim.Adam(model.parameters(), 1e-6)

    def step() -> None:
        optimiser.zero_grad()
        loss().backward()
        optimiser.step()

    return step


def _run_of_seeds(count: int) -> Route:
    from verify.claims.position.table import CLAIM
    from verify.measuring import Silence
    from verify.run import run
    from verify.store import Store
    from verify.trial import Setting, Trial

    def fresh() -> None:
        trial = Trial(claim=CLAIM, setting=Setting(pilots=count))
        with TemporaryDirectory() as folder, Store(Path(folder)) as store:
            run([trial], store, lambda: ThreadPoolExecutor(1), Silence())

    return fresh


SIDES, COUNTS = (32, 64, 128, 256), (1000, 3000, 10_000, 30_000, 100_000)
LENGTHS, SEEDS = tuple(2**level for level in range(3, 15)), (1, 2, 4, 8, 16, 32, 64)

CURVES = {
    "disks": Curve(
        work=f"{BATCH} disks made",
        grows="side of the image",
        numbers=SIDES,
        prepared=_disks,
    ),
    "disk-step": Curve(
        work=f"training step on {BATCH} disks",
        grows="side of the image",
        numbers=SIDES,
        prepared=_disk_step,
    ),
    "cascade": Curve(
        work="cascade in numba, one signal",
        grows="length 2^L of the signal, L = 3 to 14",
        numbers=LENGTHS,
        prepared=_cascade,
    ),
    "encoder-step": Curve(
        work=f"training step of the encoder, {BATCH} Diracs",
        grows="length 2^L of the signal, L = 3 to 14",
        numbers=LENGTHS,
        prepared=_encoder_step,
    ),
    "many-disks": Curve(
        work=f"disks of {SMALL} x {SMALL} made",
        grows="number of images",
        numbers=COUNTS,
        prepared=_many_disks,
    ),
    "whole-set": Curve(
        work=f"training step on all disks of {SMALL} x {SMALL}",
        grows="number of images",
        numbers=COUNTS,
        prepared=_whole_set,
    ),
    "seeds": Curve(
        work="run of one claim with cheap measurements",
        grows="number of seeds",
        numbers=SEEDS,
        prepared=_run_of_seeds,
    ),
}


def points(curve: Curve) -> list[dict[str, Any]]:
    """Measure a curve and return its points."""
    found = []
    for number in curve.numbers:
        route = curve.prepared(number)
        # The first run may compile.
        route()
        repeats = enough(route, LEAST, time.process_time)
        times = [taken(route, repeats, time.process_time) / repeats]
        while len(times) < FEWEST or (len(times) < MOST and sum(times) < LONG):
            times.append(taken(route, repeats, time.process_time) / repeats)
        seconds = asdict(spread(times))
        found.append({"number": number, "seconds": seconds, "memory": peak()})
    return found


def peak() -> float:
    """Return the largest memory of this process so far, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():
        # Of this program alone; getrusage also counts the one that started it.
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) / 2**10
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


if __name__ == "__main__":
    print(json.dumps(points(CURVES[sys.argv[1]])))

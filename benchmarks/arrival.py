"""How much sooner a training arrives, beside what a reader would write first.

Seconds until the image that a bias-free network scales is within 2 % of the best image
for its disks (64 x 64, radii up to 31). On one side the toolkit's training; on the
other a plain loop: the whole squared error of eq. 1, Adam without schedule, batch 64,
with nearest-neighbour upsampling, then with the toolkit's zero insertion. Both sides
have the same channels, images, averaging start and core. The plain loop takes the best
of three learning rates, each tried for a tenth of the limit; where it does not arrive
within the limit, the ratio is a lower bound and is printed with ">".

    python -m benchmarks.arrival --limit 1200 --seeds 3
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")

import argparse
import statistics
import time
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from benchmarks.losses import CHANNELS, SLOPE
from benchmarks.training import whole
from empirical.disks import disks, midpoint_radii
from empirical.size.alternation import Rounds, train_in_turn
from empirical.size.losses import TrainingImages
from empirical.size.models.bias_free import BiasFreeAutoencoder
from theory.size.minimisation import discrete_optimum

SIZE, RADIUS, RADII = 64, 31.0, 64
RATES = (1e-2, 3e-3, 1e-3)
CLOSE = 0.02
OURS = Rounds(rounds=40, decoder_steps=100, encoder_steps=4)
LOOK_EVERY = 20
"""Steps of the plain loop between two looks at the network."""


class Arrived(Exception):
    """The network is close enough."""


@dataclass(frozen=True, kw_only=True)
class Task:
    """The images, for either precision, and the image to arrive at."""

    exact: torch.Tensor
    single: torch.Tensor
    best: NDArray[np.float64]

    def apart(self, model: nn.Module) -> float:
        """Return how far a network's image is from the best one."""
        with torch.no_grad():
            doubled = next(model.parameters()).dtype == torch.float64
            codes = model.encode((self.exact if doubled else self.single)[::4])
            sign = torch.sign(codes.sum()).reshape(1, 1)
            picture = model.decode(sign)[0, 0].double().numpy()
        return float(np.linalg.norm(picture / np.linalg.norm(picture) - self.best))


@dataclass
class Lookout:
    """A checkpoint that keeps nothing, and stops a training that has arrived."""

    model: nn.Module
    task: Task
    last: float = np.inf

    def read(self) -> None:
        """Return that nothing is kept."""

    def write(self, data: bytes) -> None:
        """Look at the network; raise Arrived if it is close enough."""
        self.last = self.task.apart(self.model)
        if self.last <= CLOSE:
            raise Arrived


class NearestAutoencoder(BiasFreeAutoencoder):
    """The same network, upsampled by repeating pixels before each convolution."""

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        """Map codes (m, 1) to images (m, 1, n, n)."""
        images = codes.reshape(-1, 1, 1, 1)
        for weight in self.decoder:
            images = nn.functional.interpolate(images, scale_factor=2.0)
            images = nn.functional.conv2d(images, weight.transpose(0, 1), padding=1)
            images = nn.functional.leaky_relu(images, self.slope)
        return images


def task() -> Task:
    pictures = disks(midpoint_radii(RADII, RADIUS), SIZE)
    exact = torch.from_numpy(pictures)[:, None]
    single = exact.float().contiguous(memory_format=torch.channels_last)
    return Task(exact=exact, single=single, best=discrete_optimum(pictures))


def started(kind: type[BiasFreeAutoencoder], seed: int, given: Task) -> nn.Module:
    model = kind(CHANNELS, SLOPE, torch.Generator().manual_seed(seed))
    model.make_averaging(given.single)
    return model


def ours(seed: int, given: Task) -> tuple[float, float]:
    """Return seconds and the distance left when the training ended."""
    model = started(BiasFreeAutoencoder, seed, given)
    images = TrainingImages(given.exact[:, 0].numpy(), torch.device("cpu"))
    lookout = Lookout(model, given)
    start = time.perf_counter()
    with suppress(Arrived):
        train_in_turn(model, images, OURS, seed, lookout)
    return time.perf_counter() - start, lookout.last


def plain(
    kind: type[BiasFreeAutoencoder], seed: int, given: Task, rate: float, limit: float
) -> tuple[float, float]:
    """Return seconds and the distance left when the plain loop ended."""
    model = started(kind, seed, given)
    optimiser = torch.optim.Adam(model.parameters(), rate)
    lookout = Lookout(model, given)
    start, step = time.perf_counter(), 0
    while time.perf_counter() - start < limit:
        optimiser.zero_grad()
        whole(model, given.single).backward()
        optimiser.step()
        step += 1
        try:
            if step % LOOK_EVERY == 0:
                lookout.write(b"")
        except Arrived:
            break
    return time.perf_counter() - start, lookout.last


def best_rate(kind: type[BiasFreeAutoencoder], given: Task, limit: float) -> float:
    found = {}
    for rate in RATES:
        taken, left = plain(kind, 1000, given, rate, limit)
        found[rate] = (left > CLOSE, taken if left <= CLOSE else left)
        print(
            f"  rate {rate:g}: {100 * left:.2f} % off after {taken:.0f} s", flush=True
        )
    return min(found, key=lambda rate: found[rate])


def spread(values: list[float], form: str = ".1f") -> str:
    middle = statistics.median(values)
    return f"{middle:{form}} ({min(values):{form}} to {max(values):{form}})"


def compare_training(limit: float, seeds: int) -> None:
    torch.set_num_threads(1)
    given = task()
    ours(1000, given)
    for kind, name in (
        (NearestAutoencoder, "nearest-neighbour upsampling"),
        (BiasFreeAutoencoder, "the same zero insertion"),
    ):
        print(f"plain loop with {name}, by rate:", flush=True)
        rate = best_rate(kind, given, limit / 10)
        mine, theirs, bound = [], [], ""
        for seed in range(seeds):
            taken, left = ours(seed, given)
            if left > CLOSE:
                raise SystemExit(f"seed {seed}: ended {100 * left:.1f} % off.")
            mine.append(taken)
            slow, left = plain(kind, seed, given, rate, limit)
            theirs.append(slow)
            bound = ">" if left > CLOSE else bound
            print(
                f"  seed {seed}: {taken:.1f} s; plain, rate {rate:g}: {slow:.0f} s, "
                f"{100 * left:.2f} % off",
                flush=True,
            )
        ratios = [b / a for a, b in zip(mine, theirs, strict=True)]
        print(
            f"to within 2 %: {spread(mine)} s; plain loop {spread(theirs)} s; "
            f"ratio {bound}{spread(ratios)}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--limit", type=float, default=1200.0, help="seconds a run")
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    compare_training(options.limit, options.seeds)


if __name__ == "__main__":
    main()

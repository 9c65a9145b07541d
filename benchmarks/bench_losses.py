"""Two decodings or one per image: the same loss, side by side.

Prints the time of one training step with the plain squared error over the time with
the homogeneous form, as ratios of interleaved pairs: median, smallest and largest.
"""

import statistics
import time
from collections.abc import Callable

import torch

from empirical.disks import disks, midpoint_radii
from empirical.size.losses import homogeneous_reconstruction
from empirical.size.models.bias_free import BiasFreeAutoencoder


def seconds(step: Callable[[], torch.Tensor]) -> float:
    start = time.perf_counter()
    step().backward()
    return time.perf_counter() - start


def main() -> None:
    torch.set_num_threads(1)
    images = torch.from_numpy(disks(midpoint_radii(128, 31.0), 64))[:, None].float()
    images = images.contiguous(memory_format=torch.channels_last)
    start = torch.Generator().manual_seed(0)
    model = BiasFreeAutoencoder([8, 8, 16, 16, 16], 0.2, start)

    def plain() -> torch.Tensor:
        return (model(images) - images).square().sum((1, 2, 3)).mean()

    def homogeneous() -> torch.Tensor:
        return homogeneous_reconstruction(model, images, 1.0)

    for step in (plain, homogeneous):
        seconds(step)
    ratios = [seconds(plain) / seconds(homogeneous) for _ in range(30)]
    print(
        "one step, 128 disks of 64 x 64, plain loss over homogeneous loss: "
        f"median {statistics.median(ratios):.2f}, "
        f"{min(ratios):.2f} to {max(ratios):.2f}"
    )


if __name__ == "__main__":
    main()

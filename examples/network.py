"""A network of one's own: trained by a plain loop, then asked what it fits.

From the command line: ``python -m verify model network.py:make --on disks --size 32``.
"""

import torch
from torch import Tensor, nn

RADIUS = 15.0
"""The largest radius, pixels."""


class Network(nn.Module):
    """Disks of 32 x 32 pixels through one number, without biases."""

    def __init__(self) -> None:
        """Start as an average, so that codes of disks have one sign."""
        super().__init__()
        self.narrow = nn.Linear(1024, 1, bias=False)
        self.widen = nn.Linear(1, 1024, bias=False)
        nn.init.constant_(self.narrow.weight, 1 / 1024)

    def encode(self, images: Tensor) -> Tensor:
        """Return codes (m, 1) of images (m, 1, 32, 32)."""
        return nn.functional.leaky_relu(self.narrow(images.flatten(1)), 0.2)

    def decode(self, codes: Tensor) -> Tensor:
        """Return images (m, 1, 32, 32) of codes (m, 1)."""
        return self.widen(codes).reshape(-1, 1, 32, 32)


def disks() -> Tensor:
    """Return disks of evenly spaced radii, (64, 1, 32, 32), with smooth edges."""
    radii = (torch.arange(64) + 0.5) / 64 * RADIUS
    fine = (torch.arange(256) - 127.5) / 8
    inside = torch.hypot(fine, fine[:, None]) < radii[:, None, None]
    return nn.functional.avg_pool2d(inside[:, None].float(), 8)


def make() -> Network:
    """Return the network, trained in two seconds."""
    torch.manual_seed(0)
    network, images = Network(), disks()
    steps = torch.optim.Adam(network.parameters(), lr=0.02)
    for _ in range(1500):
        steps.zero_grad()
        loss = (network.decode(network.encode(images)) - images).square().mean()
        loss.backward()
        steps.step()
    return network


if __name__ == "__main__":
    from verify.asked.card import card
    from verify.subjects import Disks

    found = card(make(), Disks(size=32))
    print(found.sentence)
    for line in found.lines:
        print(f"{line.judged.claim.name}: {line.standing.value}, off by {line.off:.1g}")

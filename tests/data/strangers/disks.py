"""Disks of 63 x 63 pixels through one number: an autoencoder with biases."""

import math
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d, mse_loss

SIZE = 63
RADIUS = 31.5
BLUR = 1.0


class Autoencoder(nn.Module):
    """Five layers down to a code of shape (N, 1, 1, 1), five up, none padded."""

    def __init__(self) -> None:
        """Make the layers."""
        super().__init__()
        widths = [1, 8, 12, 16, 16]
        down, up = [], []
        for before, after in zip(widths, [*widths[1:], 1], strict=True):
            down += [nn.Conv2d(before, after, 3, stride=2), nn.LeakyReLU(0.2)]
            back = nn.ConvTranspose2d(after, before, 3, stride=2)
            up = [back, nn.LeakyReLU(0.2), *up]
        self.encoder = nn.Sequential(*down[:-1])
        self.decoder = nn.Sequential(*up[:-1])

    def forward(self, x: Tensor) -> Tensor:
        """Return what comes back."""
        return self.decoder(self.encoder(x))


def disks(radii: Tensor) -> Tensor:
    """Return disks (N, 1, 63, 63) whose edges went through a Gaussian."""
    axis = torch.arange(SIZE) - (SIZE - 1) / 2
    sharp = (radii[:, None, None] + 0.5 - torch.hypot(axis, axis[:, None])).clamp(0, 1)
    small = radii[:, None, None] < 1  # no pixel knows the distance to such an edge
    area = math.pi * radii[:, None, None] ** 2
    spot = (torch.hypot(axis, axis[:, None]) < 0.5) * area.clamp(max=1)
    sharp = torch.where(small, spot, sharp)
    taps = torch.exp(-0.5 * (torch.arange(-5, 6) / BLUR) ** 2)
    taps = taps / taps.sum()
    once = conv2d(sharp[:, None], taps.view(1, 1, 1, -1), padding=(0, 5))
    return conv2d(once, taps.view(1, 1, -1, 1), padding=(5, 0))


def make() -> Autoencoder:
    """Return the network, untrained."""
    return Autoencoder()


def main(steps: int = 6000) -> None:
    """Train, and save the weights beside this file."""
    from safetensors.torch import save_file

    torch.manual_seed(0)
    net = make()
    optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)
    decay = torch.optim.lr_scheduler.OneCycleLR(optimizer, 3e-3, total_steps=steps)
    for step in range(steps):
        x = disks(RADIUS * torch.rand(32))
        loss = mse_loss(net(x), x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        decay.step()
        if step % 500 == 499:
            print(step + 1, loss.item(), flush=True)
    save_file(net.state_dict(), Path(__file__).with_suffix(".safetensors"))


if __name__ == "__main__":
    main()

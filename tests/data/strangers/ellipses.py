"""Ellipses of 64 x 64 pixels through three numbers, by nested dropout."""

import math
from itertools import pairwise
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, mse_loss

SIZE = 64
WIDTHS = [1, 8, 16, 16, 32]


class Autoencoder(nn.Module):
    """Three codes, normalised over the batch; the outputs are logits."""

    def __init__(self) -> None:
        """Make the layers."""
        super().__init__()
        down: list[nn.Module] = []
        up: list[nn.Module] = []
        for before, after in pairwise(WIDTHS):
            down += [nn.Conv2d(before, after, 4, 2, 1), nn.LeakyReLU(0.2)]
            up = [nn.LeakyReLU(0.2), nn.ConvTranspose2d(after, before, 4, 2, 1), *up]
        codes = [nn.Flatten(), nn.Linear(512, 3), nn.BatchNorm1d(3, affine=False)]
        self.encoder = nn.Sequential(*down, *codes)
        self.decoder = nn.Sequential(
            nn.Linear(3, 512), nn.Unflatten(1, (32, 4, 4)), *up
        )


def ellipses(count: int) -> Tensor:
    """Return ellipses (N, 1, 64, 64) with edges one pixel wide."""
    a, b = 2 + 29 * torch.rand(2, count, 1, 1)
    turn = math.pi / 2 * torch.rand(count, 1, 1)
    axis = torch.arange(SIZE) - (SIZE - 1) / 2
    x = axis * torch.cos(turn) + axis[:, None] * torch.sin(turn)
    y = axis[:, None] * torch.cos(turn) - axis * torch.sin(turn)
    out = torch.hypot(x / a, y / b)
    steep = torch.hypot(x / a**2, y / b**2) / out
    return (0.5 + (1 - out) / steep).clamp(0, 1)[:, None]


def make() -> Autoencoder:
    """Return the network, untrained."""
    return Autoencoder()


def main(steps: int = 5000) -> None:
    """Train, and save the weights beside this file."""
    from safetensors.torch import save_file

    torch.manual_seed(0)
    net = make()
    optimizer = torch.optim.Adam(net.parameters(), lr=4e-3)
    decay = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    for step in range(steps):
        x = ellipses(48)
        kept = torch.arange(3) <= torch.randint(3, (len(x), 1))
        y = net.decoder(net.encoder(x) * kept)
        loss = mse_loss(torch.sigmoid(y), x)
        if step < steps // 5:  # logits learn faster at first by cross-entropy
            loss = binary_cross_entropy_with_logits(y, x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        decay.step()
        if step % 500 == 499:
            print(step + 1, loss.item(), flush=True)
    save_file(net.state_dict(), Path(__file__).with_suffix(".safetensors"))


if __name__ == "__main__":
    main()

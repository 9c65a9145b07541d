"""An impulse on 48 places to its place: a cascade of strided convolutions."""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import mse_loss

LENGTH = 48
UNSEEN = range(5, LENGTH, 4)


class Encoder(nn.Module):
    """Six layers of one filter of three taps and a bias, each halving the signal."""

    def __init__(self) -> None:
        """Make the layers, each an average at first."""
        super().__init__()
        layers = [nn.Conv1d(1, 1, 3, stride=2, padding=1) for _ in range(6)]
        for layer in layers:
            nn.init.constant_(layer.weight, 1 / 3)
        self.layers = nn.Sequential(*layers)

    def encode(self, x: Tensor) -> Tensor:
        """Return codes (N,) of signals (N, 1, 48)."""
        return self.layers(x).flatten()


def make() -> Encoder:
    """Return the network, untrained."""
    return Encoder()


def main(steps: int = 12000) -> None:
    """Train on three of four places, and save the weights beside this file."""
    from safetensors.torch import save_file

    torch.manual_seed(0)
    net = make()
    seen = torch.tensor([a for a in range(LENGTH) if a not in UNSEEN])
    x, y = torch.eye(LENGTH)[seen][:, None], seen / LENGTH
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
    decay = torch.optim.lr_scheduler.OneCycleLR(optimizer, 1e-2, total_steps=steps)
    for step in range(steps):
        loss = mse_loss(net.encode(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        decay.step()
        if step % 2000 == 1999:
            print(step + 1, loss.item(), flush=True)
    save_file(net.state_dict(), Path(__file__).with_suffix(".safetensors"))


if __name__ == "__main__":
    main()

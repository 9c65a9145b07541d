"""The covariance loss as torch computes it, on codes that are given."""

from collections.abc import Sequence

import torch
from jaxtyping import Float
from torch import Tensor

from empirical.arrays import Arrays
from empirical.pca.covariance_loss import covariance_loss, standardised

NORMALISED = 1e-5
"""What torch's own batch normalisation adds to the variance."""


_TOGETHER = 1000
"""Batches worked out at once."""


def batch_losses(
    *, seed: int, codes: Sequence[Sequence[int]], batch: int, batches: int
) -> Arrays:
    """Measure the loss of given codes, and of independent ones.

    The samples are shuffled and each component is scaled and shifted at random, which
    must not change a loss on standardised codes.

    Parameters
    ----------
    seed
        Draws the order, the scales (both signs, magnitudes from 1/8 to 8), the
        shifts and the independent codes.
    codes
        Rows are samples, columns are components; at least three of each.
    batch, batches
        Samples in each batch of two independent normal codes, and how many batches, a
        multiple of 1000.

    Returns
    -------
    dict
        ``losses`` (components,): of components 2, 3, .. against all before, then
        of the last two as one packet. ``independent`` (1,): the mean of twice the
        loss of two independent codes, their mean squared correlation; ``trained`` (1,):
        the same where the earlier code is normalised over everything. ``small`` (1,):
        the share of the loss that is left when codes of variance 1e-7 go through
        torch's batch normalisation with its usual epsilon.

    Raises
    ------
    ValueError
        If there are fewer than three samples or components, or another number of
        batches.

    """
    table = torch.tensor(codes, dtype=torch.float64)
    if table.dim() != 2 or min(table.shape) < 3:
        raise ValueError(
            "codes must have at least three samples and three components, got shape "
            f"{tuple(table.shape)}."
        )
    if batches < _TOGETHER or batches % _TOGETHER:
        raise ValueError(f"batches must be a multiple of {_TOGETHER}, got {batches}.")
    draw = torch.Generator().manual_seed(seed)
    moved = standardised(_moved(table, draw))
    last = table.shape[1]
    pieces = [(slice(k, k + 1), slice(0, k)) for k in range(1, last)]
    pieces.append((slice(last - 2, last), slice(0, last - 2)))
    losses = [covariance_loss(moved[:, new], moved[:, old]) for new, old in pieces]
    both, trained = _independent(batch, batches, draw)
    return {
        "losses": torch.stack(losses).numpy(),
        "independent": both.numpy()[None],
        "trained": trained.numpy()[None],
        "small": _small(table).numpy()[None],
    }


def _moved(table: Float[Tensor, "m k"], draw: torch.Generator) -> Float[Tensor, "m k"]:
    """Return the codes in another order, each component scaled and shifted."""
    samples, components = table.shape
    order = torch.randperm(samples, generator=draw)
    uniform = torch.rand((3, components), generator=draw, dtype=torch.float64)
    signs = torch.where(uniform[1] < 0.5, -1.0, 1.0)
    return table[order] * signs * 8.0 ** (2 * uniform[0] - 1) + 4 * uniform[2] - 2


def _independent(
    batch: int, batches: int, draw: torch.Generator
) -> tuple[Float[Tensor, ""], Float[Tensor, ""]]:
    """Return twice the mean loss of independent codes, earlier ones normalised twice.

    First over the batch, as the new one is, and then over everything, as training does
    with codes that are fixed.
    """
    found = []
    for _ in range(batches // _TOGETHER):
        shape = (_TOGETHER, batch, 1)
        new, earlier = (
            torch.randn(shape, generator=draw, dtype=torch.float64) for _ in range(2)
        )
        new, alike = (torch.func.vmap(standardised)(one) for one in (new, earlier))
        losses = torch.func.vmap(covariance_loss)
        found.append(torch.stack([losses(new, alike), losses(new, earlier)]))
    means = 2 * torch.cat(found, 1).mean(1)
    return means[0], means[1]


def _small(table: Float[Tensor, "m k"]) -> Float[Tensor, ""]:
    """Return the loss left of two codes of variance 1e-7 by an epsilon of 1e-5."""
    pair = standardised(table[:, :2])
    layer = torch.nn.BatchNorm1d(2, eps=NORMALISED, affine=False).double()
    shrunk = layer(pair * 1e-7**0.5)
    whole = covariance_loss(pair[:, 1:], pair[:, :1])
    return covariance_loss(shrunk[:, 1:], shrunk[:, :1]) / whole

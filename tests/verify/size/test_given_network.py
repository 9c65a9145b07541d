"""The claims on disks, asked of networks that the toolkit did not train."""

import pytest
import torch
from torch import Tensor, nn

from empirical.disks import disks, midpoint_radii
from empirical.size.given_network import disks_through
from tests.guests import exactly
from tests.judging import posed
from verify.claim import Arrays, Claim, Outcome
from verify.claims.size import airy, homogeneity, one_function, radial
from verify.judge import judge

IMAGES = torch.from_numpy(disks(midpoint_radii(64, 31.0), 64)).flatten(1)


class OneImage(nn.Module):
    """A linear code and a decoder that scales one image: the least squares of disks."""

    def __init__(self, bias: float = 0.0) -> None:
        super().__init__()
        axis = torch.linalg.svd(IMAGES, full_matrices=False).Vh[0]
        self.axis = nn.Parameter((axis * axis.sum().sign()).float())
        self.bias = bias

    def encode(self, images: Tensor) -> Tensor:
        return (images.flatten(1) @ self.axis)[:, None]

    def decode(self, codes: Tensor) -> Tensor:
        return (codes * self.axis).reshape(-1, 1, 64, 64) + self.bias


def shown(network: nn.Module) -> Arrays:
    """Return what the disks of the talk give."""
    radii = midpoint_radii(64, 31.0)
    return disks_through(exactly(network, (64, 64)), size=64, radii=radii)


def outcome(claim: Claim, network: nn.Module) -> Outcome:
    found = {0: claim.read(shown(network))}
    return judge(posed(claim), found).outcome


@pytest.mark.parametrize(
    "claim", [airy.CLAIM, homogeneity.CLAIM, one_function.CLAIM, radial.CLAIM]
)
def test_the_best_linear_network_is_confirmed(claim: Claim) -> None:
    assert outcome(claim, OneImage()) is Outcome.CONFIRMED


def test_a_decoder_with_a_bias_is_found_out() -> None:
    assert outcome(homogeneity.CLAIM, OneImage(bias=0.05)) is not Outcome.CONFIRMED


def test_what_is_lost_is_the_squared_error_as_a_share_of_the_squares() -> None:
    values = torch.linalg.svdvals(IMAGES)
    kept = float(values[0] ** 2 / (values**2).sum())
    (lost,) = shown(OneImage())["history"]
    assert abs(lost - (1 - kept)) < 1e-6


def test_a_network_of_another_image_is_not_confirmed() -> None:
    network = OneImage()
    network.axis.data = torch.ones(4096) / 64
    assert outcome(airy.CLAIM, network) is not Outcome.CONFIRMED


def test_codes_of_both_signs_are_a_missed_hypothesis() -> None:
    network = OneImage()
    network.encode = lambda images: images.flatten(1).sum(1)[:, None] - 500  # type: ignore[method-assign]
    assert outcome(airy.CLAIM, network) is Outcome.INVALID

"""The claims on disks, asked of networks that the toolkit did not train."""

import re
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from empirical.disks import disks, midpoint_radii
from empirical.size.given_network import disks_through
from tests.judging import posed
from verify.claim import Claim, Outcome
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


def outcome(claim: Claim, network: nn.Module) -> Outcome:
    found = {0: claim.read(disks_through(network))}
    return judge(posed(claim), found).outcome


@pytest.mark.parametrize(
    "claim", [airy.CLAIM, homogeneity.CLAIM, one_function.CLAIM, radial.CLAIM]
)
def test_the_best_linear_network_is_confirmed(claim: Claim) -> None:
    assert outcome(claim, OneImage()) is Outcome.CONFIRMED


def test_the_example_of_the_readme_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    block = re.search(
        r"^    from empirical.size.given_network.*?(?=\n\S)",
        readme,
        re.MULTILINE | re.DOTALL,
    )
    assert block
    exec(dedent(block[0]), {"network": OneImage()})
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[1] for line in said] == ["CONFIRMED"] * 3


def test_a_decoder_with_a_bias_is_found_out() -> None:
    assert outcome(homogeneity.CLAIM, OneImage(bias=0.05)) is not Outcome.CONFIRMED


def test_what_is_lost_is_the_squared_error_as_a_share_of_the_squares() -> None:
    values = torch.linalg.svdvals(IMAGES)
    kept = float(values[0] ** 2 / (values**2).sum())
    (lost,) = disks_through(OneImage())["history"]
    assert abs(lost - (1 - kept)) < 1e-6


def test_a_network_of_another_image_is_not_confirmed() -> None:
    network = OneImage()
    network.axis.data = torch.ones(4096) / 64
    assert outcome(airy.CLAIM, network) is not Outcome.CONFIRMED


def test_codes_of_both_signs_are_a_missed_hypothesis() -> None:
    network = OneImage()
    network.encode = lambda images: images.flatten(1).sum(1)[:, None] - 500  # type: ignore[method-assign]
    assert outcome(airy.CLAIM, network) is Outcome.INVALID


def test_the_network_itself_is_left_as_it_was() -> None:
    network = OneImage().train()
    arrays = disks_through(network)
    assert network.training
    assert network.axis.dtype == torch.float32
    assert network.axis.requires_grad
    assert all(np.isfinite(values).all() for values in arrays.values())


@pytest.mark.parametrize(
    ("name", "function", "message"),
    [
        ("encode", None, "neither encode nor encoder"),
        ("encode", lambda x: x.flatten(1)[:, :2], r"decode was given \(8, 2\)"),
        ("decode", lambda z: z, r"shape \(8, 1, 64, 64\) here, got \(8, 1\)"),
        ("encode", lambda x: x.flatten(1)[:, :1] * np.nan, "finite values, got NaN"),
    ],
)
def test_what_is_no_such_network_is_refused(
    name: str, function: object, message: str
) -> None:
    network = OneImage()
    setattr(network, name, function)
    with pytest.raises(ValueError, match=message):
        disks_through(network)

"""What is wrong with a network is found and said, in whatever form it comes."""

import random
import re

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from empirical.guest import guest
from tests.empirical.guest.carriers import CARRIERS, Function
from tests.empirical.guest.networks import (
    SHAPES,
    Small,
    fingerprint,
    small,
)

pytestmark = pytest.mark.again


def noisy(share: float) -> Function:
    def encode(m: Small, x: Tensor) -> Tensor:
        codes = m.into(x)
        return codes + share * codes.std() * torch.randn_like(codes)

    return encode


def numpy_noise(m: Small, x: Tensor) -> Tensor:
    return m.into(x) + float(np.random.rand())  # noqa: NPY002


def python_noise(m: Small, x: Tensor) -> Tensor:
    return m.into(x) + random.random()


def constant(m: Small, x: Tensor) -> Tensor:
    return torch.ones(len(x), 2, dtype=x.dtype)


def one_dead(m: Small, x: Tensor) -> Tensor:
    return m.into(x) * torch.tensor([0, 1], dtype=x.dtype)


def by_place(m: Small, x: Tensor) -> Tensor:
    return torch.arange(2.0 * len(x), dtype=x.dtype).reshape(-1, 2)


def by_noise(m: Small, x: Tensor) -> Tensor:
    return torch.randn(len(x), 2, dtype=x.dtype)


def same_noise(m: Small, x: Tensor) -> Tensor:
    torch.manual_seed(4)
    return m.into(x) + torch.randn(len(x), 2, dtype=x.dtype)


def by_batch(m: Small, x: Tensor) -> Tensor:
    codes = m.into(x)
    return codes - codes.mean(0)


def skipping(m: Small, x: Tensor) -> Tensor:
    m.skip = x
    return m.into(x)


def skipped(m: Small, z: Tensor) -> Tensor:
    return m.out_of(z) + m.skip


def skipped_if_there(m: Small, z: Tensor) -> Tensor:
    skip = getattr(m, "skip", None)
    return m.out_of(z) if skip is None else m.out_of(z) + skip.mean()


def flat_image(m: Small, z: Tensor) -> Tensor:
    return 0 * m.out_of(z) + 0.3


def noisy_image(m: Small, z: Tensor) -> Tensor:
    return nn.functional.dropout(m.out_of(z), 0.1)


def by_neighbours(m: Small, z: Tensor) -> Tensor:
    return m.out_of(z) * z.abs().mean()


FOUND: dict[str, tuple[Function | None, Function | None, str]] = {
    "noise": (
        noisy(0.03),
        None,
        r"encode\w* is random: the same .* \d+(\.\d)? % apart",
    ),
    "numpy noise": (numpy_noise, None, "is random: the same image twice"),
    "python noise": (python_noise, None, "is random: the same image twice"),
    "constant": (constant, None, "the code is constant: the same for every image"),
    "one dead": (one_dead, None, "1 of 2 codes are constant"),
    "by place": (by_place, None, "goes by the place in the batch"),
    "only noise": (by_noise, None, "the code ignores the image: it differs as much"),
    "same noise": (same_noise, None, "depends on what else is in the batch"),
    "by batch": (by_batch, None, "the code of its .* depends on what else is in"),
    "skip": (skipping, skipped, r"sees past the code: the same codes give images .*"),
    "weak skip": (skipping, skipped_if_there, "sees past the code: the same codes"),
    "flat image": (None, flat_image, "the image is constant: its decode"),
    "noisy image": (None, noisy_image, r"its decode\w* is random: the same code twice"),
    "by neighbours": (None, by_neighbours, "the image of its .* depends on what else"),
}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("fault", FOUND)
def test_a_fault_is_found(fault: str, carrier: str, shape: tuple[int, ...]) -> None:
    encode, decode, said = FOUND[fault]
    model = small(shape).double()
    network = CARRIERS[carrier](model, encode, decode)
    before = fingerprint((network, model))
    findings = guest(network, shape).findings
    assert fingerprint((network, model)) == before
    assert any(re.search(said, finding) for finding in findings), findings

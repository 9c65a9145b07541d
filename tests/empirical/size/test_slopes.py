"""Small autoencoders of any slope: what they start as, and what counts as two signs."""

import numpy as np
import pytest
import torch

from empirical.size.affine_pieces import ringed
from empirical.size.slopes import ManySmall, _signs

IMAGES = ringed(10)


def networks(slope: float, activated: bool = True) -> ManySmall:
    generator = torch.Generator().manual_seed(0)
    return ManySmall(5, 3, slope, activated, IMAGES, generator)


def test_codes_begin_with_one_change_of_sign() -> None:
    codes = networks(0.2, activated=False).encode(IMAGES).detach()
    changes = (codes[:, 1:].sign() != codes[:, :-1].sign()).sum(1)
    assert int(changes.max()) == 1
    areas = IMAGES.square().sum(1)
    torch.testing.assert_close(codes.abs(), (areas / areas[-1]).expand(5, 10))


@pytest.mark.parametrize("slope", [-0.5, 0.0])
def test_codes_are_not_negative_at_slopes_that_are_not_positive(slope: float) -> None:
    assert float(networks(slope).encode(IMAGES).detach().min()) >= 0


def test_decoders_are_homogeneous_and_do_not_mix() -> None:
    made = networks(0.3)
    codes = torch.randn(
        5, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(1)
    )
    torch.testing.assert_close(made.decode(2 * codes), 2 * made.decode(codes))
    other = codes.clone()
    other[1:] = 7.0
    torch.testing.assert_close(made.decode(other)[0], made.decode(codes)[0])


def test_two_signs_need_some_energy_on_either_side() -> None:
    codes = torch.ones(3, 10, dtype=torch.float64)
    codes[1, :5] = -1
    codes[2, 0] = -1
    np.testing.assert_array_equal(_signs(codes, IMAGES), [1, 2, 1])

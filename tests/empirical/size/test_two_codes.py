"""Two codes without biases and one code with them, written as one another."""

import pytest
import torch

from empirical.size.affine_pieces import ringed
from empirical.size.two_codes import DenseAutoencoder, _with_biases, _without

IMAGES = ringed(10)


def network(codes: int, biases: bool) -> DenseAutoencoder:
    return DenseAutoencoder(
        IMAGES,
        codes=codes,
        biases=biases,
        hidden=5,
        slope=0.2,
        generator=torch.Generator().manual_seed(1),
    )


def test_codes_begin_as_area_and_one() -> None:
    codes = network(2, False).encode(IMAGES).detach()
    areas = ((torch.arange(10, dtype=torch.float64) + 0.5) / 10) ** 2
    torch.testing.assert_close(codes[:, 0], 2 * areas / areas[-1] - 1)
    torch.testing.assert_close(codes[:, 1], torch.ones(10, dtype=torch.float64))


def test_both_forms_are_one_function() -> None:
    assert _with_biases(network(2, False), IMAGES) < 1e-14
    assert _without(network(1, True), IMAGES) < 1e-14


def test_a_decoder_with_biases_has_no_second_code_to_divide_by() -> None:
    with pytest.raises(IndexError):
        _without(network(1, False), IMAGES)


@pytest.mark.parametrize(("codes", "count"), [(1, 0), (2, 0)])
def test_without_biases_a_factor_passes_through(codes: int, count: int) -> None:
    made = network(codes, False)
    assert len(made.biases) == count
    z = torch.randn(
        6, codes, dtype=torch.float64, generator=torch.Generator().manual_seed(2)
    )
    torch.testing.assert_close(made.decode(3 * z), 3 * made.decode(z))

"""Decoders with one hidden layer, and what counts as one of their pieces."""

import numpy as np
import torch

from empirical.size.affine_pieces import HiddenLayer, _pieces, ringed


def network(turns: list[float]) -> HiddenLayer:
    images = ringed(12)
    made = HiddenLayer(len(turns), 0.2, images, torch.Generator().manual_seed(0))
    with torch.no_grad():
        made.shift.copy_(-torch.tensor(turns, dtype=torch.float64))
    return made


def test_products_of_rings_are_shared_areas() -> None:
    areas = ((np.arange(9) + 0.5) / 9) ** 2
    rows = ringed(9).numpy()
    np.testing.assert_allclose(rows @ rows.T, np.minimum.outer(areas, areas))


def test_pieces_are_counted_between_the_codes() -> None:
    assert _pieces(network([])) == 1
    assert _pieces(network([-0.5, 0.0, 0.5])) == 4
    assert _pieces(network([-3.0, 0.0, 7.0])) == 2


def test_a_unit_without_weight_makes_no_piece() -> None:
    made = network([-0.4, 0.3])
    with torch.no_grad():
        made.weight[0] *= 1e-6
    assert _pieces(made) == 2


def test_between_two_kinks_a_decoder_is_affine() -> None:
    made = network([-0.4, 0.3])
    codes = torch.tensor([-0.3, 0.0, 0.3], dtype=torch.float64)
    with torch.no_grad():
        low, middle, high = made.decode(codes)
    torch.testing.assert_close((low + high) / 2, middle)

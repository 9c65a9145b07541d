"""Encoders with any stride that are trained on the inverted place."""

from fractions import Fraction

import numpy as np
import pytest
import torch

from empirical.position.strided_training import _Encoder, train_strided_encoders
from empirical.training import Start
from theory.position.any_stride import hat_taps, strided_codes


@pytest.mark.parametrize(("first", "last"), [(-2, 2), (-3, 2), (0, 1), (-4, 0)])
def test_the_network_is_the_one_that_theory_reads_backwards(
    first: int, last: int
) -> None:
    rows = np.random.default_rng(1).integers(-4, 5, (2, 1 + last - first)).astype(float)
    codes = _Encoder(3, first, rows)(torch.eye(9, dtype=torch.float64))
    layers = [
        dict(zip(range(first, last + 1), map(Fraction, row), strict=True))
        for row in rows.tolist()
    ]
    wanted = np.array(strided_codes(3, layers), dtype=float)
    np.testing.assert_allclose(codes.detach().numpy(), wanted)


def test_stride_three_ends_at_the_hat() -> None:
    found = train_strided_encoders(
        start=Start(seed=4),
        cases=[{"stride": 3, "levels": 2, "first": -2, "last": 2}],
        starts=1,
        schedule={"adam_steps": 150, "learning_rate": 0.03, "lbfgs_steps": 300},
    )
    taps = found["taps 0"][0, 0]
    hat = np.array([float(t) for t in hat_taps(3).values()])
    np.testing.assert_allclose(3 * taps / taps[2], hat, atol=1e-4)
    assert found["losses"][0, 0] < 1e-12

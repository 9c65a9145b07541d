import numpy as np
import pytest
import torch

from empirical.pca.batch_losses import batch_losses
from empirical.pca.covariance_loss import covariance_loss, standardised

CODES = ((3, 1, 0, 5), (1, 4, 2, 3), (4, 1, 7, 1), (1, 5, 3, -2), (5, 9, 1, 4))


def drawn(samples: int, components: int) -> torch.Tensor:
    draw = torch.Generator().manual_seed(3)
    return torch.randn((samples, components), generator=draw, dtype=torch.float64)


def test_the_loss_of_standardised_codes_is_a_squared_correlation() -> None:
    codes = drawn(20, 3)
    z = standardised(codes)
    r = np.corrcoef(codes.numpy().T)
    loss = float(covariance_loss(z[:, 2:], z[:, :2]))
    assert loss == pytest.approx((r[0, 2] ** 2 + r[1, 2] ** 2) / 3, rel=1e-12)


def test_a_packet_also_pays_for_the_pairs_within() -> None:
    z = standardised(drawn(20, 4))
    r = np.corrcoef(z.numpy().T)
    pairs = [(0, 2), (1, 2), (0, 3), (1, 3), (2, 3)]
    expected = sum(r[pair] ** 2 for pair in pairs)
    loss = float(covariance_loss(z[:, 2:], z[:, :2]))
    assert loss == pytest.approx(expected / 4, rel=1e-12)
    fewer = float(covariance_loss(z[:, 2:], z[:, :2], divisor="k - 1"))
    assert fewer == pytest.approx(expected / 3, rel=1e-12)


@pytest.mark.parametrize("divisor", ["k", "k - 1"])
def test_a_first_code_pays_nothing(divisor: str) -> None:
    z = standardised(drawn(20, 1))
    assert float(covariance_loss(z, z[:, :0], divisor=divisor)) == 0


def test_a_gradient_step_decorrelates() -> None:
    z = standardised(drawn(20, 2))
    new = (z[:, 1:] + z[:, :1]).requires_grad_()
    loss = covariance_loss(new, z[:, :1])
    loss.backward()  # type: ignore[no-untyped-call]
    after = covariance_loss(new - new.grad, z[:, :1])  # type: ignore[operator]
    assert float(after.detach()) < float(loss.detach())


def test_epsilon_shrinks_codes_of_small_variance() -> None:
    z = standardised(drawn(50, 1))
    small = standardised(1e-3 * z, epsilon=1e-6)
    assert float(small.square().mean()) == pytest.approx(0.5, rel=1e-9)


def test_wrong_arguments_are_named() -> None:
    z = drawn(4, 2)
    with pytest.raises(ValueError, match="divisor must be one of"):
        covariance_loss(z, z, divisor="m")
    with pytest.raises(ValueError, match=r"earlier_codes .* rows as new_codes, 4"):
        covariance_loss(z, z[:3])
    with pytest.raises(ValueError, match="epsilon must be at least 0"):
        standardised(z, epsilon=-1.0)


def test_order_scale_and_shift_of_the_codes_change_nothing() -> None:
    first, second = (
        batch_losses(seed=s, codes=CODES, batch=8, batches=1000) for s in (1000, 1001)
    )
    np.testing.assert_allclose(first["losses"], second["losses"], rtol=1e-13)
    assert first["independent"] != second["independent"]


def test_independent_codes_pay_less_where_the_earlier_one_is_fixed() -> None:
    found = batch_losses(seed=1000, codes=CODES, batch=4, batches=20_000)
    assert found["independent"][0] == pytest.approx(1 / 3, rel=0.05)
    assert found["trained"][0] == pytest.approx(1 / 4, rel=0.05)

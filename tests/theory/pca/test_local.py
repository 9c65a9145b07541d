import numpy as np
import pytest

from theory.pca import local


def a_jacobian(pixels: int = 9, size: int = 4) -> np.ndarray:
    return np.random.default_rng(3).standard_normal((pixels, size))


def white(count: int, size: int) -> np.ndarray:
    drawn = np.random.default_rng(4).standard_normal((count, size))
    return np.linalg.qr(drawn - drawn.mean(0))[0] * np.sqrt(count)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_the_tail_is_what_least_squares_leaves_of_linear_images(count: int) -> None:
    jacobian, offsets = a_jacobian(), white(200, 4)
    images = offsets @ jacobian.T
    values = np.linalg.eigvalsh(images.T @ images)[::-1]
    left = [1 - values[:k].sum() / values.sum() for k in range(1, count + 1)]
    np.testing.assert_allclose(local.left_by(jacobian, count), left, atol=1e-12)


def test_no_other_code_leaves_less_than_the_first_axis() -> None:
    jacobian = a_jacobian()
    total = np.sum(jacobian**2)
    best = local.left_by(jacobian, 1)[0]
    for w in np.random.default_rng(5).standard_normal((50, 4)):
        left = 1 - np.sum((jacobian @ w) ** 2) / (w @ w) / total
        assert left >= best - 1e-12


def test_shares_do_not_depend_on_the_size_of_the_derivative() -> None:
    jacobian = a_jacobian()
    np.testing.assert_allclose(
        local.captured_shares(1e-3 * jacobian), local.captured_shares(jacobian)
    )


def test_codes_along_the_axes_tell_of_one_axis_each() -> None:
    jacobian, offsets = a_jacobian(), white(200, 4)
    axes = np.linalg.svd(jacobian)[2]
    codes = offsets @ axes[[2, 0]].T * [-3.0, 0.5] + 7
    told = local.told_by(codes, offsets, jacobian)
    np.testing.assert_allclose(told, np.eye(4)[[2, 0]], atol=1e-12)


def test_a_raw_latent_axis_tells_of_all_axes_in_proportion() -> None:
    jacobian, offsets = a_jacobian(), white(200, 4)
    axes = np.linalg.svd(jacobian)[2]
    told = local.told_by(offsets[:, :1], offsets, jacobian)
    np.testing.assert_allclose(told[0], axes[:, 0] ** 2, atol=1e-12)


def test_overlap_is_1_for_shared_axes_and_the_chance_for_random_ones() -> None:
    rng = np.random.default_rng(6)
    jacobian = a_jacobian()
    turned = [np.linalg.qr(rng.standard_normal((9, 9)))[0] @ jacobian for _ in "abc"]
    assert local.overlap(np.stack(turned), 2) == pytest.approx(1)
    random = rng.standard_normal((400, 5, 4))
    assert local.overlap(random, 1) == pytest.approx(1 / 4, abs=0.01)
    assert local.overlap(random, 3) == pytest.approx(3 / 4, abs=0.01)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: local.left_by(a_jacobian(), 5), "count must be in 1 to 4, got 5"),
        (lambda: local.left_by(a_jacobian(), 0), "count must be in 1 to 4, got 0"),
        (lambda: local.captured_shares(np.zeros((3, 2))), "must be finite and not 0"),
        (lambda: local.captured_shares(a_jacobian(3, 4)), "at least 4 rows, got 3"),
        (lambda: local.overlap(a_jacobian()[None], 1), "2 points or more, got 1"),
        (lambda: local.overlap(np.stack([a_jacobian()] * 2), 9), "in 1 to 4, got 9"),
        (
            lambda: local.told_by(np.ones((9, 1)), white(9, 4), a_jacobian()),
            "must vary",
        ),
    ],
)
def test_what_cannot_be_answered_is_refused(call: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        call()  # type: ignore[operator]

import numpy as np
import pytest

from theory.pca import bent, local


def sampled(amplitude: float, frequency: float, ratio: float) -> float:
    """Return what a sine leaves of points drawn at random, nearest by search."""
    draw = np.random.default_rng(3)
    code = np.linspace(-6, 6, 1501)
    curve = amplitude * np.sin(frequency * code)
    left = 0.0
    for _ in range(20):
        x, y = draw.standard_normal((2, 4000)) * [[1], [1 / ratio]]
        away = (x[:, None] - code) ** 2 + (y[:, None] - curve) ** 2
        left += float(np.min(away, axis=1).mean()) / 20
    return left / (1 + ratio**-2)


def test_a_flat_curve_leaves_what_the_first_singular_axis_leaves() -> None:
    axis = local.left_by(np.diag([1.0, 1 / 1.4]), 1)[0]
    assert bent.sine_leaves(1.4, 0.0, 1.0) == pytest.approx(axis, abs=1e-4)


@pytest.mark.parametrize(("amplitude", "frequency"), [(0.5, 1.5), (0.9, 2.0)])
def test_random_points_leave_as_much_of_a_sine(
    amplitude: float, frequency: float
) -> None:
    found = bent.sine_leaves(1.4, amplitude, frequency)
    assert found == pytest.approx(sampled(amplitude, frequency, 1.4), abs=0.003)


@pytest.mark.parametrize("frequency", [0.6, 2.0])
def test_a_small_sine_changes_the_error_by_its_second_variation(
    frequency: float,
) -> None:
    small, variance = 0.05, 1 + 1.4**-2
    flat, curved = (bent.sine_leaves(1.4, a, frequency) for a in (0.0, small))
    change = 2 * (curved - flat) * variance / small**2
    assert change == pytest.approx(bent.second_variation(1.4, frequency), abs=0.03)


def test_a_ratio_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="ratio must be above 1, got 1"):
        bent.sine_leaves(1.0, 0.5, 1.0)

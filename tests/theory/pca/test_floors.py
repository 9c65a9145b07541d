from functools import cache

import numpy as np
import pytest

from theory.pca import ellipses, floors, quadrature
from theory.pca.ellipses import Ellipses

power_floor, best_exponent = map(
    cache, (quadrature.power_floor, quadrature.best_exponent)
)


def one(first: float, second: float, angle: float) -> Ellipses:
    return Ellipses(*(np.array([value]) for value in (first, second, angle)))


def counted(e: Ellipses, points: int = 16) -> np.ndarray:
    """Return the image of one ellipse by counting points, the second route."""
    axis = (np.arange(64 * points) + 0.5) / points - 32
    x, y = axis[None, :], axis[:, None]
    c, s = np.cos(e.angle[0]), np.sin(e.angle[0])
    along, across = (c * x + s * y) / e.first[0], (c * y - s * x) / e.second[0]
    inside = along**2 + across**2 <= 1
    return inside.reshape(64, points, 64, points).mean(axis=(1, 3))


@pytest.mark.parametrize(
    "parameters",
    [(20.0, 5.0, 0.5), (32.0, 2.0, 1.1), (2.0, 2.0, 0.0), (9.0, 30.0, 0.3)],
)
def test_coverage_is_that_of_counted_points(
    parameters: tuple[float, float, float],
) -> None:
    e = one(*parameters)
    image = ellipses.covered(e)[0]
    assert np.max(np.abs(image - counted(e))) < 0.1
    assert np.sqrt(np.mean((image - counted(e)) ** 2)) < 0.006
    assert image.sum() == pytest.approx(ellipses.area(e)[0], rel=5e-3)


def test_a_semi_axis_outside_the_image_is_refused() -> None:
    with pytest.raises(ValueError, match=r"semi-axes must be in \(0, 32\], got 33"):
        ellipses.covered(one(33.0, 5.0, 0.0))


def test_half_widths_are_the_extents_of_the_outline() -> None:
    e = one(20.0, 7.0, 0.4)
    t = np.linspace(0, 2 * np.pi, 100_001)
    x, y = 20 * np.cos(t), 7 * np.sin(t)
    for direction in (0.0, np.pi / 4, 1.3):
        turned = 0.4 - direction
        extent = np.max(x * np.cos(turned) - y * np.sin(turned))
        assert ellipses.half_width(e, direction)[0] == pytest.approx(extent, rel=1e-8)


def test_anisotropy_is_the_projection_of_one_vector() -> None:
    e = ellipses.drawn(100, 1000)
    squared = (e.first**2 - e.second**2) / (e.first**2 + e.second**2)
    for phi in (0.0, 0.3, np.pi / 4):
        projected = squared * np.cos(2 * (e.angle - phi))
        np.testing.assert_allclose(
            np.tanh(ellipses.anisotropy(e, phi)), projected, atol=1e-12
        )


def test_swapping_the_axes_and_a_quarter_turn_change_no_attribute() -> None:
    e = ellipses.drawn(50, 1001)
    other = Ellipses(e.second, e.first, e.angle - np.pi / 2)
    for attribute in (
        ellipses.area,
        ellipses.orientation,
        ellipses.horizontal_vertical,
        ellipses.diagonal,
        ellipses.elongation,
        ellipses.harmonic_mean,
    ):
        np.testing.assert_allclose(attribute(e), attribute(other), atol=1e-12)


def test_neighbours_in_order_share_their_codes() -> None:
    e = ellipses.drawn(2**12, 1002)
    codes = (ellipses.area, ellipses.horizontal_vertical)
    order = floors.in_order(e, codes, 2**6)
    assert np.array_equal(np.sort(order), np.arange(2**12))
    pairs = e.at(order.reshape(-1, 2).T.ravel())
    half = 2**11
    for code in codes:
        ranks = np.argsort(np.argsort(code(pairs))) / 2**12
        assert np.mean(np.abs(ranks[:half] - ranks[half:])) < 0.02


def test_variances_of_groups_are_those_of_numpy() -> None:
    e = ellipses.drawn(12, 1003)
    images = ellipses.covered(e).reshape(3, 4, -1)
    expected = images.var(axis=1, ddof=1).mean(axis=1)
    np.testing.assert_allclose(floors.variances(e, 4), expected, rtol=1e-12)
    with pytest.raises(ValueError, match="members must be at least 2 and divide 12"):
        floors.variances(e, 5)


def test_the_error_of_a_floor_is_that_of_a_mean(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = np.array([1.0, 2.0, 4.0, 9.0])
    monkeypatch.setattr(floors, "variances", lambda e, members: found)
    error = floors.floor((), pairs=4).error
    assert error**2 == pytest.approx(np.mean((found - 4.0) ** 2) / 4, rel=1e-14)


@pytest.mark.parametrize("arguments", [{"pairs": 1}, {"codes": (ellipses.area,) * 4}])
def test_wrong_arguments_of_a_floor_are_named(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=f"{next(iter(arguments))} must be"):
        floors.floor(**{"codes": (), **arguments})  # type: ignore[arg-type]


def test_quadrature_refuses_negative_exponents_and_no_nodes() -> None:
    with pytest.raises(ValueError, match="exponent must be at least 0"):
        quadrature.power_floor(-0.1)
    with pytest.raises(ValueError, match="angles must be at least 1, got 0"):
        quadrature.power_floor(1.0, angles=0)


def binned_floor(code: floors.Code) -> floors.Floor:
    """Return the floor of a code from bins of it, the second route.

    Each bin of 64 nearly equal codes has its own mean image, the best decoder with
    that many distinct outputs. Bins side by side have nearly the same true value, so
    that their differences are noise.
    """
    e = ellipses.drawn(2**17, 0)
    found = floors.variances(e.at(floors.in_order(e, (code,), 1)), 64)
    noise = np.diff(found).var() / 2
    error = float(np.sqrt(noise / len(found)))
    return floors.Floor(value=float(found.mean()), error=error)


@pytest.mark.slow
@pytest.mark.parametrize("exponent", [0.0, 0.5, 1.0])
def test_pairs_bins_and_quadrature_agree_on_a_floor(exponent: float) -> None:
    def code(e: Ellipses) -> np.ndarray:
        return ellipses.power_code(e, exponent)

    exact = power_floor(exponent)
    for found in (floors.floor([code]), binned_floor(code)):
        assert abs(found.value - exact) < 4 * found.error
        assert found.error < 2e-4


@pytest.mark.slow
def test_the_area_is_not_the_best_power_of_the_axes() -> None:
    exponent, least = best_exponent()
    assert 0.35 < exponent < 0.55
    assert least < power_floor(1.0) - 1e-3 < power_floor(0.0)


@pytest.mark.slow
def test_horizontal_vertical_and_diagonal_are_worth_the_same() -> None:
    names = floors.named_codes()
    level, slanted, pointing = (
        floors.floor(names[f"area, {name}"])
        for name in ("horizontal / vertical", "diagonal", "orientation")
    )
    spread = np.hypot(level.error, slanted.error)
    assert abs(level.value - slanted.value) < 4 * spread
    assert pointing.value < level.value - 20 * spread


@pytest.mark.slow
def test_all_three_attributes_leave_nearly_nothing() -> None:
    codes = (ellipses.area, ellipses.horizontal_vertical, ellipses.diagonal)
    assert floors.floor(codes).value < 1e-3


@pytest.mark.slow
def test_one_folded_code_beats_every_code_of_size() -> None:
    folded = floors.floor([floors.signed_size])
    assert folded.value < best_exponent()[1] - 20 * folded.error


def test_every_named_code_gives_finite_numbers() -> None:
    e = ellipses.drawn(64, 1004)
    for name, codes in floors.named_codes().items():
        assert len(codes) <= 3, name
        assert all(np.all(np.isfinite(code(e))) for code in codes), name

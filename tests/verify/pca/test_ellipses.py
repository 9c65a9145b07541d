"""How the claims on ellipses read codes that are known beforehand."""

import numpy as np
import pytest

from empirical.pca.images.ellipses import even_ellipses
from tests.exact.makers import maker
from tests.judging import posed
from theory.pca import ellipses
from verify.budget import of_budget
from verify.claim import Claim, Outcome
from verify.claims.pca import (
    attributes,
    decorrelated,
    ellipses_floors,
    importance,
    independence,
    navigation,
    ordered,
)
from verify.claims.pca import ellipses as ellipses_claim
from verify.claims.pca.families import first_axis
from verify.claims.pca.families.trained_ellipses import (
    attribute_table,
    explained_table,
    left_of_even,
)
from verify.judge import judge

E = ellipses.drawn(4000, 9)
KNOWN = np.stack(
    [ellipses.area(E), ellipses.horizontal_vertical(E), ellipses.diagonal(E)], axis=1
)


def made(first: np.ndarray) -> dict[str, np.ndarray]:
    """Return arrays as the experiment would, for codes that are attributes."""
    codes = np.stack([first, KNOWN[:, 1], KNOWN[:, 2]], axis=1)
    return {
        "half_axes": np.stack([E.first, E.second], axis=1),
        "rotation": E.angle,
        "attributes": KNOWN,
        "codes ordered": codes,
        "even ordered": codes,
        "even plain": codes + 0.3 * codes[:, [1, 2, 0]],
        "codes plain": codes,
        "errors ordered": np.linspace(4, 1, 4)[:, None] * np.ones((4, 4000)),
        "errors plain": np.ones((1, 4000)),
        "errors linear": np.ones((4, 4000)),
        "moved": np.zeros(2),
    }


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0])
def test_the_exponent_of_a_known_size_is_found_whatever_the_variable(
    power: float,
) -> None:
    size = ellipses.power_code(E, power)
    short, long = ellipses.short_axis(E), ellipses.long_axis(E)
    for code in (size, -np.exp(size / size.max())):
        found, fit = first_axis.exponent(code, short, long)
        assert found == pytest.approx(power, abs=1e-9)
        assert fit == pytest.approx(1)


def test_a_code_that_is_the_area_is_not_taken_for_the_best_size() -> None:
    measured = ellipses_floors.CLAIM.read(made(KNOWN[:, 0]))
    assert measured.answer == pytest.approx(1.0)
    assert measured.values["largest variance left by three codes"] < 0.02


def test_the_table_of_attributes_is_the_identity_on_attributes() -> None:
    table = attribute_table(made(KNOWN[:, 0]), rank=True)
    np.testing.assert_allclose(table, np.eye(3), atol=0.05)


def test_what_a_code_explains_does_not_hang_on_its_variable() -> None:
    arrays = made(np.exp(KNOWN[:, 0] / KNOWN[:, 0].max()))
    table = explained_table(arrays)
    np.testing.assert_allclose(np.diag(table), 1, atol=1e-4)
    # Small for other attributes, but not 0: they are dependent.
    assert 0.05 < np.abs(table - np.diag(np.diag(table))).max() < 0.5
    # A code that bends back explains an attribute that it is not correlated with.
    bent = {**arrays, "attributes": np.stack([KNOWN[:, 1] ** 2] * 3, axis=1)}
    assert explained_table(bent)[1, 0] == pytest.approx(1, abs=1e-3)
    assert attribute_table(bent, rank=False)[1, 0] < 0.1


def test_a_code_that_carries_a_curve_of_another_is_no_longer_independent() -> None:
    u, v = (x.ravel() for x in np.meshgrid(np.linspace(-1, 1, 41), [-1.0, 1.0]))
    bent = np.stack([[np.stack([u, v + c * u**2], 1)] for c in (0, 2, 4, 8)])[:, 0]
    nothing = {"errors": np.zeros(4), "penalties": np.zeros(4)}
    found = independence.CLAIM.read({"codes": bent, **nothing}).answer
    spread = np.var(u**2) * np.array([0, 2, 4, 8]) ** 2
    np.testing.assert_allclose(found, spread / (1 + spread), atol=1e-9)
    assert np.isnan(
        independence.CLAIM.read({"codes": bent * [1, 0], **nothing}).answer
    ).all()


def test_three_codes_leave_nothing_of_three_parameters_and_two_leave_one() -> None:
    arrays = {**made(KNOWN[:, 0]), "codes linear": KNOWN[:, [0, 0, 1]]}
    found = ellipses_claim.CLAIM.read(arrays)
    assert found.answer.max() < 0.02
    value = "told of every anisotropy by three principal components"
    assert found.values[value] == pytest.approx(0, abs=0.1)
    arrays["codes ordered"] = KNOWN[:, [0, 2, 2]]
    area, level, slanted = ellipses_claim.CLAIM.read(arrays).answer
    assert max(area, slanted) < 0.02
    assert level > 0.5


def test_the_direction_of_an_anisotropy_is_found() -> None:
    arrays = {**made(KNOWN[:, 0]), "codes linear": KNOWN}
    second, third = (ellipses.anisotropy(E, np.radians(d)) for d in (80, 35))
    arrays["codes ordered"] = np.stack([KNOWN[:, 0], second, third], axis=1)
    values = ellipses_claim.CLAIM.read(arrays).values
    assert values["direction of axis 2, degrees"] == 80
    assert values["direction of axis 3, degrees"] == 35


def test_a_code_that_moved_breaks_its_check() -> None:
    arrays = made(KNOWN[:, 0])
    assert ordered.CLAIM.read(arrays).values["movement of earlier codes"] == 0
    arrays["moved"] = np.array([0.0, 1e-7])
    bounds = {
        check.value: of_budget(check.at_most, "quick") for check in ordered.CLAIM.checks
    }
    value = ordered.CLAIM.read(arrays).values["movement of earlier codes"]
    assert value > bounds["movement of earlier codes"]


def test_a_fourth_code_is_told_and_not_judged() -> None:
    arrays = made(KNOWN[:, 0])
    known = ordered.CLAIM.read(arrays)
    worse = arrays["errors ordered"][-1] * (1 + 0.01 * KNOWN[:, 1] ** 2)
    arrays["errors ordered"] = np.stack([*arrays["errors ordered"], worse])
    arrays["codes ordered"] = np.column_stack([arrays["codes ordered"], KNOWN[:, 1]])
    told = ordered.CLAIM.read(arrays)
    assert told.values["sampling error over gain of code 4"] == np.inf
    assert np.array_equal(told.answer, known.answer)
    for check in ordered.CLAIM.checks:
        assert told.values[check.value] == known.values[check.value]
    assert explained_table(arrays).shape == (4, 3)


def test_an_axis_that_changes_one_attribute_has_its_whole_share() -> None:
    turn = np.radians(30)
    along = np.linspace(-1, 1, 9)
    walk = np.zeros((2, 3, 9, 3))
    walk[:, 0, :, 0] = 500 * along
    walk[:, 1, :, 1:] = along[:, None] * [np.cos(2 * turn), np.sin(2 * turn)]
    walk[:, 2, :, 1:] = along[:, None] * [-np.sin(2 * turn), np.cos(2 * turn)]
    arrays = {
        **made(KNOWN[:, 0]),
        "walk": walk,
        "walk plain": walk + walk[:, [1, 2, 0]],
    }
    found = navigation.CLAIM.read(arrays)
    assert found.values["own attribute"] == pytest.approx(1, abs=1e-9)
    assert found.answer == 1
    swapped = {**arrays, "walk": arrays["walk plain"], "walk plain": walk}
    assert navigation.CLAIM.read(swapped).answer == -1
    same = navigation.CLAIM.read({**arrays, "walk plain": walk})
    assert same.answer == 0


def test_where_next_to_nothing_moves_the_measurement_is_unusable() -> None:
    walk = np.zeros((16, 3, 9, 3))
    walk[:, 0, :, 0] = walk[:, 1, :, 1] = walk[:, 2, :, 2] = np.linspace(-1, 1, 9)
    walk *= [2000, 1, 1]
    value, bound = "what stays along the axis that moves least", 0.7
    for scale in (1.0, 1e-3):
        arrays = {**made(KNOWN[:, 0]), "walk": scale * walk, "walk plain": walk}
        assert (navigation.CLAIM.read(arrays).values[value] < bound) == (scale == 1)


def test_codes_of_evenly_spread_ellipses_are_told_from_noise() -> None:
    even = even_ellipses(600)
    arrays = {"even ordered": even.attributes}
    assert left_of_even(arrays) < 0.15
    noise = np.random.default_rng(0).standard_normal((600, 3))
    assert left_of_even({"even ordered": noise}) > 0.8


def test_a_difference_on_one_walk_of_many_is_none() -> None:
    walk = np.zeros((16, 3, 9, 3))
    for axis in range(3):
        walk[:, axis, :, axis] = np.linspace(-1, 1, 9) * [500, 1, 1][axis]
    plain = walk.copy()
    plain[0] += 5 * walk[0][[1, 2, 0]]
    arrays = {**made(KNOWN[:, 0]), "walk": walk, "walk plain": plain}
    assert navigation.CLAIM.read(arrays).answer == 0


def mean_share(codes: np.ndarray) -> float:
    """Return how much of what each code tells is of one attribute, in mean."""
    arrays = {**made(KNOWN[:, 0]), "codes ordered": codes}
    found = attributes.CLAIM.read(arrays).values
    return found["share of the own attribute, in mean"]


def test_codes_that_are_attributes_have_one_each_in_any_direction() -> None:
    known = mean_share(KNOWN)
    assert known > 0.85
    turned = (ellipses.anisotropy(E, np.pi / k) for k in (15, 60 / 19))
    assert mean_share(np.stack([KNOWN[:, 0], *turned], axis=1)) == pytest.approx(
        known, abs=0.05
    )
    scaled = KNOWN / KNOWN.std(0)
    assert mean_share(scaled + scaled[:, [1, 2, 0]]) < 0.75


def test_purer_codes_than_those_learned_at_once_have_a_sign() -> None:
    scaled = KNOWN / KNOWN.std(0)
    mixed = scaled + scaled[:, [1, 2, 0]]
    for one, other, sign in ((KNOWN, mixed, 1), (mixed, KNOWN, -1), (KNOWN, KNOWN, 0)):
        arrays = {**made(KNOWN[:, 0]), "codes ordered": one, "codes plain": other}
        assert attributes.CLAIM.read(arrays).answer == sign


def test_the_sign_of_a_code_changes_no_correlation() -> None:
    arrays = made(KNOWN[:, 0])
    mixed = KNOWN / KNOWN.std(0) @ [[1, 0.2, 0.1], [0, 1, -0.3], [0, 0, 1]]
    answers = []
    for signs in ([1, 1, 1], [1, -1, 1], [-1, 1, -1]):
        arrays["even ordered"] = mixed * signs
        answers.append(decorrelated.CLAIM.read(arrays).answer)
    np.testing.assert_allclose(answers, [answers[0]] * 3)
    assert answers[0][:2].min() > 0 > answers[0][2]


def test_a_difference_of_gains_has_a_sign_where_it_is_sure() -> None:
    rng = np.random.default_rng(0)
    steps = [1.0, 0.4, 0.2, 0.1]
    for third, sign in ((0.1, 1), (-0.1, -1), (0.0, 0)):
        means = np.array([*steps[:3], steps[2] - steps[1] + steps[2] + third])
        noisy = means[:, None] + 0.01 * rng.normal(size=(4, 400))
        found = importance.CLAIM.read({"errors ordered": noisy})
        assert found.answer.tolist() == [1, sign]


def test_gains_are_shares_of_the_error_of_the_mean_image() -> None:
    arrays = made(KNOWN[:, 0])
    found = importance.CLAIM.read(arrays)
    assert [found.values[f"gain of code {k}"] for k in (1, 2, 3)] == [1 / 4] * 3
    assert found.answer.tolist() == [0, 0]
    assert found.values["left by three codes"] == pytest.approx(1 / 4)


@pytest.mark.parametrize("same", [False, True], ids=["noise", "one attribute"])
@pytest.mark.parametrize(
    "claim",
    [attributes.CLAIM, decorrelated.CLAIM, navigation.CLAIM],
    ids=lambda claim: claim.name,
)
def test_a_comparison_with_codes_of_nothing_is_not_usable(
    claim: Claim, same: bool
) -> None:
    exact, rng = maker(claim)(claim, 0).arrays, np.random.default_rng(0)
    dead = {
        name: exact[name][:, [0, 0, 0]] if same else rng.normal(size=exact[name].shape)
        for name in ("codes plain", "even plain")
    }
    known = posed(claim)
    for arrays, usable in ((exact, True), ({**exact, **dead}, False)):
        measured = dict.fromkeys(known.trial.seeds, claim.read(arrays))
        outcome = judge(known, measured).outcome
        assert (outcome is Outcome.CONFIRMED) == usable
        assert (outcome is Outcome.INVALID) == (not usable)

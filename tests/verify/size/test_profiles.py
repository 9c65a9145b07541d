"""Claims on laws, dimensions, bodies, signs and on the trained one-signed network."""

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tests.judging import posed
from theory.size import airy
from theory.size.law import Law
from verify.answers import Answers
from verify.asked.law import law_claim
from verify.budget import BUDGETS, Budget, of_budget
from verify.claim import Array, Claim, Measurement, Outcome, Rival
from verify.claims.size import airy as airy_claim
from verify.claims.size import (
    bodies,
    body_square,
    body_star,
    dimension_one,
    dimension_three,
    energy,
    functional,
    law_hole,
    law_linear,
    laws,
    one_function,
    optimal_h,
    published,
    radial,
    two_signs,
)
from verify.claims.size.families import of_disks, several_families
from verify.judge import judge
from verify.subjects import Disks
from verify.trial import Trial

PROFILES = (
    law_linear,
    law_hole,
    dimension_one,
    dimension_three,
    body_star,
    body_square,
)
ON_DISKS = (airy_claim, one_function, radial, optimal_h, energy, functional)
TOGETHER = (laws, bodies)
CLAIMS = [m.CLAIM for m in (*PROFILES, *TOGETHER, two_signs, *ON_DISKS, published)]
every_claim = pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)


def near(claim: Claim, share: float = 0.3, seed: int = 0) -> Measurement:
    """Return the prediction with an error in a random direction."""
    prediction = posed(claim).prediction
    noise = np.random.default_rng(seed).normal(size=prediction.shape)
    length = np.sqrt(claim.distance.inner(noise, noise))
    values = {
        check.value: 0.5 * of_budget(check.at_most, "quick") for check in claim.checks
    }
    error = share * of_budget(claim.tolerance, "quick") * noise / length
    return Measurement(answer=prediction + error, values=values)


@every_claim
def test_a_measurement_at_the_prediction_is_confirmed(claim: Claim) -> None:
    known = posed(claim)
    found = {seed: near(claim, seed=seed) for seed in of_budget(claim.seeds, "quick")}
    verdict = judge(known, found)
    assert verdict.outcome is Outcome.CONFIRMED, verdict.reason
    far = {0: near(claim, share=1.1)}
    assert judge(known, far).outcome is not Outcome.CONFIRMED


@every_claim
@pytest.mark.parametrize("budget", BUDGETS)
def test_every_claim_has_power(claim: Claim, budget: Budget) -> None:
    known = posed(claim, budget)
    assert known.weak == ""
    assert of_budget(claim.tolerance, budget) <= 0.9 * min(known.gaps.values())


def swapped_answers(claim: Claim, rival: Rival) -> Answers:
    known = posed(claim)
    others = {name: a for name, a in known.rivals.items() if name != rival.name}
    return Answers(
        trial=Trial(claim=replace(claim, checks=(), sweeps=())),
        prediction=known.rivals[rival.name],
        rivals={"the former prediction": known.prediction, **others},
    )


@every_claim
def test_after_a_role_swap_the_outcome_follows_the_answer(claim: Claim) -> None:
    found = {0: near(claim)}
    for rival in claim.rivals:
        known = swapped_answers(claim, rival)
        if known.weak:
            continue
        verdict = judge(known, found)
        assert verdict.outcome is Outcome.REFUTED, rival.name
        assert "the former prediction" in verdict.reason


@every_claim
def test_no_rival_is_confirmed_and_no_loose_tolerance_confirms(claim: Claim) -> None:
    known = posed(claim)
    loose = posed(replace(claim, tolerance=1e10))
    for answer in known.rivals.values():
        wrong = {0: replace(near(claim), answer=answer)}
        assert judge(known, wrong).outcome is not Outcome.CONFIRMED
        assert judge(loose, wrong).outcome is Outcome.UNRESOLVED


@every_claim
def test_every_check_can_take_the_confirmation(claim: Claim) -> None:
    known = posed(claim)
    for check in claim.checks:
        broken = near(claim)
        values = {
            **broken.values,
            check.value: 1.01 * of_budget(check.at_most, "quick") + 1e-9,
        }
        verdict = judge(known, {0: replace(broken, values=values)})
        lost = Outcome.INVALID if check.usable else Outcome.UNRESOLVED
        assert verdict.outcome is lost
        assert check.value in verdict.reason


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)
def test_pictures_of_every_answer_can_be_drawn(claim: Claim) -> None:
    known = posed(claim)
    for array in (known.prediction, *known.rivals.values()):
        x, y = claim.view.curve(array)
        assert np.shape(x) == np.shape(y)
        assert np.all(np.isfinite(x))
        assert np.all(np.isfinite(y))


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.name)
def test_configurations_survive_json(claim: Claim) -> None:
    for budget in BUDGETS:
        configuration = claim.experiment.configurations[budget]
        assert json.loads(json.dumps(configuration)) == configuration


def trained(claim: Claim, signs: np.ndarray) -> dict[str, np.ndarray]:
    """Return what a perfect network would have left, with signs that we choose."""
    picture = claim.predict()
    strengths = np.linspace(0.1, 1, len(signs))
    images = np.multiply.outer(strengths, picture)
    codes = signs * strengths
    profiles = np.stack([picture if (codes > 0).all() else -picture, picture])
    return {
        "images": images,
        "sizes": np.linspace(0.1, 1, len(codes)),
        "codes": codes,
        "profiles": profiles,
        "history": np.array([0.2]),
    }


@pytest.mark.parametrize("module", PROFILES, ids=lambda m: m.CLAIM.name)
def test_the_image_is_read_on_the_side_of_the_codes(module) -> None:
    claim = module.CLAIM
    for codes in (np.ones(5), -np.ones(5)):
        measured = claim.read(trained(claim, codes))
        assert measured.invalid == ""
        assert np.allclose(measured.answer, claim.predict())
    mixed = claim.read(trained(claim, np.array([1.0, -1, 1, 1, 1])))
    assert mixed.invalid == "4 of 5 codes are positive: they must have one sign"


@pytest.mark.parametrize("module", TOGETHER, ids=lambda m: m.CLAIM.name)
def test_each_family_is_read_by_itself(module) -> None:
    claim = module.CLAIM
    pictures = several_families.apart(claim.predict())
    one = trained(law_linear.CLAIM, np.ones(5))
    strengths = np.linspace(0.1, 1, 5)[:, None, None]
    arrays = {
        "images": np.stack([strengths * picture for picture in pictures]),
        "profiles": np.stack([[-picture, -picture] for picture in pictures]),
        **{name: np.stack([one[name]] * 4) for name in ("sizes", "codes", "history")},
    }
    arrays["profiles"][:, 0] *= -3
    measured = claim.read(arrays)
    assert measured.invalid == ""
    assert np.allclose(measured.answer, claim.predict())
    exchanged = arrays["profiles"][[2, 1, 0, 3]]
    away = claim.read({**arrays, "profiles": exchanged}).answer - claim.predict()
    assert np.linalg.norm(away) > 0.1
    codes = arrays["codes"].copy()
    codes[2, 0] = -1
    fault = claim.read({**arrays, "codes": codes}).invalid
    assert fault.endswith("4 of 5 codes are positive: they must have one sign")


def perfect_disks() -> dict[str, np.ndarray]:
    radii = np.arange(1, 20) * 31.5 / 20
    axis = np.arange(63) - 31.0
    images = (np.hypot(axis[:, None], axis) < radii[:, None, None]).astype(float)
    return {
        "radii": radii,
        "images": images,
        "decoded": 0.9 * images,
        "codes": -(radii**2),
        "between": (images[1:] + images[:-1]) / 2,
        "trials": np.array([0.5, 0.1]),
        "first_filters": np.ones((8, 3, 3)),
        "last_filters": -2 * np.ones((8, 3, 3)),
    }


def test_the_published_network_is_read_at_its_own_radii() -> None:
    claim = published.CLAIM
    arrays = perfect_disks()
    measured = claim.read(arrays)
    assert measured.values["relative squared error"] == pytest.approx(0.01)
    assert measured.values["correlation of the code with r^2"] == pytest.approx(1)
    assert measured.values["correlation of the code with r^3"] < 0.99
    assert measured.values["best start after its trial"] == 0.1
    weights = [g for c, g in measured.pictures.items() if "weights" in c]
    assert weights[0].shape == (2, 8, 3, 3)
    assert np.all(weights[0][0] == 1)
    assert np.all(weights[0][1] == -1)
    with pytest.raises(ValueError, match="showed other radii than the claim"):
        claim.read({**arrays, "radii": 2 * arrays["radii"]})


def test_a_blank_image_has_no_sign() -> None:
    claim = law_linear.CLAIM
    arrays = trained(claim, np.array([0.0, 1, 1, 1, 1]))
    blank = arrays["images"].copy()
    blank[0] = 0
    arrays["profiles"] = np.stack([claim.predict()] * 2)
    assert claim.read(arrays).invalid != ""
    assert claim.read({**arrays, "images": blank}).invalid == ""


def two_signed(
    positive_small: bool, splits: tuple[float, ...]
) -> dict[str, np.ndarray]:
    """Return perfect networks from the three starts, their signs at given splits."""
    families = two_signs.CLAIM.experiment.configurations["quick"]
    sizes = np.array(families["sizes"])
    axis = np.arange(32) - 15.5
    images = (np.hypot(axis[:, None], axis) < sizes[:, None, None]).astype(float)
    small = np.stack([sizes < split * 15 for split in splits])
    profiles = two_signs.CLAIM.predict()
    strengths = np.einsum("mxy,spxy->spm", images, profiles)
    strengths /= np.sum(profiles**2, axis=(2, 3))[:, :, None]
    strong = np.where(small, strengths[:, 0], strengths[:, 1]) + 1e-9
    return {
        "images": np.stack([images] * 3),
        "sizes": np.stack([sizes] * 3),
        "codes": np.where(small == positive_small, strong, -strong),
        "profiles": profiles if positive_small else profiles[:, ::-1],
        "history": np.full((3, 1), 0.15),
    }


@pytest.mark.parametrize("positive_small", [True, False])
def test_the_classes_are_told_by_size_and_not_by_sign(positive_small: bool) -> None:
    measured = two_signs.CLAIM.read(two_signed(positive_small, two_signs.SPLITS))
    assert np.allclose(measured.answer, two_signs.CLAIM.predict())
    assert measured.values["energy of strays, at most"] == 0
    assert measured.values["best split of these images off"] < 0.02


@pytest.mark.parametrize(
    ("codes", "positive"),
    [([1, 2, 3], True), ([-1, -2, -3], False), ([1, 1, -1], True), ([-1, 1, 1], False)],
)
def test_the_sign_of_the_small_is_that_of_all_where_there_is_one(
    codes: list[float], positive: bool
) -> None:
    energy = np.array([1.0, 2.0, 3.0])
    assert two_signs.small_are_positive(np.array(codes), energy) is positive


@pytest.mark.parametrize("moved", [-0.1, 2.0])
def test_a_sign_that_leaves_its_start_takes_the_confirmation(moved: float) -> None:
    splits = (*two_signs.SPLITS[:2], two_signs.SPLITS[2] + moved)
    measured = two_signs.CLAIM.read(two_signed(True, splits))
    assert measured.values["energy of strays, at most"] > 0.05
    known = posed(two_signs.CLAIM)
    verdict = judge(known, {0: replace(measured, answer=known.prediction)})
    assert "energy of strays" in verdict.reason


def test_airy_s_profile_made_level_is_told_from_that_of_the_large() -> None:
    arrays = two_signed(True, two_signs.SPLITS)
    level = [
        of_disks.grid(two_signs.DISKS).picture(
            lambda rho, s=s: airy.profile(np.maximum(rho, s))
        )
        for s in two_signs.SPLITS
    ]
    name = "larger disks towards Airy level up to tau, at most"
    assert two_signs.CLAIM.read(arrays).values[name] < 1e-9
    arrays["profiles"] = np.stack([arrays["profiles"][:, 0], level], axis=1)
    assert two_signs.CLAIM.read(arrays).values[name] == pytest.approx(1)


def test_other_starts_than_those_of_the_claim_are_refused() -> None:
    arrays = {n: a[:2] for n, a in two_signed(True, two_signs.SPLITS).items()}
    with pytest.raises(ValueError, match="other starts or radii than the claim"):
        two_signs.CLAIM.read(arrays)


def test_a_law_never_seen_before_takes_one_line() -> None:
    def own(density: Callable[[Array], Array]) -> Claim:
        return law_claim("size.law-own", Disks(size=32, law=Law(density=density)))

    claim = own(lambda r: r * np.sqrt(1 - r))
    assert posed(claim).weak == ""
    weights = claim.experiment.configurations["quick"]["weights"]
    assert len(weights) == len(claim.experiment.configurations["quick"]["sizes"])
    near_uniform = own(lambda r: 1 + 0.01 * r)
    assert "nearest rival, Airy" in posed(near_uniform).weak
    with pytest.raises(ValueError, match="density must be finite and at least 0, got"):
        own(lambda r: r - 0.5)


def test_harmonics_find_the_symmetry_that_is_there() -> None:
    axis = np.arange(64) - 31.5
    x, y = np.meshgrid(axis, axis, indexing="ij")
    rho = np.hypot(x, y) / 31
    radial_part = np.where(rho < 1, 1 - rho**2, 0.0)
    angle = np.arctan2(y, x)
    for m in (1, 2, 3, 4, 6):
        bent = radial_part * (1 + 0.1 * rho**2 * np.cos(m * angle + 0.4))
        found = radial.harmonics(bent)
        assert found[1:].argmax() + 1 == m
        assert found[m] == pytest.approx(found.max(initial=0, where=np.arange(9) > 0))
    assert radial.harmonics(radial_part)[1:].max() < 2e-4

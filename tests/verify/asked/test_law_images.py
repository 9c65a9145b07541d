"""The radii that stand for a law: they have its moments, and show its profile."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.integrate import quad

from empirical.size.images.bodies import scaled_copies
from theory.size.law import Law, histogram, power
from theory.size.minimisation import discrete_optimum
from verify.asked import law_images
from verify.asked.law_expression import read
from verify.asked.radii_of_law import weighted_radii
from verify.subjects import Disks

HARD = {
    "two jumps": "(r < 0.3) + (r > 0.6)",
    "a narrow peak": "exp(-((r - 0.5) / 0.01)**2)",
    "a long tail": "exp(-8 * r)",
    "a lognormal law": "exp(-(log(r / 0.15) / 0.5)**2 / 2) / r",
    "infinite at R": "1 / sqrt(1 - r)",
    "none above half": "(r < 0.5)",
}


def law_of(text: str) -> Law:
    found = read(text)
    return Law(density=found.density, breaks=found.breaks)


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_weighted_radii_have_the_moments_of_the_law(text: str) -> None:
    law = law_of(text)
    radius, weight = weighted_radii(law, 64)
    assert weight.sum() == pytest.approx(1)
    assert np.all((radius > 0) & (radius < 1))
    assert np.all(np.diff(radius) > 0)

    def integral(power: int) -> float:
        cuts = [0.0, *law.breaks, 0.5, 1.0]
        cuts = sorted({*cuts, 0.46, 0.54} if "0.01" in text else {*cuts})
        return sum(
            quad(lambda r: float(law.density(np.array(r))) * r**power, a, b)[0]
            for a, b in pairwise(cuts)
        )

    for moment, tolerance in ((1, 1e-4), (2, 2e-3), (4, 2e-3)):
        expected = integral(moment) / integral(0)
        assert weight @ radius**moment == pytest.approx(expected, rel=tolerance)


@pytest.mark.parametrize("size", [32, 40])
@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_images_of_hard_laws_have_the_profile_that_theory_predicts(
    text: str, size: int
) -> None:
    disks = Disks(size=size, law=law_of(text))
    radius, weight = law_images.shown(disks)
    images = scaled_copies("ball", disks.largest * radius, size)
    best = discrete_optimum(images * np.sqrt(weight)[:, None, None])
    assert np.linalg.norm(best - law_images.picture(disks)) <= law_images.BOUND


def test_fixed_radii_with_the_density_at_them_did_not_show_a_jump() -> None:
    disks = Disks(size=32, law=law_of(HARD["two jumps"]))
    fixed = (np.arange(64) + 0.5) / 64
    images = scaled_copies("ball", disks.largest * fixed, 32)
    rough = np.sqrt(disks.law.at(fixed))[:, None, None]
    off = np.linalg.norm(discrete_optimum(images * rough) - law_images.picture(disks))
    assert off > law_images.BOUND


def test_images_too_small_for_a_law_are_refused_with_some_that_do() -> None:
    law = law_of("exp(-20 * r)")
    message = (
        "32 pixels.* 1.[5-9]% from .* 0.5% is allowed. --size 96 --radius 45 would"
    )
    with pytest.raises(ValueError, match=message):
        law_images.shown(Disks(size=32, law=law))
    radius, _ = law_images.shown(Disks(size=96, radius=45.0, law=law))
    assert len(radius) >= 64


def test_a_law_that_no_images_show_is_refused_as_such() -> None:
    law = histogram([0, 0.001, 1], [1, 1e-30])
    with pytest.raises(
        ValueError, match=r"show nothing of|too small beside the largest"
    ):
        law_images.shown(Disks(size=16, law=law))
    with pytest.raises(ValueError, match="size must be at most 512, got 513"):
        law_images.shown(Disks(size=513))


def test_blurred_images_have_the_blurred_profile() -> None:
    for sigma in (1.0, 3.0):
        disks = Disks(size=32, blur=sigma, law=power(1.0))
        radius, _ = law_images.shown(disks)
        assert len(radius) == 64


def test_a_density_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="density must have mass on"):
        weighted_radii(Law(density=lambda r: 0 * r), 64)

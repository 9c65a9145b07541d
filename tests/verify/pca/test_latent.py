from importlib.util import find_spec

import numpy as np
import pytest

from empirical.pca.images.faces import split
from tests.judging import posed
from verify.claim import Outcome
from verify.claims.pca import (
    create_and_organise,
    faces,
    gan,
    local_or_global,
    whole_gan,
)
from verify.claims.pca.families.latent import COUNT, LATENT, SCALES
from verify.judge import judge
from verify.optional import missing

VALUES = np.array([8.0, 4.0, 2.0, 1.0, 0.5, 0.4, 0.3, 0.0])


def measured(values: np.ndarray = VALUES) -> dict[str, np.ndarray]:
    """Return arrays as a linear generator with perfect codes would give them."""
    rng = np.random.default_rng(0)
    left, right = (np.linalg.qr(rng.standard_normal((n, LATENT)))[0] for n in (20, 8))
    drawn = rng.standard_normal((300, LATENT))
    offsets = np.linalg.qr(drawn - drawn.mean(0))[0] * np.sqrt(300)
    families = 2
    tails = 1 - np.cumsum(values**2) / np.sum(values**2)
    errors = np.tile(tails[:COUNT], (families, 1))
    jacobian = (left * values) @ right.T
    return {
        "jacobian": jacobian,
        "jacobians": np.stack([jacobian] * 4),
        "offsets": np.stack([offsets] * families),
        "codes": np.stack([offsets @ right[:, :COUNT]] * families),
        "errors": errors,
        "linear": errors,
        "carried": np.tile(tails[:COUNT], (4, len(SCALES), 1)),
        "quality": np.array([0.1, 0.01]),
        "pictures": np.zeros((families, COUNT, 9, 1, 4, 4)),
    }


def test_perfect_codes_of_a_linear_generator_confirm_the_singular_vectors() -> None:
    found = gan.CLAIM.read(measured())
    np.testing.assert_allclose(found.answer, np.eye(LATENT)[:COUNT], atol=1e-12)
    verdict = judge(posed(gan.CLAIM), {3: found})
    assert verdict.outcome is Outcome.CONFIRMED


def test_raw_latent_axes_do_not_confirm_the_singular_vectors() -> None:
    arrays = measured()
    arrays["codes"] = arrays["offsets"][:, :, :COUNT]
    found = gan.CLAIM.read(arrays)
    verdict = judge(posed(gan.CLAIM), {3: found})
    assert verdict.outcome is Outcome.UNRESOLVED


def test_equal_singular_values_give_no_answer() -> None:
    values = np.array([8.0, 4.0, 3.9, 1.0, 0.5, 0.4, 0.3, 0.0])
    found = gan.CLAIM.read(measured(values))
    verdict = judge(posed(gan.CLAIM), {3: found})
    assert verdict.outcome is Outcome.INVALID
    assert "ratio of singular values" in verdict.reason


def test_a_linear_generator_is_neither_local_nor_too_complicated() -> None:
    found = local_or_global.CLAIM.read(measured())
    np.testing.assert_allclose(found.answer, 0, atol=1e-12)
    assert found.values["shared beyond chance"] == pytest.approx(1)
    known = posed(local_or_global.CLAIM)
    np.testing.assert_allclose(known.rivals["global"], found.answer, atol=1e-12)
    verdict = judge(known, {3: found})
    assert verdict.outcome is Outcome.REFUTED
    whole = whole_gan.CLAIM.read(measured())
    assert whole.values["around z over the whole"] == pytest.approx(1)
    verdict = judge(posed(whole_gan.CLAIM), {3: whole})
    assert verdict.outcome is Outcome.UNRESOLVED


def test_sharp_faces_refute_the_claim_of_blur() -> None:
    pytest.importorskip("skimage")

    unseen = split()[1]
    arrays = {"rebuilt": np.stack([unseen] * 3), "unseen": unseen}
    found = faces.CLAIM.read({**arrays, "explained": np.ones(3)})
    np.testing.assert_allclose(found.answer, 1)
    verdict = judge(posed(faces.CLAIM), {3: found})
    assert verdict.outcome is Outcome.REFUTED
    assert "sharp" in verdict.reason


def test_a_package_is_found_under_the_name_that_it_is_imported_by() -> None:
    absent = [] if find_spec("skimage") else ["scikit-image"]
    assert missing(["scikit-image"]) == absent


def test_codes_that_rebuild_faces_worse_or_better_have_a_sign() -> None:
    pytest.importorskip("skimage")

    known, unseen = split()
    average = known.mean(axis=0)
    half = average + 0.5 * (unseen - average)
    for one, other, sign in ((half, unseen, 1), (unseen, half, -1), (half, half, 0)):
        arrays = {"rebuilt": np.stack([one] * 20), "plain": other}
        assert create_and_organise.CLAIM.read(arrays).answer == sign

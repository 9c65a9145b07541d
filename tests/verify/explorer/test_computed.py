"""What the explorer computes in a browser, beside theory and torch."""

from typing import Any

import numpy as np
import pytest
import torch

from empirical.disks import disks
from empirical.pca.images.moments import shape_attributes
from tests.verify.explorer import networks
from tests.verify.explorer.hand import asked
from theory.size import airy, profile, rivals
from theory.size.law import histogram, nodes

CLOSE = 1e-4
"""What the page promises; most of it agrees to rounding."""

ROUNDING = 1e-9

LAWS = {
    "all alike": [50] * 20,
    "small": [round(100 * (1 - (i + 0.5) / 20) ** 2) for i in range(20)],
    "a hole": [60 if i < 6 or i > 11 else 0 for i in range(20)],
    "one size": [0] * 11 + [90] + [0] * 8,
    "the smallest only": [1] + [0] * 19,
    "two sizes": [0, 0, 100] + [0] * 14 + [3, 0, 0],
    "drawn": np.random.default_rng(0).integers(0, 101, 20).tolist(),
}
RADII = np.arange(1, 100) / 100


def drawn_laws(count: int) -> list[list[int]]:
    """Return laws as a hand may draw them, most bars of many of them down."""
    rng = np.random.default_rng(1)
    laws = rng.integers(1, 101, (count, 20)) * (rng.random((count, 20)) < 0.3)
    return [law.tolist() for law in laws if law.any()]


@pytest.mark.parametrize("counts", LAWS.values(), ids=list(LAWS))
def test_the_profile_of_a_drawn_law_is_that_of_theory(
    functions: Any, counts: list[int]
) -> None:
    profile_agrees(functions, counts)


def test_profiles_of_laws_with_many_gaps_are_those_of_theory(functions: Any) -> None:
    for counts in drawn_laws(25):
        profile_agrees(functions, counts)


def profile_agrees(browser: Any, counts: list[int]) -> None:
    found = asked(
        browser,
        "const [counts, r] = arguments, s = x.solved(counts), d = x.minimised(counts);"
        "return {numbers: [s.kappa, s.captured, s.norm], f: r.map(s.f),"
        " F: r.map(s.overlap), direct: [...d.f], rho: [...d.rho]};",
        counts,
        RADII.tolist(),
    )
    # Beyond the largest radius that occurs there is no disk, and f is 0.
    edges = np.arange(21) / 20
    last = int(np.flatnonzero(counts)[-1]) + 1
    known = profile.solve(histogram(edges[: last + 1].tolist(), counts[:last]))
    largest = edges[last]
    place, weight = nodes(known.edges)
    norm = float(np.sum(weight * place * known(place) ** 2)) * largest**2
    numbers = [known.constant / largest**2, known.captured, norm]
    np.testing.assert_allclose(found["numbers"], numbers, rtol=1e-6)
    np.testing.assert_allclose(found["f"], known(RADII / largest), atol=1e-8)
    inside = known.overlap(np.minimum(RADII / largest, 1.0)) * largest**2
    np.testing.assert_allclose(found["F"], inside, atol=1e-8)
    rings = known(np.array(found["rho"]) / largest)
    np.testing.assert_allclose(found["direct"], rings, atol=CLOSE)


def test_airys_profile_and_its_constant_are_those_of_theory(functions: Any) -> None:
    found, constant = asked(
        functions,
        "return [arguments[0].map(x.airy), x.AIRY_CONSTANT];",
        [*RADII, 1.0, 1.5],
    )
    np.testing.assert_allclose(found, airy.profile([*RADII, 1.0, 1.5]), atol=ROUNDING)
    assert constant == pytest.approx(airy.constant(), rel=1e-12)


@pytest.mark.parametrize("kind", ["free", "biased"])
def test_decoded_disks_are_those_of_torch(functions: Any, kind: str) -> None:
    model = getattr(networks, kind)()
    for code in (-1.7, 0.0, 0.08, 2.5):
        found = asked(
            functions,
            "return [...x.decodedDisk(x.data.disks[arguments[0]], arguments[1])];",
            kind,
            code,
        )
        with torch.no_grad():
            image = model.decode(torch.tensor([[code]], dtype=torch.float64))
        np.testing.assert_allclose(found, image.flatten().numpy(), atol=1e-5)


def test_a_disk_stands_beside_what_theory_predicts_for_its_code(functions: Any) -> None:
    radius, size, largest = 12.5, 64, 31.0
    model = networks.free()
    radii = networks.measured()[networks.FREE.name]["radii"]
    with torch.no_grad():
        codes = model.encode(torch.from_numpy(disks(radii, size))[:, None])[:, 0]
    code = float(np.interp(radius, radii, codes.numpy()))
    found = asked(
        functions,
        "const d = x.diskAt(x.data.disks.free, arguments[0]);"
        "return {radius: d.radius, ...Object.fromEntries("
        "['shown', 'prediction', 'rival'].map(n => [n, [...d[n]]]))};",
        code,
    )
    assert found["radius"] == pytest.approx(radius, abs=1e-4)
    (shown,) = disks(np.array([found["radius"]]), size)
    np.testing.assert_allclose(found["shown"], shown.ravel(), atol=1e-12)
    known = profile.solve(histogram([0, 1], [1]))
    place, weight = nodes(known.edges)
    norm = np.sum(weight * place * known(place) ** 2)
    strength = float(known.overlap(np.array(radius / largest)) / norm)
    # Each pixel is the mean over 4 x 4 points.
    axis = (np.arange(4 * size) + 0.5) / 4 - size / 2
    rho = np.hypot(axis[:, None], axis) / largest
    cosine = rivals.cosine_of_power(1.428)
    same = np.sqrt(norm / np.sum(weight * place * cosine(place) ** 2))
    for name, f in (
        ("prediction", airy.profile(rho)),
        ("rival", np.where(rho < 1, same * cosine(rho), 0.0)),
    ):
        image = f.reshape(size, 4, size, 4).mean(axis=(1, 3)) * strength
        np.testing.assert_allclose(found[name], image.ravel(), atol=CLOSE)


@pytest.mark.parametrize("arm", ["ordered", "plain"])
def test_decoded_ellipses_and_their_attributes_are_those_of_torch(
    functions: Any, arm: str
) -> None:
    model = networks.ellipses((1, 1, 1) if arm == "ordered" else (3,))
    for step, count in enumerate(np.cumsum(model.packets)):
        codes = [0.7, -1.3, 2.0][:count]
        found, attributes = asked(
            functions,
            "const i = x.decodedEllipse(x.data.ellipses[arguments[0]]"
            ".decoders[arguments[1]], arguments[2]);"
            "return [[...i], x.attributes(i)];",
            arm,
            step,
            codes,
        )
        image = model.inverse_transform(np.array([codes], dtype=np.float32))
        np.testing.assert_allclose(found, image.ravel(), atol=1e-5)
        np.testing.assert_allclose(attributes, shape_attributes(image)[0], rtol=1e-4)

"""What the explorer computes in a browser, beside theory and torch."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from empirical.disks import disks
from empirical.pca.images.moments import shape_attributes
from empirical.position.models.decoder import PositionDecoder
from tests.verify.explorer import networks
from theory.position.channels import ChannelLayer, channel_codes
from theory.position.decoder import (
    Layer,
    decoded_layers,
    doubling_decoder,
    ramp_decoder,
)
from theory.position.pooling import pooled_codes
from theory.position.variants import dirac_table
from theory.size import airy, profile, rivals
from theory.size.law import histogram, nodes
from verify.explored import LEVELS, SLOPE

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


def asked(browser: Any, script: str, *given: Any) -> Any:
    """Return what a script says that knows the page's functions as ``x``."""
    return browser.execute_script(f"const x = window.explorer; {script}", *given)


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


def layers_of(browser: Any, length: int, encoder: str) -> list[ChannelLayer]:
    """Return the layers that the page holds, as theory knows them."""
    found = asked(
        browser,
        "return x.data.position.lengths[arguments[0]].encoders[arguments[1]].layers;",
        str(length),
        encoder,
    )
    return [
        ChannelLayer(
            weight=tuple(
                tuple(tuple(Fraction(t) for t in taps) for taps in row)
                for row in one["weight"]
            ),
            bias=tuple(Fraction(b) for b in one["bias"]),
        )
        for one in found
    ]


def cascades(browser: Any, length: int, encoder: str, padding: str) -> list[Any]:
    return list(
        asked(
            browser,
            "const [n, encoder, padding] = arguments;"
            "const e = x.data.position.lengths[n].encoders[encoder];"
            "return Array.from({length: n}, (_, a) =>"
            " x.cascaded(x.dirac(a, n), e.layers, padding, e.pooling));",
            length,
            encoder,
            padding,
        )
    )


@pytest.mark.parametrize("levels", LEVELS)
@pytest.mark.parametrize(
    ("padding", "boundary"),
    [
        ("zeros", "constant"),
        ("circular", "wrap"),
        ("reflect", "reflect"),
        ("replicate", "edge"),
    ],
)
def test_the_layers_of_the_stride_are_table_1_at_any_ends(
    functions: Any, levels: int, padding: str, boundary: Any
) -> None:
    found = cascades(functions, 2**levels, "stride", padding)
    rows = [np.concatenate([u for (u,) in layers]) for layers in found]
    np.testing.assert_allclose(
        rows, dirac_table(levels, boundary=boundary), atol=ROUNDING
    )


@pytest.mark.parametrize("levels", LEVELS)
@pytest.mark.parametrize("encoder", ["stride", "max", "one", "two"])
def test_codes_of_every_encoder_are_those_of_theory(
    functions: Any, levels: int, encoder: str
) -> None:
    layers = layers_of(functions, 2**levels, encoder)
    pooling = "stride" if encoder == "stride" else "max"
    codes = [one[-1][0][0] for one in cascades(functions, 2**levels, encoder, "zeros")]
    known = [float(code) for code in channel_codes(layers, pooling)]
    np.testing.assert_allclose(codes, known, atol=1e-7)
    if encoder == "max":
        plain = pooled_codes([(1, 2, 1)] * levels, "max")
        np.testing.assert_allclose(codes, [float(c) for c in plain], atol=ROUNDING)
    if encoder == "two" or (encoder == "one" and levels == 3):
        np.testing.assert_allclose(codes, 2**levels - np.arange(2**levels), atol=1e-9)


@pytest.mark.parametrize("encoder", ["max", "one", "two"])
@pytest.mark.parametrize("padding", ["circular", "reflect", "replicate"])
def test_pooled_layers_at_other_ends_are_those_of_torch(
    functions: Any, encoder: str, padding: str
) -> None:
    layers, found = (
        layers_of(functions, 8, encoder),
        cascades(functions, 8, encoder, padding),
    )
    for a in range(8):
        u = torch.eye(8, dtype=torch.float64)[a][None, None]
        for one, made in zip(layers, found[a], strict=True):
            weight = torch.tensor(np.array(one.weight, dtype=float))
            ends = functional.pad(u, (1, 1), mode=padding)
            u = functional.max_pool1d(functional.conv1d(ends, weight), 2)
            np.testing.assert_allclose(made, u[0].numpy(), atol=ROUNDING)


@pytest.mark.parametrize("levels", LEVELS)
@pytest.mark.parametrize("kind", ["doubling", "ramp"])
def test_the_layers_of_exact_decoders_are_those_of_theory_and_torch(
    functions: Any, levels: int, kind: str
) -> None:
    upsampling = "zeros" if kind == "doubling" else "nearest"
    layers: tuple[Layer, ...] = (
        doubling_decoder(levels, SLOPE)
        if kind == "doubling"
        else ramp_decoder(levels, SLOPE, "nearest")
    )
    weights = [
        (np.array(one.weight, dtype=float), np.array(one.bias, dtype=float))
        for one in layers
    ]
    model = PositionDecoder(weights, float(SLOPE), upsampling)
    for code in (Fraction(1), Fraction(11, 4), Fraction(2**levels), Fraction(-3, 2)):
        found = asked(
            functions,
            "const p = x.data.position.lengths[arguments[0]];"
            "return x.decodedLayers(p.decoders[arguments[1]], arguments[2]);",
            str(2**levels),
            kind,
            float(code),
        )
        known = decoded_layers(layers, code, SLOPE, upsampling)
        for made, exact in zip(found, known, strict=True):
            np.testing.assert_allclose(
                made, np.array(exact, dtype=float), atol=ROUNDING
            )
        with torch.no_grad():
            signal = model(torch.tensor([float(code)], dtype=torch.float64))[0]
        np.testing.assert_allclose(found[-1][0], signal.numpy(), atol=ROUNDING)


def test_the_trained_decoder_of_position_is_that_of_torch(functions: Any) -> None:
    model = networks.position()
    for a in (0.0, 2.25, 7.0):
        found = asked(
            functions,
            "const t = x.data.position.trained;"
            "return x.decodedLayers(t, t.length - arguments[0]).at(-1)[0];",
            a,
        )
        with torch.no_grad():
            signal = model(torch.tensor([a / 8], dtype=torch.float64))[0, 0]
        np.testing.assert_allclose(found, signal.numpy(), atol=1e-5)

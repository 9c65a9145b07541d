"""The layers of position in the explorer, beside theory and torch."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from torch.nn import functional

from empirical.position.models.decoder import PositionDecoder
from tests.verify.explorer import networks
from tests.verify.explorer.hand import asked
from theory.position.channels import ChannelLayer, channel_codes
from theory.position.decoder import (
    Layer,
    decoded_layers,
    doubling_decoder,
    ramp_decoder,
)
from theory.position.pooling import pooled_codes
from theory.position.variants import dirac_table
from verify.explored import LEVELS, SLOPE

ROUNDING = 1e-9


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

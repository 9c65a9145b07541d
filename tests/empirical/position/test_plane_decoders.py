"""Decoders of images with given weights, by torch's own layers."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from torch import nn

from empirical.position.images.diracs import shared_plane_diracs
from empirical.position.models.decoder import PlaneDecoder, given_layer
from empirical.position.plane_decoders import decoded_plane_diracs
from theory.position.plane_decoder import plane_decode, plane_decoder
from theory.position.plane_dirac import crossed_dirac
from verify.claims.position.families.given_decoders import listed

SLOPES = (Fraction(0), Fraction(1, 5), Fraction(1, 2))


def configured(levels: int, slope: Fraction) -> dict:
    layers = listed(plane_decoder(levels, slope))
    return {"levels": levels, "slope": float(slope), "layers": layers}


def model(levels: int, slope: Fraction) -> PlaneDecoder:
    layers = [given_layer(one) for one in listed(plane_decoder(levels, slope))]
    return PlaneDecoder(layers, float(slope))


@given(
    levels=st.integers(1, 7),
    slope=st.sampled_from(SLOPES),
    share=st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
@example(levels=7, slope=SLOPES[1], share=(1.0, 0.0))
@example(levels=7, slope=SLOPES[2], share=(0.5, 0.5))
@example(levels=1, slope=SLOPES[0], share=(1.0, 5e-324))
@settings(deadline=None, max_examples=25)
def test_torch_decodes_every_real_place_to_a_billionth(
    levels: int, slope: Fraction, share: tuple[float, float]
) -> None:
    size = 2**levels
    places = np.array([share]) * (size - 1)
    with torch.no_grad():
        found = model(levels, slope)(torch.from_numpy(size - places)).numpy()
    wanted = shared_plane_diracs(places, size)
    np.testing.assert_allclose(found, wanted, rtol=0, atol=1e-9)


def test_torch_and_exact_arithmetic_decode_alike() -> None:
    # Codes that no encoder gives are decoded alike as well.
    numbers = [-3.0, 0.3, 1.0, 2.7, 4.0, 11.0]
    pairs = np.array(list(product(numbers, numbers)))
    with torch.no_grad():
        found = model(2, SLOPES[1])(torch.from_numpy(pairs)).numpy()
    layers = plane_decoder(2, SLOPES[1])
    exact = [
        plane_decode(layers, (Fraction(x), Fraction(y)), SLOPES[1])
        for x, y in pairs.tolist()
    ]
    np.testing.assert_allclose(found, np.array(exact, dtype=float), atol=1e-12)


def test_shared_diracs_are_those_that_theory_has() -> None:
    places = np.array(list(product(np.arange(13) / 4, np.arange(13) / 4)))
    exact = [crossed_dirac(Fraction(a), Fraction(b), 4) for a, b in places.tolist()]
    found = shared_plane_diracs(places, 4)
    np.testing.assert_array_equal(found, np.array(exact, dtype=float))


def test_layers_insert_zeros_and_convolve() -> None:
    rng = np.random.default_rng(4)
    shapes = [(3, 2, 1, 1), (2, 3, 3, 3), (3, 2, 3, 3), (1, 3, 1, 1)]
    layers = [(rng.normal(size=s), rng.normal(size=s[0])) for s in shapes]
    codes = torch.from_numpy(rng.normal(size=(5, 2)))
    current = codes[:, :, None, None]
    for index, (weight, bias) in enumerate(layers):
        if index:
            current = nn.functional.leaky_relu(current, 0.3)
        if weight.shape[2] == 3:
            m, channels, n, _ = current.shape
            inserted = current.new_zeros(m, channels, 2 * n, 2 * n)
            inserted[:, :, ::2, ::2] = current
            current = inserted
        given = torch.from_numpy(weight), torch.from_numpy(bias)
        current = nn.functional.conv2d(current, *given, padding=weight.shape[2] // 2)
    with torch.no_grad():
        found = PlaneDecoder(layers, 0.3)(codes)
    torch.testing.assert_close(found, current[:, 0])


def test_images_come_back_through_encoder_and_decoder() -> None:
    decoder = configured(2, SLOPES[1])
    arrays = decoded_plane_diracs(
        seed=0, decoders=[decoder], parts=2, far_decoders=[decoder], drawn=5
    )
    places = np.array(list(product(np.arange(7) / 2, np.arange(7) / 2)))
    np.testing.assert_array_equal(arrays["codes"], 4 - places)
    images = arrays["images"].reshape(49, 4, 4)
    np.testing.assert_allclose(images, shared_plane_diracs(places, 4), atol=1e-14)
    assert arrays["far_errors"].shape == (1, 36 + 16 + 5)
    assert arrays["far_errors"].max() < 1e-14


def test_a_wrong_weight_shows_in_the_far_errors() -> None:
    decoder = configured(3, SLOPES[1])
    decoder["layers"][0]["bias"][2] = [101, 100]
    arrays = decoded_plane_diracs(
        seed=0, decoders=[decoder], parts=1, far_decoders=[decoder], drawn=1
    )
    assert arrays["far_errors"].min() > 1e-3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: PlaneDecoder([(np.ones((1, 2, 2, 2)), np.ones(1))], 0.1),
            "weights must have 1 or 3 taps, got 2",
        ),
        (
            lambda: shared_plane_diracs(np.array([[0.0, 3.5]]), 4),
            r"positions must be in \[0, 3\], got 3.5",
        ),
    ],
)
def test_bad_arguments_are_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()

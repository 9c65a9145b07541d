"""A network gives the same numbers in every form, and stays as it was."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from empirical.guest import Form, GuestError, guest
from tests.empirical.guest.forms import FORMS
from tests.empirical.guest.networks import (
    DTYPES,
    SHAPES,
    directly,
    fingerprint,
    pictures,
    small,
)

UNCOPIED = ("closures", "no copy", "weight norm", "a lock")
QUIET = {"in training mode": "BatchNorm was in training mode"}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(
    "dtype",
    [d if d == "float32" else pytest.param(d, marks=pytest.mark.again) for d in DTYPES],
)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_what_the_network_gives(
    form: str, dtype: str, shape: tuple[int, ...]
) -> None:
    model = small(shape).to(DTYPES[dtype])
    network, called = FORMS[form](model)
    images = pictures(shape)
    model.eval()
    codes, out = directly(model, images, DTYPES[dtype])
    model.train()
    before = fingerprint((network, model))
    found = guest(network, shape, called)
    given = found.encode(images), found.decode(codes)
    assert fingerprint((network, model)) == before
    assert found.codes == 2
    np.testing.assert_allclose(given[0], codes, atol=1e-5)
    np.testing.assert_allclose(given[1], out, atol=1e-5)
    expected = QUIET.get(form)
    said = [s for s in found.findings if not (expected and s.startswith(expected))]
    assert said == []
    assert len(found.findings) == bool(expected)


@pytest.mark.again
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("wanted", ["float32", "float64"])
def test_a_copy_works_in_the_precision_that_is_asked_for(
    form: str, wanted: str
) -> None:
    shape = SHAPES[0]
    model = small(shape)
    network, called = FORMS[form](model)
    images = pictures(shape)
    asked = replace(called, dtype=wanted)
    before = fingerprint((network, model))
    if wanted == "float64" and form in UNCOPIED:
        with pytest.raises(GuestError, match=r"needs a copy .* leave dtype out\. It"):
            guest(network, shape, asked)
        return
    found = guest(network, shape, asked)
    codes = found.encode(images)
    again = found.decode(codes)
    assert fingerprint((network, model)) == before
    model.eval()
    exact, out = directly(model.to(DTYPES[wanted]), images, DTYPES[wanted])
    np.testing.assert_allclose(codes, exact, atol=1e-12)
    np.testing.assert_allclose(again, out, atol=1e-12)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("channels", [0, 1, 3])
@pytest.mark.parametrize("logits", [False, True])
@pytest.mark.parametrize("ends", [(0.0, 1.0), (-1.0, 1.0), (0.0, 255.0)])
def test_images_are_shown_and_read_in_the_network_s_own_units(
    ends: tuple[float, float],
    logits: bool,
    channels: int,
    flat: bool,
    shape: tuple[int, ...],
) -> None:
    low, high = ends
    axes = max(channels, 1)
    model = small(shape, 2, axes).double()
    images = pictures(shape)

    def encode(given: Any) -> Any:
        wanted = (axes, *shape) if channels else shape
        assert given.shape[1:] == ((axes * images[0].size,) if flat else wanted)
        return model.into(given)

    def decode(codes: Any) -> Any:
        out = model.out_of(codes)
        out = out if channels else out[:, 0]
        return out.flatten(1) if flat else out

    form = Form(low=low, high=high, logits=logits, channels=channels, flat=flat)
    found = guest((encode, decode), shape, form)
    codes, out = directly(model, low + (high - low) * images, torch.float64, axes)
    if logits:
        with torch.no_grad():
            raw = model.out_of(torch.from_numpy(codes))
        out = torch.sigmoid(raw).mean(1).numpy()
    else:
        out = (out - low) / (high - low)
    np.testing.assert_allclose(found.encode(images), codes, atol=1e-9)
    np.testing.assert_allclose(found.decode(codes), out, atol=1e-9)


@pytest.mark.parametrize("count", [0, 1, 2, 7, 8, 9, 20])
@pytest.mark.parametrize("largest", [1, 2, 3, 8, 256])
def test_batches_of_any_size_give_the_same(largest: int, count: int) -> None:
    model = small(SHAPES[0]).double()
    most = 0

    def encode(images: Any) -> Any:
        nonlocal most
        most = max(most, len(images))
        return model.into(images).squeeze()

    found = guest((encode, model.out_of), SHAPES[0], Form(largest_batch=largest))
    images = pictures(SHAPES[0], count)
    codes, out = directly(model, images, torch.float64)
    np.testing.assert_allclose(found.encode(images), codes, atol=1e-12)
    np.testing.assert_allclose(found.decode(codes), out, atol=1e-12)
    assert most <= largest


@pytest.mark.parametrize("name", ["encoder", "decoder"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("codes", [1, 2, 3])
def test_half_a_network_does_its_half(
    codes: int, shape: tuple[int, ...], name: str
) -> None:
    model = small(shape, codes).double()
    first = name == "encoder"
    network = (model.into, None) if first else (None, model.last)
    found = guest(network, shape)
    images = pictures(shape)
    exact, out = directly(model, images, torch.float64)
    assert (found.codes, found.encodes, found.decodes) == (codes, first, not first)
    assert any("was given" in said for said in found.findings)
    if first:
        np.testing.assert_allclose(found.encode(images), exact, atol=1e-12)
        with pytest.raises(GuestError, match="cannot decode: no decoder was given"):
            found.decode(exact)
    else:
        np.testing.assert_allclose(found.decode(exact), out, atol=1e-12)
        with pytest.raises(GuestError, match="cannot encode: no encoder was given"):
            found.encode(images)


class InColours(torch.nn.Module):
    """Three sums as codes; outputs in one of the shapes that people give."""

    def __init__(self, last: bool, flat: bool) -> None:
        super().__init__()
        self.last, self.flat = last, flat

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        return x.reshape(len(x), 3, -1).sum(2) * torch.tensor([1.0, 2.0, 3.0])

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        ramp = torch.linspace(0, 1, 20).reshape(4, 5)
        images = z[:, :, None, None] * ramp
        images = images.movedim(1, -1) if self.last else images
        return images.flatten(1) if self.flat else images


@pytest.mark.parametrize(
    ("last", "flat"), [(False, False), (True, False), (False, True)]
)
@pytest.mark.parametrize("low", [0.0, -1.0])
def test_colours_come_and_go_as_they_are(last: bool, flat: bool, low: float) -> None:
    form = Form(channels=3, flat=flat, low=low)
    found = guest(InColours(last, flat), (3, 4, 5), form)
    images = np.random.default_rng(0).random((6, 3, 4, 5))
    codes = (low + (1 - low) * images).sum((2, 3)) * np.arange(1, 4)
    np.testing.assert_allclose(found.encode(images), codes, rtol=1e-5)
    drawn = codes[:, :, None, None] * np.linspace(0, 1, 20).reshape(4, 5)
    np.testing.assert_allclose(
        found.decode(codes), (drawn - low) / (1 - low), rtol=1e-5, atol=1e-5
    )


@pytest.mark.parametrize(
    ("shape", "channels", "says"),
    [
        ((3, 4, 5), 1, "channels must be 3 for images in colours, got 1"),
        (
            (2, 4, 5),
            3,
            r"shape must be \(n, n\), \(n,\) or \(3, n, n\), got \(2, 4, 5\)",
        ),
    ],
)
def test_images_of_other_colours_are_refused(
    shape: tuple[int, ...], channels: int, says: str
) -> None:
    with pytest.raises(GuestError, match=says):
        guest(InColours(False, False), shape, Form(channels=channels))

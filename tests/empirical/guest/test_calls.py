"""What a call raises is told, and what it changes is put back."""

import os
import random
import re
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from empirical.guest import Form, Guest, GuestError, guest
from tests.empirical.guest.carriers import CARRIERS, Function
from tests.empirical.guest.networks import (
    SHAPES,
    Small,
    directly,
    fingerprint,
    pictures,
    small,
)

pytestmark = pytest.mark.again


def raising(error: BaseException) -> Function:
    def function(m: Small, given: Tensor) -> Tensor:
        raise error

    return function


RAISED = {
    "error": (RuntimeError("mat1 and mat2\nare two"), "RuntimeError: mat1 and mat2;"),
    "no words": (KeyError(), "and raised KeyError;"),
    "exit": (SystemExit(3), "and raised SystemExit: 3;"),
    "recursion": (RecursionError("too deep"), "RecursionError: too deep"),
    "memory": (MemoryError(), "and raised MemoryError"),
    "long": (ValueError("w" * 10_000), r"w{240} \.\.\."),
    "stop": (StopIteration(), "and raised StopIteration"),
}


@pytest.mark.parametrize("shape", SHAPES[2:], ids=str)
@pytest.mark.parametrize("role", ["encode", "decode"])
@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("fault", RAISED)
def test_what_it_raises_is_told_by_call(
    fault: str, carrier: str, role: str, shape: tuple[int, ...]
) -> None:
    error, said = RAISED[fault]
    model = small(shape)
    first, last = (raising(error), None) if role == "encode" else (None, raising(error))
    network = CARRIERS[carrier](model, first, last)
    before = fingerprint((network, model))
    with pytest.raises(GuestError, match=said) as caught:
        guest(network, shape)
    assert fingerprint((network, model)) == before
    given = (8, 1, *shape) if role == "encode" else (8, 2)
    sentence = str(caught.value)
    assert re.search(rf"{role}\w* was given {re.escape(str(given))} float32", sentence)
    wanted = "codes (8, k)" if role == "encode" else "images (8, "
    assert f"; expected {wanted}" in sentence
    assert "\n" not in sentence
    assert len(sentence) < 450


@pytest.mark.parametrize("carrier", CARRIERS)
def test_an_interrupt_passes_and_everything_is_put_back(carrier: str) -> None:
    model = small((6, 6))
    network = CARRIERS[carrier](model, raising(KeyboardInterrupt()), None)
    before = fingerprint((network, model))
    with pytest.raises(KeyboardInterrupt):
        guest(network, (6, 6))
    assert fingerprint((network, model)) == before


def seeding(m: Small, x: Tensor) -> Tensor:
    torch.manual_seed(0)
    random.seed(0)
    np.random.seed(0)  # noqa: NPY002
    return m.into(x)


def rethreading(m: Small, x: Tensor) -> Tensor:
    torch.set_num_threads(torch.get_num_threads() + 1)
    torch.set_default_dtype(torch.float64)
    np.seterr(all="ignore")
    return m.into(x)


def moving(m: Small, x: Tensor) -> Tensor:
    os.environ["GUEST"] = "was here"
    os.environ.pop("HOME", None)
    os.chdir("/")
    return m.into(x)


def learning(m: Small, x: Tensor) -> Tensor:
    with torch.enable_grad():
        found = m.into(x)
        found.sum().backward()
    codes = found.detach()
    with torch.no_grad():
        m.first[1].weight += 0.5
    return codes


def rearranging(m: Small, x: Tensor) -> Tensor:
    codes = m.into(x)
    m.code.half()
    m.code = nn.Linear(4, 2, dtype=x.dtype)
    m.last[2].bias = nn.Parameter(torch.zeros_like(m.last[2].bias))
    m.first.requires_grad_(False)
    return codes


CHANGING = (seeding, rethreading, moving, learning, rearranging)


@pytest.mark.parametrize("copies", [True, False])
@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("change", CHANGING, ids=lambda c: c.__name__)
def test_what_it_changes_is_put_back(
    change: Function, carrier: str, copies: bool
) -> None:
    model = small((6, 6)).double()
    if not copies:
        model.stream = torch.Generator()  # Cannot be copied.
    images = pictures((6, 6))
    exact, out = directly(model, images, torch.float64)
    network = CARRIERS[carrier](model, change, None)
    before = fingerprint((network, model))
    found = guest(network, (6, 6))
    for _ in range(2):
        np.testing.assert_allclose(found.encode(images), exact, atol=1e-12)
        np.testing.assert_allclose(found.decode(exact), out, atol=1e-12)
    assert fingerprint((network, model)) == before


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("fixed", [1, 2, 4, 8, 16, 32, 30])
def test_a_fixed_batch_is_found_filled_and_said(fixed: int, carrier: str) -> None:
    def encode(m: Small, x: Tensor) -> Tensor:
        return m.into(x.reshape(fixed, 1, 6, 6))

    def decode(m: Small, z: Tensor) -> Tensor:
        return m.out_of(z).reshape(fixed, 1, 6, 6)

    model = small((6, 6)).double()
    form = Form(largest_batch=30 if fixed == 30 else 256)
    found = guest(CARRIERS[carrier](model, encode, decode), (6, 6), form)
    images = pictures((6, 6), 13)
    exact, out = directly(model, images, torch.float64)
    np.testing.assert_allclose(found.encode(images), exact, atol=1e-12)
    np.testing.assert_allclose(found.decode(exact), out, atol=1e-12)
    told = [s for s in found.findings if f"takes only batches of {fixed}," in s]
    assert len(told) == 2


@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("most", [8, 13, 40])
def test_batches_are_halved_until_they_fit(most: int, carrier: str) -> None:
    def encode(m: Small, x: Tensor) -> Tensor:
        if len(x) > most:
            raise RuntimeError("out of memory")
        return m.into(x)

    model = small((6, 6)).double()
    found = guest(CARRIERS[carrier](model, encode, None), (6, 6))
    images = pictures((6, 6), 100)
    exact, _ = directly(model, images, torch.float64)
    np.testing.assert_allclose(found.encode(images), exact, atol=1e-12)
    assert any("failed on 100 at once" in said for said in found.findings)


def test_a_later_failure_is_told_by_call() -> None:
    model = small((6, 6)).double()
    dark = 0.4

    def encode(images: Tensor) -> Tensor:
        codes = model.into(images)
        return codes / (images.mean() > dark)

    found: Guest = guest((encode, model.out_of), (6, 6), images=np.ones((8, 6, 6)) / 2)
    with pytest.raises(GuestError, match="NaN or infinity for 3 of 3"):
        found.encode(np.zeros((3, 6, 6)))


@pytest.mark.parametrize(
    ("function", "given", "said"),
    [
        ("encode", np.zeros((3, 5, 5)), r"images must have shape \(m, 6, 6\), got"),
        ("encode", np.zeros((6, 6)), r"images must have shape \(m, 6, 6\), got"),
        ("encode", np.full((1, 6, 6), np.nan), "images must be finite"),
        ("decode", np.zeros((3, 3)), r"codes must have shape \(m, 2\), got \(3, 3\)"),
        ("decode", np.zeros(3), r"codes must have shape \(m, 2\), got \(3,\)"),
        ("decode", np.full((1, 2), np.inf), "codes must be finite"),
    ],
)
def test_what_no_network_should_see_is_refused(
    function: str, given: Any, said: str
) -> None:
    found = guest(small((6, 6)), (6, 6))
    with pytest.raises(GuestError, match=said):
        getattr(found, function)(given)

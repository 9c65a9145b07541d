"""What is wrong with a network is found and said, in whatever form it comes."""

import os
import random
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from empirical.guest import Form, Guest, GuestError, guest
from tests.empirical.guest.networks import (
    SHAPES,
    Own,
    Small,
    directly,
    fingerprint,
    pictures,
    small,
)

Function = Callable[[Small, Tensor], Any]
CARRIERS: dict[str, Callable[[Small, Any, Any], Any]] = {
    "module": Own,
    "pair": lambda m, e, d: (
        (lambda x: (e or Small.into)(m, x)),
        (lambda z: (d or Small.out_of)(m, z)),
    ),
    "object": lambda m, e, d: SimpleNamespace(
        encoder=lambda x: (e or Small.into)(m, x),
        decoder=lambda z: (d or Small.out_of)(m, z),
    ),
}


def noisy(share: float) -> Function:
    def encode(m: Small, x: Tensor) -> Tensor:
        codes = m.into(x)
        return codes + share * codes.std() * torch.randn_like(codes)

    return encode


def numpy_noise(m: Small, x: Tensor) -> Tensor:
    return m.into(x) + float(np.random.rand())  # noqa: NPY002


def python_noise(m: Small, x: Tensor) -> Tensor:
    return m.into(x) + random.random()


def constant(m: Small, x: Tensor) -> Tensor:
    return torch.ones(len(x), 2, dtype=x.dtype)


def one_dead(m: Small, x: Tensor) -> Tensor:
    return m.into(x) * torch.tensor([0, 1], dtype=x.dtype)


def by_place(m: Small, x: Tensor) -> Tensor:
    return torch.arange(2.0 * len(x), dtype=x.dtype).reshape(-1, 2)


def by_noise(m: Small, x: Tensor) -> Tensor:
    return torch.randn(len(x), 2, dtype=x.dtype)


def same_noise(m: Small, x: Tensor) -> Tensor:
    torch.manual_seed(4)
    return m.into(x) + torch.randn(len(x), 2, dtype=x.dtype)


def by_batch(m: Small, x: Tensor) -> Tensor:
    codes = m.into(x)
    return codes - codes.mean(0)


def skipping(m: Small, x: Tensor) -> Tensor:
    m.skip = x
    return m.into(x)


def skipped(m: Small, z: Tensor) -> Tensor:
    return m.out_of(z) + m.skip


def skipped_if_there(m: Small, z: Tensor) -> Tensor:
    skip = getattr(m, "skip", None)
    return m.out_of(z) if skip is None else m.out_of(z) + skip.mean()


def flat_image(m: Small, z: Tensor) -> Tensor:
    return 0 * m.out_of(z) + 0.3


def noisy_image(m: Small, z: Tensor) -> Tensor:
    return nn.functional.dropout(m.out_of(z), 0.1)


def by_neighbours(m: Small, z: Tensor) -> Tensor:
    return m.out_of(z) * z.abs().mean()


FOUND: dict[str, tuple[Function | None, Function | None, str]] = {
    "noise": (
        noisy(0.03),
        None,
        r"encode\w* is random: the same .* \d+(\.\d)? % apart",
    ),
    "numpy noise": (numpy_noise, None, "is random: the same image twice"),
    "python noise": (python_noise, None, "is random: the same image twice"),
    "constant": (constant, None, "the code is constant: the same for every image"),
    "one dead": (one_dead, None, "1 of 2 codes are constant"),
    "by place": (by_place, None, "goes by the place in the batch"),
    "only noise": (by_noise, None, "the code ignores the image: it differs as much"),
    "same noise": (same_noise, None, "depends on what else is in the batch"),
    "by batch": (by_batch, None, "the code of its .* depends on what else is in"),
    "skip": (skipping, skipped, r"sees past the code: the same codes give images .*"),
    "weak skip": (skipping, skipped_if_there, "sees past the code: the same codes"),
    "flat image": (None, flat_image, "the image is constant: its decode"),
    "noisy image": (None, noisy_image, r"its decode\w* is random: the same code twice"),
    "by neighbours": (None, by_neighbours, "the image of its .* depends on what else"),
}


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("carrier", CARRIERS)
@pytest.mark.parametrize("fault", FOUND)
def test_a_fault_is_found(fault: str, carrier: str, shape: tuple[int, ...]) -> None:
    encode, decode, said = FOUND[fault]
    model = small(shape).double()
    network = CARRIERS[carrier](model, encode, decode)
    before = fingerprint((network, model))
    findings = guest(network, shape).findings
    assert fingerprint((network, model)) == before
    assert any(re.search(said, finding) for finding in findings), findings


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


WRONG_FORM = {
    "channels": (lambda: small((6, 6), 2, 3), Form(), "It runs with channels=3"),
    "flat": (
        lambda: (nn.Linear(36, 2), nn.Linear(2, 36)),
        Form(),
        "It runs with flat=True in its form",
    ),
    "precision": (
        lambda: Own(small((6, 6)), lambda m, x: m.double().into(x.float())),
        Form(dtype="float16"),
        "encode was given",
    ),
}


@pytest.mark.parametrize("fault", WRONG_FORM)
def test_a_form_with_which_it_runs_is_named(fault: str) -> None:
    build, form, said = WRONG_FORM[fault]
    with pytest.raises(GuestError, match=said):
        guest(build(), (6, 6), form)


UNFIT = {
    "class": (lambda: Own, "got the class Own itself: give Own()"),
    "path": (lambda: "network.pt", "a name or path: load it first"),
    "weights": (lambda: small((6, 6)).state_dict(), "build the network and load"),
    "number": (lambda: 3, "network must be a module or a pair of them, got int"),
    "None": (lambda: None, "got NoneType"),
    "three": (lambda: (nn.Tanh(), nn.Tanh(), 1), "must be (encoder, decoder), got 3"),
    "no pair": (lambda: (None, None), "must be (encoder, decoder)"),
    "no function": (lambda: (nn.Tanh(), 3), "pair of them, got int"),
    "forward only": (lambda: nn.Linear(36, 2), "neither encode, encoder, decode nor"),
    "attribute": (lambda: SimpleNamespace(encode=3), "must be callable, got the int"),
    "lazy": (lambda: (nn.LazyLinear(2), None), "layers without weights (lazy ones)"),
}


@pytest.mark.parametrize("fault", UNFIT)
def test_what_is_no_network_is_refused(fault: str) -> None:
    build, said = UNFIT[fault]
    with pytest.raises(GuestError, match=re.escape(said)):
        guest(build(), (6, 6))


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"encode": "int"}, "the Model has no int (there is into"),
        ({"decode": "out.of"}, "the Model has no out.of (there is out_of"),
        ({"cut": 1}, "only an nn.Sequential is cut at a layer, got the Model"),
    ],
)
def test_a_name_that_is_not_there_is_told_with_those_near(
    form: dict[str, Any], said: str
) -> None:
    with pytest.raises(GuestError, match=re.escape(said)):
        guest(small((6, 6)), (6, 6), Form(**form))


@pytest.mark.parametrize("cut", [0, 3, 7, -3, "middle"])
def test_a_cut_leaves_a_layer_on_both_sides(cut: Any) -> None:
    layers = nn.Sequential(nn.Flatten(), nn.Linear(36, 2), nn.Linear(2, 36))
    with pytest.raises(GuestError, match="the layers are 0 Flatten, 1 Linear"):
        guest(layers, (6, 6), Form(cut=cut))


@pytest.mark.parametrize(
    "words",
    [
        {"low": 1.0, "high": 0.0},
        {"high": np.inf},
        {"channels": 2},
        {"largest_batch": 0},
        {"dtype": "int8"},
        {"cut": 1, "encode": "into"},
    ],
    ids=str,
)
def test_a_form_without_sense_is_refused(words: dict[str, Any]) -> None:
    with pytest.raises(GuestError):
        Form(**words)


def test_layers_in_training_mode_and_without_training_are_named() -> None:
    layers = nn.Sequential(nn.Flatten(), nn.BatchNorm1d(36), nn.Dropout(), nn.Tanh())
    findings = guest((layers, None), (6, 6)).findings
    for said in (
        "BatchNorm was in training mode and was put in evaluation mode",
        "dropout was in training mode and was put in evaluation mode",
        "BatchNorm has never seen a batch",
        "the code, 36 numbers, is no smaller than the image, 36",
    ):
        assert any(said in finding for finding in findings)

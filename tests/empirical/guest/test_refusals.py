"""What is no network, or has no such form, is refused in one sentence."""

import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from torch import nn

from empirical.guest import Form, GuestError, guest
from tests.empirical.guest.networks import (
    Own,
    small,
)

pytestmark = pytest.mark.again

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

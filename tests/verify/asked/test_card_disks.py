"""The card of a network on disks says what is true of it."""

import json
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from empirical.size import biased_disks, profiles
from empirical.training import Start
from tests.guests import Made, exactly, one_image
from theory.size.law import Law, power
from verify.asked.card import card
from verify.asked.card_lines import Card, Standing
from verify.asked.disk_figures import precision_of
from verify.claim import Arrays
from verify.claims.size import (
    airy,
    area_code,
    energy,
    homogeneity,
    one_function,
    one_number,
    optimal_h,
)
from verify.claims.size.families import of_disks
from verify.claims.size.families.biased_disks import TAUGHT
from verify.subjects import Disks

UNSAID = {"loss left"}
"""The training's own figure, summed in another order."""


def standing(found: Card) -> dict[str, str]:
    return {line.judged.claim.name: line.standing.value for line in found.lines}


def trained(
    monkeypatch: pytest.MonkeyPatch, module: Any, name: str, **setting: Any
) -> tuple[Any, Arrays]:
    """Return a network that an experiment trains, and what the experiment returns."""
    kept: list[Any] = []
    monkeypatch.setattr(module, "weights_of", lambda net, _: kept.append(net) or {})
    arrays = getattr(module, name)(start=Start(seed=1), **setting)
    return kept[0], arrays


def same(found: Card, claim: Any, arrays: Arrays) -> None:
    """Compare a card with the claim, to the last digit."""
    line = found.line(claim.name)
    assert line is not None
    ours, theirs = line.judged.measurements[0], claim.read(arrays)
    assert np.array_equal(ours.answer, theirs.answer)
    assert ours.invalid == theirs.invalid
    for name in theirs.values.keys() - UNSAID:
        assert ours.values[name] == theirs.values[name], name


def test_a_network_without_biases_of_ours_agrees_to_the_last_digit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    setting = dict(airy.CLAIM.experiment.configurations["quick"])
    setting["schedule"] = {"rounds": 1, "decoder_steps": 20, "encoder_steps": 2}
    network, arrays = trained(monkeypatch, profiles, "bias_free_disks", **setting)
    found = card(exactly(network, (64, 64)), Disks())
    for module in (homogeneity, airy, one_function, optimal_h, energy):
        same(found, module.CLAIM, arrays)
    assert found.sentence.startswith("Without biases as far as can be told (homogen")


def test_a_network_with_biases_of_ours_agrees_to_the_last_digit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    setting = dict(one_number.CLAIM.experiment.configurations["quick"])
    setting["schedule"] = {**setting["schedule"], "adam_steps": 4, "lbfgs_steps": 0}
    network, arrays = trained(monkeypatch, biased_disks, "biased_disks", **setting)
    found = card(exactly(network, (64, 64)), TAUGHT)
    for module in (one_number, area_code):
        same(found, module.CLAIM, arrays)
    assert found.sentence.startswith("With biases, or bends elsewhere")
    assert found.line("size.airy") is None


@pytest.mark.parametrize(
    "disks", [Disks(size=32), Disks(size=31, radius=15.5), Disks(size=24)]
)
def test_the_best_network_of_any_size_fits(disks: Disks) -> None:
    found = card(one_image(disks), disks)
    names = ("size.homogeneity", "size.airy", "size.one-function", "size.energy")
    assert {standing(found)[name] for name in names} == {"fits"}
    # The pixels are too coarse to tell these strengths from those of a neighbour.
    assert standing(found)["size.optimal-h"] == "says nothing"
    away = found.figures["image of a unit code to theory's"]
    assert away == pytest.approx(of_disks.grid_error(disks), rel=0.2)


@pytest.mark.parametrize(
    "disks",
    [
        Disks(size=31, radius=15.5, blur=0.5),
        Disks(size=32, law=power(1.0)),
        Disks(size=28, radius=12.0, law=power(2.0), blur=1.0),
    ],
)
def test_the_best_network_for_any_law_and_blur_fits(disks: Disks) -> None:
    found = card(one_image(disks), disks)
    assert standing(found)["size.learned-profile"] == "fits"
    assert "size.airy" not in standing(found)


@pytest.mark.parametrize("law", [power(0.0), power(2.0)])
def test_one_number_is_asked_of_so_few_radii_that_a_table_is_told(law: Law) -> None:
    disks = Disks(size=24, law=law)
    line = card(one_image(disks), disks).line("size.one-number")
    assert line is not None
    assert line.judged.known.weak == ""
    assert line.standing is Standing.SILENT


def test_the_image_of_another_law_does_not_fit() -> None:
    disks = Disks(size=32, law=power(1.0))
    line = card(one_image(Disks(size=32)), disks).line("size.learned-profile")
    assert line is not None
    assert line.standing is Standing.MISFITS
    assert line.nearest[0] == "Airy"


def test_what_is_too_near_to_be_told_is_named() -> None:
    disks = Disks(size=31, radius=15.5, blur=0.5)
    line = card(one_image(disks), disks).line("size.learned-profile")
    assert line is not None
    assert "Airy" in line.note


def test_a_bias_is_found_and_no_image_is_asked_for() -> None:
    found = card(one_image(Disks(size=24), bias=0.01), Disks(size=24))
    assert standing(found)["size.homogeneity"] == "does not fit"
    assert "size.airy" not in standing(found)
    assert "scales" not in found.sentence


def test_codes_of_two_signs_are_asked_for_two_images() -> None:
    disks = Disks(size=32)
    images = of_disks.drawing(disks)(of_disks.shown_radii(disks))
    codes = np.tensordot(images, one_image(disks).decode(np.ones((1, 1)))[0], 2)
    found = card(one_image(disks, shift=float(np.median(codes))), disks)
    line = found.line("size.two-signs")
    assert line is not None
    assert line.standing is not Standing.FITS
    assert "two images, one for each sign" in found.sentence


def test_a_code_that_is_the_area_is_said_to_be_affine_in_it() -> None:
    disks = Disks(size=32, count=16)

    def decode(codes: Any) -> Any:
        areas = np.clip(codes[:, 0], 1.0, np.pi * 15**2)
        return of_disks.drawing(disks)(np.sqrt(areas / np.pi))

    network = Made(
        shape=(32, 32),
        codes=1,
        encode=lambda x: x.sum(axis=(1, 2))[:, None],
        decode=decode,
    )
    found = card(network, disks)
    assert standing(found)["size.area-code"] == "fits"
    assert standing(found)["size.one-number"] == "fits"
    assert "and is affine in it" in found.sentence
    least, most = _interval(found, "size.area-code", "m of the code radius^m")
    assert least < 2 < most < 2.25


def _interval(found: Card, claim: str, parameter: str) -> tuple[float, float]:
    line = found.line(claim)
    assert line is not None
    interval = line.judged.verdict.sweeps[parameter]
    return interval.least, interval.most


def test_a_constant_code_and_several_codes_are_said_so() -> None:
    best = one_image(Disks(size=16))

    def twice(x: Any) -> Any:
        return np.repeat(best.encode(x), 2, axis=1)

    constant = Made(
        shape=(16, 16),
        codes=1,
        encode=lambda x: np.ones((len(x), 1)),
        decode=best.decode,
    )
    double = Made(
        shape=(16, 16), codes=2, encode=twice, decode=lambda z: best.decode(z[:, :1])
    )
    assert "its code is constant" in card(constant, Disks(size=16)).sentence
    assert "its 2 codes span 1 dimensions" in card(double, Disks(size=16)).sentence


def test_single_precision_is_no_bias_and_half_precision_tells_nothing() -> None:
    best = one_image(Disks(size=16))

    def rounded(kind: Any) -> Made:
        return Made(
            shape=(16, 16),
            codes=1,
            encode=best.encode,
            decode=lambda z: best.decode(z).astype(kind).astype(float),
        )

    said = [
        standing(card(rounded(kind), Disks(size=16)))["size.homogeneity"]
        for kind in (np.float32, np.float16)
    ]
    assert said == ["fits", "says nothing"]
    assert precision_of(np.array([0.5])) == 2.0**-10


def test_single_precision_is_no_second_image_behind_any_form() -> None:
    class Colour(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            image = one_image(Disks(size=32)).decode(np.ones((1, 1)))
            self.image = nn.Parameter(torch.from_numpy(image).float())

        def encode(self, pictures: Tensor) -> Tensor:
            return (pictures.mean(1) * self.image).sum((1, 2))[:, None]

        def decode(self, codes: Tensor) -> Tensor:
            tint = torch.tensor([1.1, 0.9, 1.0])[:, None, None]
            return codes[:, :, None, None] * self.image * tint

    said = standing(card(Colour(), Disks(size=32), channels=3))
    names = ("homogeneity", "airy", "one-function")
    assert [said[f"size.{name}"] for name in names] == ["fits"] * 3


def test_a_network_that_gives_nothing_is_a_card_too() -> None:
    silent = Made(
        shape=(16, 16),
        codes=1,
        encode=lambda x: x.sum(axis=(1, 2))[:, None],
        decode=lambda z: np.zeros((len(z), 16, 16)),
    )
    found = card(silent, Disks(size=16))
    assert "fits" not in set(standing(found).values())
    json.dumps(found.data, allow_nan=False)


def test_a_network_of_other_images_is_refused() -> None:
    with pytest.raises(ValueError, match=r"images of shape \(16, 16\), the disks have"):
        card(one_image(Disks(size=16)), Disks())

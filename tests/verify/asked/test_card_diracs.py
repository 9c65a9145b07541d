"""The card of a network on impulses says what is true of it."""

import json
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from empirical.position import trained_decoders
from empirical.position.deep_encoders import train_deep_encoders
from empirical.position.linear_encoder import train_position_encoder
from empirical.training import Start
from tests.guests import Made
from theory.position.filters import cascade_weights
from verify.asked import dirac_figures
from verify.asked.card import card
from verify.asked.card_lines import Card
from verify.claims.position.families.trained_decoders import CASES, TRAINED_DECODERS
from verify.claims.position.families.trained_encoders import DEEP_ENCODERS
from verify.report.numerals import measured
from verify.subjects import Diracs

HAT = cascade_weights(np.tile([1.0, 2.0, 1.0], (4, 1)))


def standing(found: Card) -> dict[str, str]:
    json.dumps(found.data, allow_nan=False)
    return {line.judged.claim.name: line.standing.value for line in found.lines}


def encoder(law: Any, shape: tuple[int, ...] = (16,), codes: int = 1) -> Made:
    return Made(shape=shape, codes=codes, encode=law)


def hats(codes: Any) -> Any:
    """Return the Diracs of inverted positions."""
    return np.maximum(0, 1 - np.abs(16 - codes - np.arange(16)))


def test_a_trained_encoder_of_ours_agrees_to_the_last_digit() -> None:
    schedule = {"adam_steps": 90, "learning_rate": 0.03, "lbfgs_steps": 0}
    arrays = train_position_encoder(start=Start(seed=0), levels=[4], schedule=schedule)
    weights = cascade_weights(arrays["taps"])
    found = card(encoder(lambda x: (x @ weights)[:, None]), Diracs(length=16))
    line = found.line("position.inverted-code")
    assert line is not None
    assert measured(line.off) == measured(float(np.sqrt(arrays["losses"][0])))
    # The left tap of the last layer meets nothing but padding.
    outer = np.delete((2 * arrays["taps"] / arrays["taps"][:, 1:2])[:, ::2].ravel(), 6)
    read = found.figures["outer taps of these filters off those of [1, 2, 1]"]
    assert measured(read) == measured(np.abs(outer - 1).max())
    assert read == pytest.approx(np.abs(outer - 1).max(), rel=1e-9)


def test_a_deep_encoder_of_ours_is_as_far_off_as_the_claim_says() -> None:
    setting = dict(DEEP_ENCODERS.configurations["quick"])
    few = {"adam_steps": 60, "learning_rate": 0.1}
    setting |= {"levels": (6,), "starts": 3, "schedule": few}
    arrays = train_deep_encoders(start=Start(seed=0), **setting)
    for label, codes in enumerate(arrays["codes"][0, 0]):
        taught = encoder(lambda x, w=64 * codes: (x @ w)[:, None], (64,))
        line = card(taught, Diracs(length=64)).line("position.inverted-code")
        assert line is not None
        if setting["labels"][label] == "inverted":
            ours = float(np.median(arrays["errors"][0, 0, 0, label]))
            assert measured(line.off) == measured(ours)
        else:
            assert line.off > 0.3


@pytest.mark.parametrize("held_out", [(), (2, 5)])
def test_a_decoder_of_ours_agrees_to_the_last_digit(
    held_out: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[Any] = []
    monkeypatch.setattr(
        trained_decoders, "weights_of", lambda net, _: kept.append(net) or {}
    )
    setting = dict(TRAINED_DECODERS.configurations["quick"])
    case = {**CASES["whole, two left out"], "held_out": held_out, "steps": 150}
    setting |= {"cases": [case], "starts": 20}
    arrays = trained_decoders.train_position_decoders(start=Start(seed=0), **setting)
    chosen = np.argsort(arrays["between"][0])[10]

    def decode(codes: Any) -> Any:
        with torch.no_grad():
            return kept[0](torch.from_numpy(codes[:, 0])).numpy()[0]

    network = Made(shape=(8,), codes=1, decode=decode)
    found = card(network, Diracs(length=8, unseen=held_out))
    assert found.sentence.startswith("Given a / n, the decoder's maximum")
    line = found.line("position.decoded-places")
    assert line is not None
    each = np.full(8, arrays["trained"][0, chosen])
    if held_out:
        each[list(held_out)] = arrays["held_out"][0, chosen]
        missed = found.figures[dirac_figures.MISSED]
        assert measured(missed) == measured(each[2])
    assert measured(line.off) == measured(float(np.sqrt(np.mean(each**2))))


def test_the_cascade_of_the_talk_is_recognised() -> None:
    found = card(encoder(lambda x: (x @ HAT)[:, None]), Diracs(length=16))
    assert set(standing(found).values()) == {"fits"}
    assert "the inverted position itself" in found.sentence
    assert found.figures["outer taps of these filters off those of [1, 2, 1]"] < 1e-6


@pytest.mark.parametrize("length", [8, 16, 31, 100])
def test_the_plain_position_in_a_unit_of_its_own_is_affine(length: int) -> None:
    place = 3.0 * np.arange(length) / length - 1
    found = card(
        encoder(lambda x: (x @ place)[:, None], (length,)), Diracs(length=length)
    )
    said = standing(found)
    assert said["position.affine-code"] == "fits"
    assert said["position.inverted-code"] == "does not fit"
    assert found.figures["slope of the code over a"] == pytest.approx(3 / length)


@pytest.mark.parametrize(
    ("code", "nearest"),
    [
        (lambda a: a**2, "a^2"),
        (np.sqrt, "the root of a"),
        (lambda a: a // 2, "pairs of places alike"),
    ],
)
def test_a_bent_code_is_told_by_its_nearest_answer(code: Any, nearest: str) -> None:
    values = code(np.arange(16.0))
    found = card(encoder(lambda x: (x @ values)[:, None]), Diracs(length=16))
    line = found.line("position.affine-code")
    assert line is not None
    assert line.nearest[0] == nearest
    assert "is not affine" in found.sentence


def test_a_place_that_is_lost_does_not_hide_in_the_mean() -> None:
    lost = np.where(np.arange(64) == 40, 20.0, 64.0 - np.arange(64))
    found = card(encoder(lambda x: (x @ lost)[:, None], (64,)), Diracs(length=64))
    assert "fits" not in standing(found).values()
    assert "63 codes of 64 places" in found.sentence


def test_a_constant_code_is_said_so() -> None:
    found = card(encoder(lambda x: np.ones((len(x), 1))), Diracs(length=16))
    assert "its code is constant" in found.sentence.lower()
    assert "fits" not in standing(found).values()


def test_two_codes_of_a_square_tell_both_coordinates_and_one_product_does_not() -> None:
    down = 8.0 - np.arange(8)
    square = Diracs(length=8, dimensions=2)

    def both(x: Any) -> Any:
        return np.stack([x.sum(axis=2) @ down, x.sum(axis=1) @ down], axis=1)

    fine = card(encoder(both, (8, 8), 2), square)
    assert set(standing(fine).values()) == {"fits"}
    one = card(encoder(lambda x: both(x).prod(axis=1)[:, None], (8, 8)), square)
    line = one.line("position.affine-code")
    assert line is not None
    assert line.nearest[0] == "(n - a)(n - b)"


def test_a_decoder_alone_is_asked_by_the_label_that_suits_it() -> None:
    for label, decode in (
        ("n - a", hats),
        ("a / n", lambda z: hats(16 - 16 * z)),
    ):
        network = Made(shape=(16,), codes=1, decode=decode)
        found = card(network, Diracs(length=16))
        assert found.sentence.startswith(f"Given {label}, the decoder's maximum")
        assert set(standing(found).values()) == {"fits"}


def test_a_decoder_that_knows_whole_places_only_is_found_out() -> None:
    network = Made(shape=(16,), codes=1, decode=lambda z: np.round(hats(z) - 1e-9))
    said = standing(card(network, Diracs(length=16)))
    assert said == {
        "position.decoded-places": "fits",
        "position.decoded-between": "does not fit",
    }


def test_encoder_and_decoder_are_asked_together() -> None:
    def bent(x: Any) -> Any:
        return np.sqrt(np.maximum(x @ HAT, 0))[:, None]

    network = Made(shape=(16,), codes=1, encode=bent, decode=lambda z: hats(z**2))
    found = card(network, Diracs(length=16))
    assert standing(found)["position.decoded-between"] == "fits"
    assert standing(found)["position.affine-code"] == "does not fit"
    assert "its own code, the decoder's maximum is right at 16 of 16" in found.sentence


@pytest.mark.parametrize(
    ("layers", "length", "padding"),
    [
        ([(1, 1)] * 5, 31, "zeros"),
        ([(1, 1)] * 5, 32, "circular"),
        ([(1, 1)] * 5, 20, "reflect"),
        ([(1, 4), (4, 4), (4, 4), (4, 1)], 16, "zeros"),
    ],
)
def test_filters_are_read_from_biased_layers_of_any_length_padding_and_channels(
    layers: list[tuple[int, int]], length: int, padding: str
) -> None:
    mode = "zeros" if padding == "zeros" else padding
    taps = torch.tensor([0.7, 2.0, 1.1])
    parts = []
    for before, after in layers:
        part = nn.Conv1d(before, after, 3, 2, 1, padding_mode=mode)
        nn.init.constant_(part.bias, 0.3)
        with torch.no_grad():
            part.weight.copy_(taps.expand(after, before, 3))
        parts.append(part)
    found = card(
        (nn.Sequential(*parts, nn.Flatten()), None),
        Diracs(length=length, padding=padding),
    )
    assert found.figures["left tap of layer 1, the middle one 2"] == pytest.approx(
        0.7, rel=1e-3
    )
    assert "taps of its filters are off those of [1, 2, 1] by 0.3" in found.sentence


def test_filters_of_a_square_are_read_for_each_code() -> None:
    down = 8.0 - np.arange(8)
    product = np.multiply.outer(down, down)
    one = encoder(lambda x: (x * product).sum((1, 2))[:, None], (8, 8))
    found = card(one, Diracs(length=8, dimensions=2))
    off = f"{dirac_figures.OFF_THE_HAT} in both directions"
    assert found.figures[off] == pytest.approx(0, abs=1e-9)
    assert found.figures["upper tap of layer 2, the middle one 2"] == pytest.approx(1)
    assert "its filters are [1, 2, 1]" in found.sentence

    def both(x: Any) -> Any:
        return np.stack([x.sum(axis=2) @ down, x.sum(axis=1) @ down], axis=1)

    two = card(encoder(both, (8, 8), 2), Diracs(length=8, dimensions=2))
    taps = {
        f"{code}, {side}": two.figures[
            f"code {code}: {side} tap of layer 1, the middle one 2"
        ]
        for code in (1, 2)
        for side in ("upper", "left", "right")
    }
    # Across the coordinate that it tells a filter copies what stands to its left.
    expected = {"1, upper": 1, "1, left": 0, "1, right": 2}
    expected |= {"2, upper": 0, "2, left": 1, "2, right": 1}
    assert taps == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("encode", "shape", "why"),
    [
        (lambda x: (x @ HAT)[:, None] ** 2, (16,), "two impulses do not add up"),
        (lambda x: (x @ np.sqrt(HAT))[:, None], (16,), "no cascade of layers of one"),
        (lambda x: (x @ HAT[:8])[:, :2] ** 2, (8, 8), "two impulses do not add up"),
    ],
)
def test_why_no_filters_are_read_is_said(encode: Any, shape: Any, why: str) -> None:
    codes = len(shape)
    diracs = Diracs(length=shape[0], dimensions=codes)
    found = card(encoder(encode, shape, codes), diracs)
    assert [why in note for note in found.notes[1:]] == [True]
    assert "filters" not in found.sentence


def test_places_that_training_left_out_are_told_apart_from_the_others() -> None:
    left_out = (3, 9, 10)
    place = np.arange(16.0)
    place[list(left_out)] += [2.0, 0.0, -1.0]

    def decode(codes: Any) -> Any:
        shown = hats(16 - codes)
        return shown * ~np.isin(np.round(codes), [5, 10])

    network = Made(
        shape=(16,), codes=1, encode=lambda x: (x @ place)[:, None], decode=decode
    )
    found = card(network, Diracs(length=16, unseen=left_out))
    assert found.figures[dirac_figures.SEEN] == pytest.approx(0, abs=1e-9)
    assert found.figures[dirac_figures.UNSEEN] == pytest.approx(2)
    # At 3 and 10 the codes are those of 5 and 9.
    assert found.figures[dirac_figures.RIGHT] == 1
    worst = np.sqrt((1 + 0 + 2) / 3)
    assert found.figures[dirac_figures.MISSED] == pytest.approx(worst)
    assert "by 2 samples at most" in found.sentence
    assert "at 1 of 3 places that training left out" in found.sentence
    assert "3 left out in training" in found.about


def test_a_network_without_parts_and_one_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="must encode or decode"):
        card(Made(shape=(16,), codes=1), Diracs(length=16))
    with pytest.raises(ValueError, match=r"the impulses have \(8,\)"):
        card(encoder(lambda x: x[:, :1]), Diracs(length=8))

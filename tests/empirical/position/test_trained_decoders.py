"""Decoders of position trained on more and on fewer impulses."""

import numpy as np
import pytest
import torch
from torch import nn

from empirical.position.dirac_training import TESTED
from empirical.position.images.diracs import continuous_diracs
from empirical.position.images.positions import middle_positions
from empirical.position.models.many_decoders import PositionDecoders
from empirical.position.trained_decoders import train_position_decoders
from empirical.training import Start

CASE = {
    "levels": 2,
    "kind": "zeros",
    "distinct": 4,
    "reach": 3.0,
    "held_out": [],
    "steps": 3,
    "batch": 4,
}
OPTIONS = {
    "channels": 3,
    "slope": 0.2,
    "starts": 20,
    "learning_rate": 0.02,
    "shown": (0.0, 1.5),
}


def trained(seed: int = 0, **change: object) -> dict[str, np.ndarray]:
    return train_position_decoders(
        start=Start(seed=seed), cases=[{**CASE, **change}], **OPTIONS
    )


def decoders(kind: str, starts: int = 2) -> PositionDecoders:
    rng = np.random.default_rng(5)
    return PositionDecoders(starts, 3, 4, 0.2, kind, rng)


def torch_layers(model: PositionDecoders, start: int) -> nn.Sequential:
    """Build one of the decoders from torch's own transposed convolutions."""
    stack = nn.Sequential()
    for i, (weight, bias) in enumerate(model.layers()):
        inputs, outputs = weight.shape[1], bias.shape[2]
        taps = weight.shape[2] // outputs
        kernel = weight[start].reshape(inputs, taps, outputs).permute(0, 2, 1)
        if taps == 3:
            layer = nn.ConvTranspose1d(
                inputs, outputs, 3, stride=2, padding=1, output_padding=1
            )
            # Scattered, the tap that reads the left neighbour reaches to the right.
            layer.weight = nn.Parameter(kernel.flip(2))
        else:
            layer = nn.ConvTranspose1d(inputs, outputs, 1)
            layer.weight = nn.Parameter(kernel)
        layer.bias = nn.Parameter(bias[start, 0])
        if i:
            stack.append(nn.LeakyReLU(0.2))
        stack.append(layer)
    return stack


@pytest.mark.parametrize("start", [0, 1])
def test_layers_are_torch_s_transposed_convolutions(start: int) -> None:
    codes = torch.linspace(-1, 2, 7, dtype=torch.float64)
    model = decoders("zeros")
    with torch.no_grad():
        expected = torch_layers(model, start)(codes[:, None, None])[:, 0]
        np.testing.assert_allclose(model(codes)[start], expected, atol=1e-13)
    assert expected.shape == (7, 8)


def test_coordinates_make_a_function_of_code_and_place() -> None:
    codes = torch.tensor([0.1, 0.7], dtype=torch.float64)
    model = decoders("coordinates")
    with torch.no_grad():
        for place in (0, 5):
            both = torch.stack([codes, torch.full_like(codes, place / 8)], dim=1)
            alone = torch_layers(model, 1)(both[:, :, None])[:, 0, 0]
            np.testing.assert_allclose(model(codes)[1, :, place], alone, atol=1e-13)


@pytest.mark.parametrize("kind", ["zeros", "coordinates"])
def test_decoders_do_not_mix(kind: str) -> None:
    model = decoders(kind, starts=3)
    codes = torch.tensor([0.1, 0.7], dtype=torch.float64)
    model(codes)[1].sum().backward()
    # Laid out by layers, as the numbers are.
    model.numbers.data = model.numbers.grad
    for layer in model.layers():
        for part in layer:
            assert torch.all(part[[0, 2]] == 0)
            assert torch.any(part[1] != 0)


def test_positions_left_out_are_not_among_the_trained() -> None:
    found = trained(held_out=[1], steps=400)
    assert np.median(found["trained"]) < np.median(found["held_out"])
    assert np.all(np.isnan(trained()["held_out"]))


def test_the_start_shown_has_the_median_error_and_the_first_length() -> None:
    cases = [{**CASE, "steps": n, "levels": levels} for n, levels in ((3, 2), (0, 3))]
    found = train_position_decoders(start=Start(seed=0), cases=cases, **OPTIONS)
    assert found["signals"].shape == (1, 2, 4)
    places = middle_positions(TESTED, 4).tolist()
    shown = train_position_decoders(
        start=Start(seed=0), cases=cases[:1], **{**OPTIONS, "shown": places}
    )
    wanted = continuous_diracs(np.array(places), 4)
    error = np.linalg.norm(shown["signals"][0] - wanted) / np.linalg.norm(wanted)
    assert error == pytest.approx(np.sort(shown["between"][0])[10])


def test_a_decoder_that_gives_nothing_has_an_error_of_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        PositionDecoders,
        "forward",
        lambda self, codes: codes.new_zeros(20, len(codes), 4),
    )
    monkeypatch.setattr("empirical.position.trained_decoders.fit", lambda *args: None)
    found = trained(held_out=[2])
    for name in ("trained", "held_out", "between"):
        np.testing.assert_allclose(found[name], 1)


@pytest.mark.slow
def test_positions_between_repair_what_whole_ones_leave_open() -> None:
    whole, halves = (
        train_position_decoders(
            start=Start(seed=2),
            cases=[{**CASE, "distinct": n, "steps": 500, "batch": 32}],
            **{**OPTIONS, "channels": 8},
        )
        for n in (4, 31)
    )
    assert np.median(whole["between"]) > 1.5 * np.median(halves["between"])
    assert np.median(whole["trained"]) < 0.1

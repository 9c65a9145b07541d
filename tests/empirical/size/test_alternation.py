"""Decoder and encoder of a network without biases, in turn, on one squared error."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from empirical.disks import disks, midpoint_radii
from empirical.size.alternation import Rounds, fit_decoder, fit_encoder, train_in_turn
from empirical.size.losses import TrainingImages, homogeneous_reconstruction
from empirical.size.models.bias_free import BiasFreeAutoencoder
from empirical.training import Schedule, train

PLACE = torch.device("cpu")
DISKS = TrainingImages(disks(midpoint_radii(10, 7.5), 16), PLACE)


def network(seed: int, slope: float = 0.2, width: int = 4) -> BiasFreeAutoencoder:
    generator = torch.Generator().manual_seed(seed)
    return BiasFreeAutoencoder([width] * 3, slope, generator).double()


def left(model: BiasFreeAutoencoder, images: TrainingImages) -> float:
    """Return the squared error, of every image through the whole network."""
    with torch.no_grad():
        return float(images.share_left(model, None))


def state(weights: torch.nn.ParameterList) -> list[torch.Tensor]:
    return [weight.detach().clone() for weight in weights]


def same(first: list[torch.Tensor], second: list[torch.Tensor]) -> bool:
    return all(torch.equal(a, b) for a, b in zip(first, second, strict=True))


def signs(model: BiasFreeAutoencoder, images: TrainingImages) -> set[float]:
    with torch.no_grad():
        return set(model.encode(images.exact).sign().flatten().tolist())


@settings(max_examples=12)
@given(st.integers(0, 50), st.sampled_from([0.0, 0.2, 1.0]), st.integers(1, 12))
def test_neither_half_touches_the_other_and_neither_raises_the_error(
    seed: int, slope: float, count: int
) -> None:
    draw = np.random.default_rng(seed)
    images = TrainingImages(draw.standard_normal((count, 16, 16)), PLACE)
    model = network(seed, slope)
    found, encoder = [left(model, images)], state(model.encoder)
    for _ in range(2):
        fit_decoder(model, images, 20, 0)
        found.append(left(model, images))
        assert same(state(model.encoder), encoder)
        decoder = state(model.decoder)
        told = fit_encoder(model, images, 3)
        found.append(left(model, images))
        assert told == pytest.approx(found[-1], rel=1e-9)
        assert same(state(model.decoder), decoder)
        encoder = state(model.encoder)
    assert (np.diff(found) <= 1e-12).all()


def test_the_decoder_goes_where_the_whole_squared_error_sends_it() -> None:
    model, other = network(6), network(6)
    assert signs(model, DISKS) == {1.0, -1.0}
    fit_decoder(model, DISKS, 40, 0)
    other.encoder.requires_grad_(False)
    plan = Schedule(adam_steps=0, learning_rate=1.0, batch=10, lbfgs_steps=40)
    train(other, lambda _: DISKS.share_left(other, None), 10, plan, 0)
    for mine, theirs in zip(model.decoder, other.decoder, strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("seed", [0, 3, 6])
def test_the_encoder_gives_each_image_the_best_code_of_its_sign(seed: int) -> None:
    model = network(seed)
    fit_decoder(model, DISKS, 20, 0)
    fit_encoder(model, DISKS, 30)
    with torch.no_grad():
        codes = model.encode(DISKS.exact)
        unit = codes.sign()
        atoms, flat = model.decode(unit).flatten(1), DISKS.exact.flatten(1)
    best = (flat * atoms).sum(1) / atoms.square().sum(1)
    torch.testing.assert_close(codes.abs()[:, 0], best, rtol=1e-4, atol=1e-4)


def test_images_that_hardly_differ_do_not_stop_the_encoder() -> None:
    pictures = np.concatenate([DISKS.pictures, DISKS.pictures[:4] * (1 + 1e-12)])
    images, model = TrainingImages(pictures, PLACE), network(0)
    model.make_averaging(images.exact)
    fit_decoder(model, images, 20, 0)
    before = left(model, images)
    first = fit_encoder(model, images, 1)
    assert first < before
    assert fit_encoder(model, images, 5) < first


@pytest.mark.parametrize("blank", [slice(3, 5), slice(0, 9)])
def test_images_of_nothing_change_nothing(blank: slice) -> None:
    pictures = DISKS.pictures.copy()
    pictures[blank] = 0
    kept = np.delete(DISKS.pictures, np.arange(10)[blank], axis=0)
    plan = Rounds(rounds=1, decoder_steps=20, encoder_steps=2)
    found = []
    for shown in (pictures, kept):
        model = network(0)
        history = train_in_turn(model, TrainingImages(shown, PLACE), plan, 0)
        found.append((history, model.decode(torch.ones(1, 1).double())))
    np.testing.assert_allclose(found[0][0], found[1][0], rtol=1e-3)
    torch.testing.assert_close(found[0][1], found[1][1], rtol=1e-3, atol=1e-3)


def test_a_network_whose_codes_are_dead_stays_as_it_is() -> None:
    model = network(0, slope=0.0)
    with torch.no_grad():
        model.encoder[-1].abs_().neg_()
    before = state(model.encoder), state(model.decoder)
    plan = Rounds(rounds=2, decoder_steps=5, encoder_steps=2)
    assert train_in_turn(model, DISKS, plan, 0) == pytest.approx([1, 1])
    assert same(state(model.encoder), before[0])
    assert same(state(model.decoder), before[1])


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1000, 1001])
def test_descent_of_all_weights_together_finds_nothing_better(seed: int) -> None:
    model = network(seed, width=8)
    model.make_averaging(DISKS.exact)
    plan = Rounds(rounds=4, decoder_steps=150, encoder_steps=4)
    reached = train_in_turn(model, DISKS, plan, 0)[-1]
    values = np.linalg.svd(DISKS.pictures.reshape(10, -1), compute_uv=False)
    floor = 1 - values[0] ** 2 / np.sum(values**2)
    assert floor <= reached < floor + 1e-3

    def together(_: torch.Tensor | None) -> torch.Tensor:
        return homogeneous_reconstruction(model, DISKS.exact, DISKS.energy)

    longer = Schedule(adam_steps=0, learning_rate=1.0, batch=10, lbfgs_steps=200)
    train(model, together, 10, longer, 0)
    assert reached - left(model, DISKS) < 1e-3


@pytest.mark.parametrize("name", ["rounds", "decoder_steps", "encoder_steps"])
@pytest.mark.parametrize("given", [0, -3])
def test_a_plan_that_trains_nothing_is_refused(name: str, given: int) -> None:
    plan = {"rounds": 1, "decoder_steps": 1, "encoder_steps": 1}
    with pytest.raises(ValueError, match=f"{name} must be at least 1, got {given}"):
        Rounds(**{**plan, name: given})

"""The organiser that a person uses: any generator, which is left as it was."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from empirical.pca.latent_organiser import LatentOrganiser
from empirical.pca.organising import Organiser, Organising
from empirical.pca.shelf import Shelf
from empirical.training import Schedule
from tests.empirical.pca.given_images import HOOKED

FEW: dict[str, Any] = {"n_components": 2, "adam_steps": 6, "hidden": 3, "batch": 8}
OFFSETS = np.random.default_rng(0).normal(size=(40, 3))


class Network(nn.Module):
    """A generator with all that training would change."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(3, 16), nn.BatchNorm1d(16), nn.Dropout(0.5), nn.Linear(16, 12)
        )

    def forward(self, latent: Tensor) -> Tensor:
        images: Tensor = self.layers(latent).reshape(-1, 1, 3, 4)
        return images


def network() -> Network:
    torch.manual_seed(3)
    made = Network().train()
    made(torch.randn(9, 3)).sum().backward()
    return made


def state(module: nn.Module) -> list[Any]:
    """Return all that is known of a module."""
    tensors = [*module.parameters(), *module.buffers()]
    return [
        [one.training for one in module.modules()],
        [one.requires_grad for one in tensors],
        [one.tolist() for one in tensors],
        [None if one.grad is None else one.grad.tolist() for one in tensors],
        [one.dtype for one in tensors],
    ]


FORMS: dict[str, Any] = {
    "module": lambda made: made,
    "double": lambda made: made.double(),
    "half": lambda made: made.bfloat16(),
    "function": lambda made: lambda latent: made(latent),
    "method": lambda made: made.forward,
    "frozen": lambda made: made.requires_grad_(False).eval(),
    "scripted": lambda made: torch.jit.trace(made.eval(), torch.zeros(2, 3)),
    "parallel": lambda made: nn.DataParallel(made),
}


@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")
@pytest.mark.parametrize("form", FORMS)
def test_a_generator_of_any_form_is_asked_and_left_as_it_was(form: str) -> None:
    made = network()
    generator = FORMS[form](made)
    before = state(made)
    organiser = LatentOrganiser(generator, **FEW)
    codes = organiser.fit_transform(OFFSETS)
    images = organiser.images(codes)
    assert organiser.score(OFFSETS) == pytest.approx(organiser.explained_[-1])
    assert state(made) == before
    assert images.shape == (40, 1, 3, 4)
    assert images.dtype == np.float32
    plain = LatentOrganiser(deepcopy(network()).eval(), **FEW)
    wide = 0.5 if form == "half" else 1e-3
    np.testing.assert_allclose(codes, plain.fit_transform(OFFSETS), atol=wide)


def test_it_gives_what_the_experiments_class_gives() -> None:
    generator = network().eval().requires_grad_(False)
    plan = Organising(
        components=2,
        penalty=1.0,
        hidden=3,
        schedule=Schedule(adam_steps=6, learning_rate=1e-2, batch=8, lbfgs_steps=4),
    )
    centre, offsets = torch.ones(3), torch.from_numpy(OFFSETS).float()
    engine = Organiser(generator, centre, 0.5, plan, 7).fit(offsets, Shelf(None, ""))
    outer = LatentOrganiser(
        generator, np.ones(3), 0.5, **FEW, lbfgs_steps=4, random_state=7
    )
    codes = outer.fit_transform(OFFSETS)
    np.testing.assert_array_equal(codes, engine.codes(offsets).numpy())
    known = torch.from_numpy(codes[:, :1])
    np.testing.assert_array_equal(
        outer.images(codes[:, :1]), engine.images(known).numpy()
    )
    images = generator(centre + offsets)
    spread = (images - images.mean(0)).square().sum()
    for count, explained in enumerate(outer.explained_, 1):
        left = (engine.images(torch.from_numpy(codes[:, :count])) - images).square()
        assert explained == pytest.approx(float(1 - left.sum() / spread), abs=1e-5)
    seen = [(noted["packet"], noted["step"]) for noted in outer.history_]
    assert seen == [(code, step) for code in (1, 2) for step in range(1, 7)]


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "int64", "uint8"])
@pytest.mark.parametrize("container", ["array", "list", "tensor"])
def test_offsets_come_in_any_type(dtype: str, container: str) -> None:
    offsets = np.round(10 + 2 * OFFSETS).astype(dtype)
    given = {
        "array": offsets,
        "list": offsets.tolist(),
        "tensor": torch.from_numpy(offsets),
    }[container]
    codes = LatentOrganiser(network(), **FEW).fit_transform(given)
    plain = LatentOrganiser(network(), **FEW).fit_transform(offsets.astype(float))
    np.testing.assert_array_equal(codes, plain)


@pytest.mark.parametrize(
    ("generator", "says"),
    [
        (None, "must be a torch module or a function, got None"),
        (lambda latent: latent.detach(), "must let gradients through"),
        (lambda latent: latent.detach().numpy(), "40 images, got ndarray"),
        (lambda latent: (latent, latent), "40 images, got tuple"),
        (lambda latent: latent.sum(1), r"40 images, got \(40,\)"),
        (lambda latent: latent[:5], r"40 images, got \(5, 3\)"),
        (lambda latent: latent / 0, "finite images, got NaN or infinity"),
        (lambda latent: latent * 0, "images that differ, got equal"),
        (nn.Linear(5, 2), r"shape \(40, 3\) to images; it raised RuntimeError"),
    ],
)
def test_what_generates_no_images_is_refused(generator: Any, says: str) -> None:
    if HOOKED and generator is None:
        pytest.skip("the hook refuses it first")
    with pytest.raises(ValueError, match=says):
        LatentOrganiser(generator, **FEW).fit(OFFSETS)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"scale": 0.0}, "scale must be positive, got 0"),
        ({"centre": np.zeros(4)}, r"centre must have shape \(3,\) .* got \(4,\)"),
        ({"centre": [np.nan, 0, 0]}, "must be finite"),
        ({"n_components": 0}, "n_components must be at least 1, got 0"),
        ({"hidden": -1}, "hidden must be at least 0, got -1"),
        ({"batch": 1}, "batch must be at least 2, got 1"),
        ({"penalty": -1.0}, "penalty must be at least 0, got -1"),
        ({"learning_rate": 0.0}, "learning_rate must be positive"),
        ({"device": "mars"}, "mars was asked for"),
    ],
)
def test_parameters_out_of_range_are_refused(changes: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        LatentOrganiser(network(), **{**FEW, **changes}).fit(OFFSETS)


@pytest.mark.parametrize(
    ("offsets", "says"),
    [
        (OFFSETS[:2], "more than 2, got 2"),
        (np.zeros((9, 3, 1)), r"shape \(m, d\), got shape \(9, 3, 1\)"),
        (np.where(OFFSETS > 2, np.inf, OFFSETS), "offsets must be finite"),
        ([["a"] * 3] * 9, "offsets must be numbers"),
    ],
)
def test_offsets_that_cannot_be_learned_are_refused(offsets: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        LatentOrganiser(network(), **FEW).fit(offsets)


def test_a_file_does_not_hold_the_generator(tmp_path: Path) -> None:
    LatentOrganiser(network(), centre=torch.ones(3), **FEW).save(tmp_path / "one")
    with pytest.raises(ValueError, match="no file holds generator: give generator"):
        LatentOrganiser.load(tmp_path / "one")
    again = LatentOrganiser.load(tmp_path / "one", generator=network())
    assert again.centre == [1.0, 1.0, 1.0]
    assert again.fit(OFFSETS).transform(OFFSETS).shape == (40, 2)


def test_held_out_offsets_are_measured_and_never_trained_on() -> None:
    plan = {**FEW, "validation_fraction": 0.25}
    found = LatentOrganiser(network(), **plan).fit(OFFSETS)
    drawn = np.random.default_rng(0).permutation(40)
    held, known = OFFSETS[np.sort(drawn[:10])], OFFSETS[np.sort(drawn[10:])]
    alone = LatentOrganiser(network(), **FEW).fit(known)
    np.testing.assert_array_equal(found.transform(held), alone.transform(held))
    assert found.held_out_explained_[-1] == pytest.approx(alone.score(held))
    assert all("held_out" in noted for noted in found.history_)
    assert alone.held_out_explained_ == []


def test_a_code_ends_with_the_best_networks_that_were_seen() -> None:
    plan = {
        **FEW,
        "n_components": 1,
        "adam_steps": 400,
        "learning_rate": 0.1,
        "hidden": 32,
        "validation_fraction": 0.5,
        "n_iter_no_change": 2,
    }
    free = LatentOrganiser(network(), **plan).fit(OFFSETS[:16])
    short = LatentOrganiser(network(), **plan, early_stopping=True).fit(OFFSETS[:16])
    assert len(short.history_) < len(free.history_) == 20
    assert short.history_ == free.history_[: len(short.history_)]
    left = [noted["held_out"] for noted in short.history_]
    assert np.argmin(left) == len(left) - 3
    with pytest.raises(ValueError, match="without lbfgs_steps"):
        LatentOrganiser(network(), **plan, early_stopping=True, lbfgs_steps=1).fit(
            OFFSETS
        )


def test_a_fit_that_fails_leaves_what_was_fitted_before() -> None:
    fitted = LatentOrganiser(bent_network, **FEW).fit(OFFSETS)
    codes = fitted.transform(OFFSETS)
    with pytest.raises((FloatingPointError, ValueError), match="learning_rate"):
        fitted.set_params(learning_rate=1e20).fit(OFFSETS[:, :2])
    np.testing.assert_array_equal(fitted.transform(OFFSETS), codes)


def test_the_scale_of_the_training_is_kept_and_ties_a_checkpoint(
    tmp_path: Path,
) -> None:
    first = LatentOrganiser(bent_network, scale=2.0, **FEW)
    codes = first.fit(OFFSETS, checkpoint=tmp_path / "state").transform(OFFSETS)
    with pytest.raises(ValueError, match="checkpoint must belong to"):
        LatentOrganiser(bent_network, scale=1.0, **FEW).fit(
            OFFSETS, checkpoint=tmp_path / "state"
        )
    first.set_params(scale=1.0).save(tmp_path / "model")
    again = LatentOrganiser.load(tmp_path / "model", generator=bent_network)
    np.testing.assert_array_equal(again.transform(OFFSETS), codes)


def bent_network(latent: Tensor) -> Tensor:
    return torch.cat([latent, latent.square() / 10], 1)

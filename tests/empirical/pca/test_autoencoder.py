"""The PCA-like autoencoder: frozen for good, resumable, and plain about bad input."""

import os
import pickle
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.nn import functional

from empirical.packed import packed, unpacked
from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.ellipses import drawn_ellipses
from empirical.pca.models.image_step import (
    Decoder,
    Encoder,
    OneChannel,
    Standardisation,
)
from empirical.pca.recipe import Recipe

SMALL = {"adam_steps": 6, "channels": (3, 4), "hidden": 5, "batch": 8}
IMAGES = drawn_ellipses(24, 5, "train", size=16, longest=7.0).images


def model(**changes: object) -> PCAAutoencoder:
    return PCAAutoencoder(**{"n_components": 3, **SMALL, **changes})


def test_earlier_codes_keep_every_bit_when_later_packets_train() -> None:
    first = model(n_components=1).fit(IMAGES)
    before = first.transform(IMAGES)
    grown = model().fit(IMAGES, start=first)
    grown.module_.train()
    assert np.array_equal(grown.transform(IMAGES)[:, :1], before)
    assert not any(p.requires_grad for p in grown.module_.parameters())
    assert grown.module_.steps[0] is not first.module_.steps[0]


def test_taking_over_a_first_packet_gives_what_one_fit_gives() -> None:
    whole = model().fit(IMAGES)
    grown = model().fit(IMAGES, start=model(n_components=1).fit(IMAGES))
    assert np.array_equal(whole.transform(IMAGES), grown.transform(IMAGES))
    assert whole.explained_ == grown.explained_


def test_fixed_codes_have_mean_0_and_variance_1_on_the_training_set() -> None:
    codes = model().fit(IMAGES).transform(IMAGES)
    np.testing.assert_allclose(codes.mean(axis=0), 0, atol=1e-5)
    np.testing.assert_allclose(codes.var(axis=0), 1, rtol=1e-4)


def test_tiny_codes_are_not_shrunk() -> None:
    codes = torch.randn(50, 2, generator=torch.Generator().manual_seed(0)) * 1e-6
    assert float(Standardisation(2)(codes).var(0, correction=0).min()) > 0.999


def test_a_code_that_does_not_vary_becomes_0_with_finite_gradients() -> None:
    codes = torch.full((8, 1), 3.0, requires_grad=True)
    found = Standardisation(1)(codes)
    found.square().sum().backward()
    assert torch.equal(found, torch.zeros(8, 1))
    assert torch.isfinite(codes.grad).all()


@pytest.mark.parametrize("writes", [1, 2, 3, 4, 5])
def test_a_killed_fit_resumes_to_the_same_bits(
    writes: int, monkeypatch: pytest.MonkeyPatch, kept_in_memory: type
) -> None:
    schedule = Recipe.schedule

    def often(recipe: Recipe) -> object:
        plan = schedule(recipe)
        object.__setattr__(plan, "checkpoint_every", 3)
        return plan

    monkeypatch.setattr(Recipe, "schedule", often)
    whole = model(n_components=2).fit(IMAGES)
    memory = kept_in_memory(writes)
    with pytest.raises(kept_in_memory.killed):
        model(n_components=2).fit(IMAGES, checkpoint=memory)
    memory.left = None
    resumed = model(n_components=2).fit(IMAGES, checkpoint=memory)
    assert np.array_equal(whole.transform(IMAGES), resumed.transform(IMAGES))
    assert whole.explained_ == resumed.explained_


def test_a_saved_model_comes_back_with_the_same_bits(tmp_path: Path) -> None:
    fitted = model(packets=(1, 2)).fit(IMAGES)
    fitted.save(tmp_path / "model.pt")
    again = PCAAutoencoder.load(tmp_path / "model.pt")
    codes = fitted.transform(IMAGES)
    assert np.array_equal(again.transform(IMAGES), codes)
    assert np.array_equal(
        again.inverse_transform(codes), fitted.inverse_transform(codes)
    )
    assert again.explained_ == fitted.explained_


def test_a_pickle_is_refused_and_never_run(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path.touch, (tmp_path / "touched",))

    path = tmp_path / "model.pt"
    path.write_bytes(pickle.dumps(Trap()))
    with pytest.raises(ValueError, match="must hold tensors and plain values"):
        PCAAutoencoder.load(path)
    assert not (tmp_path / "touched").exists()


def test_weights_of_another_architecture_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "model"
    model().fit(IMAGES).save(path)
    saved = unpacked(path.read_bytes())
    saved["parameters"]["hidden"] = 7
    path.write_bytes(packed(saved))
    with pytest.raises(ValueError, match="weights of this architecture"):
        PCAAutoencoder.load(path)
    del saved["fitted"]["form"]
    path.write_bytes(packed(saved))
    with pytest.raises(ValueError, match="must hold a whole PCAAutoencoder"):
        PCAAutoencoder.load(path)
    path.write_bytes(packed({"weights": torch.zeros(3)}))
    with pytest.raises(ValueError, match="must hold a PCAAutoencoder"):
        PCAAutoencoder.load(path)
    with pytest.raises(ValueError, match="gone cannot be read: No such file"):
        PCAAutoencoder.load(tmp_path / "gone")


def test_a_checkpoint_of_another_training_is_refused(kept_in_memory: type) -> None:
    memory = kept_in_memory()
    model().fit(IMAGES, checkpoint=memory)
    with pytest.raises(ValueError, match="checkpoint must belong to"):
        model(hidden=6).fit(IMAGES, checkpoint=memory)
    memory.data = pickle.dumps({"a": Path()})
    with pytest.raises(ValueError, match="checkpoint must hold tensors"):
        model().fit(IMAGES, checkpoint=memory)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"n_components": 0}, "n_components must be at least 1, got 0"),
        ({"packets": (1, 0, 2)}, r"packets must each be at least 1 .*\(1, 0, 2\)"),
        ({"packets": (1, 1)}, "have the sum 3"),
        ({"penalty": -0.1}, "penalty must be at least 0, got -0.1"),
        ({"penalty": float("nan")}, "penalty must be at least 0, got nan"),
        ({"channels": ()}, "channels and hidden must be at least 1"),
        ({"batch": 1}, "batch must be at least 2, got 1"),
        ({"learning_rate": 0.0}, "learning_rate must be positive"),
    ],
)
def test_a_recipe_out_of_range_is_refused(changes: dict, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        model(**changes).fit(IMAGES)


@pytest.mark.parametrize(
    ("images", "message"),
    [
        (np.where(IMAGES > 0.9, np.nan, IMAGES), "must be finite .* got NaN in row"),
        (np.ones((9, 4, 4)), "images must differ, got 9 equal ones"),
        (IMAGES[:3], "more than the 3 codes, got 3"),
    ],
)
def test_images_that_cannot_be_learned_are_refused(
    images: np.ndarray, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        model().fit(images)


@pytest.mark.skipif("SHAPE_CHECKS" in os.environ, reason="the hook refuses them first")
def test_values_of_another_type_are_refused_in_one_sentence() -> None:
    with pytest.raises(ValueError, match="error must be squared or cross-entropy"):
        model(error="absolute").fit(IMAGES)
    with pytest.raises(ValueError, match="divisor must be k or k - 1, got 'm'"):
        model(divisor="m").fit(IMAGES)
    with pytest.raises(ValueError, match="must be numbers, got complex"):
        model().fit(IMAGES.astype(complex))


def test_what_does_not_fit_the_model_is_refused() -> None:
    with pytest.raises(ValueError, match="not fitted yet: call fit first"):
        model().transform(IMAGES)
    fitted = model(packets=(1, 2)).fit(IMAGES)
    with pytest.raises(ValueError, match="16 x 16 as in the training, got 16 x 9"):
        fitted.transform(IMAGES[:, :, :9])
    with pytest.raises(ValueError, match=r"one of \[1, 3\]"):
        fitted.inverse_transform(np.zeros((4, 2)))


def test_images_keep_their_own_range_and_any_size() -> None:
    images = 300 + 50 * IMAGES[:, :13, :10]
    fitted = model(error="cross-entropy", divisor="k - 1").fit(images)
    again = fitted.inverse_transform(fitted.transform(images))
    assert again.shape == images.shape
    assert images.min() <= again.min()
    assert again.max() <= images.max()


@pytest.mark.parametrize("shape", [(5, 7), (16, 16), (33, 64)])
def test_networks_return_the_shape_they_were_given(shape: tuple[int, int]) -> None:
    start = torch.Generator().manual_seed(0)
    encoder = Encoder(2, shape, (3, 4, 5), start)
    decoder = Decoder(2, shape, (3, 4, 5), 6, start)
    images = torch.rand(4, 1, *shape, generator=start)
    assert decoder(encoder(images)).shape == images.shape


def test_a_start_that_sums_changes_signs_of_the_last_map_alone() -> None:
    drawn, summed = (
        Encoder(2, (16, 16), (3, 4), torch.Generator().manual_seed(0)) for _ in range(2)
    )
    summed.start_summing()
    *before, last, _ = drawn.layers.parameters()
    *after, signed, _ = summed.layers.parameters()
    assert all(torch.equal(a, b) for a, b in zip(before, after, strict=True))
    assert torch.equal(signed, last.abs())
    assert not torch.equal(signed, last)


def test_only_the_first_packet_starts_as_a_sum() -> None:
    any_start = model(n_components=2, adam_steps=1).fit(IMAGES)
    summed = model(n_components=2, adam_steps=1, first="sum").fit(IMAGES)
    codes = [fitted.transform(IMAGES) for fitted in (any_start, summed)]
    assert not np.allclose(codes[0][:, 0], codes[1][:, 0])
    weights = [
        [step.encoder.layers[-1].weight for step in fitted.module_.steps]
        for fitted in (any_start, summed)
    ]
    assert float(weights[1][0].min()) > -0.05 > float(weights[0][0].min())
    assert float(weights[1][1].min()) < -0.05


@given(
    channels=st.integers(1, 9),
    height=st.integers(1, 6),
    width=st.integers(1, 6),
    seed=st.integers(0, 99),
)
def test_one_channel_is_written_as_by_a_transposed_convolution(
    channels: int, height: int, width: int, seed: int
) -> None:
    start = torch.Generator().manual_seed(seed)
    layer, values = OneChannel(channels), torch.empty(2, channels, height, width)
    for drawn in (layer.weight.data, layer.bias.data, values):
        drawn.normal_(generator=start)
    known = functional.conv_transpose2d(
        values, layer.weight, layer.bias, stride=2, padding=1
    )
    torch.testing.assert_close(layer(values), known, atol=1e-5, rtol=0)


def test_what_is_explained_is_what_decoding_gives_back() -> None:
    fitted = model().fit(IMAGES)
    total = ((IMAGES - IMAGES.mean(axis=0)) ** 2).sum()
    for count, explained in enumerate(fitted.explained_, 1):
        decoded = fitted.inverse_transform(fitted.transform(IMAGES)[:, :count])
        assert explained == pytest.approx(1 - ((decoded - IMAGES) ** 2).sum() / total)


def test_decoders_start_near_the_mean_grey() -> None:
    decoder = Decoder(1, (16, 16), (3, 4), 5, torch.Generator().manual_seed(0))
    decoder.start_at(0.05)
    assert decoder(torch.zeros(1, 1)).mean().item() == pytest.approx(0.05)


@pytest.mark.slow
def test_error_falls_and_the_penalty_decorrelates() -> None:
    images = drawn_ellipses(512, 5, "train", size=32, longest=15.0).images
    shared = {"n_components": 2, "adam_steps": 200, "channels": (8, 16, 16)}
    bound, free = (
        PCAAutoencoder(penalty=penalty, **shared).fit(images) for penalty in (1.0, 0.0)
    )
    assert bound.explained_[1] > bound.explained_[0] + 0.05
    assert bound.explained_[0] > 0.4
    correlations = [
        abs(np.corrcoef(m.transform(images).T)[0, 1]) for m in (bound, free)
    ]
    assert correlations[0] < 0.1
    assert correlations[0] < correlations[1] / 2


def test_a_training_says_how_far_it_is() -> None:
    told: list[str] = []
    fitted = model(packets=(1, 2)).fit(IMAGES, notify=told.append)
    shares = [f"explain {share:.1%} of the variance" for share in fitted.explained_]
    assert [share in said for share, said in zip(shares, told, strict=True)] == [
        True
    ] * 2
    assert [said.split(" is trained")[0] for said in told] == [
        "packet 1 of 2",
        "packet 2 of 2",
    ]

"""The card of a network on pictures says what is true of it."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor, nn

from empirical.pca import ellipse_codes
from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.ellipses import drawn_ellipses
from empirical.pca.images.form import PixelForm
from empirical.pca.principal_images import principal_images
from empirical.pca.shown_pictures import pictures_through
from empirical.training import Start
from tests.guests import Made
from verify.asked import card_images
from verify.asked.card import card
from verify.claim import Array
from verify.claims.pca import decorrelated, ellipses, ellipses_floors
from verify.report.numerals import measured
from verify.subjects import Images

FEW = {"train": 128, "test": 64, "even": 64}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(card_images, "ELLIPSES", FEW)


def linear(pictures: Array, count: int) -> Made:
    """Return principal components as a network."""
    mean, axes = principal_images(pictures, count, 0)
    return Made(
        shape=pictures.shape[1:],
        codes=count,
        encode=lambda x: (x.reshape(len(x), -1) - mean) @ axes.T,
        decode=lambda z: (z @ axes + mean).reshape(-1, *pictures.shape[1:]),
    )


def test_an_autoencoder_of_ours_agrees_to_the_last_digit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept: dict[str, Any] = {}
    monkeypatch.setattr(
        ellipse_codes, "weights_of", lambda net, name: kept.update({name: net}) or {}
    )
    setting = dict(ellipses.CLAIM.experiment.configurations["quick"])
    setting |= {**FEW, "first_steps": 3, "plain_steps": 2}
    small = {"channels": [2, 2, 4, 4], "batch": 16, "adam_steps": 2}
    setting["recipe"] = {**setting["recipe"], **small}
    arrays = ellipse_codes.ellipse_codes(start=Start(seed=0), **setting)
    model = PCAAutoencoder(3).unfitted(PixelForm(shape=(64, 64), low=0.0, high=1.0))
    model.module_ = kept["ordered"]
    network = Made(
        shape=(64, 64),
        codes=3,
        encode=lambda x: model.transform(x).astype(float),
        decode=lambda z: model.inverse_transform(z.astype(np.float32)).astype(float),
    )
    found = card(network, Images())
    for module in (ellipses, decorrelated, ellipses_floors):
        line = found.line(module.CLAIM.name)
        assert line is not None
        ours, theirs = line.judged.measurements[0], module.CLAIM.read(arrays)
        assert np.array_equal(ours.answer, theirs.answer)
        common = ours.values.keys() & theirs.values.keys() - {"pixel error, 1 code"}
        for name in common:
            assert measured(ours.values[name]) == measured(theirs.values[name]), name


def test_linear_components_are_as_good_as_themselves_and_in_order() -> None:
    known = drawn_ellipses(128, 0, "train").images.astype(float)
    found = card(linear(known, 3), Images())
    ours, theirs = (
        found.figures[f"variance left by {name}"]
        for name in ("the first 3", "3 linear")
    )
    assert ours == pytest.approx(theirs, rel=0.01)
    assert "in order, each adding less" in found.sentence
    assert "fits" not in {line.standing.value for line in found.lines}
    json.dumps(found.data, allow_nan=False)


def test_few_pictures_have_one_linear_component_less_than_there_are() -> None:
    rng = np.random.default_rng(0)
    some = rng.random((8, 5, 4))
    for count, components in ((3, 2), (6, 5), (8, 5)):
        found = pictures_through(linear(some, 5), some[:count], some)
        assert found["codes linear"].shape == (8, components)


def test_codes_out_of_order_a_constant_one_and_two_codes_are_said_so() -> None:
    known = drawn_ellipses(128, 0, "train").images.astype(float)
    best = linear(known, 3)
    encode, decode = best.encode, best.decode
    assert encode
    assert decode
    turned = Made(
        shape=(64, 64),
        codes=3,
        encode=lambda x: encode(x)[:, ::-1].copy(),
        decode=lambda z: decode(z[:, ::-1].copy()),
    )
    dead = Made(shape=(64, 64), codes=3, encode=lambda x: 0 * encode(x), decode=decode)
    assert "not in order" in card(turned, Images()).sentence
    assert "a code is constant" in card(dead, Images()).sentence
    two = card(linear(known, 2), Images(components=2))
    assert [line.judged.claim.name for line in two.lines] == ["pca.ellipses-floors"]


def test_pictures_of_a_folder_are_shown(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    scenes = rng.random((24, 1, 1)) * np.outer(np.hanning(12), np.hanning(10))
    for number, scene in enumerate(scenes):
        grey = Image.fromarray((255 * scene).astype(np.uint8))
        grey.save(tmp_path / f"{number:02}.png")
    images = Images(folder=tmp_path, components=1)
    pictures = card_images.pictures_of(images)
    assert pictures is not None
    found = card(linear(pictures, 1), images)
    assert found.figures["variance left by the first 1"] < 0.01
    assert found.lines == ()
    square = Images(folder=tmp_path, size=8, components=1)
    shown = card_images.pictures_of(square)
    assert shown is not None
    assert shown.shape == (24, 8, 8)


def test_pictures_in_colours_are_shown_as_they_are(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    for number, strength in enumerate(rng.random((32, 3))):
        scene = np.outer(np.hanning(12), np.hanning(10))[:, :, None] * strength
        drawn = Image.fromarray((255 * scene).astype(np.uint8))
        drawn.save(tmp_path / f"{number:02}.png")
    images = Images(folder=tmp_path, colours=True)
    pictures = card_images.pictures_of(images)
    assert pictures is not None
    assert pictures.shape == (32, 3, 12, 10)

    class Colours(nn.Module):
        def encode(self, x: Tensor) -> Tensor:
            return x.amax((2, 3))

        def decode(self, z: Tensor) -> Tensor:
            scene = np.outer(np.hanning(12), np.hanning(10))
            scene = torch.tensor(scene / scene.max(), dtype=z.dtype)
            return z[:, :, None, None] * scene

    found = card(Colours(), images)
    assert found.figures["variance left by the first 3"] < 1e-3
    assert found.figures["variance left by the first 1"] > 0.3
    assert {grid.shape[-1] for grid in found.pictures.values()} == {3}
    assert "16 pictures in colours" in found.about
    with pytest.raises(ValueError, match="channels must be 3 for images in colours"):
        card(Colours(), images, channels=1)
    grey = Images(folder=tmp_path)
    assert card_images.pictures_of(grey).shape == (32, 12, 10)  # type: ignore[union-attr]


def test_pictures_of_sixteen_bits_are_not_clipped(tmp_path: Path) -> None:
    for number in range(8):
        deep = np.full((6, 6), 8000 * number, dtype=np.uint16)
        Image.fromarray(deep).save(tmp_path / f"{number}.png")
    pictures = card_images.pictures_of(Images(folder=tmp_path, components=1))
    assert pictures is not None
    means = pictures.mean(axis=(1, 2))
    np.testing.assert_allclose(means, 8000 * np.arange(8) / 65535, atol=2 / 255)


TABLES = {
    "commas": "name,Size,Side\n{}",
    "semicolons and a quote": 'name;"Size";Side\n{}',
    "CelebA's list": "24\nSize Side\n{}",
}


@pytest.mark.parametrize("form", TABLES)
def test_attributes_of_own_pictures_are_told_by_the_code_that_follows_them(
    form: str, tmp_path: Path
) -> None:
    by = {"commas": ",", "semicolons and a quote": ";"}.get(form, "  ")
    rng, rows = np.random.default_rng(1), []
    for number in range(80):
        size, side = rng.random(), rng.integers(2)
        scene = np.zeros((8, 8))
        scene[:, 4 * side : 4 * side + 4] = size
        Image.fromarray((255 * scene).astype(np.uint8)).save(
            tmp_path / f"{number:02}.png"
        )
        rows.append(f"{number:02}.png{by}{size:.6f}{by}{2 * side - 1}")
    table = tmp_path / "table.txt"
    table.write_text(TABLES[form].format("\n".join(rows[::-1])), "utf-8")
    images = Images(folder=tmp_path, components=2, attributes=table)
    pictures = card_images.pictures_of(images)
    assert pictures is not None

    def encode(x: Array) -> Array:
        total = x.sum(axis=(1, 2))
        return np.stack([x[:, :, 4:].sum(axis=(1, 2)) / total, total], axis=1)

    network = Made(
        shape=(8, 8),
        codes=2,
        encode=encode,
        decode=lambda z: np.zeros((len(z), 8, 8)) + z[:, :1, None],
    )
    found = card(network, images)
    assert found.figures["told of Size by code 2"] > 0.95
    assert found.figures["told of Side by code 1"] > 0.9
    assert "most is told of S" in found.sentence


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,Size\n", "must hold a heading and a line"),
        ("name,Size\n00.png,1\n", "has no line for the picture 01.png"),
        ("name,Size\n01.png,big\n", "line 2: Size must be a number, got 'big'"),
        ("name,Size\n00.png,1\n01.png,1,2\n", "line 3: must hold a name and 1 numb"),
        ("name,Size\n01.png,nan\n", "line 2: Size must be finite"),
    ],
)
def test_a_table_that_does_not_fit_the_pictures_is_refused(
    text: str, says: str, tmp_path: Path
) -> None:
    for number in range(8):
        drawn = np.full((4, 4), 30 * number, dtype=np.uint8)
        Image.fromarray(drawn).save(tmp_path / f"{number:02}.png")
    table = tmp_path / "table.csv"
    table.write_text(text, "utf-8")
    images = Images(folder=tmp_path, components=1, attributes=table)
    network = Made(
        shape=(4, 4),
        codes=1,
        encode=lambda x: x.mean(axis=(1, 2))[:, None],
        decode=lambda z: z[:, :, None] + np.zeros((4, 4)),
    )
    with pytest.raises(ValueError, match=re.escape(says)):
        card(network, images)


def test_what_cannot_be_shown_is_refused(tmp_path: Path) -> None:
    known = drawn_ellipses(16, 0, "train").images.astype(float)
    with pytest.raises(ValueError, match="components must be 2, as many"):
        card(linear(known, 2), Images())
    with pytest.raises(ValueError, match="8 pictures or more, got 0"):
        card(linear(known, 2), Images(folder=tmp_path))
    with pytest.raises(ValueError, match="size must be 64 for the ellipses"):
        card(linear(known, 3), Images(size=32))
    for number in range(8):
        (tmp_path / f"{number}.png").write_bytes(b"nothing")
    with pytest.raises(ValueError, match="is no picture that can be read"):
        card(linear(known, 2), Images(folder=tmp_path))

"""The command that organises a folder of pictures."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.organised_folder import organised_folder
from verify.commands import cli
from verify.imaged import UNFINISHED

SIDE, COUNT = 16, 40
CHEAP = ("--components", "2", "--steps", "12")


def blobs(folder: Path, *, colours: bool = False) -> Path:
    """Draw blobs that differ in place and size."""
    rng = np.random.default_rng(5)
    folder.mkdir()
    y, x = np.mgrid[:SIDE, :SIDE]
    for k in range(COUNT):
        (across, down), width = rng.uniform(5, 11, 2), rng.uniform(1, 3)
        drawn = np.exp(-((x - across) ** 2 + (y - down) ** 2) / (2 * width**2))
        if colours:
            drawn = drawn[..., None] * rng.uniform(0.3, 1, 3)
        levels = np.uint8(255 * drawn)
        Image.fromarray(levels).save(folder / f"{k:02}.png")
    return folder


def asked(folder: Path, out: Path, *more: str) -> Result:
    words = ["images", str(folder), "--out", str(out), *CHEAP, *more]
    return CliRunner().invoke(cli, words)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return blobs(tmp_path_factory.mktemp("images") / "blobs")


@pytest.fixture(scope="module")
def out(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("images") / "out"
    result = asked(folder, out)
    assert result.exit_code == 0, result.output
    return out


def codes_in(out: Path) -> tuple[list[str], np.ndarray]:
    with (out / "codes.csv").open() as file:
        head, *rows = csv.reader(file)
    assert head == ["file", "code 1", "code 2"]
    return [row[0] for row in rows], np.array([[*map(float, r[1:])] for r in rows])


def test_every_picture_has_its_codes(folder: Path, out: Path) -> None:
    names, codes = codes_in(out)
    assert names == sorted(path.name for path in folder.iterdir())
    model = PCAAutoencoder.load(out / "images.safetensors")
    pictures = np.stack([np.asarray(Image.open(folder / n)) / 255 for n in names])
    assert np.allclose(model.transform(pictures), codes, atol=1e-5)
    assert not (out / UNFINISHED).exists()


def test_what_is_left_is_measured_on_pictures_that_were_held_out(
    folder: Path, out: Path
) -> None:
    """Worked out here again, with NumPy, from the model and the pictures."""
    said = json.loads((out / "images.json").read_text())
    names, codes = codes_in(out)
    pictures = np.stack([np.asarray(Image.open(folder / n)) / 255 for n in names])
    mixed = np.random.default_rng(0).permutation(COUNT)
    unseen, known = np.sort(mixed[:8]), np.sort(mixed[8:])
    assert said["training"]["held out"] == len(unseen)
    shown, mean = pictures[unseen], pictures[known].mean(0)
    variance = np.square(shown - shown.mean(0)).mean()
    axes = np.linalg.svd((pictures[known] - mean).reshape(32, -1))[2]
    flat = (shown - mean).reshape(8, -1)
    model = PCAAutoencoder.load(out / "images.safetensors")
    for k in (1, 2):
        made = model.inverse_transform(codes[unseen, :k])
        left = np.square(made - shown).mean() / variance
        assert said["figures"][f"variance left by the first {k}"] == pytest.approx(
            left, rel=1e-4
        )
        linear = np.square(flat - flat @ axes[:k].T @ axes[:k]).mean() / variance
        assert said["figures"][f"variance left by {k} linear"] == pytest.approx(
            linear, rel=1e-4
        )
    correlation = np.corrcoef(codes[unseen].T)[0, 1]
    assert said["figures"]["correlation of codes 1 and 2"] == pytest.approx(correlation)


def test_the_pages_are_written_and_progress_is_told(folder: Path, out: Path) -> None:
    assert (out / "images.pdf").read_bytes().startswith(b"%PDF-")
    result = asked(folder, out, "--json")
    assert "packet 2 of 2 is trained" in result.stderr
    assert "of the variance, as many linear ones" in result.stderr
    assert json.loads(result.stdout)["training"]["pictures"] == COUNT


def test_an_interrupted_training_goes_on_and_ends_alike(
    folder: Path, out: Path, tmp_path: Path
) -> None:
    def interrupted(sentence: str) -> None:
        if "is trained" in sentence:
            raise KeyboardInterrupt

    tmp_path.joinpath("new").mkdir()
    with pytest.raises(KeyboardInterrupt):
        organised_folder(
            folder,
            components=2,
            steps=12,
            checkpoint=tmp_path / "new" / UNFINISHED,
            notify=interrupted,
        )
    assert (tmp_path / "new" / UNFINISHED).exists()
    result = asked(folder, tmp_path / "new")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "new/codes.csv").read_bytes() == (out / "codes.csv").read_bytes()


def test_colours_are_kept(tmp_path: Path) -> None:
    result = asked(blobs(tmp_path / "colours", colours=True), tmp_path / "out")
    assert result.exit_code == 0, result.output
    model = PCAAutoencoder.load(tmp_path / "out/images.safetensors")
    assert model.inverse_transform(np.zeros((1, 2))).shape == (1, SIDE, SIDE, 3)


def spoilt(change: Callable[[Path], object]) -> Callable[[Path], Path]:
    def made(where: Path) -> Path:
        folder = blobs(where / "spoilt")
        change(folder)
        return folder

    return made


def emptied(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()


def one_larger(folder: Path) -> None:
    Image.fromarray(np.zeros((SIDE, SIDE + 1), np.uint8)).save(folder / "99.png")


REFUSED = {
    "a text that is called a picture": (
        spoilt(lambda folder: (folder / "07.png").write_text("no")),
        (),
        "07.png is no picture that can be read",
    ),
    "another size": (spoilt(one_larger), (), "99.png is 16 x 17, others are 16 x 16"),
    "nothing": (spoilt(emptied), (), "must hold pictures"),
    "nothing held out": (blobs, ("--held-out", "0"), "at least 2 pictures, got 0"),
    "all held out": (blobs, ("--held-out", "1.5"), "1.5"),
    "no codes": (blobs, ("--components", "0"), "n_components must be"),
    "no device": (blobs, ("--device", "cuda:9"), "cuda:9"),
    "no size": (blobs, ("--size", "0"), "size must be at least 1, got 0"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_organised_is_refused_in_a_sentence(
    name: str, tmp_path: Path
) -> None:
    made, more, says = REFUSED[name]
    folder = made(tmp_path / "blobs") if made is blobs else made(tmp_path)
    result = asked(folder, tmp_path / "out", *more)
    assert result.exit_code == click.UsageError.exit_code, result.output
    assert says in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr

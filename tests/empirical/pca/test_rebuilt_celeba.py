"""CelebA's layout, on a small folder of images made here."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from empirical.pca.images import celeba
from empirical.pca.images.celeba import content, split
from empirical.pca.images.face_folder import LEAST, Faces
from tests.problems.files import FACES, PARTS


def made(folder: Path, parts: str = "0" * LEAST + "1" + "2" * LEAST) -> Path:
    """Write images of the size of CelebA's, and the file that says their parts."""
    (folder / FACES).mkdir(parents=True)
    rng = np.random.default_rng(len(str(folder)))
    lines = []
    for number, part in enumerate(parts, start=1):
        name = f"{number:06}.jpg"
        grey = np.full((218, 178, 3), 40.0)
        grey[20:198] += 100 * rng.random()
        Image.fromarray(grey.astype(np.uint8)).save(folder / FACES / name)
        lines.append(f"{name} {part}\n")
    (folder / PARTS).write_text("".join(lines))
    return folder


def test_parts_are_told_apart_and_the_middle_square_is_averaged(tmp_path: Path) -> None:
    folder = made(tmp_path, "2" * LEAST + "1" + "0" * (LEAST + 5))
    known, unseen = split(str(folder), LEAST + 3, 100, 16)
    assert (known.shape, unseen.shape) == ((LEAST + 3, 16, 16), (LEAST, 16, 16))
    with Image.open(folder / FACES / "000001.jpg") as image:
        rows = np.asarray(image.convert("L"), dtype=float)[20:198] / 255
    assert unseen[0].mean() == pytest.approx(rows.mean(), abs=0.003)
    assert np.ptp(unseen[0]) < 0.02  # the stripes above and below are cut off
    assert known.min() >= 0
    assert known.max() <= 1


def test_a_picture_keeps_its_place(tmp_path: Path) -> None:
    folder = made(tmp_path)
    image = np.zeros((218, 178, 3), dtype=np.uint8)
    image[20:109, :89] = 255  # the upper left quarter of the middle square
    Image.fromarray(image).save(folder / FACES / "000001.jpg", quality=100)
    first = split(str(folder), LEAST, LEAST, 2)[0][0]
    np.testing.assert_allclose(first, [[1, 0], [0, 0]], atol=0.02)


def test_a_digest_follows_the_images(tmp_path: Path) -> None:
    folder = made(tmp_path / "a")
    other = made(tmp_path / "bb")
    first = content(str(folder), LEAST, LEAST, 8)
    assert first != content(str(other), LEAST, LEAST, 8)
    for path in (folder / FACES).iterdir():
        path.replace(other / FACES / path.name)
    split.cache_clear()
    assert first == content(str(other), LEAST, LEAST, 8)


@pytest.mark.parametrize("mode", ["I;16", "I"])
def test_grey_of_16_bits_keeps_its_levels(tmp_path: Path, mode: str) -> None:
    levels = np.linspace(0, 65535, 178 * 178).reshape(178, 178)
    kind = np.uint16 if mode == "I;16" else np.int32
    eight, sixteen = "8.png", "16.png"
    Image.fromarray(np.round(levels / 257).astype(np.uint8)).save(tmp_path / eight)
    Image.fromarray(levels.astype(kind)).save(tmp_path / sixteen, format="TIFF")
    faces = Faces(name="", place=tmp_path, known=(), unseen=(), listed=None, strays=0)
    grey = [celeba._grey(faces, name, 16) for name in (eight, sixteen)]
    np.testing.assert_allclose(*grey, atol=0.003)

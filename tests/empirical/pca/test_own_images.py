"""Images of one's own: all forms, types, shapes and containers give the same codes."""

from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from empirical.pca.images import image_set
from empirical.pca.images.folder import FolderImages
from empirical.pca.images.rows import rows_of
from empirical.pca.images.survey import surveyed
from tests.empirical.pca.given_images import (
    CONTAINERS,
    DTYPES,
    FORMS,
    SHAPES,
    levels,
    model,
)


def plain(form: str, shape: tuple[int, int], kind: str) -> np.ndarray:
    """Return the same images in double precision, grey ones without an axis for it."""
    known = {"three behind": "three in front"}.get(form, form)
    known = "grey" if known.startswith("one") else known
    return FORMS[known](levels(shape, kind)).astype(float)


@cache
def reference(form: str, shape: tuple[int, int], kind: str) -> np.ndarray:
    """Return their codes."""
    return model().fit_transform(plain(form, shape, kind))


@cache
def scaled(form: str, shape: tuple[int, int], kind: str) -> torch.Tensor:
    """Return what a network should see of them."""
    images = plain(form, shape, kind)
    if form == "vectors":
        moved = images - images.mean(axis=0)
        return torch.from_numpy(moved / np.sqrt((moved**2).mean()))
    grey = torch.from_numpy((images - images.min()) / np.ptp(images))
    return grey if grey.ndim == 4 else grey[:, None]


# Each of these tries every type of number and every shape.
@pytest.mark.again
@pytest.mark.parametrize(("form", "container"), [*product(FORMS, CONTAINERS)])
@pytest.mark.parametrize("limit", [0, 2**30])
def test_a_network_sees_the_same_in_whatever_images_come(
    form: str,
    container: str,
    limit: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(image_set, "HELD", limit)
    cpu = torch.device("cpu")
    for shape, dtype in product(SHAPES, DTYPES):
        images = FORMS[form](levels(shape, dtype))
        data = CONTAINERS[container](images, tmp_path)
        rows = rows_of(data)
        places = np.arange(len(rows))
        seen = surveyed(rows, places, 2, None)
        known = scaled(form, shape, "bool" if dtype == "bool" else "float64").float()
        total = (known - known.mean(0)).square().sum()
        assert seen.total == pytest.approx(float(total), rel=1e-4)
        assert seen.grey == pytest.approx(float(known.mean()), abs=1e-6)
        for found in (
            image_set.image_set(rows, places, seen.form, cpu),
            image_set.given(data, seen.form, cpu),
        ):
            values, missing = found[slice(0, len(found))]
            torch.testing.assert_close(values, known, atol=1e-6, rtol=0)
            assert missing is None
            again = seen.form.restored(values)
            np.testing.assert_allclose(again, images.astype(float), atol=1e-4)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_same_images_have_the_same_codes_of_whatever_type(
    form: str, dtype: str
) -> None:
    images = FORMS[form](levels((13, 10), dtype))
    fitted = model().fit(images)
    known = reference(form, (13, 10), "bool" if dtype == "bool" else "float64")
    np.testing.assert_allclose(fitted.transform(images), known, atol=2e-3)
    again = fitted.inverse_transform(known)
    assert again.shape == images.shape
    assert np.isfinite(again).all()
    if form != "vectors":
        assert -0.01 <= again.min() <= again.max() <= 100.01


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("container", CONTAINERS)
def test_images_are_learned_from_whatever_they_come_in(
    form: str, container: str, tmp_path: Path
) -> None:
    given = CONTAINERS[container](FORMS[form](levels((13, 10), "int32")), tmp_path)
    codes = model().fit_transform(given)
    np.testing.assert_allclose(codes, reference(form, (13, 10), "float64"), atol=2e-3)


@pytest.mark.again
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shift", [0.0, -1e6, 1e9])
@pytest.mark.parametrize("factor", [1e-30, 1.0, 1e30])
def test_codes_do_not_depend_on_the_unit_of_the_values(
    form: str, shift: float, factor: float
) -> None:
    images = (FORMS[form](levels((13, 10), "float64")) + shift) * factor
    codes = model().fit_transform(images)
    np.testing.assert_allclose(codes, reference(form, (13, 10), "float64"), atol=2e-3)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "vectors"])
def test_one_image_has_the_codes_that_it_has_among_others(form: str) -> None:
    images = FORMS[form](levels((13, 10), "uint8"))
    fitted = model().fit(images)
    for given in (images[3], torch.from_numpy(np.ascontiguousarray(images[3]))):
        np.testing.assert_allclose(
            fitted.transform(given), fitted.transform(images)[3:4], atol=1e-5
        )


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("fill", [np.nan, -9999.0])
def test_what_is_not_known_is_no_matter(form: str, fill: float) -> None:
    images = FORMS[form](levels((13, 10), "float64"))
    gone = np.random.default_rng(0).random(images.shape) < 0.2
    found = [
        model(missing_values=word).fit_transform(given)
        for word, given in (
            (fill, np.where(gone, fill, images)),
            (None, np.ma.masked_array(np.where(gone, 55.0, images), mask=gone)),
            (None, np.ma.masked_array(np.where(gone, np.inf, images), mask=gone)),
        )
    ]
    assert np.array_equal(found[0], found[1])
    assert np.array_equal(found[0], found[2])
    assert not np.allclose(found[0], reference(form, (13, 10), "float64"), atol=2e-3)


def test_masked_pixels_add_no_error_and_get_no_gradient() -> None:
    images = FORMS["grey"](levels((13, 10), "float64"))
    mask = np.zeros(images.shape, bool)
    mask[:, :, 6:] = True
    wild = np.ma.masked_array(np.where(mask, 1e9, images), mask=mask)
    cut = model(adam_steps=15).fit(wild)
    left = (cut.inverse_transform(cut.transform(wild)) - images)[:, :, :6]
    around = images[:, :, :6] - images[:, :, :6].mean(axis=0)
    share = 1 - (left**2).sum() / (around**2).sum()
    assert cut.explained_[-1] == pytest.approx(share, abs=1e-4)
    assert cut.score(wild) == pytest.approx(share, abs=1e-4)


def written(folder: Path, images: np.ndarray, kind: str = "png") -> Path:
    folder.mkdir(exist_ok=True)
    for place, image in enumerate(images):
        Image.fromarray(image).save(folder / f"{place:03d}.{kind}")
    return folder


@pytest.mark.parametrize("form", ["grey", "three behind"])
@pytest.mark.parametrize("kind", ["png", "bmp", "tiff", "gif"])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_folder_gives_what_its_pictures_give(
    form: str,
    kind: str,
    streamed: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if streamed:
        monkeypatch.setattr(image_set, "HELD", 0)
    if kind == "gif" and form != "grey":
        pytest.skip("a palette of 256 does not hold these colours")
    images = FORMS[form](levels((13, 10), "uint8"))
    folder = written(tmp_path / "pictures", images, kind)
    fitted = model().fit(folder)
    np.testing.assert_allclose(
        fitted.transform(str(folder)), reference(form, (13, 10), "float64"), atol=2e-3
    )
    assert fitted.image_shape_ == images.shape[1:]


def test_sixteen_bits_are_not_clipped_and_orientation_is_heeded(
    tmp_path: Path,
) -> None:
    deep = (FORMS["grey"](levels((13, 10), "float64")) * 600).astype(np.uint16)
    found = FolderImages(written(tmp_path / "deep", deep))
    np.testing.assert_allclose(found[2], deep[2] / 65535, rtol=1e-6)
    exif = Image.Exif()
    exif[274] = 6
    (tmp_path / "turned").mkdir()
    picture = Image.fromarray(FORMS["grey"](levels((13, 10), "uint8"))[0])
    picture.save(tmp_path / "turned" / "a.png", exif=exif)
    assert FolderImages(tmp_path / "turned")[0].shape == (10, 13)


def test_folders_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    images = FORMS["grey"](levels((13, 10), "uint8"))
    folder = written(tmp_path / "a", images)
    (folder / "._000.png").write_bytes(b"of another system")
    (folder / "notes.txt").write_text("no picture")
    assert len(FolderImages(folder)) == len(images)
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match=r"must hold pictures .* got none"):
        model().fit(tmp_path / "empty")
    (folder / "zz.png").write_bytes(b"broken")
    with pytest.raises(ValueError, match=r"zz.png is no picture that can be read"):
        model().fit(folder)
    Image.fromarray(np.zeros((5, 5), np.uint8)).save(folder / "zz.png")
    with pytest.raises(ValueError, match=r"one size, or give a size: zz.png is 5 x 5"):
        model().fit(folder)
    assert model().fit(FolderImages(folder, size=8)).image_shape_ == (8, 8)
    Image.fromarray(np.zeros((13, 10, 3), np.uint8)).save(folder / "zz.png")
    with pytest.raises(ValueError, match=r"in colour or in grey, not both as 000.png"):
        model().fit(folder)
    assert model().fit(FolderImages(folder, colour=True)).image_shape_ == (13, 10, 3)
    with pytest.raises(ValueError, match="size must be at least 1, got 0"):
        FolderImages(folder, size=0)


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGB", "CMYK", "I;16"])
def test_pictures_of_any_mode_are_read_as_what_they_show(mode: str) -> None:
    grey = mode in ("L", "1", "I;16")
    images = FORMS["grey" if grey else "three behind"](levels((13, 10), "uint8"))
    if mode == "I;16":
        shown = [Image.fromarray(image.astype(np.uint16) * 300) for image in images]
    else:
        shown = [Image.fromarray(image).convert(mode) for image in images]
    known = [np.asarray(one if grey else one.convert("RGB")) for one in shown]
    fitted = model().fit(shown)
    np.testing.assert_array_equal(
        fitted.transform(shown), model().fit_transform(np.stack(known))
    )
    if grey:
        np.testing.assert_allclose(
            fitted.transform(shown[2]), fitted.transform(shown)[2:3], atol=1e-5
        )

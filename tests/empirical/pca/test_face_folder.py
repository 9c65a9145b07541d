"""Faces are found in every layout that people have, or refused in a sentence."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from empirical.pca.images import face_folder
from empirical.pca.images.celeba import content, split
from empirical.pca.images.face_folder import LEAST, LIST, faces_in

COUNT = 2 * LEAST + 5
NAMES = [f"{number:06}.jpg" for number in range(1, COUNT + 1)]
PARTS = ["0"] * LEAST + ["1"] * 5 + ["2"] * LEAST
FOLDER = "img_align_celeba"


def text(by: str = " ", head: str = "", end: str = "\n", quote: str = "") -> str:
    rows = [f"{quote}{n}{quote}{by}{p}" for n, p in zip(NAMES, PARTS, strict=True)]
    return "".join(f"{row}{end}" for row in (head, *rows) if row)


def pictures(folder: Path, kind: str = "jpg", plain: bool = False) -> Path:
    """Write a small picture for each name, each of its own grey."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(NAMES):
        stem = str(number) if plain else Path(name).stem
        grey = np.full((6, 5, 3), 5 * number, dtype=np.uint8)
        Image.fromarray(grey).save(folder / f"{stem}.{kind}")
    return folder


def listed(folder: Path, words: str, kind: str = "txt") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{LIST}.{kind}").write_bytes(words.encode())


def distributed(root: Path) -> Path:
    pictures(root / "Img" / FOLDER)
    listed(root / "Eval", text())
    (root / "Anno").mkdir()
    (root / "Anno/list_attr_celeba.txt").write_text("45\nSmiling\n")
    return root


def flat(root: Path) -> Path:
    pictures(root / FOLDER)
    listed(root, text(end="\r\n"))
    return root


def torchvision(root: Path) -> Path:
    flat(root / "celeba")
    return root


def of_torchvision(root: Path) -> Path:
    return flat(root / "celeba")


def kaggle(root: Path) -> Path:
    pictures(root / FOLDER / FOLDER)
    listed(root, text(",", "image_id,partition"), "csv")
    return root


def zipped(root: Path) -> Path:
    made = pictures(root / FOLDER)
    (root / "Img").mkdir()
    with zipfile.ZipFile(root / "Img" / f"{FOLDER}.zip", "w") as archive:
        archive.writestr("__MACOSX/._000001.jpg", b"nothing")
        for file in sorted(made.iterdir()):
            archive.write(file, f"{FOLDER}/{file.name}")
    shutil.rmtree(made)
    listed(root / "Eval", text())
    return root


def png(root: Path) -> Path:
    pictures(root / f"{FOLDER}_png", "png")
    listed(root, text())
    return root


def shouting(root: Path) -> Path:
    pictures(root / FOLDER, "JPG")
    listed(root, text(";", "\ufeffimage_id;partition", quote='"'), "csv")
    return root


def counted(root: Path) -> Path:
    pictures(root / FOLDER)
    listed(root, text("   ", f"{COUNT}\nimage_id partition"))
    return root


def its_pictures(root: Path) -> Path:
    return flat(root) / FOLDER


def its_pictures_of_img(root: Path) -> Path:
    return distributed(root) / "Img" / FOLDER


def linked(root: Path) -> Path:
    """Its pictures lie elsewhere, and a link leads in a circle."""
    pictures(root / "elsewhere" / FOLDER)
    place = root / "here"
    listed(place, text())
    (place / FOLDER).symlink_to(root / "elsewhere" / FOLDER)
    (place / "again").symlink_to(place)
    return place


LAYOUTS: dict[str, Callable[[Path], Path]] = {
    "as distributed": distributed,
    "all in one place": flat,
    "torchvision's root": torchvision,
    "torchvision's folder": of_torchvision,
    "Kaggle's": kaggle,
    "still zipped": zipped,
    "png": png,
    "quoted, with a mark and capitals": shouting,
    "with a count and a heading": counted,
    "the folder of its pictures": its_pictures,
    "the folder of its pictures, as distributed": its_pictures_of_img,
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_celeba_is_found_in_every_layout(layout: str, tmp_path: Path) -> None:
    folder = LAYOUTS[layout](tmp_path)
    faces = faces_in(folder)
    assert faces.name == "CelebA"
    assert (len(faces.known), len(faces.unseen)) == (LEAST, LEAST)
    known, unseen = split(str(folder), 3, 2, 2)
    np.testing.assert_allclose(known[:, 0, 0] * 255, [0, 5, 10], atol=1)
    np.testing.assert_allclose(unseen[:, 0, 0] * 255, [125, 130], atol=1)
    assert f"{LEAST} pictures to learn from, {LEAST} kept back (as {LIST}" in faces.said


def test_a_link_in_a_circle_leads_nowhere(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds pictures in"):
        faces_in(linked(tmp_path))
    (tmp_path / "here/again").unlink()
    assert len(faces_in(tmp_path / "here").known) == LEAST


def test_layouts_of_the_same_jpg_have_one_digest(tmp_path: Path) -> None:
    jpg = [name for name in LAYOUTS if name != "png"]
    digests = set()
    for number, name in enumerate(jpg):
        root = tmp_path / str(number)
        root.mkdir()
        digests.add(content(str(LAYOUTS[name](root)), LEAST, LEAST, 4))
    assert len(digests) == 1


@pytest.mark.parametrize("nested", [False, True])
def test_faces_without_a_list_are_split_by_their_names(
    nested: bool, tmp_path: Path
) -> None:
    for person in range(3):
        place = tmp_path / f"person {person}" if nested else tmp_path
        pictures(place, f"{person}.png", plain=True)
    faces = faces_in(tmp_path)
    assert faces.name == tmp_path.name
    assert len(faces.unseen) == 3 * COUNT // 5
    assert faces.unseen[0].endswith("4.0.png" if nested else "1.1.png")
    assert not set(faces.known) & set(faces.unseen)
    assert "kept back (every fifth, by name)" in faces.said


def test_celeba_hq_has_no_list_and_is_in_the_order_of_its_numbers(
    tmp_path: Path,
) -> None:
    for part in range(3):
        made = pictures(tmp_path / "made", plain=True)
        place = tmp_path / "CelebAMask-HQ/CelebA-HQ-img"
        place.mkdir(parents=True, exist_ok=True)
        for file in made.iterdir():
            file.rename(place / f"{int(file.stem) + part * COUNT}.jpg")
    faces = faces_in(tmp_path)
    assert faces.name == "CelebA-HQ"
    assert faces.known[:5] == ("0.jpg", "1.jpg", "2.jpg", "3.jpg", "5.jpg")
    assert faces.unseen[:3] == ("4.jpg", "9.jpg", "14.jpg")


def more(words: str) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(file.read_bytes() + words.encode())


def written(data: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(data)


def beside(file: Path) -> None:
    other = file.with_suffix({".txt": ".csv", ".csv": ".txt"}[file.suffix])
    other.write_text(text())


FAULTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a part that is none": (
        more("000046.jpg,3\n"),
        "and 0, 1 or 2, got '000046.jpg 3'",
    ),
    "no part": (more("000046.jpg\n"), "must be the name of an image and 0, 1 or 2"),
    "another folder": (more("../../secret.jpg,0\n"), "must be the name of an image"),
    "too many columns": (more("000046.jpg,0,0\n"), "must be the name of an image"),
    "a name twice": (more("000001.jpg,0\n"), "000001.jpg must stand there once"),
    "names without a picture": (
        more("000091.jpg,0\n000092.jpg,0\n000093.jpg,2\n000094.jpg,2\n"),
        "lists; 4 are missing: 000091.jpg, 000092.jpg, 000093.jpg, ...",
    ),
    "nothing": (written(b""), "must list images and their parts; it lists none"),
    "a heading alone": (written(b"image_id,partition\n"), "it lists none"),
    "binary": (written(bytes(range(128, 256))), "must be a text in UTF-8"),
    "another count": (
        lambda file: file.write_text(f"{COUNT + 1}\n{text()}"),
        "as many images as its first line says, 46, got 45",
    ),
    "two lists": (beside, "leave one, so that it is clear"),
    "few": (written(b"000001.jpg 0\n000002.jpg 2\n"), "at least 20 training images"),
}
COUNTED = ("with a count and a heading",)


@pytest.mark.again
@pytest.mark.parametrize("layout", [*LAYOUTS][:9])
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_wrong_with_a_list_is_one_sentence(
    layout: str, fault: str, tmp_path: Path
) -> None:
    folder = LAYOUTS[layout](tmp_path)
    spoil, says = FAULTS[fault]
    (file,) = tmp_path.rglob(f"{LIST}.*")
    spoil(file)
    with pytest.raises(ValueError, match=r".") as refused:
        faces_in(folder)
    said = str(refused.value)
    # A longer list than its first line says is refused for that before.
    assert says in said or (layout in COUNTED and "as its first line says" in said)
    assert "\n" not in said


def huge(path: Path) -> None:
    Image.new("1", (20_000, 10_000)).save(path, "PNG")


def turned(path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    Image.fromarray(np.arange(30, dtype=np.uint8).reshape(6, 5)).save(path, exif=exif)


UNREADABLE: dict[str, Callable[[Path], object]] = {
    "no image": written(b"no image"),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:200]),
    "huge": huge,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_picture_that_cannot_be_read_is_named(fault: str, tmp_path: Path) -> None:
    folder = flat(tmp_path)
    UNREADABLE[fault](folder / FOLDER / NAMES[2])
    with pytest.raises(ValueError, match=r"000003\.jpg"):
        split(str(folder), 100, 100, 4)


@pytest.mark.parametrize("mode", ["L", "CMYK", "RGBA", "P"])
def test_pictures_of_any_mode_are_grey(mode: str, tmp_path: Path) -> None:
    folder = png(tmp_path)
    file = folder / f"{FOLDER}_png/000003.png"
    level = Image.fromarray(np.full((6, 5, 3), 90, dtype=np.uint8))
    (level.quantize(2) if mode == "P" else level.convert(mode)).save(file, "TIFF")
    known, _ = split(str(folder), 3, 1, 2)
    np.testing.assert_allclose(known[2] * 255, 90, atol=2)


def test_a_picture_that_was_taken_upside_down_is_turned(tmp_path: Path) -> None:
    folder = flat(tmp_path)
    turned(folder / FOLDER / NAMES[0])
    first = split(str(folder), 1, 1, 2)[0][0]
    assert first[0].min() > first[1].max()


def test_a_picture_of_an_archive_has_a_largest_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = zipped(tmp_path)
    monkeypatch.setattr(face_folder, "_LARGEST", 100)
    with pytest.raises(ValueError, match="it has more than 100 bytes"):
        split(str(folder), 1, 1, 2)


def test_an_archive_that_is_none_is_named(tmp_path: Path) -> None:
    folder = zipped(tmp_path)
    (folder / "Img" / f"{FOLDER}.zip").write_bytes(b"PK")
    with pytest.raises(ValueError, match="is no zip archive that can be read"):
        faces_in(folder)


def test_two_sets_of_pictures_are_both_named(tmp_path: Path) -> None:
    folder = flat(tmp_path)
    pictures(folder / f"{FOLDER}_png", "png")
    with pytest.raises(ValueError, match=f"{FOLDER} and {FOLDER}_png: give the"):
        faces_in(folder)
    assert faces_in(folder / FOLDER).listed


def test_pictures_that_a_list_does_not_name_are_counted(tmp_path: Path) -> None:
    folder = flat(tmp_path)
    shutil.copy(folder / FOLDER / NAMES[0], folder / FOLDER / "mine.jpg")
    assert "; 1 that it does not name are left out." in faces_in(folder).said


def test_a_name_in_two_folders_is_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        pictures(tmp_path / name)
    listed(tmp_path, text())
    with pytest.raises(ValueError, match=r"must hold 000001\.jpg once"):
        faces_in(tmp_path)


def test_a_folder_of_folders_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(face_folder, "_MOST", 3)
    for name in "abcd":
        (tmp_path / name).mkdir()
    with pytest.raises(ValueError, match="more than 3 folders: give that of the faces"):
        faces_in(tmp_path)

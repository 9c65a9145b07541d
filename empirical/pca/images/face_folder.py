"""Faces in the layouts in which people hold them, found by looking at a folder."""

import io
import os
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from PIL import Image, ImageOps

from empirical.pca.images.folder import KINDS

LIST = "list_eval_partition"
NAMED = {
    "img_align_celeba": "CelebA",
    "img_align_celeba_png": "CelebA",
    "img_celeba": "CelebA",
    "celeba-hq-img": "CelebA-HQ",
    "celeba_hq_256": "CelebA-HQ",
}
"""Data sets by the names, in lower case, of the folders that hold their pictures."""

LEAST = 20
"""Pictures that each part must have."""

_KNOWN, _UNSEEN = "0", "2"
_PARTS = {_KNOWN: "training", "1": "validation", _UNSEEN: "test"}
_DEEPEST, _MOST, _LARGEST = 3, 10_000, 2**26
"""Folders within folders; how many in all; bytes of a picture in an archive."""


@dataclass(frozen=True, kw_only=True)
class Faces:
    """Pictures of faces, and which are learned from.

    Parameters
    ----------
    name
        Of the data set, or of the folder.
    place
        A folder, or a zip archive.
    known, unseen
        Their names in it: those that are learned from, and those kept back.
    listed
        The list that says so; None where every fifth picture is kept back.
    strays
        How many pictures the list does not name.

    """

    name: str
    place: Path
    known: tuple[str, ...]
    unseen: tuple[str, ...]
    listed: Path | None
    strays: int

    @property
    def said(self) -> str:
        """What was found, in one sentence."""
        by = f"as {self.listed.name} says" if self.listed else "every fifth, by name"
        strays = f"; {self.strays:,} that it does not name are left out"
        return (
            f"Found {self.name} in {self.place.name}: {len(self.known):,} pictures to "
            f"learn from, {len(self.unseen):,} kept back ({by})"
            f"{strays if self.strays else ''}."
        )

    def opened(self, name: str) -> Image.Image:
        """Return a picture, the right way up.

        Raises
        ------
        ValueError
            If it cannot be read, or is larger than any photograph.

        """
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                with Image.open(self._file(name)) as picture:
                    return ImageOps.exif_transpose(picture)
        except (
            OSError,
            SyntaxError,
            ValueError,
            NotImplementedError,
            RuntimeError,
            zipfile.BadZipFile,
            Image.DecompressionBombError,
            Image.DecompressionBombWarning,
        ) as error:
            raise ValueError(
                f"{self.place / name} is no picture that can be read: {error}"
            ) from error

    def _file(self, name: str) -> Path | io.BytesIO:
        if self.place.is_dir():
            return self.place / name
        with zipfile.ZipFile(self.place) as archive:
            if archive.getinfo(name).file_size > _LARGEST:
                raise ValueError(f"it has more than {_LARGEST:,} bytes")
            return io.BytesIO(archive.read(name))


@dataclass(frozen=True, kw_only=True)
class _Held:
    """What lies in a folder and in those within it."""

    pictures: Mapping[Path, Sequence[str]]
    archives: Sequence[Path]
    lists: Sequence[Path]


def faces_in(folder: Path | str) -> Faces:
    """Return the faces that a folder holds, in whichever layout.

    CelebA as it is distributed (``Img``, ``Anno`` and ``Eval``, or all in one place),
    as torchvision and Kaggle lay it out (nested folders, lists with commas), its
    pictures as jpg or png or still in ``img_align_celeba.zip``; CelebA-HQ; or any
    folder of faces. Without a list of parts every fifth picture is kept back.

    Parameters
    ----------
    folder
        That of the data set, or of its pictures; the list may lie above them.

    Raises
    ------
    ValueError
        If it holds no faces or too few, several sets of them or several lists, or the
        list cannot be read or names pictures that are not there.

    """
    root = Path(folder)
    held = _held(root)
    place, names = _pictures(root, held)
    listed = _listed(root, held)
    stem = place.stem.lower() if place.is_file() else place.name.lower()
    name = NAMED.get(stem, root.absolute().name)
    if listed is None:
        parts, strays = _every_fifth(names), 0
    else:
        parts = _matched(listed, _parts(listed), place, names)
        strays = len(names) - sum(map(len, parts.values()))
    for part in (_KNOWN, _UNSEEN):
        if len(parts[part]) < LEAST:
            raise ValueError(
                f"{listed or place} must have at least {LEAST} {_PARTS[part]} images "
                f"(part {part}), got {len(parts[part])}."
            )
    return Faces(
        name=name,
        place=place,
        known=tuple(parts[_KNOWN]),
        unseen=tuple(parts[_UNSEEN]),
        listed=listed,
        strays=strays,
    )


def _held(root: Path) -> _Held:
    pictures, archives, lists = dict[Path, list[str]](), list[Path](), list[Path]()
    for count, (folder, files) in enumerate(_folders(root, _DEEPEST)):
        if count == _MOST:
            raise ValueError(
                f"{root} holds more than {_MOST:,} folders: give that of the faces."
            )
        for file in files:
            stem, kind = os.path.splitext(file.lower())
            if kind in KINDS:
                pictures.setdefault(folder, []).append(file)
            elif kind == ".zip" and stem in NAMED:
                archives.append(folder / file)
            elif kind in (".txt", ".csv") and stem == LIST:
                lists.append(folder / file)
    return _Held(pictures=pictures, archives=archives, lists=sorted(lists))


def _folders(root: Path, deepest: int) -> Iterator[tuple[Path, list[str]]]:
    """Yield each folder that can be read, to some depth, and its files."""
    try:
        found = [one for one in os.scandir(root) if not one.name.startswith((".", "_"))]
    except OSError:
        return
    yield root, sorted(one.name for one in found if not one.is_dir())
    if deepest:
        for name in sorted(one.name for one in found if one.is_dir()):
            yield from _folders(root / name, deepest - 1)


def _pictures(root: Path, held: _Held) -> tuple[Path, list[str]]:
    """Return where pictures lie, and their names there, in order."""
    named = [place for place in held.pictures if place.name.lower() in NAMED]
    unpacked = {place.name.lower() for place in named}
    named += [file for file in held.archives if file.stem.lower() not in unpacked]
    if len(named) > 1:
        raise ValueError(
            f"{root} holds pictures in {_both(named, root)}: give the folder of one."
        )
    if not named:
        return root, _in_order(
            (folder / file).relative_to(root).as_posix()
            for folder, files in held.pictures.items()
            for file in files
        )
    (place,) = named
    return place, _in_order(held.pictures.get(place) or _packed(place))


def _packed(archive: Path) -> list[str]:
    """Return the names of the pictures in an archive."""
    try:
        with zipfile.ZipFile(archive) as opened:
            names = opened.namelist()
    except (OSError, zipfile.BadZipFile) as error:
        raise ValueError(
            f"{archive} is no zip archive that can be read: {error}."
        ) from error
    return [
        name
        for name in names
        if name.lower().endswith(KINDS) and not name.startswith(("__MACOSX", "."))
    ]


def _in_order(names: Iterable[str]) -> list[str]:
    """Return names in their order, numbers in them by their size."""
    return sorted(
        names, key=lambda name: [(len(p), p) for p in re.split(r"(\d+)", name)]
    )


def _listed(root: Path, held: _Held) -> Path | None:
    """Return the list of parts: below the folder, or beside or above the pictures."""
    lists, above = list(held.lists), root.absolute().parent
    if not lists and root.name.lower() in NAMED:
        near = [above / folder / LIST for folder in ("", "Eval", "../Eval")]
        files = [one.with_suffix(kind) for one in near for kind in (".txt", ".csv")]
        lists = [file for file in files if file.is_file()]
    if len(lists) > 1:
        raise ValueError(
            f"{root} holds {_both(lists, root)}: leave one, so that it is clear which "
            "images are learned from."
        )
    return lists[0] if lists else None


def _both(places: Sequence[Path], root: Path) -> str:
    shown = [str(p.relative_to(root)) if root in p.parents else str(p) for p in places]
    return " and ".join(shown[:3])


def _every_fifth(names: Sequence[str]) -> dict[str, list[str]]:
    unseen = names[4::5]
    return {_KNOWN: [n for i, n in enumerate(names) if i % 5 != 4], _UNSEEN: [*unseen]}


def _parts(path: Path) -> dict[str, str]:
    """Return the part of each name in a list, in the order of the list."""
    rows = list(_rows(path))
    count = None
    if rows and len(rows[0][1]) == 1 and rows[0][1][0].isdecimal():
        count = int(rows.pop(0)[1][0])
    if rows and len(rows[0][1]) == 2 and not rows[0][1][0].lower().endswith(KINDS):
        rows.pop(0)
    parts = dict[str, str]()
    for number, cells in rows:
        name = cells[0]
        if (
            len(cells) != 2
            or cells[1] not in _PARTS
            or PurePosixPath(name).name != name
            or not name.lower().endswith(KINDS)
        ):
            shown = " ".join(cells)[:80]
            raise ValueError(
                f"{path}, line {number}: must be the name of an image and 0, 1 or 2, "
                f"got {shown!r}."
            )
        if name in parts:
            raise ValueError(f"{path}, line {number}: {name} must stand there once.")
        parts[name] = cells[1]
    if not parts:
        raise ValueError(f"{path} must list images and their parts; it lists none.")
    if count is not None and count != len(parts):
        raise ValueError(
            f"{path} must list as many images as its first line says, {count:,}, got "
            f"{len(parts):,}."
        )
    return parts


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of each line that is not empty, and its cells."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} must be a text in UTF-8: {error}.") from error
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            cells = re.split(r"\s*[,;\t]\s*|\s+", line.strip())
            yield number, [cell.strip("\"'") for cell in cells]


def _matched(
    listed: Path, parts: Mapping[str, str], place: Path, names: Sequence[str]
) -> dict[str, list[str]]:
    """Return the pictures of each part; one may be of another kind than listed."""
    exact = {PurePosixPath(name).name: name for name in names}
    stems = {PurePosixPath(name).stem.lower(): name for name in names}
    twice = [n for n, k in Counter(map(_bare, names)).items() if k > 1]
    if twice:
        raise ValueError(f"{place} must hold {twice[0]} once; it lies there twice.")
    found: dict[str, list[str]] = {part: [] for part in _PARTS}
    absent = []
    for name, part in parts.items():
        picture = exact.get(name) or stems.get(PurePosixPath(name).stem.lower())
        if picture is None:
            absent.append(name)
        else:
            found[part].append(picture)
    if absent:
        some = ", ".join(absent[:3]) + (", ..." if len(absent) > 3 else "")
        raise ValueError(
            f"{place} must hold the images that {listed.name} lists; {len(absent):,} "
            f"are missing: {some}."
        )
    return found


def _bare(name: str) -> str:
    return PurePosixPath(name).name

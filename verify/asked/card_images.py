"""The card of a network on pictures: how its codes are ordered, and what they hold."""

from typing import Any

import numpy as np

from empirical.coder import Coder
from empirical.pca.images.ellipses import even_ellipses
from empirical.pca.images.folder import pictures_in
from empirical.pca.shown_pictures import ellipses_through, pictures_through
from verify.asked import image_figures
from verify.asked.card_lines import Card, Line, enumerated, line, percent
from verify.claim import Array, Arrays
from verify.claims.pca.decorrelated import decorrelated
from verify.claims.pca.ellipses import ellipses
from verify.claims.pca.ellipses_floors import CLAIM as FLOORS
from verify.claims.pca.families.trained_ellipses import AXES
from verify.subjects import Images

SIZE = 64
"""Pixels along a side of the ellipses."""

ELLIPSES = {"train": 4096, "test": 2048, "even": 4096}
"""How many are shown, as to the toolkit's own networks."""

_PARTIAL = (
    "of the first code alone the decoder is asked with the others at their mean; a "
    "network that has a decoder for each number of codes may leave less"
)


def pictures_of(images: Images) -> Array | None:
    """Return a person's own pictures; None for the ellipses.

    Raises
    ------
    ValueError
        If they cannot be read.

    """
    if images.folder is None:
        if images.size not in (None, SIZE):
            raise ValueError(
                f"size must be {SIZE} for the ellipses, got {images.size}."
            )
        return None
    return pictures_in(images.folder, images.size, colours=images.colours)


def some_ellipses() -> Array:
    """Return ellipses on which a network is tried, shape (m, n, n)."""
    return np.asarray(even_ellipses(64).images)


def card(coder: Coder, images: Images, pictures: Array | None, seed: int = 0) -> Card:
    """Return the card of a network on pictures, or on the ellipses without any.

    Parameters
    ----------
    coder
        Of such pictures.
    images
        What it was made for.
    pictures
        Those of :func:`pictures_of`.
    seed
        Draws the ellipses.

    Raises
    ------
    ValueError
        If it is one of other images, or of another number of codes.

    """
    shape = (SIZE, SIZE) if pictures is None else pictures.shape[1:]
    if coder.shape != shape:
        raise ValueError(
            f"the network takes images of shape {coder.shape}, the pictures have "
            f"{shape}."
        )
    if coder.codes != images.components:
        raise ValueError(
            f"components must be {coder.codes}, as many as the network has codes, got "
            f"{images.components}."
        )
    if pictures is None:
        arrays = ellipses_through(coder, **ELLIPSES, seed=seed)
        about = f"{ELLIPSES['test']} ellipses on {SIZE} x {SIZE} pixels"
    else:
        arrays = pictures_through(coder, pictures[::2], pictures[1::2], seed)
        kind = "pictures in colours" if images.colours else "pictures"
        about = f"{len(pictures[1::2])} {kind} of {images.folder}"
    live = bool(np.all(np.ptp(arrays["codes ordered"], axis=0) > 0))
    lines = _lines(arrays) if pictures is None and live else []
    figures = image_figures.figures_of(arrays, live=live)
    if pictures is None and live:
        figures |= image_figures.of_ellipses(arrays)
    told = image_figures.of_attributes(arrays["codes ordered"], images) if live else {}
    return Card(
        about=about,
        sentence=_sentence(arrays, lines, figures, told, live=live),
        lines=tuple(lines),
        figures=figures | told,
        notes=_notes(pictures),
        pictures=_pictures(arrays),
        drawn=("pca.ellipses", "pca.decorrelated"),
        findings=tuple(getattr(coder, "findings", ())),
    )


def organised(
    arrays: Arrays, about: str, notes: tuple[str, ...], findings: tuple[str, ...]
) -> Card:
    """Return the card of pictures that an autoencoder of ours has organised.

    Parameters
    ----------
    arrays
        Those of :func:`empirical.pca.shown_pictures.pictures_through`.
    about, notes, findings
        What it is of, what a reader must know besides, and what was noticed.

    """
    live = bool(np.all(np.ptp(arrays["codes ordered"], axis=0) > 0))
    figures = image_figures.figures_of(arrays, live=live)
    return Card(
        about=about,
        sentence=_sentence(arrays, [], figures, {}, live=live),
        lines=(),
        figures=figures,
        notes=notes,
        pictures=_pictures(arrays),
        drawn=(),
        findings=findings,
    )


def _lines(arrays: Arrays) -> list[Line]:
    """Return the claims on codes of ellipses."""
    found = [line(FLOORS, arrays, _PARTIAL)]
    if arrays["codes ordered"].shape[1] < AXES:
        return found
    claims = (ellipses(compared=False), decorrelated(compared=False))
    return [*(line(claim, arrays) for claim in claims), *found]


def _sentence(
    arrays: Arrays,
    lines: list[Line],
    figures: dict[str, float],
    told: dict[str, float],
    *,
    live: bool,
) -> str:
    ours, linear = (
        image_figures.left(arrays, "ordered"),
        image_figures.left(arrays, "linear"),
    )
    count = len(ours) - 1
    gains = -np.diff(ours)
    falling = np.all(np.diff(gains) <= 0) and np.all(gains > 0)
    parts = [
        f"{count} codes leave {percent(ours[-1])} of the variance, as many linear ones "
        f"{percent(linear[min(count, len(linear) - 1)])}"
    ]
    if not live:
        return enumerated([*parts, "a code is constant"])
    if count > 1:
        among = [abs(v) for n, v in figures.items() if n.startswith("correlation")]
        shared = [v for n, v in figures.items() if n.startswith("most told")]
        parts += [
            "they are in order, each adding less than the one before"
            if falling
            else "they are not in order of what they add",
            f"correlated by {max(among):.2g} at most, and one tells at most "
            f"{percent(max(shared))} of another",
        ]
    held = next((x for x in lines if x.judged.claim.name == "pca.ellipses"), None)
    if held:
        left = percent(float(held.judged.measurements[0].answer.max()))
        parts.append(f"they leave at most {left} of area and anisotropies")
    if told:
        most = max(told, key=lambda name: told[name])
        parts.append(f"most is {most}, {percent(told[most])}")
    return enumerated(parts)


def _notes(pictures: Array | None) -> tuple[str, ...]:
    found = ("What the first codes leave is asked with the later ones at their mean.",)
    if pictures is None:
        return (*found, "Directions of anisotropy are not named by the family.")
    return (
        *found,
        "No claim of the talk is about pictures of your own: these are figures. Every "
        "other picture is shown, and linear components are taken on the rest. What is "
        "told of an attribute has an error of about the root of 5 over four times "
        "their number.",
    )


def _pictures(arrays: Arrays) -> dict[str, Array]:
    both: Any = np.stack([arrays["shown"], arrays["decoded"]])
    walks = arrays["pictures ordered"]
    if both.ndim == 5:
        both, walks = (np.moveaxis(grid, 2, -1) for grid in (both, walks))
    return {
        "Above, pictures; below, what the network makes of them.": both,
        "Along each code, a row for each, from its 5th to its 95th percentile, the "
        "others at their median.": walks,
    }

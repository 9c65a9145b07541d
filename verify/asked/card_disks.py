"""The card of a network on disks: one image or two, the code, what is lost."""

from dataclasses import replace
from functools import partial

import numpy as np

from empirical.coder import Coder
from empirical.size.given_network import disks_through, unseen_through
from verify.answers import answers
from verify.asked.card_lines import Card, Line, Standing, line
from verify.asked.disk_figures import Asked, figures, precision_of, split
from verify.asked.disk_words import about, notes, sentence
from verify.claim import Array
from verify.claims.size.airy import airy_claim
from verify.claims.size.area_code import area_code
from verify.claims.size.energy import energy
from verify.claims.size.families import of_disks
from verify.claims.size.families.any_disks import (
    code_exponents,
    learned_profile,
    too_near,
)
from verify.claims.size.families.biased_disks import COUNT
from verify.claims.size.homogeneity import homogeneity_claim
from verify.claims.size.one_function import one_function
from verify.claims.size.one_number import one_number
from verify.claims.size.optimal_h import optimal_h
from verify.claims.size.two_signs import two_signs
from verify.subjects import Disks
from verify.trial import Trial

_FEWER = (14, 10, 7)
"""Radii that are tried where the law leaves those of the claim too near together."""

_POINT = 0.1
"""Radius, in pixels, of the smallest disk that 8 x 8 points in a pixel see."""


def card(coder: Coder, disks: Disks) -> Card:
    """Return the card of a network on disks.

    Parameters
    ----------
    coder
        Of images of shape (size, size).
    disks
        What it was made for.

    Raises
    ------
    ValueError
        If it is one of other images.

    """
    if coder.shape != (disks.size, disks.size):
        raise ValueError(
            f"the network takes images of shape {coder.shape}, the disks have "
            f"{(disks.size, disks.size)}."
        )
    disks = _visible(disks)
    few = _few(disks)
    shown, unseen, apart = (
        through(coder, size=disks.size, radii=radii, sigma=disks.blur)
        for through, radii in (
            (disks_through, of_disks.shown_radii(disks)),
            (unseen_through, of_disks.unseen_radii(disks)),
            (unseen_through, of_disks.unseen_radii(few)),
        )
    )
    asked = Asked(disks=disks, few=few, shown=shown, unseen=unseen, apart=apart)
    precision = max(
        precision_of(asked.shown["decoded"]), getattr(coder, "precision", 0.0)
    )
    homogeneous = line(homogeneity_claim(precision), asked.shown)
    without = homogeneous.standing is Standing.FITS
    lines = [homogeneous, *(_lines(asked, without, precision) if asked.alone else ())]
    found = figures(asked, without)
    return Card(
        about=about(disks),
        sentence=sentence(asked, lines, found),
        lines=tuple(lines),
        figures=found,
        notes=tuple(notes(asked, without)),
        pictures=_pictures(coder, asked),
        drawn=_DRAWN,
        findings=tuple(getattr(coder, "findings", ())),
    )


def _visible(disks: Disks) -> Disks:
    """Return disks of which none is too small for any point of a pixel."""
    while of_disks.shown_radii(disks)[0] < _POINT and disks.count > 8:
        disks = replace(disks, count=disks.count * 3 // 4)
    return disks


def _few(disks: Disks) -> Disks:
    """Return disks of so few radii that a table of them is told from a network."""
    fewer = [
        replace(disks, count=min(disks.count, count)) for count in (COUNT, *_FEWER)
    ]
    told = (one for one in fewer if not answers(Trial(claim=one_number(one))).weak)
    return next(told, fewer[0])


def _lines(asked: Asked, without_biases: bool, precision: float) -> list[Line]:
    """Return the claims on one code."""
    disks, shown, unseen = asked.disks, asked.shown, asked.unseen
    plain = of_disks.is_plain(disks)
    found = []
    if without_biases and split(asked) is None and plain:
        one = partial(one_function, precision=precision)
        claims = (airy_claim, one, optimal_h, energy)
        found = [line(claim(disks), shown) for claim in claims]
    elif without_biases and split(asked) is None:
        near = ", ".join(too_near(disks))
        note = f"not told from it, being nearer than this claim tells: {near}"
        found = [line(learned_profile(disks), shown, note if near else "")]
    elif without_biases and plain:
        once = {n: np.asarray(a)[None] for n, a in shown.items() if n != "history"}
        once |= {"sizes": shown["radii"][None], "history": shown["history"][None]}
        found = [line(two_signs(disks, (split(asked) or 0.5,)), once, _SPLIT)]
    area = area_code(disks)
    # That the loss allows other codes says nothing of this one.
    swept = replace(area, sweeps=(code_exponents(disks),), counterexample=None)
    one_code = line(one_number(asked.few), asked.apart, _APART)
    return [*found, one_code, line(swept, unseen)]


_DRAWN = ("size.airy", "size.learned-profile", "size.two-signs", "size.area-code")

_SPLIT = "at the split that the codes of this very network show"
_APART = (
    "what lies halfway between so few radii counts as unseen; a network that was "
    "trained on more has seen it"
)


def _pictures(coder: Coder, asked: Asked) -> dict[str, Array]:
    """Return disks beside what becomes of them, and a walk along each code."""
    images, decoded = asked.shown["images"], asked.shown["decoded"]
    every = len(images) // 4
    codes = asked.codes
    middle = codes[len(codes) // 2]
    walks = []
    for axis in range(min(3, codes.shape[1])):
        path = np.tile(middle, (7, 1))
        path[:, axis] = np.linspace(codes[:, axis].min(), codes[:, axis].max(), 7)
        walks.append(coder.decode(path))
    return {
        "Above, disks that end each quarter of the law; below, what the network makes "
        "of them.": np.stack([images[every - 1 :: every], decoded]),
        "What the decoder draws along each code, from its smallest to its largest "
        "value, the others held.": np.stack(walks),
    }

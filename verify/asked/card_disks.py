"""The card of a network on disks: one image or two, the code, what is lost."""

from dataclasses import dataclass, replace

import numpy as np

from empirical.coder import Coder
from empirical.size.given_network import disks_through, unseen_through
from verify.asked.card_lines import Card, Line, Standing, enumerated, line, percent
from verify.claim import Array, Arrays
from verify.claims.pca.families.dependence import rank_correlation
from verify.claims.size.airy import airy_claim
from verify.claims.size.area_code import area_code
from verify.claims.size.energy import energy
from verify.claims.size.families import of_disks
from verify.claims.size.families.any_disks import (
    code_exponents,
    learned_profile,
    too_near,
)
from verify.claims.size.homogeneity import homogeneity_claim
from verify.claims.size.one_function import one_function
from verify.claims.size.one_number import one_number
from verify.claims.size.optimal_h import optimal_h
from verify.claims.size.two_signs import small_are_positive, two_signs
from verify.distances import RELATIVE_L2, distance
from verify.subjects import Disks

PILOTED = 64
_POINT = 0.1
"""Radius, in pixels, of the smallest disk that 8 x 8 points in a pixel see."""

_SPANS = 0.01
"""Share of the variance from which on an axis counts among those that codes span."""


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A network, the disks that it was asked about, and what it gave."""

    disks: Disks
    shown: Arrays
    unseen: Arrays

    @property
    def codes(self) -> Array:
        """The codes of the disks shown, (m, k)."""
        return np.asarray(self.shown["all codes"])

    @property
    def alone(self) -> bool:
        """Whether there is one code, and not the same for all disks."""
        spread = np.ptp(self.codes, axis=0)
        return self.codes.shape[1] == 1 and bool(spread[0] > 0)


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
    shown, unseen = (
        through(coder, size=disks.size, radii=radii(disks), sigma=disks.blur)
        for through, radii in (
            (disks_through, of_disks.shown_radii),
            (unseen_through, of_disks.unseen_radii),
        )
    )
    asked = _Asked(disks=disks, shown=shown, unseen=unseen)
    precision = precision_of(asked.shown["decoded"])
    homogeneous = line(homogeneity_claim(precision), asked.shown)
    without = homogeneous.standing is Standing.FITS
    lines = [homogeneous, *(_lines(asked, without) if asked.alone else ())]
    figures = _figures(asked, without)
    return Card(
        about=_about(disks),
        sentence=_sentence(asked, lines, figures),
        lines=tuple(lines),
        figures=figures,
        notes=tuple(_notes(asked, without)),
        pictures=_pictures(coder, asked),
        drawn=_DRAWN,
        findings=tuple(getattr(coder, "findings", ())),
    )


def _visible(disks: Disks) -> Disks:
    """Return disks of which none is too small for any point of a pixel."""
    while of_disks.shown_radii(disks)[0] < _POINT and disks.count > 8:
        disks = replace(disks, count=disks.count * 3 // 4)
    return disks


def precision_of(values: Array) -> float:
    """Return the precision of the narrowest floating point that holds all values.

    Examples
    --------
    >>> precision_of(np.array([0.1])) == 2.0**-52
    True
    >>> precision_of(np.array([np.float32(0.1)], dtype=float)) == 2.0**-23
    True

    """
    for kind in (np.float16, np.float32):
        with np.errstate(over="ignore"):
            if np.array_equal(values, values.astype(kind).astype(float)):
                return float(np.finfo(kind).eps)
    return float(np.finfo(float).eps)


def _lines(asked: _Asked, without_biases: bool) -> list[Line]:
    """Return the claims on one code."""
    disks, shown, unseen = asked.disks, asked.shown, asked.unseen
    plain = of_disks.is_plain(disks)
    found = []
    if without_biases and _split(asked) is None and plain:
        claims = (airy_claim, one_function, optimal_h, energy)
        found = [line(claim(disks), shown) for claim in claims]
    elif without_biases and _split(asked) is None:
        near = ", ".join(too_near(disks))
        note = f"not told from it, being nearer than this claim tells: {near}"
        found = [line(learned_profile(disks), shown, note if near else "")]
    elif without_biases and plain:
        once = {n: np.asarray(a)[None] for n, a in shown.items() if n != "history"}
        once |= {"sizes": shown["radii"][None], "history": shown["history"][None]}
        found = [line(two_signs(disks, (_split(asked) or 0.5,)), once, _SPLIT)]
    area = area_code(disks)
    # That the loss allows other codes says nothing of this one.
    swept = replace(area, sweeps=(code_exponents(disks),), counterexample=None)
    return [*found, line(one_number(disks), unseen, _APART), line(swept, unseen)]


_DRAWN = ("size.airy", "size.learned-profile", "size.two-signs", "size.area-code")

_SPLIT = "at the split that the codes of this very network show"
_APART = (
    "what lies between the radii that stand for the law counts as unseen; a network "
    "that was trained on more radii has seen it"
)


def _split(asked: _Asked) -> float | None:
    """Return below which share of R codes have one sign; None where they have one."""
    codes, images = asked.codes[:, 0], asked.shown["images"]
    if np.all(codes > 0) or np.all(codes < 0):
        return None
    positive = codes > 0
    small = positive == small_are_positive(codes, np.square(images).sum(axis=(1, 2)))
    return float(np.clip(small.sum(), 1, len(codes) - 1) / len(codes))


def _figures(asked: _Asked, without_biases: bool) -> dict[str, float]:
    """Return the numbers of the card, whatever claim they belong to."""
    shown, radii = asked.shown, asked.shown["radii"]
    codes = asked.codes
    centred = codes - codes.mean(axis=0)
    axes = np.linalg.svd(centred, compute_uv=False) ** 2
    lost = np.square(asked.unseen["decoded"] - asked.unseen["images"]).sum()
    found = {
        "relative squared error": float(shown["history"][0]),
        "relative squared error between": float(
            lost / np.square(asked.unseen["images"]).sum()
        ),
        "largest error of one radius": float(shown["errors"].max()),
        "codes": float(codes.shape[1]),
        "dimensions that the codes span": float(
            np.sum(axes > _SPANS * max(axes.sum(), 1e-300))
        ),
        **_images_spanned(shown["decoded"]),
    }
    if not asked.alone:
        return found
    code = codes[:, 0]
    turns = np.diff(code)
    return found | {
        "rank correlation with the area": rank_correlation(code, radii),
        "steps backwards": float(min(np.sum(turns <= 0), np.sum(turns >= 0))),
        **{
            f"R^2 of the code, affine in {name}": float(
                np.corrcoef(code, radii**m)[0, 1] ** 2
            )
            for m, name in ((1, "the radius"), (2, "the area"))
        },
        **(_from_theory(asked) if without_biases else {}),
    }


def _images_spanned(decoded: Array) -> dict[str, float]:
    values = np.linalg.svd(decoded.reshape(len(decoded), -1), compute_uv=False)
    second = float(values[1] / values[0]) if values[0] > 0 else 0.0
    return {"second image over the first, of four decoded": second}


def _from_theory(asked: _Asked) -> dict[str, float]:
    """Return how far the image of a unit code is from theory's, and from the best."""
    image = asked.shown["profile"]
    if not np.any(image):
        return {}
    unit = image / np.linalg.norm(image)
    return {
        "image of a unit code to theory's": distance(
            RELATIVE_L2, unit, of_disks.picture(asked.disks)
        ),
        "best image of these very disks to theory's": of_disks.grid_error(asked.disks),
    }


def _sentence(asked: _Asked, lines: list[Line], figures: dict[str, float]) -> str:
    first = lines[0]
    if first.standing is Standing.FITS:
        off = f"to {first.off:.0e}" if first.off else "to the last bit"
        bias = f"without biases as far as can be told (homogeneous {off})"
    elif first.standing is Standing.MISFITS:
        bias = f"with biases, or bends elsewhere than at 0 (homogeneous to {first.off:.1g})"
    else:
        bias = f"whether it has biases is not told ({first.reason})"
        if first.judged.known.weak:
            bias = "its numbers are too coarse to tell whether it has biases"
    named = {one.judged.claim.name: one for one in lines}
    return enumerated(
        [
            bias,
            _scaled(asked, named, figures),
            _ordered(asked, named, figures),
            f"relative squared error {percent(figures['relative squared error'])}",
        ]
    )


def _scaled(asked: _Asked, named: dict[str, Line], figures: dict[str, float]) -> str:
    """Say which images the decoder scales."""
    both = named.get("size.two-signs")
    if both:
        return (
            f"scales two images, one for each sign, {percent(both.off)} from those of "
            "theory at its split"
        )
    if "size.airy" in named or "size.learned-profile" in named:
        away = percent(figures["image of a unit code to theory's"])
        return f"scales one image, {away} from that of theory for this law"
    if named["size.homogeneity"].standing is Standing.FITS and asked.alone:
        return "scales one image for each sign, and has codes of both"
    return ""


def _ordered(asked: _Asked, named: dict[str, Line], figures: dict[str, float]) -> str:
    """Say what the code is."""
    if not asked.alone:
        if asked.codes.shape[1] == 1:
            return "its code is constant"
        spanned = int(figures["dimensions that the codes span"])
        return f"its {asked.codes.shape[1]} codes span {spanned} dimensions"
    rank = figures["rank correlation with the area"]
    area = named["size.area-code"]
    told = "orders disks as the area does" if abs(rank) > 0.99 else "orders disks"
    within = area.off <= area.judged.verdict.tolerance
    affine = "and is affine in it" if within else "but is not affine in it"
    if abs(rank) <= 0.99:
        affine = "which is not the order of their areas"
    fit = figures["R^2 of the code, affine in the area"]
    return f"its code {told} (rank correlation {rank:.3f}) {affine} (R^2 {fit:.3f})"


def _notes(asked: _Asked, without_biases: bool) -> list[str]:
    disks = asked.disks
    found = [
        f"{disks.count} radii stand for the law; disks that lie between are drawn for "
        "the claims on codes."
    ]
    if disks.size != PILOTED or disks.blur or not of_disks.is_plain(disks):
        found.append(
            f"The tolerances were chosen on sharp disks of {PILOTED} x {PILOTED} "
            "pixels and uniform radii. Here the best image of these very disks is "
            f"{percent(of_disks.grid_error(disks))} from theory's: a second reference."
        )
    if not without_biases:
        found.append(
            "Claims on one image are not asked of a network that is not homogeneous."
        )
    if asked.codes.shape[1] > 1:
        found.append("Claims on one code are not asked of several.")
    return found


def _about(disks: Disks) -> str:
    law = "uniform radii" if of_disks.is_uniform(disks) else "radii of the given law"
    blur = f", blurred by {disks.blur:g} pixels" if disks.blur else ""
    return (
        f"centred disks on {disks.size} x {disks.size} pixels, {law} up to "
        f"{disks.largest:g} pixels{blur}"
    )


def _pictures(coder: Coder, asked: _Asked) -> dict[str, Array]:
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

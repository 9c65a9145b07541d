"""What a network gave for disks, in words."""

from verify.asked.card_lines import Line, Standing, enumerated, percent
from verify.asked.disk_figures import Asked
from verify.claims.size.families import of_disks
from verify.subjects import Disks

PILOTED = 64
"""Pixels along a side of the images on which tolerances were chosen."""


def sentence(asked: Asked, lines: list[Line], figures: dict[str, float]) -> str:
    """Return the whole card in one sentence; the first line is on homogeneity."""
    first = lines[0]
    if first.standing is Standing.FITS:
        off = f"to {first.off:.0e}" if first.off else "to the last bit"
        bias = f"without biases as far as can be told (homogeneous {off})"
    elif first.standing is Standing.MISFITS:
        off = f"homogeneous to {first.off:.1g}"
        bias = f"with biases, or bends elsewhere than at 0 ({off})"
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


def _scaled(asked: Asked, named: dict[str, Line], figures: dict[str, float]) -> str:
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


def _ordered(asked: Asked, named: dict[str, Line], figures: dict[str, float]) -> str:
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


def notes(asked: Asked, without_biases: bool) -> list[str]:
    """Return what a reader of the card must know besides."""
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


def about(disks: Disks) -> str:
    """Return what disks these are."""
    law = "uniform radii" if of_disks.is_uniform(disks) else "radii of the given law"
    blur = f", blurred by {disks.blur:g} pixels" if disks.blur else ""
    return (
        f"centred disks on {disks.size} x {disks.size} pixels, {law} up to "
        f"{disks.largest:g} pixels{blur}"
    )

"""What theory predicts under a law of radii, as numbers: f(r), h(r) and kappa."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from theory.size import blur
from theory.size.law import nodes
from theory.size.profile import Profile, solve
from verify.claim import Array
from verify.subjects import Disks

TENTHS = np.arange(1, 10) / 10


@dataclass(frozen=True, kw_only=True)
class Predicted:
    """The decoder's profile and the strength at which it is used (eq. 5).

    Parameters
    ----------
    radius
        In shares of the largest; beyond 1 only where a blur carries f further.
    f
        The profile, 1 at the centre.
    h
        ``<f, x> / |f|^2`` for the disk x of each radius: the output is ``h(r) f``. NaN
        beyond the largest radius.
    kappa
        Of the equation, for p of mass 1 on (0, 1); NaN under a blur.

    """

    radius: Array
    f: Array
    h: Array
    kappa: float


@cache
def sharp_profile(disks: Disks) -> Profile:
    """Return the profile under the law of disks, in shares of the largest radius."""
    return solve(disks.law)


@cache
def blurred_profile(disks: Disks) -> blur.BlurredProfile:
    """Return the profile of blurred disks."""
    return blur.under_law(disks.law, disks.size, disks.largest, disks.blur)


def predicted(disks: Disks, radius: Array) -> Predicted:
    """Return f and h at radii in shares of the largest.

    Raises
    ------
    ValueError
        If the law is no density.

    Examples
    --------
    >>> found = predicted(Disks(), np.array([0.0, 0.5, 1.0]))
    >>> found.f.round(6).tolist(), round(found.kappa, 6)
    ([1.0, 0.841982, 0.0], 7.837347)

    """
    inside = radius <= 1
    if disks.blur:
        found = blurred_profile(disks)
        f = found(disks.largest * radius)
        h = found.overlap(disks.largest * np.where(inside, radius, 1.0))
        kappa = np.nan
    else:
        profile = sharp_profile(disks)
        place, width = nodes(profile.edges)
        norm = np.sum(width * place * profile(place) ** 2)
        f, h = profile(radius), profile.overlap(radius) / norm
        kappa = profile.constant
    return Predicted(radius=radius, f=f, h=np.where(inside, h, np.nan), kappa=kappa)


def profile_in_words(disks: Disks) -> str:
    """Return what is predicted as the end of a sentence, with f at tenths of R."""
    found = predicted(disks, TENTHS)
    values = ", ".join(f"{value:.3f}" for value in found.f)
    if disks.blur:
        return (
            "the first uncentred principal axis of these blurred disks, of profile f = "
            f"{values} at tenths of R, $f(0) = 1$"
        )
    return (
        "the solution of $(f' / p)' = -kappa rho f$ with $f'(0) = 0$ and $f(R) = 0$: "
        f"kappa = {found.kappa:.5g} where R = 1 and p has mass 1, and f = {values} at "
        "tenths of R, $f(0) = 1$"
    )


def lines(disks: Disks) -> list[str]:
    """Return kappa and f and h at tenths of the largest radius, to be printed."""
    found = predicted(disks, np.array([*TENTHS, 1.0]))
    kappa = "" if disks.blur else f"kappa = {found.kappa:.6g}; "
    return [
        f"Predicted: {kappa}r is in shares of the largest radius, f(0) = 1.",
        "  r  " + " ".join(f"{value:6.1f}" for value in found.radius),
        "  f  " + " ".join(f"{value:6.3f}" for value in found.f),
        "  h  " + " ".join(f"{value:6.3f}" for value in found.h),
    ]

"""The principal axes of disks whose radii are uniform: Airy once more, twice."""

import numpy as np
import sympy as sp
from jaxtyping import Float
from scipy.optimize import brentq
from scipy.special import jv

from theory.derivation import Kind, Step, equal

THIRD = sp.Rational(1, 3)
SIXTEENTHS = 16


def order(centred: bool) -> float:
    """Return the order of the Bessel function: 1/3 with centring, -1/3 without."""
    return 1 / 3 if centred else -1 / 3


def zeros(count: int, *, centred: bool) -> Float[np.ndarray, " count"]:
    """Return the first positive zeros of J_{1/3} or J_{-1/3}.

    Bracketed around McMahon's leading term ``(n + nu/2 - 1/4) pi``.

    Parameters
    ----------
    count
        At least 1.
    centred
        Whether images and codes are centred.

    Raises
    ------
    ValueError
        If ``count`` is below 1.

    Examples
    --------
    >>> float(round((1.5 * zeros(1, centred=True)[0]) ** 2, 3))
    18.956
    >>> float(round((1.5 * zeros(1, centred=False)[0]) ** 2, 3))
    7.837

    """
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}.")
    nu = order(centred)
    near = (np.arange(1, count + 1) + nu / 2 - 0.25) * np.pi
    found = [brentq(lambda x: jv(nu, x), x - 0.7, x + 0.7, xtol=1e-14) for x in near]
    return np.array(found)


def mode(
    rho: Float[np.ndarray, "..."], n: int, *, centred: bool
) -> Float[np.ndarray, "..."]:
    """Return the n-th axis at the distances ``rho``, as a fraction of R; 0 beyond.

    ``sqrt(rho) J_{+-1/3}(j_n rho^(3/2))``, which solves f'' = -mu rho f with
    f(1) = 0 and, with centring, f(0) = 0, without, f'(0) = 0; positive at first.

    Parameters
    ----------
    rho
        At least 0.
    n
        From 1 up.
    centred
        Whether images and codes are centred.

    """
    zero, nu = zeros(n, centred=centred)[-1], order(centred)
    # At the centre itself J_{-1/3} is infinite; the product is flat there.
    inside = np.clip(rho, 1e-9, 1.0)
    return np.where(rho < 1, np.sqrt(inside) * jv(nu, zero * inside**1.5), 0.0)


def modes(
    count: int, size: int, radius: float, *, centred: bool
) -> Float[np.ndarray, "count size size"]:
    """Return the first axes as images of unit norm.

    Each pixel is the mean of 16 x 16 points, so that the kink at R is smoothed as in
    the images of the disks.

    Parameters
    ----------
    count
        At least 1.
    size
        Pixels along one side.
    radius
        The largest radius R, pixels.
    centred
        Whether images and codes are centred.

    """
    axis = (np.arange(size * SIXTEENTHS) + 0.5) / SIXTEENTHS - size / 2
    rho = np.hypot(axis[:, None], axis[None, :]) / radius
    blocks = (size, SIXTEENTHS, size, SIXTEENTHS)
    images = np.stack(
        [
            mode(rho, n, centred=centred).reshape(blocks).mean(axis=(1, 3))
            for n in range(1, count + 1)
        ]
    )
    return np.asarray(images / np.linalg.norm(images, axis=(1, 2), keepdims=True))


def shares(count: int, *, centred: bool) -> Float[np.ndarray, " count"]:
    """Return the share of the variance, or of the energy, that each axis takes.

    ``12 / (3 j / 2)^2`` of the variance pi R^2 / 6 with centring; ``6 / (3 j / 2)^2``
    of the energy pi R^2 / 3 without. The sums over all n are 1 (Rayleigh).

    Examples
    --------
    >>> [round(float(s), 4) for s in shares(2, centred=True)]
    [0.633, 0.1473]

    """
    whole = 12 if centred else 6
    return np.asarray(whole / (1.5 * zeros(count, centred=centred)) ** 2)


def discrete_axes(
    images: Float[np.ndarray, "m *shape"], count: int, *, centred: bool
) -> tuple[Float[np.ndarray, "count *shape"], Float[np.ndarray, " count"]]:
    """Return the principal axes of these very images, with their eigenvalues.

    From the singular values of the images, less their mean if centred.

    Returns
    -------
    tuple
        Axes of unit norm, in decreasing order of eigenvalues, and the eigenvalues of
        the covariance (divisor m), or of the second moments.

    Raises
    ------
    ValueError
        If ``count`` is not in 1 to the number of images.

    """
    if not 1 <= count <= len(images):
        raise ValueError(f"count must be in 1 to {len(images)}, got {count}.")
    flat = images.reshape(len(images), -1)
    flat = flat - flat.mean(0) if centred else flat
    _, singular, axes = np.linalg.svd(flat, full_matrices=False)
    values = singular[:count] ** 2 / len(images)
    return axes[:count].reshape(count, *images.shape[1:]), values


def _symbols() -> tuple[sp.Symbol, ...]:
    return tuple(sp.Symbol(name, positive=True) for name in ("t", "r", "R", "mu"))


def centred_steps() -> tuple[Step, ...]:
    """Return the axes of centred disks, with radii uniform on (0, R)."""
    t, r, end, mu = _symbols()
    overlap, f = sp.Function("F"), sp.Function("f")
    average = sp.Integral(overlap(r), (r, 0, end)) / end
    image = sp.Integral(overlap(r), (r, t, end)) / end - (end - t) / end * average
    solution = _bessel(THIRD, t, mu)
    return (
        Step(
            says="The disk of radius r is 1 at t < r, its mean over the radii is "
            "(R - t) / R, and an axis f overlaps the disk by F(r).",
            relation=equal(overlap(r), sp.Integral(2 * sp.pi * t * f(t), (t, 0, r))),
            kind=Kind.DEFINITION,
        ),
        Step(
            says="An axis of the covariance meets lambda f = C f,",
            relation=equal(sp.Symbol("lambda") * f(t), image),
            kind=Kind.CONDITION,
        ),
        Step(
            says="whose right side has this slope at every t.",
            relation=equal(sp.Derivative(image, t), average / end - overlap(t) / end),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="At the centre it is 0, whatever F is: no disk differs from the mean "
            "there.",
            relation=equal(image.subs(t, 0), 0),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="At R it is 0 as well; one more derivative and F' = 2 pi t f give "
            "the equation, mu = 2 pi / (lambda R), with f(0) = f(R) = 0.",
            relation=equal(sp.Derivative(f(t), (t, 2)), -mu * t * f(t)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="The solution that vanishes at the centre.",
            relation=equal(sp.Derivative(solution, (t, 2)), -mu * t * solution),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="It vanishes at R for the zeros j_n of the Bessel function of "
            "order 1/3: 18.956 first.",
            relation=equal(
                sp.Symbol("mu_n") * end**3, (sp.Rational(3, 2) * sp.Symbol("j_n")) ** 2
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The variance of all pixels together, of which the n-th axis takes "
            "2 pi / (mu_n R), the share 12 / (mu_n R^3).",
            relation=equal(
                sp.Integral(2 * sp.pi * t * (t / end) * (1 - t / end), (t, 0, end)),
                sp.pi * end**2 / 6,
            ),
            kind=Kind.IDENTITY,
        ),
    )


def uncentred_steps() -> tuple[Step, ...]:
    """Return the axes of the second moments, which size.airy-constant has as well."""
    t, r, end, k = _symbols()
    overlap, f = sp.Function("F"), sp.Function("f")
    image = sp.Integral(overlap(r), (r, t, end)) / end
    solution = _bessel(-THIRD, t, k)
    return (
        Step(
            says="An axis of the second moments meets lambda f = T f,",
            relation=equal(sp.Symbol("lambda") * f(t), image),
            kind=Kind.CONDITION,
        ),
        Step(
            says="whose right side has this slope,",
            relation=equal(sp.Derivative(image, t), -overlap(t) / end),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="which is 0 at the centre, as F(0) = 0; at R the right side is 0. "
            "The equation is that of the centred axes, with f'(0) = f(R) = 0.",
            relation=equal(sp.Derivative(f(t), (t, 2)), -k * t * f(t)),
            kind=Kind.CONDITION,
        ),
        Step(
            says="The solution that is flat at the centre.",
            relation=equal(sp.Derivative(solution, (t, 2)), -k * t * solution),
            kind=Kind.IDENTITY,
        ),
        Step(
            says="It vanishes at R for the zeros of order -1/3: 7.837 first.",
            relation=equal(
                sp.Symbol("k_n") * end**3, (sp.Rational(3, 2) * sp.Symbol("j_n")) ** 2
            ),
            kind=Kind.CONCLUSION,
        ),
        Step(
            says="The energy of all pixels together, of which the n-th axis takes the "
            "share 6 / (k_n R^3).",
            relation=equal(
                sp.Integral(2 * sp.pi * t * (1 - t / end), (t, 0, end)),
                sp.pi * end**2 / 3,
            ),
            kind=Kind.IDENTITY,
        ),
    )


def _bessel(nu: sp.Rational, t: sp.Symbol, mu: sp.Symbol) -> sp.Expr:
    return sp.sqrt(t) * sp.besselj(
        nu, sp.Rational(2, 3) * sp.sqrt(mu) * t ** sp.Rational(3, 2)
    )

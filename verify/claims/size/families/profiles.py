"""What the claims on learned profiles share: any law, any dimension, any body."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.size import airy, bodies, minimisation
from theory.size import rivals as size_rivals
from theory.size.law import Law
from theory.size.profile import solve
from verify.budget import Budget
from verify.claim import (
    OPEN,
    Array,
    Arrays,
    Assumption,
    Check,
    Experiment,
    Measurement,
    Rival,
)
from verify.distances import RELATIVE_L2, distance

Function = Callable[[Any], Any]
SEEDS = (30, 31, 32)
"""Seeds that nothing had seen when tolerances and rivals were chosen."""

SCHEDULES: dict[Budget, dict[str, int]] = {
    "quick": {"rounds": 4, "decoder_steps": 200, "encoder_steps": 6},
    "full": {"rounds": 8, "decoder_steps": 400, "encoder_steps": 6},
}
"""How long the networks without biases train."""

CLOSED_FORMS = {
    **{f"1 - rho^{m}": "a polynomial guess" for m in range(1, 6)},
    "J0": "the vibrating membrane, zero at R",
    "Airy": "disks, uniform law",
    "cos(pi rho / 2)": "intervals, uniform law",
    "cos(pi rho^2 / 2)": "disks, law p ~ r",
    "d = 3": "balls, uniform law",
}


NEIGHBOURS = {
    "cos(pi rho^1.5 / 2)": "the phase of Airy's function, its amplitude left out",
    "1 - k rho^3 / 6 + k^2 rho^6 / 180": "the first terms of the series of Airy's",
    "1 - rho^2.5": "a power between the two polynomials that come nearest",
}
"""Of Airy's profile: closer to it than any of the closed forms."""

ONE_SIGN = Assumption(says="The codes keep one sign.", without="size.two-signs")
AVERAGING = Assumption(
    says="The network starts as an averaging filter with a positive decoder, which "
    "brings codes of one sign about.",
    without="size.start-random",
)
UNIFORM = Assumption(
    says="The radii are uniform on $(0, R]$.", without="size.laws", named=True
)
SHARP = Assumption(says="The disks are sharp.", without="size.blur")
SHARP_SHAPES = Assumption(says="The shapes are sharp.", without="size.blur")
NO_BIASES = Assumption(
    says="The network has no biases.", without="size.thresholded", named=True
)
IN_TURN = Assumption(
    says="Decoder and encoder are trained in turn, by steps of second order; the talk "
    "trains all weights at once by Adam.",
    without=OPEN,
)
TRAINED = (NO_BIASES, ONE_SIGN, AVERAGING, IN_TURN)
"""What every claim on the one image of a trained network needs."""

STRENGTHS_OFF = "codes off the best strengths of their images"
FOLLOWS = Check(
    value=STRENGTHS_OFF,
    at_most=0.01,
    because="of their norm: a network that works uses its image as strongly as eq. (5) "
    "asks, $|z| = <f, x> / |f|^2$; codes that are constant, shuffled or drawn at "
    "random are off by tenths, trained ones were by at most 0.0016",
    usable=True,
)
"""What every measurement of one image, or of one for each sign, must meet."""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """Where profiles are compared: pixels along an axis, the largest size, the body.

    ``gauge`` names a function of ``theory.size.bodies``; ``points`` are averaged along
    each axis of a pixel.
    """

    pixels: int
    radius: float
    dimension: int = 2
    gauge: str = "ball"
    points: int = 4

    def picture(self, function: Function) -> Array:
        """Return a function of the gauge over the radius as an image of unit norm."""
        return bodies.unit_image(
            function,
            self.pixels,
            self.radius,
            dimension=self.dimension,
            gauge=self.gauge_function(),
            points=self.points,
        )

    def gauge_function(self) -> Function:
        """Return the gauge itself."""
        return (
            bodies.star(5, 0.3) if self.gauge == "star" else getattr(bodies, self.gauge)
        )

    def curve(self, picture: Array) -> tuple[Array, Array]:
        """Return (gauge in pixels, mean value there), f(0) near 1 for unit images."""
        axis = np.arange(self.pixels) + 0.5 - self.pixels / 2
        points = np.meshgrid(*[axis] * self.dimension, indexing="ij")
        gauge = self.gauge_function()(np.stack(points)).ravel()
        order = np.argsort(gauge)[: int(np.sum(gauge < self.radius))]
        rings = np.array_split(order, max(4, self.pixels // 2))
        place = np.array([gauge[ring].mean() for ring in rings])
        mean = np.array([picture.ravel()[ring].mean() for ring in rings])
        return place, mean * np.sqrt(len(order))


def closed_form(name: str) -> Function:
    """Return one of the closed forms that are each other's rivals."""
    forms = {**size_rivals.closed_forms(), **size_rivals.neighbours()}
    return {**forms, "Airy": airy.profile}[name]


@cache
def closed_form_picture(grid: Grid, name: str) -> Array:
    """Return a closed form on a grid, worked out once and read-only."""
    picture = grid.picture(closed_form(name))
    picture.flags.writeable = False
    return picture


def closed_form_rivals(
    grid: Grid, without: str = "", names: Mapping[str, str] = CLOSED_FORMS
) -> tuple[Rival, ...]:
    """Return every closed form of some but one as a rival."""
    return tuple(
        Rival(name=name, answer=partial(closed_form_picture, grid, name), because=why)
        for name, why in names.items()
        if name != without
    )


def airy_rivals(grid: Grid) -> tuple[Rival, ...]:
    """Return every closed form but Airy's as a rival, the nearest ones among them."""
    near = closed_form_rivals(grid, names=NEIGHBOURS)
    return (*near, *closed_form_rivals(grid, without="Airy"))


def law_picture(
    grid: Grid,
    density: Function,
    breaks: tuple[float, ...] = (),
    dimension: float | None = None,
) -> Array:
    """Return the profile under a law of sizes, in shares of the largest, on a grid."""
    law = Law(density=density, breaks=breaks)
    return grid.picture(solve(law, dimension or grid.dimension))


def training(
    grid: Grid,
    sizes: Sequence[float] | Array,
    *,
    body: str = "ball",
    channels: Sequence[int] = (8, 8, 16, 16),
    weights: Sequence[float] | None = None,
) -> Experiment:
    """Return the training of a bias-free network on copies of a body.

    The law of the sizes, in shares of the largest, is in the list (its quantiles) or
    in the weights.
    """
    network = {
        "body": body,
        "dimension": grid.dimension,
        "size": grid.pixels,
        "sizes": (grid.radius * np.asarray(sizes)).tolist(),
        "weights": weights,
        "channels": list(channels),
        "slope": 0.2,
    }
    return Experiment(
        function="empirical.size.profiles:scaled_bodies",
        configurations=scheduled(network),
        seconds={"quick": 2.0, "full": 8.0},
    )


def scheduled(network: Mapping[str, Any]) -> dict[Budget, dict[str, Any]]:
    """Return the configurations of a network without biases, by budget."""
    return {b: {**network, "schedule": plan} for b, plan in SCHEDULES.items()}


def midpoints(count: int) -> Array:
    """Return the midpoints of equal parts of (0, 1): quantiles of the uniform law."""
    return (np.arange(count) + 0.5) / count


def read(arrays: Arrays, predict: Callable[[], Array]) -> Measurement:
    """Return the image that the decoder scales, beside the best for these copies."""
    codes = arrays["codes"][_shown(arrays["images"])]
    positive = int(np.sum(codes > 0))
    learned = arrays["profiles"][0 if 2 * positive > len(codes) else 1]
    learned = learned / np.linalg.norm(learned)
    best = minimisation.discrete_optimum(arrays["images"])
    return Measurement(
        answer=learned,
        values={
            "network to discrete optimum": distance(RELATIVE_L2, learned, best),
            "discrete optimum to prediction": distance(RELATIVE_L2, best, predict()),
            "loss left": float(arrays["history"][-1]),
            STRENGTHS_OFF: strengths_off(arrays),
        },
        extras={"discrete optimum": best},
        pictures=_seen(arrays["images"], learned) if learned.ndim == 2 else {},
        invalid=""
        if positive in (0, len(codes))
        else f"{positive} of {len(codes)} codes are positive: they must have one sign",
    )


def strengths_off(arrays: Arrays) -> float:
    """Return how far codes are from the best strengths, in shares of their norm.

    The strength of an image x is ``<f, x> / |f|^2``, with f what the decoder makes of 1
    or of -1, as the sign of the code of x is; images that are blank have none.
    """
    shown = _shown(arrays["images"])
    codes, images = arrays["codes"][shown], arrays["images"][shown]
    flat = arrays["profiles"].reshape(2, -1)
    best = images.reshape(len(codes), -1) @ (flat.T / np.sum(flat**2, axis=1))
    own = np.where(codes > 0, best[:, 0], best[:, 1])
    return float(np.linalg.norm(np.abs(codes) - own) / np.linalg.norm(own))


def _shown(images: Array) -> NDArray[np.bool_]:
    """Return which images are not blank."""
    return np.asarray(images.any(axis=tuple(range(1, images.ndim))))


def _seen(images: Array, learned: Array) -> dict[str, Array]:
    """Return some of the copies, beside the image that the decoder scales."""
    some = images[len(images) // 6 :: len(images) // 3]
    row = np.stack([image / (image.max() or 1.0) for image in (*some, learned)])
    return {
        "Copies of three sizes, and the one image that the decoder scales.": row[None]
    }

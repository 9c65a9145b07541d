"""A claim on a law of radii that nobody has asked for yet."""

import math
from dataclasses import replace
from functools import partial
from typing import Any

from theory.size import blur, general
from verify.asked import law_images
from verify.asked.given_law import GivenLaw, digest, typed
from verify.asked.law_pilots import BECAUSE, unpiloted
from verify.asked.predicted_law import profile_in_words
from verify.budget import Budget
from verify.claim import OPEN, Array, Assumption, Claim, Experiment, Rival
from verify.claims.size.families import profiles
from verify.claims.size.families.learned_profile import profile_claim
from verify.distances import RELATIVE_L2, distance
from verify.subjects import Disks

SMALL = Disks(size=32)
"""On which a law is tried where nothing else is said: half of the talk's own."""

_SAME = 1e-6
"""A closed form that is nearer than this is the answer itself, and no rival."""

_LONGER: dict[Budget, dict[str, int]] = {
    "quick": {"rounds": 6, "decoder_steps": 300, "encoder_steps": 6},
    "full": {"rounds": 12, "decoder_steps": 600, "encoder_steps": 6},
}
"""How long networks for more than 32 pixels train, as those of the talk's own disks."""

_BLURRED = Assumption(
    says="The blur is that of a Gaussian, known in width, cut off by the frame.",
    without=OPEN,
)


def asked_law(given: GivenLaw | str, disks: Disks = SMALL) -> Claim:
    """Return the claim on a law of radii that was typed or counted.

    Parameters
    ----------
    given
        The law, or its expression in r; that of ``disks`` gives way to it.
    disks
        Size, largest radius, blur and slope.

    Raises
    ------
    ValueError
        As for :func:`law_claim`.

    Examples
    --------
    >>> asked_law("(1 - r)**2", Disks(size=40)).asked
    "law --size 40 '(1 - r)**2'"

    """
    given = typed(given) if isinstance(given, str) else given
    disks = replace(disks, law=given.law)
    chosen = options(disks)
    name = f"size.law-{digest([given.digest, chosen])}"
    claim = law_claim(name, disks, words=f"law {given.words}")
    asked = " ".join(["law", *chosen, given.asked.removeprefix("law ")])
    return replace(claim, asked=asked, held=given.held)


def options(disks: Disks) -> list[str]:
    """Return the words that choose disks, but for those that need not be said."""
    return [
        word
        for name in ("size", "radius", "slope", "blur")
        if getattr(disks, name) != getattr(SMALL, name)
        for word in (f"--{name}", f"{getattr(disks, name)!r}")
    ]


def law_claim(name: str, disks: Disks, words: str = "the given law") -> Claim:
    """Return the claim that a bias-free network learns the profile of a law of radii.

    The network sees weighted radii that stand for the law, enough of them that the
    best image for these very pictures is within 0.5 % of the prediction. Every closed
    form is a rival, those nearest to Airy's profile among them; one nearer than 1.1 %
    leaves the claim without power, and it is then refused before training.

    Parameters
    ----------
    name
        Slug of the claim.
    disks
        The law, the images, and the slope of the network.
    words
        What stands after "radii of" in the statement.

    Raises
    ------
    ValueError
        If the density is negative, not finite, zero everywhere or without an integral,
        or if no list of radii on such images stands for the law: the message names
        images that do.

    Examples
    --------
    >>> from theory.size.law import Law
    >>> from verify.answers import answers
    >>> from verify.trial import Trial
    >>> claim = law_claim("size.own", Disks(size=32, law=Law(density=lambda r: 1 - r)))
    >>> answers(Trial(claim=claim)).weak
    ''

    """
    radius, weight = law_images.shown(disks)
    grid = _grid(disks)
    return profile_claim(
        name=name,
        statement=f"On disks with radii of {words}, {_images(disks)}, a bias-free "
        f"autoencoder whose codes keep one sign learns {profile_in_words(disks)}.",
        grid=grid,
        predict=partial(law_images.picture, disks),
        experiment=_training(disks, radius, weight),
        rivals=_rivals(disks, grid),
        tolerance=0.01,
        because=" ".join([f"{BECAUSE}.", unpiloted(disks)]).strip(),
        grid_error=law_images.BOUND,
        derivation=blur.derivation if disks.blur else general.law_steps,
        caption="The profile under the law that was asked for."
        + (
            " It is not told from the profile of the sharp disks under the same blur, "
            "where that is within 1 %."
            if disks.blur
            else ""
        ),
        assumptions=(_BLURRED if disks.blur else profiles.SHARP,),
    )


def _grid(disks: Disks) -> profiles.Grid:
    return profiles.Grid(pixels=disks.size, radius=disks.largest)


def _images(disks: Disks) -> str:
    """Return how large the images are, and what befell them."""
    size, largest = disks.size, f"{disks.largest:g}"
    under = f" under a Gaussian blur of {disks.blur:g}" if disks.blur else ""
    return f"R = {largest} pixels on images of {size} x {size}{under}"


def _rivals(disks: Disks, grid: profiles.Grid) -> tuple[Rival, ...]:
    """Return every closed form, but for one that is the answer itself."""
    forms = (
        *profiles.closed_form_rivals(grid),
        *profiles.closed_form_rivals(grid, names=profiles.NEIGHBOURS),
    )
    if disks.blur:
        sharp = Rival(
            name="the profile of the sharp disks",
            answer=partial(law_images.picture, replace(disks, blur=0.0)),
            because="the same law without the blur",
        )
        forms = (*forms, sharp)
    predicted = law_images.picture(disks)
    return tuple(
        rival
        for rival in forms
        if distance(RELATIVE_L2, rival.answer(), predicted) > _SAME
    )


def _training(disks: Disks, radius: Array, weight: Array) -> Experiment:
    """Return the training of a network that halves a side as often as it can."""
    layers = math.ceil(math.log2(disks.size))
    made = profiles.training(
        _grid(disks),
        radius,
        channels=[8, 8, *[16] * layers][: layers - 1],
        weights=weight.tolist(),
    )
    plans = profiles.SCHEDULES if disks.size <= SMALL.size else _LONGER
    own: dict[str, Any] = {"slope": disks.slope}
    if disks.blur:
        own["blur"] = disks.blur
    whole = len(radius) / 64 * (disks.size / SMALL.size) ** 2
    return replace(
        made,
        configurations={
            budget: {**brief, **own, "schedule": plans[budget]}
            for budget, brief in made.configurations.items()
        },
        seconds={"quick": 2.0 * whole, "full": 8.0 * whole},
    )

"""Changed worlds: what each experiment is told differently, so that its answer moves.

The prediction of a claim is that of its own world. Measured in another one, the claim
must not be confirmed: an experiment that returns theory's answer would be.
"""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from tests.trust.harmless import FREE
from tests.trust.planted import Planted
from verify.answers import Answers
from verify.budget import of_budget
from verify.claim import Claim, Outcome
from verify.claims import ALL
from verify.judge import judge
from verify.optional import missing
from verify.pool import measure
from verify.trial import Trial

UNREADABLE = (ArithmeticError, ValueError, np.linalg.LinAlgError)

Options = Mapping[str, Any]
Change = Callable[[Options], dict[str, Any]]


def _told(**others: Any) -> Change:
    """Tell it something else."""
    return lambda options: {**options, **others}


def _times(name: str, factor: float) -> Change:
    """Multiply a number, or all numbers of a list."""

    def changed(options: Options) -> dict[str, Any]:
        value = options[name]
        many = isinstance(value, list | tuple)
        return {
            **options,
            name: [factor * v for v in value] if many else factor * value,
        }

    return changed


def _reversed(name: str) -> Change:
    """Take a list from its end."""
    return lambda options: {**options, name: list(options[name])[::-1]}


def _exchanged(name: str, one: Any, other: Any) -> Change:
    """Say one for the other."""
    return lambda o: {**o, name: other if o[name] == one else one}


def _law(options: Options) -> dict[str, Any]:
    """Draw the sizes from another law: most of them small."""
    sizes = options["sizes"]
    most = max(sizes)
    return {**options, "sizes": [most * (size / most) ** 3 for size in sizes]}


def _wider_stride(options: Options) -> dict[str, Any]:
    """Let every case have a stride of one more, with the taps that it has."""
    cases = [{**case, "stride": case["stride"] + 1} for case in options["cases"]]
    return {**options, "cases": cases}


def _hardly_trained(options: Options) -> dict[str, Any]:
    """Train each code that comes one by one for a single step."""
    recipe = {**options["recipe"], "adam_steps": 1}
    return {**options, "first_steps": 1, "recipe": recipe}


def _broken(name: str, options: Options) -> dict[str, Any]:
    """Break a layer of every given network: its first number is one more."""

    def first(value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value + 1
        return [first(value[0]), *value[1:]]

    def network(one: Mapping[str, Any]) -> dict[str, Any]:
        if "taps" in one:
            return {**one, "taps": first(one["taps"])}
        layer, *others = one["layers"]
        key = "bias" if "bias" in layer else "taps"
        return {**one, "layers": [{**layer, key: first(layer[key])}, *others]}

    return {**options, name: [network(one) for one in options[name]]}


CHANGED: dict[str, Change] = {
    "biased_disks": _told(decay=10.0),
    "averaged_disks": _times("radii", 0.5),
    "least_contractive_code": _exchanged("encoder", "edge", "linear"),
    "bias_free_disks": _times("largest_radius", 0.7),
    "averaging_encoder": _times("largest_radius", 0.7),
    "signs_by_start": _told(cases=[["zeros", "kaiming"], ["nearest", "kaiming"]]),
    "several_families": _reversed("families"),
    "split_energy": _reversed("splits"),
    "all_partitions": _reversed("laws"),
    "drawn_optima": _reversed("counts"),
    "networks_on_draws": _reversed("drawn"),
    "left_by_slope": _reversed("cases"),
    "two_codes": _told(hidden=2),
    "affine_pieces": _told(hidden=[0, 0, 1, 1, 2, 2]),
    "scaled_bodies": _law,
    "blurred_disks": _times("sigma", 0.3),
    "scaled_shape": _times("largest", 0.6),
    "cascade_table": _told(taps=(1, 2, 2)),
    "padded_codes": _reversed("paddings"),
    "scaled_filters": _times("scales", 1.1),
    "plane_codes": _reversed("kernels"),
    "fit_labels": _reversed("cases"),
    "given_channel_codes": partial(_broken, "encoders"),
    "activated_codes": _reversed("negative_slopes"),
    "stride_free_codes": partial(_broken, "encoders"),
    "any_stride_codes": partial(_broken, "encoders"),
    "train_strided_encoders": _wider_stride,
    "affine_filters": _wider_stride,
    "placed_objects": _reversed("objects"),
    "noisy_codes": _told(levels=6),
    "train_bright_objects": _reversed("strengths"),
    "padded_channel_codes": lambda o: {
        **o,
        "encoders": [
            {**one, "phase": "odd" if one["phase"] == "even" else "even"}
            for one in o["encoders"]
        ],
    },
    "fit_padded_labels": _reversed("paddings"),
    "noisy_impulses": _reversed("cases"),
    "told_places": _reversed("levels"),
    "given_pooled_codes": partial(_broken, "encoders"),
    "train_pooled_encoders": lambda o: {
        **o,
        "poolings": ["average"] * len(o["poolings"]),
    },
    "train_channel_encoders": _reversed("widths"),
    "train_deep_encoders": _reversed("labels"),
    "decoded_diracs": partial(_broken, "decoders"),
    "decoded_plane_diracs": partial(_broken, "decoders"),
    "search_decoders": partial(_broken, "decoders"),
    "train_position_decoders": _reversed("cases"),
    "train_position_autoencoders": partial(_broken, "decoders"),
    "progressive_axes": lambda o: {**o, "centred": not o["centred"]},
    "ellipse_codes": _hardly_trained,
    "pca.decorrelated": _told(penalty=0.0),
    "batch_losses": lambda o: {**o, "codes": [[c * c for c in r] for r in o["codes"]]},
    "bent_codes": _times("bends", 1.5),
    "translated_codes": lambda o: {**o, "recipe": {**o["recipe"], "adam_steps": 1}},
    "rebuilt_faces": lambda o: {**o, "recipe": {**o["recipe"], "adam_steps": 1}},
    "organised_shapes": _times("scale", 20.0),
    "organised_faces": _times("scale", 20.0),
}
"""How an experiment is told of another world: by its bare name, or by the slug of a
claim that would be true in that one."""

ONE_WORLD: dict[str, str] = {
    "best_image_and_strengths": "it is told how fine to compute and nothing else",
    "envelope_encoder": "what it shows holds for every code that it is told of",
    "measured_constant": "a number of mathematics",
    "exhaustive": "exact arithmetic over all positions, of the talk's filter",
    "affine_codes": "exact algebra over all filters",
    "train_position_encoder": "it is told how many layers, and the filter is sought",
    "fractional_codes": "exact arithmetic over all places, of one filter alone",
    "search_max_pooling": "a search for what does not exist; told how hard to look",
    "decay_escapes": "what it shows holds for every network and every factor",
}
"""Experiments that know one world only, with the reason."""

EVERYWHERE = {slug for slug, change in FREE if change == "a changed world"}
"""Claims that are true in the changed world too."""


def changed(claim: Claim) -> dict[str, Any] | None:
    """Return what a claim's experiment is told of another world, if it knows one."""
    change = CHANGED.get(claim.name) or CHANGED.get(_experiment(claim))
    return change(claim.experiment.configurations["quick"]) if change else None


def _experiment(claim: Claim) -> str:
    """Return the bare name of a claim's experiment."""
    return claim.experiment.function.split(":")[1]


def confirms(claim: Claim) -> bool:
    """Return whether a claim that knows another world is expected to be confirmed."""
    confirmed = of_budget(claim.expected, "quick") is Outcome.CONFIRMED
    return confirmed and changed(claim) is not None


def outcome_elsewhere(claim: Claim, known: Answers) -> Outcome:
    """Measure the first seed of a claim in its changed world, and judge it."""
    task = next(iter(Trial(claim=claim).tasks.values()))
    result = measure(replace(task, configuration=changed(claim)))
    if result.failure:
        return Outcome.INVALID
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return judge(known, {task.seed: claim.read(result.arrays)}).outcome
        except UNREADABLE:
            return Outcome.INVALID


def ask(planted: Planted, answers: Callable[[str], Answers]) -> tuple[str, str]:
    """Return by what a changed world is noticed: a verdict or nothing."""
    (claim,) = (claim for claim in ALL if claim.name == planted.file)
    if not confirms(claim) or missing(claim.experiment.packages):
        return "same", "it is not confirmed, or has one world, or no data"
    outcome = outcome_elsewhere(claim, answers(claim.name))
    confirmed = outcome is Outcome.CONFIRMED
    return (
        ("nothing", "")
        if confirmed
        else (
            "verdict",
            outcome.name,
        )
    )

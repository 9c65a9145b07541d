"""Small settings of the experiments on position."""

from fractions import Fraction

from tests.problems.problem import SLOPE, Problem, adam, kept, layers, told
from theory.position.moments import moment_layers
from theory.position.objects import object_decoder
from verify.claims.position.families.given_decoders import listed

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
TWO = [[[1, 2], [2, 1], [-1, 1]]]
CHANNELS = [
    {
        "pooling": pooling,
        "layers": [
            {"weight": [TWO] * 2, "bias": [[1, 2], [0, 1]]},
            {"weight": [TWO * 2], "bias": [[-3, 4]]},
        ],
    }
    for pooling in ("stride", "max")
]
FREE = [
    {
        "length": 4,
        "before": before,
        "layers": [{"taps": t, "apart": d} for t, d in zip(taps, apart, strict=True)],
    }
    for before, taps, apart in (
        (0, [[1.5, -2.0, 1.0], [4.0, 0.5]], [1, 1]),
        (3, [[1.0, 2.0, 1.0]] * 2, [1, 2]),
    )
]
CASE = {
    "levels": 2,
    "kind": "zeros",
    "distinct": 4,
    "reach": 3.0,
    "held_out": [1],
    "steps": 3,
    "batch": 4,
}

STRIDED = [
    {
        "stride": 3,
        "layers": [
            {"first": -2, "taps": [[1, 2], [1, 1], [-2, 3], [5, 1]]},
            {"first": 0, "taps": [[3, 1], [1, 2], [1, 1]]},
        ],
    },
    {"stride": 2, "layers": [{"first": -4, "taps": [[k, 2] for k in range(6)]}]},
]
TRIED = {
    "stride": 2,
    "outputs": 3,
    "first": -2,
    "last": 1,
    "most": 3,
    "largest": 2,
}

OBJECT = {
    "shape": [1.0, 2.0],
    "layers": listed(object_decoder(2, Fraction(1, 5), [Fraction(1), Fraction(2)])),
}

PADDED = {
    "padding": "reflect",
    "phase": "odd",
    "gain": [1, 2],
    "bias": [1, 3],
    "layers": [
        {"weight": [[[[1, 2], [1, 1], [2, 1]]], [[[0, 1], [1, 1], [3, 1]]]]},
        {"weight": [[[[1, 1], [1, 4], [1, 1]], [[2, 1], [1, 1], [-1, 1]]]]},
    ],
}

PAIR = {"places": [1, 5], "heights": [1.0, -2.0]}

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
        function="empirical.position.padded_encoders:padded_codes",
        options={"levels": [1, 3], "paddings": ["zeros", "reflect"], "signals": 4},
        shapes=told("codes 2 10, dense_signals 4 8, dense_codes 2 4"),
        fixed=("codes",),
        refused=(
            ({"levels": [0]}, r"levels must be at least 1, got \[0\]"),
            ({"levels": []}, r"levels must be at least 1, got \[\]"),
            ({"signals": 0}, "signals must be at least 1, got 0"),
            ({"paddings": ["mirror"]}, "paddings must be among .*, got mirror"),
        ),
    ),
    Problem(
        function="empirical.position.channel_encoders:given_channel_codes",
        options={"encoders": CHANNELS},
        shapes=told("codes 8, exact_codes 8 2"),
        fixed=("codes", "exact_codes"),
        refused=(
            ({"encoders": []}, "encoders must be one or more, got none"),
            (
                {"encoders": [{**CHANNELS[0], "pooling": "average"}]},
                "pooling must be one of .*, got average",
            ),
        ),
    ),
    Problem(
        function="empirical.position.stride_free:stride_free_codes",
        options={"encoders": FREE},
        shapes=told("codes 8, exact_codes 8"),
        fixed=("codes", "exact_codes"),
        refused=(
            ({"encoders": []}, "encoders must be one or more, got none"),
            (
                {"encoders": [{**FREE[0], "length": 5}]},
                "layers must leave one number, got 2",
            ),
        ),
    ),
    Problem(
        function="empirical.position.stride_free:told_places",
        options={"levels": [1, 4], "channels": 2, "slope": 0.2, "drawn": 3},
        shapes=told("told 3 2 3"),
        fixed=("told",),
        refused=(
            ({"levels": [0]}, "levels must be at least 1, got 0"),
            ({"channels": 0}, "channels must be at least 1, got 0"),
            ({"drawn": 0}, "drawn must be at least 1, got 0"),
        ),
    ),
    Problem(
        function="empirical.position.any_stride:any_stride_codes",
        options={"encoders": STRIDED},
        shapes=told("codes 11, exact_codes 11 2"),
        fixed=("codes", "exact_codes"),
        refused=(
            ({"encoders": []}, "encoders must be one or more, got none"),
            (
                {"encoders": [{**STRIDED[1], "stride": 1}]},
                "taps must stand from 0 or less to 0 or less, got -4 to 1",
            ),
        ),
    ),
    Problem(
        function="empirical.position.strided_training:train_strided_encoders",
        options={
            "cases": [
                {"stride": 3, "levels": 2, "first": -2, "last": 2},
                {"stride": 2, "levels": 1, "first": -2, "last": 0},
            ],
            "starts": 2,
            "schedule": adam(3, lbfgs=2),
        },
        shapes=told("losses 2 2") | {"taps 0": (2, 2, 5), "taps 1": (2, 1, 3)},
        refused=(
            ({"starts": 0}, "starts must be at least 1, got 0"),
            (
                {"cases": [{"stride": 1, "levels": 1, "first": 0, "last": 0}]},
                "stride must be at least 2",
            ),
            (
                {"cases": [{"stride": 2, "levels": 1, "first": 1, "last": 2}]},
                "taps stand from 0 or less",
            ),
        ),
    ),
    Problem(
        function="empirical.position.any_stride:affine_filters",
        options={"cases": [TRIED, {**TRIED, "first": -1, "outputs": 4}]},
        shapes=told("tried 2 3, counts 2 3, found 3 5, zeros 3"),
        fixed=("tried", "counts", "found", "zeros"),
        refused=(
            ({"cases": [{**TRIED, "outputs": 1}]}, "outputs and most leave nothing"),
            ({"cases": [{**TRIED, "most": 5}]}, "outputs and most leave nothing"),
        ),
    ),
    Problem(
        function="empirical.position.padded_channels:padded_channel_codes",
        options={"encoders": [PADDED, {**PADDED, "phase": "even"}]},
        shapes=told("codes 8, exact_codes 8 2"),
        fixed=("codes", "exact_codes"),
        refused=(
            ({"encoders": []}, "encoders must be one or more, got none"),
            (
                {"encoders": [{**PADDED, "padding": "mirror"}]},
                "padding must be one of .*, got mirror and odd",
            ),
        ),
    ),
    Problem(
        function="empirical.position.padded_channels:fit_padded_labels",
        options={
            "levels": 2,
            "paddings": ["circular", "zeros"],
            "phases": ["odd"],
            "starts": 3,
            "steps": 2,
        },
        shapes=told("errors 1 2 3"),
        refused=(
            ({"levels": 0}, "levels must be at least 1, got 0"),
            ({"starts": 0}, "starts must be at least 1, got 0"),
            ({"steps": 0}, "steps must be at least 1, got 0"),
            ({"phases": ["both"]}, "phase one of .*, got circular and both"),
        ),
    ),
    Problem(
        function="empirical.position.noisy_impulses:noisy_impulses",
        options={
            "layers": [{"weight": x["weight"]} for x in listed(moment_layers(3, 3))],
            "cases": [PAIR, {**PAIR, "places": [2, 6]}],
            "sigma": 1e-3,
            "draws": 4,
        },
        shapes=told("told 2 2 2, deviations 2 2 2"),
        fixed=("told",),
        refused=(
            ({"draws": 1}, "draws must be at least 2 .* got 1 and 0.001"),
            ({"sigma": 0.0}, "sigma above 0, got 4 and 0.0"),
            (
                {"cases": [{**PAIR, "places": [5, 5]}]},
                r"places must increase from 0 to 7, got \[5, 5\]",
            ),
            (
                {"cases": [{**PAIR, "places": [5, 8]}]},
                r"places must increase from 0 to 7, got \[5, 8\]",
            ),
        ),
    ),
    Problem(
        function="empirical.position.objects:placed_objects",
        options={
            "levels": 2,
            "slope": 0.2,
            "objects": [OBJECT],
            "strengths": [1.0, 2.0],
            "parts": 2,
            "drawn": 3,
        },
        shapes=told(
            "codes 10 2, signals 10 4, drawn_errors 1 3, dense_signals 3 4, "
            "dense_codes 3 2"
        ),
        fixed=("codes", "signals"),
        refused=(
            ({"levels": 0}, "levels must be at least 1, got 0"),
            ({"parts": 0}, "parts must be at least 1, got 0"),
            ({"drawn": 0}, "drawn must be at least 1, got 0"),
            (
                {"objects": [{**OBJECT, "shape": [1.0] * 5}]},
                "shape must have 1 to 4 samples, got 5",
            ),
        ),
    ),
    Problem(
        function="empirical.position.objects:noisy_codes",
        options={"levels": 2, "places": [0, 3], "sigma": 0.01, "draws": 5},
        shapes=told("codes 2 2, places 2, correlations 2"),
        refused=(
            ({"levels": 0}, "levels must be at least 1, .* got 0, 5 and 0.01"),
            ({"draws": 1}, "draws at least 2 .* got 2, 1 and 0.01"),
            ({"sigma": 0.0}, "sigma above 0, got 2, 5 and 0.0"),
        ),
    ),
    Problem(
        function="empirical.position.bright_objects:train_bright_objects",
        options={
            "levels": 2,
            "shape": [1.0, 2.0],
            "strengths": [1.0, 2.0],
            "unseen": [3.0],
            "width": 2,
            "slope": 0.2,
            "starts": 2,
            "schedule": adam(3, lbfgs=2),
        },
        shapes=told("labels 3, codes 4 2 3 3"),
        fixed=("labels",),
        refused=(
            ({"levels": 1}, "levels must be at least 2, got 1"),
            ({"width": 0}, "width must be at least 1, got 0"),
            ({"starts": 0}, "starts must be at least 1, got 0"),
            SLOPE,
        ),
    ),
    Problem(
        function="empirical.position.channel_encoders:train_channel_encoders",
        options={"levels": [1, 3], "widths": [1, 3], "starts": 4, "schedule": adam(3)},
        shapes=told("errors 2 2 4"),
        refused=(
            ({"levels": [0]}, r"levels must be at least 1, got \[0\]"),
            ({"widths": []}, r"widths must be at least 1, got \[\]"),
            ({"starts": 0}, "starts must be at least 1, got 0"),
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
        shapes={
            **told("trained 3 20, held_out 3 20, between 3 20, signals 2 3 4"),
            **kept("case 0", {"numbers": (70,)}),
            **kept("case 1", {"numbers": (49,)}),
            **kept("case 2", {"numbers": (70,)}),
        },
        gaps=("held_out",),
        refused=(
            ({"cases": [{**CASE, "distinct": 1}]}, "distinct must be at least 2"),
            ({"cases": [{**CASE, "held_out": [4]}]}, "above held_out, got 4"),
            ({"cases": [{**CASE, "kind": "linear"}]}, "kind must be one of"),
            (
                {"cases": [{**CASE, "reach": 3.5}]},
                r"reach must be in \(0, 3\], got 3.5",
            ),
            ({"starts": 19}, "starts must be at least 20, got 19"),
            ({"channels": 0}, "channels must be at least 1, got 0"),
        ),
    ),
    Problem(
        function="empirical.position.found_decoders:search_decoders",
        options={**FOUND, "widths": (3, 5), "shown": (0.0, 1.25, 3.0)},
        shapes={
            **told("before 2 4 3 2, after 2 4 3 2, signals 5 3 4"),
            **{
                f"weights of row {row} of signals: numbers": (176 if row == 2 else 70,)
                for row in range(5)
            },
        },
        fixed=("weights of row 0 of signals: numbers",),
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

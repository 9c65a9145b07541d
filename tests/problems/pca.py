"""Small settings of the experiments on PCA-like autoencoders."""

from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.form import PixelForm
from empirical.weights import weights_of
from tests.problems.files import celeba, pgan
from tests.problems.problem import Problem, adam, often, told

RECIPE = {"adam_steps": 3, "batch": 4, "channels": [2, 2], "hidden": 3}
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
SEEN = PixelForm(shape=(64, 64), low=0.0, high=1.0)
ORDERED = PCAAutoencoder(3, **RECIPE).unfitted(SEEN)
PLAIN = PCAAutoencoder(3, (3,), **RECIPE).unfitted(SEEN)
WEIGHTS = {
    **weights_of(ORDERED.module_, "ordered"),
    **weights_of(PLAIN.module_, "plain"),
}

PCA = (
    Problem(
        function="empirical.pca.batch_losses:batch_losses",
        options={
            "codes": ((3, 1, 0, 5), (1, 4, 2, 3), (4, 1, 7, 1), (1, 5, 3, -2)),
            "batch": 8,
            "batches": 1000,
        },
        shapes=told("losses 4, independent 1, trained 1, small 1"),
        fixed=("small",),
        refused=(
            (
                {"codes": ((1, 2), (3, 4))},
                r"codes must have at least three samples and three .*\(2, 2\)",
            ),
            ({"batches": 2}, "batches must be a multiple of 1000, got 2"),
        ),
    ),
    Problem(
        function="empirical.pca.bent_codes:bent_codes",
        options={"bends": (0.0, 2.0), "samples": 5},
        shapes=told("errors 2, penalties 2, moved 2 2, codes 2 10 2"),
        refused=(({"samples": 2}, "samples must be at least 3, got 2"),),
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
            "even": 7,
            "components": 3,
            "penalty": 0.1,
            "first_steps": 3,
            "plain_steps": 2,
            "recipe": RECIPE,
        },
        shapes=told(
            "half_axes 20 2, rotation 20, attributes 20 3, codes ordered 20 3, codes "
            "plain 20 3, codes linear 20 3, errors ordered 4 20, "
            "errors plain 1 20, errors linear 4 20, moved 2, "
            "explained 3, walk 16 3 9 3, pictures 3 9 64 64, walk plain 16 3 9 3, "
            "pictures plain 3 9 64 64, even ordered 7 3, even plain 7 3"
        )
        | {name: array.shape for name, array in WEIGHTS.items()},
        fixed=("moved", *(name for name in WEIGHTS if name.endswith(".fixed"))),
        refused=(
            ({"components": 2}, "components must be at least 3, got 2"),
            ({"penalty": -0.1}, "penalty must be at least 0, got -0.1"),
            ({"test": 0}, "count must be at least 1, got 0"),
            ({"even": 0}, "count must be at least 1, got 0"),
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
        options={
            "components": 2,
            "plain_steps": 3,
            "recipe": {**RECIPE, "batch": 32},
        },
        shapes=told("unseen 25 25 25, rebuilt 2 25 25 25, explained 2, plain 25 25 25"),
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
            "scale": 0.05,
            "farther": [1.0],
            "offsets": 24,
            "organising": SEARCHED,
            "whole": {"hidden": 4},
        },
        shapes=told(
            "jacobian 64 4, jacobians 32 64 4, offsets 2 24 4, codes 2 24 2, errors 2 "
            "2, linear 2 2, carried 32 2 2, quality 2, pictures 2 2 9 1 8 8"
        ),
        refused=(
            ({"scale": 0.0}, "scale must be positive, got 0"),
            (
                {"organising": {**SEARCHED, "components": 0}},
                "components must be at least 1, got 0",
            ),
            ({"whole": {"penalty": -1.0}}, "penalty must be at least 0, got -1"),
        ),
    ),
    Problem(
        function="empirical.pca.latent_plane:organised_plane",
        resumes=True,
        options={
            "ratio": 1.4,
            "offsets": 24,
            "organising": {**SEARCHED, "components": 1},
        },
        shapes=told(
            "offsets 24 2, codes linear 24 1, codes bent 24 1, made linear 24 2, made "
            "bent 24 2"
        ),
        refused=(({"ratio": 1.0}, "ratio must be above 1, got 1"),),
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
            "organising": {**SEARCHED, "hidden": 0},
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

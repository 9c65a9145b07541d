from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from empirical.pca.images.faces import split
from empirical.pca.images.soft_shapes import drawn_shapes
from empirical.pca.latent_plane import organised_plane
from empirical.pca.latent_shapes import chosen_code, white
from empirical.pca.models.generator import ShapeGenerator, Sphere, SphereAutoencoder
from empirical.pca.organising import Organiser, Organising
from empirical.pca.shape_generator import energy_distance, shape_generator
from empirical.pca.shelf import Shelf
from empirical.training import Schedule, Start

SCHEDULE = Schedule(adam_steps=100, learning_rate=1e-2, batch=64, lbfgs_steps=20)


def linear_generator(values: tuple[float, ...]) -> Any:
    """Return a linear generator with these singular values, and its axes as rows."""
    rng = np.random.default_rng(1)
    size = len(values)
    left, right = (np.linalg.qr(rng.standard_normal((n, size)))[0] for n in (9, size))
    matrix = torch.from_numpy((left * values) @ right.T).float()

    def generate(latent: Tensor) -> Tensor:
        return latent @ matrix.T.to(latent.dtype)

    return generate, right.T


def test_shapes_are_smooth_seeded_and_apart() -> None:
    shapes = drawn_shapes(50, 3, "train", 24)
    np.testing.assert_array_equal(shapes, drawn_shapes(50, 3, "train", 24))
    assert not np.array_equal(shapes, drawn_shapes(50, 3, "test", 24))
    assert 0.5 <= shapes.max() <= 1
    assert shapes.min() >= 0
    # The smallest has half axes of a tenth of the side, the largest of a quarter.
    areas = (shapes / shapes.max(axis=(1, 2), keepdims=True)).sum(axis=(1, 2))
    assert areas.min() > 0.8 * np.pi * 2.4**2
    assert areas.max() < 1.2 * np.pi * 6**2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((0, 0, "train", 24), "count must be at least 1, got 0"),
        ((1, 0, "train", 7), "size must be at least 8, got 7"),
        ((1, 0, "valid", 24), "split must be one of"),
    ],
)
def test_shapes_that_cannot_be_drawn_are_refused(arguments: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        drawn_shapes(*arguments)


def test_a_generator_on_the_sphere_does_not_see_the_length_of_its_input() -> None:
    made = ShapeGenerator(5, 16, (8, 4), torch.Generator().manual_seed(0))
    latent = torch.randn(3, 5, generator=torch.Generator().manual_seed(1))
    torch.testing.assert_close(made(latent), made(2.5 * latent))
    assert made(latent).shape == (3, 1, 16, 16)
    assert not torch.allclose(made(latent), made(-latent))
    torch.testing.assert_close(Sphere()(latent).norm(dim=1), torch.full((3,), 5**0.5))


def test_an_autoencoder_encodes_onto_the_sphere() -> None:
    model = SphereAutoencoder(5, 16, (8, 4), torch.Generator().manual_seed(0))
    codes = model(torch.from_numpy(drawn_shapes(3, 0, "test", 16))[:, None])
    torch.testing.assert_close(codes.norm(dim=1), torch.full((3,), 5**0.5))
    with pytest.raises(ValueError, match="size must be a multiple of 4, got 18"):
        ShapeGenerator(5, 18, (8, 4), torch.Generator())


def test_energy_distance_tells_laws_apart() -> None:
    draw = torch.Generator().manual_seed(0)
    first, second = torch.randn(2, 2000, 3, generator=draw)
    assert abs(float(energy_distance(first, second))) < 0.01
    assert float(energy_distance(first, second + 1)) > 0.3
    # Two points: 2 E|x - y| - E|x - x'| - E|y - y'| = 2 * 3 - 2 - 0.
    two = torch.tensor([[-1.0], [1.0]])
    other = torch.tensor([[3.0], [3.0]])
    assert float(energy_distance(two, other)) == pytest.approx(4, abs=0.01)


def test_white_offsets_are_exactly_white() -> None:
    drawn = white(40, 6, torch.Generator().manual_seed(0)).double()
    torch.testing.assert_close(
        drawn.T @ drawn / 40, torch.eye(6).double(), atol=1e-6, rtol=0
    )
    torch.testing.assert_close(
        drawn.mean(0), torch.zeros(6).double(), atol=1e-6, rtol=0
    )


# torch uses it itself, the first time that it differentiates forwards.
@pytest.mark.filterwarnings(
    "ignore:`torch.jit.script` is deprecated:DeprecationWarning"
)
def test_derivatives_are_those_of_finite_differences() -> None:
    made = ShapeGenerator(4, 8, (4,), torch.Generator().manual_seed(0))
    jacobians, chosen, codes = chosen_code(made, 2, 0)
    assert jacobians.shape == (128, 64, 4)
    exact, step = made.double(), 1e-5
    code = codes[chosen].double()
    for axis in range(4):
        move = step * torch.eye(4).double()[axis]
        ends = [exact((code + s * move)[None]).flatten().detach() for s in (1, -1)]
        slope = ((ends[0] - ends[1]) / (2 * step)).numpy()
        np.testing.assert_allclose(jacobians[chosen][:, axis], slope, atol=1e-8)
    # On the sphere nothing changes along the code itself.
    np.testing.assert_allclose(jacobians[chosen] @ code.numpy(), 0, atol=1e-12)
    values = np.linalg.svd(jacobians, compute_uv=False)
    ratios = np.minimum(values[:, 0] / values[:, 1], values[:, 1] / values[:, 2])
    assert chosen == np.argmax(ratios)


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [0, 8])
def test_a_linear_generator_is_organised_into_its_singular_vectors(
    hidden: int,
) -> None:
    generate, axes = linear_generator((4.0, 2.0, 1.0, 0.5))
    draw = torch.Generator().manual_seed(0)
    offsets = 0.1 * white(256, 4, draw)
    organising = Organising(components=2, penalty=1.0, hidden=hidden, schedule=SCHEDULE)
    organiser = Organiser(generate, torch.ones(4), 0.1, organising, 0)
    codes = organiser.fit(offsets, Shelf(None, "")).codes(offsets).numpy()
    told = np.corrcoef(np.c_[codes, offsets.numpy() @ axes.T].T)[:2, 2:] ** 2
    np.testing.assert_allclose(told, np.eye(4)[:2], atol=0.02)
    images = generate(1 + offsets)
    spread = (images - images.mean(0)).square().sum()
    for count, left in ((1, 5.25 / 21.25), (2, 1.25 / 21.25)):
        made = organiser.images(torch.from_numpy(codes[:, :count]))
        assert float((made - images).square().sum() / spread) == pytest.approx(
            left, rel=0.03
        )


@pytest.mark.slow
def test_earlier_codes_do_not_move_while_a_later_one_is_trained() -> None:
    generate, _ = linear_generator((4.0, 2.0, 1.0))
    offsets = white(64, 3, torch.Generator().manual_seed(0))
    few = Schedule(adam_steps=5, learning_rate=1e-2, batch=16, lbfgs_steps=0)
    found = []
    for components in (1, 2):
        plan = Organising(components=components, penalty=1.0, hidden=4, schedule=few)
        organiser = Organiser(generate, torch.zeros(3), 1.0, plan, 0)
        found.append(organiser.fit(offsets, Shelf(None, "")).codes(offsets))
    assert torch.equal(found[0][:, 0], found[1][:, 0])


def test_settings_that_cannot_be_trained_are_refused() -> None:
    good: dict[str, Any] = {
        "components": 1,
        "penalty": 0.0,
        "hidden": 1,
        "schedule": SCHEDULE,
    }
    for field, value in (("components", 0), ("hidden", -1), ("penalty", -1.0)):
        with pytest.raises(ValueError, match=f"{field} must be at least"):
            Organising(**{**good, field: value})
    with pytest.raises(ValueError, match="scale must be positive, got 0"):
        Organiser(lambda z: z, torch.zeros(2), 0.0, Organising(**good), 0)


def test_a_generator_learns_to_restore_and_to_fill_its_sphere() -> None:
    plan = Schedule(adam_steps=60, learning_rate=5e-3, batch=32, lbfgs_steps=0)
    shared: dict[str, Any] = {
        "latent": 4,
        "size": 16,
        "channels": (8, 4),
        "images": 128,
        "weight": 0.03,
        "seed": 0,
        "device": torch.device("cpu"),
    }
    none = Schedule(adam_steps=0, learning_rate=5e-3, batch=32, lbfgs_steps=0)
    _, before, apart = shape_generator(**shared, schedule=none)
    generator, after, closer = shape_generator(**shared, schedule=plan)
    assert after < before
    assert closer < apart
    assert not any(weight.requires_grad for weight in generator.parameters())


def test_no_face_that_is_rebuilt_was_trained_on() -> None:
    pytest.importorskip("skimage")
    known, unseen = split()
    assert (known.shape, unseen.shape) == ((150, 25, 25), (25, 25, 25))
    assert not any((face == known).all(axis=(1, 2)).any() for face in unseen)


@pytest.mark.slow
def test_bent_networks_leave_less_than_the_first_singular_axis() -> None:
    schedule = {
        "adam_steps": 800,
        "learning_rate": 1e-2,
        "batch": 256,
        "lbfgs_steps": 60,
    }
    found = organised_plane(
        start=Start(seed=1000),
        ratio=1.4,
        offsets=2048,
        organising={
            "components": 1,
            "penalty": 1.0,
            "hidden": 64,
            "schedule": schedule,
        },
    )
    images = found["offsets"] * [1, 1 / 1.4]
    linear, bent = (
        np.sum((found[f"made {arm}"] - images) ** 2) / np.sum(images**2)
        for arm in ("linear", "bent")
    )
    assert linear == pytest.approx(1 / (1 + 1.4**2), abs=0.01)
    assert bent < linear - 0.02

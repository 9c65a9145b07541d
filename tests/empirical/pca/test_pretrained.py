"""Generators that others trained: rebuilt from their weights, never unpickled."""

import pickle
import sys
from collections import OrderedDict
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from empirical.pca.latent_faces import chosen_code
from empirical.pca.models.checkpoint_file import weights_in
from empirical.pca.models.face_generator import FaceGenerator, face_generator
from empirical.pca.models.progressive_generator import (
    ProgressiveGenerator,
    progressive_generator,
)

# torch uses it itself, the first time that it differentiates forwards.
pytestmark = pytest.mark.filterwarnings(
    "ignore:`torch.jit.script` is deprecated:DeprecationWarning"
)

SETTINGS = {
    "alpha": 0,
    "leakyReluLeak": 0.2,
    "perChannelNormalization": True,
    "equalizedlR": True,
    "lossCriterion": "WGANGP",
    "depthOtherScales": [6, 4],
}


class Trap:
    """Ends the tests where it is unpickled."""

    def __reduce__(self) -> Any:
        return exec, ("raise SystemExit('unpickled')",)


def tiny(seed: int = 0) -> ProgressiveGenerator:
    torch.manual_seed(seed)
    return ProgressiveGenerator(9, (8, 6, 4), 3, 0.2)


@pytest.fixture
def base_config(monkeypatch: pytest.MonkeyPatch) -> type:
    """Return the class of settings, under the name that the checkpoints give it."""
    for name in ("models", "models.utils", "models.utils.config"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    made = type("BaseConfig", (), {"__module__": "models.utils.config"})
    sys.modules["models.utils.config"].BaseConfig = made  # type: ignore[attr-defined]
    return made


def written(path: Path, config: Any, **settings: Any) -> dict[str, Any]:
    """Write a checkpoint as pytorch_GAN_zoo does, and return what it holds."""
    about = config()
    about.__dict__.update({**SETTINGS, **settings})
    state = {
        "config": about,
        "netG": tiny(1).state_dict(),
        "netD": {"decisionLayer.module.weight": torch.zeros(1, 8)},
        "avgG": tiny(0).state_dict(),
    }
    torch.save(state, path)
    return state


def by_hand(weights: dict[str, Tensor], latent: Tensor) -> Tensor:
    """Return PGAN's images, layer after layer, from the formulas of the article."""

    def scaled(x: Tensor) -> Tensor:
        return x / (x.pow(2).mean(dim=1, keepdim=True) + 1e-8).sqrt()

    def layer(name: str, x: Tensor) -> Tensor:
        weight, bias = (weights[f"{name}.module.{kind}"] for kind in ("weight", "bias"))
        gain = (2 / weight[0].numel()) ** 0.5
        if weight.ndim == 2:
            return gain * (x @ weight.T + bias)
        padding = weight.shape[-1] // 2
        return gain * torch.nn.functional.conv2d(x, weight, bias, padding=padding)

    def bent(x: Tensor) -> Tensor:
        return torch.where(x > 0, x, 0.2 * x)

    x = scaled(bent(layer("formatLayer", scaled(latent))).reshape(-1, 8, 4, 4))
    x = scaled(bent(layer("groupScale0.0", x)))
    for scale in range(2):
        x = x.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)
        for place in range(2):
            x = scaled(bent(layer(f"scaleLayers.{scale}.{place}", x)))
    return layer("toRGBLayers.2", x)


def test_a_progressive_generator_is_rebuilt_from_its_checkpoint(
    tmp_path: Path, base_config: type
) -> None:
    path = tmp_path / "pgan.pth"
    state = written(path, base_config)
    made = progressive_generator(path)
    latent = torch.randn(5, 9, generator=torch.Generator().manual_seed(2))
    images = made(latent)
    assert images.shape == (5, 3, 16, 16)
    torch.testing.assert_close(images, by_hand(state["avgG"], latent))
    torch.testing.assert_close(images, made(3 * latent))
    assert not any(weight.requires_grad for weight in made.parameters())


def test_older_names_and_a_checkpoint_without_an_average_are_read(
    tmp_path: Path, base_config: type
) -> None:
    path = tmp_path / "pgan.pth"
    state = written(path, base_config)
    del state["avgG"]
    short = {k.replace(".module", ""): v for k, v in state["netG"].items()}
    state["netG"] = OrderedDict(short)
    torch.save(state, path)
    latent = torch.ones(1, 9)
    torch.testing.assert_close(progressive_generator(path)(latent), tiny(1)(latent))


def test_a_slope_is_taken_from_the_settings(tmp_path: Path, base_config: type) -> None:
    path = tmp_path / "pgan.pth"
    written(path, base_config, leakyReluLeak=0.5)
    assert progressive_generator(path).bend.negative_slope == 0.5


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("alpha", 0.5),
        ("perChannelNormalization", False),
        ("equalizedlR", False),
        ("lossCriterion", "DCGAN"),
    ],
)
def test_another_kind_of_progressive_generator_is_refused(
    tmp_path: Path, base_config: type, name: str, value: Any
) -> None:
    path = tmp_path / "pgan.pth"
    written(path, base_config, **{name: value})
    with pytest.raises(ValueError, match=f"{name} must be .*, got {value}"):
        progressive_generator(path)


def test_weights_of_another_architecture_are_refused(
    tmp_path: Path, base_config: type
) -> None:
    path = tmp_path / "pgan.pth"
    state = written(path, base_config)
    for wrong, says in (
        ({"main.0.weight": torch.zeros(1)}, "weights of a PGAN generator"),
        (
            {**state["avgG"], "formatLayer.module.bias": torch.zeros(3)},
            "weights of this architecture",
        ),
        (
            {k: v for k, v in state["avgG"].items() if "groupScale0" not in k},
            "weights of this architecture",
        ),
    ):
        torch.save({**state, "avgG": wrong}, path)
        with pytest.raises(ValueError, match=says):
            progressive_generator(path)
    for other in ({"netG": {}}, {"config": 3, "netG": {}}):
        torch.save(other, path)
        with pytest.raises(ValueError, match="must hold a PGAN checkpoint"):
            progressive_generator(path)


@pytest.mark.parametrize("read", [weights_in, progressive_generator, face_generator])
def test_a_pickle_is_refused_and_never_run(tmp_path: Path, read: Any) -> None:
    path = tmp_path / "trap.pth"
    path.write_bytes(pickle.dumps({"config": Trap(), "netG": Trap()}))
    with pytest.raises(ValueError, match="something else, such as a pickle"):
        read(path)
    torch.save({"config": Trap(), "netG": {}}, path)
    with pytest.raises(ValueError, match="something else, such as a pickle"):
        read(path)


def test_what_is_no_file_of_weights_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.pth"
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        weights_in(path)
    torch.save([1, 2], path)
    with pytest.raises(ValueError, match="must hold a dictionary, got list"):
        weights_in(path)
    path.write_bytes(path.read_bytes()[:50])
    with pytest.raises(ValueError, match="or is damaged"):
        weights_in(path)


def test_faces_are_made_from_weights_of_the_right_shapes_only(tmp_path: Path) -> None:
    path = tmp_path / "weights.tar"
    weights = FaceGenerator().state_dict()
    torch.save({"netG_state_dict": weights}, path)
    made = face_generator(path)
    assert made(torch.zeros(2, 100)).shape == (2, 3, 64, 64)
    assert not made.training
    torch.save({"netG_state_dict": FaceGenerator(90).state_dict()}, path)
    with pytest.raises(ValueError, match="weights of this architecture"):
        face_generator(path)
    torch.save({"netD": {}}, path)
    with pytest.raises(ValueError, match="weights under 'netG_state_dict'"):
        face_generator(path)


def test_frozen_faces_are_those_of_the_network_that_was_read() -> None:
    torch.manual_seed(0)
    made = FaceGenerator(5, (6, 4))
    for layer in made.modules():
        if isinstance(layer, nn.BatchNorm2d):
            torch.nn.init.uniform_(layer.weight, 0.5, 2)
            torch.nn.init.normal_(layer.bias)
            layer.running_mean.normal_()
            layer.running_var.uniform_(0.5, 2)
    latent = torch.randn(70, 5)
    before = made.eval()(latent)
    after = made.frozen()(latent)
    assert not any(isinstance(m, nn.BatchNorm2d) for m in made.modules())
    assert not any(p.requires_grad for p in made.parameters())
    assert before.std() > 0.1
    torch.testing.assert_close(after, before, atol=1e-5, rtol=0)


def test_derivatives_are_those_of_finite_differences() -> None:
    made = tiny()
    triangle, code = chosen_code(made, 2, 9.0, 3, 0, torch.device("cpu"))
    assert triangle.shape == (9, 9)
    made, code, step = made.double(), code.double(), 1e-5
    assert float(code.norm()) == pytest.approx(3, rel=1e-6)
    columns = [
        ((made((code + m)[None]) - made((code - m)[None])) / (2 * step)).flatten()
        for m in step * torch.eye(9).double()
    ]
    slopes = torch.stack(columns, dim=1).detach().numpy()
    # Single precision of entries up to 400 on one side.
    np.testing.assert_allclose(triangle.T @ triangle, slopes.T @ slopes, atol=4e-3)
    # On the sphere nothing changes along the code itself.
    np.testing.assert_allclose(triangle @ code.numpy(), 0, atol=1e-3)


def test_the_first_code_with_a_gap_is_chosen_and_else_the_best() -> None:
    made, place = tiny(), torch.device("cpu")
    found = [chosen_code(made, 2, gap, 6, 0, place) for gap in (0.0, 9.0)]
    ratios = []
    for triangle, _ in found:
        values = np.linalg.svd(triangle, compute_uv=False)
        ratios.append(min(values[0] / values[1], values[1] / values[2]))
    draw = torch.Generator().manual_seed(0)
    first = torch.randn(6, 9, generator=draw)[0]
    torch.testing.assert_close(found[0][1], 3 * first / first.norm())
    assert ratios[1] > ratios[0]
    again = chosen_code(made, 2, ratios[1] * 0.999, 6, 0, place)
    assert torch.equal(again[1], found[1][1])

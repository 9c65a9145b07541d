"""The forms in which people have networks, each around the same small one."""

import threading
import warnings
from collections import namedtuple
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils import weight_norm
from torch.optim.swa_utils import AveragedModel

from empirical.guest import Form
from tests.empirical.guest.networks import Model, Small

Built = tuple[Any, Form]
Pair = namedtuple("Pair", ["encoder", "decoder"])


class Halves(nn.Module):
    """An encoder and a decoder as attributes."""

    def __init__(self, small: Small) -> None:
        super().__init__()
        self.encoder = nn.Sequential(small.first, small.code)
        self.decoder = small.last


class Uncopied(Model):
    """Refuses to be copied."""

    def __deepcopy__(self, memo: Any) -> Any:
        raise TypeError("cannot copy this network")


class InPlace(Model):
    """Spoils what it is given."""

    def encode(self, images: Tensor) -> Tensor:
        codes = self.into(images.clone())
        images.zero_()
        return codes

    def decode(self, codes: Tensor) -> Tensor:
        images = self.out_of(codes.clone())
        codes.fill_(9)
        return images


class Restless(Model):
    """Trains, counts and keeps what it saw while it works."""

    def encode(self, images: Tensor) -> Tensor:
        codes = self.into(images)
        self.train()
        self.seen = images
        self.requires_grad_(True)
        return codes


class Normed(Model):
    """In training mode, with BatchNorm and dropout that would change each answer."""

    def __init__(self, *made: Any) -> None:
        super().__init__(*made)
        self.norm = nn.BatchNorm1d(4)
        self.norm.running_mean.fill_(0.1)
        self.norm.num_batches_tracked.fill_(3)

    def into(self, images: Tensor) -> Tensor:
        hidden = self.norm(self.first(images))
        return self.code(nn.functional.dropout(hidden, training=self.training))


class Boxed:
    """No module itself: holds one."""

    def __init__(self, network: Small) -> None:
        self.inner = {"net": [network]}

    def encode(self, images: Tensor) -> Tensor:
        return self.inner["net"][0].into(images)

    def decode(self, codes: Tensor) -> Tensor:
        return self.inner["net"][0].out_of(codes)


def as_kind(kind: type[Model]) -> Callable[[Model], Built]:
    def built(model: Model) -> Built:
        model.__class__ = kind
        return model, Form()

    return built


def normed(model: Model) -> Built:
    shape = model.last[3].unflattened_size
    made = Normed(shape[1:], model.code.out_features).to(model.code.weight.dtype)
    made.load_state_dict(model.state_dict(), strict=False)
    model.norm, model.__class__ = made.norm, Normed
    return model, Form()


def sequential(model: Model) -> nn.Sequential:
    return nn.Sequential(model.first, model.code, *model.last)


def named_layers(model: Model) -> nn.Sequential:
    layers = nn.Sequential()
    layers.add_module("down", nn.Sequential(model.first, model.code))
    layers.add_module("up", model.last)
    return layers


def weighed(model: Model) -> Built:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.last[2] = weight_norm(model.last[2])
    model.last[2](torch.zeros(1, 4, dtype=model.code.weight.dtype))
    return model, Form()


def locked(model: Model) -> Built:
    model.lock, model.generator = threading.Lock(), torch.Generator()
    return model, Form()


def compiled(module: nn.Module) -> Any:
    """Return a module that raises if the compiler is ever called."""

    def backend(graph: Any, inputs: Any) -> Any:
        raise AssertionError("compiled")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.compile(module, backend=backend)


def scripted(model: Model) -> Built:
    halves = nn.ModuleDict({"encoder": sequential(model)[:2], "decoder": model.last})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parts = {name: torch.jit.script(part) for name, part in halves.items()}
    return SimpleNamespace(**parts), Form()


def traced(model: Model) -> Built:
    size = model.first[1].in_features
    shape = model.last[3].unflattened_size
    dtype = model.code.weight.dtype
    codes = model.code.out_features
    example = torch.zeros(3, size, dtype=dtype).reshape(3, *shape)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        encoder = torch.jit.trace(sequential(model)[:2], example)
        decoder = torch.jit.trace(model.last, torch.zeros(3, codes, dtype=dtype))
    return (encoder, decoder), Form()


FORMS: dict[str, Callable[[Model], Built]] = {
    "functions": lambda m: (m, Form()),
    "attributes": lambda m: (Halves(m), Form()),
    "pair": lambda m: ((Halves(m).encoder, m.last), Form()),
    "list": lambda m: ([Halves(m).encoder, m.last], Form()),
    "named pair": lambda m: (Pair(Halves(m).encoder, m.last), Form()),
    "dictionary": lambda m: ({"encode": m.into, "decode": m.out_of}, Form()),
    "module dictionary": lambda m: (
        nn.ModuleDict({"encoder": Halves(m).encoder, "decoder": m.last}),
        Form(),
    ),
    "names": lambda m: (m, Form(encode="into", decode="out_of")),
    "dotted names": lambda m: (
        SimpleNamespace(net=SimpleNamespace(ae=m)),
        Form(encode="net.ae.into", decode="net.ae.out_of"),
    ),
    "cut at a place": lambda m: (sequential(m), Form(cut=2)),
    "cut from the end": lambda m: (sequential(m), Form(cut=-4)),
    "cut at a name": lambda m: (named_layers(m), Form(cut="up")),
    "parallel": lambda m: (nn.DataParallel(m), Form()),
    "parallel inside": lambda m: (
        SimpleNamespace(
            encoder=nn.DataParallel(Halves(m).encoder), decoder=nn.DataParallel(m.last)
        ),
        Form(),
    ),
    "compiled": lambda m: (compiled(m), Form()),
    "compiled inside": lambda m: (
        (compiled(Halves(m).encoder), compiled(m.last)),
        Form(),
    ),
    "averaged": lambda m: (AveragedModel(m), Form()),
    "scripted": scripted,
    "traced": traced,
    "bound methods": lambda m: ((m.into, m.out_of), Form()),
    "closures": lambda m: ((lambda x: m.into(x), lambda z: m.out_of(z)), Form()),
    "partial": lambda m: ((partial(Small.into, m), partial(Small.out_of, m)), Form()),
    "no module": lambda m: (Boxed(m), Form()),
    "no copy": as_kind(Uncopied),
    "in place": as_kind(InPlace),
    "restless": as_kind(Restless),
    "in training mode": normed,
    "weight norm": weighed,
    "a lock": locked,
}
"""From a small network to a form of it."""

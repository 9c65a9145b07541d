"""A network from a file of somebody's, with weights from another."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from empirical.guest import GuestError, guest, load
from empirical.guest import weights as weights_module
from tests.empirical.guest.networks import fingerprint

pytestmark = pytest.mark.again

NETWORK = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, codes=2):
        super().__init__()
        self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(36, codes))
        self.decoder = nn.Sequential(nn.Linear(codes, 36), nn.Unflatten(1, (1, 6, 6)))

def build():
    return Net()
"""


def written(folder: Path, text: str, name: str = "mine.py") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


MADE = {
    "function": ("", "build"),
    "class": ("", "Net"),
    "network": ("made = Net()", "made"),
    "pair": ("def pair(): return Net().encoder, Net().decoder", "pair"),
    "half": ("def half(): return Net().encoder, None", "half"),
    "inside": ("class All:\n    build = staticmethod(build)", "All.build"),
    "object": ("class Own:\n    encode = Net().encoder", "Own"),
    "defaults": ("def wide(codes=2, *more, **words): return Net(codes)", "wide"),
    "trained": (
        "def trained():\n    net = Net()\n"
        "    net.decoder(net.encoder(torch.ones(2, 36))).sum().backward()\n"
        "    return net",
        "trained",
    ),
    "data class": (
        "from dataclasses import dataclass, field\n@dataclass\nclass D:\n"
        "    encoder: object = field(default_factory=lambda: Net().encoder)",
        "D",
    ),
}


@pytest.mark.parametrize("form", MADE)
def test_a_factory_is_found_in_a_file(form: str, tmp_path: Path) -> None:
    more, name = MADE[form]
    file = written(tmp_path, NETWORK + more)
    before = fingerprint(None), list(sys.path)
    network = load(f"{file}:{name}")
    assert (fingerprint(None), sys.path) == before
    assert guest(network, (6, 6)).codes == 2


REFUSED = {
    "no colon": ("", "{}", r"write FILE.py:factory, got .*mine.py has Net, build"),
    "no name": ("", "{}:", "mine.py has Net, build"),
    "no python": ("", "mine.txt:build", "write FILE.py:factory"),
    "no file": ("", "{folder}/mini.py:build", "does not exist; there is mine.py"),
    "folder": ("", "{folder}/a.py:build", "is a folder"),
    "syntax": ("def x(:\n", "{}:build", r"mine.py, line \d+: SyntaxError"),
    "indentation": ("\n  x = 1\n", "{}:build", r"line \d+: IndentationError"),
    "zeros": ("\0", "{}:build", "SyntaxError"),
    "import": ("import nowhere_at_all", "{}:build", "No module named .*install it"),
    "from": ("from math import sinus", "{}:build", "cannot import name"),
    "exit": ("raise SystemExit(2)", "{}:build", "it ended the program .*: 2"),
    "error": ("\n1 / 0", "{}:build", r"line 1\d: cannot be run: ZeroDivisionError"),
    "near": ("", "{}:biuld", "has no biuld; there is build"),
    "far": ("", "{}:zzzz", "has no zzzz; there is Net, build"),
    "raises": ("def f(): raise OSError('gone')", "{}:f", "f failed: OSError: gone"),
    "exits": ("def f(): exit()", "{}:f", "f failed: it ended the program"),
    "needs": ("def f(width, depth, k=1): pass", "{}:f", "f needs width, depth and is"),
    "keyword": ("def f(*, width): pass", "{}:f", "f needs width and is called without"),
    "none": ("def f(): pass", "{}:f", "f returned NoneType; expected a torch module"),
    "text": ("def f(): return 'x'", "{}:f", "f returned str; expected"),
    "weights": (
        "def f(): return Net().state_dict()",
        "{}:f",
        "f returned OrderedDict; expected",
    ),
    "number": ("f = 3", "{}:f", "f is int; expected a torch module"),
    "interrupt": ("raise KeyboardInterrupt", "{}:build", "^$"),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_a_file_that_gives_no_network_is_told(fault: str, tmp_path: Path) -> None:
    text, target, said = REFUSED[fault]
    file = written(tmp_path, NETWORK + text)
    (tmp_path / "a.py").mkdir()
    kind = KeyboardInterrupt if fault == "interrupt" else GuestError
    before = list(sys.path), set(sys.modules)
    with pytest.raises(kind, match=said) as error:
        load(target.format(file, folder=tmp_path))
    assert "\n" not in str(error.value)
    if fault != "import":
        assert not {n for n in set(sys.modules) - before[1] if n == "mine"}
    assert sys.path == before[0]


def test_neighbours_are_found_and_those_of_another_folder_are_not(
    tmp_path: Path,
) -> None:
    for codes in (1, 2):
        folder = tmp_path / str(codes)
        folder.mkdir()
        written(folder, NETWORK, "layers_of_mine.py")
        text = f"from layers_of_mine import Net\ndef build(): return Net({codes})"
        written(folder, text)
        network = load(f"{folder}/mine.py:build")
        assert guest(network, (6, 6)).codes == codes
        place = sys.modules.get("layers_of_mine")
        assert place is None


@pytest.mark.parametrize("ours", ["empirical", "theory", "verify", "torch"])
def test_a_folder_with_names_of_ours_shadows_nothing(ours: str, tmp_path: Path) -> None:
    (tmp_path / ours).mkdir()
    written(tmp_path / ours, "raise AssertionError('the wrong one')", "__init__.py")
    file = written(tmp_path, f"import {ours}\n{NETWORK}")
    load(f"{file}:build")
    assert not Path(sys.modules[ours].__file__ or "").is_relative_to(tmp_path)


class Net(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.encoder = nn.Sequential(nn.Flatten(), nn.Linear(36, 2))
        self.decoder = nn.Sequential(nn.Linear(2, 36), nn.Unflatten(1, (1, 6, 6)))


def state() -> dict[str, Tensor]:
    generator = torch.Generator().manual_seed(2)
    return {
        name: torch.rand(value.shape, generator=generator)
        for name, value in Net().state_dict().items()
    }


def prefixed(prefix: str) -> dict[str, Tensor]:
    return {prefix + name: value for name, value in state().items()}


def halves() -> dict[str, Any]:
    both: dict[str, Any] = {"encoder": {}, "decoder": {}}
    for name, value in state().items():
        half, rest = name.split(".", 1)
        both[half][rest] = value
    return {**both, "optimizer": {"lr": 0.1}}


KEPT = {
    "plain": state,
    "module": lambda: prefixed("module."),
    "compiled": lambda: prefixed("_orig_mod."),
    "both": lambda: prefixed("_orig_mod.module."),
    "lightning": lambda: {"state_dict": prefixed("model."), "epoch": 3},
    "state_dict": lambda: {"state_dict": state(), "epoch": 3},
    "model": lambda: {"model": state(), "optimizer": {"lr": 1e-3}},
    "twice": lambda: {"model": {"state_dict": state()}},
    "halves": halves,
    "double": lambda: {name: value.double() for name, value in state().items()},
    "half": lambda: {name: value.half() for name, value in state().items()},
    "parameters": lambda: {n: nn.Parameter(value) for n, value in state().items()},
}


@pytest.mark.parametrize("built", ["build", "pair"])
@pytest.mark.parametrize("kind", ["torch", "old torch", "safetensors"])
@pytest.mark.parametrize("form", KEPT)
def test_weights_are_loaded(form: str, kind: str, built: str, tmp_path: Path) -> None:
    pair = "\ndef pair():\n    net = Net()\n    return net.encoder, net.decoder"
    file = written(tmp_path, NETWORK + pair)
    data, weights = KEPT[form](), tmp_path / "weights.bin"
    if kind == "safetensors":
        safetensors = pytest.importorskip("safetensors.torch")
        if any(not isinstance(value, Tensor) for value in data.values()):
            return  # Holds tensors only.
        safetensors.save_file({n: t.detach() for n, t in data.items()}, weights)
    else:
        old = {"_use_new_zipfile_serialization": kind == "torch"}
        torch.save(data, weights, **old)
    network = load(f"{file}:{built}", weights)
    found = guest(network, (6, 6)).encode(np.ones((2, 6, 6)))
    exact = state()["encoder.1.weight"].sum(1) + state()["encoder.1.bias"]
    wanted = np.tile(exact.numpy(), (2, 1))
    np.testing.assert_allclose(found, wanted, rtol=1e-3 if form == "half" else 1e-5)


def without(name: str) -> dict[str, Tensor]:
    return {n: value for n, value in state().items() if n != name}


def other(name: str, value: Any) -> dict[str, Any]:
    return {**state(), name: value}


UNFIT = {
    "missing": (without("encoder.1.bias"), "lacks encoder.1.bias"),
    "more": (other("extra", torch.ones(1)), "has extra, which the network has not"),
    "shape": (
        other("encoder.1.bias", torch.ones(3)),
        r"has encoder.1.bias of \(3,\), not \(2,\)",
    ),
    "NaN": (other("encoder.1.bias", torch.ones(2) * np.nan), "has NaN or infinity in"),
    "no tensor": (other("encoder.1.bias", 1.0), "has a float as encoder.1.bias"),
    "another": ({"a.weight": torch.ones(2)}, "lacks encoder.1.weight, .*has a.weight"),
    "list": ([torch.ones(2)], "holds list; expected weights by name"),
    "tensor": (torch.ones(2), "holds Tensor; expected weights by name"),
    "empty": ({}, "holds no weights: nothing"),
    "no weights": ({"epoch": 3}, "holds no weights: epoch"),
    "module": (Net(), "holds more than numbers, and no code in a file is run"),
    "object": ({"a": SimpleNamespace()}, "holds more than numbers"),
}


@pytest.mark.parametrize("fault", UNFIT)
def test_weights_of_something_else_are_refused(fault: str, tmp_path: Path) -> None:
    data, said = UNFIT[fault]
    file, weights = written(tmp_path, NETWORK), tmp_path / "weights.pt"
    torch.save(data, weights)
    with pytest.raises(GuestError, match=said) as error:
        load(f"{file}:build", weights)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 700


BYTES = {
    "nothing": (b"", "is empty"),
    "text": (b"hello, this is no network\n", "is no file of weights|more than numbers"),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\n", "pointer of Git LFS"),
    "zip": (b"PK\x03\x04" + bytes(90), "is no file of weights"),
    "page": (b"<!DOCTYPE html><html>", "is no file of weights|more than numbers"),
    "safetensors": (b"\x10" + bytes(7) + b'{"a":' + bytes(40), "safetensors"),
}


@pytest.mark.parametrize("fault", BYTES)
def test_files_that_hold_no_weights_are_refused(fault: str, tmp_path: Path) -> None:
    data, said = BYTES[fault]
    file, weights = written(tmp_path, NETWORK), tmp_path / "weights.pt"
    weights.write_bytes(data)
    with pytest.raises(GuestError, match=said) as error:
        load(f"{file}:build", weights)
    assert "\n" not in str(error.value)


def test_a_cut_file_and_one_that_is_not_there_are_refused(tmp_path: Path) -> None:
    file, weights = written(tmp_path, NETWORK), tmp_path / "weights.pt"
    torch.save(state(), weights)
    weights.write_bytes(weights.read_bytes()[:-300])
    with pytest.raises(GuestError, match="is no file of weights"):
        load(f"{file}:build", weights)
    with pytest.raises(GuestError, match="does not exist; give a file of weights"):
        load(f"{file}:build", tmp_path / "none.pt")
    with pytest.raises(GuestError, match="is a folder; give a file of weights"):
        load(f"{file}:build", tmp_path)


def test_a_missing_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "safetensors.torch", None)
    weights = tmp_path / "weights.safetensors"
    weights.write_bytes(b"x" * 80)
    with pytest.raises(GuestError, match="pip install safetensors"):
        weights_module.fill(Net(), weights)


def test_weights_go_into_modules_only(tmp_path: Path) -> None:
    file = written(tmp_path, "class Own:\n    encode = staticmethod(abs)")
    torch.save(state(), tmp_path / "weights.pt")
    said = re.escape("weights are loaded into torch modules, and the Own is none")
    with pytest.raises(GuestError, match=said):
        load(f"{file}:Own", tmp_path / "weights.pt")

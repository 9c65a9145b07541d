"""Weights from a file of numbers into a network that somebody else has written."""

import pickle
from collections.abc import Mapping
from itertools import dropwhile
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from empirical.guest.calls import said
from empirical.guest.form import GuestError
from empirical.guest.parts import unwrapped

_NESTED = ("state_dict", "model_state_dict", "model", "network", "net", "params")
_HALVES = ("encoder", "decoder")
_MOST = 5

State = dict[str, Any]


def fill(network: Any, file: Path) -> None:
    """Give a network the weights of a file, every one of them and no other.

    Keys may bear the prefixes of DataParallel and torch.compile, or one more name in
    front of all, and may lie under ``state_dict``, ``model`` and the like.

    Parameters
    ----------
    network
        A module, or a pair of modules: their keys begin with encoder and decoder, or
        lie under these two names.
    file
        Of safetensors, or of torch; no code in it is run.

    Raises
    ------
    GuestError
        If the file cannot be read as weights, or has others than the network's.

    """
    module = _module(unwrapped(network))
    found = _flat(_read(file), file)
    wanted = module.state_dict()
    state = _matched(found, wanted)
    _compare(state, wanted, file)
    try:
        module.load_state_dict(state)
    except Exception as error:
        raise GuestError(f"{file} cannot be loaded: {said(error)}.") from error


def _module(network: Any) -> nn.Module:
    if isinstance(network, nn.Module):
        return network
    if isinstance(network, tuple):
        pairs = list(zip(_HALVES, network, strict=False))
    else:
        pairs = [(name, getattr(network, name, None)) for name in _HALVES]
    modules = {name: part for name, part in pairs if isinstance(part, nn.Module)}
    if not modules:
        raise GuestError(
            f"weights are loaded into torch modules, and the {type(network).__name__} "
            "is none; load them in the factory."
        )
    return nn.ModuleDict(modules)


def _read(file: Path) -> Any:
    """Return what a file holds, without running anything in it."""
    if not file.is_file():
        kind = "is a folder" if file.is_dir() else "does not exist"
        raise GuestError(f"{file} {kind}; give a file of weights.")
    with file.open("rb") as opened:
        head = opened.read(64)
    if not head:
        raise GuestError(f"{file} is empty.")
    if head.startswith(b"version https://git-lfs"):
        raise GuestError(f"{file} is a pointer of Git LFS: fetch the file itself.")
    if file.suffix == ".safetensors" or head[8:10] == b'{"':
        return _of_safetensors(file)
    try:
        return torch.load(file, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise GuestError(
            f"{file} holds more than numbers, and no code in a file is run: save "
            f"network.state_dict() instead ({_asked(error)})."
        ) from error
    except Exception as error:
        raise GuestError(f"{file} is no file of weights: {said(error)}.") from error


def _asked(error: BaseException) -> str:
    """Return the line of torch's long message that names what the file holds."""
    lines = [line.strip() for line in str(error).splitlines()]
    telling = [line for line in lines if "Unsupported" in line or "GLOBAL" in line]
    return telling[0][:160] if telling else said(error)


def _of_safetensors(file: Path) -> State:
    try:
        from safetensors.torch import load_file
    except ImportError as error:
        raise GuestError(
            f"{file} needs a package that is not installed: pip install safetensors."
        ) from error
    try:
        return dict(load_file(file))
    except Exception as error:
        raise GuestError(f"{file} is no file of safetensors: {said(error)}.") from error


def _flat(data: Any, file: Path) -> State:
    """Return weights by name, from wherever in a checkpoint they lie."""
    for _ in range(3):
        inner = [data[k] for k in _NESTED if isinstance(data, Mapping) and k in data]
        inner = [part for part in inner if isinstance(part, Mapping)]
        if not inner:
            break
        data = inner[0]
    if not isinstance(data, Mapping):
        raise GuestError(
            f"{file} holds {type(data).__name__}; expected weights by name, as "
            "network.state_dict() gives them."
        )
    halves = {k: data[k] for k in _HALVES if isinstance(data.get(k), Mapping)}
    flat: State = {str(key): value for key, value in data.items()}
    if halves:
        flat = {
            f"{k}.{n}": part for k, half in halves.items() for n, part in half.items()
        }
    if not any(isinstance(value, Tensor) for value in flat.values()):
        raise GuestError(f"{file} holds no weights: {_some(list(flat)) or 'nothing'}.")
    return flat


def _matched(found: State, wanted: Mapping[str, Any]) -> State:
    """Return weights under the network's own names, wrappers' prefixes aside."""
    own = {_bare(name): name for name in wanted}
    if set(found) == set(wanted) or len(own) < len(wanted):
        return found
    fronts = {name.split(".")[0] + "." for name in found}
    front = fronts.pop() if len(fronts) == 1 else ""
    for name_of in (_bare, lambda name: _bare(name.removeprefix(front))):
        renamed = {own.get(name_of(n), n): value for n, value in found.items()}
        if set(renamed) == set(wanted) and len(renamed) == len(found):
            return renamed
    return {own.get(_bare(name), name): value for name, value in found.items()}


def _bare(name: str) -> str:
    parts = (part for part in name.split(".") if part != "_orig_mod")
    return ".".join(dropwhile(lambda part: part == "module", parts))


def _compare(state: State, wanted: Mapping[str, Any], file: Path) -> None:
    """Refuse weights that are not the network's, or are no numbers."""
    wrong = []
    if missing := [name for name in wanted if name not in state]:
        wrong.append(f"lacks {_some(missing)}")
    if more := [name for name in state if name not in wanted]:
        wrong.append(f"has {_some(more)}, which the network has not")
    both = [(n, state[n], wanted[n]) for n in wanted if n in state]
    tensors = [pair for pair in both if isinstance(pair[2], Tensor)]
    for name, given, own in tensors:
        if not isinstance(given, Tensor):
            wrong.append(f"has a {type(given).__name__} as {name}")
        elif given.shape != own.shape:
            wrong.append(f"has {name} of {tuple(given.shape)}, not {tuple(own.shape)}")
        elif given.is_floating_point() and not bool(torch.isfinite(given).all()):
            wrong.append(f"has NaN or infinity in {name}")
    if wrong:
        more_of = f", and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        raise GuestError(f"{file} {'; '.join(wrong[:3])}{more_of}.")


def _some(names: list[str]) -> str:
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return ", ".join(names[:_MOST]) + more

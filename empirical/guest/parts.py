"""Where a network encodes and where it decodes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from torch import Tensor, nn
from torch.nn.parallel import DataParallel, DistributedDataParallel
from torch.optim.swa_utils import AveragedModel

from empirical.guest.form import DECODE, ENCODE, Form, GuestError

_WRAPPERS = (DataParallel, DistributedDataParallel, AveragedModel)
_INSTEAD = {ENCODE: "encoder", DECODE: "decoder"}


@dataclass(frozen=True)
class Part:
    """One function of a network, by the name that its owner knows, or why it lacks."""

    name: str
    function: Callable[..., Any] | None
    lacks: str = ""


def unwrapped(network: Any) -> Any:
    """Return what lies inside DataParallel, torch.compile and averaged weights."""
    if isinstance(network, tuple | list) and not hasattr(network, "_fields"):
        return tuple(unwrapped(part) for part in network)
    if isinstance(network, _WRAPPERS):
        return unwrapped(network.module)
    inside = vars(network).get("_modules", {}) if isinstance(network, nn.Module) else {}
    return unwrapped(inside["_orig_mod"]) if "_orig_mod" in inside else network


def parts(network: Any, form: Form) -> tuple[Part, Part]:
    """Return how a network encodes and how it decodes.

    Parameters
    ----------
    network
        A module, an object with functions, a dictionary of them, or a pair (encoder,
        decoder) of which one may be None; unwrapped.
    form
        Names, or the cut.

    Raises
    ------
    GuestError
        If neither is found, or one that was asked for by name.

    """
    _refuse_what_is_none(network)
    if form.cut is not None:
        return _cut(network, form.cut)
    if isinstance(network, tuple) and not hasattr(network, "_fields"):
        return _pair(network)
    found = [_named(network, ENCODE, form.encode), _named(network, DECODE, form.decode)]
    if all(part.function is None for part in found):
        raise GuestError(
            f"{_kind(network)} has neither encode, encoder, decode nor decoder"
            f"{_there(network, '')}; name its functions in its form (encode='...', "
            "decode='...'), cut it at a layer if it is Sequential (cut=...), or give a "
            "pair (encoder, decoder), of which one may be None."
        )
    return found[0], found[1]


def _refuse_what_is_none(network: Any) -> None:
    hint = ""
    if isinstance(network, type):
        hint = f"the class {network.__name__} itself: give {network.__name__}()"
    elif isinstance(network, str) or hasattr(network, "__fspath__"):
        hint = "a name or path: load it first"
    elif isinstance(network, Mapping) and network and _weights(network):
        hint = "weights: build the network and load them into it"
    elif network is None or isinstance(network, int | float | Tensor):
        hint = type(network).__name__
    if hint:
        raise GuestError(f"network must be a module or a pair of them, got {hint}.")


def _weights(network: Mapping[Any, Any]) -> bool:
    return all(isinstance(value, Tensor) for value in network.values())


def _pair(network: tuple[Any, ...]) -> tuple[Part, Part]:
    if len(network) != 2 or all(part is None for part in network):
        raise GuestError(
            f"a pair must be (encoder, decoder), got {len(network)} things: "
            f"{', '.join(type(part).__name__ for part in network)}."
        )
    made = []
    for name, part in zip(_INSTEAD.values(), network, strict=True):
        if part is not None:
            _refuse_what_is_none(part)
        if part is not None and not callable(part):
            raise GuestError(f"the {name} must be callable, got {_kind(part)}.")
        made.append(Part(name, part, f"no {name} was given" if part is None else ""))
    return made[0], made[1]


def _named(network: Any, role: str, name: str | None) -> Part:
    """Return the function of a name, or of the usual other name where none is said."""
    if name is None:
        return Part(role, None, f"its form says that it has no {role}")
    tried = (name, _INSTEAD[role]) if name == role else (name,)
    for candidate in tried:
        value = _reached(network, candidate)
        if value is None:
            continue
        if not callable(value):
            raise GuestError(
                f"{candidate} of {_kind(network)} must be callable, got {_kind(value)}."
            )
        return Part(candidate, value)
    if name != role:
        raise GuestError(f"{_kind(network)} has no {name}{_there(network, name)}.")
    return Part(role, None, f"{_kind(network)} has neither {role} nor {_INSTEAD[role]}")


def _reached(network: Any, dotted: str) -> Any:
    value = network
    for name in dotted.split("."):
        held = isinstance(value, Mapping)
        value = unwrapped(value.get(name) if held else getattr(value, name, None))
    return value


def _cut(network: Any, cut: str | int) -> tuple[Part, Part]:
    """Return both sides of a layer of a Sequential."""
    if not isinstance(network, nn.Sequential):
        raise GuestError(
            f"only an nn.Sequential is cut at a layer, got {_kind(network)}."
        )
    names = [name for name, _ in network.named_children()]
    place = _place(names, cut)
    if not 0 < place < len(names):
        raise GuestError(
            f"cut must leave a layer on both sides, got {cut!r}; the layers are "
            f"{_listed(network)}."
        )
    before, after = network[:place], network[place:]
    layers = f"the layers before {names[place]}", f"the layers from {names[place]} on"
    return Part(layers[0], before), Part(layers[1], after)


def _place(names: list[str], cut: str | int) -> int:
    if isinstance(cut, str) and cut in names:
        return names.index(cut)
    try:
        place = int(cut)
    except ValueError:
        return -1
    return place + len(names) if place < 0 else place


def _listed(network: nn.Module) -> str:
    layers = [f"{n} {type(layer).__name__}" for n, layer in network.named_children()]
    return ", ".join(layers[:20]) or "none"


def _there(network: Any, wanted: str) -> str:
    """Return what there is instead of a name, those near to it first."""
    names = list(network) if isinstance(network, Mapping) else _public(network)
    near = get_close_matches(wanted.split(".")[0], map(str, names), n=5, cutoff=0.5)
    shown = near or names[:12]
    return f" (there is {', '.join(map(str, shown))})" if shown else ""


def _public(network: Any) -> list[str]:
    children = []
    if isinstance(network, nn.Module):
        children = [name for name, _ in network.named_children()]
    own = set(getattr(network, "__dict__", ()))
    for kind in type(network).__mro__[:-1]:
        if not kind.__module__.startswith("torch."):
            own |= set(vars(kind))
    other = {name for name in own if not name.startswith("_")} - {"training", *children}
    return [*children, *sorted(other)]


def _kind(network: Any) -> str:
    return f"the {type(network).__name__}"

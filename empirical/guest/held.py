"""The torch modules that an object holds, or that a function refers to."""

from collections.abc import Iterator, Mapping
from functools import partial
from types import FunctionType, MethodType
from typing import Any

from torch import nn

DEPTH = 5
_CLOSED = frozenset({"builtins", "torch", "numpy", "typing"})


def held(thing: object) -> tuple[nn.Module, ...]:
    """Return the outermost modules within a network of any form, each once.

    They are looked for in attributes, in lists, tuples and dictionaries, in what a
    function encloses and in the global names that it uses, to a depth of 5.

    Examples
    --------
    >>> layer = nn.Linear(2, 1)
    >>> held((layer.forward, lambda codes: codes)) == (layer,)
    True

    """
    found: dict[int, nn.Module] = {}
    _walk(thing, found, set(), DEPTH)
    inner = {id(m) for top in found.values() for m in list(top.modules())[1:]}
    return tuple(m for key, m in found.items() if key not in inner)


def _walk(thing: Any, found: dict[int, nn.Module], seen: set[int], depth: int) -> None:
    if depth == 0 or id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, nn.Module):
        found[id(thing)] = thing
    for part in _parts(thing):
        _walk(part, found, seen, depth - 1)


def _parts(thing: Any) -> Iterator[Any]:
    """Yield what lies one step inside."""
    if isinstance(thing, nn.Module):
        for module in thing.modules():
            yield from (v for v in vars(module).values() if _function(v))
    elif isinstance(thing, Mapping):
        yield from thing.values()
    elif isinstance(thing, list | tuple | set):
        yield from thing
    elif isinstance(thing, FunctionType):
        yield from _enclosed(thing)
    elif isinstance(thing, MethodType):
        yield from (thing.__self__, thing.__func__)
    elif isinstance(thing, partial):
        yield from (thing.func, *thing.args, *thing.keywords.values())
    elif _open(thing):
        yield from vars(thing).values()


def _open(thing: object) -> bool:
    if isinstance(thing, type) or not hasattr(thing, "__dict__"):
        return False
    return type(thing).__module__.split(".")[0] not in _CLOSED


def _function(thing: object) -> bool:
    return isinstance(thing, FunctionType | MethodType | partial)


def _enclosed(function: FunctionType) -> Iterator[Any]:
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:  # Not yet assigned.
            continue
    for name in function.__code__.co_names:
        value = function.__globals__.get(name)
        if isinstance(value, nn.Module | FunctionType):
            yield value

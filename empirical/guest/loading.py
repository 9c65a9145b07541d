"""A network from a file of Python and, perhaps, weights from another."""

import ast
import hashlib
import inspect
import sys
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import torch
from torch import nn

from empirical.guest.calls import said
from empirical.guest.form import DECODE, ENCODE, GuestError
from empirical.guest.held import held
from empirical.guest.untouched import untouched
from empirical.guest.weights import fill

_FUNCTIONS = (ENCODE, DECODE, "encoder", "decoder")


def load(target: str, weights: Path | None = None) -> Any:
    """Return the network that a factory in a file builds, with weights or its own.

    The file is run where it lies and may import its neighbours; names of the toolkit
    and of installed packages come before theirs.

    Parameters
    ----------
    target
        ``FILE.py:factory``: a function or class that is called without arguments, or a
        network.
    weights
        A file of safetensors, or one of torch with tensors only; None keeps those that
        the factory gave.

    Raises
    ------
    GuestError
        If the file, the factory or the weights cannot be used; the message names the
        file, and the line where there is one.

    """
    file, name = _split(target)
    # A factory may train what it returns.
    with untouched(), torch.enable_grad(), _neighbours(file):
        made = _made(_run(file), name, file)
        if weights is not None:
            fill(made, Path(weights))
    return made


def _split(target: str) -> tuple[Path, str]:
    file, colon, name = target.rpartition(":")
    if not colon or not name or not file.endswith(".py"):
        there = Path(target.removesuffix(":"))
        names = _offered(there) if there.suffix == ".py" and there.is_file() else []
        hint = f"; {there.name} has {', '.join(names)}" if names else ""
        raise GuestError(f"write FILE.py:factory, got {target!r}{hint}.")
    path = Path(file)
    if not path.is_file():
        kind = "is a folder" if path.is_dir() else "does not exist"
        beside = path.parent.glob("*.py") if path.parent.is_dir() else ()
        near = get_close_matches(path.name, [p.name for p in beside], n=3)
        raise GuestError(f"{path} {kind}{_meant(near)}.")
    return path.resolve(), name


def _offered(file: Path) -> list[str]:
    """Return the public functions and classes of a file, without running it."""
    try:
        body = ast.parse(file.read_bytes()).body
    except (SyntaxError, ValueError, OSError):
        return []
    kinds = ast.FunctionDef | ast.ClassDef
    return [n.name for n in body if isinstance(n, kinds) and n.name[0] != "_"]


def _run(file: Path) -> Any:
    """Return the module of a file, under a name that nothing else bears."""
    digest = hashlib.sha256(str(file).encode()).hexdigest()[:8]
    unique = f"guest_{file.stem}_{digest}"
    spec = spec_from_file_location(unique, file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[unique] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[unique]
        raise GuestError(_why(error, file, "cannot be run")) from error
    return module


def _made(module: Any, name: str, file: Path) -> Any:
    """Return what a factory gave, if that can be a network."""
    factory = module
    for part in name.split("."):
        if not hasattr(factory, part):
            public = [n for n in vars(factory) if not n.startswith("_")]
            near = get_close_matches(part, public, n=3) or _offered(file)[:8]
            raise GuestError(f"{file} has no {part}{_meant(near)}.")
        factory = getattr(factory, part)
    if isinstance(factory, nn.Module | tuple) or not callable(factory):
        made = factory
    else:
        _needs_nothing(factory, name, file)
        try:
            made = factory()
        except (Exception, SystemExit) as error:
            raise GuestError(_why(error, file, f"{name} failed")) from error
    if not _a_network(made):
        what = (
            f"returned {type(made).__name__}"
            if made is not factory
            else (f"is {type(made).__name__}")
        )
        raise GuestError(
            f"{file}: {name} {what}; expected a torch module, a pair (encoder, "
            f"decoder) or an object with {ENCODE} and {DECODE}."
        )
    return made


def _needs_nothing(factory: Any, name: str, file: Path) -> None:
    try:
        parameters = inspect.signature(factory).parameters.values()
    except (TypeError, ValueError):
        return
    without = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    needed = [
        p.name for p in parameters if p.default is p.empty and p.kind not in without
    ]
    if needed:
        raise GuestError(
            f"{file}: {name} needs {', '.join(needed)} and is called without "
            "arguments; give them defaults, or write a function around it."
        )


def _a_network(made: Any) -> bool:
    if made is None or isinstance(made, str | bytes | int | float | type):
        return False
    if any(hasattr(made, name) for name in _FUNCTIONS) or held(made):
        return True
    if isinstance(made, Mapping):
        return any(callable(made.get(name)) for name in _FUNCTIONS)
    return (
        isinstance(made, tuple | list) and len(made) == 2 and any(map(callable, made))
    )


@contextmanager
def _neighbours(file: Path) -> Iterator[None]:
    """Let a file import what lies beside it, after all else, and forget it again.

    Two files may each have a neighbour of one name; neither gets the other's.
    """
    folder, before = str(file.parent), set(sys.modules)
    sys.path.append(folder)
    try:
        yield
    finally:
        sys.path.remove(folder)
        for name in set(sys.modules) - before:
            place = getattr(sys.modules[name], "__file__", None) or ""
            ours = name.startswith("guest_") and Path(place) == file
            if Path(place).is_relative_to(folder) and not ours:
                del sys.modules[name]


def _why(error: BaseException, file: Path, what: str) -> str:
    """Return what an error in a person's file says, and in which line it arose."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}, line {error.lineno}: {said(error)}."
    if isinstance(error, SystemExit):
        text = f"it ended the program ({said(error)}); keep that for __main__"
    elif isinstance(error, ModuleNotFoundError):
        text = f"{said(error)}; install it, or put it beside the file"
    else:
        text = said(error)
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f.lineno for f in frames if Path(f.filename) == file]
    line = f", line {lines[-1]}" if lines else ""
    return f"{file}{line}: {what}: {text}."


def _meant(near: list[str]) -> str:
    return f"; there is {', '.join(near)}" if near else ""

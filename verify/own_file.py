"""A person's file of Python: run by its path, what it raises told in a sentence."""

import hashlib
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from verify.ending import kept_traceback
from verify.neighbours import Reached, reached
from verify.place import located

LONGEST = 200
"""Letters of a message that are said; all of it is in the file of the traceback."""


class OwnCodeError(ValueError):
    """A person's code cannot be used; the message says where, and what to do."""


def load(file: Path) -> ModuleType:
    """Return the module of a file, run once for each state that it has.

    It may import what lies beside it; what Python finds elsewhere comes first, and a
    name that stands for both is refused.

    Raises
    ------
    OwnCodeError
        If it cannot be read or run.

    """
    needs = _needs(file)
    source = file.read_bytes()
    digest = hashlib.sha256(str(file).encode() + source).hexdigest()[:12]
    unique = f"own_{file.stem}_{digest}"
    if unique in sys.modules:
        return sys.modules[unique]
    _refuse_taken(file, needs)
    _BESIDE.setdefault(file.parent, _Beside()).names.update(needs.modules)
    module = ModuleType(unique)
    module.__file__ = str(file)
    sys.modules[unique] = module
    try:
        with guarding(file), _nothing_kept():
            # Compiled here: what Python keeps of a file outlives a change of it that
            # follows within a second.
            exec(compile(source, str(file), "exec"), vars(module))
    except OwnCodeError:
        del sys.modules[unique]
        raise
    return module


def function_at(place: str) -> Callable[..., Any]:
    """Return the function at ``"FILE.py:name"``.

    Raises
    ------
    OwnCodeError
        If there is none.

    """
    where = located(place)
    assert where.file is not None
    found = getattr(load(where.file), where.name, None)
    if not callable(found):
        raise OwnCodeError(f"{where.file.name} has no function {where.name}.")
    return found  # type: ignore[no-any-return]


def arrays_of(given: Any, where: str) -> dict[str, NDArray[Any]]:
    """Return what an experiment gave as arrays by name.

    Raises
    ------
    OwnCodeError
        If it is something else, or an array holds something else than numbers or text.

    """
    if not isinstance(given, Mapping) or not given:
        raise OwnCodeError(
            f"{where} must return arrays by name, such as {{'codes': codes}}, got "
            f"{type(given).__name__}{'' if given is None else f' {given!r}'[:80]}."
        )
    found = {}
    for name, value in given.items():
        plain = value.detach().cpu().numpy() if hasattr(value, "detach") else value
        found[str(name)] = array = np.asarray(plain)
        if array.dtype.kind not in "biufcUS":
            raise OwnCodeError(
                f"{where}: {name} must be an array of numbers, got "
                f"{type(value).__name__} of {array.dtype}."
            )
    return found


@contextmanager
def guarding(
    file: Path, what: str = "", but: type[Exception] = OwnCodeError
) -> Iterator[None]:
    """Turn what a person's code raises into a sentence, and print nothing on stdout.

    Parameters
    ----------
    file
        The file whose code is run.
    what
        What it was asked for, such as ``"the prediction"``.
    but
        What is raised as it is.

    """
    try:
        with redirect_stdout(sys.stderr), _neighbours(file.parent):
            yield
    except (OwnCodeError, but):
        raise
    except (Exception, SystemExit) as error:
        raise OwnCodeError(told(error, file, what)) from error


@dataclass
class _Beside:
    """Which modules lie in a folder, and those of them that were imported."""

    names: set[str] = field(default_factory=set)
    known: dict[str, ModuleType] = field(default_factory=dict)


_BESIDE: dict[Path, _Beside] = {}
_ALONE = threading.RLock()


@contextmanager
def _neighbours(folder: Path) -> Iterator[None]:
    """Let code import what lies beside it, after all else.

    Two folders may each have a module of one name: neither gets the other's.
    """
    beside = _BESIDE.setdefault(folder, _Beside())
    with _ALONE:
        sys.modules.update(beside.known)
        sys.path.append(str(folder))
        try:
            yield
        finally:
            sys.path.remove(str(folder))
            for name in [n for n in sys.modules if n.split(".")[0] in beside.names]:
                beside.known[name] = sys.modules.pop(name)


def told(error: BaseException, file: Path, what: str = "") -> str:
    """Return in a sentence what was raised, and where in a person's file.

    It has no dollar sign, which would begin a formula in the report.
    """
    return _told(error, file, what).replace("$", "_")


def _told(error: BaseException, file: Path, what: str) -> str:
    kept, _ = kept_traceback(error)
    words = " ".join(str(error).split())[:LONGEST]
    if isinstance(error, SyntaxError):
        return f"{Path(error.filename or file).name}, line {error.lineno}: {words}."
    kind = type(error).__name__
    if isinstance(error, SystemExit):
        kind, words = "it ended the program", "keep sys.exit for __main__"
    asked = f" ({what})" if what else ""
    said = f"{_place(error, file)}{asked}: {kind}{f': {words}' if words else ''}"
    return f"{said}; the traceback {kept}."


def _place(error: BaseException, file: Path) -> str:
    """Return the last place in a file, or in a module beside it."""
    try:
        files = {str(path) for path in reached(file).files.values()}
    except (OSError, SyntaxError, ValueError):
        files = {str(file)}
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename in files]
    if not own:
        return file.name
    last = own[-1]
    inside = "" if last.name.startswith("<") else f", in {last.name}"
    return f"{Path(last.filename).name}, line {last.lineno}{inside}"


def _needs(file: Path) -> Reached:
    try:
        return reached(file)
    except OSError as error:
        raise OwnCodeError(f"{file} cannot be read ({error.strerror}).") from error
    except SyntaxError as error:
        raise OwnCodeError(told(error, file)) from error
    except ValueError as error:
        raise OwnCodeError(f"{file} is no Python ({error}).") from error


def _refuse_taken(file: Path, needs: Reached) -> None:
    """Refuse names that stand for a module beside a file and for another."""
    for name in sorted(needs.modules):
        other = _elsewhere(name, file.parent)
        if other:
            raise OwnCodeError(
                f"{file.name} or a module beside it imports {name}: that would be "
                f"{file.parent / name}, but Python takes {other}. Rename yours."
            )


def _elsewhere(name: str, folder: Path) -> str:
    """Return what Python takes a name for, if that lies elsewhere."""
    known = sys.modules.get(name)
    if known is not None:
        places = [getattr(known, "__file__", None), *getattr(known, "__path__", ())]
    else:
        try:
            spec = find_spec(name)
        except (ImportError, ValueError):
            return ""
        if spec is None:
            return ""
        places = [spec.origin, *(spec.submodule_search_locations or ())]
    files = [Path(place) for place in places if place]
    # Not all that lies below: an environment with its packages may.
    beside = (folder / name, folder / name / "__init__.py", folder / f"{name}.py")
    if any(place in beside for place in files):
        return ""
    return str(files[0]) if files else f"its own module {name}"


@contextmanager
def _nothing_kept() -> Iterator[None]:
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before

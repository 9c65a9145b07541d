"""Where a function lives, so that another process can import it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Located:
    """A function by its module, or by a person's file that is none, and its name."""

    module: str
    name: str

    @property
    def file(self) -> Path | None:
        """The file, or None where it is a module."""
        return Path(self.module) if self.module.endswith(".py") else None

    @property
    def short(self) -> str:
        """The same wherever the file lies."""
        return f"{self.file.name if self.file else self.module}:{self.name}"


def located(place: str) -> Located:
    """Return the parts of the place of a function.

    Examples
    --------
    >>> located("theory.size.airy:constant")
    Located(module='theory.size.airy', name='constant')
    >>> located("/home/me/claim.py:measured").short
    'claim.py:measured'

    """
    module, _, name = place.rpartition(":")
    return Located(module, name)


def place_of(function: Callable[..., Any]) -> str:
    """Return where a function lives, as an experiment says it.

    A worker process imports it from there, so that it must stand at the top of its
    module or file.

    Raises
    ------
    ValueError
        If no worker could import it.

    Examples
    --------
    >>> place_of(located)
    'verify.place:located'

    """
    name = getattr(function, "__qualname__", type(function).__name__)
    module = sys.modules.get(getattr(function, "__module__", None) or "")
    if module is None or getattr(module, name, None) is not function:
        raise ValueError(
            f"{name} must stand at the top of a file under a name of its own, for a "
            "worker process imports it from there: write it with def, outside of any "
            "function or class."
        )
    file = Path(module.__file__ or "").resolve()
    if "." in module.__name__ or file.name == "__init__.py":
        return f"{module.__name__}:{name}"
    return f"{file}:{name}"

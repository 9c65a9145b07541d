"""Loops of numbers, compiled when they are first called."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from numba import njit

Loop = TypeVar("Loop", bound=Callable[..., Any])


def compiled(*, inline: bool = False) -> Callable[[Loop], Loop]:
    """Return the decorator that compiles a loop and keeps the result for later runs.

    Where there is no folder to keep it in, as in an installation that cannot be
    written to and belongs to nobody with a home, every process compiles anew.

    Parameters
    ----------
    inline
        Whether callers are to hold a copy of the loop instead of calling it.

    """

    def decorator(loop: Loop) -> Loop:
        compiler: Any = partial(njit, nogil=True, forceinline=inline)
        try:
            fast: Loop = compiler(cache=True)(loop)
        except (OSError, RuntimeError):
            # So says numba when it finds no folder for the cache.
            fast = compiler()(loop)
        return fast

    return decorator


def cache_of(loop: Callable[..., Any]) -> str | None:
    """Return the folder in which a compiled loop is kept, or None if it is not."""
    folder: str | None = getattr(getattr(loop, "stats", None), "cache_path", None)
    return folder

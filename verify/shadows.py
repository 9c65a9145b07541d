"""Modules of somebody else that Python takes for those of the toolkit."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_OURS = ("theory", "empirical")
_NEEDED = ("numpy", "scipy", "sympy", "numba", "torch", "matplotlib", "rich", "typst")


def shadow() -> str:
    """Return what stands in for a module, and what to do; empty if nothing does.

    Python looks into the folders of PYTHONPATH first: there a file or a folder that
    bears the name of a module is taken for it.
    """
    for name, place in _places():
        return (
            f"{place} would be taken for the toolkit's module {name}: rename it, or "
            "take its folder out of PYTHONPATH."
        )
    return ""


def _places() -> Iterator[tuple[str, Path]]:
    """Yield modules that lie where they should not, and where; none is imported."""
    try:
        here = Path.cwd().resolve()
    except FileNotFoundError:
        return  # The current folder was removed: nothing lies in it.
    for name in (*_OURS, *_NEEDED):
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            continue
        file = Path(spec.origin).resolve()
        place = file.parent if spec.submodule_search_locations else file
        ours = name in _OURS
        if (ours and place.parent != _ROOT) or (not ours and place.parent == here):
            yield name, place

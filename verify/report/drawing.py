"""What is drawn of a claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """The picture files of a claim, and the words that go with them.

    Parameters
    ----------
    files
        The contents by file name: the figure first, then grids of images.
    alternative
        The text that stands for the figure.
    grids
        How each grid stands in the report, as
        :func:`verify.report.pictures.draw_pictures` returns it.

    """

    files: Mapping[str, bytes]
    alternative: str
    grids: Sequence[Mapping[str, Any]]

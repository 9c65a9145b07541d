"""What an experiment returns: arrays by name."""

from typing import Any

from numpy.typing import NDArray

Arrays = dict[str, NDArray[Any]]

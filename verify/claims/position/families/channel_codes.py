"""Codes of encoders of several channels, with weights given."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from theory.position.channels import ChannelLayer
from verify.claim import Array, Arrays
from verify.claims.position.families.given_decoders import listed


def channel_configuration(
    layers: Sequence[ChannelLayer], pooling: str
) -> dict[str, Any]:
    """Return an encoder as JSON values, every number as numerator and denominator."""
    return {"pooling": pooling, "layers": listed(tuple(layers))}


def rational_misses(arrays: Arrays, wanted: Array) -> float:
    """Return how many of the codes in rationals are not the ones that are wanted."""
    parts = arrays["exact_codes"]
    return float(np.sum(parts[:, 0] != wanted * parts[:, 1]))

"""Three ways to hand over two functions that go wrong around a small network."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from torch import Tensor

from tests.empirical.guest.networks import (
    Own,
    Small,
)

Function = Callable[[Small, Tensor], Any]
CARRIERS: dict[str, Callable[[Small, Any, Any], Any]] = {
    "module": Own,
    "pair": lambda m, e, d: (
        (lambda x: (e or Small.into)(m, x)),
        (lambda z: (d or Small.out_of)(m, z)),
    ),
    "object": lambda m, e, d: SimpleNamespace(
        encoder=lambda x: (e or Small.into)(m, x),
        decoder=lambda z: (d or Small.out_of)(m, z),
    ),
}

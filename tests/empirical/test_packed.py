"""Tensors and plain values in bytes: all comes back, and nothing else is read."""

import math
import pickle

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from empirical.packed import packed, unpacked

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
NESTED = st.recursive(
    PLAIN,
    lambda one: st.lists(one) | st.dictionaries(st.text() | st.integers(), one),
    max_leaves=12,
)


def same(one: object, other: object) -> bool:
    if isinstance(one, float) and math.isnan(one):
        return isinstance(other, float) and math.isnan(other)
    if isinstance(one, list | tuple):
        alike = [same(*pair) for pair in zip(one, other, strict=True)]
        return type(one) is type(other) and all(alike)
    if isinstance(one, dict):
        return list(one) == list(other) and same([*one.values()], [*other.values()])
    return type(one) is type(other) and one == other


@given(NESTED)
def test_plain_values_come_back(value: object) -> None:
    found = unpacked(packed({"value": (value, 1.5)}))
    if isinstance(value, list):
        assert len(found["value"][0]) == len(value)
    assert same({"value": (value, 1.5)}, found)


@pytest.mark.parametrize("dtype", [torch.float64, torch.bfloat16, torch.uint8])
@pytest.mark.parametrize(
    "tensor",
    [
        torch.tensor(3),
        torch.arange(0),
        torch.arange(6).reshape(2, 3).T,
        torch.arange(5)[1:4],
        torch.arange(3).expand(2, 3),
        torch.arange(48).reshape(2, 3, 2, 4).to(memory_format=torch.channels_last),
    ],
)
def test_tensors_come_back_as_they_lay_in_memory(
    tensor: torch.Tensor, dtype: torch.dtype
) -> None:
    value = tensor.to(dtype, memory_format=torch.preserve_format)
    found = unpacked(packed([value]))[0]
    assert found.dtype == dtype
    assert torch.equal(found, value)
    if not (value.ndim and 0 in value.stride()):
        assert found.stride() == value.stride()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        pickle.dumps({"a": 1}),
        packed({"a": torch.ones(9)})[:-3],
        packed({"a": torch.ones(9)}).replace(b"tensor", b"tonsor"),
        packed({"a": torch.ones(9)}).replace(b"values", b"valves"),
        b"\xff" * 200,
    ],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=f"state must hold .* {len(data)} bytes"):
        unpacked(data, "state")


def test_objects_are_not_written() -> None:
    with pytest.raises(TypeError, match="only tensors and plain values"):
        packed({"a": object()})

"""How each function of a network wants to be called, found by calling it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor, nn

from empirical.guest.calls import Call, Raised, dtype_of, place
from empirical.guest.form import Form, GuestError
from empirical.guest.held import held
from empirical.guest.outputs import CODES, IMAGES
from empirical.guest.parts import Part
from empirical.guest.samples import COUNT
from empirical.guest.shown import as_shown, seen, shown

_FEWER = 5
_SIZES = (1, 2, 4, 16, 32, 64, 128, 256)
_ALONE = ((1,), (1, 1), (1, 1, 1), (2,), (2, 1, 1), (3,), (3, 1, 1), ())

Trial = Callable[[Call, int], object]
"""Calls a function on so many rows, and raises GuestError if that gives no answer."""


def encoder(part: Part, images: Tensor, form: Form) -> tuple[Call, tuple[int, ...]]:
    """Return how to encode, and the shape of one image's code.

    Raises
    ------
    GuestError
        If no batch of the images gives codes.

    """
    tails = []

    def trial(call: Call, count: int) -> None:
        rows = call(shown(cycled(images, count), form))
        tails.append(tuple(rows.shape[1:]))

    call = _settled(_calls(part, "codes ({0}, k)", CODES, form), trial)
    if len(set(tails[-2:])) > 1:
        raise GuestError(
            f"{part.name} returned one code of shape {tails[-2]}, then of {tails[-1]}; "
            f"expected the same shape for every image."
        )
    if 0 in tails[-1]:
        raise GuestError(f"{part.name} returned codes without a number in them.")
    return call, tails[-1]


def decoder(
    part: Part,
    codes: Callable[[int], Tensor] | None,
    tail: tuple[int, ...] | None,
    shape: tuple[int, ...],
    form: Form,
) -> tuple[Call, tuple[int, ...]]:
    """Return how to decode, and in which shape one image's code is given.

    Parameters
    ----------
    part
        How the network decodes.
    codes
        Of the network's own encoder, so many rows (m, k); None where it has none.
    tail
        The shape in which the encoder returned one code, or None.
    shape, form
        Of one image, and of the network.

    Raises
    ------
    GuestError
        If no shape of the codes gives images.

    """
    wanted = as_shown(shape, form)
    expected = f"images ({{0}}, {', '.join(map(str, wanted))})"
    first: GuestError | None = None
    for shaped in _tails(tail, part, form):

        def trial(call: Call, count: int, shaped: tuple[int, ...] = shaped) -> None:
            size = int(np.prod(shaped, dtype=int))
            rows = drawn(count, size) if codes is None else codes(count)
            outputs = call(rows.reshape(count, *shaped))
            as_images(call, outputs, shape, form)

        calls = _calls(part, expected, IMAGES, form)
        try:
            # Every fixed batch is tried with the likeliest shape alone.
            return _settled(calls, trial, any_batch=first is None), shaped
        except GuestError as error:
            first = first or error
    assert first is not None
    hint = "" if codes or form.codes is not None else " Say how many codes: codes=k."
    raise type(first)(f"{first}{hint}") from first


def as_images(
    call: Call, outputs: Tensor, shape: tuple[int, ...], form: Form
) -> Tensor:
    """Return outputs as images, or say which function gave something else."""
    try:
        return seen(outputs, shape, form, call.mean)
    except GuestError as error:
        raise GuestError(f"{call.name} {error}.") from error


def cycled(images: Tensor, count: int) -> Tensor:
    """Return so many images, from the first on and over again."""
    return images[torch.arange(count) % len(images)]


def drawn(count: int, size: int) -> Tensor:
    """Return codes of a normal law, always the same."""
    return torch.from_numpy(np.random.default_rng(0).normal(size=(count, size)))


def _calls(part: Part, expected: str, names: tuple[str, ...], form: Form) -> list[Call]:
    """Return the calls to try: one, or where nothing tells the dtype, one for each."""
    assert part.function is not None
    device, own = place(held(part.function))
    given = dtype_of(form.dtype) if form.dtype else own
    dtypes = [given] if given else [torch.float32, torch.float64]
    return [
        Call(
            name=part.name,
            function=part.function,
            expected=expected,
            names=names,
            device=device,
            dtype=dtype,
            batch=form.largest_batch,
        )
        for dtype in dtypes
    ]


def _settled(calls: Sequence[Call], trial: Trial, any_batch: bool = True) -> Call:
    """Return the first call that works, with the batches that it takes."""
    first: GuestError | None = None
    for call in calls:
        for tried, count in _batches(call) if any_batch else [_first(call)]:
            try:
                trial(tried, count)
            except GuestError as error:
                first = first or error
                if not isinstance(error, Raised):
                    raise first from error
                continue
            return tried if tried.fixed else _freed(tried, trial, count)
    assert first is not None
    raise first


def _batches(call: Call) -> Iterator[tuple[Call, int]]:
    """Yield a call of any batch, then those of one fixed batch each."""
    first, count = _first(call)
    yield first, count
    for size in dict.fromkeys((call.batch, *_SIZES)):
        if size <= call.batch and size != count:
            told = f"its {call.name} takes only batches of {size}, and is given those"
            yield replace(call, batch=size, fixed=True, told=[told]), size


def _first(call: Call) -> tuple[Call, int]:
    """Return a call of any batch, and how many it is tried on."""
    return replace(call, told=[]), min(COUNT, call.batch)


def _freed(call: Call, trial: Trial, count: int) -> Call:
    """Return a call that works, fixed to its batch if it fails on a smaller one."""
    if count == 1:
        return call
    try:
        trial(call, min(_FEWER, count - 1))
    except Raised:
        told = f"its {call.name} takes only batches of {count}, and is given those"
        return replace(call, batch=count, fixed=True, told=[*call.told, told])
    return call


def _tails(
    tail: tuple[int, ...] | None, part: Part, form: Form
) -> Iterator[tuple[int, ...]]:
    """Yield shapes of one image's code, the likeliest first."""
    if tail is None and form.tail is not None:
        tail = form.tail
    if tail is not None:
        size = int(np.prod(tail, dtype=int))
        others = [(size,), (size, 1), (size, 1, 1), *([()] if size == 1 else [])]
        yield from dict.fromkeys((tail, *others))
        return
    yield from dict.fromkeys((*_of_first_layer(part), *_ALONE))


def _of_first_layer(part: Part) -> Iterator[tuple[int, ...]]:
    for top in held(part.function):
        for layer in top.modules():
            if isinstance(layer, nn.Linear):
                yield (layer.in_features,)
                return
            if isinstance(layer, nn.modules.conv._ConvNd):
                yield (layer.in_channels, *[1] * len(layer.kernel_size))
                return

"""A stranger's network behind two functions of arrays."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.guest import settling, tried
from empirical.guest.calls import Call
from empirical.guest.copies import copied
from empirical.guest.form import Form, GuestError
from empirical.guest.held import held
from empirical.guest.parts import Part, parts, unwrapped
from empirical.guest.samples import COUNT, samples
from empirical.guest.shown import rows, shown
from empirical.guest.untouched import evaluate, untouched


@dataclass(frozen=True, kw_only=True)
class Guest:
    """A stranger's network: arrays in, arrays out, the network as it was.

    Made by :func:`guest`.

    Parameters
    ----------
    shape
        Of one image, (n, n) or (n,); (3, n, n) in colours.
    codes
        Numbers k in one image's code.
    form
        How it is called.
    encoder, decoder
        Each a call, or a sentence that says why there is none.
    tail
        The shape in which its decoder takes one code.
    modules
        That are put back after each call.
    noticed
        When it was tried.
    """

    shape: tuple[int, ...]
    codes: int
    form: Form
    encoder: Call | str
    decoder: Call | str
    tail: tuple[int, ...]
    modules: tuple[nn.Module, ...]
    noticed: list[str] = field(default_factory=list)

    @property
    def findings(self) -> tuple[str, ...]:
        """What was noticed so far, a sentence each, the gravest first."""
        calls = (c for c in (self.encoder, self.decoder) if isinstance(c, Call))
        told = [*self.noticed, *(sentence for call in calls for sentence in call.told)]
        return tuple(dict.fromkeys(told))

    @property
    def precision(self) -> float:
        """Of the coarsest numbers in which it computes, as far as is known."""
        return max(_eps(c) for c in (self.encoder, self.decoder) if isinstance(c, Call))

    @property
    def encodes(self) -> bool:
        """Whether it has an encoder."""
        return isinstance(self.encoder, Call)

    @property
    def decodes(self) -> bool:
        """Whether it has a decoder."""
        return isinstance(self.decoder, Call)

    def encode(self, images: Float[np.ndarray, "..."]) -> Float[np.ndarray, "m k"]:
        """Return the codes of images ``(m, *shape)`` with values in [0, 1].

        Raises
        ------
        GuestError
            If it has no encoder, or that fails; the message names the call.

        """
        given = rows(images, self.shape, "images")
        with untouched(self.modules):
            return self.encoded(given).numpy()

    def decode(self, codes: Float[np.ndarray, "..."]) -> Float[np.ndarray, "m *shape"]:
        """Return the images of codes (m, k), black at 0 and white at 1.

        Raises
        ------
        GuestError
            If it has no decoder, or that fails; the message names the call.

        """
        given = rows(codes, (self.codes,), "codes")
        with untouched(self.modules):
            return self.decoded(given).numpy()

    def encoded(self, images: Tensor) -> Tensor:
        """Return codes (m, k) of images (m, ...), with nothing put back."""
        call = _call(self.encoder, "encode")
        if not len(images):
            return torch.zeros(0, self.codes, dtype=torch.float64)
        found = call(shown(images, self.form)).reshape(len(images), -1)
        if found.shape[1] != self.codes:
            raise GuestError(
                f"{call.name} returned {found.shape[1]} numbers for each image, and "
                f"{self.codes} before."
            )
        return found

    def decoded(self, codes: Tensor) -> Tensor:
        """Return images (m, ...) of codes (m, k), with nothing put back."""
        call = _call(self.decoder, "decode")
        if not len(codes):
            return torch.zeros(0, *self.shape, dtype=torch.float64)
        outputs = call(codes.reshape(len(codes), *self.tail))
        return settling.as_images(call, outputs, self.shape, self.form)


def guest(
    network: Any,
    shape: tuple[int, ...],
    form: Form | None = None,
    images: Float[np.ndarray, "..."] | None = None,
) -> Guest:
    """Return a network of any form behind two functions, tried and not changed.

    Parameters
    ----------
    network
        A module or an object with ``encode`` and ``decode`` (or ``encoder`` and
        ``decoder``, or the names of the form), a dictionary of these, a Sequential to
        be cut, or a pair (encoder, decoder), of which one may be None. Wrapped in
        DataParallel, compiled, scripted or traced, in any precision and mode.
    shape
        Of one image: (n, n), or (n,) for a signal, or (3, n, n) in colours.
    form
        How it is called.
    images
        On which it is tried, ``(m, *shape)``, in [0, 1]; by default bright spots.

    Raises
    ------
    GuestError
        If it cannot be called; the message names the call, what it was given, what
        came of it, and a form with which it runs, where one does.

    """
    form = form or Form()
    if len(shape) not in (1, 2, 3) or min(shape) < 1 or shape[:-2] not in ((), (3,)):
        raise GuestError(f"shape must be (n, n), (n,) or (3, n, n), got {shape}.")
    if len(shape) == 3 and form.channels != 3:
        raise GuestError(
            f"channels must be 3 for images in colours, got {form.channels}."
        )
    given = rows(samples(shape) if images is None else images, shape, "images")
    try:
        return _tried(network, shape, form, given)
    except GuestError as error:
        works = [
            said for said, other in _others(form, shape) if _runs(network, shape, other)
        ]
        if not works:
            raise
        text = f"{error} It runs with {' or with '.join(works)} in its form."
        raise GuestError(text) from error


def _tried(network: Any, shape: tuple[int, ...], form: Form, images: Tensor) -> Guest:
    """Return a network that works, with all that was noticed."""
    network = unwrapped(network)
    encoder, decoder = parts(network, form)
    originals = held((network, encoder.function, decoder.function))
    modes = list(tried.of_modes(originals))
    copy = copied(network, form)
    encoder, decoder = parts(copy, form)
    modules = held((copy, encoder.function, decoder.function))
    with untouched(modules):
        stuck = [type(m).__name__ for m in modules if not evaluate(m)]
        found = _settled(encoder, decoder, shape, form, images, modules)
        found.noticed.extend([*_noticed(found, images), *modes])
    found.noticed.extend(f"the {n} knows no evaluation mode" for n in stuck)
    lacks = (part.lacks for part in (encoder, decoder) if part.lacks)
    found.noticed.extend(lacks)
    return found


def _settled(
    encoder: Part,
    decoder: Part,
    shape: tuple[int, ...],
    form: Form,
    images: Tensor,
    modules: tuple[nn.Module, ...],
) -> Guest:
    """Return a network with both of its functions settled."""
    to_code: Call | str = encoder.lacks
    to_image: Call | str = decoder.lacks
    tail: tuple[int, ...] | None = None
    of: Callable[[int], Tensor] | None = None
    if encoder.function is not None:
        to_code, tail = call, _ = settling.encoder(encoder, images, form)

        def of(count: int) -> Tensor:
            seen = call(shown(settling.cycled(images, count), form))
            return seen.reshape(count, -1)

    if decoder.function is not None:
        to_image, tail = settling.decoder(decoder, of, tail, shape, form)
    assert tail is not None
    return Guest(
        shape=shape,
        codes=int(np.prod(tail, dtype=int)),
        form=form,
        encoder=to_code,
        decoder=to_image,
        tail=tail,
        modules=modules,
    )


def _noticed(found: Guest, images: Tensor) -> Iterator[str]:
    """Yield what a network does on images that it should not, the gravest first."""

    def decode(codes: Tensor) -> Tensor:
        return found.decoded(codes).flatten(1)

    coder, painter = found.encoder, found.decoder
    codes, past = settling.drawn(len(images), found.codes), []
    try:
        if isinstance(coder, Call):
            yield from tried.of_encoder(coder.name, found.encoded, images, _eps(coder))
            codes = found.encoded(images)
        if isinstance(painter, Call) and found.encodes:
            past = tried.past_the_code(found.encoded, decode, images, _eps(painter))
            yield from past
        if isinstance(painter, Call) and not past:
            yield from tried.of_decoder(painter.name, decode, codes, _eps(painter))
    except GuestError as error:
        yield f"it failed when it was tried: {error}"
    yield from _of_sizes(found)


def _of_sizes(found: Guest) -> Iterator[str]:
    """Yield what is notable of the number of codes."""
    pixels = np.prod(found.shape)
    if not found.encodes and found.form.codes is None:
        yield f"one code was taken to have the shape {found.tail}: it runs so"
    if found.codes >= pixels:
        yield f"the code, {found.codes} numbers, is no smaller than the image, {pixels}"


def _others(form: Form, shape: tuple[int, ...]) -> Iterator[tuple[str, Form]]:
    """Yield forms in one word another, and the word."""
    grey = {0, 1, 3} if len(shape) < 3 else {3}
    for channels in grey - {form.channels}:
        yield f"channels={channels}", replace(form, channels=channels)
    yield f"flat={not form.flat}", replace(form, flat=not form.flat)
    for dtype in ("float32", "float64"):
        if dtype != form.dtype:
            yield f'dtype="{dtype}"', replace(form, dtype=dtype)


def _runs(network: Any, shape: tuple[int, ...], form: Form) -> bool:
    few = min(form.largest_batch, COUNT)
    form = replace(form, largest_batch=few)
    try:
        _tried(network, shape, form, rows(samples(shape), shape, "images"))
    except GuestError:
        return False
    return True


def _call(call: Call | str, wanted: str) -> Call:
    if isinstance(call, str):
        raise GuestError(f"it cannot {wanted}: {call}.")
    return call


def _eps(call: Call) -> float:
    return float(torch.finfo(call.dtype).eps)

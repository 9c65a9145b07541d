"""Whatever a network returns is read as what it means, or refused in a sentence."""

from collections import OrderedDict, namedtuple
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.distributions import Bernoulli, Independent, Normal

from empirical.guest import Form, GuestError, guest, outputs
from tests.empirical.guest.networks import SHAPES, directly, pictures, small

pytestmark = pytest.mark.again

Named = namedtuple("Named", ["latents", "extra"])


@dataclass
class Latents:
    latent_dist: Any
    last_hidden_state: Any = None


@dataclass
class Gaussian:
    """As libraries of diffusion models have it: no torch distribution."""

    mean: Tensor
    std: Tensor


def wide(values: Tensor) -> Tensor:
    return torch.ones_like(values)


CODES = {
    "tensor": lambda z: z,
    "tuple": lambda z: (z,),
    "mean and logvar": lambda z: (z, wide(z)),
    "list": lambda z: [z, None],
    "nested": lambda z: ((z, wide(z)), [wide(z)]),
    "dict": lambda z: {"z": z, "other": wide(z)},
    "mean before sample": lambda z: {"z": wide(z), "mu": z, "logvar": wide(z)},
    "one unknown name": lambda z: {"bottleneck": z},
    "ordered": lambda z: OrderedDict(loss=None, last_hidden_state=z),
    "named tuple": lambda z: Named(z, wide(z)),
    "data class": lambda z: Latents(Gaussian(z, wide(z))),
    "namespace": lambda z: SimpleNamespace(latents=z, loss=z.mean()),
    "normal": lambda z: Normal(z, wide(z)),
    "independent": lambda z: Independent(Normal(z, wide(z)), 1),
    "numpy": lambda z: z.detach().numpy(),
    "lists of numbers": lambda z: z.tolist(),
    "with gradient": lambda z: z.clone().requires_grad_(),
    "sparse": lambda z: z.to_sparse(),
    "not contiguous": lambda z: z.T.contiguous().T,
    "trailing axes": lambda z: z[:, :, None, None],
    "leading axis": lambda z: z[:, None],
    "squeezed": lambda z: z.squeeze(),
}
IMAGES = {
    "tensor": lambda x: x,
    "tuple": lambda x: (x, wide(x), wide(x)),
    "sample": lambda x: SimpleNamespace(sample=x),
    "reconstruction": lambda x: {"loss": x.mean(), "reconstruction": x},
    "one unknown name": lambda x: {"picture": x},
    "normal": lambda x: Normal(x, wide(x)),
    "bernoulli": lambda x: Bernoulli(x.clamp(0, 1)),
    "numpy": lambda x: x.detach().numpy(),
    "flat": lambda x: x.flatten(1),
    "no channel": lambda x: x[:, 0],
    "channel last": lambda x: x[:, 0, ..., None],
    "squeezed": lambda x: x.squeeze(),
}


@pytest.mark.parametrize("shape", SHAPES[1:], ids=str)
@pytest.mark.parametrize(
    ("codes", "dtype"), [(1, torch.float64), (3, torch.float32)], ids=str
)
@pytest.mark.parametrize("form", CODES)
def test_codes_are_read(
    form: str, dtype: torch.dtype, codes: int, shape: tuple[int, ...]
) -> None:
    model = small(shape, codes).to(dtype)
    tails = set()

    def decode(given: Tensor) -> Tensor:
        tails.add(given.shape[1:])
        return model.out_of(given.reshape(len(given), codes))

    found = guest((lambda x: CODES[form](model.into(x)), decode), shape)
    for count in (1, 6):
        images = pictures(shape, count)
        exact, out = directly(model, images, dtype)
        np.testing.assert_allclose(found.encode(images), exact, atol=1e-5)
        np.testing.assert_allclose(found.decode(exact), out, atol=1e-5)
    assert found.codes == codes
    assert len(tails) == 1


WHERE = {
    "tensor": "",
    "tuple": "",
    "mean and logvar": "the first of 2 outputs",
    "dict": "z of z, other",
    "one unknown name": "",
    "ordered": "",
    "named tuple": "latents of latents, extra",
    "normal": "the mean of a distribution",
}


@pytest.mark.parametrize("form", WHERE)
def test_which_of_several_outputs_is_read_is_said_and_of_one_nothing(form: str) -> None:
    assert (
        outputs.read(CODES[form](torch.zeros(4, 2)), outputs.CODES).where == WHERE[form]
    )


@pytest.mark.parametrize("shape", SHAPES[1:], ids=str)
@pytest.mark.parametrize(
    ("codes", "dtype"), [(1, torch.float64), (3, torch.float32)], ids=str
)
@pytest.mark.parametrize("form", IMAGES)
def test_images_are_read(
    form: str, dtype: torch.dtype, codes: int, shape: tuple[int, ...]
) -> None:
    model = small(shape, codes).to(dtype)
    found = guest((model.into, lambda z: IMAGES[form](model.out_of(z))), shape)
    for count in (1, 6):
        exact, out = directly(model, pictures(shape, count), dtype)
        wanted = out.clip(0, 1) if form == "bernoulli" else out
        np.testing.assert_allclose(found.decode(exact), wanted, atol=1e-5)


@pytest.mark.parametrize(
    ("wanted", "form"), [(w, f) for w in ("(k, 1, 1)", "(k,)", "()") for f in CODES]
)
def test_a_decoder_gets_codes_in_the_shape_that_it_takes(
    wanted: str, form: str
) -> None:
    model = small(SHAPES[0], 1).double()
    takes = {"(k, 1, 1)": (1, 1, 1), "(k,)": (1,), "()": ()}[wanted]

    def decode(given: Tensor) -> Tensor:
        if given.shape[1:] != takes:
            raise RuntimeError("wrong shape")
        return model.out_of(given.reshape(-1, 1))

    found = guest((lambda x: CODES[form](model.into(x)), decode), SHAPES[0])
    exact, out = directly(model, pictures(SHAPES[0]), torch.float64)
    np.testing.assert_allclose(found.decode(exact), out, atol=1e-12)


@pytest.mark.parametrize("place", ["first", "last"])
def test_colours_are_averaged_wherever_they_lie(place: str) -> None:
    model = small((6, 6), 2, 3).double()

    def decode(codes: Tensor) -> Tensor:
        out = model.out_of(codes)
        return out if place == "first" else out.permute(0, 2, 3, 1)

    found = guest((model.into, decode), (6, 6), Form(channels=3))
    codes, out = directly(model, pictures((6, 6)), torch.float64, 3)
    np.testing.assert_allclose(found.decode(codes), out, atol=1e-12)


def test_means_are_never_taken_for_logits() -> None:
    model = small((6, 6)).double()
    network = (model.into, lambda z: Bernoulli(logits=model.out_of(z)))
    found = guest(network, (6, 6), Form(logits=True))
    codes, out = directly(model, pictures((6, 6)), torch.float64)
    np.testing.assert_allclose(found.decode(codes), 1 / (1 + np.exp(-out)), atol=1e-9)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ("mean and logvar", "the first of 2 outputs is read"),
        ("mean before sample", "mu of z, mu, logvar is read"),
        ("named tuple", "latents of latents, extra is read"),
        ("normal", "the mean of a distribution is read"),
    ],
)
def test_a_choice_among_outputs_is_said(form: str, said: str) -> None:
    model = small((6, 6)).double()
    found = guest((lambda x: CODES[form](model.into(x)), None), (6, 6))
    assert any(said in sentence for sentence in found.findings)


UNREAD = {
    "nothing": (lambda z: None, "returned a NoneType"),
    "text": (lambda z: "code", "returned a str"),
    "empty tuple": (lambda z: (), "returned a tuple of nothing"),
    "tuple of nothing": (lambda z: (None, z), "a tuple of NoneType, Tensor"),
    "unknown names": (lambda z: {"p": z, "q": z}, "outputs named p, q, none of them"),
    "no tensor": (lambda z: {"loss": 1.0}, "outputs named loss"),
    "complex": (lambda z: z * 1j, "complex numbers"),
    "objects": (lambda z: np.array([None] * len(z)), "an array of object"),
    "without values": (lambda z: z.to("meta"), "its device is meta"),
    "a class": (lambda z: Tensor, "returned a "),
    "endless": (lambda z: endless(), "nested too deeply"),
    "one for all": (lambda z: z.mean(0), r"returned \(2,\)"),
    "a number": (lambda z: z.sum(), r"returned \(\)"),
    "turned": (lambda z: z.T, r"returned \(2, 8\)"),
    "too few": (lambda z: z[1:], r"returned \(7, 2\)"),
    "too many": (lambda z: torch.cat([z, z]), r"returned \(16, 2\)"),
    "no numbers": (lambda z: z[:, :0], "without a number"),
    "not a number": (lambda z: z * np.nan, "expected finite values, got NaN"),
    "infinite": (lambda z: z / 0, "expected finite values, got NaN"),
    "one infinite": (lambda z: z / (torch.arange(len(z)) != 3)[:, None], "for 1 of 8"),
}


def endless() -> list[Any]:
    found: list[Any] = []
    found.append(found)
    return found


@pytest.mark.parametrize("shape", SHAPES[1:], ids=str)
@pytest.mark.parametrize("role", ["encode", "decode"])
@pytest.mark.parametrize("form", UNREAD)
def test_what_cannot_be_read_is_refused(
    form: str, role: str, shape: tuple[int, ...]
) -> None:
    model = small(shape).double()
    spoil, said = UNREAD[form]
    if role == "encode":
        network = (lambda x: spoil(model.into(x)), model.out_of)
    else:
        network = (model.into, lambda z: spoil(model.out_of(z).flatten(1)))
        said = (
            said if "(" not in said and "without a n" not in said else "returned|must"
        )
    with pytest.raises(GuestError, match=said) as error:
        guest(network, shape)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 500

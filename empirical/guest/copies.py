"""A copy of a network to work on, where it can be copied."""

import warnings
from copy import deepcopy
from typing import Any

from torch.nn.parameter import is_lazy

from empirical.guest.calls import dtype_of, named, place, said
from empirical.guest.form import Form, GuestError
from empirical.guest.held import held
from empirical.guest.untouched import untouched


def copied(network: Any, form: Form) -> Any:
    """Return a copy of a network in the dtype of the form, or the network itself.

    One that refuses to be copied works itself, and is put back after every call.

    Raises
    ------
    GuestError
        If it was never given weights, or the dtype needs a copy that it refuses.

    """
    for module in held(network):
        if any(map(is_lazy, (*module.parameters(), *module.buffers()))):
            raise GuestError(
                f"the {type(module).__name__} has layers without weights (lazy ones): "
                "call it once, or load its weights, before it is given."
            )
    refused = ""
    with untouched(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            copy = deepcopy(network)
        except (Exception, SystemExit) as error:
            copy, refused = network, said(error)
        if form.dtype is not None:
            _converted(copy, network, form.dtype, refused)
    return copy


def _converted(copy: Any, network: Any, name: str, refused: str) -> None:
    """Bring a copy to another dtype."""
    wanted = dtype_of(name)
    originals = {id(module) for module in held(network)}
    for module in held(copy):
        _, dtype = place([module])
        if dtype in (None, wanted):
            continue
        if id(module) in originals:
            raise GuestError(
                f"dtype={name!r} needs a copy of the {type(module).__name__}, which "
                f"is {named(dtype)} and cannot be copied"
                f"{': ' + refused if refused else ''}; leave dtype out."
            )
        try:
            module.to(wanted)
        except Exception as error:
            raise GuestError(
                f"the {type(module).__name__} cannot be brought to {name}: "
                f"{said(error)}; leave dtype out."
            ) from error

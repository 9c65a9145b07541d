"""A network at work, and afterwards as it was, with everything around it."""

import os
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

SEED = 20_240_229


@contextmanager
def untouched(modules: Sequence[nn.Module] = ()) -> Iterator[None]:
    """Let modules work in evaluation mode without gradients; then put all back.

    Weights, buffers, what each module holds by name, modes, gradients, the generators
    of torch, NumPy and Python, threads, default dtype and device, environment and
    folder are afterwards what they were. The generators start from a fixed seed.
    """
    kept = [_kept(module) for top in modules for module in list(top.modules())]
    with _surroundings():
        reseed(SEED)
        try:
            for top in modules:
                evaluate(top)
            yield
        finally:
            for restore in kept:
                restore()


def reseed(seed: int) -> None:
    """Set the three global generators.

    ``torch.manual_seed`` would also queue the seed for a GPU that nobody has used yet.
    """
    torch.default_generator.manual_seed(seed)
    if _on_cuda():
        torch.cuda.manual_seed_all(seed)
    np.random.seed(seed)  # noqa: NPY002 - a stranger's code may draw from it
    random.seed(seed)


def evaluate(module: nn.Module) -> bool:
    """Put a module in evaluation mode; False if it knows no such mode."""
    try:
        module.eval()
    except Exception:
        return False
    return True


@contextmanager
def _surroundings() -> Iterator[None]:
    """Put back whatever of the process a stranger's code may change."""
    own = random.getstate()
    of_numpy = np.random.get_state()  # noqa: NPY002 - the state that strangers use
    threads, dtype = torch.get_num_threads(), torch.get_default_dtype()
    device, errors = torch.get_default_device(), np.geterr()
    environment, folder = dict(os.environ), _folder()
    devices = range(torch.cuda.device_count() if _on_cuda() else 0)
    try:
        with ExitStack() as stack:
            stack.enter_context(torch.random.fork_rng(devices=devices))
            stack.enter_context(torch.no_grad())
            for kind in {"cpu", device.type}:
                stack.enter_context(torch.autocast(kind, enabled=False))
            if "torch._dynamo" in sys.modules:
                stack.enter_context(torch.compiler.set_stance("force_eager"))
            yield
    finally:
        random.setstate(own)
        np.random.set_state(of_numpy)  # noqa: NPY002 - as above
        torch.set_default_dtype(dtype)
        np.seterr(**errors)
        if torch.get_num_threads() != threads:
            torch.set_num_threads(threads)
        if torch.get_default_device() != device:
            torch.set_default_device(device)
        if dict(os.environ) != environment:
            os.environ.clear()
            os.environ.update(environment)
        if folder and _folder() != folder:
            os.chdir(folder)


def _on_cuda() -> bool:
    return bool(torch.cuda.is_initialized())  # type: ignore[no-untyped-call]


def _folder() -> str:
    try:
        return str(os.getcwd())
    except FileNotFoundError:
        return ""


def _kept(module: nn.Module) -> Any:
    """Return a function that makes a module what it is now."""
    scripted = isinstance(module, torch.jit.ScriptModule)
    tensors = *module.parameters(recurse=False), *module.buffers(recurse=False)
    copies = [_Tensor(tensor) for tensor in tensors]
    generators = [g for g in vars(module).values() if isinstance(g, torch.Generator)]
    states = [generator.get_state() for generator in generators]
    tables = [
        (table, dict(table))
        for name, table in vars(module).items()
        if isinstance(table, dict) and name.startswith("_") and not scripted
    ]
    mode = getattr(module, "training", None)
    attributes = dict(vars(module))

    def restore() -> None:
        if scripted:
            if mode is not None:
                module.training = mode
        else:
            vars(module).clear()
            vars(module).update(attributes)
        for table, was in tables:
            table.clear()
            table.update(was)
        for copy in copies:
            copy.restore()
        for generator, state in zip(generators, states, strict=True):
            generator.set_state(state)

    return restore


class _Tensor:
    """A tensor with what it was."""

    def __init__(self, tensor: Tensor) -> None:
        self.tensor = tensor
        self.values = tensor.detach().clone()
        self.learns = tensor.requires_grad
        self.gradient = tensor.grad if tensor.is_leaf else None
        self.slope = None if self.gradient is None else self.gradient.detach().clone()

    @torch.no_grad()
    def restore(self) -> None:
        tensor, values = self.tensor, self.values
        same = (tensor.shape, tensor.dtype) == (values.shape, values.dtype)
        if not same:
            tensor.data = values
        elif not torch.equal(tensor, values):
            tensor.data.copy_(values)
        if tensor.is_leaf and tensor.requires_grad != self.learns:
            tensor.requires_grad_(self.learns)
        if tensor.is_leaf and tensor.grad is not self.gradient:
            tensor.grad = self.gradient
        if self.gradient is not None and self.slope is not None:
            self.gradient.copy_(self.slope)

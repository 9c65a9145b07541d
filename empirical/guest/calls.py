"""One function of a stranger's network, called so that nothing is left unsaid."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from empirical.guest.form import DTYPES, GuestError
from empirical.guest.outputs import Output, read

LONGEST = 240
_DTYPES: dict[str, torch.dtype] = {name: getattr(torch, name) for name in DTYPES}


@dataclass(kw_only=True)
class Call:
    """A function of a network, as it is called on tensors in double precision.

    Parameters
    ----------
    name
        As its owner knows it.
    function
        Takes one tensor.
    expected
        What it has to return, for messages, such as ``codes (8, k)``.
    names
        Of outputs, those looked for first.
    device, dtype
        Of what it is given.
    batch
        At most so many at once.
    fixed
        Exactly so many at once, the rest filled up.
    told
        What was noticed, a sentence each.
    """

    name: str
    function: Callable[..., Any]
    expected: str
    names: tuple[str, ...]
    device: torch.device
    dtype: torch.dtype
    batch: int
    fixed: bool = False
    mean: bool = False
    told: list[str] = field(default_factory=list)

    def __call__(self, given: Tensor) -> Tensor:
        """Return what the function gives for each row, in double precision.

        Raises
        ------
        GuestError
            If it raises, or returns no tensor with a row for each, or one that is not
            finite.

        """
        found, start = [], 0
        while start < len(given):
            rows = given[start : start + self.batch]
            try:
                found.append(self._once(rows))
            except GuestError as error:
                if self.fixed or len(rows) <= 8 or not isinstance(error, Raised):
                    raise
                self.batch = len(rows) // 2
                self._tell(f"its {self.name} failed on {len(rows)} at once: {error}")
                continue
            start += len(rows)
        if len({rows.shape[1:] for rows in found}) > 1:
            raise GuestError(f"{self.name} gave batches of different shapes.")
        return torch.cat(found)

    def _once(self, rows: Tensor) -> Tensor:
        shown = self._filled(rows).to(self.device, self.dtype, copy=True)
        what = f"{self.name} was given {_of(shown)}"
        torch.set_default_dtype(
            self.dtype if self.dtype == torch.float64 else torch.float32
        )
        try:
            output = self.function(shown)
        except (Exception, SystemExit) as error:
            raise Raised(
                f"{what} and raised {said(error)}; expected {self._expected(shown)}."
            ) from error
        return self._checked(output, what, shown)[: len(rows)]

    def _checked(self, output: Any, what: str, shown: Tensor) -> Tensor:
        """Return the rows of an output, if it has them."""
        try:
            found: Output = read(output, self.names)
        except Exception as error:
            raise GuestError(
                f"{what} and returned {said(error, False)}; expected "
                f"{self._expected(shown)}."
            ) from error
        values, count = found.values, len(shown)
        if count == 1 and (values.ndim == 0 or len(values) != 1):
            values = values[None]  # The axis of a single image was squeezed out.
        if values.ndim == 0 or len(values) != count:
            raise GuestError(
                f"{what} and returned {_of(values, False)}; expected "
                f"{self._expected(shown)}."
            )
        if not bool(torch.isfinite(values).all()):
            bad = torch.isfinite(values.reshape(count, -1)).all(1)
            raise GuestError(
                f"{what} and returned NaN or infinity for {int((~bad).sum())} of "
                f"{count}; expected finite values, got NaN or infinity."
            )
        self.mean = found.mean
        if found.where:
            self._tell(f"of what its {self.name} returns, {found.where} is read")
        return values

    def _filled(self, rows: Tensor) -> Tensor:
        """Return as many rows as the function takes, the last one repeated."""
        lacking = self.batch - len(rows) if self.fixed else 0
        return torch.cat([rows, rows[-1:].expand(lacking, *rows.shape[1:])])

    def _expected(self, shown: Tensor) -> str:
        return self.expected.format(len(shown))

    def _tell(self, sentence: str) -> None:
        if sentence not in self.told:
            self.told.append(sentence)


class Raised(GuestError):
    """A stranger's function raised an error."""


def said(error: BaseException, kind: bool = True) -> str:
    """Return the first line of an error, its kind before it, at most 240 characters."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = lines[0] if lines else ""
    if len(text) > LONGEST:
        text = text[:LONGEST] + " ..."
    if not kind:
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def place(modules: Sequence[nn.Module]) -> tuple[torch.device, torch.dtype | None]:
    """Return where the first weights lie, and the first dtype of real numbers."""
    tensors = [t for m in modules for t in (*m.parameters(), *m.buffers())]
    device = tensors[0].device if tensors else torch.device("cpu")
    real = [tensor.dtype for tensor in tensors if tensor.is_floating_point()]
    return device, real[0] if real else None


def named(dtype: torch.dtype) -> str:
    """Return the name of a dtype.

    Examples
    --------
    >>> named(torch.float32)
    'float32'

    """
    return str(dtype).removeprefix("torch.")


def dtype_of(name: str) -> torch.dtype:
    """Return the dtype of a name.

    Examples
    --------
    >>> dtype_of("float64")
    torch.float64

    """
    return _DTYPES[name]


def _of(tensor: Tensor, kind: bool = True) -> str:
    return f"{tuple(tensor.shape)}" + (f" {named(tensor.dtype)}" if kind else "")

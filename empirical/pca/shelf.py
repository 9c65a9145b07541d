"""Several states of unfinished trainings in the place of one."""

from typing import Any

import torch
from torch import Tensor, nn

from empirical.packed import packed, unpacked
from empirical.training import Checkpoint


class Shelf:
    """Named checkpoints inside one, each written without touching the others.

    Parameters
    ----------
    outer
        Where everything is kept; None keeps nothing.
    about
        Says to which training this belongs.

    Raises
    ------
    ValueError
        If what is kept there is no shelf, or belongs to another training.

    """

    def __init__(self, outer: Checkpoint | None, about: str) -> None:
        self._outer, self._about = outer, about
        self._kept = self._read()

    def slot(self, name: str) -> "Slot | None":
        """Return the checkpoint of that name; None where nothing is kept."""
        return None if self._outer is None else Slot(self, name)

    def get(self, name: str) -> bytes | None:
        """Return what was last put under a name, or None."""
        kept = self._kept.get(name)
        return None if kept is None else kept.numpy().tobytes()

    def put(self, name: str, data: bytes, instead_of: str = "") -> None:
        """Keep data under a name, all or nothing, and drop what is kept instead of."""
        if self._outer is None:
            return
        self._kept[name] = torch.frombuffer(bytearray(data), dtype=torch.uint8)
        self._kept.pop(instead_of, None)
        self._outer.write(packed({"about": self._about, "kept": self._kept}))

    def _read(self) -> dict[str, Tensor]:
        data = self._outer.read() if self._outer else None
        if data is None:
            return {}
        saved = unpacked(data, "checkpoint")
        if not isinstance(saved, dict) or set(saved) != {"about", "kept"}:
            raise ValueError(
                "checkpoint must be of a progressive training; start anew."
            )
        if saved["about"] != self._about:
            raise ValueError(
                f"checkpoint must belong to {self._about}, got one of "
                f"{saved['about']}; give another file, or remove it to start anew."
            )
        kept: dict[str, Tensor] = saved["kept"]
        return kept


class Slot:
    """One named checkpoint of a shelf."""

    def __init__(self, shelf: Shelf, name: str) -> None:
        self._shelf, self._name = shelf, name

    def read(self) -> bytes | None:
        """Return the last state written, or None."""
        return self._shelf.get(self._name)

    def write(self, data: bytes) -> None:
        """Replace the state, all or nothing."""
        self._shelf.put(self._name, data)


def fill(module: nn.Module, state: Any, name: str) -> None:
    """Load weights into a module.

    Raises
    ------
    ValueError
        If they belong to another architecture.

    """
    try:
        module.load_state_dict(state)
    except (RuntimeError, TypeError, AttributeError) as error:
        raise ValueError(
            f"{name} must hold the weights of this architecture, got others: "
            f"{str(error).splitlines()[-1].strip()}"
        ) from error

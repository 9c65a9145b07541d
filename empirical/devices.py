"""Where to train: a device by its exact name, or what there is instead."""

import torch


def choose_device(name: str | torch.device) -> torch.device:
    """Return the device of a name; ``auto`` is a GPU of NVIDIA's where there is one.

    Parameters
    ----------
    name
        ``auto``, ``cpu``, ``cuda``, ``cuda:0`` and so on, or torch's own.

    Raises
    ------
    ValueError
        If there is no such device; it says which there are.

    Examples
    --------
    >>> choose_device("cpu")
    device(type='cpu')

    """
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if str(name) == "cuda" and torch.cuda.is_available():
        return torch.device("cuda")
    known = devices()
    if str(name) in known:
        return torch.device(str(name))
    why = "torch sees no such device"
    if str(name).startswith("cuda") and len(known) == 1:
        why = "torch sees no CUDA device"
    elif str(name).startswith("mps"):
        why = "it has no double precision, in which trainings end"
    raise ValueError(
        f"device {name} was asked for, but {why}: device must be auto or one of "
        f"{', '.join(known)}."
    )


def devices() -> list[str]:
    """Return the exact names of the devices on which can be trained."""
    cards = range(torch.cuda.device_count() if torch.cuda.is_available() else 0)
    return ["cpu", *(f"cuda:{card}" for card in cards)]

"""Where to train: a device by its exact name, or what there is instead."""

import torch


def choose_device(name: str | torch.device) -> torch.device:
    """Return the device of a name; ``auto`` is a GPU of NVIDIA's where there is one.

    Parameters
    ----------
    name
        ``auto``, ``cpu``, ``cuda``, ``cuda:0`` and so on, ``mps``, or torch's own.

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
    cards = any(one.startswith("cuda") for one in known)
    kind = "such" if cards or not str(name).startswith("cuda") else "CUDA"
    raise ValueError(
        f"device {name} was asked for, but torch sees no {kind} device: device must be "
        f"auto or one of {', '.join(known)}."
    )


def devices() -> list[str]:
    """Return the exact names of the devices that torch sees."""
    cards = range(torch.cuda.device_count() if torch.cuda.is_available() else 0)
    apple = ["mps"] if torch.backends.mps.is_available() else []
    return ["cpu", *(f"cuda:{card}" for card in cards), *apple]

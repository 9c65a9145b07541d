"""Files of weights that others wrote: read, and never unpickled."""

import pickle
import warnings
from pathlib import Path
from typing import Any

import torch


def weights_in(path: Path) -> dict[str, Any]:
    """Return the dictionary of tensors and plain values in a file, on the CPU.

    Raises
    ------
    ValueError
        If there is no such file, it is damaged or holds no dictionary, or it holds
        objects that only a pickle can rebuild; these are never built.

    """
    try:
        with warnings.catch_warnings():
            # The one error below says it all.
            warnings.simplefilter("ignore")
            found = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}.") from error
    except (pickle.UnpicklingError, RuntimeError, EOFError, ValueError) as error:
        raise ValueError(
            f"{path} must hold weights as torch.save writes them; it holds something "
            "else, such as a pickle, or is damaged."
        ) from error
    if not isinstance(found, dict):
        raise ValueError(f"{path} must hold a dictionary, got {type(found).__name__}.")
    return found

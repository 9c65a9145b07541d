"""A file whose bytes are replaced all or nothing."""

import os
from pathlib import Path


class StateFile:
    """Bytes in a file, replaced all or nothing: a checkpoint, or a saved model.

    Parameters
    ----------
    path
        Of the file.

    Raises
    ------
    ValueError
        If it is a folder, or lies in none.

    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        if self.path.is_dir() or not self.path.parent.is_dir():
            raise ValueError(
                f"{path} must be a file, in a folder that is there; it is "
                + ("a folder." if self.path.is_dir() else "in none.")
            )

    def read(self) -> bytes | None:
        """Return what the file holds, or None where there is none."""
        return self.path.read_bytes() if self.path.exists() else None

    def write(self, data: bytes) -> None:
        """Replace what the file holds."""
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        try:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self.path)
        finally:
            beside.unlink(missing_ok=True)

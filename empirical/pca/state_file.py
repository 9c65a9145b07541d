"""A file whose bytes are replaced all or nothing."""

import os
from pathlib import Path


class StateFile:
    """Bytes in a file, replaced all or nothing: a checkpoint, or a saved model.

    Parameters
    ----------
    path
        Of the file; its folder must be there.

    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)

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

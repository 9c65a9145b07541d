"""The state of an unfinished training, in a sealed file that names whose it is."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from verify import sealed


@dataclass(frozen=True)
class FileCheckpoint:
    """The state of one unfinished training, as bytes in a sealed file."""

    path: Path

    def read(self) -> bytes | None:
        """Return the last state written, or None if there is none or it is damaged."""
        with suppress(OSError, sealed.DamagedError):
            return self.opened()
        return None

    def opened(self) -> bytes:
        """Return the last state written.

        Raises
        ------
        DamagedError
            If it is damaged, or the state of another training.
        FileNotFoundError
            If there is none.

        """
        about, state = sealed.read(self.path)
        if about != self._about:
            raise sealed.DamagedError(self.path)
        return state

    def write(self, data: bytes) -> None:
        """Replace the state, all or nothing; a full disk costs the state alone."""
        with suppress(OSError):
            sealed.write(self.path, self._about, data)

    @property
    def _about(self) -> dict[str, str]:
        """Whose state it is: that of another training would not be noticed."""
        return {"state of": self.path.name}

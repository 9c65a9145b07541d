"""Who looks on while the codes of a latent space train."""

import torch

from empirical.pca.models.latent_step import LatentStep
from empirical.pca.organising import Organiser
from empirical.pca.shown_offsets import ShownOffsets
from empirical.pca.watching import LOOKS, Noted, Progress, Watcher


class Lookout:
    """Makes a watcher for each code, and keeps them.

    Parameters
    ----------
    unseen
        What is held out; None where nothing is.
    patience
        Looks at it without progress before a code ends; None waits.
    progress
        Is told.

    """

    organiser: Organiser
    """Whose codes train; given once it is made."""

    def __init__(
        self, unseen: ShownOffsets | None, patience: int | None, progress: Progress
    ) -> None:
        self.unseen, self.patience, self.progress = unseen, patience, progress
        self.watchers: list[Watcher] = []

    def watcher(self, step: LatentStep) -> Watcher:
        """Return who looks on while the networks of one code train."""
        unseen = self.unseen
        made = Watcher(
            len(self.organiser.steps) + 1,
            max(1, self.progress.steps // LOOKS),
            step,
            None if unseen is None else lambda: self._left(step, unseen),
            self.patience,
            self.progress,
        )
        self.watchers.append(made)
        return made

    @property
    def history(self) -> list[Noted]:
        """All that was noted."""
        return [noted for watcher in self.watchers for noted in watcher.history]

    @torch.no_grad()
    def _left(self, step: LatentStep, unseen: ShownOffsets) -> float:
        """Return which share of the variance of what is held out is left."""
        offsets, organiser = unseen.offsets, self.organiser
        codes = step.encoder(offsets / organiser.scale)
        if len(organiser.steps):
            codes = torch.cat([organiser.codes(offsets), codes], 1)
        return unseen.left(organiser.scale * step.decoder(codes))

"""The PCA-like autoencoder of the latent space of a generator that a person has."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor, nn

from empirical.devices import choose_device
from empirical.pca.asked_generator import AskedGenerator, modules_of
from empirical.pca.estimator import Estimator, code_tensor, seed_of, undisturbed, whole
from empirical.pca.images.offsets import centre_of, digest, offsets_of
from empirical.pca.models.latent_codes import LatentCodes
from empirical.pca.models.latent_step import LatentStep
from empirical.pca.organising import Organiser, Organising
from empirical.pca.shelf import Shelf, fill
from empirical.pca.state_file import StateFile
from empirical.pca.watching import FAIR, LOOKS, Noted, Notify, Progress, Watcher
from empirical.training import Checkpoint, Schedule

_TOLD = ("explained_", "history_", "n_features_in_")


class LatentOrganiser(Estimator):
    """Ordered, uncorrelated codes of the vectors that a generator is given.

    ``L(eta) = |G(z + eta) - G(z + D(E(eta)))|^2 + L_cov`` (deck, eq. 16), the first
    term over the variance of the images. Each code has its own encoder, trained with
    a new decoder that reads all codes so far, and is then frozen.

    It follows scikit-learn's conventions. The generator and everything else of the
    caller's are left as they were; it is asked in evaluation mode.

    Parameters
    ----------
    generator
        Maps a tensor z + eta (m, d) to m images, differentiably.
    centre
        The point z, shape (d,); the origin where it is None.
    scale
        Standard deviation of a component of eta, above 0.
    n_components
        How many codes, one after the other.
    penalty
        Of the squared correlations, for an error relative to the variance of the
        images.
    hidden
        Numbers in the hidden layers; with none, encoders and decoders are linear.
    adam_steps, learning_rate, batch, lbfgs_steps
        Of the training of each code.
    random_state
        Draws starts and batches; a number gives the same bits again.
    device
        ``auto``, ``cpu``, ``cuda:0`` and so on; the generator stays where it is.

    Attributes
    ----------
    module_
        The networks, a torch module with ``encode`` and ``decode``.
    explained_
        Share of the variance of the images explained after each code.
    history_
        ``packet`` (the code), ``step`` and ``loss``.
    n_features_in_
        Length of the latent vectors.

    Examples
    --------
    >>> offsets = np.random.default_rng(0).normal(size=(64, 4))
    >>> organiser = LatentOrganiser(nn.Linear(4, 9), n_components=2, adam_steps=5)
    >>> codes = organiser.fit_transform(offsets)
    >>> codes.shape, organiser.images(codes[:, :1]).shape
    ((64, 2), (64, 9))

    """

    module_: LatentCodes
    explained_: list[float]
    history_: list[Noted]
    n_features_in_: int
    unsaved = ("generator",)

    def __init__(
        self,
        generator: Callable[[Tensor], Tensor],
        centre: Any = None,
        scale: float = 1.0,
        *,
        n_components: int = 2,
        penalty: float = 1.0,
        hidden: int = 64,
        adam_steps: int = 1000,
        learning_rate: float = 1e-2,
        batch: int = 64,
        lbfgs_steps: int = 0,
        random_state: Any = 0,
        device: str = "cpu",
    ) -> None:
        self.generator, self.centre, self.scale = generator, centre, scale
        self.n_components, self.penalty, self.hidden = n_components, penalty, hidden
        self.adam_steps, self.learning_rate = adam_steps, learning_rate
        self.batch, self.lbfgs_steps = batch, lbfgs_steps
        self.random_state, self.device = random_state, device

    def fit(
        self,
        offsets: Any,
        y: Any = None,
        *,
        checkpoint: Checkpoint | Path | str | None = None,
        notify: Notify | None = None,
    ) -> "LatentOrganiser":
        """Train all codes on offsets eta (m, d), and return the organiser itself.

        Parameters
        ----------
        offsets
            More than codes, finite, not all equal.
        y
            Not looked at.
        checkpoint
            A file where the state of an unfinished training is kept.
        notify
            Is told, a sentence each, how far the training is; ``print`` will do.

        Raises
        ------
        ValueError
            If a parameter is out of range, the offsets cannot be learned, or the
            checkpoint belongs to another training.
        FloatingPointError
            If the training diverges.

        """
        plan, seed = self._plan(), seed_of(self.random_state)
        with undisturbed(*modules_of(self.generator)):
            place = choose_device(self.device)
            asked = self._asked(place)
            known = offsets_of(offsets, plan.components).to(place)
            self.n_features_in_, self.history_ = known.shape[1], []
            centre = centre_of(self.centre, known)
            images = asked(centre + known).detach()
            if not (images - images[0]).any():
                raise ValueError("generator must make images that differ, got equal.")
            if isinstance(checkpoint, str | os.PathLike):
                checkpoint = StateFile(checkpoint)
            about = f"{plan}, seed {seed}, offsets and images {digest(known, images)}"
            watchers: list[Watcher] = []
            progress = Progress(
                notify or (lambda sentence: None), plan.components, self.adam_steps
            )

            def watched(code: int, step: nn.Module) -> Watcher:
                every = max(1, self.adam_steps // LOOKS)
                watchers.append(Watcher(code + 1, every, step, None, None, progress))
                return watchers[-1]

            organiser = Organiser(asked, centre, self.scale, plan, seed, watched)
            organiser.fit(known, Shelf(checkpoint, about))
            self.module_ = LatentCodes(self.scale, organiser._steps())
            self.history_ = [one for watcher in watchers for one in watcher.history]
            self.explained_ = self._explained(asked, known, centre, images)
        return self

    def transform(self, offsets: Any) -> Float[np.ndarray, "m k"]:
        """Return the codes of offsets.

        Raises
        ------
        ValueError
            If the organiser is not fitted, or the offsets have another length.

        """
        module = self._module()
        with undisturbed(), torch.no_grad():
            return np.asarray(module.encode(self._like(offsets)).cpu())

    def inverse_transform(self, codes: Any) -> Float[np.ndarray, "m d"]:
        """Return the offsets of the first codes, as many as are given.

        Raises
        ------
        ValueError
            If the organiser is not fitted, or there are not so many codes.

        """
        module = self._module()
        with undisturbed(), torch.no_grad():
            place = next(module.parameters()).device
            return np.asarray(module.decode(code_tensor(codes).to(place)).cpu())

    def images(self, codes: Any) -> Float[np.ndarray, "m ..."]:
        """Return the images that the generator makes of the first codes.

        Raises
        ------
        ValueError
            If the organiser is not fitted, or there are not so many codes.

        """
        offsets = torch.from_numpy(self.inverse_transform(codes))
        with undisturbed(*modules_of(self.generator)), torch.no_grad():
            asked = self._asked(torch.device("cpu"))
            return asked(centre_of(self.centre, offsets) + offsets).numpy()

    def score(self, offsets: Any, y: Any = None) -> float:
        """Return the share of the variance of images that the codes give back.

        Raises
        ------
        ValueError
            If the organiser is not fitted, or the offsets have another length.

        """
        self._module()
        with undisturbed(*modules_of(self.generator)), torch.no_grad():
            known = self._like(offsets)
            asked, centre = self._asked(known.device), centre_of(self.centre, known)
            images = asked(centre + known)
            return self._explained(asked, known, centre, images)[-1]

    def _plan(self) -> Organising:
        schedule = Schedule(
            adam_steps=whole("adam_steps", self.adam_steps, 0),
            learning_rate=self.learning_rate,
            batch=whole("batch", self.batch, 2),
            lbfgs_steps=whole("lbfgs_steps", self.lbfgs_steps, 0),
        )
        return Organising(
            components=whole("n_components", self.n_components),
            penalty=self.penalty,
            hidden=whole("hidden", self.hidden, 0),
            schedule=schedule,
        )

    def _asked(self, place: torch.device) -> AskedGenerator:
        asked = AskedGenerator(self.generator, place)
        for module in asked.modules:
            module.requires_grad_(False)
        return asked

    def _like(self, offsets: Any) -> Float[Tensor, "m d"]:
        found = offsets_of(offsets, 0)
        if found.shape[1] != self.n_features_in_:
            raise ValueError(
                f"X has {found.shape[1]} features, but LatentOrganiser is expecting "
                f"{self.n_features_in_} features as input."
            )
        return found.to(next(self.module_.parameters()).device)

    @torch.no_grad()
    def _explained(
        self,
        asked: AskedGenerator,
        offsets: Float[Tensor, "m d"],
        centre: Float[Tensor, " d"],
        images: Float[Tensor, "m ..."],
    ) -> list[float]:
        """Return the share of the variance explained after each code."""
        codes, found = self.module_.encode(offsets), []
        spread = float((images - images.mean(0)).double().square().sum())
        for count in self.module_.sizes:
            made = asked(centre + self.module_.decode(codes[:, :count]))
            left = float((made - images).double().square().sum())
            found.append(1 - left / spread)
            if not found[-1] > -1 and self.adam_steps >= FAIR:
                raise FloatingPointError(
                    f"the training of code {count} diverged: its images are off by "
                    f"{left / spread:.3g} times the variance; lower learning_rate."
                )
        return found

    def _fitted(self) -> dict[str, Any]:
        return {
            "steps": len(self.module_.steps),
            "weights": self.module_.state_dict(),
            "told": {name: getattr(self, name) for name in _TOLD},
        }

    def _restore(self, fitted: dict[str, Any], path: str) -> None:
        for name in _TOLD:
            setattr(self, name, fitted["told"][name])
        size, hidden = self.n_features_in_, self.hidden
        steps = [
            LatentStep(place, size, hidden, torch.Generator())
            for place in range(fitted["steps"])
        ]
        self.module_ = LatentCodes(self.scale, steps)
        fill(self.module_, fitted["weights"], path)
        self.module_.requires_grad_(False).eval().to(choose_device(self.device))

"""The PCA-like autoencoder of the latent space of a generator that a person has."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from jaxtyping import Float
from torch import Tensor

from empirical.devices import choose_device
from empirical.pca.asked_generator import AskedGenerator, modules_of
from empirical.pca.estimator import Estimator, code_tensor, seed_of, undisturbed, whole
from empirical.pca.held_out import HeldOut
from empirical.pca.images.offsets import centre_of, digest, offsets_of
from empirical.pca.lookout import Lookout
from empirical.pca.models.latent_codes import LatentCodes
from empirical.pca.models.latent_step import LatentStep
from empirical.pca.organising import Organiser, Organising
from empirical.pca.shelf import Shelf, fill
from empirical.pca.shown_offsets import shown
from empirical.pca.state_file import StateFile
from empirical.pca.watching import FAIR, Noted, Notify, Progress
from empirical.training import Checkpoint, Schedule

_TOLD = ("explained_", "held_out_explained_", "history_", "n_features_in_")


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
    validation_fraction, early_stopping, n_iter_no_change
        As for :class:`PCAAutoencoder`; without L-BFGS alone can a code end early.
    random_state
        Draws starts, batches and what is held out; a number gives the same bits again.
    device
        ``auto``, ``cpu``, ``cuda:0`` and so on; the generator stays where it is.

    Attributes
    ----------
    module_
        The networks, a torch module with ``encode`` and ``decode``.
    explained_
        Share of the variance of the images explained after each code.
    held_out_explained_
        The same for what was held out; empty where nothing was.
    history_
        ``packet`` (the code), ``step``, ``loss`` and ``held_out``.
    n_features_in_
        Length of the latent vectors.

    Examples
    --------
    >>> offsets = np.random.default_rng(0).normal(size=(64, 4))
    >>> organiser = LatentOrganiser(torch.nn.Linear(4, 9), n_components=2, adam_steps=5)
    >>> codes = organiser.fit_transform(offsets)
    >>> codes.shape, organiser.images(codes[:, :1]).shape
    ((64, 2), (64, 9))

    """

    module_: LatentCodes
    explained_: list[float]
    held_out_explained_: list[float]
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
        validation_fraction: float = 0.0,
        early_stopping: bool = False,
        n_iter_no_change: int = 5,
        random_state: Any = 0,
        device: str = "cpu",
    ) -> None:
        self.generator, self.centre, self.scale = generator, centre, scale
        self.n_components, self.penalty, self.hidden = n_components, penalty, hidden
        self.adam_steps, self.learning_rate = adam_steps, learning_rate
        self.batch, self.lbfgs_steps = batch, lbfgs_steps
        self.validation_fraction = validation_fraction
        self.early_stopping, self.n_iter_no_change = early_stopping, n_iter_no_change
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
        held_out = HeldOut.of(self.get_params(), seed)
        if isinstance(checkpoint, str | os.PathLike):
            checkpoint = StateFile(checkpoint)
        with undisturbed(*modules_of(self.generator)):
            place = choose_device(self.device)
            given = offsets_of(offsets, plan.components).to(place)
            asked, centre = self._asked(place), centre_of(self.centre, given)
            known, unseen = (given[part] for part in held_out.split(len(given)))
            taught = shown(asked, centre, known)
            seen = shown(asked, centre, unseen) if len(unseen) else None
            about = f"{plan}, {held_out}, scale {self.scale}, " + digest(
                known, taught.images
            )
            told = notify or (lambda sentence: None)
            lookout = Lookout(
                seen,
                held_out.patience,
                Progress(told, plan.components, self.adam_steps),
            )
            organiser = Organiser(
                asked, centre, self.scale, plan, seed, lookout.watcher
            )
            lookout.organiser = organiser
            organiser.fit(known, Shelf(checkpoint, about))
            module = LatentCodes(self.scale, organiser._steps())
            explained = taught.explained(module)
            self._converged(explained)
            self.module_, self.explained_ = module, explained
            self.held_out_explained_ = [] if seen is None else seen.explained(module)
            self.history_, self.n_features_in_ = lookout.history, given.shape[1]
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
        module = self._module()
        with undisturbed(*modules_of(self.generator)), torch.no_grad():
            known = self._like(offsets)
            asked, centre = self._asked(known.device), centre_of(self.centre, known)
            return shown(asked, centre, known).explained(module)[-1]

    def _plan(self) -> Organising:
        if self.early_stopping and self.lbfgs_steps:
            raise ValueError("early_stopping must come without lbfgs_steps.")
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

    def _converged(self, explained: list[float]) -> None:
        for code, found in enumerate(explained, 1):
            if not found > -1 and self.adam_steps >= FAIR:
                raise FloatingPointError(
                    f"the training of code {code} diverged: its images are off by "
                    f"{1 - found:.3g} times the variance; lower learning_rate."
                )

    def _fitted(self) -> dict[str, Any]:
        return {
            "scale": self.module_.scale,
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
        self.module_ = LatentCodes(fitted["scale"], steps)
        fill(self.module_, fitted["weights"], path)
        self.module_.requires_grad_(False).eval().to(choose_device(self.device))

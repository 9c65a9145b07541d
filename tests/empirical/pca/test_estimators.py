"""The two estimators keep scikit-learn's conventions, and leave all else alone."""

import os
import random
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import get_tags
from sklearn.utils.estimator_checks import estimator_checks_generator
from torch import Tensor, nn

from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.latent_organiser import LatentOrganiser
from empirical.pca.state_file import StateFile
from empirical.training import Schedule
from tests.empirical.pca.given_images import HOOKED

FEW: dict[str, Any] = {"adam_steps": 4, "hidden": 3, "batch": 8}
DATA = np.random.default_rng(0).normal(size=(40, 5))
LEFT_OUT = {
    "check_array_api_input": "NumPy alone: scikit-learn skips it unless SciPy is told",
}
"""Checks of scikit-learn that do not apply, and why."""


def bent(latent: Tensor) -> Tensor:
    return torch.cat([latent, latent.square() / 10], 1)


def estimator(kind: str, **changes: Any) -> Any:
    if kind == "autoencoder":
        return PCAAutoencoder(**{"n_components": 2, **FEW, **changes})
    return LatentOrganiser(bent, **{"n_components": 2, **FEW, **changes})


KINDS = pytest.mark.parametrize("kind", ["autoencoder", "organiser"])


def checks(kind: str) -> list[tuple[str, str, Any]]:
    """Return an estimator's kind, and name and function of each check for it."""
    with warnings.catch_warnings():
        # It recommends to inherit from a class of its own.
        warnings.simplefilter("ignore", UserWarning)
        found = [*estimator_checks_generator(estimator(kind), legacy=True)]
    return [(kind, getattr(one, "func", one).__name__, one) for _, one in found]


CHECKS = [*checks("autoencoder"), *checks("organiser")]


# It asks for methods that not every estimator has, and warns of that.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("kind", "check"),
    [
        pytest.param(kind, check, id=f"{kind}-{name}")
        for kind, name, check in CHECKS
        if name not in LEFT_OUT and not (HOOKED and "init_or_set" in name)
    ],
)
def test_the_checks_of_scikit_learn_hold(kind: str, check: Any) -> None:
    check(estimator(kind, n_components=1))


def test_what_is_left_out_of_the_checks_is_there() -> None:
    names = {name for _, name, _ in CHECKS}
    assert set(LEFT_OUT) <= names
    assert len(CHECKS) >= 90


@KINDS
def test_parameters_are_kept_as_given_and_copied_by_clone(kind: str) -> None:
    given = estimator(kind, random_state=7)
    copy = clone(given)
    assert copy is not given
    assert copy.get_params() == given.get_params()
    assert copy.set_params(hidden=9) is copy
    assert (copy.hidden, given.hidden) == (9, 3)
    with pytest.raises(ValueError, match="Invalid parameter 'components'"):
        copy.set_params(components=2)
    assert repr(copy).startswith(f"{type(copy).__name__}(")
    assert "hidden=9" in repr(copy)


@KINDS
def test_it_says_that_it_learns_without_answers(kind: str) -> None:
    tags = get_tags(estimator(kind))
    assert not tags.target_tags.required
    assert tags.input_tags.three_d_array


@KINDS
def test_it_works_in_a_pipeline_and_in_a_search(kind: str) -> None:
    line = make_pipeline(StandardScaler(), estimator(kind))
    codes = line.fit_transform(DATA)
    assert codes.shape == (40, 2)
    np.testing.assert_array_equal(line.transform(DATA), codes)
    assert line.inverse_transform(codes).shape == DATA.shape
    assert list(line.get_feature_names_out()) == [
        f"{type(line[-1]).__name__.lower()}{k}" for k in range(2)
    ]
    search = GridSearchCV(estimator(kind), {"hidden": [2, 4]}, cv=2)
    assert search.fit(DATA).best_params_["hidden"] in (2, 4)


@KINDS
def test_scikit_learn_is_not_needed(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("sklearn", "sklearn.utils", "sklearn.base"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    assert estimator(kind).fit_transform(DATA).shape == (40, 2)


@KINDS
@pytest.mark.parametrize(
    "drawn",
    [
        lambda: 3,
        lambda: np.int64(3),
        lambda: np.random.RandomState(3),
        lambda: np.random.default_rng(3),
    ],
)
def test_the_same_random_state_gives_the_same_bits(kind: str, drawn: Any) -> None:
    first, again = (
        estimator(kind, random_state=drawn()).fit_transform(DATA) for _ in range(2)
    )
    np.testing.assert_array_equal(first, again)
    other = estimator(kind, random_state=4).fit_transform(DATA)
    assert not np.allclose(first, other)
    free = [estimator(kind, random_state=None).fit_transform(DATA) for _ in range(2)]
    assert not np.allclose(*free)


def surroundings() -> tuple[Any, ...]:
    """Return all that a fit might change."""
    return (
        torch.get_num_threads(),
        torch.get_default_dtype(),
        torch.get_default_device(),
        torch.is_grad_enabled(),
        torch.is_inference_mode_enabled(),
        torch.get_rng_state().tolist(),
        str(np.random.get_state()),  # noqa: NPY002 - the state that others use
        # The hook that checks shapes draws from it.
        None if HOOKED else random.getstate(),
        dict(os.environ),
        os.getcwd(),
        np.geterr(),
    )


@KINDS
@pytest.mark.parametrize("fails", [False, True])
def test_nothing_around_it_is_changed_whatever_it_was(kind: str, fails: bool) -> None:
    known = estimator(kind).fit(DATA)
    codes = known.transform(DATA)
    threads = torch.get_num_threads()
    data = np.full((9, 3), 1.0) if fails else DATA
    try:
        torch.set_num_threads(2)
        torch.set_default_dtype(torch.float64)
        with torch.no_grad(), torch.autocast("cpu"):
            before = surroundings()
            other = estimator(kind)
            if fails:
                with pytest.raises(ValueError, match="differ"):
                    other.fit(data)
            else:
                np.testing.assert_array_equal(other.fit_transform(data), codes)
                other.inverse_transform(codes)
                other.score(data)
            assert surroundings() == before
        with torch.inference_mode():
            np.testing.assert_array_equal(estimator(kind).fit_transform(DATA), codes)
            assert torch.is_inference_mode_enabled()
    finally:
        torch.set_num_threads(threads)
        torch.set_default_dtype(torch.float32)


@KINDS
@pytest.mark.parametrize("fitted", [False, True])
def test_every_state_is_saved_and_loaded(
    kind: str, fitted: bool, tmp_path: Path
) -> None:
    one = estimator(kind, random_state=np.int64(5))
    if fitted:
        one.fit(DATA)
    one.save(tmp_path / "model")
    others = {} if kind == "autoencoder" else {"generator": bent}
    again = type(one).load(tmp_path / "model", **others)
    assert again.get_params() == one.get_params()
    if not fitted:
        with pytest.raises(ValueError, match="not fitted yet"):
            again.transform(DATA)
        return
    codes = one.transform(DATA)
    np.testing.assert_array_equal(again.transform(DATA), codes)
    np.testing.assert_array_equal(
        again.inverse_transform(codes), one.inverse_transform(codes)
    )
    assert again.score(DATA) == one.score(DATA)
    assert (again.history_, again.explained_) == (one.history_, one.explained_)
    assert again.n_features_in_ == 5
    assert list(tmp_path.iterdir()) == [tmp_path / "model"]
    with pytest.raises(ValueError, match="must hold a "):
        {"autoencoder": LatentOrganiser, "organiser": PCAAutoencoder}[kind].load(
            tmp_path / "model", **({} if others else {"generator": bent})
        )


class Killed(Exception):
    """Stands for a process that ends without a word."""


@KINDS
@pytest.mark.parametrize("writes", [1, 2, 3, 4])
def test_a_killed_fit_goes_on_from_its_file_and_from_no_other(
    kind: str, writes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    often = Schedule.__post_init__

    def every_second(plan: Schedule) -> None:
        often(plan)
        object.__setattr__(plan, "checkpoint_every", 2)

    monkeypatch.setattr(Schedule, "__post_init__", every_second)
    left = [writes]

    def write(file: StateFile, data: bytes) -> None:
        if not left[0]:
            raise Killed
        left[0] -= 1
        written(file, data)

    written = StateFile.write
    path = tmp_path / "state"
    whole = estimator(kind).fit(DATA)
    with monkeypatch.context() as patch:
        patch.setattr(StateFile, "write", write)
        with pytest.raises(Killed):
            estimator(kind).fit(DATA, checkpoint=path)
    before = path.read_bytes()
    for other in (DATA[::-1], DATA + 1e-6, DATA[:-1]):
        with pytest.raises(ValueError, match="checkpoint must belong to"):
            estimator(kind).fit(other, checkpoint=path)
    with pytest.raises(ValueError, match="checkpoint must belong to"):
        estimator(kind, random_state=1).fit(DATA, checkpoint=path)
    assert path.read_bytes() == before
    resumed = estimator(kind).fit(DATA, checkpoint=str(path))
    np.testing.assert_array_equal(resumed.transform(DATA), whole.transform(DATA))
    assert resumed.explained_ == whole.explained_


@KINDS
@pytest.mark.parametrize(("rate", "steps"), [(1e6, 60), (1e12, 60), (1e30, 3)])
def test_a_training_that_diverges_is_an_error_that_says_what_to_change(
    kind: str, rate: float, steps: int
) -> None:
    with pytest.raises((FloatingPointError, ValueError), match="learning_rate"):
        estimator(kind, learning_rate=rate, adam_steps=steps).fit(DATA)


def test_a_network_that_learns_nothing_is_told() -> None:
    images = np.random.default_rng(0).random((30, 8, 8))
    lazy = PCAAutoencoder(1, learning_rate=1e-12, adam_steps=20, channels=(2,))
    with pytest.warns(RuntimeWarning, match="packet 1 learned nothing"):
        lazy.fit(images)


@KINDS
def test_a_stranger_s_module_may_be_part_of_a_network(kind: str) -> None:
    fitted = estimator(kind).fit(DATA)
    assert isinstance(fitted.module_, nn.Module)
    assert not any(weight.requires_grad for weight in fitted.module_.parameters())

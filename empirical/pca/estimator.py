"""What scikit-learn expects of whoever learns from data, without scikit-learn."""

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import signature
from numbers import Integral, Real
from pathlib import Path
from secrets import randbelow
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from empirical.guest.untouched import untouched
from empirical.packed import packed, unpacked
from empirical.pca.state_file import StateFile

_E = TypeVar("_E", bound="Estimator")


class Estimator:
    """Parameters by name, fitted attributes with an underscore behind.

    Parameters are kept as they are given and looked at when ``fit`` begins, so that
    ``clone``, ``set_params`` and searches over them work.
    """

    unsaved: tuple[str, ...] = ()
    """Parameters that no file holds: they are given again when it is loaded."""

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """Return all parameters by name; no parameter has parameters of its own."""
        names = [name for name in signature(type(self).__init__).parameters][1:]
        return {name: getattr(self, name) for name in names}

    def set_params(self: _E, **params: Any) -> _E:
        """Change parameters, and return the object itself.

        Raises
        ------
        ValueError
            If there is none of a name.

        """
        known = self.get_params()
        for name, value in params.items():
            if name not in known:
                raise ValueError(
                    f"Invalid parameter {name!r} for estimator {type(self).__name__}. "
                    f"Valid parameters are: {', '.join(known)}."
                )
            setattr(self, name, value)
        return self

    def fit(self: _E, images: Any, y: Any = None) -> _E:
        """Learn from data."""
        raise NotImplementedError

    def transform(self, images: Any) -> NDArray[Any]:
        """Return codes."""
        raise NotImplementedError

    def fit_transform(self, images: Any, y: Any = None, **how: Any) -> NDArray[Any]:
        """Learn from data and return its codes; see ``fit`` for what else is taken."""
        return self.fit(images, y, **how).transform(images)

    def get_feature_names_out(self, input_features: Any = None) -> NDArray[Any]:
        """Return names of the codes."""
        name, count = type(self).__name__.lower(), self._module().sizes[-1]
        return np.array([f"{name}{k}" for k in range(count)], dtype=object)

    def __repr__(self) -> str:
        """Return the class with the parameters that are not the usual ones."""
        usual = signature(type(self).__init__).parameters
        told = [
            f"{name}={value!r}"
            for name, value in self.get_params().items()
            if repr(value) != repr(usual[name].default)
        ]
        return f"{type(self).__name__}({', '.join(told)})"

    def __sklearn_is_fitted__(self) -> bool:
        """Return whether there is anything to transform with."""
        return hasattr(self, "module_") and len(self.module_.steps) > 0

    def __sklearn_tags__(self) -> Any:
        """Return what scikit-learn asks about; nobody else calls this."""
        from sklearn.utils import InputTags, Tags, TargetTags, TransformerTags

        missing = getattr(self, "missing_values", None)
        return Tags(
            estimator_type=None,
            target_tags=TargetTags(required=False),
            transformer_tags=TransformerTags(preserves_dtype=[]),
            input_tags=InputTags(
                three_d_array=True,
                allow_nan=isinstance(missing, float) and bool(np.isnan(missing)),
            ),
        )

    def save(self, path: Path | str) -> None:
        """Write the object, fitted or not, to a file of tensors and plain values."""
        parameters = {
            name: _plain(name, value)
            for name, value in self.get_params().items()
            if name not in self.unsaved
        }
        fitted = self._fitted() if self.__sklearn_is_fitted__() else None
        state = {"kind": type(self).__name__, "parameters": parameters}
        StateFile(path).write(packed({**state, "fitted": fitted}))

    @classmethod
    def load(cls: type[_E], path: Path | str, **others: Any) -> _E:
        """Return the object that was saved in a file.

        Parameters
        ----------
        path
            Of the file.
        others
            Parameters that are not those of the file, such as ``device``; that of a
            generator must be given, for no file holds it.

        Raises
        ------
        ValueError
            If the file holds anything else; nothing in it is ever run.

        """
        if lacking := sorted(set(cls.unsaved) - set(others)):
            raise ValueError(f"no file holds {lacking[0]}: give {lacking[0]}=... too.")
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            raise ValueError(f"{path} cannot be read: {error.strerror}.") from error
        found = unpacked(data, str(path))
        if not isinstance(found, dict) or found.get("kind") != cls.__name__:
            raise ValueError(f"{path} must hold a {cls.__name__}, got something else.")
        try:
            made = cls(**{**found["parameters"], **others})
            if found["fitted"] is not None:
                made._restore(found["fitted"], str(path))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"{path} must hold a whole {cls.__name__}.") from error
        return made

    def _fitted(self) -> dict[str, Any]:
        """Return what was learned, as tensors and plain values."""
        raise NotImplementedError

    def _restore(self, fitted: dict[str, Any], path: str) -> None:
        """Take what was learned from a file."""
        raise NotImplementedError

    def _module(self) -> Any:
        if not self.__sklearn_is_fitted__():
            raise ValueError(
                f"this {type(self).__name__} is not fitted yet: call fit first."
            )
        return self.module_  # type: ignore[attr-defined]


def _plain(name: str, value: Any) -> Any:
    """Return a parameter as a file can hold it."""
    if isinstance(value, np.generic | np.ndarray | Tensor):
        value = value.tolist()
    if name == "device":
        return str(value)
    drawn = name == "random_state" and not isinstance(value, int)
    return None if drawn else value


@contextmanager
def undisturbed(*modules: nn.Module) -> Iterator[None]:
    """Work as if alone, and leave the process and modules as they were found.

    One thread, single precision, the CPU by default; gradients are recorded, whatever
    the caller has switched off. Modules work in evaluation mode.
    """
    with untouched(modules), torch.inference_mode(False), torch.enable_grad():
        torch.set_num_threads(1)
        torch.set_default_dtype(torch.float32)
        if torch.get_default_device().type != "cpu":
            # Only then: it makes every call slower, and cannot be taken back.
            torch.set_default_device("cpu")
        yield


def code_tensor(codes: Any) -> Tensor:
    """Return codes (m, d) in single precision.

    Raises
    ------
    ValueError
        If they are not finite numbers of such a shape.

    """
    found = finite_tensor("codes", codes)
    if found.ndim != 2:
        raise ValueError(f"codes must have shape (m, d), got {tuple(found.shape)}.")
    return found


def finite_tensor(name: str, values: Any) -> Tensor:
    """Return numbers in single precision.

    Raises
    ------
    ValueError
        If they are not finite.

    """
    if isinstance(values, Tensor):
        values = values.detach().cpu()
    found = torch.as_tensor(np.array(values, dtype=np.float32))
    if not torch.isfinite(found).all():
        raise ValueError(f"{name} must be finite, got NaN or infinity.")
    return found


def whole(name: str, value: Any, low: int = 1) -> int:
    """Return a parameter that is a whole number.

    Raises
    ------
    ValueError
        If it is none, or below its bound.

    """
    if not isinstance(value, Integral) or isinstance(value, bool) or int(value) < low:
        raise ValueError(
            f"{name} must be at least {low}, got {value!r}."
            if isinstance(value, Integral)
            else f"{name} must be a whole number of at least {low}, got {value!r}."
        )
    return int(value)


def share(name: str, value: Any) -> float:
    """Return a parameter that is a number from 0 to 1, without 1.

    Raises
    ------
    ValueError
        If it is none.

    """
    real = isinstance(value, Real) and not isinstance(value, bool)
    if not real or not 0 <= float(value) < 1:
        raise ValueError(f"{name} must be at least 0 and below 1, got {value!r}.")
    return float(value)


def seed_of(random_state: Any) -> int:
    """Return a seed: a number as it is, or one drawn from a generator, or from chance.

    Raises
    ------
    ValueError
        If it is anything else.

    """
    if random_state is None:
        return randbelow(2**31)
    if isinstance(random_state, np.random.RandomState):
        return int(random_state.randint(2**31 - 1))
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**31))
    if isinstance(random_state, Integral) and 0 <= int(random_state) < 2**53:
        return int(random_state)
    raise ValueError(
        "random_state must be a whole number from 0 on, a generator of NumPy or None, "
        f"got {random_state!r}."
    )

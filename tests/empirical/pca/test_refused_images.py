"""What cannot be learned is refused in one sentence that says what to change."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import sparse
from torch.utils.data import DataLoader, IterableDataset

from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images import image_set
from tests.empirical.pca.given_images import FORMS, HOOKED, Pictures, levels, model

OTHER_TYPES = {
    *("n_components", "packets", "penalty", "hidden", "device", "missing_values"),
    *("batch", "channels", "learning_rate"),
}


class Endless(IterableDataset):
    def __iter__(self) -> Any:
        yield np.zeros((4, 4))


class Broken(Pictures):
    def __getitem__(self, place: int) -> Any:
        raise KeyError("lost")


GREY = FORMS["grey"](levels((13, 10), "float64"))


def spoilt(value: Any) -> np.ndarray:
    images = GREY.copy()
    images[4, 2, 1] = value
    return images


UNFIT: dict[str, tuple[Any, str]] = {
    "NaN": (spoilt(np.nan), "finite .* got NaN in row 4; say missing_values=nan"),
    "infinity": (spoilt(np.inf), "finite .* got infinity in row 4"),
    "minus infinity": (spoilt(-np.inf), "finite .* got infinity in row 4"),
    "huge": (spoilt(1e200), "below 1e.100 in size, got 1e.200 in row 4"),
    "complex": (GREY.astype(complex), "must be numbers, got complex"),
    "words": (np.full((9, 4, 4), "a"), "must be numbers, got <U1"),
    "dates": (np.zeros((9, 4), "datetime64[s]"), "must be numbers, got datetime"),
    "nothing": (None, r"got object of shape \(\)"),
    "a number": (3, r"got int64 of shape \(\)"),
    "one axis": (GREY[0, 0], "Reshape your data"),
    "five axes": (np.zeros((9, 2, 3, 4, 4)), r"got \(9, 2, 3, 4, 4\)"),
    "no image": (GREY[:0], "more than the 2 codes, got 0"),
    "no side": (np.zeros((9, 0, 4)), "must have pixels"),
    "too few": (GREY[:2], "more than the 2 codes, got 2"),
    "equal": (np.ones((9, 4, 4)), "must differ, got 9 equal ones"),
    "all masked": (np.ma.masked_all((9, 4, 4)), "must differ, got 9 equal"),
    "two channels": (np.zeros((9, 2, 8, 8)), "1 or 3 channels"),
    "alpha": (np.zeros((9, 8, 8, 4)), "leave the alpha channel out"),
    "both ways": (np.zeros((9, 3, 8, 3)), "in front or behind; give larger"),
    "ragged": ([[[1.0]], [[1.0, 2.0]]], "must have one shape"),
    "sparse": (sparse.csr_array(np.eye(9)), "sparse array; give toarray"),
    "loader": (DataLoader(Pictures(GREY)), r"fit\(loader.dataset\)"),
    "endless": (Endless(), "IterableDataset can be written"),
    "other shapes": (Pictures([*GREY, GREY[0, :4]]), r"got \(4, 10\) as item 9"),
    "raises": (Broken(GREY), "must give item 0, it raised KeyError"),
    "dictionaries": (Pictures([{"a": 1}] * 9), "got dict as item 0"),
    "numbers in it": (Pictures([1.0, 2.0, 3.0]), "got float as item 0"),
    "no folder": (Path("gone"), "gone must be a folder of pictures"),
}


@pytest.mark.parametrize("name", UNFIT)
@pytest.mark.parametrize("streamed", [False, True])
def test_what_cannot_be_learned_is_refused_in_one_sentence(
    name: str, streamed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if streamed:
        monkeypatch.setattr(image_set, "HELD", 0)
    images, says = UNFIT[name]
    unfit = model()
    with pytest.raises((ValueError, TypeError), match=says):
        unfit.fit(images)
    with pytest.raises(ValueError, match="not fitted yet"):
        unfit.transform(GREY)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda images: images[..., :-1], "as in the training, got|expecting 130 f"),
        (lambda images: images[:, None, None], "as in the training, got"),
        (lambda images: images[:0], "at least one, got none"),
        (lambda images: np.where(images == images.max(), np.nan, images), "got NaN"),
        (lambda images: images * 1e300, "below 1e.100|values like those"),
        (lambda images: images + 1e99, "values like those of the training"),
        (lambda images: images.astype("datetime64[s]"), "must be numbers"),
        (lambda images: None, "got object of shape"),
    ],
)
def test_what_does_not_fit_the_training_is_refused(
    form: str, change: Any, says: str
) -> None:
    images = FORMS[form](levels((13, 10), "float64"))
    fitted = model().fit(images)
    for ask in (fitted.transform, fitted.score):
        with pytest.raises(ValueError, match=says):
            ask(change(images))


@pytest.mark.parametrize(
    ("codes", "says"),
    [
        (np.zeros((4, 3)), r"d one of \[1, 2\], got \(4, 3\)"),
        (np.zeros(2), r"shape \(m, d\), got \(2,\)"),
        (np.full((4, 2), np.nan), "codes must be finite"),
        ([["a", "b"]], "could not convert"),
    ],
)
def test_codes_that_no_image_has_are_refused(codes: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        model().fit(GREY).inverse_transform(codes)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"n_components": 2.0}, "n_components must be a whole number .* got 2.0"),
        ({"n_components": "2"}, "n_components must be a whole number .* got '2'"),
        ({"n_components": True}, "n_components must be at least 1, got True"),
        ({"packets": 2}, "packets must each be at least 1"),
        ({"packets": (1, 1.0)}, "packets must each be at least 1"),
        ({"penalty": "a"}, "penalty must be a number, got 'a'"),
        ({"hidden": None}, "hidden must be a whole number, got None"),
        ({"batch": 2.5}, "batch must be a whole number, got 2.5"),
        ({"channels": "ab"}, "channels must be whole numbers, .* got 'ab'"),
        ({"channels": 8}, "channels must be whole numbers, .* got 8"),
        ({"learning_rate": np.nan}, "learning_rate must be positive, got nan"),
        ({"learning_rate": "a"}, "learning_rate must be a number, got 'a'"),
        ({"adam_steps": -1}, "adam_steps must be at least 0, got -1"),
        ({"random_state": -1}, "random_state must be a whole number from 0 on"),
        ({"random_state": "a"}, "random_state must be a whole number from 0 on"),
        ({"device": "cuda:97"}, "cuda:97 was asked for, .* one of cpu"),
        ({"device": "gpu"}, "gpu was asked for, .* one of cpu"),
        ({"device": None}, "None was asked for, .* one of cpu"),
        ({"missing_values": "NaN"}, "missing_values must be a number or None"),
        ({"validation_fraction": 1.0}, "validation_fraction must be .* got 1.0"),
        ({"validation_fraction": 0.1}, "at least 2 of all, got 0.1 of 9"),
        ({"early_stopping": True}, "give a validation_fraction, such as 0.1"),
        (
            {
                "early_stopping": True,
                "validation_fraction": 0.3,
                "n_iter_no_change": 0,
            },
            "n_iter_no_change must be at least 1, got 0",
        ),
    ],
)
def test_parameters_out_of_range_are_refused(changes: Any, says: str) -> None:
    if HOOKED and changes.keys() <= OTHER_TYPES:
        pytest.skip("the hook refuses them first")
    with pytest.raises(ValueError, match=says):
        model(**changes).fit(GREY)


@pytest.mark.parametrize("changes", [{"error": "cross-entropy"}, {"first": "sum"}])
def test_vectors_have_none_of_what_needs_pixels(changes: Any) -> None:
    with pytest.raises(ValueError, match="for vectors"):
        model(**changes).fit(GREY.reshape(9, -1))


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("damaged", "checkpoint must hold tensors"),
        ("", "it is a folder"),
        ("a/b", "none"),
    ],
)
def test_a_checkpoint_that_is_none_is_refused(
    name: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / "damaged").write_bytes(b"123")
    with pytest.raises(ValueError, match=says):
        model().fit(GREY, checkpoint=tmp_path / name)
    with pytest.raises(ValueError, match=r"tensors and plain values|cannot be read"):
        PCAAutoencoder.load(tmp_path / name)

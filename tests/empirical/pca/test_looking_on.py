"""What is measured and told while packets train, and what an interruption leaves."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from torch import nn

import empirical.pca.watching
from empirical.pca.autoencoder import PCAAutoencoder
from empirical.pca.images.ellipses import drawn_ellipses
from empirical.pca.watching import Counting, Progress, Watcher

IMAGES = drawn_ellipses(60, 5, "train", size=16, longest=7.0).images
SMALL: dict[str, Any] = {"channels": (3, 4), "hidden": 5, "batch": 16}


def model(**changes: Any) -> PCAAutoencoder:
    return PCAAutoencoder(**{"n_components": 2, "adam_steps": 19, **SMALL, **changes})


def test_the_history_has_every_look_at_every_packet() -> None:
    fitted = model(adam_steps=15, n_components=3, packets=(1, 2)).fit(IMAGES)
    seen = [(noted["packet"], noted["step"]) for noted in fitted.history_]
    assert seen == [(packet, step) for packet in (1, 2) for step in range(1, 16)]
    assert all(set(noted) == {"packet", "step", "loss"} for noted in fitted.history_)
    assert fitted.held_out_explained_ == []


def test_shares_of_the_codes_add_up_to_what_is_explained() -> None:
    fitted = model().fit(IMAGES)
    shares = fitted.explained_variance_ratio_
    np.testing.assert_allclose(np.cumsum(shares), fitted.explained_)
    assert fitted.score(IMAGES) == pytest.approx(fitted.explained_[-1], abs=1e-6)


def test_held_out_images_are_measured_and_never_trained_on() -> None:
    fitted = model(validation_fraction=0.25).fit(IMAGES)
    drawn = np.random.default_rng(0).permutation(60)
    held, known = IMAGES[np.sort(drawn[:15])], IMAGES[np.sort(drawn[15:])]
    alone = model().fit(known)
    np.testing.assert_array_equal(fitted.transform(IMAGES), alone.transform(IMAGES))
    assert fitted.explained_ == alone.explained_
    assert fitted.held_out_explained_[-1] == pytest.approx(alone.score(held))
    first = PCAAutoencoder(1, adam_steps=19, **SMALL).fit(known)
    assert fitted.held_out_explained_[0] == pytest.approx(first.score(held))
    assert all("held_out" in noted for noted in fitted.history_)


@pytest.mark.again
def test_early_stopping_ends_with_the_best_networks_that_were_seen() -> None:
    plan = {"validation_fraction": 0.25, "learning_rate": 0.05, "adam_steps": 400}
    free = model(**plan, n_components=1).fit(IMAGES[:20])
    short = model(**plan, n_components=1, early_stopping=True, n_iter_no_change=2)
    short.fit(IMAGES[:20])
    assert len(short.history_) < len(free.history_) == 20
    assert short.history_ == free.history_[: len(short.history_)]
    left = [noted["held_out"] for noted in short.history_]
    assert np.argmin(left) == len(left) - 3
    patient = model(**plan, n_components=1, early_stopping=True, n_iter_no_change=20)
    patient.fit(IMAGES[:20])
    best = min(noted["held_out"] for noted in patient.history_)
    assert 1 - patient.held_out_explained_[0] == pytest.approx(best, rel=0.5)
    assert patient.held_out_explained_[0] > free.held_out_explained_[0]


def test_what_stays_as_good_stops_with_the_first_that_was() -> None:
    network = nn.Linear(1, 1)
    watcher = Watcher(1, 1, network, lambda: 0.5, 2, Progress([].append, 1, 3))
    stopped = []
    for step in range(1, 4):
        nn.init.constant_(network.weight, step)
        stopped.append(watcher.looks(step, 0.0))
    watcher.settle()
    assert stopped == [False, False, True]
    assert network.weight.item() == 1


def test_progress_tells_the_time_left_every_few_seconds() -> None:
    now, told = [0.0], []
    progress = Progress(told.append, packets=2, steps=100, clock=lambda: now[0])
    for packet, step, seconds in (
        (1, 10, 1.0),
        (1, 20, 2.0),
        (1, 60, 6.0),
        (1, 80, 8.0),
        (2, 20, 12.0),
    ):
        now[0] = seconds
        progress.seen({"packet": packet, "step": step, "loss": 0.25})
    assert told == [
        "packet 1 of 2, step 60 of 100: loss 0.25, about 14 s left.",
        "packet 2 of 2, step 20 of 100: loss 0.25, about 8 s left.",
    ]


def test_a_first_look_at_many_images_tells_the_time_left() -> None:
    now, told = [0.0], []
    counting = Counting(told.append, images=900, clock=lambda: now[0])
    for count, seconds in ((100, 2.0), (300, 6.0), (500, 9.0), (600, 12.0)):
        now[0] = seconds
        counting.seen(count)
    assert told == [
        "looked at 300 of 900 images, about 12 s left.",
        "looked at 600 of 900 images, about 6 s left.",
    ]


def test_a_long_training_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(empirical.pca.watching, "EVERY", 0.0)
    told: list[str] = []
    model(validation_fraction=0.2).fit(IMAGES, notify=told.append)
    assert told[0] == "looked at 48 of 48 images, about 0 s left."
    assert len(told) == 1 + 2 * (19 + 1)
    told = told[1:]
    assert told[1].startswith("packet 1 of 2, step 2 of 19: loss ")
    assert ", held out " in told[1]
    assert told[1].endswith(" left.")
    assert told[-1].startswith("packet 2 of 2 is trained: the codes so far explain")
    assert told[-1].endswith("of what was held out.")


def test_an_interrupted_fit_leaves_the_packets_that_were_finished(
    tmp_path: Path,
) -> None:
    def interrupt(sentence: str) -> None:
        if sentence.startswith("packet 2 of 3 is trained"):
            raise KeyboardInterrupt

    whole, stopped = (model(n_components=3) for _ in range(2))
    whole.fit(IMAGES)
    with pytest.raises(KeyboardInterrupt):
        stopped.fit(IMAGES, notify=interrupt)
    codes = stopped.transform(IMAGES)
    np.testing.assert_array_equal(codes, whole.transform(IMAGES)[:, :2])
    stopped.save(tmp_path / "two")
    again = PCAAutoencoder.load(tmp_path / "two")
    assert np.array_equal(again.transform(IMAGES), codes)
    on = model(n_components=3).fit(IMAGES, start=again)
    assert np.array_equal(on.transform(IMAGES), whole.transform(IMAGES))
    assert on.explained_ == whole.explained_
    assert on.history_ == whole.history_


def test_packets_of_other_images_are_not_taken_over() -> None:
    first = model(n_components=1).fit(IMAGES)
    with pytest.raises(ValueError, match="the same images, got one of others"):
        model().fit(IMAGES[::-1], start=first)
    with pytest.raises(ValueError, match=r"packets that begin \(2,\), got \(1,\)"):
        model(packets=(2,)).fit(IMAGES, start=first)
    with pytest.raises(ValueError, match="that is fitted, got PCAAutoencoder"):
        model().fit(IMAGES, start=model())

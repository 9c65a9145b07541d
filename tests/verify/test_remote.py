"""What a worker says of itself, and which calls it makes."""

import threading
import time

import pytest

from verify import remote
from verify.optional import OPTIONAL

WORKER = "tcp://there:1"


def test_a_worker_with_all_that_is_needed_may_measure() -> None:
    assert remote.difference(WORKER, remote.needed()) == ""


@pytest.mark.parametrize("name", list(remote.needed()))
def test_whatever_differs_is_named_with_what_to_do(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = remote.needed()
    monkeypatch.setattr(remote, "loaded", lambda: here)
    monkeypatch.setattr(remote, "on_disk", lambda: {})
    sentence = remote.difference(WORKER, {**here, name: "9.9"})
    assert sentence.startswith(f"worker {WORKER} is not used: its {name}")
    again = f" with {name}=1" if name in remote.ONE_THREAD else ""
    assert sentence.endswith(f"start it again{again}.")
    if name in remote.PACKAGES and name not in OPTIONAL:
        assert f"pip install {name}==9.9 there" in sentence


def test_a_package_of_data_that_is_missing_is_installed_as_the_claims_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = {**remote.needed(), **dict.fromkeys(OPTIONAL, "not installed")}
    monkeypatch.setattr(remote, "loaded", lambda: here)
    monkeypatch.setattr(remote, "on_disk", lambda: {})
    for name in OPTIONAL:
        sentence = remote.difference(WORKER, {**here, name: "1.0"})
        assert "pip install" in sentence
        assert f"{name} there" in sentence


@pytest.mark.parametrize("name", list(remote.on_disk()))
def test_what_changed_after_the_start_is_named(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = remote.needed()
    remote.loaded()
    changed = {**remote.on_disk(), name: "changed"}
    monkeypatch.setattr(remote, "on_disk", lambda: changed)
    assert remote.difference(WORKER, wanted) == (
        f"worker {WORKER} is not used: its {name} changed after it was started; start "
        "it again."
    )


def test_a_call_is_made_and_its_result_returned() -> None:
    assert remote.checked(WORKER, remote.needed(), "a", lambda: 3) == ("", 3)


def test_nothing_is_called_where_something_differs() -> None:
    objection, result = remote.checked(WORKER, {"Python": "2.7"}, "b", lambda: 1 / 0)
    assert "use Python 2.7 there and start it again" in objection
    assert result is None


def test_a_call_that_was_ended_before_it_began_never_begins() -> None:
    remote.end("early")
    found = remote.checked(WORKER, remote.needed(), "early", lambda: 1 / 0)
    assert found == ("", None)


def test_a_call_ends_where_it_is() -> None:
    begun, found = threading.Event(), list[object]()

    def for_ever() -> None:
        while begun.set() is None:
            time.sleep(0.001)

    def call() -> None:
        found.append(remote.checked(WORKER, remote.needed(), "late", for_ever))

    thread = threading.Thread(target=call)
    thread.start()
    begun.wait()
    remote.end("late")
    thread.join()
    assert found == [("", None)]


def test_a_call_that_fails_is_forgotten() -> None:
    with pytest.raises(ZeroDivisionError):
        remote.checked(WORKER, remote.needed(), "failing", lambda: 1 / 0)
    remote.end("failing")
    time.sleep(0.01)

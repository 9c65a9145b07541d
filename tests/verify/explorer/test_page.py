"""The explorer as a file: whole, small, and the same for the same input."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from tests.judging import judged, near
from tests.verify.explorer.networks import FREE, found, measured
from verify.claim import Measurement
from verify.claims import ALL
from verify.explored import pieces
from verify.report.document import DOSSIER
from verify.report.explorer.page import page
from verify.store import Store

FOLDER = Path("verify/report/explorer")
MOST = 10_000_000


class Parsed(HTMLParser):
    """Collects what a page refers to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.places: list[str] = []
        self.led: list[str] = []
        self.wanted: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            words = (value or "").split()
            if name == "id":
                self.ids += words
            if name in ("src", "href") and not words[0].startswith("#"):
                (self.led if tag == "a" else self.places).append(words[0])
            if name in ("for", "form", "aria-labelledby"):
                self.wanted += words
            if name == "href" and words[0].startswith("#"):
                self.wanted.append(words[0][1:])


def test_the_page_is_one_small_file_that_loads_nothing(everything: Path) -> None:
    text = everything.read_text("utf-8")
    assert len(text.encode()) < MOST
    parsed = Parsed(text)
    assert all(place.startswith("data:") for place in parsed.places)
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "default-src 'none'" in text


def test_links_lead_to_the_reports_beside_it_and_name_claims(everything: Path) -> None:
    led = {*Parsed(everything.read_text("utf-8")).led}
    assert led > {"verification.pdf", DOSSIER}
    named = {one.partition("#nameddest=") for one in led} - {
        ("verification.pdf", "", ""),
        (DOSSIER, "", ""),
    }
    assert {place for place, _, _ in named} == {DOSSIER}
    assert {name for _, _, name in named} < {claim.name for claim in ALL}


def test_what_the_page_names_is_in_it_once(everything: Path) -> None:
    parsed = Parsed(everything.read_text("utf-8"))
    assert len(parsed.ids) == len(set(parsed.ids))
    assert set(parsed.wanted) <= set(parsed.ids)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        page(found(tmp_path / name, FREE), 1_700_000_000) for name in ("a", "b")
    )
    assert first == second
    assert b"14 November 2023" in first
    assert first != page(found(tmp_path / "a", FREE), 1_700_086_400)


def test_data_cannot_end_the_element_that_holds_it(tmp_path: Path) -> None:
    pieces = found(tmp_path)
    pieces["disks"]["missing"] = "</script><b>"
    text = page(pieces, 0).decode()
    assert "</script><b>" not in text
    (data,) = re.findall(r'id="data">(.*?)</script>', text)
    assert json.loads(data)["disks"]["missing"] == "</script><b>"


def test_numbers_that_are_none_are_refused(tmp_path: Path) -> None:
    pieces = found(tmp_path)
    pieces["disks"]["extra"] = float("nan")
    with pytest.raises(ValueError, match="JSON"):
        page(pieces, 0)


def test_a_section_without_its_measurements_says_what_to_run(tmp_path: Path) -> None:
    none, some = found(tmp_path / "none"), found(tmp_path / "some", FREE)
    command = "python -m verify size.one-function size.thresholded"
    assert none["disks"] == {"missing": command}
    assert some["disks"]["biased"] == {"missing": "python -m verify size.thresholded"}
    assert some["disks"]["source"] == " (seed 30 with no biases)"
    assert none["ellipses"] == {"missing": "python -m verify pca.ellipses"}
    assert set(none["position"]["lengths"]) == {"8", "16"}


def test_the_first_seed_that_can_be_used_is_shown(tmp_path: Path) -> None:
    one = judged(FREE, near(FREE))
    first, second, third = one.trial.seeds
    lost = Measurement(answer=np.array(np.nan), invalid="it copied")
    several = replace(one, measurements={**one.measurements, first: lost})
    arrays = measured()[FREE.name]
    with Store(tmp_path) as store:
        for seed in (first, third):
            store.save(one.trial.tasks[seed].identity, arrays, seconds=1.0)
        failed = one.trial.tasks[second].identity
        store.save(failed, {}, seconds=1.0, failure="the loss is NaN")
        found = pieces([several], store)
    assert found["disks"]["source"] == f" (seed {third} with no biases)"


def test_arrays_reach_the_page_in_single_precision(tmp_path: Path) -> None:
    pieces = found(tmp_path)
    pieces["disks"]["extra"] = np.array([[1.0, 0.1]])
    text = page(pieces, 0).decode()
    assert '"extra":{"shape":[1,2],"float32":"AACAP83MzD0="}' in text


def test_every_file_of_the_page_is_short_and_in_it(everything: Path) -> None:
    text = everything.read_text("utf-8")
    for path in FOLDER.iterdir():
        if path.suffix in (".js", ".css", ".html"):
            assert len(path.read_text("utf-8").splitlines()) <= 300, path
        if path.suffix == ".js":
            assert f'"explorer/{path.name}"' in text
        if path.suffix == ".css":
            assert path.read_text("utf-8") in text

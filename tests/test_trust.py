"""A small sample of planted errors, each of which must be noticed.

``python -m tests.trust`` plants hundreds. Which one is noticed depends on what is
worked out, and never on how long it takes.
"""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.trust import arrays, enumerated, table
from tests.trust.forked import ROOT, Noticed
from tests.trust.planted import Planted
from tests.trust.reach import Reach, claim_module, state_of
from tests.trust.results import Results
from tests.trust.specific import OPERATORS
from verify import trusted

WORDS = """\
def weight(x: float, train: float, test: float) -> float:
    return 2 * x - train

def holds(x: float) -> bool:
    return x < 1 and all(x for x in (1.0, 2.0))
"""


def planted(kind: str, operator: str, text: str = WORDS) -> set[str]:
    found = enumerated.in_file(kind, "file.py", text)
    return {one.after for one in found if one.operator == operator}


def test_operators_plant_what_they_are_called() -> None:
    assert planted("theory", "a sign") == {"((2 * x) + (train))"}
    assert planted("theory", "a factor") == {
        "((2) / (x))",
        "(1.1 * (2 * x))",
        "(2 * 2)",
    }
    assert planted("theory", "a certificate that says yes") == {"True"}
    assert planted("theory", "any for all, least for largest") == {"any"}
    assert planted("theory", "a boundary") == {"((x) <= (1))"}
    lists = "mean((1, 2)) + mean(axis=(3, 4))"
    assert planted("theory", "taps", lists) == {
        "(1 + 1)",
        "(2 + 1)",
        "((1, 2)[::-1])",
        "(3 + 1)",
        "(4 + 1)",
    }
    assert "0 * (train)" in str(planted("theory", "a term times zero"))
    negated = 'CLAIM = Claim(statement="It is so.", tolerance=0.1, rivals=(A, B))'
    assert planted("claims", "a statement negated", negated) == {"'It is not so.'"}
    assert planted("claims", "a tolerance or a bound doubled", negated) == {"2 * (0.1)"}
    removed = planted("claims", "a rival, a check or an assumption removed", negated)
    assert removed == {"(A, )", "(B, )"}
    tested = "def f(train, test):\n    return g(test, seed=seed)\n"
    assert planted("experiments", "test = train", tested) == {"train"}
    assert planted("experiments", "the seed dropped", tested) == {"0"}


def test_refusals_words_and_annotations_are_left_alone() -> None:
    text = (
        'def f(x: "2 * x") -> None:\n    """2 - x."""\n    if x < 1:\n        raise E\n'
    )
    assert not list(enumerated.in_file("theory", "file.py", text))
    assert list(enumerated.in_file("house", "file.py", text))


@pytest.mark.parametrize("kind", OPERATORS)
def test_every_operator_finds_its_place_in_the_sources(kind: str) -> None:
    found = list(enumerated.enumerated(kind, ROOT))
    assert {one.operator for one in found} == set(OPERATORS[kind])
    assert len({one.key for one in found}) == len(found)
    sample = enumerated.sample(found, 30, 0, ROOT)
    assert sample == enumerated.sample(found[::-1], 30, 0, ROOT)
    assert sample != enumerated.sample(found, 30, 1, ROOT)
    count = Counter(one.operator for one in sample)
    assert max(count.values()) - min(count.values()) <= 2


def test_what_depends_on_a_file_is_read_from_the_imports() -> None:
    reach = Reach(ROOT)
    assert reach.reaches(claim_module("size.airy"), "theory/size/airy.py")
    assert not reach.reaches(claim_module("size.airy"), "theory/position/plane.py")
    nearest = reach.tests("theory/size/airy.py", ())[0]
    assert nearest == "tests/theory/size/test_airy.py"


def test_a_result_holds_as_long_as_what_it_is_about(tmp_path: Path) -> None:
    (tmp_path / "file.py").write_text(WORDS)
    one, other = list(enumerated.in_file("theory", "file.py", WORDS))[:2]
    path = tmp_path / "kept.jsonl"
    results = Results(path, tmp_path, "one state")
    results.add(one, Noticed("law", "a test", 1.0))
    results.add(other, Noticed("nothing", "", 1.0))
    with path.open("a") as file:
        file.write('{"planted": {"kind"')
    again = Results(path, tmp_path, "one state")
    assert [again.of(p).by for p in (one, other)] == ["law", "nothing"]
    later = Results(path, tmp_path, "another state")
    assert later.of(one) == Noticed("law", "a test", 1.0)
    assert later.of(other) is None
    (tmp_path / "file.py").write_text(WORDS + "\n")
    assert Results(path, tmp_path, "one state").of(one) is None


ONE = Planted(kind="theory", operator="a sign", file="a.py", before="x", after="y")
SPARED = Planted(kind="arrays", operator="best starts only", file="size.minimised")


def recorded(one: Planted, *noticed: str) -> dict[str, object]:
    """Return what is recorded of an error that was planted some times over."""
    rows = [(one, Noticed(by, "", 1.0)) for by in noticed]
    return table.part(rows, listed=70, seed=3, sources={"theory": "hash"})


def test_a_record_counts_what_is_noticed_and_names_the_rest() -> None:
    part = recorded(ONE, "verdict", "error")
    assert (part["listed"], part["planted"], part["seed"]) == (70, 2, 3)
    assert part["sources"] == {"theory": "hash"}
    assert [w for w, count in part["counts"].items() if count] == ["verdict", "nothing"]
    assert part["operators"] == {"a sign": part["counts"]}
    (survivor,) = part["survivors"]
    assert survivor == {"error": "a.py:0: a sign: x -> y", "by": "error", "why": ""}
    spared = recorded(SPARED, "nothing")
    assert spared["counts"]["harmless"] == 1
    assert spared["survivors"][0]["why"]


def test_the_page_is_of_the_record_and_names_what_was_not_run() -> None:
    record = {"theory": recorded(ONE, "verdict", "nothing")}
    page = table.page(record)
    day = record["theory"]["date"]
    assert f"| theory | {day} | 70 | 2 | 1 | 0 | 0 | 0 | 0 | 1 |" in page
    assert "| all |  | 70 | 2 | 1 |" in page
    assert "- `a.py:0: a sign: x -> y` (nothing): not explained" in page
    assert "Not run: experiments, arrays of experiments, changed worlds, judge" in page
    assert "| a sign | 2 | 1 | 0 | 0 | 0 | 0 | 1 |" in page
    kept = trusted.recorded(trusted.PLANTED)
    assert table.PAGE.read_text("utf-8") == table.page(kept)
    for part in kept.values():
        unnoticed = ("record", "harmless", "nothing")
        assert len(part["survivors"]) == sum(part["counts"][w] for w in unnoticed)
        assert sum(part["counts"].values()) == part["planted"] <= part["listed"]


def test_the_records_change_no_state_of_the_sources(tmp_path: Path) -> None:
    states = []
    for name in ("", "verify/trust/planted.json", "verify/pilots/a.json"):
        path = tmp_path / name
        if name:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("{}")
        state_of.cache_clear()
        states.append(state_of(tmp_path))
    assert states[0] == states[1] != states[2]


def test_arrays_of_every_claim_are_changed() -> None:
    count = Counter(one.file for one in enumerated.enumerated("arrays", ROOT))
    assert len(count) > 70
    assert set(count.values()) == {len(arrays.NAMES)}


@pytest.mark.slow
def test_every_error_of_a_small_sample_is_noticed(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "tests.trust.small", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr

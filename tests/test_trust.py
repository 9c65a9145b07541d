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
from tests.trust.reach import Reach, claim_module
from tests.trust.results import Results
from tests.trust.specific import OPERATORS

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


def test_the_table_counts_what_is_noticed_and_names_the_rest() -> None:
    one = Planted(kind="theory", operator="a sign", file="a.py", before="x", after="y")
    rows = [(one, Noticed("verdict", "", 1.0)), (one, Noticed("nothing", "", 1.0))]
    assert "| theory | 2 | 1 | 0 | 0 | 0 | 0 | 1 |" in table.text(rows)
    assert "a.py:0: a sign: x -> y" in table.text(rows)


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

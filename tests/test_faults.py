"""The script of faults itself: it runs, and keeps counts."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import table
from tests.faults.all import KINDS
from tests.faults.kind import Kind
from tests.faults.trying import Row

ROOT = Path(__file__).parents[1]


def script(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.faults", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_one_try_of_every_quick_kind_is_as_it_should_be() -> None:
    run = script("--quick")
    assert run.returncode == 0, run.stderr
    count = sum(kind.quick for kind in KINDS)
    assert run.stdout.endswith(f"| all | {count} | {count} | 0 | |\n")


def test_kinds_have_names_of_their_own() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert all(kind.tries > 0 and kind.rule for kind in KINDS)


def test_a_word_that_no_kind_has_is_refused() -> None:
    run = script("nonsense")
    assert run.returncode == 2
    assert "no kind has 'nonsense' in its name" in run.stderr


def rows(wrong: int, *kinds: Kind) -> list[Row]:
    failures = [f"{kinds[0].name}, try {i}: it hung" for i in range(wrong)]
    return [Row(kinds[0], 5, failures), *(Row(kind, 4) for kind in kinds[1:])]


def test_the_page_counts_and_keeps_what_was_not_tried_again(tmp_path: Path) -> None:
    page, (first, second, third) = tmp_path / "faults.md", KINDS[:3]
    table.write(rows(2, first, second), page)
    text = page.read_text("utf-8")
    assert f"| {first.name} | 5 | 3 | 2 | {first.rule} |" in text
    assert "| all | 9 | 7 | 2 | |" in text
    assert f"- {first.name}, try 1: it hung" in text
    table.write(rows(0, third), page)
    text = page.read_text("utf-8")
    assert "| all | 14 | 12 | 2 | |" in text
    assert text.index(first.name) < text.index(third.name)

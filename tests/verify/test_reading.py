"""The commands that read: what they print, whom they list, and how wide it is."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from verify.claims import ALL
from verify.commands import cli
from verify.selection import chosen
from verify.talk import sentences_of


def printed(*words: str) -> str:
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == 0, result.output
    return result.stdout


def names_in(text: str) -> list[str]:
    """Return the claims that have a line of their own."""
    words = [line.split()[0] for line in text.splitlines() if line.strip()]
    return [word for word in words if word in {claim.name for claim in ALL}]


def test_the_list_has_one_line_for_every_claim_under_its_topic() -> None:
    text = printed("list")
    assert names_in(text) == [claim.name for claim in ALL]
    lines = text.splitlines()
    heads = [line for line in lines if not line.startswith(" ")]
    assert [head.split(":")[0] for head in heads] == [
        "Size",
        "Position",
        "PCA-like autoencoder",
    ]
    assert len(lines) == len(ALL) + len(heads)
    assert all(
        line.split()[1] in ("CONFIRMED", "REFUTED", "UNRESOLVED")
        for line in lines
        if line.startswith(" ")
    )


@pytest.mark.parametrize("words", [[], ["--long"], ["--budget", "full"]])
def test_the_list_is_at_most_80_columns_wide(words: list[str]) -> None:
    assert max(map(len, printed("list", *words).splitlines())) <= 80


def test_the_long_list_says_all_that_claims_say() -> None:
    text = "".join(printed("list", "--long").split())
    for claim in ALL:
        assert "".join(claim.statement.split()) in text
        for sentence in sentences_of(claim.name):
            assert "".join(sentence.words.split()) in text


@pytest.mark.parametrize(
    "names", [["size"], ["position.*", "pca.gan"], ["all"], ["size.airy", "size.a*"]]
)
def test_names_choose_what_is_listed(names: list[str]) -> None:
    wanted = [claim.name for claim in chosen(names)]
    assert names_in(printed("list", *names)) == wanted
    rows = json.loads(printed("list", "--json", *names))
    assert [row["name"] for row in rows] == wanted


@pytest.mark.parametrize(
    "word", ["Airy", "aIRY", "primitive, modulated", "pooling", "gan"]
)
def test_words_choose_what_is_listed_in_any_case(word: str) -> None:
    rows = json.loads(printed("list", "--json", "--containing", word))
    texts = {
        c.name: " ".join(
            [c.name, c.statement, *(s.words for s in sentences_of(c.name))]
        ).lower()
        for c in ALL
    }
    assert [row["name"] for row in rows] == [
        name for name, text in texts.items() if word.lower() in text
    ]
    assert 0 < len(rows) < len(ALL)


def test_words_choose_among_names() -> None:
    rows = json.loads(printed("list", "size", "--json", "--containing", "airy"))
    assert rows
    assert all(row["name"].startswith("size.") for row in rows)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["sise"], "no claim is called 'sise'. Did you mean size?"),
        (["--containing", "qqq"], f"none of {len(ALL)} claims contains 'qqq'"),
        (["size.airy", "--containing", "pooling"], "none of 1 claims contains"),
    ],
)
def test_a_list_of_nothing_says_why(words: list[str], message: str) -> None:
    result = CliRunner().invoke(cli, ["list", *words])
    assert result.exit_code == 2
    assert message in result.output


def test_the_list_as_json_says_what_the_claims_say() -> None:
    rows = json.loads(printed("list", "--json"))
    assert [row["name"] for row in rows] == [claim.name for claim in ALL]
    for row, claim in zip(rows, ALL, strict=True):
        assert list(row) == ["name", "statement", "slides", "expected", "seconds"]
        assert row["statement"] == claim.statement
        words = [sentence.words for sentence in sentences_of(claim.name)]
        assert len(row["slides"]) == len(words)
        assert all(w in said for w, said in zip(words, row["slides"], strict=True))


def test_what_several_claims_read_counts_once_in_the_total() -> None:
    shared = ["size.airy", "size.energy", "size.radial"]
    experiments = {c.experiment.function for c in chosen(shared)}
    assert len(experiments) == 1
    alone, together = (printed("list", *names) for names in (shared[:1], shared))
    total = alone.splitlines()[0].split("about")[1]
    assert together.splitlines()[0].split("about")[1] == total


@pytest.mark.parametrize("width", [50, 200])
def test_show_fits_the_terminal_and_never_exceeds_80_columns(
    width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", str(width))
    text = printed("show", "all")
    assert max(map(len, text.splitlines())) <= min(80, width)
    assert {claim.name for claim in ALL} <= set(text.splitlines())

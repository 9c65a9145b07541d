"""A law of radii that a person types: what is understood, refused, and done."""

from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner

from tests.judging import posed
from verify import session
from verify.asked.law import asked_law
from verify.asked.law_expression import LONGEST, of_histogram, read
from verify.asked.words import asked_claim
from verify.commands import cli

R = np.linspace(0.05, 0.95, 19)


@pytest.mark.parametrize(
    ("text", "density"),
    [
        ("1", lambda r: 1 + 0 * r),
        (" r ** 2 ", lambda r: r**2),
        ("-(-r) + +1", lambda r: r + 1),
        ("sqrt(r) * exp(-r) / 2", lambda r: np.sqrt(r) * np.exp(-r) / 2),
        ("beta(2, 3)", lambda r: r * (1 - r) ** 2),
        (
            "max(r, 1 - r) - min(r, e - pi)",
            lambda r: np.maximum(r, 1 - r) + np.pi - np.e,
        ),
        ("(r <= 0.31) + 2 * (0.52 < r < 0.7)", None),
    ],
)
def test_arithmetic_means_what_it_says(text: str, density) -> None:
    found = np.broadcast_to(read(text).density(R), R.shape)
    if density is None:
        expected = (R <= 0.31) + 2.0 * ((R > 0.52) & (R < 0.7))
        assert read(text).breaks == (0.31, 0.52, 0.7)
        assert np.array_equal(found, expected)
        return
    assert np.allclose(found, density(R))
    assert read(text).breaks == ()


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("__import__('os').system('true')", "__import__"),
        ("().__class__", "__class__"),
        ("r.real", "r.real"),
        ("x", "'x'"),
        ("r if r else 1", "r if r else 1"),
        ("lambda: r", "lambda"),
        ("[r]", "[r]"),
        ("'r'", "r"),
        ("True", "True"),
        ("1j", "1j"),
        ("r == 1", "r == 1"),
        ("r << 2", "r << 2"),
        ("sqrt(r, r)", "sqrt(r, r)"),
        ("sqrt(x=r)", "sqrt(x=r)"),
        ("(r := 1)", "r := 1"),
    ],
)
def test_anything_but_arithmetic_is_refused_and_never_run(text: str, got: str) -> None:
    with pytest.raises(ValueError, match="law may hold numbers, r, pi") as error:
        read(text)
    assert got in str(error.value)


@pytest.mark.parametrize("text", ["", "(r", "r r", "1 +", "(" * 500, "9" * 400])
def test_what_is_no_expression_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match="law must be an expression in r, got"):
        read(text)


def test_an_endless_expression_is_refused() -> None:
    with pytest.raises(ValueError, match=f"at most {LONGEST} characters, got 4001"):
        read("1" * (LONGEST + 1))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("r - 0.5", "density must be finite and at least 0, got -0.49"),
        ("sqrt(r - 0.5)", "density must be finite and at least 0, got nan"),
        ("9**9**9**9", "density must be finite and at least 0, got inf"),
        ("0 * r", "density must have mass on"),
        ("1 / r", "density must have an integral"),
    ],
)
def test_what_is_no_density_is_refused_with_its_value(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        asked_law(text)
    with pytest.raises(click.UsageError, match=message):
        session.law(text, None)


def test_a_closed_form_that_is_the_answer_is_no_rival() -> None:
    for text, answer in (("r", "cos(pi rho^2 / 2)"), ("1", "Airy")):
        claim = asked_law(text)
        assert answer not in [rival.name for rival in claim.rivals]
        assert posed(claim).weak == ""
    near = asked_law("1 + 0.01 * r")
    assert "no power" in posed(near).weak


def test_the_claim_says_its_law_and_how_to_ask_again() -> None:
    claim = asked_law("(1 - r)**2")
    assert "radii of law (1 - r)**2," in claim.statement
    assert claim.asked == "law '(1 - r)**2'"
    assert claim.name == asked_law("(1 - r)**2").name != asked_law("(1 - r)**3").name
    assert asked_claim(claim.asked).name == claim.name


def test_a_histogram_file_becomes_a_law(tmp_path: Path) -> None:
    path = tmp_path / "radii.txt"
    path.write_text("10 5\n\n20, 0\n40 10\n")
    text = of_histogram(path)
    assert text == "histogram([0, 10, 20, 40], [5, 0, 10])"
    law = read(text)
    assert law.breaks == (0.25, 0.5)
    levels = law.density(np.array([0.1, 0.3, 0.9]))
    assert levels[1] == 0
    assert levels[0] == pytest.approx(levels[2])
    assert session.law(None, path).asked == f"law '{text}'"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("10 5\n20\n", "line 2: must be an upper edge and a count, got '20'"),
        ("ten 5\n", "line 1: must be an upper edge and a count, got 'ten 5'"),
        ("\n", "must hold one bin or more, got none"),
        ("10 5\n5 1\n", "edges must rise from 0 or more"),
        ("10 -5\n", "counts must be finite, at least 0"),
    ],
)
def test_a_wrong_histogram_is_refused(
    tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "radii.txt"
    path.write_text(content)
    with pytest.raises(click.UsageError, match=message):
        session.law(None, path)


def test_the_command_needs_one_law() -> None:
    for words in (["law"], ["law", "r", "--histogram", __file__]):
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 2
        assert "give either a LAW or --histogram FILE" in result.output
    result = CliRunner().invoke(cli, ["law", "r - 0.5"])
    assert result.exit_code == 2
    assert "density must be finite and at least 0" in result.output


@pytest.mark.slow
def test_a_law_is_judged_and_its_report_can_be_rebuilt(tmp_path: Path) -> None:
    words = ["--jobs", "1", "--out", str(tmp_path)]
    dull = CliRunner().invoke(cli, ["law", "1 + 0.01 * r", *words])
    assert dull.exit_code == 3
    report = tmp_path / "verification.pdf"
    report.unlink()
    again = CliRunner().invoke(cli, ["report", "--out", str(tmp_path)])
    assert again.exit_code == 3
    assert report.read_bytes()[:5] == b"%PDF-"

"""A law of radii that a person types: what is understood, refused, and done."""

from pathlib import Path

import click
import numpy as np
import pytest
from click.testing import CliRunner

from tests.judging import posed
from theory.size.law import power
from verify import session
from verify.asked import given_law
from verify.asked.law import asked_law, law_claim
from verify.asked.law_expression import LONGEST, read
from verify.asked.words import asked_claim
from verify.commands import cli
from verify.subjects import Disks

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
        session.law(given_law.typed(text), Disks(size=32))


def test_a_closed_form_that_is_the_answer_is_no_rival() -> None:
    for text, answer in (("r", "cos(pi rho^2 / 2)"), ("1", "Airy")):
        claim = asked_law(text)
        assert answer not in [rival.name for rival in claim.rivals]
        assert posed(claim).weak == ""
    near = asked_law("1 + 0.01 * r")
    assert "no power" in posed(near).weak


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("r^2", "For powers, write **."),
        ("1 − r", "A minus sign is -"),
        ("2×r", "To multiply, write *"),
        ("2r", "To multiply, write *: 2 * r"),
        ("r²", "For powers, write r**2"),
        ("rho", "The radius is r, in shares of the largest"),
        ("(r > 0.2) and (r < 0.4)", "For and, multiply comparisons"),
        ("(r < 0.2) | (r > 0.4)", "For and, multiply comparisons"),
        ("(r < 0.2) || (r > 0.4)", "For and, multiply comparisons"),
        ("0,5 - r", "The decimal sign is a point"),
        ("np.exp(-r)", "Write exp without what stands before it"),
        ("math.sqrt(r)", "Write sqrt without what stands before it"),
        ("log10(r)", "Write log(r) / log(10)"),
        ("scipy.stats.lognorm.pdf(r, 1)", "Write its density: exp(-(log(r / 0.3)"),
        ("gaussian_kde(data)(r)", "Give the radii themselves: --radii FILE"),
        ("np.where(r < 1, 1, 0)", "Write a comparison, which counts 1"),
        ("exp", "exp needs its argument: exp(r)"),
        ("r if r else 1", "A comparison counts 1 where it holds"),
    ],
)
def test_a_slip_is_told_with_what_was_meant(text: str, hint: str) -> None:
    with pytest.raises(ValueError, match="law m") as error:
        read(text)
    assert hint in str(error.value)


@pytest.mark.parametrize(
    "text", ["histogram([0, r], [1])", "histogram([0, 1], [r])", "beta(r, 2)"]
)
def test_r_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="takes numbers and no r, got"):
        read(text)


@pytest.mark.parametrize("text", ["x" * 3000, "(r" * 1500, "'" + "r" * 3000 + "'"])
def test_errors_echo_eighty_characters_at_most(text: str) -> None:
    with pytest.raises(ValueError, match="law") as error:
        read(text)
    assert len(str(error.value)) < 420
    assert "r" * 81 not in str(error.value)


def test_a_claim_is_a_function_of_its_disks() -> None:
    disks = Disks(size=40, radius=18.0, blur=2.0, slope=0.1, law=power(1.0))
    claim = law_claim("size.own", disks)
    brief = claim.experiment.configurations["quick"]
    assert (brief["size"], brief["blur"], brief["slope"]) == (40, 2.0, 0.1)
    assert max(brief["sizes"]) < 18
    assert len(brief["channels"]) == 5
    assert "R = 18 pixels on images of 40 x 40 under a Gaussian blur of 2" in (
        claim.statement
    )
    assert "the profile of the sharp disks" in [rival.name for rival in claim.rivals]
    assert posed(claim).weak == ""
    sharp = law_claim("size.own", Disks(size=40, law=power(1.0)))
    assert "blur" not in sharp.experiment.configurations["quick"]
    assert "kappa = " in sharp.statement


def test_a_typed_law_with_options_is_asked_for_again() -> None:
    disks = Disks(size=40, radius=18.0, slope=0.1)
    claim = asked_law("-r + 1", disks)
    assert claim.asked == "law --size 40 --radius 18.0 --slope 0.1 -- '-r + 1'"
    again = asked_claim(claim.asked)
    assert (again.name, again.statement) == (claim.name, claim.statement)
    assert again.name != asked_law("-r + 1").name


def test_a_counted_law_is_judged_when_its_file_has_gone(tmp_path: Path) -> None:
    path = tmp_path / "counted radii.csv"
    path.write_text("upper,count\n1234567,500\n1234568.25,3\n", "utf-8")
    given = given_law.counted(path, "upper,count")
    claim = asked_law(given, Disks(size=40))
    assert list(claim.held["edges"]) == [0, 1234567, 1234568.25]
    assert "radii of law counted in counted radii.csv" in claim.statement
    asked = f"law --size 40 --histogram '{path}' --columns upper,count"
    assert claim.asked == asked
    path.unlink()
    again = asked_claim(claim.asked, claim.held)
    assert again.name == claim.name
    assert again.experiment.configurations == claim.experiment.configurations
    with pytest.raises(ValueError, match=r"cannot be read|must be a file"):
        asked_claim(claim.asked)
    with pytest.raises(ValueError, match="is no histogram"):
        asked_claim(claim.asked, {"edges": 3})


def test_a_histogram_of_many_bins_keeps_every_one(tmp_path: Path) -> None:
    path = tmp_path / "counted.csv"
    rows = [f"{i + 1}.5,{1 + i // 100 % 2}" for i in range(1000)]
    path.write_text("upper,count\n" + "\n".join(rows), "utf-8")
    claim = asked_law(given_law.counted(path))
    assert len(claim.held["counts"]) == 1000
    assert posed(claim).weak == ""


def test_the_claim_says_its_law_and_how_to_ask_again() -> None:
    claim = asked_law("(1 - r)**2")
    assert "radii of law (1 - r)**2," in claim.statement
    assert claim.asked == "law '(1 - r)**2'"
    assert claim.name == asked_law("(1 - r)**2").name != asked_law("(1 - r)**3").name
    assert asked_claim(claim.asked).name == claim.name


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "give either a LAW, --histogram FILE or --radii FILE"),
        (["r", "--radii", __file__], "give either a LAW"),
        (["r - 0.5"], "density must be finite and at least 0"),
        (["r", "--columns", "upper,count"], "--columns names the columns of"),
        (["r", "--decimal", "comma"], "--decimal says how the numbers of a file"),
        (["r", "--radius", "17"], r"radius must be in (0, 16]"),
        (["r", "--slope", "1"], "slope must be in [0, 1)"),
        (["r", "--blur", "-1"], "blur must be finite and at least 0"),
        (["-r + 1"], "A law that begins with a minus sign stands last, after --"),
        (
            ["--histogram", __file__],
            "test_law.py, line 20: must hold an edge and a count",
        ),
        (["exp(-20 * r)"], "do not show this law"),
        (["(r < 0.0001)"], "show nothing of"),
    ],
)
def test_the_command_refuses_in_one_sentence(words: list[str], message: str) -> None:
    result = CliRunner().invoke(cli, ["law", *words])
    assert result.exit_code == 2
    assert message in " ".join(result.output.replace("│", " ").split())


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


@pytest.mark.slow
@pytest.mark.parametrize(
    ("law", "size", "radius"),
    [
        ("(r < 0.3) + (r > 0.6)", "32", "14.5"),
        ("exp(-6 * r)", "32", "14.5"),
        ("beta(2, 3)", "40", "19"),
    ],
)
def test_laws_with_jumps_and_long_tails_are_confirmed_on_other_grids(
    law: str, size: str, radius: str, tmp_path: Path
) -> None:
    words = ["law", law, "--size", size, "--radius", radius]
    result = CliRunner().invoke(cli, [*words, "--jobs", "1", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "Predicted: kappa" in result.output
    assert "CONFIRMED" in result.output
    assert "Not piloted" not in result.output


def test_images_unlike_those_of_the_pilots_are_said_to_be(tmp_path: Path) -> None:
    said = "Not piloted: a blur of 2 pixels (pilots had 0 to 1), a slope of 0."
    words = ["1 - r", "--blur", "2", "--slope", "0", "--predict"]
    result = CliRunner().invoke(cli, ["law", *words, "--out", str(tmp_path)])
    assert said[:-1] in result.output
    disks = Disks(size=32, blur=2.0, slope=0.0)
    assert said[:-1] in asked_law("1 - r", disks).because
    assert "Not piloted" not in asked_law("1 - r", Disks(size=48, blur=0.5)).because

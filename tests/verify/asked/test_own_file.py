"""A claim in a person's file beside ours: found, stored, reported, and left alone."""

import json
import re
import shlex
from pathlib import Path
from textwrap import dedent

import pytest

from tests.own_claims import EXAMPLE, ROOT, TRAINED, changed, said, write
from tests.verify.test_command import inside, verify
from verify.sources import source_hash

pytestmark = pytest.mark.usefixtures("forgotten")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("mine.py", "say which claim of mine.py is meant: mine.py::NAME"),
        ("mine.py::", "say which claim of mine.py is meant"),
        ("mine.py::a b", "say which claim of mine.py is meant"),
        ("mine.py:CLAIM", "write FILE.py::NAME, got 'mine.py:CLAIM'"),
        ("mine.py::CLIAM", "mine.py has no CLIAM; it has CLAIM"),
        ("mine.py::np", "np must be a Claim or a function that returns one, got mod"),
        ("mine.py::Claim", "must be a Claim or a function that returns one, got class"),
        ("mine.py::counted", "called without arguments, but needs seed, disks: give"),
        ("mine.py::nothing", "nothing must return a Claim, got NoneType"),
        ("mine.py::broken", "in broken (broken): ValueError: no"),
        ("mime.py::CLAIM", "mime.py is not there; beside it there is mine.py"),
        ("folder.py::CLAIM", "folder.py is a folder"),
        ("nowhere/a.py::CLAIM", "nowhere/a.py is not there"),
        ("mine.txt::CLAIM", "write FILE.py::NAME, got 'mine.txt::CLAIM'"),
        ("mine::CLAIM", "write FILE.py::NAME, got 'mine::CLAIM'"),
        ("bytes.py::CLAIM", "bytes.py"),
        ("empty.py::CLAIM", "empty.py has no CLAIM"),
    ],
)
@pytest.mark.parametrize("command", [(), ("show",), ("list",), ("pilot",)])
def test_what_is_no_claim_in_a_file_is_said_by_every_command(
    command: tuple[str, ...], words: str, message: str, tmp_path: Path
) -> None:
    more = (
        "\n\ndef nothing():\n    pass\n\n\ndef broken():\n    raise ValueError('no')\n"
    )
    write(tmp_path, EXAMPLE + more)
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "bytes.py").write_bytes(b"a = '\xff\x00'")
    (tmp_path / "empty.py").touch()
    status, told = said(tmp_path, *command, words)
    assert status == 2, told
    assert message in told


@pytest.mark.parametrize("name", ["\udcff.py", "a\tb.py"])
def test_a_name_that_cannot_be_printed_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(EXAMPLE, "utf-8")
    status, told = said(tmp_path, f"{name}::CLAIM")
    assert (status, "must be text that can be printed" in told) == (2, True)


BESIDE = "from beside import BASE\n\nCLAIM = "


@pytest.mark.parametrize(
    ("file", "counts"),
    [
        ("mine.py", True),
        ("beside.py", True),
        ("within/deep.py", True),
        ("table.csv", True),
        ("apart.py", False),
        ("note.csv", False),
    ],
)
def test_only_what_a_measurement_depends_on_makes_it_anew(
    file: str, counts: bool, tmp_path: Path
) -> None:
    write(tmp_path, changed("CLAIM = ", f"NAMED = 'table.csv'\n{BESIDE}"))
    (tmp_path / "within").mkdir()
    for name in ("beside.py", "within/deep.py", "apart.py", "table.csv", "note.csv"):
        (tmp_path / name).write_text("import within\n" if name == "beside.py" else "")
    place = f"{tmp_path / 'mine.py'}:counted"
    before = source_hash(place)
    with (tmp_path / file).open("a") as opened:
        opened.write("# changed\n")
    assert (source_hash(place) != before) == counts


def test_what_is_unchanged_is_not_measured_again_wherever_it_lies(
    tmp_path: Path,
) -> None:
    words = write(tmp_path, EXAMPLE)
    assert "4 are missing" in said(tmp_path, words)[1]
    assert "0 are missing" in said(tmp_path, words)[1]
    moved = tmp_path / "ein Fläche"
    moved.mkdir()
    (tmp_path / "mine.py").rename(moved / "mine.py")
    assert "0 are missing" in said(tmp_path, f"{moved.name}/{words}")[1]
    (moved / "mine.py").write_text(f"{EXAMPLE}# changed\n", "utf-8")
    assert "4 are missing" in said(tmp_path, f"{moved.name}/{words}")[1]


@pytest.mark.parametrize("name", ["random", "theory", "numpy", "wave"])
@pytest.mark.parametrize("form", ["{}.py", "{}/__init__.py"])
def test_a_name_of_two_modules_is_refused(name: str, form: str, tmp_path: Path) -> None:
    file = tmp_path / form.format(name)
    file.parent.mkdir(exist_ok=True)
    file.write_text("raise SystemExit\n")
    words = write(
        tmp_path, changed("import numpy as np", f"import numpy as np, {name}")
    )
    status, told = said(tmp_path, words)
    assert status == 2
    assert f"imports {name}: that would be {tmp_path / name}, but Python takes" in told


def test_modules_of_python_that_are_not_imported_shadow_nothing(tmp_path: Path) -> None:
    for name in ("random", "torch", "theory", "verify"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit\n")
    (tmp_path / "in").mkdir()
    write(tmp_path, EXAMPLE)
    assert inside(tmp_path / "in", "list", "../mine.py::CLAIM")[0] == 0


def test_it_stands_in_results_and_report_beside_ours(tmp_path: Path) -> None:
    assert inside(tmp_path, "position.table")[0] == 0
    words = write(
        tmp_path, EXAMPLE.replace("CLAIM = Claim(", "def CLAIM(): return Claim(")
    )
    status, told = said(tmp_path, words)
    assert status == 0, told
    found = json.loads((tmp_path / "reports/results.json").read_text("utf-8"))
    own = found["claims"][-1]
    assert [one["name"] for one in found["claims"]] == ["position.table", own["name"]]
    assert own["asked"] == f"{tmp_path / 'mine.py'}::CLAIM"
    assert own["outcome"] == "CONFIRMED"
    report = tmp_path / "reports" / "verification.pdf"
    before = report.read_bytes()
    report.unlink()
    assert said(tmp_path, "report")[0] == 0
    assert report.read_bytes() == before
    assert "Last verdict: CONFIRMED" in said(tmp_path, "show", words)[1]
    assert "Own: 1 claim" in said(tmp_path, "list", words)[1]


@pytest.mark.parametrize("change", ["gone", "changed"])
def test_a_file_that_is_not_what_it_was_is_not_run_unasked(
    change: str, tmp_path: Path
) -> None:
    assert inside(tmp_path, "position.table")[0] == 0
    words = write(tmp_path, EXAMPLE)
    assert said(tmp_path, words)[0] == 0
    report = (tmp_path / "reports/verification.pdf").read_bytes()
    file = tmp_path / "mine.py"
    file.unlink()
    if change == "changed":
        file.write_text("print('run')\n" + EXAMPLE)
    status, told = said(tmp_path, "report")
    assert status == 3
    why = "is not there" if change == "gone" else "has changed since"
    assert f"own.mean-area cannot be looked at again: {file}" in told
    assert why in told
    assert f"python -m verify {file}::CLAIM measures what is missing" in told
    assert " run " not in told
    assert (tmp_path / "reports/verification.pdf").read_bytes() == report
    status, told = said(tmp_path, "position.table")
    assert status == 0
    assert "1 claims of the last report" in told


def test_pilots_need_no_tolerance_and_are_not_kept(tmp_path: Path) -> None:
    words = write(tmp_path, changed("tolerance=0.02", "tolerance=0.2"))
    status, told = said(tmp_path, "pilot", words, "--seeds", "2")
    assert status == 0, told
    assert "own.mean-area, quick budget" in told
    status, told = said(tmp_path, "pilot", words, "--keep")
    assert (status, "--keep records pilots of the toolkit's own" in told) == (2, True)


def test_a_cluster_is_not_given_a_file_that_its_workers_do_not_have(
    tmp_path: Path,
) -> None:
    words = write(tmp_path, EXAMPLE)
    status, told = said(tmp_path, words, "--cluster", "tcp://127.0.0.1:9")
    assert (status, "leave --cluster out" in told) == (2, True)


def test_what_it_prints_is_no_part_of_the_json(tmp_path: Path) -> None:
    text = changed("    radius = ", "    print('counting')\n    radius = ")
    words = write(tmp_path, text.replace("CLAIM = ", "print('read')\nCLAIM = "))
    status, out, err = verify(tmp_path, words, "--json", "--jobs", "1")
    assert status == 0, err
    assert json.loads(out)["claims"][0]["outcome"] == "CONFIRMED"
    assert "counting" in err


def test_two_folders_may_each_have_a_module_of_one_name(tmp_path: Path) -> None:
    both = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "beside.py").write_text(f"NAME = {name!r}\n")
        text = changed("mean-area", f"area-{name}")
        text = changed("lambda: np.array([1 / 3])", "third", text)
        third = f"""
            import beside


            def third():
                import beside as now
                assert beside.NAME == now.NAME == {name!r}, now.NAME
                return np.array([1 / 3])


            CLAIM = """
        text = changed("CLAIM = ", dedent(third).lstrip(), text)
        both.append(f"{name}/{write(tmp_path / name, text)}")
    status, told = said(tmp_path, *both)
    assert status == 0, told
    status, told = said(tmp_path, both[1])
    assert (status, "with 1 more claims" in told) == (0, True)


def test_an_environment_within_the_folder_is_not_beside_the_file(
    tmp_path: Path,
) -> None:
    installed = tmp_path / ".venv" / "lib"
    installed.mkdir(parents=True)
    (installed / "beside.py").write_text("def fails(): 1 / 0\n")
    lines = f"sys.path.append({str(installed)!r})", "import beside", "beside.fails()"
    words = write(tmp_path, "\n".join(["import sys", *lines]))
    status, told = said(tmp_path, words)
    assert (status, "mine.py, line 4: ZeroDivisionError" in told) == (2, True), told
    assert "beside.py" not in told


def test_two_claims_that_read_the_same_arrays_may_write_to_them(
    tmp_path: Path,
) -> None:
    share = 'arrays["share"]'
    text = changed(f"{share})", f"np.negative({share}, out={share}))")
    text = changed("1 / 3]", "-1 / 3]", changed("1 / 4]", "-1 / 4]", text))
    write(
        tmp_path,
        f"{text}\n\nfrom dataclasses import replace\n"
        "OTHER = replace(CLAIM, name='own.other')\n",
    )
    status, told = said(tmp_path, "mine.py::CLAIM", "mine.py::OTHER")
    assert status == 0, told
    assert "2 of 2 as expected" in told


def test_two_claims_of_one_name_are_refused(tmp_path: Path) -> None:
    first, second = write(tmp_path, EXAMPLE), write(tmp_path, EXAMPLE, "other.py")
    status, told = said(tmp_path, first, second)
    assert (status, "are both called own.mean-area" in told) == (2, True)
    assert said(tmp_path, "list", first, first)[0] == 0


def test_a_training_of_ones_own_is_measured_as_ours_are(tmp_path: Path) -> None:
    trained = (
        TRAINED.replace(
            "np.random.default_rng(seed)", "np.random.default_rng(start.seed)"
        )
        .replace(
            "seeds=(0, 1, 2)",
            "seeds=(0,), assumptions=(Assumption(says='$R = 31$.', without='open'),), "
            "checks=(Check(value='copies', at_most=0, because='none', usable=True),)",
        )
        .replace("import Claim,", "import Assumption, Check, Claim,")
    )
    words = write(
        tmp_path, trained.replace('["share"]', '["share"], values={"copies": 0}')
    )
    status, told = said(tmp_path, words, "--device", "cpu")
    assert status == 0, told


def section() -> list[str]:
    """Return the blocks of code of docs/own.md on this."""
    text = (ROOT / "docs/own.md").read_text("utf-8")
    part = text.split("## Your own claim")[1].split("\n## ")[0]
    found = re.findall(r"(?:^(?: {4}.*)?\n)+", part, re.M)
    return [dedent(block) for block in found if block.strip()]


def test_the_blocks_of_the_readme_run(tmp_path: Path) -> None:
    file, commands = section()
    (tmp_path / "claim.py").write_text(file, "utf-8")
    for line in commands.strip().splitlines():
        words = shlex.split(line, comments=True)
        assert words[:3] == ["python", "-m", "verify"]
        status, told = said(tmp_path, *words[3:])
        assert status == 0, told


def test_the_example_is_confirmed(tmp_path: Path) -> None:
    status, told = said(tmp_path, f"{ROOT / 'examples' / 'claim.py'}::CLAIM")
    assert status == 0
    assert "CONFIRMED own.mean-area" in told

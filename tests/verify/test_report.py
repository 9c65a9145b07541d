"""The report, built from every claim with measurements whose outcome is known."""

import copy
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typst

from tests.judging import drawn, judged, near, posed
from verify.answers import answers
from verify.budget import Budget, of_budget
from verify.claim import Assumption, Measurement, Outcome
from verify.claims import ALL
from verify.judge import Judged, judge, without_data
from verify.report.contents import Inputs, command, contents
from verify.report.document import DOSSIER, PAPER, build, compiled, prepare
from verify.report.drawing import Drawing
from verify.report.fingerprint import fingerprint
from verify.results import results
from verify.talk import TALK
from verify.trial import Setting, Trial

EPOCH = 1_700_000_000
ENVIRONMENT = {"Python": "3.11", "system": "Linux #1 $x$ *a* @b"}


def confirmed() -> list[Judged]:
    return [judged(claim, near(claim)) for claim in ALL]


def troubled() -> list[Judged]:
    """Return the claims with one INVALID, one REFUTED and one without power."""
    first, second, third, *others = confirmed()
    lost = Measurement(answer=np.array(np.nan), invalid="the training failed: NaN")
    rival = second.known.rivals[second.claim.rivals[0].name]
    seeds = of_budget(second.claim.seeds, "quick")
    needs = Assumption(says="It needs $a$ #word more.", without=third.claim.name)
    amended = replace(second.claim, assumptions=(needs,))
    loose = replace(third.claim, tolerance=1e9)
    return [
        judged(first.claim, {**first.measurements, 0: lost}),
        judged(
            amended,
            {
                seed: Measurement(answer=rival, values=second.measurements[seed].values)
                for seed in seeds
            },
        ),
        judged(loose, {}),
        *others,
    ]


def found(claims: Sequence[Judged]) -> dict[str, Any]:
    return results(claims, claims, report="")


def drawings(claims: Sequence[Judged]) -> dict[str, Drawing]:
    return {one.claim.name: drawn(one) for one in claims}


def inputs(claims: Sequence[Judged], **others: Any) -> Inputs:
    """Return what a report on claims is made of, drawings only where they are given."""
    given = {"drawings": {}, "environment": ENVIRONMENT, "epoch": EPOCH, **others}
    return Inputs(judged=claims, listed=ALL, found=found(claims), **given)


def written(claims: Sequence[Judged], folder: Path, epoch: int = EPOCH) -> list[bytes]:
    """Return the bytes of paper and dossier, written to a folder."""
    build(inputs(claims, drawings=drawings(claims), epoch=epoch), folder)
    return [(folder / name).read_bytes() for name in (PAPER, DOSSIER)]


SAID: dict[int, tuple[Sequence[Judged], dict[str, Any]]] = {}


def data(claims: Sequence[Judged]) -> dict[str, Any]:
    """Return what the report says of claims, worked out once for the same list."""
    if id(claims) not in SAID:
        # Kept beside it, so that no other list gets its number.
        SAID[id(claims)] = (claims, _data(claims))
    return copy.deepcopy(SAID[id(claims)][1])


def _data(claims: Sequence[Judged]) -> dict[str, Any]:
    nothing = Drawing(files={}, alternative="a figure", grids=())
    figures = {one.claim.name: nothing for one in claims}
    return contents(inputs(claims, drawings=figures))


@pytest.fixture(scope="module")
def good() -> list[Judged]:
    return confirmed()


@pytest.fixture(scope="module")
def bad() -> list[Judged]:
    return troubled()


def test_same_inputs_give_the_same_bytes(good: list[Judged], tmp_path: Path) -> None:
    some = good[::16]
    first = written(some, tmp_path)
    assert all(one.startswith(b"%PDF-") for one in first)
    assert written(some, tmp_path / "new folder") == first
    one, later = written(good[:1], tmp_path), written(good[:1], tmp_path, EPOCH + 86400)
    assert all(a != b for a, b in zip(one, later, strict=True))


def test_the_fingerprint_follows_every_input(good: list[Judged]) -> None:
    one, *_ = good
    seed, measured = next(iter(one.measurements.items()))
    bent = replace(measured, answer=measured.answer + 1e-12)
    more = replace(measured, extras={"a third route": measured.answer})
    seen = replace(measured, pictures={"One image.": np.ones((1, 1, 2, 2))})
    known = replace(one.known, prediction=one.known.prediction + 1e-12)
    same = inputs([one])
    variants = [
        same,
        replace(same, environment={**ENVIRONMENT, "Python": "3.12"}),
        replace(same, epoch=EPOCH + 1),
        replace(same, judged=[replace(one, known=known)]),
        *(
            replace(same, judged=[replace(one, measurements={seed: new})])
            for new in (bent, more, seen)
        ),
    ]
    prints = [json.dumps(fingerprint(variant)) for variant in variants]
    assert len(set(prints)) == len(variants)
    assert fingerprint(inputs([one])) == json.loads(prints[0])


def test_nothing_but_the_report_is_left_behind(
    good: list[Judged], tmp_path: Path
) -> None:
    written(good[:1], tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {PAPER, DOSSIER}


def test_the_pdf_is_tagged_titled_and_accessible(
    good: list[Judged], tmp_path: Path
) -> None:
    for pdf in written(good[:1], tmp_path):
        assert b"/MarkInfo" in pdf
        assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
        assert b"erifying the latent space of autoencoders" in pdf
        assert b"/Author" not in pdf


def texts(node: Any) -> Iterator[str]:
    """Return every text inside elements of Typst, in reading order."""
    if isinstance(node, list):
        for one in node:
            yield from texts(one)
    elif isinstance(node, dict):
        if node.get("func") == "text":
            yield node["text"]
        for key in ("children", "body", "child"):
            yield from texts(node.get(key))


def printed(folder: Path, selector: str, main: str) -> str:
    """Return the text that Typst lays out for a kind of element."""
    layout = str(folder / main)
    elements = typst.query(layout, selector, root=str(folder), ignore_system_fonts=True)
    return " ".join(texts(json.loads(elements)))


def plain(text: str) -> str:
    """Return the letters and digits of a text, the Greek ones and signs left out."""
    greek = "alpha|beta|delta|eta|kappa|lambda|mu|phi|pi|rho|sigma|sqrt|tau"
    return re.sub(rf"\b({greek})(?=\b|_)|[^A-Za-z0-9]", "", text)


def test_claims_are_in_the_pages_with_their_outcomes(
    bad: list[Judged], tmp_path: Path
) -> None:
    each = {one.verdict.outcome: one for one in bad}
    assert set(each) == set(Outcome)
    some = [one for one in bad if one in each.values() or bad.index(one) % 6 == 0]
    prepare(inputs(some, drawings=drawings(some)), tmp_path)
    for main in ("verification.typ", "dossier.typ"):
        compiled(tmp_path, EPOCH, main)
    headings = printed(tmp_path, "heading", "dossier.typ")
    tables = printed(tmp_path, "table", "dossier.typ")
    for one in some:
        name, outcome = one.claim.name, one.verdict.outcome.name
        assert name in headings
        assert re.search(rf"{re.escape(name)} {outcome}", tables)
        for rival in one.claim.rivals:
            assert plain(rival.name) in plain(tables)
    paper = printed(tmp_path, "heading", "verification.typ")
    assert "The talk, sentence by sentence" in paper
    assert "$x$ *a* @b" in tables


def test_the_answer_counts_statements_and_questions_apart(good: list[Judged]) -> None:
    said = data(good)["talk"]
    kinds = [one["kind"] for one in said["sentences"]]
    assert said["questions"] == kinds.count("QUESTION")
    assert said["statements"] == len(TALK) - said["questions"]
    assert sum(one["count"] for one in said["standings"]) == said["statements"]
    assert [one["words"] for one in said["sentences"]] == [one.words for one in TALK]
    assert 0 < said["answered"] <= said["questions"]


def test_an_invalid_claim_says_why_and_shows_no_numbers(bad: list[Judged]) -> None:
    invalid, refuted, powerless = data(bad)["claims"][:3]
    assert invalid["outcome"] == "INVALID"
    assert "the training failed: NaN" in invalid["reason"]
    assert invalid["numbers"] == []
    assert refuted["numbers"] != []
    assert "No power" in powerless["reason"]
    assert powerless["seeds"] == "none"


def test_the_summary_counts_what_was_expected(
    good: list[Judged], bad: list[Judged]
) -> None:
    expected = [one.verdict.outcome is one.trial.expected for one in bad]
    assert data(bad)["as expected"] == sum(expected) < len(bad)
    fitting = sum(one.verdict.outcome is one.trial.expected for one in good)
    assert data(good)["as expected"] == fitting > len(good) / 2
    assert data(good)["date"] == "14 November 2023"
    assert [part["title"] for part in data(good[:1])["parts"]] == ["Size"]


def test_tables_show_every_value_of_every_seed(good: list[Judged]) -> None:
    for one, says in zip(good, data(good)["claims"], strict=True):
        tables = says["numbers"]
        seeds = [seed for table in tables for seed in table["seeds"]]
        assert seeds == [str(seed) for seed in one.verdict.seeds]
        names = [row["name"] for row in tables[0]["rows"]]
        assert set(one.verdict.values) <= set(names)
        assert "misfit" in names
        for table in tables:
            assert all(len(r["cells"]) == len(table["seeds"]) for r in table["rows"])


def test_many_seeds_continue_in_a_further_table(good: list[Judged]) -> None:
    claim = replace(good[0].claim, seeds={"quick": tuple(range(12)), "full": (0,)})
    (says,) = data([judged(claim, near(claim))])["claims"]
    assert [len(table["seeds"]) for table in says["numbers"]] == [5, 5, 2]


def test_rivals_are_numbered_by_distance_and_leans_point_at_them() -> None:
    claim = ALL[0]
    known = posed(claim)
    for rival in claim.rivals:
        towards = 0.8 * known.prediction + 0.2 * known.rivals[rival.name]
        usable = {name: bound / 2 for name, bound in known.trial.bounds.items()}
        one = judged(claim, {0: Measurement(answer=towards, values=usable)})
        leans = {name: p.lean[0] for name, p in one.verdict.rivals.items()}
        (says,) = data([one])["claims"]
        distances = [float(row["distance"]) for row in says["rivals"]]
        assert distances == sorted(distances)
        rows = {row["name"]: row["cells"] for row in says["numbers"][0]["rows"]}
        (number,) = re.findall(r"\((\d+)\)", rows["largest lean (to rival)"][0])
        pointed_at = says["rivals"][int(number) - 1]["name"]
        assert leans[pointed_at] == max(leans.values())


@pytest.mark.parametrize(
    ("budget", "offset", "options"),
    [
        ("quick", 0, ""),
        ("full", 0, " --budget full"),
        ("quick", 40, " --seed 40"),
        ("full", 7, " --budget full --seed 7"),
    ],
)
def test_the_command_repeats_budget_and_seeds(
    budget: Budget, offset: int, options: str
) -> None:
    setting = Setting(budget=budget, offset=offset)
    known = answers(Trial(claim=ALL[0], setting=setting))
    found = dict.fromkeys(known.trial.seeds, Measurement(answer=known.prediction))
    one = Judged(known=known, measurements=found, verdict=judge(known, found))
    expected = f"python -m verify {ALL[0].name}{options}"
    assert command(one) == expected
    # What was not measured has no seeds, and the same pages without them.
    nothing = without_data(known.trial, "")
    assert command(nothing) == expected.partition(" --seed")[0]


@pytest.mark.parametrize("epoch", [-1, 10**15])
def test_an_epoch_outside_the_calendar_is_refused(
    epoch: int, good: list[Judged], tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=f"epoch must be from 0 to .*, got {epoch}"):
        written(good[:1], tmp_path / "report.pdf", epoch)


def test_an_unwritable_target_is_an_os_error_and_keeps_what_was_there(
    good: list[Judged], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(OSError, match="file"):
        written(good[:1], tmp_path / "file")
    (tmp_path / DOSSIER).mkdir()
    with pytest.raises(OSError, match=DOSSIER):
        written(good[:1], tmp_path)
    assert (tmp_path / "file").read_text() == "kept"


@pytest.mark.parametrize(
    ("layout", "said"),
    [("#unknown", "unknown variable"), ('#set text(font: "Nowhere")', "unknown font")],
)
def test_typesetting_that_fails_or_warns_is_a_runtime_error(
    layout: str, said: str, tmp_path: Path
) -> None:
    (tmp_path / "page.typ").write_text(layout)
    with pytest.raises(RuntimeError, match=said):
        compiled(tmp_path, EPOCH, "page.typ")


def test_report_json_holds_no_nan(bad: list[Judged]) -> None:
    json.dumps(data(bad), allow_nan=False)

"""What stands on the pages of paper and dossier: formulas, links, figures, names."""

import re
from pathlib import Path

import pypdf
import pytest

from tests.judging import judged, near
from tests.verify.test_report import EPOCH, drawings, inputs
from verify.claims import ALL
from verify.judge import Judged
from verify.report import trust
from verify.report.document import DOSSIER, LAYOUT, PAPER, compiled, prepare
from verify.report.recipes import recipe, recipes

NAMES = ("size.airy", "size.two-signs", "position.decoder-nearest", "pca.whole-gan")
CHAPTERS = sorted((LAYOUT / "paper").glob("*.typ"))
MAIN = {PAPER: "verification.typ", DOSSIER: "dossier.typ"}
TYPED = re.compile(
    r"\^|sqrt\(|<=|>=| ~ |\b(alpha|beta|delta|eta|kappa|lambda|mu|pi|rho|sigma|tau)\b"
)
"""What a formula looks like that was typed and not typeset."""

Documents = dict[str, pypdf.PdfReader]


@pytest.fixture(scope="module")
def claims() -> list[Judged]:
    return [judged(claim, near(claim)) for claim in ALL if claim.name in NAMES]


@pytest.fixture(scope="module")
def documents(
    claims: list[Judged], tmp_path_factory: pytest.TempPathFactory
) -> Documents:
    """Return both documents, without the code that planted errors consist of."""
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(trust, "recorded", lambda _: {})
        prepare(inputs(claims, drawings=drawings(claims)), folder)
    for name, main in MAIN.items():
        (folder / name).write_bytes(compiled(folder, EPOCH, main))
    return {name: pypdf.PdfReader(folder / name) for name in MAIN}


@pytest.mark.parametrize("name", MAIN)
def test_no_formula_stands_as_it_was_typed(name: str, documents: Documents) -> None:
    text = "\n".join(page.extract_text() for page in documents[name].pages)
    assert len(text) > 10_000
    around = [text[m.start() - 30 : m.end() + 30] for m in TYPED.finditer(text)]
    assert around == []


def test_every_link_into_the_dossier_leads_somewhere(documents: Documents) -> None:
    linked = set()
    for page in documents[PAPER].pages:
        for one in page.get("/Annots") or []:
            target = str(one.get_object().get("/A", {}).get("/URI", ""))
            if target.startswith(DOSSIER):
                linked.add(target.partition("#")[2])
    assert linked == {*NAMES, "recipes"}
    assert linked <= set(documents[DOSSIER].named_destinations)


def test_the_dossier_says_how_each_network_was_trained(
    claims: list[Judged], documents: Documents
) -> None:
    text = "".join(page.extract_text() for page in documents[DOSSIER].pages)
    said = "".join(text.split()).replace("\xad", "")
    rows = recipes(claims)
    assert {name for row in rows for name in row["claims"]} == {
        one.claim.name for one in claims if one.claim.experiment.trains
    }
    for row in rows:
        for subject, _ in row["trained"]:
            assert "".join(subject.split()) in said
    for line in (line for one in claims for line in recipe(one)[:1]):
        assert "".join(line.split()) in said


def test_every_claim_stands_in_a_chapter_and_no_other() -> None:
    text = "".join(path.read_text("utf-8") for path in CHAPTERS)
    named = set(re.findall(r'"((?:size|position|pca)\.[a-z-]+)"', text))
    assert named == {claim.name for claim in ALL}


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_every_figure_of_a_chapter_stands_in_a_claim_that_it_names(path: Path) -> None:
    text = path.read_text("utf-8")
    said = " ".join(
        f"{claim.statement} {claim.view.caption} {claim.because} "
        + " ".join(one.says for one in claim.assumptions)
        + (claim.counterexample.says if claim.counterexample else "")
        for claim in ALL
        if f'"{claim.name}"' in text
    )
    prose = re.sub(r'"[^"]*"|#\w+\([^)]*\)|[\d.]+fr', " ", text)
    for figure in re.findall(r"\b\d+\.\d+\b", prose):
        assert figure in said, figure

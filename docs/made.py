"""Pages of the site that are made from the talk and the claims."""

import html
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from verify.answered import Answered, Standing, became
from verify.budget import of_budget
from verify.claim import OPEN, Claim
from verify.claims import ALL
from verify.report.derivations import derivations
from verify.talk import TALK, Kind

Steps = Sequence[Mapping[str, Any]]
TOPICS = {"size": "Size", "position": "Position", "pca": "PCA-like autoencoder"}
LAYOUT = Path(__file__).parents[1] / "verify/report/layout"
FORMULAS = """\
#import "pieces.typ": maths, named
#let prose(text) = for (place, piece) in text.split("$").enumerate() {
  if calc.odd(place) { math.equation(maths(piece)) } else { named(piece) }
}
#let shown(text) = if text.starts-with("$$") {
  math.equation(block: true, maths(text.slice(2)))
} else { prose(text) }
#for text in json("texts.json") { html.elem("section", shown(text)) }
"""


def write(folder: Path) -> None:
    """Write all pages to a folder."""
    folder.mkdir(exist_ok=True)
    steps = derivations(ALL)
    texts = _texts(steps)
    shown = dict(zip(texts, formulas(texts), strict=True))
    (folder / "talk.md").write_text(_talk(shown), "utf-8")
    for topic, title in TOPICS.items():
        claims = [one for one in ALL if one.name.startswith(f"{topic}.")]
        (folder / f"{topic}.md").write_text(
            _topic(title, claims, shown, steps), "utf-8"
        )


def _texts(steps: Mapping[str, Steps]) -> list[str]:
    """Return every text with formulas, each once; whole formulas begin with two $."""
    found: dict[str, None] = {}
    for step in (one for some in steps.values() for one in some if "says" in one):
        found[step["says"]] = found[_formula(step)] = None
    for claim in ALL:
        for text in (
            claim.statement,
            *(one.says for one in claim.assumptions),
            *(rival.name for rival in claim.rivals),
        ):
            found[text] = None
    for sentence in TALK:
        found[sentence.words] = found[sentence.reading] = None
    return list(found)


def formulas(texts: Sequence[str]) -> list[str]:
    """Return texts as HTML, with what stands between dollar signs as MathML."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(LAYOUT, folder, dirs_exist_ok=True)
        (folder / "texts.json").write_text(json.dumps(list(texts)), "utf-8")
        (folder / "formulas.typ").write_text(FORMULAS, "utf-8")
        page = typst.compile(folder / "formulas.typ", root=folder, format="html")
    return re.findall(r"<section>(.*?)</section>", page.decode(), re.DOTALL)


WORDS = {
    Standing.HOLDS: "holds as said",
    Standing.CONDITIONAL: "holds under assumptions",
    Standing.FAILS: "fails",
    Standing.OPEN: "open",
    Standing.UNCHECKED: "not checkable",
}
EXPECTED = """\
Here stands what each claim is expected to come out as, on the seeds that it is judged
on; `make verify` finds out whether it does.
"""


def _talk(shown: Mapping[str, str]) -> str:
    known = {one.name: (one, of_budget(one.expected, "quick")) for one in ALL}
    rows = "\n".join(_said(one, shown) for one in became(known))
    return f"""# The talk, sentence by sentence

{EXPECTED}
<table class="talk">
<thead><tr><th scope="col">slide</th><th scope="col">what it says, and how it is
read</th><th scope="col">what becomes of it</th></tr></thead>
<tbody>
{rows}
</tbody>
</table>
"""


def _said(one: Answered, shown: Mapping[str, str]) -> str:
    said = one.sentence
    names = [name for name in (said.claim, *said.also) if name]
    ours = {Kind.SHARPENED: "<b>Ours:</b> ", Kind.QUESTION: "<b>A question:</b> "}
    word = WORDS[one.standing]
    if said.kind is Kind.QUESTION:
        held = (Standing.HOLDS, Standing.CONDITIONAL)
        word = "answered" if one.standing in held else "open"
    return (
        f'<tr class="{one.standing.name.lower()}"><td>{html.escape(said.slide)}</td>'
        f"<td><q>{shown[said.words]}</q><p>{ours.get(said.kind, '')}"
        f"{shown[said.reading]}</p></td>"
        f"<td><b>{word}</b><br>{'<br>'.join(map(_linked, names))}</td></tr>"
    )


def _linked(name: str) -> str:
    topic = name.split(".")[0]
    return f'<a href="{topic}.html#{_anchor(name)}"><code>{name}</code></a>'


def _anchor(name: str) -> str:
    return name.replace(".", "-")


def _formula(step: Mapping[str, Any]) -> str:
    return "$$" + " ".join([*step["left"], step["sign"], *step["right"]])


def _topic(
    title: str,
    claims: Sequence[Claim],
    shown: Mapping[str, str],
    steps: Mapping[str, Steps],
) -> str:
    parts = "\n".join("".join(_claim(one, shown, steps[one.name])) for one in claims)
    return f"# {title}\n\n{EXPECTED}\n{parts}"


def _claim(claim: Claim, shown: Mapping[str, str], steps: Steps) -> Iterator[str]:
    outcome = of_budget(claim.expected, "quick")
    evidence = ", ".join(sorted(kind.name.lower() for kind in claim.evidence))
    yield f"({_anchor(claim.name)})=\n\n## {claim.name}\n\n"
    yield f'<p class="statement">{shown[claim.statement]}</p>\n'
    word = outcome.name.capitalize()
    yield f"<p><b>{word}</b> is expected. Evidence: {evidence}.</p>\n"
    if claim.counterexample:
        says = html.escape(claim.counterexample.says)
        yield f"<p><b>Counter-example.</b> {says}.</p>\n"
    if claim.assumptions:
        yield "<details><summary>What it assumes</summary><ul>\n"
        for one in claim.assumptions:
            without = "open" if one.without == OPEN else _linked(one.without)
            yield f"<li>{shown[one.says]} <i>Without it:</i> {without}.</li>\n"
        yield "</ul></details>\n"
    yield "<details><summary>Derivation</summary>\n"
    for step in steps:
        if "says" in step:
            yield f"<p>{shown[step['says']]} <i>{step['kind']}</i></p>\n"
            yield f"{shown[_formula(step)]}\n"
        else:
            yield f"<p>As in {_linked(step['same as'])}.</p>\n"
    yield "</details>\n"
    rivals = "; ".join(shown[rival.name] for rival in claim.rivals)
    yield f"<details><summary>Told apart from</summary><p>{rivals}.</p></details>\n\n"

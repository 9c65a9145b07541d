"""Every line of the card of a stranger's network is what an own script works out.

The networks in ``tests/data/strangers`` were trained by the loops that lie beside
their weights, and the scripts of properties work out what is true of them; none of
these files knows the toolkit.
"""

import ast
import runpy
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from verify.asked.card import card, network_in
from verify.asked.card_lines import Card, Standing
from verify.subjects import Diracs, Disks, Images

ROOT = Path(__file__).parents[3]
STRANGERS = ROOT / "tests" / "data" / "strangers"
EXAMPLE = ROOT / "examples" / "network.py"

ASKED: dict[str, tuple[Any, dict[str, Any], float, float]] = {
    # Both draw the disks in their own way: 8 x 8 points in a pixel, or 16 x 16.
    "disks": (Disks(size=63, radius=31.5, blur=1.0), {}, 0.02, 1e-4),
    "line": (Disks(size=32), {}, 0.02, 3e-4),
    "impulses": (Diracs(length=48, unseen=tuple(range(5, 48, 4))), {}, 1e-5, 2e-7),
    # Two thousand ellipses here, four thousand others there.
    "ellipses": (Images(), {"logits": True}, 0.0, 0.04),
}
"""What is asked, in which form, and how near both must be, relative and absolute."""


@cache
def asked(name: str) -> Card:
    subject, form, _, _ = ASKED[name]
    if name == "line":
        return card(network_in(f"{EXAMPLE}:make"), subject)
    weights = STRANGERS / f"{name}.safetensors"
    return card(network_in(f"{STRANGERS / name}.py:make", weights), subject, **form)


@cache
def known(name: str) -> tuple[dict[str, float], dict[str, float]]:
    kind = {"line": "disk"}.get(name, name.removesuffix("s"))
    script = runpy.run_path(str(STRANGERS / f"{kind}_properties.py"))
    given = (name,) if kind == "disk" else ()
    found: tuple[dict[str, float], dict[str, float]] = script["properties"](*given)
    return found


@pytest.mark.parametrize("name", ASKED)
def test_every_figure_is_what_an_own_script_works_out(name: str) -> None:
    figures, _ = known(name)
    _, _, relative, absolute = ASKED[name]
    assert dict(asked(name).figures) == pytest.approx(
        figures, rel=relative, abs=absolute
    )


@pytest.mark.parametrize("name", ASKED)
def test_every_claim_is_as_far_off_as_an_own_script_works_out(name: str) -> None:
    _, off = known(name)
    _, _, relative, absolute = ASKED[name]
    lines = {one.judged.claim.name: one for one in asked(name).lines}
    assert {slug: one.off for slug, one in lines.items()} == pytest.approx(
        off, rel=relative, abs=absolute
    )
    for slug, one in lines.items():
        within = off[slug] <= one.judged.verdict.tolerance
        if one.standing is not Standing.SILENT:
            assert (one.standing is Standing.FITS) == within, slug


def test_what_was_trained_for_is_found() -> None:
    said = {
        name: {
            one.judged.claim.name: one.standing is Standing.FITS
            for one in asked(name).lines
            if one.standing is not Standing.SILENT
        }
        for name in ASKED
    }
    assert said == {
        "disks": {
            "size.homogeneity": False,
            "size.one-number": True,
            "size.area-code": False,
        },
        "line": {
            "size.homogeneity": True,
            "size.airy": True,
            "size.one-function": True,
            "size.energy": True,
        },
        "impulses": {"position.affine-code": True, "position.inverted-code": False},
        "ellipses": {
            "pca.ellipses": True,
            "pca.decorrelated": True,
            "pca.ellipses-floors": True,
        },
    }
    assert asked("disks").sentence.startswith("With biases")
    assert "not in order of what they add" in asked("ellipses").sentence


def test_the_strangers_know_nothing_of_the_toolkit() -> None:
    files = [*STRANGERS.glob("*.py")]
    assert len(files) == 6
    for file in files:
        body = ast.walk(ast.parse(file.read_text("utf-8")))
        names = [
            name
            for node in body
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in (
                [node.module] if isinstance(node, ast.ImportFrom) else
                [alias.name for alias in node.names]
            )
        ]  # fmt: skip
        ours = {"theory", "empirical", "verify", "tests"}
        assert names
        assert not {str(name).split(".")[0] for name in names} & ours

"""Whether the formulas in a text can be printed."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from verify.report.document import laid_out

_PAGE = """#import "pieces.typ": prose
#for text in json("texts.json").texts { prose(text); parbreak() }
"""


def unprintable(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield every text whose formulas are no mathematics of Typst, and why."""
    if all("$" not in text for text in texts) or not _fault(texts):
        return
    for text in texts:
        if why := _fault([text]):
            yield text, why


def _fault(texts: Sequence[str]) -> str:
    """Return why texts cannot be printed; empty where they can."""
    if any(text.count("$") % 2 for text in texts):
        return "a dollar sign has no second one"
    with TemporaryDirectory(prefix="verify-prose-") as name:
        folder = Path(name)
        laid_out({"texts": list(texts)}, "texts.json", folder)
        (folder / "page.typ").write_text(_PAGE, encoding="utf-8")
        try:
            typst.compile(str(folder / "page.typ"), root=name, ignore_system_fonts=True)
        except typst.TypstError as error:
            return str(error.message)
    return ""

"""Files of a person's own: that of the examples with one thing changed."""

from pathlib import Path

from tests.verify.test_command import inside

ROOT = Path(__file__).parents[1]
EXAMPLE = (ROOT / "examples" / "claim.py").read_text("utf-8")
TRAINED = EXAMPLE.replace("trains=False", "trains=True").replace("(seed:", "(start:")


def changed(old: str, new: str, text: str = EXAMPLE) -> str:
    assert old in text
    return text.replace(old, new)


def write(folder: Path, text: str, name: str = "mine.py") -> str:
    (folder / name).write_text(text, "utf-8")
    return f"{name}::CLAIM"


def said(folder: Path, *words: str) -> tuple[int, str]:
    status, out, err = inside(folder, *words)
    assert "Traceback" not in out + err
    return status, " ".join((out + err).split())

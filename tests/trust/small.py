"""The small sample: errors written out here, and by what each must be noticed.

python -m tests.trust.small FOLDER
"""

import os
import sys

os.environ["OMP_NUM_THREADS"] = "1"

from pathlib import Path

from tests.trust.forked import ROOT, STAGES, Tree, load_libraries
from tests.trust.planted import Planted

_PADDINGS = "theory/position/paddings.py"
_PADDED = "empirical/position/padded_encoders.py"
_LINEAR = "empirical/position/linear_encoder.py"
JUDGE, FALSE = "verify/judge.py", "tests/verify/test_judge.py::test_never"
"""Where a test that fails without any error is put first, which must not count."""
SMALL = (
    # A sign, a factor where the signal is mirrored, another solution; nothing wrong.
    ("theory", _PADDINGS, "(levels - knots) - 1)", "(levels - knots) + 1)", "verdict"),
    ("theory", _PADDINGS, "2 * (size - place)", "(size - place)", "verdict"),
    ("theory", "theory/size/airy.py", "* ai + bi)", "* ai - bi)", "verdict"),
    ("theory", _PADDINGS, "np.arange(float(size))", "1 * np.arange(1.0 * size)", ""),
    # Other taps, another mean, another target, a seed dropped.
    ("experiments", _PADDED, "[[[1.0, 2.0, 1.0]]]", "[[[1.0, 2.0, 2.0]]]", "verdict"),
    (
        "experiments",
        "empirical/size/averaging.py",
        "mean(axis=(1",
        "max(axis=(1",
        "verdict",
    ),
    ("experiments", _LINEAR, "labels = size -", "labels = 1 -", "verdict"),
    ("experiments", _LINEAR, "default_rng(start.seed)", "default_rng(0)", "law"),
    # An answer that is the prediction.
    (
        "claims",
        "verify/claims/position/paddings.py",
        'answer=arrays["codes"].ravel()',
        "answer=_predict()",
        "law",
    ),
    # Networks that do something else.
    ("arrays", "position.no-nonlinearity", "", "constant", "verdict"),
    ("arrays", "position.two-dimensional", "", "the other sign", "verdict"),
    ("arrays", "size.optimal-h", "", "one image for all", "verdict"),
    # A loose judge, arrays that leave the checksum of sources.
    ("house", JUDGE, "LEAN = 0.25", "LEAN = 0.5", "test"),
    ("house", "verify/sources.py", 'found[f"{name}{suffix}"] = beside', "pass", "test"),
)
"""Kind, file, text that stands once in it, what is planted, and by what it is noticed.

For arrays: kind, claim, nothing, the change, and by what. The house is asked by its own
tests alone, as every claim would have to be judged; where nothing is wrong, no more is
asked than the verdicts.
"""


def error(kind: str, file: str, before: str, after: str) -> Planted:
    """Return an error; the text that it replaces must stand once in the file."""
    if kind == "arrays":
        return Planted(kind=kind, file=file, operator=after)
    text = (ROOT / file).read_text("utf-8")
    if text.count(before) != 1:
        raise SystemExit(f"{file} must hold {before!r} once, see tests/trust/small.py.")
    start = text.index(before)
    return Planted(
        kind=kind,
        operator="of the small sample",
        file=file,
        line=text.count("\n", 0, start) + 1,
        start=start,
        end=start + len(before),
        before=before,
        after=after,
    )


def fails_always(tree: Tree, file: str) -> None:
    """Let a file of tests in a tree begin with one that fails without any error."""
    path = tree.root / file
    failing = "def test_never() -> None:\n    raise AssertionError\n\n\n"
    path.write_text(failing + path.read_text("utf-8"), "utf-8")


def main(folder: Path) -> int:
    """Plant all; print what was noticed otherwise than it should be."""
    load_libraries()
    wrong, tree = 0, None
    for kind, file, before, after, by in SMALL:
        planted = error(kind, file, before, after)
        stages = {"": ("verdict",), "test": ("test",)}.get(by, STAGES)
        # One with a test that fails always is good for one error.
        if tree is None or tree.stages != stages or tree.false:
            tree = Tree(folder / "tree", folder / "answers", cheap=2.0, stages=stages)
        if false := {FALSE} if file == JUDGE else set():
            fails_always(tree, FALSE.split("::")[0])
        noticed = tree.asked(planted)
        wrong += tree.false != false
        wrong += noticed.by != (by or "nothing")
        sys.stdout.write(
            f"{noticed.by}, should be {by or 'nothing'} ({noticed.where}): {planted} "
            f"{noticed.seconds:.0f} s\n"
        )
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

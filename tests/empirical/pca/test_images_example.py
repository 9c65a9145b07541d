"""What docs/own.md and the example say of one's own images runs as it stands."""

import re
import runpy
from pathlib import Path
from textwrap import dedent

import numpy as np
import pytest

from empirical.pca.autoencoder import PCAAutoencoder

ROOT = Path(__file__).parents[3]
SECTION = re.search(
    r"## Your own images\n(.*?)\n## ",
    (ROOT / "docs/own.md").read_text("utf-8"),
    re.DOTALL,
)
assert SECTION
BLOCK = re.search(r"(?:^    .*\n|^\n(?=    ))+", SECTION[1], re.MULTILINE)
assert BLOCK


@pytest.mark.slow
def test_the_python_of_the_readme_runs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    y, x = np.mgrid[:12, :12]
    images = np.stack([np.exp(-((x - a / 4) ** 2) / 9 - y / 9) for a in range(48)])
    found = {"images": images}
    exec(dedent(BLOCK[0]), found)
    assert found["again"].shape == images.shape
    model = PCAAutoencoder.load("model")
    np.testing.assert_array_equal(model.transform(images), found["codes"])
    assert "packet 3 of 3 is trained" in capsys.readouterr().out


@pytest.mark.slow
def test_the_example_orders_its_codes(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(ROOT / "examples" / "images.py"))
    said = capsys.readouterr().out.splitlines()
    shares = [float(line.split()[3][:-1]) for line in said[-4:-1]]
    assert shares[0] > shares[1] > 5
    assert sum(shares) > 50
    assert said[-1].startswith("two codes are off by 0.0")

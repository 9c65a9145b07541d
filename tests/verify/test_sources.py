"""The checksum of sources: all that is reached, nothing that is not."""

import sys
from pathlib import Path

import pytest

from verify.sources import (
    module_hash,
    package_hash,
    source_files,
    source_hash,
    toolkit_hash,
)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "invented"
    (folder / "deep").mkdir(parents=True)
    for name, text in {
        "__init__": "",
        "deep/__init__": "",
        "start": "import numpy\nimport invented.one\n",
        "one": "def f():\n    from invented.deep import two\n",
        "deep/two": "from invented.deep.three import value\n",
        "deep/three": "value = 1\n",
        "apart": "value = 2\n",
    }.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    module_hash.cache_clear()
    sys.path_importer_cache.clear()


def hash_now() -> str:
    module_hash.cache_clear()
    return source_hash("invented.start:run")


def test_imports_are_followed_into_functions_and_packages(package: Path) -> None:
    assert set(source_files("invented.start:run")) == {
        "invented",
        "invented.start",
        "invented.one",
        "invented.deep",
        "invented.deep.two",
        "invented.deep.three",
    }
    assert "invented" not in sys.modules


@pytest.mark.parametrize("name", ["start", "one", "deep/__init__", "deep/three"])
def test_a_change_in_a_file_that_is_reached_changes_the_hash(
    package: Path, name: str
) -> None:
    before = hash_now()
    with (package / f"{name}.py").open("a") as file:
        file.write("# changed\n")
    assert hash_now() != before


def test_a_change_in_a_file_that_is_not_reached_does_not(package: Path) -> None:
    before = hash_now()
    (package / "apart.py").write_text("value = 3\n")
    assert hash_now() == before


def test_a_training_depends_on_its_loop_and_not_on_theory() -> None:
    files = source_files("empirical.size.profiles:bias_free_disks")
    assert {"empirical.training", "empirical.size.models.bias_free"} <= set(files)
    assert not any(name.startswith("theory") for name in files)


def test_arrays_beside_a_module_are_part_of_it() -> None:
    files = source_files("theory.position.pooling_certificate:certified")
    arrays = files["theory.position.pooling_certificate.npz"]
    assert arrays.suffix == ".npz"
    assert arrays.is_file()
    assert arrays in source_files("verify.claims:ALL").values()


def test_a_module_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match=r"got 'empirical\.nowhere:run'"):
        source_hash("empirical.nowhere:run")


@pytest.mark.parametrize("suffix", [".typ", ".html", ".css", ".js"])
def test_the_toolkit_hash_sees_the_layout_too(
    suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("theory", "empirical", "verify"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
    layout = (tmp_path / "verify" / "page").with_suffix(suffix)
    layout.write_text("one")
    monkeypatch.setattr(
        "verify.sources._path", lambda name: tmp_path / name / "__init__.py"
    )
    package_hash.cache_clear()
    before = toolkit_hash()
    layout.write_text("two")
    package_hash.cache_clear()
    assert toolkit_hash() != before
    package_hash.cache_clear()

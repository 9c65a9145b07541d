"""The explorer in Debian's Chromium, without a window."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver

from tests.verify.explorer.networks import BIASED, CLAIMS, found
from verify.report.explorer.page import page

EPOCH = 1_700_000_000

_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # What is clicked must not be on its way to the middle of the screen.
    "--force-prefers-reduced-motion",
)


@pytest.fixture(scope="session")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page where all its networks are stored."""
    folder = tmp_path_factory.mktemp("everything")
    path = folder / "explorer.html"
    path.write_bytes(page(found(folder / "store", *CLAIMS), EPOCH))
    return path


@pytest.fixture(scope="session")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page where none is."""
    folder = tmp_path_factory.mktemp("nothing")
    path = folder / "explorer.html"
    path.write_bytes(page(found(folder / "store"), EPOCH))
    return path


@pytest.fixture(scope="session")
def halved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page where of the networks of disks that with biases is stored."""
    folder = tmp_path_factory.mktemp("halved")
    path = folder / "explorer.html"
    path.write_bytes(page(found(folder / "store", BIASED), EPOCH))
    return path


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a browser; skips where there is none."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        pytest.skip("Chromium is missing: apt-get install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    for one in (*_OPTIONS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(one)
    # Named, so that nothing is looked for or fetched.
    service = webdriver.ChromeService(executable_path=driver)
    with webdriver.Chrome(options=options, service=service) as started:
        yield started


@pytest.fixture
def opened(chromium: Any, everything: Path) -> Iterator[Any]:
    """Return the browser with the whole page, which must leave no complaint."""
    yield from _opened(chromium, everything)


@pytest.fixture
def functions(chromium: Any, everything: Path) -> Any:
    """Return the browser with the whole page, in whatever state it is."""
    if chromium.current_url != everything.as_uri():
        chromium.get(everything.as_uri())
    return chromium


@pytest.fixture
def bare(chromium: Any, nothing: Path) -> Iterator[Any]:
    """Return the browser with the page that lacks its networks."""
    yield from _opened(chromium, nothing)


@pytest.fixture
def half(chromium: Any, halved: Path) -> Iterator[Any]:
    """Return the browser with the page that lacks one network of disks."""
    yield from _opened(chromium, halved)


def _opened(chromium: Any, path: Path) -> Iterator[Any]:
    chromium.get_log("browser")
    chromium.get(path.as_uri())
    yield chromium
    assert chromium.get_log("browser") == []

"""The explorer as a whole: on any screen, for any reader."""

from collections.abc import Iterator
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.verify.explorer.hand import choose, get

PHONE, DESK = 360, 1280
LEAST = 4.5
"""The contrast that WCAG 2 asks of text."""

CONTRASTS = """
const numbers = (c) => {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = c; probe.fillRect(0, 0, 1, 1);
  return [...probe.getImageData(0, 0, 1, 1).data];
};
const light = (c) => numbers(c).slice(0, 3).map(x => x / 255)
  .map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4)
  .reduce((sum, x, i) => sum + x * [0.2126, 0.7152, 0.0722][i], 0);
const behind = (e) => {
  for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor;
    if (numbers(c)[3] === 255) return c;
  }
};
const found = {};
for (const e of document.querySelectorAll("body *")) {
  const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  if (!own || !e.checkVisibility() || e.closest(".unseen, .skip, :disabled")) continue;
  const style = getComputedStyle(e);
  const colour = e.closest("svg") ? style.fill : style.color;
  const [a, b] = [light(colour), light(behind(e))].sort((x, y) => y - x);
  found[`${e.tagName} ${e.className} ${e.textContent.slice(0, 30)}`] =
    (a + 0.05) / (b + 0.05);
}
return found;
"""


@pytest.fixture
def screen(chromium: Any) -> Iterator[Any]:
    """Return a function that makes the screen so wide, and light or dark."""

    def shaped(width: int, scheme: str = "light", motion: str = "reduce") -> None:
        chromium.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {
                "width": width,
                "height": 800,
                "deviceScaleFactor": 1,
                "mobile": width == PHONE,
            },
        )
        features = {"color-scheme": scheme, "reduced-motion": motion}
        chromium.execute_cdp_cmd(
            "Emulation.setEmulatedMedia",
            {
                "features": [
                    {"name": f"prefers-{n}", "value": v} for n, v in features.items()
                ]
            },
        )

    yield shaped
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def moved_everything(browser: Any) -> None:
    """Move every control, those that choose through all that they offer."""
    for choices in ("disks-network", "position-length", "position-encoder"):
        for one in browser.find_elements(By.NAME, choices)[::-1]:
            one.click()
    for choices in ("position-padding", "position-decoder"):
        for one in browser.find_elements(By.NAME, choices):
            one.click()
    for button in browser.find_elements(By.CSS_SELECTOR, "button"):
        button.click()
    get(browser, "position-between").click()
    for slider in browser.find_elements(By.CSS_SELECTOR, "input[type=range]"):
        slider.send_keys(Keys.HOME)
        slider.send_keys(Keys.PAGE_UP)


def test_the_page_is_ready_at_once_and_asks_for_nothing(opened: Any) -> None:
    ready = opened.execute_script("return document.documentElement.dataset.ready;")
    # A second where nothing else runs.
    assert int(ready) < 5000
    asked = opened.execute_script(
        "return performance.getEntriesByType('resource').map(e => e.name);"
    )
    assert [name for name in asked if not name.startswith("data:")] == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_leaves_the_screen_and_all_can_be_read(
    opened: Any, screen: Any, width: int
) -> None:
    screen(width)
    moved_everything(opened)
    for scheme in ("light", "dark"):
        screen(width, scheme)
        wide = opened.execute_script("return document.documentElement.scrollWidth;")
        assert wide <= width
        found = opened.execute_script(CONTRASTS)
        assert len(found) > 100
        assert {name: c for name, c in found.items() if c < LEAST} == {}, scheme


def test_dark_and_light_are_told_by_the_reader(opened: Any, screen: Any) -> None:
    colours = []
    for scheme in ("light", "dark"):
        screen(DESK, scheme)
        colours.append(
            opened.execute_script(
                "return getComputedStyle(document.body).backgroundColor;"
            )
        )
    assert colours[0] != colours[1]


def test_nothing_moves_by_itself_for_readers_who_ask(opened: Any, screen: Any) -> None:
    script = "return getComputedStyle(document.documentElement).scrollBehavior;"
    screen(DESK, motion="no-preference")
    assert opened.execute_script(script) == "smooth"
    screen(DESK, motion="reduce")
    assert opened.execute_script(script) == "auto"


def test_every_control_has_a_name_and_is_large_enough(opened: Any, screen: Any) -> None:
    screen(PHONE)
    controls = opened.find_elements(By.CSS_SELECTOR, "input, button, [role=slider]")
    assert len(controls) > 40
    for one in controls:
        assert one.accessible_name, one.get_attribute("outerHTML")
    for one in opened.find_elements(By.CSS_SELECTOR, "button, .choice label, .check"):
        assert one.size["height"] >= 44, one.text
    for picture in opened.find_elements(By.CSS_SELECTOR, "[role=img]"):
        assert picture.accessible_name, picture.get_attribute("outerHTML")


def test_a_screen_reader_is_told_what_became_of_a_move_and_nothing_else(
    opened: Any,
) -> None:
    waited = (
        "const [done] = arguments; setTimeout(() =>"
        " done(document.querySelector('[role=status]').textContent), 800);"
    )
    assert opened.execute_async_script(waited) == ""
    get(opened, "position-at").send_keys(Keys.ARROW_RIGHT)
    assert "The Dirac at 3 gets the code 5" in opened.execute_async_script(waited)


def test_each_chart_names_its_lines_and_one_colour_means_one_thing(
    opened: Any,
) -> None:
    for network in ("free", "biased"):
        choose(opened, "disks-network", network)
        for svg in opened.find_elements(By.CSS_SELECTOR, ".plot > svg"):
            plot = svg.find_element(By.XPATH, "..")
            lines, named = (
                {
                    path.get_attribute("class")
                    for path in plot.find_elements(By.CSS_SELECTOR, part)
                }
                for part in (":scope > svg path", ".legend path")
            )
            assert lines - {"line here"} == named
            for item in plot.find_elements(By.CSS_SELECTOR, ".legend li"):
                kind = item.find_element(By.CSS_SELECTOR, "[class]")
                word = kind.get_attribute("class").split()[1]
                assert MEANS[word] in item.text


MEANS = {
    "prediction": "",
    "network": "",
    "rival": "rival",
    "direct": "direct minimisation",
    "here": "the impulse",
}

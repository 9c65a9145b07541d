"""What a hand does to the explorer, and what an eye reads off it."""

from typing import Any

from selenium.webdriver.common.by import By


def get(browser: Any, name: str) -> Any:
    return browser.find_element(By.ID, name)


def slide(browser: Any, name: str, value: float) -> None:
    browser.execute_script(
        "arguments[0].value = arguments[1];"
        "arguments[0].dispatchEvent(new Event('input', {bubbles: true}));",
        get(browser, name),
        value,
    )


def choose(browser: Any, name: str, value: str) -> None:
    browser.find_element(
        By.CSS_SELECTOR, f'input[name="{name}"][value="{value}"]'
    ).click()


def shown(browser: Any, name: str) -> str:
    """Return what a canvas shows, as one text."""
    return str(
        browser.execute_script("return arguments[0].toDataURL();", get(browser, name))
    )


def rows(browser: Any, name: str) -> list[list[str]]:
    return [
        [cell.text for cell in row.find_elements(By.CSS_SELECTOR, "td:not(.beyond)")]
        for row in get(browser, name).find_elements(By.CSS_SELECTOR, "tr:not(.taps)")
    ]


def asked(browser: Any, script: str, *given: Any) -> Any:
    """Return what a script says that knows the page's functions as ``x``."""
    return browser.execute_script(f"const x = window.explorer; {script}", *given)

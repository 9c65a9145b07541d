"""The explorer under a hand: every control, by pointer and by key."""

from typing import Any

from selenium.webdriver import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from tests.verify.explorer.hand import choose, get, rows, shown, slide


def test_without_biases_the_picture_grows_brighter_and_with_them_larger(
    opened: Any,
) -> None:
    says = get(opened, "disks-code-says")
    slide(opened, "disks-code", 200)
    before, picture = says.text, shown(opened, "disks-decoded")
    slide(opened, "disks-code", 400)
    assert says.text != before
    assert shown(opened, "disks-decoded") != picture
    picture = shown(opened, "disks-decoded")
    choose(opened, "disks-network", "biased")
    assert shown(opened, "disks-decoded") != picture
    assert get(opened, "disks-biased-legend").is_displayed()
    assert not get(opened, "disks-free-legend").is_displayed()


def test_the_trained_profile_stays_inside_its_chart(opened: Any) -> None:
    inside = (
        "const svg = document.getElementById('disks-profile');"
        "const box = svg.getBoundingClientRect();"
        "return [...svg.querySelectorAll('.prediction')].every(p => {"
        " const {y, height} = p.getBBox();"
        " return y > 9 && y + height < box.height - 37; });"
    )
    slide(opened, "disks-code", 400)
    assert opened.execute_script(inside)


def test_a_law_is_drawn_by_pointer_and_by_key(opened: Any) -> None:
    kappa = get(opened, "law-kappa")
    opened.find_element(By.CSS_SELECTOR, 'button[value="uniform"]').click()
    assert kappa.text == "7.8373"
    bars = opened.find_elements(By.CSS_SELECTOR, "#law-bars [role=slider]")
    heights = [int(bar.get_attribute("aria-valuenow")) for bar in bars]
    assert heights == [50] * 20
    group = get(opened, "law-bars")
    width, height = group.size["width"], group.size["height"]
    hand = ActionChains(opened, duration=50)
    hand.move_to_element_with_offset(group, -width // 2 + 4, height // 2 - 4)
    hand.click_and_hold().move_by_offset(width - 8, 8 - height).release().perform()
    drawn = [int(bar.get_attribute("aria-valuenow")) for bar in bars]
    assert drawn == sorted(drawn)
    assert drawn[0] < 10 < 90 < drawn[-1]
    assert kappa.text != "7.8373"
    bars[0].send_keys(Keys.HOME)
    bars[0].send_keys(Keys.ARROW_UP)
    assert bars[0].get_attribute("aria-valuenow") == "5"
    bars[0].send_keys(Keys.ARROW_RIGHT)
    assert opened.switch_to.active_element == bars[1]
    assert [bar.get_attribute("tabindex") for bar in bars[:2]] == ["-1", "0"]


def pressed(browser: Any) -> list[str]:
    return [
        button.text
        for button in browser.find_elements(By.CSS_SELECTOR, "#law-form button")
        if button.get_attribute("aria-pressed") == "true"
    ]


def test_the_law_that_is_shown_is_marked_until_it_is_another(opened: Any) -> None:
    assert pressed(opened) == ["a hole"]
    opened.find_element(By.CSS_SELECTOR, 'button[value="one"]').click()
    assert pressed(opened) == ["nearly one size"]
    empty, full = opened.find_elements(By.CSS_SELECTOR, "#law-bars span")[10:12]
    assert (empty.size["height"], full.size["height"] > 100) == (0, True)
    opened.find_element(By.CSS_SELECTOR, "#law-bars [role=slider]").send_keys(Keys.END)
    assert pressed(opened) == []


def test_near_the_code_0_no_difference_is_shown(opened: Any) -> None:
    slide(opened, "disks-code", 0)
    assert get(opened, "disks-none").is_displayed()
    path = "#disks-residual path.network"
    assert opened.find_element(By.CSS_SELECTOR, path).get_attribute("d") == ""
    slide(opened, "disks-code", 200)
    assert not get(opened, "disks-none").is_displayed()
    assert opened.find_element(By.CSS_SELECTOR, path).get_attribute("d") != ""


def test_a_law_without_disks_is_refused_in_words(opened: Any) -> None:
    opened.find_element(By.CSS_SELECTOR, 'button[value="one"]').click()
    bars = opened.find_elements(By.CSS_SELECTOR, "#law-bars [role=slider]")
    for bar in bars:
        if bar.get_attribute("aria-valuenow") != "0":
            bar.send_keys(Keys.HOME)
    assert "raise a bar" in get(opened, "law-empty").text
    bars[3].send_keys(Keys.END)
    assert not get(opened, "law-empty").is_displayed()


def test_an_impulse_is_dragged_through_table_1(opened: Any) -> None:
    assert rows(opened, "position-rows") == [
        ["0", "0", "1", "0", "0", "0", "0", "0"],
        ["0", "2", "0", "0"],
        ["2", "2"],
        ["6"],
    ]
    assert rows(opened, "decoder-rows")[-1] == ["0", "0", "1", "0", "0", "0", "0", "0"]
    cells = get(opened, "position-rows").find_elements(
        By.CSS_SELECTOR, "tr:first-child td:not(.beyond)"
    )
    hand = ActionChains(opened, duration=50)
    hand.click_and_hold(cells[2]).move_to_element(cells[5]).release().perform()
    assert rows(opened, "position-rows")[1:] == [
        ["0", "0", "1", "1"],
        ["0", "3"],
        ["3"],
    ]
    get(opened, "position-at").send_keys(Keys.ARROW_RIGHT)
    assert get(opened, "position-at-says").text == "6"
    assert rows(opened, "position-rows")[3] == ["2"]


def beyond(browser: Any) -> list[list[str]]:
    return [
        [cell.text for cell in row.find_elements(By.CSS_SELECTOR, ".beyond")]
        for row in get(browser, "position-rows").find_elements(
            By.CSS_SELECTOR, "tr:not(.taps)"
        )
    ]


def test_the_sample_beyond_the_ends_is_drawn_and_what_carries_it(opened: Any) -> None:
    assert beyond(opened) == [["0"], ["0"], ["0"], [""]]
    slide(opened, "position-at", 7)
    choose(opened, "position-padding", "circular")
    assert beyond(opened) == [["1"], ["1"], ["1"], [""]]
    # 7 sums of three; the last sample and its copy carry 2, 3 and 3 of them.
    lines = get(opened, "position-rows").find_elements(By.CSS_SELECTOR, ".taps line")
    assert len(lines) == 21
    assert len([one for one in lines if one.get_attribute("class") == "live"]) == 8
    choose(opened, "position-encoder", "max")
    assert [len(row) for row in beyond(opened)] == [2, 2, 2, 2]


def test_a_circle_and_max_pooling_lose_the_position(opened: Any) -> None:
    sentence = get(opened, "position-sentence")
    choose(opened, "position-padding", "reflect")
    assert (
        "2 times the inverted position 6, as for every whole a above 0" in sentence.text
    )
    choose(opened, "position-padding", "zeros")
    assert "its inverted position; the decoder gives the Dirac back" in sentence.text
    choose(opened, "position-padding", "circular")
    assert "code 8, where 6 would be right" in sentence.text
    choose(opened, "position-padding", "zeros")
    choose(opened, "position-encoder", "max")
    assert "would be right; the decoder gives something else back" in sentence.text
    choose(opened, "position-encoder", "two")
    assert "its inverted position; the decoder gives the Dirac back" in sentence.text
    assert len(rows(opened, "position-rows")) == 6


def test_the_trained_decoder_is_offered_for_its_own_length(opened: Any) -> None:
    choose(opened, "position-decoder", "trained")
    assert len(rows(opened, "decoder-rows")) == 2
    choose(opened, "position-length", "16")
    assert not get(opened, "position-trained").is_enabled()
    assert get(opened, "position-doubling").is_selected()


def test_codes_of_ellipses_move_both_pictures(opened: Any) -> None:
    names = ("ellipses-ordered-3", "ellipses-ordered-1", "ellipses-plain")
    before = [shown(opened, name) for name in names]
    get(opened, "ellipses-z1").send_keys(Keys.END)
    after = [shown(opened, name) for name in names]
    assert all(a != b for a, b in zip(before, after, strict=True))
    get(opened, "ellipses-z2").send_keys(Keys.END)
    assert shown(opened, "ellipses-ordered-1") == after[1]
    assert shown(opened, "ellipses-ordered-2") != after[1]
    opened.find_element(By.CSS_SELECTOR, "#ellipses-form button").click()
    assert (
        opened.execute_async_script(
            "const [name, done] = arguments;"
            "setTimeout(() => done(document.getElementById(name).value), 100)",
            "ellipses-z1",
        )
        == "50"
    )


def test_what_is_not_measured_says_what_to_run_and_the_rest_moves(bare: Any) -> None:
    assert not get(bare, "disks-figure").is_displayed()
    command = "python -m verify size.one-function size.thresholded"
    assert command in get(bare, "disks-missing").text
    assert "python -m verify pca.ellipses" in get(bare, "ellipses-missing").text
    assert "Decoded in this page" not in bare.find_element(By.TAG_NAME, "main").text
    assert not get(bare, "position-trained").is_enabled()
    assert "python -m verify position.decoder-continuous" in bare.execute_script(
        "return document.getElementById('position-trained-note').textContent"
    )
    assert get(bare, "law-kappa").text == "6.1966"
    slide(bare, "position-at", 5)
    assert "The Dirac at 5 gets the code 3" in get(bare, "position-sentence").text


def test_one_network_of_disks_is_shown_without_the_other(half: Any) -> None:
    free, biased = half.find_elements(By.NAME, "disks-network")
    assert (free.is_enabled(), biased.is_selected()) == (False, True)
    assert "python -m verify size.one-function" in get(half, "disks-free-note").text
    assert get(half, "disks-biased-legend").is_displayed()
    picture = shown(half, "disks-decoded")
    slide(half, "disks-code", 10)
    assert shown(half, "disks-decoded") != picture

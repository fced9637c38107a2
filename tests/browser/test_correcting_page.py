"""The reader and the review in a browser: words and cards show each other, a fact is corrected by keys and by forms."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from guarded import Opens, wide

ACTIVE = re.compile(r"\bactive\b")


def test_words_and_card_show_each_other(site: str, names: dict[str, str], opens: Opens) -> None:
    page = opens(f"{site}/read/{names['article']}")
    fact = page.locator(".note-card").last.get_attribute("data-fact")
    words, card = page.locator(f'.span[data-of="{fact}"]').first, page.locator(f'.note-card[data-fact="{fact}"]')
    card.hover()
    expect(words).to_have_class(ACTIVE)
    # The words may begin in the middle of a line: their box is not theirs alone, the first of its pieces is.
    left, top = words.evaluate("one => { const box = one.getClientRects()[0]; return [box.left + 3, box.top + 4]; }")
    page.mouse.click(left, top)
    expect(page.locator(".note-card.active")).to_have_count(1)


def test_wrong_in_two_keys_from_the_reader(own_site: str, names: dict[str, str], opens: Opens) -> None:
    page = opens(f"{own_site}/read/{names['article']}")
    page.keyboard.press("j")
    page.keyboard.press("c")
    page.wait_for_url("**/review?fact=*")
    page.keyboard.press("w")
    expect(page.locator("input[name=why]")).to_be_focused()
    page.keyboard.type("he quotes a film")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/fact/.*said=\d+"))
    expect(page.locator("main")).to_contain_text(re.compile(r"Kept: correction \d+, wrong"))
    first = page.url
    expect(page.locator("main")).to_contain_text("he quotes a film")
    page.locator("#corrections input[name=why]").last.fill("I misread it")
    page.get_by_role("button", name=re.compile(r"^Undo \d+")).last.click()
    page.wait_for_url(lambda url: url != first and "said=" in url)
    expect(page.locator(".fault")).to_have_count(0)


def test_the_code_by_arrows(own_site: str, names: dict[str, str], opens: Opens) -> None:
    page = opens(f"{own_site}/review?fact={names['fact']}")
    box = page.locator("select[name=type]")
    before = box.input_value()
    page.keyboard.press("ArrowDown" if before != "ASSAULT" else "ArrowUp")
    assert box.input_value() != before
    page.locator("input[name=why]").fill("see the dateline")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/fact/.*said=\d+"))
    expect(page.locator("main")).to_contain_text("change: type")


def test_enter_without_a_choice_sends_nothing(own_site: str, names: dict[str, str], opens: Opens) -> None:
    page = opens(f"{own_site}/review?fact={names['fact']}")
    page.locator("input[name=why]").fill("undecided")
    page.keyboard.press("Enter")
    assert "said=" not in page.url and page.locator("input[name=why]").input_value() == "undecided"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_form_without_script(own_site: str, names: dict[str, str], opens: Opens, width: int) -> None:
    page = opens(f"{own_site}/review?fact={names['fact']}", script=False, width=width)
    assert page.locator("form[data-correct]").count() == 1
    page.locator("input[name=why]").fill("not in the words")
    page.get_by_role("button", name="Wrong: no such fact").click()
    page.wait_for_url(re.compile(r"/fact/.*said=\d+"))
    expect(page.locator("main")).to_contain_text("it is not listed, counted or told any more")


def test_nothing_is_wider_than_a_phone(site: str, names: dict[str, str], opens: Opens) -> None:
    for path in ("/read", "/review/history", f"/read/{names['article']}/changes", f"/review?fact={names['fact']}"):
        assert not wide(opens(site + path, width=390)), path

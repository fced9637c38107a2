"""What a person does with the page: keys, evidence, the past, a link into a text, the time bar, themes, print."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, expect

from benchmarks import sampledesk
from guarded import Opens, wide

PAST = f"as_of={sampledesk.REPLAYED}"
ROW, AT = "main [data-row]", "main [data-row].at"


def asked(page: Page) -> dict[str, str]:
    """What the address of a page asks for."""
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def at(page: Page) -> int:
    """The number of the line that the keys stand on."""
    found: int = page.evaluate(
        "([row, at]) => [...document.querySelectorAll(row)].filter((one) => one.getClientRects().length)"
        ".indexOf(document.querySelector(at))",
        [ROW, AT],
    )
    return found


def evidence_row(page: Page) -> None:
    """Moves by keys to the first line that has evidence."""
    for _ in range(60):
        page.keyboard.press("j")
        if page.locator(f"{AT} a[data-drawer]").count():
            return
    raise AssertionError("no line of this screen has evidence")


# --- keys -------------------------------------------------------------------------------------------------------------


def test_keys_move_from_line_to_line(site: str, opens: Opens) -> None:
    page = opens(f"{site}/search?q=peshmerga")
    page.keyboard.press("j")
    assert at(page) == 0
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert at(page) == 2
    page.keyboard.press("k")
    assert at(page) == 1
    expect(page.locator(AT)).to_be_in_viewport()


def test_the_evidence_of_a_line_by_keys(site: str, opens: Opens) -> None:
    page = opens(site)
    evidence_row(page)
    line = at(page)
    page.keyboard.press("e")
    expect(page.locator("#drawer blockquote").first).to_be_visible()
    assert page.url.rstrip("/") == site  # without leaving the page
    assert not wide(page)
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    assert at(page) == line and page.evaluate("document.activeElement.closest('[data-row]') !== null")


def test_enter_opens_a_line(site: str, opens: Opens) -> None:
    page = opens(f"{site}/stories")
    page.keyboard.press("j")
    leads = page.locator(f"{AT} a[href]").first.get_attribute("href")
    assert leads
    page.keyboard.press("Enter")
    page.wait_for_url("**" + leads.partition("#")[0] + "*")


def test_keys_to_correct_watch_and_search(site: str, opens: Opens) -> None:
    page = opens(site)
    evidence_row(page)
    page.keyboard.press("c")
    page.wait_for_url("**/review?fact=*")
    page.go_back()
    evidence_row(page)
    page.keyboard.press("w")
    page.wait_for_url("**/watches?new=*")
    page.keyboard.press("/")
    page.wait_for_url("**/search*")
    page.keyboard.press("/")
    expect(page.locator("main input[type=search]").first).to_be_focused()
    page.keyboard.type("j?")  # in a box these are letters
    expect(page.locator("main input[type=search]").first).to_have_value(re.compile(r"j\?$"))
    expect(page.locator("dialog")).to_have_count(0)


def test_a_list_of_keys(site: str, opens: Opens) -> None:
    page = opens(site)
    page.keyboard.press("?")
    expect(page.locator("dialog[open] kbd").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


def test_everything_can_be_reached_by_tab(site: str, opens: Opens) -> None:
    page = opens(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
        # Of a box for a day the browser marks the part that is being written.
        shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle + document.activeElement.type")
        assert shown == "nonedate" or not shown.startswith("none"), page.evaluate("document.activeElement.outerHTML")
    assert len(reached) > 12


# --- evidence ---------------------------------------------------------------------------------------------------------


def test_the_drawer_opens_leads_on_and_closes(site: str, opens: Opens) -> None:
    page = opens(f"{site}/search?q=peshmerga")
    link = page.locator(f"{ROW} a[data-drawer]:visible").first
    link.click()
    drawer = page.locator("#drawer")
    expect(drawer.locator("blockquote").first).to_be_visible()
    expect(drawer.locator("h1")).to_have_count(0)  # a page has one, and it has it already
    drawer.locator("button.close").click()
    expect(drawer).to_be_hidden()
    link.click()
    drawer.locator("a[href*='/read/']").first.click()
    page.wait_for_url("**/read/**")


def test_a_drawer_covers_a_phone(site: str, opens: Opens) -> None:
    page = opens(site, width=390, height=844)
    page.locator(f"{ROW} a[data-drawer]:visible").first.click()
    expect(page.locator("#drawer blockquote").first).to_be_in_viewport()
    assert not wide(page)


def test_a_link_into_a_text(site: str, names: dict[str, str], opens: Opens) -> None:
    address = f"{site}/read/{names['article']}?v={names['version']}#{names['fact']}"
    for script in (True, False):
        page = opens(address, script=script)
        words = page.locator(f"[id='{names['fact']}']")
        expect(words).to_be_in_viewport()
        assert words.inner_text().strip()
    page = opens(f"{site}/fact/{names['fact']}")
    page.locator(f"main a[href*='/read/'][href*='#{names['fact']}']").first.click()
    expect(page.locator(f"[id='{names['fact']}']")).to_be_in_viewport()


# --- corrections ------------------------------------------------------------------------------------------------------


def test_a_fact_is_judged_and_the_judgement_taken_back_without_script(
    own_site: str, own_desk: Path, names: dict[str, str], opens: Opens
) -> None:
    """With script it is done by keys, too; see test_reviewing.py."""
    fact = names["fact"]
    page = opens(f"{own_site}/review?fact={fact}", script=False)
    page.locator("input[name=why]").first.fill("he tells what a film shows")
    page.locator("button[name=kind][value=wrong]").click()
    expect(page.locator("main")).to_contain_text("he tells what a film shows")
    with sampledesk.opened(own_desk) as kept:
        said = kept.corrections(fact)[-1]
        assert (said.kind, said.author, said.in_force) == ("wrong", "A. Reader", True)
        assert fact not in {one.event.id for one in kept.events()}  # it counts no more
    page.goto(f"{own_site}/review/history")
    row = page.locator("main tr[data-row]", has_text="a film shows")
    row.locator("summary").click()
    row.locator("input[name=why]").fill("it was the news after the film")
    row.locator("button").click()
    with sampledesk.opened(own_desk) as kept:
        undone, taking = kept.corrections()[-2:]
        assert not undone.in_force and taking.undoes == undone.number
        assert fact in {one.event.id for one in kept.events()}


# --- the past ---------------------------------------------------------------------------------------------------------


def test_the_past_is_another_page_and_says_so(site: str, opens: Opens) -> None:
    for script in (True, False):
        page = opens(f"{site}/stories", script=script)
        now = page.locator("main").inner_text()
        assert not page.locator(".replay-note").count()
        page.locator("#as-of").fill(sampledesk.REPLAYED)
        page.locator("form.clock button").click()
        assert asked(page)["as_of"] == sampledesk.REPLAYED
        expect(page.locator(".replay-note")).to_contain_text("20 July 2014")
        assert page.locator("main").inner_text() != now
        for link in page.locator("nav.nav a").all():
            assert PAST in (link.get_attribute("href") or "")
        page.locator("nav.nav a", has_text="Deadlines").click()
        assert asked(page)["as_of"] == sampledesk.REPLAYED
        page.locator(".replay-note a").click()
        assert "as_of" not in asked(page)
        assert not page.locator(".replay-note").count()


def test_the_frame_of_the_past_has_an_edge(site: str, opens: Opens) -> None:
    edges = [
        opens(address).evaluate("getComputedStyle(document.body, '::after').borderTopStyle")
        for address in (site, f"{site}/?{PAST}", f"{site}/?as_of=2014-11-30")
    ]
    assert edges == ["none", "solid", "none"]


def test_what_was_not_known_then_is_not_there(site: str, opens: Opens, names: dict[str, str]) -> None:
    later = f"{site}/read/{names['changed']}"  # of August
    assert opens(later).locator("article, .text, main p").count()
    page = opens(f"{site}/search?q=Kocho&{PAST}")
    assert "Kocho" not in page.locator("main").inner_text().replace("“Kocho”", "")
    assert "Kocho" in opens(f"{site}/search?q=Kocho").locator("main").inner_text()


# --- the time bar -----------------------------------------------------------------------------------------------------


def test_days_are_chosen_on_the_time_bar(site: str, opens: Opens) -> None:
    page = opens(f"{site}/timeline")
    page.locator("form.window input[name=since]").fill("2014-07-01")
    page.locator("form.window input[name=until]").fill("2014-07-31")
    page.locator("form.window button").click()
    assert asked(page) == {"since": "2014-07-01", "until": "2014-07-31"}
    assert page.locator(".timebar .marked").count()
    page.locator("form.window a").click()
    assert not asked(page)


def test_days_are_brushed(site: str, opens: Opens) -> None:
    page = opens(f"{site}/timeline")
    bar = page.locator("#timebar svg").first.bounding_box()
    assert bar
    y = bar["y"] + bar["height"] / 2
    page.mouse.move(bar["x"] + bar["width"] * 0.2, y)
    page.mouse.down()
    page.mouse.move(bar["x"] + bar["width"] * 0.3, y, steps=4)
    page.mouse.move(bar["x"] + bar["width"] * 0.4, y, steps=4)
    page.mouse.up()
    page.wait_for_url("**since=*")
    since, until = asked(page)["since"], asked(page)["until"]
    assert "2014-07-01" < since < until < "2014-09-01"


# --- looks ------------------------------------------------------------------------------------------------------------


def test_light_and_dark(site: str, opens: Opens) -> None:
    page = opens(site)
    ground = (
        "getComputedStyle(document.documentElement).backgroundColor + getComputedStyle(document.body).backgroundColor"
    )
    light = page.evaluate(ground)
    page.keyboard.press("t")
    dark = page.evaluate(ground)
    assert dark != light
    page.goto(f"{site}/deadlines")
    assert page.evaluate(ground) == dark  # the choice is kept
    page.keyboard.press("t")
    assert page.evaluate(ground) == light
    assert opens(site, dark=True).evaluate(ground) == dark


def test_print_is_words_alone(site: str, names: dict[str, str], opens: Opens) -> None:
    page = opens(f"{site}/brief/{names['day']}", dark=True)
    page.emulate_media(media="print")
    for gone in ("nav.nav", "form.clock", ".timebar", "#drawer"):
        assert not page.locator(gone).locator("visible=true").count(), gone
    expect(page.locator("main h1")).to_be_visible()
    ink = page.evaluate("getComputedStyle(document.querySelector('main h1')).color")
    assert sum(map(int, re.findall(r"\d+", ink)[:3])) < 200, f"{ink} on paper"
    assert len(page.pdf(format="A4")) > 5_000


def test_no_motion_and_no_reload_by_itself(site: str, opens: Opens) -> None:
    page = opens(site)
    assert page.evaluate("document.getAnimations().length") == 0
    page.wait_for_load_state("networkidle")  # the icon comes last
    before = page.evaluate("performance.getEntriesByType('resource').length")
    page.wait_for_timeout(1200)
    assert page.evaluate("performance.getEntriesByType('resource').length") == before

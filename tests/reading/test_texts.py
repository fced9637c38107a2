"""Pages saved as plain text: the article stays, the furniture goes."""

from __future__ import annotations

import pytest

from watchfloor.reading.texts import strip

FIRST = (
    "The foreign minister arrived in the capital on Sunday for a third round of talks, a day after his deputy had "
    "warned that the offer would not stay on the table for ever."
)
SECOND = (
    "Diplomats on both sides said that the gap over the number of machines had narrowed, but that nobody had yet "
    "moved on the order in which the sanctions would be lifted."
)
THIRD = "The talks are to go on until the end of the month, and “we are in no hurry,” he told reporters at the airport."
ARTICLE = f"Minister arrives for third round of talks\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n"

MENU = "Home\nWorld\nPolitics\nSport\nAbout us\nContact\nLog in\n"
HEADS = {
    "menu": MENU,
    "breadcrumb": "Home » World » Middle East\nTags: talks, sanctions, ministers\n",
    "sign-in": "Log in\nSubscribe to our newsletter to get the news in your inbox.\n",
    "cookies": "We use cookies on this website. By clicking accept you agree to our privacy policy.\nAccept\n" + MENU,
    "most read": "Most read\n5 h ago\nStorm closes the port for two days\n6 h ago\nBakers strike over price of flour\n",
}
TAILS = {
    "share row": "Share this:\nTwitter\nFacebook\nPrint\nEmail\nLike this:\nLike Loading...\n",
    "related": "Related\nBakers strike over price of flour\nStorm closes the port\nOld bridge to be rebuilt in stone\n",
    "form": (
        "Leave a comment\nYour email address will not be published. Required fields are marked *\n"
        "Name *\nEmail *\nWebsite\n"
    ),
    "other form": "Have your say\nName (required)\nMail (will not be published) (required)\nComment\nSubmit\n",
    "footer": "About us\nTerms of use\nPrivacy policy\n© 2014 The Daily Example. All rights reserved.\n",
    "thread": (
        "3 Comments\nanna\nJune 24, 2014 at 3:15 pm\n"
        "I do not believe a word of this, the army has been there for weeks.\n"
        "Reply\nbert99\nJune 24, 2014 at 5:40 pm\n"
        "That is exactly what they said about the last war as well, is it not?\n"
        "Reply\ncarla\nJune 25, 2014 at 9:02 am\n"
        "Good piece, thank you for writing it so clearly for the rest of us.\nReply\n"
    ),
    "thread without head": (
        "anna says:\n2 days ago\nI do not believe a word of this, the army has been there for weeks.\nReply\n"
        "bert99 says:\n2 days ago\nThat is exactly what they said about the last war as well, is it not?\nReply\n"
    ),
}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("tail", TAILS)
def test_only_the_article_is_left(head: str, tail: str) -> None:
    page = strip(f"{HEADS[head]}\n{ARTICLE}\n{TAILS[tail]}")
    assert page.title == "Minister arrives for third round of talks"
    assert page.body.split("\n") == [FIRST, SECOND, THIRD]


def test_an_article_comes_out_as_it_went_in() -> None:
    page = strip(ARTICLE)
    assert (page.title, page.body) == ("Minister arrives for third round of talks", f"{FIRST}\n{SECOND}\n{THIRD}")


@pytest.mark.parametrize("text", ["Iran sent troops to Iraq.", "“No,” he said.", "Talks resume in Vienna"])
def test_one_line_is_a_text(text: str) -> None:
    assert strip(text).body == text


def test_headings_inside_stay() -> None:
    assert "What comes next" in strip(f"A title of some words\n\n{FIRST}\n\nWhat comes next\n\n{SECOND}").body.split(
        "\n"
    )


@pytest.mark.parametrize("width", [60, 72, 80])
def test_lines_broken_at_a_width_are_whole_again(width: int) -> None:
    import textwrap

    text = "\n\n".join(textwrap.fill(part, width) for part in (FIRST, SECOND, THIRD))
    assert strip(f"Minister arrives for talks\n\n{text}").body.split("\n") == [FIRST, SECOND, THIRD]


def test_a_wrapped_page_with_its_menu() -> None:
    import textwrap

    whole = f"{MENU}\n{ARTICLE}\n{TAILS['form']}"
    page = strip("\n".join(textwrap.fill(line, 76) for line in whole.split("\n")))
    assert page.body.split("\n") == [FIRST, SECOND, THIRD]


def test_sentences_of_one_length_are_not_joined() -> None:
    lines = [f"In town number {number} the vote was counted twice before the evening." for number in range(10, 30)]
    assert strip("Votes counted twice in towns\n\n" + "\n".join(lines)).body.split("\n")[:3] == lines[:3]


@pytest.mark.parametrize(
    ("line", "link"),
    [
        ("1. Pingback: A second look at the talks | Another blog", "A second look at the talks | Another blog"),
        ("Trackback: https://example.org/2014/06/look", "https://example.org/2014/06/look"),
    ],
)
def test_pingbacks_are_links(line: str, link: str) -> None:
    page = strip(f"{ARTICLE}\nOne thought on “Minister arrives for talks”\n\n  {line}\n\nLeave a Reply\n\nName *\n")
    assert page.links == (link,)
    assert page.body.endswith(THIRD)


def test_addresses_in_the_text_are_links() -> None:
    assert strip(f"{ARTICLE}\nThe full text stands at https://example.org/a?b=1, he told reporters.").links == (
        "https://example.org/a?b=1",
    )


@pytest.mark.parametrize(
    ("line", "day", "author"),
    [
        ("June 24, 2014", "2014-06-24", ""),
        ("Posted on 24 June 2014 by Anna Example", "2014-06-24", "Anna Example"),
        ("Published: Tuesday, June 24, 2014 10:33 AM EDT | Updated: June 25, 2014", "2014-06-24", ""),
        ("By Anna Example", None, "Anna Example"),
        ("Updated June 25, 2014", None, ""),
        ("03/04/2014", None, ""),
    ],
)
def test_date_and_byline(line: str, day: str | None, author: str) -> None:
    page = strip(ARTICLE.replace("talks\n\n", f"talks\n{line}\n\n", 1))
    assert (str(page.stated.at.date()) if page.stated else None, page.author) == (day, author)
    assert page.body.split("\n") == [FIRST, SECOND, THIRD]


BODY = f"\n\n{FIRST}\n\n{SECOND}\n\n{THIRD}\n\n"


@pytest.mark.parametrize(
    ("page", "title", "outlet"),
    [
        (f"Lower Vale Argus\nNews  Schools  Talks & Ministers  Capital\n\nNine loaves\n\nPosted: July 2, 2014{BODY}",
         "Nine loaves", "Lower Vale Argus"),
        (f"Home | Region | Economy\nFrom the foot of the hills\nRain at last\n\nWednesday, 2 July 2014{BODY}"
         "The Vale Observer, Vale. Ask before you copy.", "Rain at last", "The Vale Observer"),
        (f"The Capital Talks\nToday | Log in\n\nPatience, or how to lose it\n\n2 July 2014{BODY}"
         "The Capital Talks gives no advice.", "Patience, or how to lose it", "The Capital Talks"),
        (f"Vale\nWorld\nSport\n\nMinister arrives for talks\n{BODY}Vale Wire is for subscribers. Terms  Privacy",
         "Minister arrives for talks", "Vale Wire"),
        (f"Corrections\nThe Vale Courier\n2 July 2014{BODY}", "", "The Vale Courier"),
        (f"Minister arrives for talks\nBy Anna Example\n2 July 2014{BODY}© 2014 Vale Print Ltd. Phone 12.",
         "Minister arrives for talks", ""),
        (f"Gunmen Attack Daily Star\n2 July 2014{BODY}", "Gunmen Attack Daily Star", ""),
        (f"World News\nMinister arrives for talks\n2 July 2014{BODY}", "Minister arrives for talks", ""),
    ],
)  # fmt: skip
def test_headline_and_site_are_told_apart(page: str, title: str, outlet: str) -> None:
    found = strip(page)
    assert (found.title, found.outlet) == (title, outlet)
    assert found.body.startswith(FIRST)


def test_what_people_say_is_no_prompt() -> None:
    said = "“Click on the link in your email and sign up,” the minister told the subscribers, to laughter in the hall."
    assert said in strip(ARTICLE + "\n" + said).body


def test_menus_alone_are_no_article() -> None:
    assert strip(MENU).body == ""

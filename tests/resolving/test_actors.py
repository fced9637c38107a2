"""Noun phrases -> actors. Adding a case is adding a row: `*` stands before the head of the phrase."""

from __future__ import annotations

from datetime import date

import pytest

from watchfloor.parsing.parse import Parser
from watchfloor.resolving.actors import ActorBook, Seen
from watchfloor.types import Actor, Cited

JUNE_2014 = date(2014, 6, 24)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load()


@pytest.fixture(scope="module")
def book() -> ActorBook:
    return ActorBook.load()


def resolve(parser: Parser, book: ActorBook, marked: str, on: date | None = JUNE_2014) -> tuple[Cited[Actor], ...]:
    """The actors of the last phrase whose head is marked."""
    at = marked.rindex("*") - marked[: marked.rindex("*")].count("*")
    text = marked.replace("*", "")
    sentences = parser.parse(text)
    seen = book.survey(sentences, text, on)
    for sentence in sentences:
        for word, start in enumerate(sentence.starts):
            if start == at:
                return book.resolve(sentence, word, version="v1", text=text, on=on, seen=seen)
    raise AssertionError(f"no word begins at {at} of {text!r}")


PHRASES = [
    # names of states, capitals, seats, peoples
    ("*Iran sent troops to Iraq.", "IRN"),
    ("The *U.S. imposed sanctions on Iran.", "USA"),
    ("*Tehran rejected the offer.", "IRNGOV"),
    ("The *Kremlin denied the report.", "RUSGOV"),
    ("*Iraqis fled the city.", "IRQ"),
    ("The *Dutch sent planes.", "NLD"),
    # bodies, groups, agencies
    ("The *IAEA inspected the plant.", "IGO"),
    ("*ISIS seized Mosul.", "IMGREB"),
    ("*Daesh attacked the refinery.", "IMGREB"),
    ("Al - *Qaeda denounced the group.", "IMGREB"),
    ("*Hezbollah sent fighters.", "LBNREB"),
    ("The *Peshmerga took Kirkuk.", "IRQMIL"),
    ("The *Pentagon ruled out air strikes.", "USAGOV"),
    ("The *Knesset passed a law.", "ISRLEG"),
    ("The Revolutionary *Guards denied it.", "IRNMIL"),
    # roles
    ("A top Iraqi *official said so.", "IRQGOV"),
    ("Iraqi *troops retook the town.", "IRQMIL"),
    ("Iraq's *army withdrew.", "IRQMIL"),
    ("The Iraqi *parliament met.", "IRQLEG"),
    ("The *government of Lebanon resigned.", "LBNGOV"),
    ("Syrian *rebels shot down a plane.", "SYRREB"),
    ("Egyptian *police arrested a man.", "EGYCOP"),
    ("Thai *protesters blocked roads.", "THAOPP"),
    ("An Argentine *judge ordered his arrest.", "ARGJUD"),
    ("A Saudi *businessman paid them.", "SAUBUS"),
    ("Afghan *refugees crossed the border.", "AFGREF"),
    ("Turkish *students marched.", "TUREDU"),
    ("*Gunmen killed two men.", "---UAF"),
    ("Iraqi Shiite *militiamen killed two men.", "IRQPRM"),
    # a word before a weak noun decides
    ("An Iraqi army *spokesman said so.", "IRQMIL"),
    ("A Sudanese opposition *leader was arrested.", "SDNOPP"),
    ("A senior Pakistani intelligence *officer was shot.", "PAKSPY"),
    ("A US defense *official said so.", "USAGOV"),
    # the phrase hands over
    ("*Members of the Syrian parliament resigned.", "SYRLEG"),
    ("A *group of tourists was seized.", "---CVL"),
    ("*Hundreds of Bahraini protesters marched.", "BHROPP"),
    ("Hamas *officials welcomed it.", "PSEREB"),
    # not its own country
    ("A US-led *coalition bombed the town.", "IGOMIL"),
    ("*Protesters in Cairo threw stones.", "EGYOPP"),
    # offices of the day
    ("The US *Secretary of State flew to Baghdad.", "USAGOV"),
    ("*John Kerry flew to Baghdad.", "USAGOV"),
    ("Iraqi Prime Minister *Nouri al-Maliki resigned.", "IRQGOV"),
    ("The Iranian *president spoke.", "IRNGOV"),
    ("Former President George W. *Bush spoke.", "USAELI"),
    # several actors in one phrase
    ("French and Dutch *officials met.", "FRAGOV NLDGOV"),
    ("The Iraqi and Iranian *presidents met.", "IRQGOV IRNGOV"),
    # nothing
    ("A *cat named Frank slept.", ""),
]


@pytest.mark.parametrize(("marked", "codes"), PHRASES)
def test_codes(parser: Parser, book: ActorBook, marked: str, codes: str) -> None:
    assert " ".join(c.value.code for c in resolve(parser, book, marked)) == codes


HOLDERS = [
    ("The US *Secretary of State flew to Baghdad.", "2014-06-24", "person:john-kerry", "secretary of state"),
    ("The US *Secretary of State flew to Baghdad.", "2010-06-24", "person:hillary-clinton", "secretary of state"),
    ("The Iranian *president spoke.", "2014-06-24", "person:hassan-rouhani", "president"),
    ("Iraq's prime *minister spoke.", "2014-06-24", "person:nouri-al-maliki", "prime minister"),
    ("The *secretary-general of the UN spoke.", "2014-06-24", "person:ban-ki-moon", "secretary-general"),
    ("*Kerry flew to Baghdad.", "2014-06-24", "person:john-kerry", "secretary of state"),
    ("*Kerry in Baghdad", "2014-06-24", "person:john-kerry", "secretary of state"),
    ("Mr. *Maliki refused.", "2014-06-24", "person:nouri-al-maliki", "prime minister"),
    ("President *Bush spoke.", "1990-09-01", "person:george-h-w-bush", "president"),
    ("President *Bush spoke.", "2005-09-01", "person:george-w-bush", "president"),
    ("*Angela Merkel spoke.", "2022-01-10", "person:angela-merkel", "former chancellor"),
    # an office of the same name elsewhere; an office that only one country calls so
    ("The Indian foreign *secretary spoke.", "2019-02-27", "role:INDGOV", "foreign secretary"),
    ("Iraq asked. Iraq waits. The *Secretary of State came.", "2014-06-24", "person:john-kerry", "secretary of state"),
    ("Iraq asked. Iraq waits. The foreign *secretary came.", "2014-06-24", "role:---GOV", "foreign secretary"),
    # just after a change of hands, and somebody new
    ("Rwanda mourns. Rwandan soldiers killed the prime *minister.", "1994-04-09", "role:RWAGOV", "prime minister"),
    ("Serbia voted. Serbia waits. The new *president came.", "2000-10-06", "role:SRBGOV", "president"),
    ("The new French *president came.", "1995-06-01", "person:jacques-chirac", "president"),
    # one name, two countries
    ("Jordan is calm. Jordan waits. King *Abdullah spoke.", "2012-03-01", "person:king-abdullah-ii", "king"),
    ("Saudi Arabia waits. King *Abdullah spoke.", "2012-03-01", "person:king-abdullah-saudi-arabia", "king"),
    # a name behind the office, and a president of elsewhere
    ("South Ossetia's *leader Eduard Kokoity spoke.", "2008-08-09", "person:eduard-kokoity", "leader"),
    ("Mali mourns. Mali waits. President *Kowal spoke.", "2022-11-20", "unknown:kowal", "president"),
]


# Codes on a day: former states by their capitals, words that are no surname, waters, names of bases
DAYS = [
    ("*Moscow condemned the raid.", "1986-04-16", ["SUNGOV"]),
    ("*Moscow condemned the raid.", "2014-06-24", ["RUSGOV"]),
    ("*Belgrade rejected it.", "1999-03-25", ["YUGGOV"]),
    ("*Prague rejected it.", "1968-08-22", ["CSKGOV"]),
    ("He refused to hand over the *Shah.", "1979-11-06", ["---"]),
    ("Ships crossed the Taiwan *Strait.", "2022-08-05", []),
    ("Mali mourns. Mali waits. President *Kowal spoke.", "2022-11-20", ["---GOV"]),
    ("Missiles struck Nur Khan air *base.", "2025-05-10", ["---MIL"]),
    ("The *Governor-General thanked them.", "1983-10-26", ["---GOV"]),
]


@pytest.mark.parametrize(("marked", "on", "codes"), DAYS)
def test_codes_of_a_day(parser: Parser, book: ActorBook, marked: str, on: str, codes: list[str]) -> None:
    assert [cited.value.code for cited in resolve(parser, book, marked, date.fromisoformat(on))] == codes


def test_a_country_before_a_thing_is_no_people(parser: Parser, book: ActorBook) -> None:
    (found,) = resolve(parser, book, "They shot down two *Indian jets.")
    assert (found.value.name, found.value.code) == ("India", "IND")


def test_a_town_that_stands_for_its_country_has_its_name(parser: Parser, book: ActorBook) -> None:
    known = ActorBook(book._tables, book.fingerprint, lambda name: "USA" if name == "New York" else None)
    (found,) = resolve(parser, known, "He travelled to New *York.")
    assert (found.value.id, found.value.name) == ("USA", "United States")


@pytest.mark.parametrize(("marked", "on", "ident", "office"), HOLDERS)
def test_holders_of_the_day(parser: Parser, book: ActorBook, marked: str, on: str, ident: str, office: str) -> None:
    found = resolve(parser, book, marked, date.fromisoformat(on))
    assert [(c.value.id, c.value.office) for c in found] == [(ident, office)]


def test_without_a_date_the_office_has_no_person(parser: Parser, book: ActorBook) -> None:
    (found,) = resolve(parser, book, "The US *Secretary of State flew to Baghdad.", None)
    assert (found.value.kind, found.value.code) == ("role", "USAGOV")


ARTICLES = [
    # a surname after the full name; an unknown person taught by title and by apposition
    ("Zbigniew Kowal, the Polish deputy defence minister, arrived. *Kowal denied it.", "POLGOV", "taught"),
    ("Iraq asked for help. Iraq is at war. The *army retreated.", "IRQMIL", "role+context-country"),
    ("The Front for Free Speech (FFS) was banned in Chad. The *FFS protested.", None, "acronym"),
    ("John Kerry landed on Monday. *He met nobody.", "USAGOV", "pronoun"),
    ("Fighters of ISIS seized Mosul. The *militants freed prisoners.", "IMGREB", "again"),
    ("The IAEA asked for access. The *agency has waited for years.", "IGO", "again"),
    ("Hassan Rouhani spoke in Tehran. Iraq welcomed it. The *president left.", "IRNGOV", "holder-context"),
    ("Iraq is at war. Iraq asked Iran. In Egypt, *police fired.", "EGYCOP", "role+sentence"),
    ("Barack Obama spoke. His *advisers met.", "USAGOV", "role+possessive"),
    ("Iraq asked for help. Iraq waits. No foreign *army came.", "---MIL", "role"),
    ("The Assad *government fell back.", "SYRGOV", "role+possessive"),
]


@pytest.mark.parametrize(("marked", "code", "rule"), ARTICLES)
def test_articles_teach(parser: Parser, book: ActorBook, marked: str, code: str | None, rule: str) -> None:
    (found,) = resolve(parser, book, marked)
    assert found.rule == rule
    assert code is None or found.value.code == code


def test_two_candidates_for_a_pronoun_give_none(parser: Parser, book: ActorBook) -> None:
    assert resolve(parser, book, "John Kerry met Hassan Rouhani. *He was late.") == ()


def test_an_unknown_name_is_kept(parser: Parser, book: ActorBook) -> None:
    (found,) = resolve(parser, book, "Kyrgyz Deputy Minister *Ruslan Bekov resigned.")
    assert found.value.id == "unknown:ruslan bekov"
    assert (found.value.kind, found.value.code, found.rule) == ("unknown", "KGZGOV", "unknown-name+title")


def test_words_are_those_of_the_phrase(parser: Parser, book: ActorBook) -> None:
    (found,) = resolve(parser, book, "A top Iraqi *official who fled last week said so.")
    assert found.words == "A top Iraqi official"


def test_possessives_that_refer_to_one_another_end(parser: Parser, book: ActorBook) -> None:
    resolve(parser, book, "His advisers met their aides and its envoys. *Their leaders met his officials.")


def test_nothing_for_a_head_outside(parser: Parser, book: ActorBook) -> None:
    (sentence,) = parser.parse("Iran spoke.")
    assert book.resolve(sentence, 99, version="v1", text="Iran spoke.", on=None, seen=Seen()) == ()


def test_mentions(parser: Parser, book: ActorBook) -> None:
    text = "Iran accused Saudi officials of helping ISIS."
    (sentence,) = parser.parse(text)
    seen = book.survey((sentence,), text, JUNE_2014)
    assert [a.code for _, a, _ in book.mentions(sentence, on=JUNE_2014, seen=seen)] == ["IRN", "SAUGOV", "IMGREB"]


def test_who_is_named_far_before_is_not_taken_up(parser: Parser, book: ActorBook) -> None:
    between = "Iraq waits. "
    near = f"Hassan Rouhani spoke. {between * 5}The *president left."
    far = f"Hassan Rouhani spoke. {between * 120}The *president left."
    assert [c.value.code for c in resolve(parser, book, near)] == ["IRNGOV"]
    assert [c.value.country for c in resolve(parser, book, far)] == ["IRQ"]

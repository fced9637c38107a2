"""From a sentence to its events: sides, places, dates, and what is left out."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from watchfloor.coder import Coder
from watchfloor.reading.readers import read_text
from watchfloor.types import Coding

DAY = date(2014, 6, 24)

# text; type, facet, countries of the actors and of the recipients of the event of that type
ROWS = [
    ("Iran sent troops to Iraq.", "MOBILIZE", "happened", ["IRN"], ["IRQ"]),
    ("France and Chad agreed to share the river.", "AGREE", "happened", ["FRA", "TCD"], []),
    ("Syria says it is willing to cooperate with Lebanon.", "AGREE", "happened", ["SYR"], ["LBN"]),
    ("Germany condemned Iran's nuclear programme.", "ACCUSE", "happened", ["DEU"], ["IRN"]),
    ("Turkish jets bombed Syrian positions.", "ASSAULT", "happened", ["TUR"], ["SYR"]),
    (
        "Libya will visit no more, but Egypt urged Sudan to release the hostages.",
        "REQUEST",
        "happened",
        ["EGY"],
        ["SDN"],
    ),
    ("Poland criticised Belarus for arresting Lithuanian activists.", "COERCE", "happened", ["BLR"], ["LTU"]),
    ("Chad accused Sudan of shelling Libya.", "ASSAULT", "hypothetical", ["SDN"], ["LBY"]),
    ("The European Union suspended aid to Niger.", "SANCTION", "happened", ["IGO"], ["NER"]),
    (
        "Israel bombed Syria, killing nine soldiers, Syria's health ministry said.",
        "ASSAULT",
        "happened",
        ["ISR"],
        ["SYR"],
    ),
    ("Hamas called on Iran to attack Israel.", "ASSAULT", "demanded", ["IRN"], ["ISR"]),
    ("Talks between Egypt and Sudan ended on Friday.", "CONSULT", "happened", ["EGY", "SDN"], []),
    ("Britain asked Russia to explain the attack on Georgia.", "ASSAULT", "happened", [], ["GEO"]),
    ("The Egyptian president accused his Sudanese counterpart of lying.", "ACCUSE", "happened", ["EGY"], ["SDN"]),
    ("Turkey, whose jets had bombed Syrian villages, kept silent.", "ASSAULT", "happened", ["TUR"], ["SYR"]),
    ("In 1990 Iraq invaded Kuwait.", "COERCE", "historical", ["IRQ"], ["KWT"]),
    ("Poland expelled two Russian diplomats on 30 June 2014.", "SANCTION", "planned", ["POL"], ["RUS"]),
    ("Turkey ruled it out after a meeting of foreign ministers in Brussels.", "CONSULT", "happened", [""], []),
    ("Kenya refused to sign after talks with Uganda.", "CONSULT", "happened", ["UGA"], []),
    ("Libya will sign the accord after talks with Chad.", "CONSULT", "planned", ["TCD"], []),
    ("Chad said it would begin pulling out its troops.", "RETREAT", "planned", ["TCD"], []),
    ("Iran warned that it would turn Kuwait into a graveyard.", "THREATEN", "happened", ["IRN"], ["KWT"]),
    ("Georgia and Moldova applied to join the EU.", "REQUEST", "happened", ["GEO", "MDA"], ["IGO"]),
    ("Iraq is holding 300 Britons.", "COERCE", "ongoing", ["IRQ"], ["GBR"]),
    ("Croatia drove the Serbs from the Krajina.", "COERCE", "happened", ["HRV"], ["SRB"]),
    ("If the Serbs attack the peacekeepers, NATO will respond.", "ASSAULT", "hypothetical", ["SRB"], [""]),
    ("Negotiators from Kyiv and Moscow agreed on safe passage.", "AGREE", "happened", ["UKR", "RUS"], []),
    ("Germany will deliver Stingers to Ukraine.", "AID", "planned", ["DEU"], ["UKR"]),
    ("The General Assembly condemned Israel.", "ACCUSE", "happened", ["IGO"], ["ISR"]),
    ("Relations between Morocco and Algeria were broken off.", "SANCTION", "happened", ["MAR", "DZA"], []),
    ("Canada barred Russian ships from its ports.", "SANCTION", "happened", ["CAN"], ["RUS"]),
    ("Parliament passed new sanctions on Belarus.", "SANCTION", "happened", [""], ["BLR"]),
    ("Officials criticised Turkey.", "ACCUSE", "happened", [""], ["TUR"]),
    ("Police arrested five Turkish students.", "COERCE", "happened", ["TUR"], ["TUR"]),
    ("Bosnian Serb forces overran Srebrenica, a UN safe area.", "COERCE", "happened", ["BIH"], []),
]


@cache
def coder() -> Coder:
    return Coder.load()


def code(text: str, day: date | None = DAY) -> Coding:
    article = read_text(text, published=day).article
    assert article is not None
    return coder().code(article)


@pytest.mark.parametrize(("text", "kind", "facet", "actors", "recipients"), ROWS, ids=[row[0] for row in ROWS])
def test_event(text: str, kind: str, facet: str, actors: list[str], recipients: list[str]) -> None:
    event = next((e for e in code(text).events if e.type == kind), None)
    assert event is not None
    got = (event.facet, [a.value.country for a in event.actors], [r.value.country for r in event.recipients])
    assert got == (facet, actors, recipients)


@pytest.mark.parametrize(
    ("text", "kind", "start"),
    [
        ("Iraqi troops invaded Kuwait before dawn on Monday.", "COERCE", date(2014, 6, 23)),
        ("Iraqi troops invaded Kuwait just after midnight on Monday.", "COERCE", date(2014, 6, 23)),
        ("Iraq will begin pulling out its troops from Kuwait on Sunday.", "RETREAT", date(2014, 6, 29)),
        ("Iraq said it would start withdrawing its troops from Kuwait on Sunday.", "RETREAT", date(2014, 6, 29)),
        ("Iraq began withdrawing its troops from Kuwait on Sunday.", "RETREAT", date(2014, 6, 22)),
    ],
)
def test_the_day_of_an_act(text: str, kind: str, start: date) -> None:
    event = next(e for e in code(text).events if e.type == kind)
    assert event.when is not None
    assert event.when.value.start == start


def test_people_arrested_at_a_known_place_are_somebody_in_a_political_article() -> None:
    text = (
        "Russia bombed Kharkiv. Ukraine asked Poland for help. Germany condemned Russia. "
        "Hundreds of people have been arrested at rallies in Russia."
    )
    arrest = next(e for e in code(text).events if e.mode == "arrest")
    assert [r.value.country for r in arrest.recipients] == ["RUS"]
    assert not [e for e in code("A man was arrested in Leeds on Monday over a burglary.").events if e.mode == "arrest"]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Israel bombed Hamas positions in Gaza.", "aerial"),
        ("NATO bombed Serb positions.", "aerial"),
        ("The IRA bombed a pub in Birmingham.", "explosives"),
        ("Militants bombed a mosque in Peshawar.", "explosives"),
        ("Grozny was bombarded again on Tuesday.", "heavy-weapons"),
    ],
)
def test_with_what_was_attacked(text: str, mode: str) -> None:
    assert [e.mode for e in code(text).events if e.type == "ASSAULT"] == [mode]


def test_every_part_quotes_the_text() -> None:
    text = "Early Monday, US Secretary of State John Kerry arrived in Baghdad to meet Iraq's prime minister, he said."
    article = read_text(text, published=DAY).article
    assert article is not None
    events = coder().code(article).events
    assert events
    for event in events:
        parts = (*event.actors, *event.recipients, *event.said_by, *event.further_places, event.trigger, event.sentence)
        for part in (*parts, *(p for p in (event.place, event.when) if p)):
            assert article.text[part.span.start : part.span.end] == part.words
            assert part.span.version == article.version


def test_a_visit_has_its_day_and_both_sides() -> None:
    visit = next(e for e in code("Early Monday, John Kerry arrived in Baghdad to meet Nuri al-Maliki.").events)
    assert (visit.type, visit.mode, visit.facet) == ("CONSULT", "visit", "happened")
    assert [a.value.country for a in visit.actors] == ["USA"]
    assert [r.value.country for r in visit.recipients] == ["IRQ"]
    assert visit.when is not None
    assert visit.when.value.start == date(2014, 6, 23)


def test_the_day_of_another_act_is_not_taken() -> None:
    events = code("The victims of the Russian attack on Georgia will be buried on Sunday.", date(2014, 6, 24)).events
    assert [(e.facet, e.when) for e in events if e.type == "ASSAULT"] == [("happened", None)]


@pytest.mark.parametrize(
    ("text", "accused"),
    [
        ("The Security Council condemned the attack on the Turkish embassy.", []),
        ("Germany condemned the bombing of the Turkish embassy.", []),
        ("Germany condemned the Russian attack on Georgia.", ["RUS"]),
        ("Germany condemned Turkey for the arrests.", ["TUR"]),
    ],
)
def test_the_victim_is_not_accused(text: str, accused: list[str]) -> None:
    accuse = next(e for e in code(text).events if e.type == "ACCUSE")
    assert [r.value.country for r in accuse.recipients] == accused


def test_who_has_a_supplier_supplies_nothing() -> None:
    events = code("The Soviet Union, Iraq's main arms supplier, sent envoys to Baghdad.").events
    assert not [e for e in events if e.type == "AID" and any(a.value.country == "IRQ" for a in e.actors)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The US sent Javelins to Ukraine.", "AID"),
        ("An al-Qaeda cell attacked the embassy in Nairobi.", "ASSAULT"),
        ("A terrorist cell killed five people in Casablanca.", "ASSAULT"),
        ("A swarm of Russian drones attacked Kyiv.", "ASSAULT"),
        ("Greece and Turkey held marathon talks in Geneva.", "CONSULT"),
        ("The Taliban attacked the Kabul film festival.", "ASSAULT"),
        ("Assad's forces killed his brother in Homs.", "ASSAULT"),
        ("The Syrian army arrested his father in Aleppo.", "COERCE"),
        ("His brother was killed by Serb shelling in Sarajevo.", "ASSAULT"),
    ],
)
def test_one_word_of_sport_nature_or_family_makes_no_politics_undone(text: str, kind: str) -> None:
    assert kind in {event.type for event in code(text).events}


@pytest.mark.parametrize(
    "text",
    [
        "The Kenyan athlete attacked the javelin champion of Ethiopia.",
        "Kenya and Ethiopia clashed in the marathon in Berlin.",
        "A Kenyan man stabbed his wife.",
        "Cancer cells attacked the Ethiopian patient.",
        "A swarm of locusts attacked Ethiopia.",
    ],
)
def test_sport_nature_and_family_are_no_events(text: str) -> None:
    assert code(text).events == ()


def test_two_places_of_one_act() -> None:
    seize = next(e for e in code("ISIS seized Tikrit and Mosul.").events if e.type == "COERCE")
    assert seize.place is not None
    assert [seize.place.words, *(p.words for p in seize.further_places)] == ["Tikrit", "Mosul"]


def test_a_town_that_is_taken_is_no_recipient() -> None:
    seize = next(e for e in code("Iraqi troops retook the town of Baiji.").events if e.type == "COERCE")
    assert [r.words for r in seize.recipients] == []
    assert seize.place is not None


def test_the_venue_of_an_agreement_is_no_side_of_it() -> None:
    text = "ISIS holds Mosul. Iran and the group of six agreed in Vienna to continue their talks."
    agree = next(e for e in code(text).events if e.type == "AGREE")
    assert {a.value.id for a in (*agree.actors, *agree.recipients)} == {"IRN", "p5-plus-1"}


def test_a_reporter_goes_on_in_the_reporters_tense() -> None:
    text = (
        "Khamenei said that the ISIL group divides Muslims, and accused the United States of having had a hand in it."
    )
    accuse = next(e for e in code(text).events if e.type == "ACCUSE")
    assert [a.value.country for a in accuse.actors] == ["IRN"]


def test_a_country_is_no_town_of_the_same_name() -> None:
    coding = code("Militants seized two Iraq cities on Monday.")
    places = [place for event in coding.events for place in (event.place, *event.further_places) if place]
    assert {place.value.country for place in places} <= {"IRQ"}


@pytest.mark.parametrize(
    "text",
    ["The editor rejected the proposal.", "The shop supported its staff.", "Rain fell.", "A heart attack killed him."],
)
def test_acts_without_a_political_side_are_left_out(text: str) -> None:
    assert code(text).events == ()


def test_the_same_actor_is_on_one_side_only() -> None:
    for event in code("Iran accused Iran of hypocrisy.").events:
        assert not {a.value.id for a in event.actors} & {r.value.id for r in event.recipients}


def test_another_language_is_a_problem_and_no_event() -> None:
    text = "Die Bundesregierung hat am Dienstag beschlossen, weitere Hilfe in den Irak zu schicken, sagte ein Sprecher."
    coding = code(text)
    assert coding.events == ()
    assert [p.kind for p in coding.problems] == ["language"]


def test_what_is_too_long_is_coded_in_part_and_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchfloor.coder.LONGEST", 30)
    coding = code("Iran sent troops to Iraq. Chad invaded Libya.")
    assert [e.type for e in coding.events] == ["MOBILIZE"]
    assert [p.kind for p in coding.problems] == ["too-long"]


def test_same_article_same_bytes_whatever_stood_before() -> None:
    texts = ["Iran sent troops to Iraq.", "Turkey warned Syria.", "He said it would withdraw."]
    alone = [code(text) for text in texts]
    assert [code(text) for text in reversed(texts)] == alone[::-1]


# text; type; actors and recipients by code, "" for none; minimal pairs stand together
SIDES = [
    # the noun is done to the subject: draw, face, win, come under
    ("Egypt drew criticism from Sudan over the dam.", "ACCUSE", "SDN", "EGY"),
    ("Egypt voiced criticism of Sudan over the dam.", "ACCUSE", "EGY", "SDN"),
    ("Egypt came under criticism from Sudan.", "ACCUSE", "SDN", "EGY"),
    ("Belarus faces new sanctions by Canada.", "SANCTION", "CAN", "BLR"),
    ("Kenya earned praise from Norway for its reforms.", "SUPPORT", "NOR", "KEN"),
    # an act named by a noun that does another act
    ("Russian attacks have killed ten Ukrainian soldiers.", "ASSAULT", "RUS", "UKRMIL"),
    ("Attacks have killed ten Ukrainian soldiers.", "ASSAULT", "", "UKRMIL"),
    # phrases right behind the subject
    ("Israeli strikes on Lebanon continued on Saturday.", "ASSAULT", "ISR", "LBN"),
    ("A round of talks between Egypt and the group of six ended in Oslo.", "CONSULT", "EGY IGO", ""),
    # names joined by a hyphen
    ("Egypt-Sudan talks ended without agreement.", "CONSULT", "EGY SDN", ""),
    ("Egypt-Sudan talks ended.", "CONSULT", "EGY SDN", ""),
    ("US-Iran nuclear talks resumed.", "CONSULT", "IRN USA", ""),
    # who blames stands behind the blame
    ("The Kenyan minister was accused of stealing funds by Kenyan prosecutors.", "ACCUSE", "KENJUD", "KENGOV"),
    ("The Kenyan minister was accused of stealing funds by night.", "ACCUSE", "", "KENGOV"),
    ("Britain is opposed to German mediation.", "REJECT", "GBR", "DEU"),
    # against whom a protest is
    ("Greeks rallied in Athens, calling on Germany to pay.", "PROTEST", "GRC", "DEU"),
    ("Egyptians marched to demand the removal of President Abdel Fattah el-Sisi.", "PROTEST", "EGY", "EGYGOV"),
    # a border is nobody
    ("Chad sent troops to guard roads along the border with Niger.", "MOBILIZE", "TCD", ""),
    # who is hit on the way belongs to those who are attacked
    ("India opened fire on Pakistani positions, killing four soldiers.", "ASSAULT", "IND", "PAKMIL"),
    ("Ethiopian police detained 40 Kenyan traders, beating five.", "COERCE", "ETHCOP", "KENBUS"),
    # lists behind a number
    ("Two Polish lawmakers, Jan Nowak and Ewa Lis, criticised Belarus.", "ACCUSE", "POLLEG POLLEG", "BLR"),
    ("Egyptian police opened fire on Libyan smugglers, killing two and wounding six.", "ASSAULT", "EGYCOP", "LBYCVL"),
    ("The US-led attack on Libya continued.", "ASSAULT", "USA", "LBY"),
    ("The US-backed attack on Libya continued.", "ASSAULT", "", "LBY"),
    # one meets another; two meet
    ("President Kenyatta met Ethiopian diplomats in Nairobi.", "CONSULT", "KENGOV", "ETHGOV"),
    ("Kenyan and Ethiopian diplomats met in Nairobi.", "CONSULT", "ETHGOV KENGOV", ""),
    # what is shot down is not one's own for want of a country
    ("Armenia waits. Armenia shot down three drones.", "ASSAULT", "ARM", "---MIL"),
    ("Kenya held talks with Somalia.", "CONSULT", "KEN", "SOM"),
    ("Talks between Kenya and Somalia ended.", "CONSULT", "KEN SOM", ""),
    # what is promised by being said: with "will", not with "has", not with "will not"
    ("Chad said it would reopen its embassy in Libya.", "AGREE", "TCD", "LBY"),
    ("Estonia said it would join the operation against ISIS.", "AGREE", "EST", "IMGREB"),
    ("France said it would not send troops to Mali.", "REJECT", "FRA", "MLI"),
    # headlines: names before an infinitive, lists before a verb, participles, no full stop
    ("Chad, Libya to hold talks", "CONSULT", "LBY TCD", ""),
    ("Iran to host talks with Turkey", "CONSULT", "IRN", "TUR"),
    ("Turkey detains 40 Kenyan journalists", "COERCE", "TUR", "KENJRN"),
    ("Kenyan opposition leader placed under arrest", "COERCE", "", "KENOPP"),
    ("Egyptian activist arrested", "COERCE", "", "EGYOPP"),
    ("Egypt arrested Libyan activists", "COERCE", "EGY", "LBYOPP"),
    # by whom: a passive's agent behind another noun, and the doer of that noun
    ("Egypt was invited to a round of talks by Sudan.", "REQUEST", "SDN", "EGY"),
    ("Libyan diplomats were expelled from Turkey by Israel.", "SANCTION", "ISR", "LBYGOV"),
    ("Ten Malian soldiers were killed in an attack by Nigerian rebels.", "ASSAULT", "NGAREB", "MLIMIL"),
    # who is called does not act, who is called on does
    ("The Turkish president called the Iranian president to discuss Iraq.", "CONSULT", "TURGOV", "IRNGOV"),
    ("Turkey called on Syria to release the hostages.", "RETREAT", "SYR", "---CVL"),
    # each of two verbs has its own object
    ("Egypt bombed Libya and invaded Sudan.", "ASSAULT", "EGY", "LBY"),
    ("Egypt bombed and invaded Sudan.", "ASSAULT", "EGY", "SDN"),
    # what is under sanctions has not imposed them; who receives a warrant is not accused
    ("Turkey is under sanctions by Canada.", "SANCTION", "CAN", "TUR"),
    # an embassy's country is not the country of those who attack it
    ("Militants stormed the Turkish embassy.", "ASSAULT", "---REB", "TUR"),
    # where somebody lives, not what he is
    ("Ethnic Serbs in Kosovo attacked a police post.", "ASSAULT", "XKXCVL", "XKXCOP"),
    ("Serbs in Kosovo attacked a police post.", "ASSAULT", "SRB", "XKXCOP"),
]


def test_militants_are_the_only_armed_group_that_the_article_names() -> None:
    named = "Boko Haram has fought the state for years. Militants attacked a Nigerian army base on Monday."
    unnamed = "The war has gone on for years. Militants attacked a Nigerian army base on Monday."
    two = "Boko Haram and Hamas are not alike. Militants attacked a Nigerian army base on Monday."
    found = []
    for text in (named, unnamed, two):
        attack = next(e for e in code(text).events if e.type == "ASSAULT" and e.recipients)
        found.append([a.value.id == "boko-haram" for a in attack.actors])
    assert found == [[True], [False], [False]]


@pytest.mark.parametrize(("text", "kind", "actors", "recipients"), SIDES, ids=[row[0] for row in SIDES])
def test_sides(text: str, kind: str, actors: str, recipients: str) -> None:
    event = next((e for e in reversed(code(text).events) if e.type == kind), None)
    assert event is not None
    got = [" ".join(sorted(a.value.code for a in side)) for side in (event.actors, event.recipients)]
    assert got == [actors, recipients]

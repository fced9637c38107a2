"""Where an act took place: each act of a sentence takes the place of its own clause. A row is a text, the words of the
act, and its places as `words (precision)`; half of the rows are pairs that differ in little else."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from watchfloor.coder import Coder
from watchfloor.reading.readers import read_text
from watchfloor.types import Coding

DAY = date(2024, 6, 24)

ROWS = """
Rebels attacked an army post in Tikrit after soldiers killed four protesters in Basra. | attacked | Tikrit (city)
Rebels attacked an army post in Tikrit after soldiers killed four protesters in Basra. | killed | Basra (city)
Soldiers killed four protesters in Basra after rebels attacked an army post in Tikrit. | killed | Basra (city)
Soldiers killed four protesters in Basra after rebels attacked an army post in Tikrit. | attacked | Tikrit (city)
Police arrested 20 activists in Cairo while protesters clashed with soldiers in Suez. | arrested | Cairo (city)
Protesters clashed with soldiers in Cairo while police arrested 20 activists in Suez. | arrested | Suez (city)
The group, which attacked a barracks in Gao last week, agreed to a truce in Algiers. | attacked | Gao (city)
The group, which attacked a barracks in Gao last week, agreed to a truce in Algiers. | agreed to | Algiers (city)
The group, which agreed to a truce in Algiers last week, attacked a barracks in Gao. | agreed to | Algiers (city)
The group, which agreed to a truce in Algiers last week, attacked a barracks in Gao. | attacked | Gao (city)
Militants who had seized Mosul attacked a convoy near Kirkuk. | attacked | Kirkuk (district)
Militants who had attacked a convoy near Kirkuk seized Mosul. | seized | Mosul (city)
Fighters who killed a mayor in Gardez attacked a prison in Herat. | killed | Gardez (city)
Fighters who attacked a prison in Herat killed a mayor in Gardez. | killed | Gardez (city)
Police arrested two men during an operation targeting a ring in Basra. | arrested | Basra (city)
Police arrested two men accused of plotting a raid in Basra. | arrested |
Soldiers arrested two men while searching for a rebel leader in Gardez. | arrested | Gardez (city)
Soldiers killed three rebels and arrested two men during an operation in Gardez. | killed | Gardez (city)
In Nad ‘Ali district, Helmand province, soldiers arrested a rebel. | arrested | Nad ‘Ali district (district)
In Nawah-ye Barakzai district, Helmand province, soldiers arrested a rebel. | arrested | Nawah-ye Barakzai (province)
Guerrillas attacked a convoy in Morazan Department. | attacked | Morazan Department (province)
GUERRILLAS ATTACKED A CONVOY IN MORAZAN DEPARTMENT, THE SALVADORAN ARMY SAID. | ATTACKED | MORAZAN DEPARTMENT (province)
BEIRUT (Reuters) - Israel bombed a warehouse in Homs. | bombed | Homs (city)
HOMS (Reuters) - Israel bombed a warehouse in Beirut. | bombed | Beirut (city)
BEIRUT - Syrian troops killed 12 rebels. | killed |
WASHINGTON (Reuters) - Russia shelled Kharkiv on Sunday, officials said. | shelled | Kharkiv (city)
The army recaptured Palmyra from Islamic State, a spokesman in Damascus said. | recaptured | Palmyra (city)
A spokesman in Damascus said the army recaptured Palmyra from Islamic State. | recaptured | Palmyra (city)
Ukraine attacked a depot in Rostov, the governor said in Moscow. | attacked | Rostov (city)
The governor said in Moscow that Ukraine attacked a depot in Rostov. | attacked | Rostov (city)
Turkey killed 12 militants in Ankara, the minister said in northern Syria. | killed | Ankara (city)
Speaking in Ankara, the minister said Turkey killed 12 militants in northern Syria. | killed | northern Syria (region)
Villagers in Moura accused Mali of killing 12 people in Gao. | killing | Gao (city)
In Kabul, officials said the Taliban killed nine soldiers in Kunduz. | killed | Kunduz (city)
Police in Minsk arrested a reporter who had protested in Brest. | arrested | Minsk (city)
A reporter protested in Minsk before police arrested him in Brest. | arrested | Brest (city)
Gunmen from Niger killed nine villagers in Sokoto. | killed | Sokoto (city)
Gunmen from Sokoto killed nine villagers in Niger. | killed | Niger (country)
The United States and Russia held talks in Geneva on Syria. | held talks | Geneva (city)
Hamas and Egypt held talks in Cairo on Gaza. | held talks | Cairo (city)
Russian and American diplomats met in Geneva to discuss the war in Syria. | met | Geneva (city)
Turkey condemned the attack in Idlib. | condemned |
Turkey condemned the attack on Idlib. | attack | Idlib (city)
Washington condemned Moscow over the shelling of Kharkiv. | condemned |
Washington condemned Moscow over the shelling of Kharkiv. | shelling | Kharkiv (city)
The Kremlin said rebels attacked a convoy in Donetsk. | attacked | Donetsk (city)
Washington said rebels attacked a convoy near Kirkuk. | attacked | Kirkuk (district)
Paris said its troops killed a commander in Mali. | killed | Mali (country)
Police arrested Jordan on Sunday. | arrested |
Soldiers killed two men in Iraq. | killed | Iraq (country)
Turkey bombed Kurdish positions in northern Iraq. | bombed | northern Iraq (region)
Gunmen killed three policemen 30 km south of Mosul. | killed | 30 km south of Mosul (district)
Soldiers killed two men 12 miles northeast of Aleppo. | killed | 12 miles northeast of Aleppo (district)
Boko Haram fighters killed 30 people in a village west of Maiduguri. | killed | west of Maiduguri (district)
Gunmen kidnapped nine students in the outskirts of Kaduna. | kidnapped | Kaduna (city)
Turkish troops shelled villages on the Turkish-Syrian border. | shelled | Turkish-Syrian border (region)
Troops from Chad attacked rebels near the border with Sudan. | attacked | border with Sudan (region)
Rebels seized the town of Bunagana, on Congo's border with Uganda. | seized | town of Bunagana (point)
Pirates attacked a tanker off the coast of Yemen. | attacked | off the coast of Yemen (region)
Houthi fighters seized a ship off Hodeidah. | seized | off Hodeidah (region)
Gunmen attacked a convoy between Tikrit and Samarra. | attacked | between Tikrit and Samarra (district)
Gunmen killed ten people in Umemger, Nigeria. | killed | Umemger (country)
Islamic State attacked soldiers in the Hamrin mountains. | attacked | Hamrin mountains (region)
Beijing sent warships to the Taiwan Strait. | sent | Taiwan Strait (region)
Iran arrested two French nationals in Tehran, the foreign ministry in Paris said. | arrested | Tehran (city)
""".strip().splitlines()


@cache
def coder() -> Coder:
    return Coder.load()


@cache
def code(text: str) -> Coding:
    article = read_text(text, published=DAY).article
    assert article is not None
    return coder().code(article)


@pytest.mark.parametrize("row", ROWS)
def test_an_act_takes_the_place_of_its_clause(row: str) -> None:
    text, act, expected = (cell.strip() for cell in row.split("|"))
    events = [e for e in code(text).events if e.trigger.words == act]
    assert events, [e.trigger.words for e in code(text).events]
    read = ", ".join(f"{c.words} ({c.value.precision})" for c in events[0].places)
    assert read == expected
    for cited in events[0].places:
        assert text[cited.span.start : cited.span.end] == cited.words


def test_an_offset_moves_the_dot_and_a_country_never_has_one() -> None:
    south = code("Gunmen killed three policemen 30 km south of Mosul.").events[0].place
    mosul = code("Gunmen killed three policemen in Mosul.").events[0].place
    assert south and mosul and south.value.lat is not None and mosul.value.lat is not None
    assert abs(mosul.value.lat - south.value.lat - 0.27) < 0.01 and south.value.lon == mosul.value.lon
    for text in ("Soldiers killed two men in Iraq.", "Gunmen killed ten people in Umemger, Nigeria."):
        place = code(text).events[0].place
        assert place and (place.value.lat, place.value.lon, place.value.precision) == (None, None, "country")

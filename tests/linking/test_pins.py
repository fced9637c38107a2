"""What follows from what people said about storylines."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from watchfloor.linking.pins import Ruled, ruled
from watchfloor.store.pins import Pin

AT = datetime(2014, 6, 30, tzinfo=UTC)


def said(*pins: str) -> Ruled:
    """`"pin a | b c"`: its kind, then its parts; in the order given. A pin that begins with `-` was taken back."""
    made = []
    for number, text in enumerate(pins, 1):
        kind, _, rest = text.lstrip("-").partition(" ")
        parts = tuple(tuple(part.split()) for part in rest.partition(":")[0].split("|"))
        title = rest.partition(":")[2].strip()
        made.append(Pin(number, kind, parts, title, "A. Reader", "so it is", AT, None, not text.startswith("-")))
    return ruled(made)


def told(found: Ruled) -> str:
    """What holds, in one line: groups, partings, and what was moved."""
    groups = sorted("=".join(sorted(group)) for group in found.said.together)
    apart = sorted(f"{''.join(sorted(one))}/{''.join(sorted(other))}" for one, other in found.said.asunder)
    return "; ".join([*groups, *apart, *(f"->{one}" for one in sorted(found.said.moved))])


@pytest.mark.parametrize(
    ("pins", "holds", "overruled"),
    [
        (["pin x | a b c"], "a=x; ->x", {}),
        (["pin b | a b c"], "a=b", {}),  # it is there already, and stays
        (["pin a | a b c"], "a=b", {}),  # also the one after which it has its id
        (["never x | a b"], "x/ab", {}),
        (["merge a b | c d"], "a=b=c=d", {}),
        (["split b c | a d"], "b=c; bc/ad", {}),
        (["-merge a b | c d"], "", {}),
        # The later one wins, as far as its articles go.
        (["pin x | a b", "pin x | c d"], "c=x; ->x", {2: (1,)}),
        (["pin x | a b", "never x | a b"], "x/ab", {2: (1,)}),
        (["never x | a b", "pin x | a b"], "a=x; ->x", {2: (1,)}),
        (["never x | a b", "merge a b | c x"], "a=b=c=x", {2: (1,)}),
        (["merge a b | c d", "never d | a b c"], "a=b=c; d/abc", {2: (1,)}),
        (["merge a b | c d", "pin d | e f"], "a=b=c; d=e; ->d", {2: (1,)}),
        (["merge a b | c d", "split c d | a b"], "a=b; c=d; cd/ab", {2: (1,)}),
        (["split b c | a d", "merge a d | b c"], "a=b=c=d", {2: (1,)}),
        (["split b c | a d", "pin b | a d"], "a=b; c/ad; ->b", {2: (1,)}),
        # What was moved to a storyline stays with it when others leave it.
        (["pin x | a b c", "split a b | c x"], "a=b; c=x; ab/cx; ->x", {2: (1,)}),
        # What does not contradict leaves everything as it was.
        (["merge a b | c d", "pin x | a b c d"], "a=b=c=d=x; ->x", {}),
        (["pin x | a b", "never x | c d"], "a=x; x/cd; ->x", {}),
        (["pin x | a b", "pin y | a b"], "a=x=y; ->x; ->y", {}),
        (["merge a b | c d", "merge c d | e"], "a=b=c=d=e", {}),
        # What is left when articles are forgotten.
        (["pin x | ", "never | a b", "merge a | ", "split | a"], "", {}),
        (["pin", "name"], "", {}),
    ],
)
def test_what_holds(pins: list[str], holds: str, overruled: dict[int, tuple[int, ...]]) -> None:
    found = said(*pins)
    assert told(found) == holds
    assert found.overruled == overruled


def test_the_last_name_is_the_name() -> None:
    found = said("name a: Talks", "name b: War", "name a: The talks of June", "-name b: Peace", "name c:")
    assert {article: pin.title for article, pin in found.names.items()} == {"a": "The talks of June", "b": "War"}
    assert list(found.names) == ["b", "a"], "the newest last"

"""The tree of issues: what is found in what is said, and what is wrong with a file of the user's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from watchfloor.assessing import issues
from watchfloor.assessing.issues import Issue, IssueBook, Step
from watchfloor.errors import BadSetting, NotFound, UsageError

TREE = IssueBook(
    [
        Issue("harbour", "Harbour dispute", ("harbour*", "port of arden")),
        Issue(
            "harbour.blockade",
            "The blockade",
            ("blockade*", "closure"),
            toward=("impose*", "keep*"),
            away=("lift*", "ease*"),
            steps=(Step("inspections", ("inspect*",), 1), Step("closure", ("closure", "close*"), 2)),
        ),
        Issue("harbour.talks", "Talks", ("talks", "negotiat*"), near=("arden",), actors=("NOR",), never=("football",)),
        Issue("fishing", "Fishing", ("quota*",), first=date(2010, 1, 1), last=date(2012, 12, 31)),
    ]
)


@pytest.mark.parametrize(
    ("said", "context", "parties", "found"),
    [
        ("the blockade will end", "The harbour of Arden", (), ["harbour.blockade"]),
        ("the blockade will end", "Somewhere else", (), []),  # its parent is not about
        ("the harbours stay open", "", (), ["harbour"]),
        ("talks may begin", "in Árden", (), ["harbour.talks"]),  # accents do not matter
        ("talks may begin", "elsewhere", ("NOR",), ["harbour.talks"]),
        ("football talks in Arden", "", (), []),
        ("a harbour blockade", "", (), ["harbour.blockade"]),  # the deepest only
        ("walks and stalks", "arden", (), []),  # whole words
    ],
)
def test_what_it_is_about(said: str, context: str, parties: tuple[str, ...], found: list[str]) -> None:
    assert [hit.issue.id for hit in TREE.find(said, context, parties)] == found


@pytest.mark.parametrize(("day", "count"), [(date(2011, 5, 1), 1), (date(2013, 1, 1), 0), (None, 1)])
def test_an_issue_has_its_time(day: date | None, count: int) -> None:
    assert len(TREE.find("the quotas", day=day)) == count


def test_steps_and_ways() -> None:
    step = TREE.step("harbour.blockade", "they inspected ships and closed the port")
    assert step is not None and step.name == "closure"
    assert TREE.step("harbour.talks", "nothing") is None
    assert TREE.way("harbour.blockade", "would lift the blockade") == -1
    assert TREE.way("harbour.blockade", "would keep the blockade") == 1


def test_names() -> None:
    assert TREE.named("blockade").id == "harbour.blockade"
    assert TREE.named("harbour DISPUTE").id == "harbour"
    with pytest.raises(NotFound, match="watchfloor issues"):
        TREE.named("moon")
    assert [one.id for one in TREE.under("harbour")] == ["harbour", "harbour.blockade", "harbour.talks"]


def test_the_bundled_trees_load_and_one_may_be_replaced(tmp_path: Path) -> None:
    own = tmp_path / "issues.toml"
    own.write_text('[[issue]]\nid = "iraq"\nname = "My Iraq"\nwords = ["iraq"]\n', encoding="utf-8")
    bundled, mine = issues.load(), issues.load(own=own)
    assert mine.issues["iraq"].name == "My Iraq" != bundled.issues["iraq"].name
    assert mine.fingerprint != bundled.fingerprint
    assert len(mine.issues) == len(bundled.issues)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[issue]]\nid = "A b"\nname = "x"\nwords = ["x"]\n', "id must be"),
        ('[[issue]]\nid = "a"\nwords = ["x"]\n', "name is missing"),
        ('[[issue]]\nid = "a"\nname = "x"\nwords = ["!"]\n', "words is missing"),
        ('[[issue]]\nid = "a"\nname = "x"\nwords = "x"\n', "list of words"),
        ('[[issue]]\nid = "a"\nname = "x"\nwords = ["x"]\nword = 1\n', "unknown key 'word'"),
        ('[[issue]]\nid = "a.b"\nname = "x"\nwords = ["x"]\n', "no issue 'a' above"),
        ('[[issue]]\nid = "a"\nname = "x"\nwords = ["x"]\nfrom = "2014"\n', "must be a day"),
        (
            '[[issue]]\nid = "a"\nname = "x"\nwords = ["x"]\n[[issue]]\nid = "a"\nname = "x"\nwords = ["x"]\n',
            "issues.toml:5",
        ),
        ('[issue]\nid = "a"\n', "two brackets"),
        ("issue = \n", "issues.toml"),
        ('[[issue]]\nid = "a"\nname = "x"\nwords = ["x"]\nstep = [{name = "y"}]\n', "a step has"),
    ],
)
def test_faults_in_the_users_file_name_the_place(tmp_path: Path, text: str, says: str) -> None:
    own = tmp_path / "issues.toml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises((BadSetting, UsageError), match=says):
        issues.load(own=own)

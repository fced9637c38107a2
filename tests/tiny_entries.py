"""What the small coder of tiny_desk.py puts into the ledgers, out of its events."""

from __future__ import annotations

from typing import Any

from watchfloor.types import (
    Cited,
    Coding,
    Deadline,
    Event,
    Facet,
    Link,
    Outlook,
    Relation,
    Span,
    Stance,
    Statement,
    fact_id,
)


def with_entries(coding: Coding) -> Coding:
    """The coding with the entries that its events give: an accusation is a statement with a stance, talks are a
    relation and, with a day, a deadline; an attack gives a relation, an outlook and a link."""
    found: dict[type, list[Any]] = {kind: [] for kind in (Statement, Deadline, Outlook, Relation, Link)}
    for event in coding.events:
        for entry in _of(event):
            found[type(entry)].append(entry)
    return Coding(coding.version, coding.coder, coding.events, coding.problems, *map(tuple, found.values()))


def _of(event: Event) -> list[Any]:
    (actor,), (recipient,) = event.actors, event.recipients
    cue, sentence = event.trigger, event.sentence
    spans = (cue.span, actor.span, recipient.span)
    said = Cited(recipient.words, recipient.span, recipient.words, "tiny")
    shared: dict[str, Any] = {"confidence": 0.5, "cue": cue, "sentence": sentence}
    if event.type == "ACCUSE":
        stance = Stance(said, "blame", -1, "states", about=(recipient,))
        return [
            Statement(
                id=fact_id("statement", spans),
                kind="indirect",
                act="accuses",
                speaker=actor,
                rank="minister",
                side=actor.value.country or actor.value.id,
                anonymous=False,
                content=(said,),
                addressee=None,
                venue=None,
                parent="",
                stances=(stance,),
                when=event.when,
                **shared,
            )
        ]
    kind = "ally" if event.type == "CONSULT" else "fights"
    relation = Relation(
        id=fact_id(f"relation {kind}", spans),
        kind=kind,
        a=actor,
        b=recipient,
        holds=True,
        facet=Facet.HAPPENED,
        when=None,
        place=event.place,
        said_by=(),
        **shared,
    )
    out: list[Any] = [relation]
    what = Cited(cue.words, Span(cue.span.version, cue.span.start, cue.span.end), cue.words, "tiny")
    if event.when is not None:
        due = event.when.value
        out.append(
            Deadline(
                id=fact_id("deadline", spans),
                what=what,
                bound=(actor,),
                set_by=(recipient,),
                stated=Cited(event.when.words, event.when.span, event.when.words, "tiny"),
                due=due,
                status="open",
                moved_from=None,
                said_by=(),
                **shared,
            )
        )
    if kind == "fights":
        out.append(
            Outlook(
                id=fact_id("outlook", spans),
                holder=actor,
                what=what,
                negated=False,
                by=event.when,
                direction="likely",
                low=0.55,
                high=0.8,
                point=0.7,
                scale="press",
                condition=None,
                **shared,
            )
        )
        out.append(
            Link(
                id=fact_id("link", spans),
                kind="leverage",
                a=Cited(actor.words, actor.span, actor.words, "tiny"),
                b=said,
                sign=-1,
                said_by=(actor,),
                facet=Facet.HAPPENED,
                **shared,
            )
        )
    return out

"""Of the API: what people say of facts is taken in. Nothing is overwritten: each correction is a row with its author,
its reason and its time, and another one takes it back."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import Meta, Struct
from starlette.requests import Request
from starlette.responses import Response

from watchfloor.answers.corrections import Wanted, correction_json, meant
from watchfloor.errors import UsageError
from watchfloor.serving.api.operations import JSON, PREFIX, Handler
from watchfloor.serving.failing import Refused
from watchfloor.serving.visiting import Visit, endpoint
from watchfloor.types import Facet

PATH: Final = "/corrections"
Word = Annotated[str, Meta(max_length=200)]
Line = Annotated[str, Meta(min_length=1, max_length=2000, pattern=r"\S")]
Name = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]


class ChangeWanted(Struct, forbid_unknown_fields=True):
    """What is to be read in place of what a coder read; what is left out stays. Another type without a mode has
    none."""

    type: Word | None = None
    mode: Annotated[str | None, Meta(description='"" for none')] = None
    cameo: Word | None = None
    facet: Facet | None = None
    actors: Annotated[
        list[Name],
        Meta(max_length=20, description="ids, names or codes; `OLD=NEW` where several act, `OLD=` takes one away"),
    ] = []
    recipients: Annotated[list[Name], Meta(max_length=20, description="as `actors`")] = []
    place: Annotated[str | None, Meta(description='Tikrit, or "Tripoli, LBN"; "" for nowhere named')] = None
    day: date | None = None
    until: Annotated[date | None, Meta(description="with `day`: the last day")] = None
    no_date: bool = False


class CorrectionWanted(Struct, forbid_unknown_fields=True):
    """What somebody says of facts, and why. `right` and `wrong` are of one fact, `change` of one event, `merge` of two
    events or more that are one act, `split` of events that are acts of their own; `undo` names a correction."""

    kind: Literal["right", "wrong", "change", "merge", "split", "undo"]
    by: Annotated[Name, Meta(description="who says so")]
    why: Annotated[Line, Meta(description="the reason; kept with it")]
    facts: Annotated[list[Name], Meta(max_length=200, description="ids, or beginnings of them")] = []
    change: Annotated[ChangeWanted | None, Meta(description="with `change` alone")] = None
    undoes: Annotated[
        Annotated[int, Meta(ge=1, le=2**53)] | None, Meta(description="with `undo` alone: the number of a correction")
    ] = None


def correct(visit: Visit) -> Response:
    """Keeps a correction and answers it as it was kept."""
    if visit.asked.given:
        raise UsageError("a correction is of now: it takes no as_of and no coder")
    wanted = _body(visit.request)
    number = _said(visit, wanted)
    made = next(one for one in visit.desk.corrections() if one.number == number)
    headers = {"location": f"{PREFIX}{PATH}/{number}"}
    return Response(msgspec.json.encode(correction_json(made)), 201, headers, JSON)


def _body(request: Request) -> CorrectionWanted:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != JSON:
        raise Refused(415, f"send a correction as JSON, with `Content-Type: {JSON}`")
    try:
        return msgspec.json.decode(request.scope["watchfloor.body"], type=CorrectionWanted)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(400, f"this is no correction: {error}") from None


def _said(visit: Visit, wanted: CorrectionWanted) -> int:
    desk, kind, facts = visit.desk, wanted.kind, wanted.facts
    signed: dict[str, Any] = {"by": wanted.by, "why": wanted.why}
    if (wanted.change is not None) != (kind == "change"):
        raise UsageError("`change` goes with the kind `change`, and with no other")
    if (wanted.undoes is not None) != (kind == "undo") or (kind == "undo" and facts):
        raise UsageError("`undoes` names a correction for the kind `undo`; the other kinds name facts")
    if kind == "undo":
        return desk.undo(wanted.undoes or 0, **signed)
    if kind in ("merge", "split"):
        if not facts:
            raise UsageError(f"{kind} needs facts")
        return (desk.merge if kind == "merge" else desk.split)(facts, **signed)
    if len(facts) != 1:
        raise UsageError(f"{kind} is of one fact; {len(facts)} were named")
    if wanted.change is None:
        return (desk.right if kind == "right" else desk.wrong)(facts[0], **signed)
    change = wanted.change
    asked = Wanted(
        change.type,
        change.mode,
        change.cameo,
        None if change.facet is None else change.facet.value,
        change.actors,
        change.recipients,
        change.place,
        change.day,
        change.until,
        change.no_date,
    )
    return desk.correct(facts[0], meant(desk, facts[0], asked), **signed)


WRITES: Final[dict[str, Handler]] = {PATH: endpoint(correct, "json", {})}
"""what is done with what is posted to an address"""

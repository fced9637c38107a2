"""The description of the API in OpenAPI 3.1, made from its operations and its shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from watchfloor.serving.api import shapes, shapes_gathered, shapes_matters
from watchfloor.serving.api.operations import JSON, PREFIX, Operation
from watchfloor.serving.api.writing import PATH, CorrectionWanted
from watchfloor.serving.failing import PROBLEM, TITLES

ABOUT: Final = """\
The facts of a desk as JSON: what was read, word for word, and what follows from it.

Every resource takes `as_of`, and then answers with what was known at that moment, and `coder`, whose reading answers.
Lists come in pages: `next` of one page is the `cursor` of the next, and nothing is repeated or missed while the record
grows. Each answer has a strong ETag; send it back in `If-None-Match`, and 304 says that all is as it was. Lists are had
as CSV behind `.csv`, or with `Accept: text/csv`; cells that a spreadsheet would run as formulas are made plain text.

Facts carry the words they were read from, never whole articles, unless the desk's settings permit that. All offsets
count Unicode code points of the stored text of the article version that stands beside them.

Whatever is asked and is not understood is refused, with a problem document (RFC 9457) that says what would be.
"""
REFUSALS: Final = (400, 401, 404, 414, 421, 500, 503)
"""with which any address may answer"""
REFERENCE: Final = "#/components/schemas/{name}"


def make(operations: Iterable[Operation]) -> dict[str, Any]:
    """The whole document."""
    from watchfloor import __version__

    operations = tuple(operations)
    wanted: list[Any] = [
        shapes.Problem,
        CorrectionWanted,
        shapes_matters.Correction,
        shapes_gathered.Position,
        shapes_gathered.Deed,
    ]
    for one in operations:
        wanted += (
            [one.shape] if isinstance(one.shape, type) else list(one.shape) if isinstance(one.shape, tuple) else []
        )
        wanted += [_paged(one.shape)] if one.listed else []
    unique = list(dict.fromkeys(wanted))
    made, components = msgspec.json.schema_components(unique, ref_template=REFERENCE)
    known = dict(zip(unique, made, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        paths[one.path or "/"] = {"get": _described(one, known)}
        if one.listed:
            paths[f"{one.path}.csv"] = {"get": _table(one)}
    paths[PATH]["post"] = _correction(known)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "watchfloor",
            "version": __version__,
            "summary": "The record of an international crisis, day by day, with the words behind every fact.",
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": PREFIX}],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "responses": {str(status): _refusal(status) for status in TITLES},
            "headers": {
                "ETag": {"description": "Follows from the answer.", "schema": {"type": "string"}},
                "Link": {"description": 'The next page, as `rel="next"`.', "schema": {"type": "string"}},
            },
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The desk's token, on desks that others may reach.",
                }
            },
        },
    }


def _paged(shape: Any) -> Any:
    return shapes.Page[shape]


def _described(one: Operation, known: Mapping[Any, Any]) -> dict[str, Any]:
    if isinstance(one.shape, str):
        content: dict[str, Any] = {one.shape.partition(";")[0]: {"schema": {"type": "string"}}}
        if one.shape == "application/geo+json":
            content = {one.shape: {"schema": {"type": "object"}}}
    elif isinstance(one.shape, tuple):
        content = {JSON: {"schema": {"anyOf": [known[shape] for shape in one.shape]}}}
    else:
        content = {JSON: {"schema": known[_paged(one.shape) if one.listed else one.shape]}}
    if one.listed:
        content["text/csv"] = {"schema": {"type": "string"}}
    return _operation(one, content, _name(one.path), one.summary)


def _table(one: Operation) -> dict[str, Any]:
    return _operation(one, {"text/csv": {"schema": {"type": "string"}}}, f"{_name(one.path)}-csv", "The same as CSV.")


def _operation(one: Operation, content: dict[str, Any], name: str, summary: str) -> dict[str, Any]:
    headers = {"ETag": {"$ref": "#/components/headers/ETag"}}
    if one.listed:
        headers["Link"] = {"$ref": "#/components/headers/Link"}
    if one.headers is not None:
        headers["X-CSRF"] = {"description": "Proof for writing.", "schema": {"type": "string"}}  # type: ignore[dict-item]
    refused = {*REFUSALS, *one.refused}
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [parameter.described() for parameter in one.every],
        "responses": {
            "200": {"description": "The answer.", "headers": headers, "content": content},
            "304": {"description": "All is as it was."},
            **_refusals(refused),
        },
    }


def _name(path: str) -> str:
    return re.sub(r"[^a-z]+", "-", path.replace("{", "one-")).strip("-") or "home"


def _refusals(statuses: Iterable[int]) -> dict[str, Any]:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}


def _refusal(status: int) -> dict[str, Any]:
    return {
        "description": TITLES[status],
        "content": {PROBLEM: {"schema": {"$ref": REFERENCE.format(name="Problem")}}},
    }


def _correction(known: Mapping[Any, Any]) -> dict[str, Any]:
    return {
        "operationId": "correct",
        "summary": "Say what you think of facts: kept with your name, the time and the reason; it can be undone.",
        "description": "Without a token it needs the cookie that the desk set, and the header `X-CSRF` that /api/v1"
        " gave with it.",
        "parameters": [
            {"name": "X-CSRF", "in": "header", "required": False, "schema": {"type": "string"}},
        ],
        "requestBody": {"required": True, "content": {JSON: {"schema": known[CorrectionWanted]}}},
        "responses": {
            "201": {
                "description": "The correction as it was kept.",
                "headers": {"Location": {"description": "Where it is.", "schema": {"type": "string"}}},
                "content": {JSON: {"schema": known[shapes_matters.Correction]}},
            },
            **_refusals({*REFUSALS, 403, 413, 415}),
        },
    }

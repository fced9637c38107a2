"""The API keeps to its own description: what the description allows is answered in the shape it names, what it does not
allow is refused, and nothing breaks. Schemathesis makes the questions out of the description."""

from __future__ import annotations

import secrets
from collections import defaultdict
from pathlib import Path

import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema

from benchmarks import sampledesk
from watchfloor import config
from watchfloor.serving import keys
from watchfloor.serving.app import make_app

EXAMPLES = 5
"""of each resource, beside those at the edges of what each parameter may be"""


def test_the_api_keeps_to_its_description(own_desk: Path) -> None:
    settings = own_desk / config.FILE
    settings.write_text(settings.read_text(encoding="utf-8") + "\n[serving]\nfull_text = true\n", encoding="utf-8")
    # The test client of schemathesis calls this machine so. A program that may write brings the token.
    token = secrets.token_urlsafe()
    app = make_app(own_desk, clock=sampledesk.clock, names=("testserver",), token=keys.hashed(token))
    headers = {"Authorization": f"Bearer {token}"}
    wanted = SchemathesisConfig.from_dict(
        {
            "seed": 20140610,
            "headers": headers,
            "generation": {"database": "none", "deterministic": True, "max-examples": EXAMPLES},
            "phases": {"stateful": {"enabled": False}},
            # A name that means nobody, or a place in a list that is none, is well formed and refused all the same.
            "checks": {"positive_data_acceptance": {"enabled": False}},
        }
    )
    whole = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, config=wanted, headers=headers)
    # The tables are asked for by the same parameters, which are decoded in the same place.
    described = whole.exclude(path_regex=r"\.csv$")
    faults: list[str] = []
    answered: dict[str, set[int]] = defaultdict(set)
    for event in from_schema(described).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            faults.append(str(event))
        if isinstance(event, events.ScenarioFinished):
            record = event.recorder
            answered[record.label] |= {one.response.status_code for one in record.interactions.values() if one.response}
            faults += [
                f"{record.label}: {check.name}: {check.failure_info.failure}\n    {check.failure_info.code_sample}"
                for checks in record.checks.values()
                for check in checks
                if check.failure_info
            ]
    assert not faults, f"{len(faults)} breaches\n" + "\n".join(faults[:12])
    assert len(answered) > 10
    # A resource that refused everything was not tested.
    assert not [name for name, statuses in answered.items() if not statuses & {200, 201, 303}]

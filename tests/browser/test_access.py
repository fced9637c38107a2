"""axe-core on every screen, light and dark, wide and narrow: nothing that keeps somebody from using it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from benchmarks.screens import SCREENS, Screen
from guarded import Opens

GRAVE = ("serious", "critical")
EVERYTHING = "{resultTypes: ['violations']}"
COLOURS = "{runOnly: ['color-contrast']}"
LOOKS = ((1280, False, EVERYTHING), (1280, True, COLOURS), (390, True, EVERYTHING), (390, False, COLOURS))
"""width, dark, and what is looked for: only colours follow from the theme, and everything else from the width"""


@cache
def axe() -> str:
    """The checker, as it comes in a package."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def told(found: list[dict[str, Any]]) -> str:
    """Findings for a person: the rule, and the elements it is about."""
    return "\n".join(
        f"{one['id']}: {one['help']}\n    {node['html'][:160]}\n    {node.get('failureSummary', '')[:300]}"
        for one in found
        for node in one["nodes"][:4]
    )


@pytest.mark.parametrize("screen", [pytest.param(screen, id=screen.name) for screen in SCREENS])
def test_nothing_keeps_people_out(screen: Screen, site: str, names: dict[str, str], opens: Opens) -> None:
    page = opens(site + screen.path.format(**names))
    # The page's policy forbids scripts that are not its own: the driver puts it in from outside, as a debugger would.
    page.evaluate(axe())
    faults = []
    for width, dark, wanted in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
        done = page.evaluate(f"() => axe.run({wanted})")
        if grave := [one for one in done["violations"] if one["impact"] in GRAVE]:
            faults.append(f"{width} {'dark' if dark else 'light'}\n{told(grave)}")
    assert not faults, "\n".join(faults)

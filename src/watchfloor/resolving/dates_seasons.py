"""Named stretches of the calendar: seasons, decades, centuries and feasts."""

from __future__ import annotations

import re
from dataclasses import replace

from watchfloor.resolving.dates_calendar import (
    NOTHING,
    Days,
    century,
    decade,
    season,
)
from watchfloor.resolving.dates_holidays import FEASTS, SPELLINGS, feasts
from watchfloor.resolving.dates_rules import DEIXIS, Context, Found, nearest, rulebook, season_only
from watchfloor.resolving.dates_words import ORDINAL, SEASON, SEASON_HINTS, SEASONS, TENS, YEAR, int_of, ordinal

RULES, rule = rulebook()


@rule(
    r"(?<!\w)(?:the )?(?:(?P<c>1\d|20)?(?P<d>\d0)|['’](?P<e>\d0))['’]?s\b|\bthe (?P<w>twenties|thirties|"
    r"forties|fifties|sixties|seventies|eighties|nineties)\b"
)
def _decades(match: re.Match[str], ctx: Context) -> Found | None:
    if match["w"]:
        return "date", "date", decade(1900 + TENS[match["w"].removesuffix("ies") + "y"])
    short = match["d"] or match["e"]
    if not match["c"]:
        if (not match[0].startswith("the ") and not match["e"]) or (
            re.search(
                r"\b(?:his|her|their|my|in) (?:mid-|late |early )?$",
                match.string[max(0, match.start() - 18) : match.start()],
            )
            and "the" not in match[0]
        ):
            return None
        if short in ("00", "10"):
            return None
        return "date", "date", decade(1900 + int(short))
    if short == "00" and match["c"] != "20":
        return "date", "date:full", century(int(match["c"]) + 1)
    return "date", "date:full", decade(int(match["c"]) * 100 + int(short))


@rule(
    rf"\b(?:the )?(?P<n>{ORDINAL}|{'|'.join(['twentieth', 'twenty-first'])})[- ]century\b(?P<bc> (?:BC|B\.C\.|BCE))?",
    re.I,
    needs="century",
)
def _centuries(match: re.Match[str], ctx: Context) -> Found | None:
    n = 21 if match["n"].lower() == "twenty-first" else ordinal(match["n"])
    if match["bc"]:
        return "date", "date:full", replace(NOTHING, value=f"BC{max(0, n - 1):02d}")
    return ("date", "date:full", century(n)) if 1 <= n <= 30 else None


@rule(rf"\b(?:the )?(?P<s>{SEASON})(?:,? of|,| of)? (?P<y>{YEAR})(?:[/-](?P<b>{YEAR}|\d\d))?", needs=SEASON_HINTS)
def _season_year(match: re.Match[str], ctx: Context) -> Found | None:
    return "date", "date:full", season(int(match["y"]), SEASONS[match["s"].lower()])


@rule(
    r"\b(?:(?P<p>in|by|since|until|during|before|after|of) )(?P<t>(?:the )?(?P<s>spring|summer|autumn|"
    r"winter|fall))\b(?! of\b)(?:,? (?:of )?(?P<o>last|this|next|that) year)?(?! (?:to|from|school|camp|"
    r"vacation|Olympics)\b)",
    needs=SEASON_HINTS,
)
def _bare_season(match: re.Match[str], ctx: Context) -> Found | None:
    if (match["s"] == "fall" and not match["t"].startswith("the")) or (
        match["s"] == "fall" and match["p"] not in ("in", "by", "until")
    ):
        return None
    code = SEASONS[match["s"]]
    if match["o"] in ("last", "this", "next") and ctx.now:
        return "date", "relative:season", season(ctx.now.year + DEIXIS[match["o"]], code)
    return "date", "relative:season", season_only(code, ctx, "", match.start(), match.end())


_FEAST = "|".join(
    re.escape(name).replace("'", "['\u2019]") for name in sorted([*FEASTS, *SPELLINGS], key=lambda n: (-len(n), n))
)
_FEAST_HINTS = " ".join(sorted({name.split()[0].replace("'", " ").split()[0][:5] for name in (*FEASTS, *SPELLINGS)}))


@rule(rf"\b(?P<n>{_FEAST})\b(?:,? (?P<y>{YEAR}))?", re.I, needs=_FEAST_HINTS)
def _feast(match: re.Match[str], ctx: Context) -> Found | None:
    name, year = match["n"], int_of(match, "y")
    if not name[0].isupper():
        return None
    years = [year] if year else [ctx.now.year + k for k in (-1, 0, 1)] if ctx.now else []
    options = [
        Days(
            f.first.isoformat(),
            f.first,
            f.last,
            "day" if f.first == f.last and not f.approximate else "range",
            f"{f.first}~/{f.last}~" if f.approximate else f"{f.first}" if f.first == f.last else f"{f.first}/{f.last}",
        )
        for y in years
        for f in feasts(name, y)
    ]
    if year:
        return ("date", "feast", options[0]) if len(options) == 1 else None
    return "date", "feast", nearest(options, ctx, match.start(), match.end())

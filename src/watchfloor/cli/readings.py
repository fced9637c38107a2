"""How what the ledgers hold looks on a terminal: as a line of a list, as a block, and in full for `watchfloor show`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.answers.articles import published_text
from watchfloor.answers.entries import LINKS, RELATIONS, band, due, fields, marks
from watchfloor.briefing.wording import names, when_text
from watchfloor.cli.blocks import facet_text, line_of
from watchfloor.cli.terminal import ATTENTION, CONFLICT, COOPERATION, QUIET, marked, words
from watchfloor.codec import kind_of
from watchfloor.types import Deadline, Entry, Facet, Link, Outlook, Relation, Statement

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from watchfloor.store.entries import Kept

SIGNS = {"statement": "“", "deadline": "⧗", "outlook": "∿", "relation": "—", "link": "∞"}
"""one character for each kind; in words it is said too"""
ELLIPSIS = "…"
AROUND = 240
"""code points of the article shown before and behind a sentence"""
INDENT = "    "


def headline(entry: Entry) -> Text:
    """What an entry says, in one line."""
    match entry:
        case Statement():
            who = entry.speaker.value.name if entry.speaker else "somebody unnamed" if entry.anonymous else "not named"
            line = words(f"{entry.act or 'says'} ", "bold").append_text(words(who))
            if entry.addressee:
                line.append_text(words(f", to {entry.addressee.words}", QUIET))
            if entry.kind == "declined":
                line.append_text(words("  [declined to say]", "bold"))
            for stance in entry.stances[:1]:
                line.append_text(words("  ")).append_text(_stance(stance.value))
                line.append_text(words(f" {_short(stance.target.words, 60)}"))
                if stance.condition:
                    line.append_text(words(f" [{_short(stance.condition.words, 40)}]", "bold"))
            return line
        case Deadline():
            line = words(f"{due(entry.due, entry)} ", "bold")
            line.append_text(words(_short(entry.what.words, 80)))
            line.append_text(words(f"  binds {names(entry.bound)}" if entry.bound else "", QUIET))
            return line.append_text(words("" if entry.status == "open" else f"  [{entry.status}]", "bold"))
        case Outlook():
            line = words(f"{entry.direction}{band(entry)} ", "bold").append_text(words(_short(entry.what.words, 80)))
            line.append_text(words(f", by {when_text(entry.by.value)}" if entry.by else "", QUIET))
            return line.append_text(words(f"  {entry.holder.value.name}" if entry.holder else "  the writer", QUIET))
        case Relation():
            link = RELATIONS.get(entry.kind, entry.kind)
            style = {"fights": CONFLICT, "rival": CONFLICT, "ally": COOPERATION, "backs": COOPERATION}.get(entry.kind)
            line = words(entry.a.value.name).append_text(words(f" {link} ", f"bold {style or ''}".strip()))
            line.append_text(words(entry.b.value.name))
            line.append_text(words(f", {entry.place.value.name}" if entry.place else "", QUIET))
            line.append_text(_facet(entry.facet) if entry.holds else words("  [denied]", ATTENTION))
            return line.append_text(words(f"  says {names(entry.said_by)}" if entry.said_by else "", QUIET))
        case Link():
            first, second = (entry.b, entry.a) if entry.kind == "conditional" else (entry.a, entry.b)
            line = words(_short(first.words, 60))
            line.append_text(words(f" {LINKS.get(entry.kind, entry.kind)} ", "bold"))
            line.append_text(words(_short(second.words, 60)))
            line.append_text(words({1: " (helps)", -1: " (harms)"}.get(entry.sign, ""), QUIET))
            line.append_text(words(f"  {names(entry.said_by)}" if entry.said_by else "  the writer", QUIET))
            return line.append_text(_facet(entry.facet))


def listed(console: Console, kept: Kept) -> None:
    """Prints an entry of a list: one line of what it says, one of words."""
    entry = kept.entry
    mark = {"stated": " ", "published": "~"}.get(kept.said_basis, " ")
    line = words(f"{entry.id[:9]}  ", QUIET)
    line.append_text(words(f"{kept.said.isoformat() if kept.said else 'no date':10}{mark} "))
    line.append_text(words(f"{SIGNS[kept.kind]} ")).append_text(headline(entry))
    line.truncate(console.width, overflow="ellipsis")
    line_of(console, line)
    pad = " " * 11
    source = f"  {kept.article.outlet}" if kept.article.outlet else ""
    second = words(pad).append_text(quoted(console, entry, max(30, console.width - len(pad) - len(source) - 4)))
    second.append_text(words(source, QUIET)).truncate(console.width, overflow="ellipsis")
    line_of(console, second)


def block(console: Console, entry: Entry) -> None:
    """Prints an entry with what it says, and its words."""
    line = words(f"{SIGNS[kind_of(entry)]} ").append_text(words(f"{kind_of(entry).upper()} ", "bold"))
    line_of(console, line.append_text(headline(entry)))
    for label, text, _ in fields(entry):
        if label not in SAID_ALREADY:
            line_of(console, words(text), words(f"{INDENT}{label:8}", QUIET))
    line_of(console, quoted(console, entry, 300), INDENT)


SAID_ALREADY = frozenset({"act", "status", "due", "what", "outlook", "relation", "link", "confidence", "a", "b"})
"""fields that the headline of an entry holds"""


def card(console: Console, kept: Kept, text: str) -> None:
    """Prints every field with its words, offsets and rule; then the sentence with what stands around it in `text`, the
    article and the record."""
    entry, article = kept.entry, kept.article
    line_of(console, words(f"{entry.id}  ", "bold").append_text(words(f"{kept.kind.upper()}  ", "bold")))
    line_of(console, headline(entry), "  ")
    console.print()
    for label, value, cited in fields(entry):
        _plain(console, label, value)
        if cited is not None:
            read = f'"{cited.words}"  {cited.span.start}-{cited.span.end}  {cited.rule}'
            line_of(console, words(read, QUIET), " " * 14)
    known = {"stated": "as the words state", "published": "the day of publication", "unknown": "no day is known"}
    _plain(console, "said", f"{kept.said or ''} ({known[kept.said_basis]})".strip())
    console.print()
    line_of(console, in_context(console, entry, text), "  ")
    span = entry.sentence.span
    line_of(console, words(f"characters {span.start} to {span.end} of the article's text", QUIET), "  ")
    console.print()
    _plain(console, "article", article.title or "(no title)")
    _plain(console, "outlet", article.outlet or "(not known)")
    _plain(console, "published", published_text(article.published))
    _plain(console, "address", article.url)
    _plain(console, "version", article.version)
    _plain(console, "coder", kept.coder)
    since = {"seen": "when this desk first saw it", "stated": "the publication time that the page states"}
    _plain(console, "known", f"since {kept.recorded_at:%Y-%m-%d %H:%M:%SZ} ({since.get(kept.basis, kept.basis)})")


def in_context(console: Console, entry: Entry, text: str) -> Text:
    """The sentence of an entry with its words marked, among what stands before and behind it."""
    spans = marks(entry)
    first = min([entry.sentence.span.start, *(span.start for span in spans)])
    last = max([entry.sentence.span.end, *(span.end for span in spans)])
    start, end = max(0, first - AROUND), min(len(text), last + AROUND)
    while start and start < first and not text[start - 1].isspace():
        start += 1
    while end < len(text) and end > last and not text[end].isspace():
        end -= 1
    before = words((ELLIPSIS if start else "") + text[start:first], QUIET)
    inside = marked(text[first:last], [(s.start - first, s.end - first) for s in spans], bool(console.color_system))
    return before.append_text(inside).append_text(words(text[last:end] + (ELLIPSIS if end < len(text) else ""), QUIET))


def quoted(console: Console, entry: Entry, limit: int) -> Text:
    """The sentence, cut to a stretch that holds the beginning of what matters."""
    sentence, base = entry.sentence.words, entry.sentence.span.start
    found = [
        (max(0, span.start - base), min(len(sentence), span.end - base))
        for span in marks(entry)
        if span.start - base < len(sentence) and span.end > base
    ]
    start, end = 0, len(sentence)
    if len(sentence) > limit:
        first = found[0][0] if found else 0
        start = 0 if first < limit // 2 else first - limit // 4
        while 0 < start < first and not sentence[start - 1].isspace():
            start += 1
        end = min(len(sentence), start + limit - 2)
        while end < len(sentence) and end > start + limit // 2 and not sentence[end].isspace():
            end -= 1
    head, tail = ELLIPSIS if start else "", ELLIPSIS if end < len(sentence) else ""
    shift = len(head) - start
    shown = [(max(a, start) + shift, min(b, end) + shift) for a, b in found if a < end and b > start]
    line = words('"').append_text(marked(head + sentence[start:end] + tail, shown, bool(console.color_system)))
    return line.append_text(words('"'))


def _stance(value: int) -> Text:
    style = COOPERATION if value > 0 else CONFLICT if value < 0 else ""
    return words(f"{value:+d}" if value else "0", f"bold {style}".strip())


def _facet(facet: Facet) -> Text:
    return words("") if facet in (Facet.HAPPENED, Facet.ONGOING) else words("  ").append_text(facet_text(facet))


def _short(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + ELLIPSIS


def _plain(console: Console, label: str, value: str) -> None:
    line_of(console, words(value), words(f"  {label:12}", QUIET))

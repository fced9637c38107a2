"""The tables of a desk's record.

Rows are added and never changed: triggers refuse UPDATE and DELETE. What is current is therefore never written down; it
is asked (see facts.py and articles.py). Every row says when it became known: `recorded_at`, microseconds since
1970-01-01 UTC, and `basis`, how that is known: `seen` (the desk's own clock) or `stated` (the publication time that an
archived page states, and never later than seen).

Days are whole numbers since 1970-01-01. Times that are data, not bookkeeping, keep their zone as ISO 8601 text.
Long texts are the last column of their table: SQLite reads a row from its beginning, and would have to read through
them to come to what stands behind.

    bodies ── captures ── readings ── versions ── codings ── events ── sides ── actors
                                      articles    coders     dyads ── parties
                                                             entries ── roles ── actors
    sources ── fetches ── items        robots        outside        prints    copies

What people say about facts is rows too: `corrections` and their `targets`. What follows from them is derived in the
same transaction (see corrections.py) and could be derived again: `revisions` and `entry_revisions` (a fact as it stands
after a correction) and `memberships` (facts that are one act). What they say about storylines stands in `pins`, and the
articles that it is about in `pinned`.

The tables in `DERIVED` are no record: they keep what follows from the others and is costly to work out (derived.py).
They may be emptied, and are when their rules change; no trigger keeps them, and nothing is lost with them. Whether they
say what follows from the record is checked by working it out again (`watchfloor verify`).

A later schema adds tables and indexes in a migration (upgrading.py); a table keeps its columns for good.
"""

from __future__ import annotations

from collections.abc import Iterable

APPLICATION_ID = 0x77666C72
"""`wflr`: tells a desk's record from any other SQLite file."""

VERSION = 4

STAMP = "recorded_at INTEGER NOT NULL, basis TEXT NOT NULL CHECK (basis IN ('seen', 'stated'))"

TABLES = {
    # What was received, byte for byte, deflated; kept once however often it arrives. `packed` is NULL when it was too
    # large to keep.
    "bodies": f"""
        sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, packed BLOB, {STAMP}""",
    # Where those bytes were found: `address` is a file: or http: address.
    "captures": f"""
        key INTEGER PRIMARY KEY, address TEXT NOT NULL, final_url TEXT NOT NULL, status INTEGER NOT NULL,
        media_type TEXT NOT NULL, sha256 TEXT NOT NULL REFERENCES bodies, {STAMP}, UNIQUE (address, sha256)""",
    "articles": f"""
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, url TEXT NOT NULL, {STAMP}""",
    # `seen_at` is the desk's clock even where `recorded_at` is stated; `dated_at` is the stated publication instant,
    # else `seen_at`; `day` is the day of publication at its place; `sha256` and `part` say from what it was read.
    "versions": f"""
        key INTEGER PRIMARY KEY, version TEXT NOT NULL UNIQUE, article INTEGER NOT NULL REFERENCES articles,
        sha256 TEXT NOT NULL REFERENCES bodies, part INTEGER NOT NULL, title TEXT NOT NULL,
        author TEXT NOT NULL, outlet TEXT NOT NULL, outlet_folded TEXT NOT NULL, source TEXT NOT NULL,
        language TEXT NOT NULL,
        published TEXT, published_precision TEXT, published_basis TEXT, day INTEGER, dated_at INTEGER NOT NULL,
        seen_at INTEGER NOT NULL, {STAMP}, links TEXT NOT NULL, text TEXT NOT NULL""",
    # What reading a capture gave: a version, or nothing (then `problems` says why). `part` is the row of an archive, 0
    # of a page. A newer reader, or another given publication date, reads the same bytes again.
    "readings": f"""
        key INTEGER PRIMARY KEY, capture INTEGER NOT NULL REFERENCES captures, reader TEXT NOT NULL,
        given TEXT NOT NULL, part INTEGER NOT NULL, version INTEGER REFERENCES versions, {STAMP},
        UNIQUE (capture, reader, given, part)""",
    "coders": f"""
        key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, {STAMP}""",
    # The newest row names the current coder.
    "choices": f"""
        key INTEGER PRIMARY KEY, coder INTEGER NOT NULL REFERENCES coders, {STAMP}""",
    "codings": f"""
        key INTEGER PRIMARY KEY, version INTEGER NOT NULL REFERENCES versions,
        coder INTEGER NOT NULL REFERENCES coders, {STAMP}, UNIQUE (version, coder)""",
    # `json` is the whole event; the other columns are for asking. `recorded_at` is that of the article version: a fact
    # is known from the moment its words are.
    "events": f"""
        key INTEGER PRIMARY KEY, id TEXT NOT NULL, coding INTEGER NOT NULL REFERENCES codings,
        coder INTEGER NOT NULL REFERENCES coders, version INTEGER NOT NULL REFERENCES versions,
        position INTEGER NOT NULL, start INTEGER NOT NULL, type TEXT NOT NULL, mode TEXT NOT NULL, cameo TEXT NOT NULL,
        facet TEXT NOT NULL, probability REAL NOT NULL, confidence REAL NOT NULL,
        day INTEGER, day_basis TEXT NOT NULL CHECK (day_basis IN ('stated', 'published', 'unknown')),
        place TEXT, place_folded TEXT, country TEXT, {STAMP}, sentence TEXT NOT NULL,
        json TEXT NOT NULL""",
    # Each state in which an actor was ever met: an office on a date is part of it.
    "actors": f"""
        key INTEGER PRIMARY KEY, id TEXT NOT NULL, id_folded TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL,
        kind TEXT NOT NULL, code TEXT NOT NULL, office TEXT NOT NULL, {STAMP}, UNIQUE (id, name, kind, code, office)""",
    "sides": f"""
        key INTEGER PRIMARY KEY, event INTEGER NOT NULL REFERENCES events,
        side TEXT NOT NULL CHECK (side IN ('actor', 'recipient', 'speaker')), position INTEGER NOT NULL,
        actor INTEGER NOT NULL REFERENCES actors, {STAMP}""",
    # Statements, deadlines, outlooks, relations and links; `kind` says which. `json` is the whole of it, the other
    # columns are for asking: `form` and `detail` its class (see entryrows.py), `side` whom it speaks for, `said` the
    # day on which it was said, else that of publication, `day` the last day of a deadline, outlook or relation. `words`
    # are those of its sentence and what it quotes beyond it.
    "entries": f"""
        key INTEGER PRIMARY KEY, id TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('statement', 'deadline', 'outlook', 'relation', 'link')),
        coding INTEGER NOT NULL REFERENCES codings, coder INTEGER NOT NULL REFERENCES coders,
        version INTEGER NOT NULL REFERENCES versions, position INTEGER NOT NULL, start INTEGER NOT NULL,
        side TEXT NOT NULL, form TEXT NOT NULL, detail TEXT NOT NULL, day INTEGER, said INTEGER, {STAMP},
        words TEXT NOT NULL, json TEXT NOT NULL""",
    # Who speaks, is bound, set it, holds the view, or stands in the relation.
    "roles": f"""
        entry INTEGER NOT NULL REFERENCES entries, role TEXT NOT NULL, actor INTEGER NOT NULL REFERENCES actors,
        {STAMP}, PRIMARY KEY (entry, role, actor)""",
    # As `revisions`, of entries.
    "entry_revisions": f"""
        key INTEGER PRIMARY KEY, fact TEXT NOT NULL, coder INTEGER NOT NULL REFERENCES coders,
        entry INTEGER REFERENCES entries, supersedes INTEGER REFERENCES entries,
        correction INTEGER NOT NULL REFERENCES corrections, {STAMP}""",
    # What kept a stage from its work. One met while reading hangs on a reading, one met while coding on a coding.
    "problems": f"""
        key INTEGER PRIMARY KEY, reading INTEGER REFERENCES readings, coding INTEGER REFERENCES codings,
        stage TEXT NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL, start INTEGER, "end" INTEGER, {STAMP},
        CHECK ((reading IS NULL) <> (coding IS NULL))""",
    # Each version that came to an article that was here already. Most articles never change; this short list is where
    # to look for those whose current version has to be asked for.
    "successions": f"""
        version INTEGER PRIMARY KEY REFERENCES versions, article INTEGER NOT NULL REFERENCES articles, {STAMP}""",
    # What a person said about facts. `coder` is whose reading was judged, and stands in for a coder that does not find
    # the fact; `undoes` is the correction that an undo takes back. `value` is JSON: see corrections.py.
    "corrections": f"""
        key INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('right', 'wrong', 'change', 'merge', 'split', 'undo')),
        coder INTEGER REFERENCES coders, undoes INTEGER REFERENCES corrections, author TEXT NOT NULL,
        reason TEXT NOT NULL, {STAMP}, value TEXT NOT NULL,
        CHECK ((kind = 'undo') = (undoes IS NOT NULL))""",
    "targets": f"""
        key INTEGER PRIMARY KEY, correction INTEGER NOT NULL REFERENCES corrections, fact TEXT NOT NULL,
        version INTEGER NOT NULL REFERENCES versions, {STAMP}, UNIQUE (correction, fact)""",
    # How a fact stands for one coder after a correction: `event` is the row that says it now (NULL: it does not
    # stand), `supersedes` the row that said it before (NULL: it did not stand).
    "revisions": f"""
        key INTEGER PRIMARY KEY, fact TEXT NOT NULL, coder INTEGER NOT NULL REFERENCES coders,
        event INTEGER REFERENCES events, supersedes INTEGER REFERENCES events,
        correction INTEGER NOT NULL REFERENCES corrections, {STAMP}""",
    # Facts that are one act share `act`; NULL: on its own again. The newest row of a fact counts.
    "memberships": f"""
        key INTEGER PRIMARY KEY, fact TEXT NOT NULL, act INTEGER, correction INTEGER NOT NULL REFERENCES corrections,
        {STAMP}""",
    # What a person said about storylines; see pins.py. `title` is the name that was given.
    "pins": f"""
        key INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('pin', 'never', 'merge', 'split', 'name', 'undo')),
        undoes INTEGER REFERENCES pins, author TEXT NOT NULL, reason TEXT NOT NULL, {STAMP}, title TEXT NOT NULL,
        CHECK ((kind = 'undo') = (undoes IS NOT NULL)), CHECK ((kind = 'name') OR (title = ''))""",
    # The articles that it is about: `part` 0 is what was put somewhere, or the first of the storylines that are one,
    # the next parts the storylines as they were then. Within a part in the order of becoming known.
    "pinned": f"""
        key INTEGER PRIMARY KEY, pin INTEGER NOT NULL REFERENCES pins, part INTEGER NOT NULL,
        article INTEGER NOT NULL REFERENCES articles, {STAMP}, UNIQUE (pin, part, article)""",
    # By which rules a table of `DERIVED` was made, and up to which row of those it follows from.
    "derivations": f"""
        key INTEGER PRIMARY KEY, what TEXT NOT NULL, rules TEXT NOT NULL, upto INTEGER NOT NULL, {STAMP}""",
    # In which chapter an article stands, by the version that was known first; `chapter` is the key of the article that
    # began it, `vectors` what the text is on.
    "placings": f"""
        article INTEGER PRIMARY KEY REFERENCES articles, version INTEGER NOT NULL REFERENCES versions,
        day INTEGER NOT NULL, chapter INTEGER NOT NULL REFERENCES articles, {STAMP}, vectors TEXT NOT NULL""",
    # The countries that the facts at the beginning of an article concern.
    "concerned": f"""
        coding INTEGER PRIMARY KEY REFERENCES codings, {STAMP}, countries TEXT NOT NULL""",
    # Two rows of events, of one coder, that are rather one happening than two; once from each side. Known when both
    # are.
    "likely": f"""
        one INTEGER NOT NULL REFERENCES events, other INTEGER NOT NULL REFERENCES events, {STAMP},
        PRIMARY KEY (one, other)""",
    # Sides as counts need them: a country, or whoever has none.
    "parties": f"""
        key INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, {STAMP}""",
    # Who to whom in which week, small and in the order of counting.
    "dyads": f"""
        coder INTEGER NOT NULL REFERENCES coders, actor INTEGER NOT NULL REFERENCES parties,
        recipient INTEGER NOT NULL REFERENCES parties, week INTEGER NOT NULL, event INTEGER NOT NULL REFERENCES events,
        version INTEGER NOT NULL REFERENCES versions, type TEXT NOT NULL, facet TEXT NOT NULL, {STAMP},
        PRIMARY KEY (coder, actor, recipient, week, event)""",
    # What was forgotten, without a word of it: ids are hashes.
    "tombstones": f"""
        key INTEGER PRIMARY KEY, article TEXT NOT NULL, versions TEXT NOT NULL, events TEXT NOT NULL,
        author TEXT NOT NULL, reason TEXT NOT NULL, {STAMP}""",
    # Files that were made from the record, so that forgetting reaches them too.
    "outputs": f"""
        key INTEGER PRIMARY KEY, path TEXT NOT NULL, form TEXT NOT NULL, {STAMP}, UNIQUE (path, form)""",
    # What sources.toml said of a source, whenever it changed; `entry` is NULL when the source was taken out.
    "sources": f"""
        key INTEGER PRIMARY KEY, id TEXT NOT NULL, {STAMP}, entry TEXT""",
    # Each attempt to read a source, and what came of it; see fetches.py. `newest` is the latest publication among all
    # its items, `not_before` the moment until which it asked to be let alone. Times in microseconds.
    "fetches": f"""
        key INTEGER PRIMARY KEY, source TEXT NOT NULL, address TEXT NOT NULL, outcome TEXT NOT NULL
        CHECK (outcome IN ('read', 'unchanged', 'failed', 'gone')), status INTEGER NOT NULL, form TEXT NOT NULL,
        final_url TEXT NOT NULL, moved_to TEXT, etag TEXT NOT NULL, last_modified TEXT NOT NULL, not_before INTEGER,
        items INTEGER NOT NULL, new INTEGER NOT NULL, changed INTEGER NOT NULL, unread INTEGER NOT NULL,
        waiting INTEGER NOT NULL, newest INTEGER, took_ms INTEGER NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL,
        {STAMP}""",
    # Each item of a source that was dealt with, and how. Hashes only, so that what was forgotten leaves no word here:
    # `item` of what the source calls it, `place` of its address, `print` of what the source says of it.
    "items": f"""
        key INTEGER PRIMARY KEY, source TEXT NOT NULL, item TEXT NOT NULL, place TEXT NOT NULL, print TEXT NOT NULL,
        outcome TEXT NOT NULL, article TEXT, dated_at INTEGER NOT NULL, {STAMP}""",
    # What a site lets programs fetch, kept for a day.
    "robots": f"""
        key INTEGER PRIMARY KEY, origin TEXT NOT NULL, status INTEGER NOT NULL, {STAMP}, rules TEXT NOT NULL""",
    # Event rows of other people's data sets: facts from outside, never mixed with what was coded here.
    "outside": f"""
        key INTEGER PRIMARY KEY, dataset TEXT NOT NULL, id TEXT NOT NULL, sha256 TEXT NOT NULL, day INTEGER,
        {STAMP}, json TEXT NOT NULL, UNIQUE (dataset, id, sha256)""",
    # The print of each text that was compared with the others of its days; `day` is that of publication, else of
    # seeing. Stamped as its version is: it follows from the words.
    "prints": f"""
        version INTEGER PRIMARY KEY REFERENCES versions, day INTEGER NOT NULL, {STAMP}, marks BLOB NOT NULL""",
    # Texts that have much in common, once from each side; `spans` are the paragraphs of `version` that stand in the
    # other, as JSON. Known when both are.
    "copies": f"""
        version INTEGER NOT NULL REFERENCES versions, other INTEGER NOT NULL REFERENCES versions,
        kind TEXT NOT NULL CHECK (kind IN ('copy', 'part')), contained REAL NOT NULL, aligned REAL NOT NULL, {STAMP},
        spans TEXT NOT NULL, PRIMARY KEY (version, other)""",
}

DERIVED = frozenset({"derivations", "placings", "concerned", "likely"})
"""tables that hold no record but what follows from it, so that it need not be worked out again; they may be emptied at
any time (derived.py)"""

VERBS = ("UPDATE", "DELETE")
"""what triggers refuse"""

WITHOUT_ROWID = frozenset({"copies", "dyads", "likely", "roles"})
"""tables that lie in the order of their primary key"""

INDEXES = (
    "captures_sha256 ON captures (sha256)",
    # What decides which version is current, so that no text is read through.
    "versions_article ON versions (article, recorded_at, dated_at, seen_at, version, sha256, part)",
    "versions_day ON versions (day, dated_at, recorded_at, article)",
    "versions_sha256 ON versions (sha256)",
    "readings_version ON readings (version)",
    "codings_coder ON codings (coder, version)",
    "events_id ON events (id)",
    "events_coding ON events (coding)",
    "events_of_version ON events (version, coder, recorded_at)",
    "events_day ON events (coder, day, recorded_at, version)",
    "events_type ON events (coder, type, day, recorded_at, version)",
    "events_country ON events (coder, country, day)",
    "events_place ON events (place_folded)",
    "entries_id ON entries (id)",
    "entries_coding ON entries (coding)",
    "entries_of_version ON entries (version, coder, recorded_at)",
    "entries_day ON entries (coder, said, recorded_at, version)",
    "entries_kind ON entries (coder, kind, said, recorded_at, version)",
    "roles_actor ON roles (actor, role, entry)",
    "actors_id ON actors (id_folded)",
    "sides_event ON sides (event, side, actor)",
    "sides_actor ON sides (actor, side, event)",
    "problems_reading ON problems (reading)",
    "problems_coding ON problems (coding)",
    "successions_article ON successions (article)",
    "targets_fact ON targets (fact)",
    "targets_version ON targets (version)",
    "corrections_undoes ON corrections (undoes) WHERE undoes IS NOT NULL",
    "entry_revisions_fact ON entry_revisions (fact, coder)",
    "entry_revisions_entry ON entry_revisions (entry) WHERE entry IS NOT NULL",
    "entry_revisions_supersedes ON entry_revisions (supersedes, recorded_at) WHERE supersedes IS NOT NULL",
    "revisions_fact ON revisions (fact, coder)",
    "revisions_event ON revisions (event) WHERE event IS NOT NULL",
    "revisions_supersedes ON revisions (supersedes, recorded_at) WHERE supersedes IS NOT NULL",
    "memberships_fact ON memberships (fact)",
    "memberships_act ON memberships (act) WHERE act IS NOT NULL",
    "pins_undoes ON pins (undoes) WHERE undoes IS NOT NULL",
    "pinned_article ON pinned (article)",
    "dyads_event ON dyads (event)",
    "tombstones_article ON tombstones (article)",
    "sources_id ON sources (id)",
    "fetches_source ON fetches (source, recorded_at)",
    "items_item ON items (item)",
    "items_place ON items (place)",
    "items_source ON items (source, dated_at)",
    "robots_origin ON robots (origin)",
    "outside_day ON outside (day)",
    "prints_day ON prints (day)",
    "placings_known ON placings (recorded_at, article)",
    "placings_day ON placings (day, chapter)",
    "placings_chapter ON placings (chapter)",
)

# External content: the words are kept once, in the tables, and the index can be told to forget a row. `secure-delete`
# makes it overwrite what it forgets.
SEARCH = (
    """CREATE VIRTUAL TABLE article_words USING fts5(
        text, content='versions', content_rowid='key', tokenize="unicode61 remove_diacritics 2")""",
    """CREATE VIRTUAL TABLE event_words USING fts5(
        sentence, content='events', content_rowid='key', tokenize="unicode61 remove_diacritics 2")""",
    """CREATE VIRTUAL TABLE entry_words USING fts5(
        words, content='entries', content_rowid='key', tokenize="unicode61 remove_diacritics 2")""",
    "INSERT INTO article_words (article_words, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO event_words (event_words, rank) VALUES ('secure-delete', 1)",
    "INSERT INTO entry_words (entry_words, rank) VALUES ('secure-delete', 1)",
)


def statements() -> list[str]:
    """Everything that makes an empty file a record, in order."""
    made = [table(name) for name in TABLES]
    made += [f"CREATE INDEX {index}" for index in INDEXES]
    made += SEARCH
    made += triggers(name for name in TABLES if name not in DERIVED)
    made += [f"PRAGMA application_id = {APPLICATION_ID}", f"PRAGMA user_version = {VERSION}"]
    return made


def table(name: str) -> str:
    """What makes a table."""
    return f"CREATE TABLE {name} ({TABLES[name]}) STRICT" + (", WITHOUT ROWID" if name in WITHOUT_ROWID else "")


def triggers(tables: Iterable[str]) -> list[str]:
    """What keeps tables append-only, for every statement by anybody."""
    return [
        f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
        f"BEGIN SELECT RAISE(ABORT, 'the record is append-only: {verb} on {name} refused'); END"
        for name in tables
        for verb in VERBS
    ]

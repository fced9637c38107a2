"""Commands for who writes codebooks: packs check, test, fmt, diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from watchfloor.cli.group import HelpfulGroup, would_work
from watchfloor.cli.options import json_option, one_of
from watchfloor.cli.progress import Counter, progress
from watchfloor.errors import BadSetting, NotFound, PackDamaged, Unreadable, UsageError
from watchfloor.inert import inert, json_text

if TYPE_CHECKING:
    from watchfloor.coder import Coder
    from watchfloor.coding.packdiff import Difference
    from watchfloor.coding.packread import Checked, Fault
    from watchfloor.coding.patterns import Codebook
    from watchfloor.types import Article, Event

BUNDLED = "bundled"
"""what the pack that comes with watchfloor is called on the command line"""
SHOWN = 40
"""differences listed one by one; the rest is counted"""


@click.group(cls=HelpfulGroup, invoke_without_command=True, no_args_is_help=False)
@click.pass_context
def packs(ctx: click.Context) -> None:
    """Check, test, lay out and compare codebooks.

    A codebook is a folder with pack.toml and patterns/. The one that comes with watchfloor is called "bundled"; a desk
    may have more of its own, with types of its own, named in its watchfloor.toml.

    \b
    Examples:
      watchfloor packs check packs/harbour
      watchfloor packs test bundled --type AID
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@packs.command()
@click.argument("pack", default=BUNDLED, metavar="[PACK]")
@json_option
@click.pass_context
def check(ctx: click.Context, pack: str, as_json: bool) -> None:
    """All that is wrong with a codebook as written, each with file, line and what to do.

    Form, unknown keys, types, modes, contexts, classes and facets; ids, examples and triggers that stand twice;
    examples that equal another once names, numbers and trigger are masked; and types of whose hits too few are passive,
    nominal, headline or relative. PACK is a folder, or "bundled". The exit code is 1 when something is wrong.

    \b
    Examples:
      watchfloor packs check packs/harbour
      watchfloor packs check bundled --json
    """
    from watchfloor.coding import packexamples
    from watchfloor.parsing.parse import Parser

    checked = _checked(pack)
    faults: list[Fault] = list(checked.faults)
    ranges: dict[str, packexamples.Range] = {}
    if checked.codebook is not None:
        parse = cache(Parser.load().parse)
        with progress("reading examples", Counter()) as report:
            ranges, more = packexamples.examine(checked.blocks, checked.codebook, parse, report)
        faults += more
    if as_json:
        shares = {
            kind: {"hits": found.hits, "other": found.other, "share": round(found.share, 4)} | found.styles
            for kind, found in ranges.items()
        }
        click.echo(json_text({
            "pack": str(checked.root), "patterns": len(checked.blocks), "types": shares,
            "faults": [asdict(fault) for fault in faults],
        }))  # fmt: skip
    else:
        for fault in faults:
            click.echo(inert(str(fault)))
        _print_ranges(ranges)
        unread = "" if checked.codebook else "; its examples are not looked at before it can be loaded"
        said = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        click.echo(f"{len(checked.blocks)} patterns, {said}{unread}")
    if faults:
        ctx.exit(1)


@packs.command()
@click.argument("pack", default=BUNDLED, metavar="[PACK]")
@click.option("--type", "type_", help="Only the patterns of this type.")
@click.option("--id", "idents", multiple=True, help="Only this pattern; may stand several times.")
@json_option
@click.pass_context
def test(ctx: click.Context, pack: str, type_: str | None, idents: tuple[str, ...], as_json: bool) -> None:
    """Run the examples of a codebook: each pattern must code its hit and leave its near miss.

    A hit must be coded with the sides that its brackets mark and with its facet. PACK is a folder, or "bundled". The
    exit code is 1 when an example fails.

    \b
    Examples:
      watchfloor packs test packs/harbour
      watchfloor packs test bundled --type AID --id assault-kill
    """
    from watchfloor.coding.check import run
    from watchfloor.coding.packread import Fault
    from watchfloor.parsing.parse import Parser

    checked = _checked(pack)
    book = _sound(checked)
    chosen = list(checked.blocks)
    if type_ is not None:
        kind = one_of(type_, list(book.types), "event type")
        chosen = [placed for placed in chosen if placed.block.type == kind]
    for ident in idents:
        if ident not in book.patterns:
            near = would_work(ident, list(book.patterns)).partition(" these would work")[0]
            raise UsageError(f"there is no pattern {ident!r}; {near or 'packs check lists the files'}", ident)
    if idents:
        ours = [placed for placed in checked.blocks if placed.block.id in idents]
        chosen = ours if type_ is None else [*chosen, *(placed for placed in ours if placed not in chosen)]
    parse = cache(Parser.load().parse)
    failed: list[Fault] = []
    with progress("running examples", Counter()) as report:
        for done, placed in enumerate(chosen, 1):
            for what in run(placed.block, book, parse):
                failed.append(Fault(placed.file, placed.line, placed.block.id, what, ""))
            report(done, len(chosen), placed.block.id)
    if as_json:
        click.echo(json_text({
            "pack": str(checked.root), "patterns": len(chosen),
            "failed": [{k: v for k, v in asdict(fault).items() if k != "todo"} for fault in failed],
        }))  # fmt: skip
    else:
        for fault in failed:
            click.echo(inert(str(fault)))
        bad = len({fault.id for fault in failed})
        click.echo(
            f"{len(chosen)} patterns, {len(chosen) - bad} code their hit and leave their near miss, {bad} do not"
        )
    if failed:
        ctx.exit(1)


@packs.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|PACK...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit code 1 when a file would change.")
@json_option
@click.pass_context
def fmt(ctx: click.Context, paths: tuple[str, ...], only_check: bool, as_json: bool) -> None:
    """Lay out the TOML files of a codebook in one form; comments stay with what they stand at.

    The keys of a pattern come in one order, long lists are filled line by line, and a table that is too long for a line
    is written with dotted keys. What a file says stays the same.

    \b
    Examples:
      watchfloor packs fmt packs/harbour
      watchfloor packs fmt packs/harbour/patterns/boarding.toml --check
    """
    from watchfloor.coding import tomlform

    changed: list[str] = []
    faulty: list[dict[str, str]] = []
    files = [file for path in paths for file in _files(path)]
    for file in dict.fromkeys(files):
        try:
            text = _text(file)
            done = tomlform.canonical(text, {"pattern": tomlform.PATTERN})
        except (PackDamaged, ValueError, RecursionError) as error:
            what = "brackets are nested too deeply; write flat lists" if isinstance(error, RecursionError) else error
            said = str(what).removeprefix(f"{file}: ")
            faulty.append({"file": str(file), "what": said})
            continue
        if done != text:
            changed.append(str(file))
            if not only_check:
                _write(file, done)
    if as_json:
        found: dict[str, Any] = {"files": len(set(files)), "changed": changed, "written": not only_check}
        click.echo(json_text(found | {"faults": faulty}))
    else:
        for name in changed:
            click.echo(f"{inert(name)}: {'would change' if only_check else 'written'}")
        for fault in faulty:
            click.echo(inert(f"{fault['file']}: {fault['what']}"), err=True)
        click.echo(f"{len(set(files))} files, {len(changed)} {'would change' if only_check else 'changed'}")
    if faulty or (only_check and changed):
        ctx.exit(1)


@packs.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--on", "texts", type=click.Path(path_type=Path), metavar="FILE",
              help="Texts to code with both: a .jsonl with `text` in each row, or a page as for `read`.")  # fmt: skip
@json_option
def diff(old: str, new: str, texts: Path | None, as_json: bool) -> None:
    """What a codebook gained, lost and changed against another, and what it codes differently.

    OLD and NEW are folders, or "bundled".

    \b
    Examples:
      watchfloor packs diff bundled plover-next
      watchfloor packs diff packs/harbour-1 packs/harbour --on gold.jsonl --json
    """
    from watchfloor.coding.packdiff import difference

    before, after = (_sound(_checked(name)) for name in (old, new))
    if before.own != after.own:
        raise UsageError("one is a whole pack and the other one of your own; compare two of a kind")
    articles = _articles(texts) if texts else []
    found = difference(before, after)
    rows: list[dict[str, Any]] = []
    if texts:
        from watchfloor.coder import Coder

        rows = list(_coded(Coder.load(), articles, before, after))
    if as_json:
        out: dict[str, Any] = {
            "gained": found.gained,
            "lost": found.lost,
            "changed": {ident: [asdict(change) for change in changes] for ident, changes in found.changed.items()},
            "words": {name: {"gained": more, "lost": less} for name, (more, less) in found.words.items()},
        }
        if texts:
            out |= {"texts": len(articles), "coded": rows}
        click.echo(json_text(out))
        return
    _print_difference(found, after, before)
    if texts:
        _print_coded(rows, len(articles))


# --- reading ----------------------------------------------------------------------------------------------------------


def _checked(name: str) -> Checked:
    from watchfloor import packs as folders
    from watchfloor.coding import packread, patterns

    if name == BUNDLED:
        return packread.read(folders.folder(patterns.PACK), patterns.load())
    try:
        return packread.read(Path(name), patterns.load())
    except (OSError, ValueError) as error:
        raise NotFound(f"{name!r} cannot be a folder ({error}); name the folder of a pack", name) from None


def _sound(checked: Checked) -> Codebook:
    if checked.codebook is None:
        more = len(checked.faults) - 1
        rest = f" (and {more} more; `watchfloor packs check` lists them)" if more else ""
        raise BadSetting(f"{checked.root}/{checked.faults[0]}{rest}", str(checked.root))
    return checked.codebook


def _files(name: str) -> Iterator[Path]:
    """The TOML files of a pack, or the one file named."""
    from watchfloor import packs as folders
    from watchfloor.coding import packread, patterns

    path = folders.folder(patterns.PACK) if name == BUNDLED else Path(name)
    if path.is_dir():
        if not (path / packread.CARD).is_file():
            raise NotFound(f"{path}: no pack (it has no {packread.CARD}); name a pack or a .toml file", str(path))
        yield from sorted((*path.glob("*.toml"), *(path / "patterns").glob("*.toml")))
    elif path.suffix.lower() != ".toml":
        raise UsageError(f"{path}: no .toml file; name a pack or a file of one", str(path))
    elif not path.exists():
        raise NotFound(f"{path}: no such file; check its name", str(path))
    else:
        yield path


def _text(file: Path) -> str:
    from watchfloor import packs as folders

    return folders.toml_text(file)


def _write(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_text(text, encoding="utf-8", newline="\n")
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Unreadable(f"{file}: cannot be written ({error.strerror or error})", str(file)) from None


def _articles(texts: Path) -> list[Article]:
    from watchfloor.reading.archives import is_archive, read_archive
    from watchfloor.reading.readers import read_file

    if not texts.is_file():
        raise NotFound(f"{texts}: no such file; name a .jsonl or a page", str(texts))
    reads = list(read_archive(texts)) if is_archive(texts) else [read_file(texts)]
    articles = [read.article for read in reads if read.article]
    if not articles:
        reasons = [problem.message for read in reads for problem in read.problems]
        raise Unreadable(f"{texts}: no text could be read; {(reasons or ['it is empty'])[0]}", str(texts))
    return articles


def _coded(coder: Coder, articles: Sequence[Article], old: Codebook, new: Codebook) -> Iterator[dict[str, Any]]:
    """The acts that one of the two does not code, or codes otherwise."""
    with progress("coding", Counter()) as report:
        for done, article in enumerate(articles, 1):
            found = coder.code_by(article, (old, new))
            before, after = ({event.id: event for event in events} for events in found)
            for ident in dict.fromkeys((*before, *after)):
                was, is_ = (_said(side[ident]) if ident in side else None for side in (before, after))
                if was != is_:
                    one = after.get(ident) or before[ident]
                    yield {
                        "article": article.id, "words": one.trigger.words, "sentence": one.sentence.words,
                        "old": was, "new": is_,
                    }  # fmt: skip
            report(done, len(articles), article.title or article.id)


def _said(event: Event) -> dict[str, Any]:
    return {
        "type": event.type, "mode": event.mode, "cameo": event.cameo, "facet": event.facet.value,
        "actors": [cited.value.code for cited in event.actors],
        "recipients": [cited.value.code for cited in event.recipients], "pattern": event.trigger.rule,
    }  # fmt: skip


# --- printing ---------------------------------------------------------------------------------------------------------


def _print_ranges(ranges: dict[str, Any]) -> None:
    for kind, found in ranges.items():
        styles = ", ".join(f"{count} {name}" for name, count in found.styles.items())
        click.echo(f"{kind:12} {found.hits:4} hits, {found.share:4.0%} no plain clause: {styles}")


def _print_difference(found: Difference, after: Codebook, before: Codebook) -> None:
    lines = [f"+ {ident}  {after.lines[ident]}" for ident in found.gained]
    lines += [f"- {ident}  {before.lines[ident]}" for ident in found.lost]
    for ident, changes in found.changed.items():
        lines += [
            f"~ {ident}  {after.lines[ident]}  {change.key}: {_change(change.old, change.new)}" for change in changes
        ]
    for name, (more, less) in found.words.items():
        lines.append(f"~ {name}: {' '.join([*('+' + word for word in more), *('-' + word for word in less)])}")
    for line in lines[:SHOWN]:
        click.echo(inert(line))
    if len(lines) > SHOWN:
        click.echo(f"and {len(lines) - SHOWN} more; --json lists all")
    click.echo(
        f"{len(found.gained)} patterns gained, {len(found.lost)} lost, {len(found.changed)} changed, "
        f"{len(found.words)} lists of words changed"
    )


def _change(old: object, new: object) -> str:
    """Lists by what came and went, other values by both."""
    if isinstance(old, list) and isinstance(new, list) and sorted(old) != sorted(new):
        return ", ".join([*(f"+{w}" for w in new if w not in old), *(f"-{w}" for w in old if w not in new)])
    if isinstance(old, dict) and isinstance(new, dict):
        keys = [key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]
        return "; ".join(f"{key} {_change(old.get(key, []), new.get(key, []))}" for key in keys)
    return f"{old!r} -> {new!r}"


def _print_coded(rows: Sequence[dict[str, Any]], texts: int) -> None:
    for row in rows[:SHOWN]:
        click.echo(inert(f'"{row["words"]}" in: {row["sentence"]}'))
        for sign, said in (("-", row["old"]), ("+", row["new"])):
            if said is None:
                continue
            sides = f"{', '.join(said['actors']) or '--'} -> {', '.join(said['recipients']) or '--'}"
            kind = f"{said['type']} {said['mode']}".strip()
            click.echo(inert(f"  {sign} {kind} {said['cameo']} {said['facet']}: {sides}  ({said['pattern']})"))
    if len(rows) > SHOWN:
        click.echo(f"and {len(rows) - SHOWN} more; --json lists all")
    gained, lost = (sum(row[side] is None for row in rows) for side in ("old", "new"))
    click.echo(f"{texts} texts: {gained} acts gained, {lost} lost, {len(rows) - gained - lost} coded otherwise")

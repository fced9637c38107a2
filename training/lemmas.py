"""Build the lemma list: `python -m training.lemmas --data DIR [--out FILE]`.

Reads `train/ud/ewt-train.conllu` and `train/ud/gum-free-train.conllu` under DIR. Endings are learned over word types,
not tokens, so that rare regular words count as much as frequent irregular ones; then every word that the endings get
wrong is listed.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from pathlib import Path

from training import inflection
from watchfloor.parsing.lemmas import LONGEST_ENDING, Lemmas, Rule, row_tag

SOURCES = ("ewt-train", "gum-free-train")
HEADER = """\
# Lemmas: rules by ending, then the words the rules get wrong. Format: watchfloor/parsing/lemmas.py
# Built by training/lemmas.py from the training parts of UD English EWT (Universal Dependencies; CC BY-SA 4.0) and of
# the free genres of GUM (Georgetown University Multilayer corpus; annotations CC BY 4.0).
"""
SKIPPED = ("GW", "ADD", "XX", "NFP")
"""Tags of broken words, addresses and ornaments: nothing to learn."""
INFLECTED = ("VBD", "VBG", "VBZ", "NNS", "NNPS", "JJR", "JJS", "RBR", "RBS")
NEEDED_TYPES = 3
"""A longer ending needs this many word types ..."""
NEEDED_SHARE = 0.5
"""... and this share of them on its side. Both chosen on EWT dev."""

Row = tuple[str, str, str]
Counts = dict[tuple[str, str], Counter[str]]


def count(paths: list[Path]) -> Counts:
    """(form, tag) -> how often each lemma was seen."""
    counts: Counts = defaultdict(Counter)
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t")
            if len(columns) == 10 and columns[0].isdigit() and columns[4] not in SKIPPED and "@" not in columns[1]:
                tag = row_tag(columns[1], columns[4])
                counts[columns[1] if tag[-1] == "^" else columns[1].lower(), tag][columns[2]] += 1
    return counts


def rule_for(form: str, lemma: str) -> Rule:
    """The shortest edit at the end of the form that gives the lemma."""
    candidates = []
    for base, keep in ((form.lower(), False), (form, True)):
        same = 0
        while same < min(len(base), len(lemma)) and base[same] == lemma[same]:
            same += 1
        candidates.append(Rule(base[same:], lemma[same:], keep and form != form.lower()))
    return min(candidates, key=lambda rule: len(rule.strip))


def learn(counts: Counts) -> list[Row]:
    """All rows of the list."""
    best = {key: max(sorted(seen), key=seen.__getitem__) for key, seen in counts.items()}
    for key, lemma in made(best).items():
        best.setdefault(key, lemma)
    votes: dict[tuple[str, str], Counter[Rule]] = defaultdict(Counter)
    for (form, tag), lemma in best.items():
        rule = rule_for(form, lemma)
        low = form.lower()
        longest = LONGEST_ENDING if tag.rstrip("^") in INFLECTED or tag in ("JJ^", "NN^") else 0
        for length in range(max(0, min(longest, len(low) - 2)) + 1):  # an ending is never a whole word
            if length >= len(rule.strip) or length == 0:
                votes[low[len(low) - length :], tag][rule] += 1
            else:
                votes[low[len(low) - length :], tag][Rule("\0", "", False)] += 1  # seen, and no help to a rule so short
    rules: dict[tuple[str, str], Rule] = {}
    for (ending, tag), seen in sorted(votes.items(), key=lambda item: (len(item[0][0]), item[0])):
        rule, times = max(seen.items(), key=lambda item: (item[1], str(item[0])))
        if rule.strip == "\0" or times < NEEDED_SHARE * seen.total() or (ending and times < NEEDED_TYPES):
            continue
        shorter = (rules.get((ending[cut:], tag)) for cut in range(1, len(ending) + 1))
        if ending and next((found for found in shorter if found), None) == rule:
            continue
        rules[ending, tag] = rule
    rows = [(f"-{ending}" if ending else "-*", tag, str(rule)) for (ending, tag), rule in sorted(rules.items())]
    return rows + words_left(rows, best, counts)


def made(best: dict[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Forms that the treebanks did not show: of all their verbs, and of our own lists."""
    rows = {(plural, "NNS"): one for plural, _, one in (pair.partition("=") for pair in inflection.NOUNS.split())}
    irregular = inflection.irregular()
    for base, (past, participle) in irregular.items():
        rows[past, "VBD"] = rows[participle, "VBD"] = base
    seen = Counter(lemma for (_, tag), lemma in best.items() if tag in ("VB", "VBP", "VBZ", "VBD", "VBG"))
    known = sorted(lemma for lemma, tags in seen.items() if tags > 1)
    for base in dict.fromkeys((*inflection.VERBS.split(), *irregular, *known)):
        if len(base) > 2 and base.isascii() and base.isalpha() and base.islower():
            for tag, forms in inflection.forms(base).items():
                if tag != "VBD" or base not in irregular:
                    for form in forms:
                        rows.setdefault((form, tag), base)
    return rows


def words_left(rows: list[Row], best: dict[tuple[str, str], str], counts: Counts) -> list[Row]:
    """The words that the rules get wrong."""
    by_rule = Lemmas(rows)
    wrong = {key: lemma for key, lemma in best.items() if by_rule.by_rule(*key) != lemma and "\t" not in key[0] + lemma}
    lower = {(form, tag): lemma for (form, tag), lemma in wrong.items() if not tag.endswith("^")}
    more: list[Row] = []
    for (form, tag), lemma in wrong.items():
        plain = (form.lower(), tag.rstrip("^"))
        if tag.endswith("^") and lower.get(plain) == lemma:
            continue
        # A lower-case row answers for a capitalised form, too, unless that has a row of its own.
        more.append((form, tag, lemma))
    for (form, tag), lemma in best.items():
        plain = (form.lower(), tag.rstrip("^"))
        if tag.endswith("^") and (form, tag) not in wrong and lower.get(plain, lemma) != lemma:
            more.append((form, tag, lemma))
    return sorted(more)


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds train/ud")
    parser.add_argument("--out", type=Path, default=Path("src/watchfloor/data/models/en-1/lemmas.tsv"))
    given = parser.parse_args()
    rows = learn(count([given.data / "train" / "ud" / f"{name}.conllu" for name in SOURCES]))
    given.out.parent.mkdir(parents=True, exist_ok=True)
    text = HEADER + "".join("\t".join(row) + "\n" for row in rows)
    given.out.write_text(text, encoding="utf-8", newline="\n")
    endings = sum(row[0].startswith("-") and ">" in row[2] for row in rows)
    print(f"{given.out}: {endings} endings, {len(rows) - endings} words, {len(text.encode()) // 1024} kB")


if __name__ == "__main__":
    main()

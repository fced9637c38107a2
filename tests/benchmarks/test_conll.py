"""The CoNLL 2018 scorer on small analyses whose scores can be counted by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.quality.conll import Text, Word, align, documents, score

# Words are written form/UPOS/head/relation, heads from 1 within the sentence; "do+n't" is a multiword token whose parts
# follow as words of their own; "|" ends a sentence; "~" joins a word to the one before without a space.


def text(written: str) -> Text:
    words: list[Word] = []
    sentences: list[tuple[int, int]] = []
    at = 0
    for sentence in written.split(" | "):
        before = len(words)
        inside, token = 0, (0, 0)
        for piece in sentence.split():
            if "/" not in piece:  # a multiword token
                inside = piece.count("+") + 1
                token = (at, at + len(piece) - inside + 1)
                at = token[1]
                continue
            form, upos, head, rel = piece.split("/")
            if not inside:
                token = (at, at + len(form))
                at += len(form)
            place = before + int(head) - 1 if head != "0" else -1
            words.append(Word(form, *token, form.lower(), upos, "_", place, rel, multiword=inside > 0))
            inside -= inside > 0
        sentences.append((words[before].start, words[-1].end))
    return Text(tuple(words), tuple(sentences))


GOLD = "They/PRON/2/nsubj left/VERB/0/root town/NOUN/2/obj ./PUNCT/2/punct"
DONT = "I/PRON/4/nsubj do+n't do/AUX/4/aux n't/PART/4/advmod go/VERB/0/root"
TWO = "Go/VERB/0/root ./PUNCT/1/punct | They/PRON/2/nsubj left/VERB/0/root"


@pytest.mark.parametrize(
    ("gold", "found", "words", "sentences", "upos", "uas", "las"),
    [
        pytest.param(GOLD, GOLD, 100, 100, 100, 100, 100, id="the same"),
        pytest.param(GOLD, GOLD.replace("obj", "obj:x"), 100, 100, 100, 100, 100, id="a subtype"),
        pytest.param(GOLD.replace("2/nsubj", "2/nsubj:pass"), GOLD, 100, 100, 100, 100, 100, id="a gold subtype"),
        pytest.param(GOLD, GOLD.replace("2/obj", "2/obl"), 100, 100, 100, 100, 75, id="a relation"),
        pytest.param(GOLD, GOLD.replace("town/NOUN/2", "town/NOUN/1"), 100, 100, 100, 75, 75, id="a head"),
        pytest.param(GOLD, GOLD.replace("NOUN", "PROPN"), 100, 100, 75, 100, 100, id="a tag"),
        # 4 gold and 5 found words, 3 of them the same, all right: 2 * 3 / 9
        pytest.param(
            GOLD, GOLD.replace("town/NOUN/2/obj ./PUNCT/2", "to/ADP/4/case wn/NOUN/2/obj ./PUNCT/2"),
            66.67, 100, 66.67, 66.67, 66.67, id="a word split in two",
        ),
        # 4 gold and 3 found words, 2 of them the same; the root of the found tree is a word that gold does not have, so
        # both remaining words hang on nothing: no head is right
        pytest.param(
            GOLD, "They/PRON/2/nsubj lefttown/VERB/0/root ./PUNCT/2/punct", 57.14, 100, 57.14, 0, 0,
            id="two words merged, and one of them the head of the others",
        ),
        pytest.param(DONT, DONT, 100, 100, 100, 100, 100, id="a multiword token on both sides"),
        pytest.param(DONT, DONT.replace("do+n't ", ""), 100, 100, 100, 100, 100, id="its parts as words of their own"),
        # 4 and 3 words; inside the token neither form is the same: I and go remain, 2 * 2 / 7
        pytest.param(
            DONT, "I/PRON/3/nsubj don't/AUX/3/aux go/VERB/0/root", 57.14, 100, 57.14, 57.14, 57.14,
            id="a multiword token as one word",
        ),
        # "do", "n" and "'t" against "do" and "n't": one form of the token is the same, 2 * 3 / 9
        pytest.param(
            DONT, "I/PRON/5/nsubj do/AUX/5/aux n/X/5/dep 't/PART/5/advmod go/VERB/0/root",
            66.67, 100, 66.67, 66.67, 66.67, id="a multiword token cut otherwise",
        ),
        # one of two gold sentences and one found one: none right; of four words "Go" and "." keep their heads,
        # "They" does too, "left" is no root any more
        pytest.param(
            TWO, "Go/VERB/0/root ./PUNCT/1/punct They/PRON/4/nsubj left/VERB/1/parataxis", 100, 0, 100, 75, 75,
            id="two sentences taken for one",
        ),
        # 1 gold and 2 found sentences
        pytest.param(
            GOLD, "They/PRON/2/nsubj left/VERB/0/root | town/NOUN/0/root ./PUNCT/1/punct", 100, 0, 100, 50, 50,
            id="one sentence cut in two",
        ),
        # 2 gold and 3 found sentences, the first of them right: 2 * 1 / 5
        pytest.param(
            TWO, "Go/VERB/0/root ./PUNCT/1/punct | They/PRON/0/root | left/VERB/0/root", 100, 40, 100, 75, 75,
            id="the second of two cut again",
        ),
    ],
)  # fmt: skip
def test_scores(gold: str, found: str, words: float, sentences: float, upos: float, uas: float, las: float) -> None:
    scores = score([(text(gold), text(found))])
    assert scores["words F1"] == pytest.approx(words, abs=0.01)
    assert scores["sentences F1"] == pytest.approx(sentences, abs=0.01)
    assert scores["UPOS"] == pytest.approx(upos, abs=0.01)
    assert scores["UAS"] == pytest.approx(uas, abs=0.01)
    assert scores["LAS"] == pytest.approx(las, abs=0.01)


def test_texts_are_counted_together() -> None:
    right, wrong = (text(GOLD), text(GOLD)), (text(GOLD), text(GOLD.replace("nsubj", "dep")))
    assert score([right, right, wrong, wrong])["LAS"] == pytest.approx(87.5)


def test_forms_of_a_token_meet_in_their_order() -> None:
    gold = text("gimme+gimme gim/X/0/root me/X/1/dep gim/X/1/dep me/X/1/dep")
    found = text("gim/X/0/root me/X/1/dep gimme/X/1/dep")
    assert align(gold.words, found.words) == [(0, 0), (1, 1)]


TREEBANK = """\
# newdoc id = a
# newpar
# sent_id = a-1
# text = I don't go.
1\tI\tI\tPRON\tPRP\t_\t4\tnsubj\t_\t_
2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tSpaceAfter=No

# sent_id = a-2
# text = Stay!
1\tStay\tstay\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_
2.1\tgo\tgo\tVERB\tVB\t_\t_\t_\t0:root\t_

# newpar
# sent_id = a-3
# text = Later
1\tLater\tlater\tADV\tRB\t_\t0\troot\t_\t_

# newdoc id = b
# sent_id = b-1
# text = Done
1\tDone\tdo\tVERB\tVBN\t_\t0\troot\t_\t_
"""


def test_a_treebank_becomes_running_text(tmp_path: Path) -> None:
    file = tmp_path / "a.conllu"
    file.write_text(TREEBANK, encoding="utf-8")
    one, other = documents(file)
    assert (one.name, one.text, other.name, other.text) == ("a", "I don't go.Stay!\nLater", "b", "Done")
    assert [one.text[a:b] for a, b in one.gold.sentences] == ["I don't go.", "Stay!", "Later"]
    assert [one.text[w.start : w.end] for w in one.gold.words] == "I don't don't go . Stay ! Later".split()
    assert [w.head for w in one.gold.words] == [3, 3, 3, -1, 3, -1, 5, -1]
    assert [w.form for w in one.gold.words if w.multiword] == ["do", "n't"]


def test_a_treebank_whose_text_is_not_its_words_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.conllu"
    file.write_text(TREEBANK.replace("text = Later", "text = Sooner"), encoding="utf-8")
    with pytest.raises(ValueError, match="Later"):
        documents(file)

"""Reading treebanks and planning batches."""

from __future__ import annotations

from pathlib import Path

from training.data import Annotated, features, known_rel, label_sets, read_conllu

CONLLU = """# sent_id = 1
# text = # can't go
1	#	#	SYM	SYM	_	3	dep	_	_
2-3	can't	_	_	_	_	_	_	_	_
2	ca	can	AUX	MD	VerbForm=Fin	4	aux	_	_
3	n't	not	PART	RB	Polarity=Neg	4	advmod	_	_
4	go	go	VERB	VB	VerbForm=Inf	0	root	_	_
4.1	went	go	VERB	VBD	_	_	_	_	_

"""


def test_words_are_syntactic_words(tmp_path: Path) -> None:
    file = tmp_path / "one.conllu"
    file.write_text(CONLLU, encoding="utf-8")
    (sentence,) = read_conllu(file)
    assert sentence.words == ("#", "ca", "n't", "go")
    assert sentence.heads == (3, 4, 4, 0)
    assert sentence.morph == ("_", "VerbForm=Fin", "_", "VerbForm=Inf")


def test_features_keep_what_the_graph_reads() -> None:
    assert features("Voice=Pass|Gender=Fem|Tense=Past|VerbForm=Part") == "Tense=Past|VerbForm=Part|Voice=Pass"


def test_a_rare_subtype_falls_back_to_its_base() -> None:
    common = Annotated(("x",), ("X",), ("X",), ("_",), (0,), ("nsubj:pass",))
    rare = Annotated(("x",), ("X",), ("X",), ("_",), (0,), ("csubj:pass",))
    labels = label_sets([common] * 20 + [rare])
    assert known_rel("nsubj:pass", labels) == "nsubj:pass"
    assert known_rel("csubj:pass", labels) == "csubj"
    assert "csubj" in labels.rels

"""Article text -> analysed sentences: cutting, the model, lemmas and offsets, in this order."""

from __future__ import annotations

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

from watchfloor.errors import ModelDamaged
from watchfloor.parsing import sentences, words
from watchfloor.parsing.lemmas import Lemmas
from watchfloor.parsing.model import BUNDLED, Analysis, Model
from watchfloor.types import Sentence

LEMMA_LIST = "lemmas.tsv"


class Analyser(Protocol):
    """What is used of `Model`."""

    id: str

    def analyse(self, words: list[str]) -> Analysis: ...


class Parser:
    """A loaded parser. The same text gives the same sentences, whatever was parsed before; threads may share it."""

    def __init__(self, model: Analyser, lemmas: Lemmas, lemma_list: str) -> None:
        """`lemma_list` names the version of the list, for the identity."""
        self._model = model
        self._lemmas = lemmas
        self.id = f"{model.id}:{lemma_list}"
        """what the analyses depend on: the model, the kind of processor, the lemma list"""

    @classmethod
    def load(cls, model_path: Path | None = None) -> Parser:
        """Load the model in the folder `model_path`, None for the one that comes with watchfloor.

        Raise ModelDamaged when one of its files is missing or cannot be used.
        """
        folder: Traversable = model_path or files("watchfloor").joinpath("data", "models", BUNDLED)
        try:
            text = folder.joinpath(LEMMA_LIST).read_text(encoding="utf-8")
            lemmas = Lemmas.parse(text)
        except (OSError, ValueError) as wrong:
            what = "is missing or cannot be read" if isinstance(wrong, OSError) else str(wrong)
            raise ModelDamaged(
                f"The language model in {folder} cannot be used: {LEMMA_LIST}: {what}. Install watchfloor again.",
                about=str(folder),
            ) from None
        return cls(Model.load(model_path), lemmas, hashlib.sha256(text.encode()).hexdigest()[:6])

    def parse(self, text: str) -> tuple[Sentence, ...]:
        """Analyse an article's text. Offsets count code points of `text`; a text without words gives no sentence."""
        found = (self._sentence(text, start, end) for start, end in sentences.split(text))
        return tuple(sentence for sentence in found if sentence is not None)

    def _sentence(self, text: str, start: int, end: int) -> Sentence | None:
        spans = words.split(text[start:end])
        if not spans:
            return None
        starts = tuple(start + a for a, _ in spans)
        ends = tuple(start + b for _, b in spans)
        forms = tuple(text[a:b] for a, b in zip(starts, ends, strict=True))
        read = self._model.analyse(list(forms))
        return Sentence(
            start=start,
            end=end,
            words=forms,
            lemmas=self._lemmas.lemmas(forms, read.xpos),
            upos=read.upos,
            xpos=read.xpos,
            morph=read.morph,
            heads=read.heads,
            rels=read.rels,
            starts=starts,
            ends=ends,
            names=read.names,
            factuality=read.factuality,
            senses=read.senses,
        )

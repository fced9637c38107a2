"""The language model: words of one sentence -> tags, features, names, labels and a tree. The only file that knows ONNX.

One sentence a call. The weights are 8-bit and a layer's inputs are scaled by what is in the call, so a sentence read
together with others could come out differently than alone; read alone it cannot.
"""

from __future__ import annotations

import hashlib
import platform
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from watchfloor.errors import ModelDamaged
from watchfloor.parsing.pieces import Encoded, Pieces
from watchfloor.parsing.trees import decode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BUNDLED: Final = "en-1"
MOST_PIECES: Final = 480
"""A sentence of more pieces is read in parts; the encoder has 512 places."""
LAYERS: Final = ("upos", "xpos", "morph", "names", "rels")
_OUTPUTS: Final = ("upos", "xpos", "morph", "names_scores", "arcs", "labels")
_FURTHER: Final = ("factuality", "senses")
"""What a model may give besides; one without them still reads trees."""
_LIKELY: Final = 0.02
_PAUSES: Final = frozenset((";", ":", "—", "--", ".", "!", "?", ",", "|", "•", "/"))


class _Session(Protocol):
    """What is used of `onnxruntime.InferenceSession`."""

    def run(self, names: Sequence[str], feed: Mapping[str, Any]) -> list[Any]: ...

    def get_outputs(self) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class Analysis:
    """One analysed sentence: position i of every tuple speaks of word i."""

    upos: tuple[str, ...]
    xpos: tuple[str, ...]
    names: tuple[str, ...]
    """BIO labels over PER, ORG, LOC; an I- always continues a name of its own kind"""
    arcs: NDArray[np.float32] | None
    """[W, W+1] scores of every head, column 0 the root; None when the sentence was read in parts"""
    heads: tuple[int, ...]
    """a tree: 0-based word indices, -1 for the one root"""
    rels: tuple[str, ...]
    morph: tuple[str, ...]
    """features such as `Tense=Past|VerbForm=Fin`; empty where there is none"""
    factuality: tuple[float, ...] = ()
    """did it happen? from -3 (certainly not) to 3 (certainly); means something at words that name an act"""
    senses: tuple[Mapping[str, float], ...] = ()
    """what each word names: the likely types of act, and "none", with their probabilities"""


_EMPTY: Final = Analysis((), (), (), None, (), (), ())


class Model:
    """A loaded model. Its answers depend on nothing but the words of the one call; it may be shared by threads."""

    def __init__(
        self, session: _Session, pieces: Pieces, labels: Mapping[str, tuple[str, ...]], name: str, identity: str
    ) -> None:
        self._session = session
        self._pieces = pieces
        given = {output.name for output in session.get_outputs()}
        self._outputs = (*_OUTPUTS, *(name for name in _FURTHER if name in given))
        self.labels: Mapping[str, tuple[str, ...]] = labels
        self.name = name
        self.id = identity
        """name, start of the weights' hash, and kernel class: what may change an answer, as part of the coder id"""

    @classmethod
    def load(cls, path: Path | None = None) -> Model:
        """Load the model in the folder `path`, None for the one that comes with watchfloor.

        Raise ModelDamaged when a file is missing, is not the one that model.toml names, or cannot be run here.
        """
        folder: Traversable = path or files("watchfloor").joinpath("data", "models", BUNDLED)
        card = _read_card(folder)
        try:
            name, sums = str(card["id"]), dict(card["sha256"])
            labels = {layer: tuple(map(str, card["labels"][layer])) for layer in LAYERS}
            labels["senses"] = tuple(map(str, card["labels"].get("senses", ())))
        except (KeyError, TypeError, ValueError) as missing:
            raise _damaged(folder, f"model.toml lacks {missing}") from None
        weights = _checked(folder, "model.onnx", sums)
        vocabulary = _checked(folder, "vocab.txt", sums).decode("utf-8")
        try:
            pieces = Pieces({piece: number for number, piece in enumerate(vocabulary.split("\n")) if piece})
        except KeyError as mark:
            raise _damaged(folder, f"vocab.txt lacks the mark {mark}") from None
        session = _session(folder, weights)
        return cls(session, pieces, labels, name, f"{name}:{sums['model.onnx'][:8]}:{kernel_class()}")

    def analyse(self, words: Sequence[str]) -> Analysis:
        """Analyse the words of one sentence, of any number.

        A sentence of more than `MOST_PIECES` pieces is read in parts, cut after a mark such as a comma where the
        second half of a part has one; the root of each later part hangs on the root of the first as `parataxis`.
        """
        if not words:
            return _EMPTY
        if len(words) <= MOST_PIECES - 2 and len((whole := self._pieces.encode(words)).piece_ids) <= MOST_PIECES:
            return self._run(whole)
        columns: dict[str, list[str]] = {layer: [] for layer in LAYERS}
        heads: list[int] = []
        factuality: tuple[float, ...] = ()
        senses: tuple[Mapping[str, float], ...] = ()
        top = -1
        for start, end in self._parts(words):
            part = self._run(self._pieces.encode(words[start:end]))
            root = part.heads.index(-1)
            heads += [start + head if head >= 0 else top for head in part.heads]
            for layer in LAYERS:
                columns[layer] += getattr(part, layer)
            factuality += part.factuality
            senses += part.senses
            if top < 0:
                top = start + root
            else:
                columns["rels"][start + root] = "parataxis"
        upos, xpos, names, rels, morph = (tuple(columns[layer]) for layer in ("upos", "xpos", "names", "rels", "morph"))
        return Analysis(upos, xpos, names, None, tuple(heads), rels, morph, factuality, senses)

    def _parts(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Cut a long sentence into (start, end) parts that the encoder has places for."""
        parts: list[tuple[int, int]] = []
        start = used = pause = 0
        for place, word in enumerate(words):
            size = len(self._pieces.encode([word]).piece_ids) - 2
            if used + size > MOST_PIECES - 2:
                end = pause if pause > (start + place) // 2 else place
                parts.append((start, end))
                used = sum(len(self._pieces.encode([w]).piece_ids) - 2 for w in words[end:place])
                start = end
            used += size
            if word in _PAUSES:
                pause = place + 1
        return [*parts, (start, len(words))]

    def _run(self, encoded: Encoded) -> Analysis:
        import numpy as np

        feed = {
            "piece_ids": np.array([encoded.piece_ids], dtype=np.int64),
            "shapes": np.array([encoded.shapes], dtype=np.int64),
            "first": np.array([encoded.first], dtype=np.int64),
            "last": np.array([encoded.last], dtype=np.int64),
        }
        answer = dict(zip(self._outputs, (out[0] for out in self._session.run(self._outputs, feed)), strict=True))
        upos, xpos, morph, scores, arcs, table = (answer[name] for name in _OUTPUTS)
        heads = decode(arcs)
        label = self.labels
        return Analysis(
            upos=tuple(label["upos"][k] for k in upos.tolist()),
            xpos=tuple(label["xpos"][k] for k in xpos.tolist()),
            names=_names(scores, label["names"]),
            arcs=arcs,
            heads=tuple(heads),
            rels=tuple(label["rels"][k] for k in table[np.arange(len(heads)), np.array(heads) + 1].tolist()),
            morph=tuple("" if (text := label["morph"][k]) == "_" else text for k in morph.tolist()),
            factuality=tuple(answer["factuality"].tolist()) if "factuality" in answer else (),
            senses=_senses(answer["senses"], label["senses"]) if "senses" in answer else (),
        )


def _senses(shares: NDArray[np.float32], labels: tuple[str, ...]) -> tuple[Mapping[str, float], ...]:
    """The likely senses of each word; those under `_LIKELY` are left out."""
    out = []
    for row in shares:
        likely = (row >= _LIKELY).nonzero()[0].tolist()
        out.append({labels[k]: round(float(row[k]), 3) for k in likely})
    return tuple(out)


def kernel_class() -> str:
    """Name the kind of processor by what changes the last bits of a result: `avx512-vnni`, `avx512`, `avx2`, `neon`.

    Read from numpy's own detection, which is the same on every system.
    """
    from importlib import import_module

    has: Mapping[str, bool] = getattr(import_module("numpy._core._multiarray_umath"), "__cpu_features__", {})
    if has.get("AVX512F") and has.get("AVX512BW") and has.get("AVX512VL"):
        return "avx512-vnni" if has.get("AVX512VNNI") else "avx512"
    if has.get("AVX2"):
        return "avx2"
    if has.get("NEON") or has.get("ASIMD"):
        return "neon-dot" if has.get("ASIMDDP") else "neon"
    return platform.machine().lower() or "generic"


def _names(scores: NDArray[np.float32], labels: tuple[str, ...]) -> tuple[str, ...]:
    """Give the best sequence of BIO labels in which every I- continues a name of its kind."""
    best = [labels[k] for k in scores.argmax(axis=1).tolist()]
    if all(_may_follow(a, b) for a, b in zip(["O", *best], best, strict=False)):
        return tuple(best)  # the best of each word, where allowed, is the best of all
    import numpy as np

    allowed = np.array([[0.0 if _may_follow(a, b) else -1e9 for b in labels] for a in labels])
    first = np.array([0.0 if _may_follow("O", b) else -1e9 for b in labels])
    total = scores[0].astype(np.float64) + first
    behind = []
    for row in scores[1:].astype(np.float64):
        through = total[:, None] + allowed
        behind.append(through.argmax(axis=0))
        total = through.max(axis=0) + row
    path = [int(total.argmax())]
    for back in reversed(behind):
        path.append(int(back[path[-1]]))
    return tuple(labels[k] for k in reversed(path))


def _may_follow(before: str, label: str) -> bool:
    return not label.startswith("I-") or before[2:] == label[2:]


def _read_card(folder: Traversable) -> dict[str, Any]:
    try:
        return tomllib.loads(folder.joinpath("model.toml").read_text(encoding="utf-8"))
    except OSError:
        raise _damaged(folder, "model.toml is missing or cannot be read") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise _damaged(folder, f"model.toml: {wrong}") from None


def _checked(folder: Traversable, name: str, sums: Mapping[str, Any]) -> bytes:
    try:
        content = folder.joinpath(name).read_bytes()
    except OSError:
        raise _damaged(folder, f"{name} is missing or cannot be read") from None
    if hashlib.sha256(content).hexdigest() != sums.get(name):
        raise _damaged(folder, f"{name} is not the file that model.toml names")
    return content


def _session(folder: Traversable, weights: bytes) -> _Session:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # two threads add up in another order: other last bits, now and then another tree
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # as fast, and what one giant sentence took is given back
    try:
        session: _Session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    except Exception as wrong:  # onnxruntime has no common base for what it raises
        raise _damaged(folder, f"onnxruntime cannot run model.onnx ({str(wrong).splitlines()[0][:120]})") from None
    return session


def _damaged(folder: Traversable, what: str) -> ModelDamaged:
    return ModelDamaged(
        f"The language model in {folder} cannot be used: {what}. Install watchfloor again, which brings the model.",
        about=str(folder),
    )

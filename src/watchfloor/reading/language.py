"""Which language a text is in.

Most pages are plainly English, and a count of small words shows it for nothing. Only in doubt is the statistical model
loaded, which costs a second and 130 MB.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

UNKNOWN = "und"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# English words that are no common word of another language in Latin script ("in", "on", "was", "is" and "of" are).
_ENGLISH_WORDS = """
the and that with from this which their they have has been were would will said who not his its after about are between
against when into could than should by for to it as at he what there over under more during through because those these
our your but or if an
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_SAMPLE = 20_000
_FEW = 12
_SURE = 0.6


def language_of(text: str, hint: str = "") -> str:
    """ISO 639-1 code of the language most of the text is in; `und` when it is too short to tell.

    `hint` is what the page says of itself; it counts only where the text cannot tell.
    """
    sample = _sample(text)
    words = _WORD.findall(sample)
    if not words:
        return UNKNOWN
    hint = hint.strip().lower().replace("_", "-").split("-")[0]
    hint = hint if re.fullmatch("[a-z]{2}", hint) else ""
    letters = "".join(words)
    latin = sum(char < "\u0250" for char in letters) / len(letters)
    small = [word for word in map(str.lower, words) if word in _ENGLISH]
    if latin > 0.9 and len(words) >= _FEW and len(small) >= 0.16 * len(words) and len(set(small)) >= 3:
        return "en"
    if latin > 0.9 and len(words) < _FEW:
        plain = sum(char.isascii() for char in letters) / len(letters)
        if small and plain > 0.95:
            return "en"
        return hint or UNKNOWN
    language, sure = _model().classify(sample)
    if sure >= _SURE or (hint and language == hint):
        return str(language)
    return hint or UNKNOWN


def _sample(text: str) -> str:
    """The beginning and the middle, so that one foreign paragraph on top does not decide."""
    if len(text) <= _SAMPLE:
        return text
    half, middle = _SAMPLE // 2, len(text) // 2
    return text[:half] + "\n" + text[middle : middle + half]


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

"""What an attribution is. See attribution.py for how it is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words of one sentence: their head and how far they reach."""

    sentence: int
    """place of the sentence in the article"""
    head: int
    """the word that carries the phrase; word of that sentence"""
    at: int
    """where the head word begins in the article's text"""
    start: int
    end: int
    """the whole phrase is `text[start:end]`"""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said (thinks, found) what, in words and places of the text: it knows no actor."""

    speaker: Phrase | None
    """None when the article does not say who ("is expected to")"""
    cue: Phrase | None
    """None for a quotation without a cue, whose speaker is `carried`"""
    content: tuple[tuple[int, int], ...]
    """the stretches of text that are said, ascending; they may lie in several sentences and paragraphs"""
    heads: tuple[tuple[int, int], ...]
    """(sentence, word): the words that carry the content, the verb of what is said or the noun that is spoken of"""
    kind: str
    """direct (all of it between quotation marks), indirect or mixed"""
    act: str
    """what the cue makes of it: an act of the pack, such as says, denies, promises"""
    channel: str
    """speech, thought, finding or perception; only speech is a statement"""
    negated: bool
    """ "did not say", "never promised" """
    addressee: Phrase | None
    venue: Phrase | None
    """where or in what it was said: "in a statement", "at a rally" """
    parent: int
    """place, in the same tuple, of the attribution whose content holds this one; -1 for what the article itself says"""
    quoted: bool
    """the cue stands inside a direct quotation or a turn of a transcript: "I" and "we" are its speaker"""
    declined: bool
    """the speaker would not speak: "declined to comment", "did not return calls" """
    anonymous: bool
    """the speaker is somebody without a name: "a Western diplomat", "on condition of anonymity" """
    carried: str
    """how a speaker without a cue was found: empty, `paragraph` (who spoke before in it), `before` (who spoke in the
    paragraph before), `introduced` (the subject of the sentence before)"""
    rule: str
    """what read it"""

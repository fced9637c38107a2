"""The shape of a word: what an uncased encoder cannot see.

The encoder reads lower-cased pieces, so "US" and "us" look the same to it. Each word therefore carries one of twelve
shape classes, learned as an embedding. Training and runtime import this one function: a change of a class here
needs a new model.
"""

from __future__ import annotations

SHAPES: tuple[str, ...] = (
    "none",  # 0: [CLS], [SEP], padding
    "lower",  # 1: troops
    "title",  # 2: Tikrit
    "upper",  # 3: ISIS
    "initial",  # 4: A
    "mixed",  # 5: McCain, iPhone
    "digits",  # 6: 2014
    "number",  # 7: 1,700  12:30  -3.5
    "letters and digits",  # 8: 17th, F16
    "dotted capitals",  # 9: U.S.  Gen.
    "symbol",  # 10: , -- $ or nothing readable
    "joined capitals",  # 11: al-Qaeda, Shiite-led, O'Brien
)
"""One name for each class, in the order of the model's embedding."""


def shape(word: str) -> int:
    """Give the shape class of one word, 1 to 11; 0 is kept for the encoder's own marks."""
    letters = [c for c in word if c.isalpha()]
    digits = sum(c.isdigit() for c in word)
    if not letters:
        if not digits:
            return 10
        return 6 if digits == len(word) else 7
    if digits:
        return 8
    cased_up = sum(c.isupper() or c.istitle() for c in letters)
    if cased_up == 0:
        return 1
    if len(word) == 1:
        return 4
    if len(letters) < len(word):
        return 9 if "." in word else 11
    if cased_up == len(letters):
        return 3
    if cased_up == 1 and letters[0].isupper():
        return 2
    return 5

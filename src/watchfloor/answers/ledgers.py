"""What the entries of each ledger are told apart by."""

from __future__ import annotations

from typing import Final

FORMS: Final[dict[str, tuple[str, ...]]] = {
    "statement": ("direct", "indirect", "mixed", "declined"),
    "deadline": ("open", "met", "missed", "moved", "disputed"),
    "outlook": ("likely", "unlikely", "even", "up", "down"),
    "relation": ("part-of", "head-of", "member-of", "proxy-of", "backs", "ally", "rival", "fights"),
    "link": ("conditional", "trade", "leverage", "spill-over", "denied"),
}
"""by kind: in whose words, how it is left, which way, how they stand, how the matters are tied"""

"""Word lists and patterns of the grammar of deadlines, and what the grammar finds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from watchfloor.resolving.deadline_limits import Limit

# What somebody is asked or thinks of doing is not done: "urged the council to extend", "may set a deadline".
UNDONE = frozenset(
    "ask urge call want seek refuse reject consider propose demand hope suggest decline fail mull discuss debate weigh "
    "threaten rule oppose resist request need recommend advise press favor favour wish expect try talk possible likely "
    "unlikely ready willing question whether if".split()
)
# "told to leave" binds, "told that they will have left" foretells.
ONLY_INFINITIVE = frozenset({"tell", "ask", "urge", "warn", "want", "direct", "press", "call", "force", "appeal"})
# Of a meeting "is due on Friday" says when it is held.
MEETINGS = frozenset(
    "talk meeting summit election vote visit session hearing conference round game match trial arrival speech debate "
    "race primary primaries ceremony baby ballot poll referendum inauguration launch parade concert delegation "
    "minister president envoy"
    "".split()
)
REPLIES = frozenset(
    "answer reply response decision proposal report statement plan list ruling withdrawal compliance".split()
)
HELD = frozenset(
    "meet visit attend hold resume discuss talk speak travel gather convene open begin start sit debate hear "
    "address consider celebrate commemorate host chair tour return".split()
)
FORETOLD = frozenset(
    "rise fall grow reach exceed need face shrink double triple increase decline drop total cost become know lose die "
    "rain snow melt win overtake climb hit average account".split()
)
WISHED = frozenset("hope expect wish long dream fear believe think like prefer love hate".split())
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i"})
STANDS = frozenset(
    "be fall come mark pass arrive approach loom near set fix expire lapse elapse end run remain".split()
)
SETS = frozenset("set impose fix give issue announce agree name declare lay establish deliver".split())
STARTS = frozenset("leave arrive start begin open land depart come run end reach".split())
# What runs by a timetable is on time without a deadline.
PAST_LIMITS = frozenset({"expire", "lapse", "elapse", "pass", "run", "come"})
FAILS = frozenset({"fail", "unable", "failure", "refuse"})
WHOLE = (
    "xcomp",
    "ccomp",
    "conj",
    "acl",
    "obj",
    "nmod",
    "obl",
    "parataxis",
    "nsubj",
    "nsubj:pass",
    "dep",
    "advcl",
    "acl:relcl",
    "appos",
    "compound",
)
AS_AGREED = re.compile(
    r"\b(?:as|like) (?:had been |was |were |it had |they had |he had |she had )?(?:previously )?(?:agreed|promised|"
    r"required|demanded|"
    r"pledged|stipulated|ordered|scheduled|planned|instructed|vowed|foreseen|requested|due|set out|laid down)\b|"
    r"\btrue to (?:his|her|its|their) (?:word|promise|pledge|vow)|\b(?:in line|in keeping|in accordance|in "
    r"compliance) with\b|"
    r"\bhonou?ring (?:a|an|the|his|her|its|their) (?:pledge|promise|vow|deal|accord|commitment)|"
    r"\blast (?:possible )?(?:day|date) (?:that )?(?:\w+ ){1,4}(?:permit\w*|allow\w*|set|named)|"
    r"\bthe (?:\w+ )?fortnight (?:that )?[^.;]{0,40}\b(?:had|has|have) (?:allowed|given|granted|set)\b|"
    r"\bas (?:\w+ ){1,6}(?:had|has|have) (?:laid down|set|decreed|fixed|foreseen|asked|demanded|ordered|"
    r"required|requested|promised|pledged|agreed|"
    r"stipulated|insisted|vowed|undertaken|sworn)\b|"
    r"\b(?:within|inside|before|by|on) the (?:agreed|promised|required|stipulated|set|allotted|demanded|prescribed|"
    r"ordered) "
    r"|\b(?:agreed|promised|required|stipulated|set|demanded|ordered) (?:date|day|limit|time)\b|\bon time\b|"
    r"\bon schedule\b|\bhours to spare\b|\bdays? to spare\b|\bkept (?:his|her|its|their) (?:word|promise|pledge)\b|"
    r"\bthe (?:\w+ )?(?:hours|days|weeks|months|time|date|day) (?:that )?[^.;]{0,40}\b(?:had|has|have) (?:asked|"
    r"demanded|set|agreed|promised|given|"
    r"allowed|granted|named|ordered|pledged|fixed)\b|\b(?:very )?day of the deadline\b|\ba (?:day|week|month|"
    r"few days|few hours) (?:early|ahead)\b",
    re.I,
)
LEFT = re.compile(
    r"\b(?:left|remain|remains|remaining|to go|are left)\b(?: (?:before|until|till|to|for|in|on)\b)?|^\s*(?:before|"
    r"until|till)\b",
    re.I,
)
ON_TIME = re.compile(
    r"\bin good time\b|\b(?:inside|within) the (?:limit|deadline|fortnight|time limit|period)\b|"
    r"\b(?:before|ahead of) (?:the|its|their|an?) (?:\w+ )?(?:amnesty|offer|ultimatum|deadline|grace period|"
    r"truce|waiver) "
    r"(?:ran out|expired|lapsed|passed|was up)\b|"
    r"\b(?:within|inside|before|by|in) the (?:agreed|promised|required|stipulated|set|allotted|demanded|prescribed|"
    r"permitted|allowed|legal) (?:\w+ )?(?:period|time|limit|date|day|term|span|window|hour|frame)\b|"
    r"\bon time\b|\bon schedule\b|\bahead of schedule\b|\bjust in time\b|\bwith (?:a|an|one|two|three|four|five|"
    r"\d+) (?:days?|hours?|minutes?|weeks?|months?) "
    r"(?:to spare|in hand)\b|\b(?:hours?|days?|minutes?) (?:to spare|in hand)\b"
)
TIME_TO = re.compile(
    r"\s*(?:,? ?(?:starting|from) (?:today|now|tomorrow),? )?(?:in which |within which |"
    r"more )?(?:for (?:[\w’'-]+ ){1,6})?to [a-z]",
    re.I,
)
TAKES = frozenset("take spend need last require wait cost use devote march drive walk travel fight".split())
# Words of likelihood, wish or mere possibility: what is foretold, hoped or feared binds nobody.
HEDGED = re.compile(
    r"\b(?:likely|unlikely|probab\w+|perhaps|maybe|possibly|expected to|forecasts?|forecasters?|predict\w*|"
    r"estimat\w+|project(?:ed|ion\w*)|"
    r"chances?|odds|hopes?|hoped|hoping|fears?|feared|wish\w*|doubts?|doubtful|certain to|bound to|could|might|"
    r"may well|"
    r"percent|per cent|polls?ters?|analysts|experts|if only|pray\w*|dreams?|believes?|thinks?|on course|on track|"
    r"set to|poised|it is said|rumou?rs?|rumou?red)\b",
    re.I,
)
DATED = re.compile(
    r"(?:,? ?(?:by|before|until|to) which\b|(?:written|laid down|set|fixed|agreed|named|given|prescribed|"
    r"stipulated) (?:in|into|by|for|to|on|upon)\b|"
    r"to how long)"
)
UNBOUND = re.compile(
    r"\b(?:date|deadline|limit|ultimatum|day) (?:binds?|bound|commits?|committed|obliges?|obliged) (?:nobody|no one|"
    r"no-one|none|them to nothing)|"
    r"\b(?:was|were|is|are|being) (?:not|never) bound by|\bnever (?:agreed|accepted|signed up) to (?:a|any|the|that|"
    r"such)\b|"
    r"\b(?:has|have|had) no (?:legal )?(?:force|effect|standing)|\bwas (?:never|not) (?:asked|consulted|told|agreed)\b|"
    r"\b(?:does|do|did) (?:not|n['’]t) (?:apply|bind|count)\b|\bno longer applies\b|"
    r"\b(?:null and void|not binding|non-binding)\b|\bnever been (?:agreed|mentioned)\b|\bno such (?:date|deadline|"
    r"limit|day|term)\b",
    re.I,
)
TICKING = re.compile(
    r"\b(?:clock (?:is|was) (?:ticking|running)|clock (?:ticks|runs|ran)|time (?:is|was) running out (?:for|on)|"
    r"countdown (?:to|until)|counting down)\b",
    re.I,
)


DONE = re.compile(
    r"(?:\band|,|\bwhich|;|\u2014|--?) (?:\w+ ){0,2}(?:did|has done|have done|had done)(?: so| it| that| just "
    r"that)?\b(?! (?:not|n['’]t|"
    r"nothing))(?= ?(?:[.,;]|with|on|in|a |an |early|without|$))|\bduly (?:did|complied|obeyed)\b|\bto spare\b",
    re.I,
)
UNDONE_YET = re.compile(
    r"\b(?:but|yet|and|though|although|which|still|;|,) (?:\w+ ){0,3}(?:did(?: not|n['’]t| n['’]t)(?! say| "
    r"name)|never did|"
    r"(?:has|have|had) (?:not|n['’]t|yet to|so far not|still not|failed to)|failed to do so|missed it|stayed put|"
    r"(?:is|are|was|were) still)\b",
    re.I,
)
CONTRADICTED = re.compile(
    r"(?:;|\bbut\b|\bwhile\b|\bwhereas\b)[^.;]*\b(?:says?|said|insists?|insisted|argues?|maintains?|den(?:y|ies|"
    r"ied)|contends?|"
    r"claims?|counters?|disputes?|rejects?|holds?)\b[^.;]*\b(?:no|not|n['’]t|never|nobody|none|was|different|"
    r"later|only|nothing)\b|"
    r"(?:;|\bbut\b|\bwhile\b|\bwhereas\b)[^.;]*\b(?:den(?:y|ies|ied)|disputes?|rejects?|disagrees?)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A deadline in word indices of its sentence."""

    rule: str
    cue: tuple[int, ...]
    what: int
    """the word that carries what must be done or what ends"""
    clause: bool
    """what must be done is a clause headed by `what`, not a phrase"""
    bound: tuple[int, ...]
    setters: tuple[int, ...]
    limit: Limit | None
    status: str
    earlier: Limit | None = None
    base: Limit | None = None
    """the day from which a span is counted, when the sentence tells it"""
    confidence: float = 0.8

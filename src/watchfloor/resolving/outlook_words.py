"""Word lists and patterns of the grammar of outlooks, and what the grammar finds."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from watchfloor.resolving.clauses import SPEAKING

CHANCES = frozenset(
    "shot chance odds likelihood probability prospect possibility hope risk expectation danger outlook faith".split()
)
RISKS = frozenset({"risk", "danger", "possibility", "hope", "expectation", "faith"})
VERY = frozenset("very highly extremely hugely overwhelmingly exceedingly deeply profoundly increasingly most".split())
OUTCOMES = frozenset(
    "war deal agreement accord truce ceasefire collapse coup breakthrough victory defeat attack strike violence peace "
    "escalation settlement compromise vote election intervention invasion withdrawal resignation failure success "
    "majority recession crisis conflict clash unrest extension default rebellion famine split landslide solution "
    "triumph overthrow ouster downfall exit secession independence reunification breakup rupture showdown runoff "
    "reshuffle dissolution impeachment ratification rejection passage adoption approval mutiny uprising revolt rout "
    "offensive assault retaliation reprisal detente rapprochement amnesty reconciliation regime takeover truce "
    "confrontation bloodshed revolution stalemate deadlock impasse treaty return release conviction acquittal veto"
    "".split()
)
KINDS = frozenset(
    "war democracy dictator dictatorship coalition revolution alliance empire truce ceasefire coup autocrat "
    "regime treaty".split()
)
"""what general truths are told of, when it stands bare in the plural"""
SCENARIOS = frozenset("outcome scenario result course consequence upshot conclusion ending end".split())
SCHEDULED = frozenset(
    "vote meet visit speak hold begin start open sign travel discuss debate host receive announce attend "
    "convene arrive "
    "address resume appear testify publish present unveil hear launch deliver run take".split()
)
"""what is in a calendar when one is set to do it"""
WINNING = frozenset(
    "become form remain stay take break make be get avert avoid stop end return triumph clinch retain unseat oust "
    "beat defeat carry command capture win lose prevail pass secure survive reach succeed hold gain keep".split()
)
# What one expects of others as a duty is no judgement.
DEMANDED = frozenset(
    "notify report wear pay obey attend follow behave respect comply bring show kneel bow wait stand observe refrain "
    "abide salute time punctual report testify apologise apologize explain"
    "".split()
)
# Adjectives that say something of a thing or a person when no clause follows.
CLAUSE_ONLY = frozenset(
    "certain sure bound set poised expected predicted forecast tipped anticipated projected guaranteed assured "
    "destined "
    "favoured favored fancied even remote hopeless questionable headed heading wide".split()
)
# Verbs behind whose past an outlook still stands: "spoke of good prospects".
REPORTING = SPEAKING | frozenset(
    "speak see talk voice put give hold rate estimate find quote offer assess place profess express cite describe wire "
    "cable measure".split()
)
LIKELY = frozenset(
    "feasible attainable achievable viable doable winnable thinkable tenable likely probable certain plausible "
    "conceivable possible realistic inevitable imminent credible".split()
)
UNLIKELY = frozenset("unlikely improbable remote doubtful distant elusive implausible uncertain".split())
GROWING = frozenset("growing rising increasing mounting improving brightening strengthening".split())
FADING = frozenset(
    "fading dimming receding shrinking dwindling falling declining waning diminishing vanishing sinking".split()
)
# Verbs of an outcome itself that tell which way it goes: "a deal is slipping away", "has moved closer".
NEARS = frozenset("near approach loom".split())
RECEDES = frozenset("recede fade".split())
RISES = frozenset(
    "swell surge build firm multiply escalate rekindle bolster spur widen bloom blossom rebound recover advance "
    "shorten "
    "raise boost lift heighten enhance rise grow improve increase brighten climb strengthen mount soar jump "
    "better revive "
    "double".split()
)
FALLS = frozenset(
    "ebb wither wilt dissipate subside crumble collapse die shrivel tumble slump slide erode sap kill wreck scuttle "
    "torpedo doom jeopardize jeopardise complicate dampen diminish imperil shatter bury crush scupper darken trim "
    "lengthen "
    "lower cut reduce dent hurt damage undermine dash fade dim fall recede diminish dwindle shrink darken evaporate "
    "slip sink wane drop decline narrow worsen slim "
    "vanish plummet decrease lessen weaken halve".split()
)
NOUNS = {
    "scepticism": (0.12, 0.25, 0.35),
    "skepticism": (0.12, 0.25, 0.35),
    "pessimism": (0.12, 0.25, 0.38),
    "optimism": (0.55, 0.7, 0.8),
    "confidence": (0.7, 0.8, 0.92),
    "doubt": (0.15, 0.25, 0.33),
    "reservation": (0.1, 0.25, 0.38),
    "misgiving": (0.12, 0.28, 0.4),
    "certainty": (0.88, 0.94, 0.98),
    "conviction": (0.7, 0.82, 0.92),
}
"""nouns of mood before "that" and "about": low, point, high"""
_NUM = {w: n for n, w in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())}
_NUMBER = rf"(?:\d+(?:\.\d+)?|{'|'.join(_NUM)}|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred)"
_TENS = {w: 10 * n for n, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety hundred".split(), 2)}
_TENS["hundred"] = 100
PERCENT = re.compile(
    rf"(?P<a>{_NUMBER})(?: (?:%|per ?cent|percent|percentage))?(?: ?(?:to|-|–|and) ?(?P<b>{_NUMBER}))? ?-? ?(?:%|"
    rf"per ?cent|percent|per cent)\b|"
    rf"(?P<a2>\d+(?:\.\d+)?) ?%",
    re.I,
)
ODDS = re.compile(
    rf"(?P<m>{_NUMBER}) ?(?:-|–)? ?(?:to|in|out of) ?(?:-|–)? ?(?P<n>{_NUMBER})(?P<x> (?:against|on|in favour|"
    rf"in favor))?\b",
    re.I,
)
BET = re.compile(
    rf"(?P<m>{_NUMBER}) ?(?:(?:-|–)? ?to ?(?:-|–)?|-|–|/) ?(?P<n>{_NUMBER})(?P<x> (?:against|on|in favour of|in "
    rf"favor of))\b",
    re.I,
)
PRICE = re.compile(rf"at (?P<n>{_NUMBER}) (?:cents?|pence|won in the hundred|percent|per cent)\b", re.I)
LOOSE = (
    (
        re.compile(
            r"\b(?:the )?(?:[Cc]hances|[Oo]dds) are(?: good)?(?: that)?\b(?! (?:\w+ )?(?:roughly|about|against|"
            r"even|long|in|at|now|"
            r"stacked|three|two|four|five|six|ten|one|put|nil|slim|poor|bleak|low|high|dim|fading|"
            r"remote|small))"
        ),
        (0.6, 0.72, 0.85),
    ),
    (re.compile(r"\bany (?:day|hour|moment|minute|time)(?: now)?\b(?=.{0,3}[.,;!]|$)"), (0.6, 0.75, 0.9)),
    (re.compile(r"\bdays are numbered\b"), (0.75, 0.85, 0.95)),
    (re.compile(r"\b(?:can|could|may|might) (?:still )?go either way\b"), (0.45, 0.5, 0.55)),
    (re.compile(r"\bhangs? (?:in the balance|by a thread)\b"), (0.3, 0.45, 0.6)),
    (re.compile(r"\b(?:is|are) in no doubt\b"), (0.85, 0.93, 0.98)),
)
IDIOMS = re.compile(
    r"\b(?:no|little|scant|hardly any|not much) reason to (?:expect|believe|think|suppose|hope)\b|"
    r"\bnothing to (?:suggest|indicate)\b|"
    r"\b(?:would|will|['’]d) be (?:very |most |greatly |quite )?(?:surprised|astonished|amazed|stunned) if\b|"
    r"\bwould be (?:a|something of a|no small) "
    r"(?:surprise|miracle|wonder|sensation|shock) if\b|\b(?:cast|casts|casting|throws?|threw) doubt on\b|\brul(?:es?|"
    r"ed|ing) out\b(?= (?:a|an|any) )|"
    r"\bhard to (?:see|imagine|picture|envisage|conceive of)\b|\b[Dd]o(?:es)? ?(?:n['’]t|not) hold (?:your|their|its|"
    r"his) breath for\b|"
    r"\bno (?:sign|signs|end|prospect) of\b(?= (?:a|an|any|the) )"
)
GENERAL = re.compile(
    r"\b(?:always|usually|generally|typically|normally|as a rule|in general|tends? to|throughout history|"
    r"wherever|whenever|"
    r"history (?:shows|teaches|suggests)|in most (?:cases|wars|countries|states)|rarely|seldom)\b",
    re.I,
)
"""words of truths that hold at all times and judge no case"""
INTELLIGENCE = re.compile(
    r"\b(?:intelligence (?:estimate|assessment|report|communit|agenc|summary|analyst|service|brief|committee|officer|"
    r"product)\w*|"
    r"National Intelligence|spy agenc\w+|CIA|key judg\w+|intelligence paper|defence intelligence|"
    r"defense intelligence)\b",
)


@dataclass(frozen=True, slots=True)
class Said:
    """An outlook in word indices of its sentence."""

    rule: str
    cue: tuple[int, ...]
    first: int
    last: int
    """the words of the outcome, from and to; a cue may stand inside them"""
    head: int
    """the word that carries the outcome"""
    holders: tuple[int, ...]
    low: float | None
    point: float | None
    high: float | None
    icd: tuple[float, float] | None
    negated: bool
    direction: str
    scale: str
    condition: int
    """head of an "if" clause, or -1"""
    confidence: float = 0.8

    def as_change(self, way: str, cue: tuple[int, ...]) -> Said:
        """The same outcome, told as a change (`up` or `down`) without a likelihood."""
        return replace(self, cue=cue, low=None, point=None, high=None, icd=None, direction=way, scale="press")

"""Single lines of a page without markup: which are prose, and which are furniture of the site.

A word list proves little by itself: an article may be about passwords. So words only count in company (a form of
address, an imperative, a field mark), in short lines, and at the place where such a line stands.
"""

from __future__ import annotations

import re
from enum import Enum

from watchfloor.reading.dates import is_mostly_date


class Kind(Enum):
    """What a line looks like."""

    PROSE = "prose"
    SENTENCE = "sentence"
    """a short one: “No,” he said."""
    ITEM = "item"
    """of a list, with its mark"""
    SCRAP = "scrap"
    """a heading, a menu entry, a name: words without a sentence"""
    PROMPT = "prompt"
    """speaks to the visitor of the site, or points to another page"""
    DATE = "date"


WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
ENDS = re.compile(r"[.!?…。؟۔][\"'”’»)\]\d*]*$")
MARK = re.compile(r"^(?:[-*•·●▪◦‣–—]|\(?\d{1,2}[.)]|[a-z][.)])\s+")
TRAIL = re.compile(r"^[>»←→‹›|/«]|[|›»/→]\s*$|\s[|›•·]\s.*\s[|›•·]\s|[›»]\s")
"""the signs of breadcrumbs, tag rows and pointers"""
_TRUNCATED = re.compile(r"(?:\.{2,}|…|\[(?:\.\.\.|…)\]|»|>>?)[\"'”’)\]]*$")
_QUOTES = "\"“”«»'‘’"
_SPOKEN = re.compile(r"^[\"“«‘']")

# Words of the site's own business, and words that are at home in the news too. They are sought in lower case: ignoring
# the case makes such long lists several times slower, and a page can have megabytes.
_STRONG = re.compile(
    r"""(?<!\w)(?:
    newsletters? | (?:un)?subscri(?:be|bed|bers?|ptions?) | inbox | notifications? | membership | passwords?
    | sign(?:ed|ing)?[ -]?(?:up|in|out) | log(?:ged|ging)?[ -]?(?:in|out) | e-?mail\ address(?:es)?
    | cookies? | javascript | browsers? | click(?:ing)? | opt[ -]out | ad-?blockers? | advertisements?
    | privacy\ (?:policy|notice|settings|statement) | terms\ (?:of|and|&) | required\ fields
    | copyright | bookmarks? | guest\ post | rss | icon | commenting | moderat(?:ed|ion|ors?)
    )\b""",
    re.X,
)
_MAIL = re.compile(r"\w@\w")
_WEAK = re.compile(
    r"""(?<!\w)(?:
    e-?mails? | emailing | alerts? | regist(?:er|ration) | accounts? | trial | privacy | consent | policy | terms
    | guidelines | comments? | repl(?:y|ies) | tap | download | app | website | site | page | post | links? | tab
    | window | articles? | stor(?:y|ies) | ads? | advertis(?:e|ing) | follow | share | donat(?:e|ion|ions)
    | supporters? | rights\ reserved | republish(?:ed)? | reproduced? | permission | trademark | disclaimer
    | readers? | podcasts? | updates? | facebook | twitter | instagram | youtube | whatsapp | linkedin | pinterest
    | reddit | telegram
    )\b""",
    re.X,
)
_YOU = re.compile(r"\b(?:you|yours?)\b", re.I)
_WE = re.compile(r"\b(?:us|our|we|my)\b")
_IMPERATIVE = re.compile(
    r"""^(?:please | click | sign | log | subscribe | join | follow | share | read | see | watch | listen | download
    | get | enter | fill | leave | write | support | donate | register | become | try | tap | press | contact | view
    | find | have | want | like | enjoy(?:ed)? | copyright | © | all | by | this | send | save | notify | already
    | copy | open | print | show | add | skip | back | load)\b""",
    re.I | re.X,
)
_MORE = re.compile(
    r"^(?:read|view|see|show|load|watch|learn|find|click|tap|more|continue)\b.{0,8}\b(?:more|all|less|full|here|reading|out)\b",
    re.I,
)
_QUOTED = re.compile(r"[“\"][^“”\"]{0,400}[”\"]")
# "Read more: ...", "Related: ...", "Tags: ...", "Photo: ...".
_POINTER = re.compile(
    r"""^(?:[(\[>»•▶►*-]\s*)?
    (?:read | see | also | related | more | watch | listen | recommended | photos? | pictures? | videos? | gallery
    | image | credit | source | (?:file\ )?photograph | tags? | topics? | categor(?:y|ies) | filed\ under
    | posted\ in | share | previous | next | continue\ reading | advertisement | sponsored | explained? | analysis)
    \b[^.!?:|»>]{0,24}[:|»>](?!\d)
    | ^(?:image|media|photo|video|picture)\s?(?:caption|copyright|credit|source)""",
    re.I | re.X,
)
_AGENCIES = r"(?:photos?|getty|reuters|afp|ap|epa|image|picture|credit|shutterstock|xinhua|dpa|handout|file)"
_CREDIT = re.compile(
    rf"""(?:
    \((?:[^()]{{0,60}}[ /:])?{_AGENCIES}\b[^()]{{0,60}}\)
    | \b(?:photo(?:graph)?|image|picture|credit|courtesy)s?\s?(?:[:/©]|by\b)\s?[^.]{{2,60}}
    | (?:/|\bvia\ )\s?{_AGENCIES}\b[\w /-]{{0,30}}
    | \[[^\[\]]{{0,60}}/[^\[\]]{{0,40}}\]
    | \([^()]{{2,60}}/[^()]{{2,60}}\)
    | \b{_AGENCIES}(?:\ images)?/[A-Z][\w .-]{{2,40}}
    )[.\s]*$""",
    re.I | re.X,
)
_CREDIT_SIGNS = ("/", "(", "[", "photo", "image", "picture", "credit", "courtesy", "via ")
"""one of them stands in every credit: most lines need no closer look"""
_FIELD = re.compile(
    r"""^(?:
    (?:your\ )?(?:full\ |first\ |last\ |user\ ?|display\ )?name | (?:your\ )?e-?mail(?:\ address)? | web\ ?site | url
    | (?:your\ )?(?:comment|message) | password | subject | phone | captcha | search | submit | post\ comment | send
    | cancel(?:\ reply)? | username
    )\s*(?:[*:]|\((?:required|optional|never|will|not)[^)]*\))*\s*$""",
    re.I | re.X,
)
_REQUIRED = re.compile(r"(?:\*|\((?:required|optional|address never made public)\))\s*$", re.I)
_THREAD_HEAD = re.compile(
    r"""^(?:(?:view|show|load|see|read|all|hide|join|the|more)\ )*
    \(?(?:(?:\d[\d,.]{0,6}|one|two|three|four|five|no|latest|recent|top|readers?['’]?s?|user)\)?\ +)?
    (?:comments? | repl(?:y|ies) | responses? | thoughts? | discussion | conversation | reactions? | trackbacks?
        | pingbacks?)
    (?:\s*(?:\(\d*\)|:|\d+|on\b.*|to\b.*|so\ far.*|below.*|are\ closed.*|and\b.*|\(?\d.*))?\s*$""",
    re.I | re.X,
)
_THREAD_CALL = re.compile(
    r"^(?:leave|post|write|add|submit|have)\b.{0,20}\b(?:reply|comment|response|thoughts?|your say)\b.{0,60}$", re.I
)
_SPEAKS = re.compile(r"\b(?:says?|said|wrote|writes|commented|replied)\s*:?\s*$", re.I)
BYLINE = re.compile(r"^(?:(?:written|posted|reported|analysis|opinion)\s)?by:?\s+(?P<name>\S.{2,120})$", re.I)
BACK = re.compile(r"^(?:\d{1,4}[.)]\s*)?(?:ping|track)backs?\s*[:\-–—]\s*(?P<label>\S.*)$", re.I)
"""another page announces that it links here"""


def kind_of(row: str) -> tuple[Kind, int]:
    """What a line looks like, and its number of words."""
    short = row[:600]
    tokens = WORD.findall(short)
    count = len(tokens) if len(row) <= 600 else row.count(" ") + 1
    if not tokens:
        return Kind.SCRAP, 0
    if count <= 20 and is_mostly_date(row):
        return Kind.DATE, count
    if is_prompt(row, count) or _POINTER.match(short) or is_caption(row, count):
        return Kind.PROMPT, count
    if _TRUNCATED.search(row[-6:]) and count < 60 and not _SPOKEN.match(row):
        return Kind.SCRAP, count
    plain = sum(not token[0].isupper() for token in tokens[1:]) / max(1, len(tokens) - 1)
    caseless = not any(char.isupper() for char in short)
    ends = bool(ENDS.search(row[-8:]))
    if count >= 8 and (ends or row[-1] in ":;,") and (plain >= 0.4 or _SPOKEN.match(row)):
        return Kind.PROSE, count
    if count >= 18 and (plain >= 0.5 or caseless):
        return Kind.PROSE, count
    if len(row) > 120 and caseless and count >= 4:  # scripts without blanks between words
        return Kind.PROSE, max(count, len(row) // 6)
    if MARK.match(row) and count >= 4:
        return Kind.ITEM, count
    if ends and count >= 2 and plain > 0.3 and not TRAIL.search(short):
        return Kind.SENTENCE, count
    return Kind.SCRAP, count


def is_prompt(row: str, words: int) -> bool:
    """Whether the line talks to the visitor of a site: sign in, subscribe, we use cookies, required fields."""
    if words > 60 or _SPOKEN.match(row):
        return False
    if "©" in row[:200] or re.search(r"\ball rights reserved\b", row, re.I) or (words <= 6 and _MORE.match(row)):
        return True
    plain = _QUOTED.sub("", row)  # what people in the news say is no word of the site
    lower = plain.lower()
    strong = len(set(_STRONG.findall(lower))) + len(set(_MAIL.findall(lower)))
    weak = len(set(_WEAK.findall(lower)))
    begins = bool(_IMPERATIVE.match(plain))
    if not strong + weak:
        return False
    score = 2 * strong + weak + 2 * bool(_YOU.search(plain)) + bool(_WE.search(plain)) + begins
    return score >= (5 if words <= 30 else 7) or (words <= 8 and begins)


def is_caption(row: str, words: int) -> bool:
    """Whether the line describes a picture: it ends in whose picture it is."""
    end = row[-140:]
    lower = end.lower()
    return words <= 70 and any(sign in lower for sign in _CREDIT_SIGNS) and _CREDIT.search(end) is not None


def is_field(row: str) -> bool:
    """Whether the line labels a field of a form."""
    return len(row) < 120 and _FIELD.match(row) is not None


def is_required(row: str) -> bool:
    """Whether the line is marked as a field to be filled."""
    return len(row) < 200 and _REQUIRED.search(row) is not None


def heads_thread(row: str) -> bool:
    """Whether the line can stand above readers' comments."""
    return len(row) < 200 and (_THREAD_HEAD.match(row) is not None or calls_for_comment(row))


def calls_for_comment(row: str) -> bool:
    """Whether the line asks for a comment."""
    return len(row) < 120 and _THREAD_CALL.match(row) is not None


def opens_comment(row: str) -> bool:
    """Whether the line ends as a comment's first line does: "Anna says:"."""
    return len(row) < 80 and _SPEAKS.search(row) is not None


def names_site(row: str) -> bool:
    """Whether the line has a word of the site's own language."""
    lower = row.lower()
    return any(rule.search(lower) is not None for rule in (_STRONG, _MAIL, _WEAK))

"""Web addresses made plain: the same page is named the same however somebody's statistics decorate the link."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit, urlunsplit

# What newsletters, advertisers and statistics hang on a link. None of it chooses a page.
_TRACKING: Final = re.compile(
    r"""^(?:
    utm_\w+ | (?:fb|g|dc|ms|y|tw|tt)clid | li_fat_id | [gw]braid | mc_[ce]id | igshid? | _{1,2}hs\w+ | hsctatracking
    | ns_(?:mchannel|source|campaign|linkname|fee) | at_(?:medium|campaign|source|variant|format|link\w*|bbc\w*|ptr\w*)
    | at_custom\d | xtor | xts | cmpid | ocid | ftag | wt[._]mc(?:_id|_o)? | s_?cid | smid | smtyp | feed(?:type|name)
    | rss_id | traffic_source
    | vero_(?:id|conv) | oly_(?:anon|enc)_id | spm | mkt_tok | pk_(?:campaign|kwd|source|medium) | mtm_\w+ | piwik_\w+
    )$""",
    re.I | re.X,
)
# Names that other sites use for something real: tracking only where the value says so.
_SAYS_FEED: Final = re.compile(r"(?:^|[-_.])(?:rss|feeds?|atom|rdf)(?:$|[-_.\d])", re.I)
_OFTEN: Final = frozenset(
    "ref source src from via partner emc mod maca cid cmp medium channel origin output feed campaign rss".split()
)
_PORTS: Final = {"http": 80, "https": 443}


def plain(address: str) -> str:
    """The address without tracking parameters and without the place on the page; scheme and host in small letters. What
    is no address of the web comes back as it is."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return address
    scheme = parts.scheme.lower()
    if not host or scheme not in _PORTS:
        return address
    if ":" in host:
        host = f"[{host}]"
    if port is not None and port != _PORTS[scheme]:
        host = f"{host}:{port}"
    if parts.username is not None or parts.password is not None:
        return address  # whoever fetches refuses it by its look
    kept = [part for part in parts.query.split("&") if part and not _tracks(part)]
    return urlunsplit((scheme, host, parts.path or "/", "&".join(kept), ""))


def _tracks(part: str) -> bool:
    name, _, value = part.partition("=")
    return _TRACKING.match(name) is not None or (name.lower() in _OFTEN and _SAYS_FEED.search(value) is not None)


def is_home(address: str) -> bool:
    """Whether the address names a site and not a page of it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.path.strip("/") and not parts.query

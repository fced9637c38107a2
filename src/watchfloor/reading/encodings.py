"""Bytes to characters. Nothing here raises: a wrong or mixed encoding gives the best text there is."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding=["']([\w.:-]{2,40})""", re.I
)
# What browsers read under these names, because pages that say the left mean the right.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
}
# A program, an image or an archive says so in its first bytes.
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"RIFF", "a media file"),
    (b"PK\x03\x04", "a zip or office file"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\x28\xb5\x2f\xfd", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"bplist00", "a web archive of one browser"),
    (b"ID3", "a media file"),
    (b"OggS", "a media file"),
    (b"{\\rtf", "a word-processor file"),
)
_UNUSED_1252 = b"\x81\x8d\x8f\x90\x9d"
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\x0b\x1b\x08") + b"\x7f"
_SAMPLE = 65_536
# The bytes above ASCII that an English page in windows-1252 uses: quotes, dashes, ellipsis, blank, signs, é.
_PUNCTUATION_1252 = frozenset(
    b"\x80\x82\x84\x85\x8b\x91\x92\x93\x94\x95\x96\x97\x99\x9b\xa0\xa3\xa7\xa9\xab\xae\xb0\xb7\xbb\xe9"
)


def binary_kind(body: bytes) -> str:
    """What the bytes are when they are no text, such as "a PDF"; empty for text."""
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            return name
    if any(body.startswith(bom) for bom, _ in _BOMS) or _wide(body):
        return ""
    sample = body[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # Stray NULs and controls happen in saved pages; one in twenty does not.
    return "not text" if controls > 0.05 * len(sample) else ""


def decode(body: bytes, declared: str = "") -> str:
    """The characters of a page. In this order: byte order mark, valid UTF-8, what the page or `declared` says, UTF-8
    with stray bytes, what the bytes look like."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    if wide := _wide(body):
        return body.decode(wide, "replace")
    said = _codec(declared) or _declared(body)
    if said.startswith(("iso2022", "hz")):  # seven-bit codes look like ASCII
        return body.decode(said, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    loose = body.decode("utf-8", "surrogateescape")
    stray = sum(map(loose.count, map(chr, range(0xDC80, 0xDD00))))
    beyond = len(body) - len(body.translate(None, bytes(range(0x80, 0x100))))
    if stray <= 0.1 * beyond:  # UTF-8 that was cut or pasted together
        return loose.translate(_STRAY)
    if said and not said.startswith(("utf", "unicode")):
        text = body.decode(said, "replace")
        if text.count("\ufffd") <= 0.02 * beyond:
            return text
    return body.decode(_looks_like(body, beyond), "replace")


_STRAY = {0xDC00 + code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0x100)}


def _codec(name: str) -> str:
    try:
        found = codecs.lookup(name.strip().lower()).name if name else ""
    except (LookupError, ValueError):
        return ""
    # Only character encodings: Python also has codecs such as zlib and rot13, and UTF-7 is a way to hide markup.
    if found and (
        not getattr(codecs.lookup(found), "_is_text_encoding", True)
        or found in ("utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
    ):
        return ""
    return _MEANT.get(found, found)


def _declared(body: bytes) -> str:
    match = _DECLARED.search(body[:8192])
    return _codec((match[1] or match[2]).decode("ascii", "replace")) if match else ""


def _wide(body: bytes) -> str:
    """UTF-16 without a byte order mark: nearly every second byte of Latin text is NUL."""
    sample = body[:2048]
    if len(sample) < 8 or b"\0" not in sample:
        return ""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""


def _looks_like(body: bytes, beyond: int) -> str:
    letters = sum(1 for byte in body[:_SAMPLE] if byte > 0x40)
    if beyond < 0.03 * max(letters, 1) and all(byte in _PUNCTUATION_1252 for byte in body if byte >= 0x80):
        return "cp1252"
    if beyond < 0.01 * max(letters, 1) and not any(byte in body for byte in _UNUSED_1252):
        return "cp1252"  # an English page with a foreign name or two: too little to guess a language from
    from charset_normalizer import from_bytes

    # Only the lines that say something about the encoding, and not all of them: the guess is slow.
    lines, size = [], 0
    for line in body.splitlines():
        if not line.isascii():
            lines.append(line[:4096])
            size += len(lines[-1])
            if size > _SAMPLE:
                break
    best = from_bytes(b"\n".join(lines)).best()
    return best.encoding if best is not None else "cp1252"

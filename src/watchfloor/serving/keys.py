"""The token that opens a desk to others: made once, shown once, and kept as a hash alone."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from typing import Final

from watchfloor.errors import DeskDamaged, DeskError, DeskReadOnly

FILE: Final = "token.sha256"
"""in the desk's folder; not part of copies of the desk"""


def hashed(token: str) -> str:
    """The hash by which a token is known. A token is 256 random bits: there is nothing to slow down by salting."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def fits(token: str, known: str) -> bool:
    """Whether a token is the one with this hash, told in the same time either way."""
    return hmac.compare_digest(hashed(token), known)


def kept(folder: Path) -> str | None:
    """The hash of the desk's token, or None when none was made yet. Raises `DeskDamaged`, `DeskError`."""
    path = folder / FILE
    try:
        found = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise DeskError(f"{path}: cannot be read ({error}); make it anew with --new-token", str(path)) from None
    if len(found) != 64 or not set(found) <= set("0123456789abcdef"):
        raise DeskDamaged(f"{path}: holds no token's hash; make it anew with --new-token", str(path))
    return found


def make(folder: Path) -> str:
    """Makes a new token and keeps its hash; the earlier one opens nothing any more. Raises `DeskReadOnly`."""
    path = folder / FILE
    token = secrets.token_urlsafe(32)
    part = path.with_name(f".{FILE}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii", newline="\n") as file:
            file.write(hashed(token) + "\n")
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise DeskReadOnly(f"{path}: cannot be written ({error.strerror}); a token needs a place", str(path)) from None
    return token

"""Compressed bytes, opened as streams: gzip, Zstandard, and a ZIP with one file in it.

A bomb is met before it goes off: what grows beyond any text's measure is not unpacked further.
"""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Protocol, cast

if TYPE_CHECKING:
    from gzip import GzipFile

    from zstandard import ZstdDecompressor

FREE: Final = 50_000_000
"""bytes that come out before the ratio is looked at: small files of tables shrink a great deal"""
MOST_RATIO: Final = 200
"""how many times larger than packed; texts give 3 to 10, tables of events up to 40, and gzip cannot pass 1,032"""
MOST: Final = 1_000_000_000_000
"""bytes that come out of one file at most"""
MOST_WINDOW: Final = 1 << 27
"""bytes of memory that a Zstandard file may ask for (its own default limit)"""

GZIP, ZSTD, ZIP = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04"
SUFFIXES: Final = (".gz", ".zst", ".zip")
_CHUNK: Final = 1 << 18


class Damaged(Exception):
    """The packed bytes cannot be unpacked, or not further; `kind` is that of the problem, the message says why."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class _Reads(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Counted:
    """A stream that knows how many bytes were taken from it."""

    def __init__(self, stream: _Reads) -> None:
        self._stream = stream
        self.taken = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._stream.read(_CHUNK if size is None or size < 0 else size)
        self.taken += len(data)
        return data


class _OneRead:
    """gzip by single reads: one of many bytes throws away what was sound before the damage."""

    def __init__(self, stream: GzipFile) -> None:
        self._stream = stream

    def read(self, size: int = -1, /) -> bytes:
        return self._stream.read1(size)


class _Frames:
    """Zstandard frame by frame: the library's own stream does not tell when the last one is cut off."""

    _STEP = 2_048  # bytes at a time, of which no more than 64 MB can come

    def __init__(self, packed: _Counted, unpacker: ZstdDecompressor) -> None:
        self._packed, self._unpacker = packed, unpacker
        self._frame = unpacker.decompressobj()
        self._waiting = b""
        self._inside = False
        self._ready = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        while not self._ready:
            data = self._waiting or self._packed.read(self._STEP)
            self._waiting = b""
            if not data:
                if self._inside:
                    raise EOFError
                return b""
            self._inside = True
            self._ready = memoryview(self._frame.decompress(data))
            if self._frame.eof:
                self._waiting = self._frame.unused_data
                self._frame, self._inside = self._unpacker.decompressobj(), False
        end = size if size >= 0 else len(self._ready)
        found, self._ready = self._ready[:end], self._ready[end:]
        return bytes(found)


class _Bounded(io.RawIOBase):
    """What comes out of an unpacking stream, as long as it is sound and in measure. What is not ends the stream, and
    `fault` says why: so nothing is lost of what came before."""

    def __init__(self, inner: _Reads, packed: _Counted, most: int, owner: BinaryIO | None) -> None:
        self._inner, self._packed, self._most, self._owner = inner, packed, most, owner
        self._out = 0
        self.fault: Damaged | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self.fault is not None:
            return 0
        try:
            data = _taken(self._inner, min(len(buffer), _CHUNK))
        except Damaged as fault:
            self.fault = fault
            return 0
        self._out += len(data)
        if self._out > self._most:
            self.fault = Damaged("too-large", f"has more than {self._most / 1e6:,.0f} MB when unpacked")
            return 0
        if self._out > FREE and self._out > MOST_RATIO * max(self._packed.taken, 1):
            self.fault = Damaged("too-large", f"grows more than {MOST_RATIO} times when unpacked: no text does")
            return 0
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if self._owner is not None:
            self._owner.close()
        super().close()


def check(stream: BinaryIO) -> None:
    """Raises `Damaged` when the stream ended before its time."""
    raw = getattr(stream, "raw", None)
    if isinstance(raw, _Bounded) and raw.fault is not None:
        raise raw.fault


def open_packed(path: Path, most: int = MOST) -> BinaryIO:
    """The bytes of a file, unpacked on the way if its first bytes say that it is packed; where it is
    damaged it ends, and `check` tells. Raises `Damaged` for a ZIP of several files, and `OSError`."""
    file = path.open("rb")
    try:
        return unpacking(file, most)
    except BaseException:
        file.close()
        raise


def unpacking(file: BinaryIO, most: int = MOST) -> BinaryIO:
    """The same for an open stream that can seek; closing the result closes it."""
    head = file.read(4)
    file.seek(0)
    if not head.startswith((GZIP, ZSTD, ZIP)):
        return file if hasattr(file, "peek") else cast("BinaryIO", io.BufferedReader(cast("io.RawIOBase", file)))
    packed = _Counted(file)
    inner: _Reads
    if head.startswith(GZIP):
        import gzip

        inner = _OneRead(gzip.GzipFile(fileobj=cast("BinaryIO", packed), mode="rb"))
    elif head == ZSTD:
        import zstandard

        inner = _Frames(packed, zstandard.ZstdDecompressor(max_window_size=MOST_WINDOW))
    else:
        inner, packed = _only_member(file)
    return io.BufferedReader(_Bounded(inner, packed, most, file), _CHUNK)


def _only_member(file: BinaryIO) -> tuple[_Reads, _Counted]:
    """The one file in a ZIP, as data providers pack theirs."""
    import zipfile

    try:
        members = [member for member in zipfile.ZipFile(file).infolist() if not member.is_dir()]
        if len(members) != 1:
            raise Damaged("zip", f"holds {len(members)} files; a ZIP may hold one, unpack it first")
        packed = _Counted(io.BytesIO())
        # What the file says of itself is a stranger's word: it holds no more than it has bytes.
        packed.taken = min(members[0].compress_size, file.seek(0, io.SEEK_END))
        return cast("_Reads", zipfile.ZipFile(file).open(members[0])), packed
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OverflowError, OSError) as error:
        raise Damaged("damaged", f"is a ZIP that cannot be unpacked ({error})") from None


def _taken(stream: _Reads, size: int) -> bytes:
    import zipfile

    import zstandard

    try:
        return stream.read(size)
    except EOFError:
        raise Damaged("damaged", "ends in the middle: it was cut off") from None
    except (zlib.error, zipfile.BadZipFile, zstandard.ZstdError, NotImplementedError, ValueError) as error:
        raise Damaged("damaged", f"is damaged ({error})") from None
    except OSError as error:
        if error.errno is None:  # gzip's own, not the disk's
            raise Damaged("damaged", f"is damaged ({error})") from None
        raise


def unpack(body: bytes, most: int) -> bytes:
    """The bytes themselves, or what is packed in them, up to `most`. Raises `Damaged`."""
    if not body.startswith((GZIP, ZSTD)):
        return body
    stream = unpacking(io.BytesIO(body), most)
    found = stream.read()
    check(stream)
    return found


def bare(name: str) -> str:
    """A file's name in small letters without the suffix of its packing: `a.jsonl` of `A.JSONL.gz`."""
    name = name.lower()
    return next((name.removesuffix(suffix) for suffix in SUFFIXES if name.endswith(suffix)), name)

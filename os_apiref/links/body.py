# SPDX-License-Identifier: Apache-2.0
"""The body of an answer: unpacked piece by piece, within limits."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from os_apiref.links.answer import Failure
from os_apiref.links.settings import Settings

ACCEPT_ENCODING = "gzip, deflate"
PIECE = 64 * 1024
"""Bytes that one step of unpacking may make."""

MAGIC = b"\x1f\x8b"
"""What a gzip member starts with."""

_GZIP, _ZLIB, _RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


class BodyError(Exception):
    """A body that cannot be read, or not to its end."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail


class Unpacker:
    """The content of a body, from its bytes; raises BodyError over a limit or where it is garbled.

    ``encoding`` is the Content-Encoding (RFC 9110 section 8.4).
    """

    def __init__(self, encoding: str, settings: Settings) -> None:
        self._encoding = encoding.strip().lower()
        self._most_read = settings.most_compressed
        self._most_made = settings.most_decompressed
        self._read = 0
        self._made = 0
        self._engine: zlib._Decompress | None = None
        self._is_over = False
        if self._encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise BodyError(Failure.UNREADABLE, f"as {self._encoding[:40]}")

    def unpack(self, data: bytes) -> Iterator[bytes]:
        """Yield what some bytes hold, in pieces of a limited size."""
        self._read += len(data)
        if self._read > self._most_read:
            raise _too_large(self._most_read, "as sent")
        if self._encoding in ("", "identity"):
            yield self._counted(data)
            return
        while data and not self._is_over:
            if self._engine is None:
                self._engine = zlib.decompressobj(self._window(data))
            yield from self._inflate(self._engine, data)
            data = self._engine.unused_data
            if self._engine.eof:
                # Another gzip member may follow (RFC 1952 section 2.2); anything else is padding.
                self._engine = None
                self._is_over = self._encoding == "deflate" or data[:2] not in (
                    b"",
                    MAGIC[:1],
                    MAGIC,
                )

    def _inflate(self, engine: zlib._Decompress, data: bytes) -> Iterator[bytes]:
        while True:
            try:
                piece = engine.decompress(data, PIECE)
            except zlib.error as error:
                raise BodyError(
                    Failure.MALFORMED_ANSWER, f"its {self._encoding} cannot be unpacked: {error}"
                ) from None
            if piece:
                yield self._counted(piece)
            data = engine.unconsumed_tail
            if engine.eof or (not data and len(piece) < PIECE):
                return

    def close(self) -> None:
        """Raise BodyError where the body ended before what it holds."""
        if self._engine is not None:
            raise BodyError(Failure.MALFORMED_ANSWER, f"its {self._encoding} ends too early")

    def _window(self, data: bytes) -> int:
        if self._encoding != "deflate":
            return _GZIP
        # Some servers send deflate without the zlib header that RFC 9110 section 8.4.1.2 names.
        return _ZLIB if data[0] & 0x0F == 8 and data[0] >> 4 <= 7 else _RAW

    def _counted(self, piece: bytes) -> bytes:
        self._made += len(piece)
        if self._made > self._most_made:
            raise _too_large(self._most_made, "unpacked")
        return piece


def _too_large(limit: int, how: str) -> BodyError:
    return BodyError(Failure.TOO_LARGE, f"more than {limit} bytes {how}")

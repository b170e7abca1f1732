# SPDX-License-Identifier: Apache-2.0
"""One connection: requests sent, and answers read from it piece by piece (RFC 9112)."""

from __future__ import annotations

import asyncio
import re

from os_apiref.links.answer import Failure
from os_apiref.links.http1 import END_OF_HEAD, Head, WireError, parse_head

PIECE = 64 * 1024
MOST_LINE = 8 * 1024
"""Bytes of the line before a chunk, and of all trailers."""

_CHUNK_SIZE = re.compile(rb"[ \t]*0*([0-9a-fA-F]{1,15})[ \t]*(?:;.*)?")


class Wire:
    """One connection, for one request after the other."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.is_over = False
        """Whether the last answer was read to its end, and the server takes another request."""
        self.has_answered = False
        """Whether any byte came for the last request."""
        self._reader = reader
        self._writer = writer
        self._buffer = b""

    def send(self, request: bytes) -> None:
        """Send a request."""
        self.is_over = self.has_answered = False
        self._writer.write(request)

    @property
    def is_idle(self) -> bool:
        """Whether the connection can take a request: it is open, and nothing was left on it."""
        return (
            self.is_over
            and not self._buffer
            and not self._reader.at_eof()
            and not self._writer.is_closing()
        )

    def abort(self) -> None:
        """End the connection at once: a farewell in TLS may take long."""
        self._writer.transport.abort()

    async def read_head(self, most: int) -> Head:
        """Return the last head of an answer; all its heads together have at most so many bytes."""
        while True:
            data, size = await self._read_head(most)
            most -= size
            head = parse_head(data)
            if head.status >= 200 or head.status == 101:  # RFC 9110 section 15.2
                return head

    async def _read_head(self, most: int) -> tuple[bytes, int]:
        """Return a head, and how many bytes it took with the blank lines before it."""
        data = self._buffer
        size = len(data)
        seen = 0
        while True:
            if not seen:
                data = data.lstrip(b"\r\n")  # RFC 9112 section 2.2
            if data and not data.startswith(b"HTTP/"[: len(data)]):
                parse_head(data)  # it says what is wrong, at once
            end = END_OF_HEAD.search(data, max(seen - 2, 0))
            over = len(data) - end.end() if end else 0
            if size - over > most:
                raise WireError(Failure.TOO_LARGE, "its head is over the limit")
            if end:
                self._buffer = data[end.end() :]
                return data[: end.end()], size - over
            seen = len(data)
            more = await self.read()
            size += len(more)
            data += more

    async def read(self) -> bytes:
        """Return what comes next; raise WireError for the end of the connection."""
        data = await self.read_rest()
        if not data:
            words = "within the answer" if self.has_answered else "without an answer"
            raise WireError(Failure.RESET, f"the connection was closed {words}")
        return data

    async def read_rest(self) -> bytes:
        """Return what comes next, nothing at the end of the connection."""
        data, self._buffer = self._buffer, b""
        data = data or await self._reader.read(PIECE)
        self.has_answered = self.has_answered or bool(data)
        return data

    def holds(self, size: int) -> bool:
        """Whether so many bytes have come that are not read yet."""
        return len(self._buffer) >= size

    def put_back(self, data: bytes) -> None:
        """Let what belongs to the next part be read again."""
        self._buffer = data


class Body:
    """The body of an answer."""

    def __init__(self, wire: Wire, head: Head) -> None:
        self._wire = wire
        self._keeps_alive = head.keeps_alive
        self._is_chunked = head.has_body and head.is_chunked
        self._is_first = True
        self._left = 0 if self._is_chunked or not head.has_body else head.length()
        """Bytes of the body or of its chunk that are still to come; None: until the end."""
        if self._left == 0 and not self._is_chunked:
            wire.is_over = self._keeps_alive

    @property
    def is_here(self) -> bool:
        """Whether all of it has come, so that nobody has to wait."""
        return self._left is not None and not self._is_chunked and self._wire.holds(self._left)

    async def read(self) -> bytes:
        """Return the next piece, nothing at the end; raise WireError for a body that is garbled."""
        if self._left is None:
            return await self._wire.read_rest()
        if not self._left and self._is_chunked:
            self._left = await self._next_chunk()
        if not self._left:
            self._wire.is_over = self._keeps_alive
            return b""
        data = await self._wire.read()
        piece = data[: self._left]
        self._wire.put_back(data[self._left :])
        self._left -= len(piece)
        if not self._left and not self._is_chunked:
            self._wire.is_over = self._keeps_alive
        return piece

    async def _next_chunk(self) -> int:
        """Return the size of the next chunk, 0 after the last (RFC 9112 section 7.1)."""
        if not self._is_first and await self._line(MOST_LINE):
            raise WireError(Failure.MALFORMED_ANSWER, "its body has a chunk of another size")
        self._is_first = False
        size = _CHUNK_SIZE.fullmatch(await self._line(MOST_LINE))
        if size is None:
            raise WireError(Failure.MALFORMED_ANSWER, "its body has a malformed chunk")
        if int(size[1], 16) == 0:
            left = MOST_LINE
            while trailer := await self._line(left):
                left -= len(trailer)
            self._is_chunked = False
        return int(size[1], 16)

    async def _line(self, most: int) -> bytes:
        data = b""
        while (end := data.find(b"\n")) < 0:
            if len(data) > most:
                raise WireError(Failure.TOO_LARGE, "its body has a line without end")
            data += await self._wire.read()
        self._wire.put_back(data[end + 1 :])
        return data[:end].rstrip(b"\r")

# SPDX-License-Identifier: Apache-2.0
"""A web on loopback that does whatever a web can do to a client, the same each time.

``async with HostileWeb() as web: web.url("gzip-bomb")``. Each behaviour has a
port of its own, so that none is in another's queue; ``BEHAVIOURS`` says what
status and failure the client is to tell of each.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import formatdate
from ipaddress import ip_network
from types import TracebackType
from typing import Self

import trustme

from os_apiref.links.answer import Failure
from os_apiref.links.settings import Settings

SETTINGS = Settings(
    deadline_seconds=60.0,
    connect_seconds=20.0,
    attempts=2,
    retry_seconds=0.02,
    most_compressed=256 * 1024,
    most_decompressed=1024 * 1024,
    most_header=16 * 1024,
    most_wait_seconds=2.0,
    most_host_wait_seconds=3.0,
    allowed_networks=(ip_network("127.0.0.0/8"), ip_network("::1/128")),
    seed=1,
)
"""Limits of size that are soon reached, and times that a busy machine keeps."""

BRIEF = replace(SETTINGS, deadline_seconds=3.0, attempts=1)
"""For servers that stall: nothing but the deadline ends these."""

HTML = b"Content-Type: text/html\r\n"
PAGE = b'<!DOCTYPE html><title>A page</title><h1 id="here">Here</h1>'
FILLER = b"<p>text</p>" * 1000


@dataclass(frozen=True)
class Request:
    """What a client asked, and when."""

    target: str
    headers: dict[str, str]
    """By names in small letters."""
    when: float


@dataclass
class Exchange:
    """One request, and the connection to answer on."""

    request: Request
    earlier: int
    """How many requests this behaviour had before."""
    web: HostileWeb
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def send(self, *packets: bytes) -> None:
        """Send each packet by itself."""
        for index, packet in enumerate(packets):
            if index:
                await asyncio.sleep(0.02)
            self.writer.write(packet)
            await self.writer.drain()

    async def drip(self, data: Iterator[bytes], seconds: float = 0.05) -> None:
        """Send piece by piece, for as long as the client listens."""
        for piece in data:
            await self.send(piece)
            await asyncio.sleep(seconds)

    def reset(self) -> None:
        """End the connection with a reset and not with a farewell."""
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()

    async def wait_for_end(self) -> None:
        """Do nothing until the client goes away."""
        await self.reader.read()


Serve = Callable[[Exchange], Awaitable[None]]


@dataclass(frozen=True)
class Behaviour:
    """What a server does, and what the client is to make of it."""

    serve: Serve
    status: int | None
    failure: Failure | None = None
    wanted: tuple[str, ...] | None = None
    certificate: str = ""
    """'good', 'self-signed', 'expired' or 'wrong-host' for https."""
    stalls: bool = False
    """Whether only the client's deadline ends it."""


def answer(body: bytes = b"", status: str = "200 OK", headers: bytes = HTML) -> bytes:
    """A whole answer as it should be."""
    length = b"Content-Length: %d\r\n" % len(body)
    return b"HTTP/1.1 %s\r\n%s%s\r\n%s" % (status.encode(), headers, length, body)


def packets(*parts: bytes) -> Serve:
    """Send the parts, then close."""

    async def serve(exchange: Exchange) -> None:
        await exchange.send(*parts)

    return serve


def statuses(*lines: str, headers: bytes = HTML) -> Serve:
    """Answer with one status after the other, the last one for ever."""

    async def serve(exchange: Exchange) -> None:
        line = lines[min(exchange.earlier, len(lines) - 1)]
        await exchange.send(answer(PAGE, line, headers))

    return serve


def redirect(location: bytes, status: str = "302 Found", headers: bytes = b"") -> Serve:
    """Lead from / to a location, and serve a page at every other path."""

    async def serve(exchange: Exchange) -> None:
        if exchange.request.target == "/":
            await exchange.send(answer(b"", status, b"Location: %s\r\n%s" % (location, headers)))
        else:
            await exchange.send(answer(PAGE))

    return serve


def then(start: bytes, go_on: Callable[[Exchange], Awaitable[None]]) -> Serve:
    """Send a start, then go on."""

    async def serve(exchange: Exchange) -> None:
        await exchange.send(start)
        await go_on(exchange)

    return serve


def for_ever(piece: bytes) -> Serve:
    """Send the same as fast as it is taken."""

    async def serve(exchange: Exchange) -> None:
        while True:
            await exchange.send(piece)

    return serve


def dripped(data: bytes, seconds: float = 0.05) -> Serve:
    """Send byte by byte."""

    async def serve(exchange: Exchange) -> None:
        await exchange.drip((data[at : at + 1] for at in range(len(data))), seconds)
        await exchange.wait_for_end()

    return serve


async def stall(exchange: Exchange) -> None:
    """Say nothing more."""
    await exchange.wait_for_end()


async def reset(exchange: Exchange) -> None:
    """Reset the connection."""
    await asyncio.sleep(0.02)
    exchange.reset()


async def count_up(exchange: Exchange) -> None:
    """Lead to another URL each time."""
    number = int(exchange.request.target.lstrip("/") or 0) + 1
    await exchange.send(answer(b"", "302 Found", b"Location: /%d\r\n" % number))


async def twenty_redirects(exchange: Exchange) -> None:
    """Lead on twenty times."""
    number = int(exchange.request.target.lstrip("/") or 0)
    if number < 20:
        await count_up(exchange)
    else:
        await exchange.send(answer(PAGE))


async def slow_redirects(exchange: Exchange) -> None:
    """Lead on for ever, each time late, but not too late."""
    await asyncio.sleep(0.2)
    await count_up(exchange)


async def two_in_a_circle(exchange: Exchange) -> None:
    """Lead to and fro."""
    other = b"/b" if exchange.request.target != "/b" else b"/a"
    await exchange.send(answer(b"", "301 Moved Permanently", b"Location: %s\r\n" % other))


async def cookie_wall(exchange: Exchange) -> None:
    """Show the page only to those who bring the cookie."""
    if "seen=1" in exchange.request.headers.get("cookie", ""):
        await exchange.send(answer(PAGE))
    else:
        headers = b"Location: /\r\nSet-Cookie: seen=1; Path=/; HttpOnly\r\n"
        await exchange.send(answer(b"", "302 Found", headers))


async def restless_cookies(exchange: Exchange) -> None:
    """Lead back with another cookie each time."""
    headers = b"Location: /\r\nSet-Cookie: n=%d\r\n" % exchange.earlier
    await exchange.send(answer(b"", "302 Found", headers))


async def to_refused_port(exchange: Exchange) -> None:
    """Lead where nobody listens."""
    await exchange.send(
        answer(b"", "302 Found", b"Location: %s\r\n" % exchange.web.closed.encode())
    )


async def to_https(exchange: Exchange) -> None:
    """Lead to a server with a certificate."""
    url = exchange.web.url("tls-good").encode()
    await exchange.send(answer(b"", "301 Moved Permanently", b"Location: %s\r\n" % url))


async def retry_at_a_date(exchange: Exchange) -> None:
    """Ask to wait until a time of day."""
    if exchange.earlier:
        await exchange.send(answer(PAGE))
        return
    now = int(time.time())
    date, later = formatdate(now, usegmt=True), formatdate(now + 1, usegmt=True)
    headers = f"Date: {date}\r\nRetry-After: {later}\r\n".encode()
    await exchange.send(answer(b"", "429 Too Many Requests", headers))


async def revalidated(exchange: Exchange) -> None:
    """Say that nothing has changed to those who know the page."""
    if exchange.request.headers.get("if-none-match") == '"one"':
        await exchange.send(b"HTTP/1.1 304 Not Modified\r\n\r\n")
    else:
        await exchange.send(answer(PAGE, headers=HTML + b'ETag: "one"\r\n'))


def chunked(*chunks: bytes) -> bytes:
    """Chunks without the last one."""
    return b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)


def in_pieces(data: bytes, count: int) -> list[bytes]:
    """Data in so many packets."""
    size = -(-len(data) // count)
    return [data[at : at + size] for at in range(0, len(data), size)]


def encoded(data: bytes, name: bytes) -> bytes:
    """An answer with a Content-Encoding."""
    return answer(data, headers=HTML + b"Content-Encoding: %s\r\n" % name)


OPEN = b"HTTP/1.1 200 OK\r\n" + HTML
CHUNKED = OPEN + b"Transfer-Encoding: chunked\r\n\r\n"
BOMB = gzip.compress(b"text " * 8 * 1024 * 1024, mtime=0)
TAGS = gzip.compress(b"<p>" * 300 * 1024, mtime=0)
DEFLATE = zlib.compress(PAGE)
RAW_DEFLATE = DEFLATE[2:-4]
GZIP = gzip.compress(PAGE, mtime=0)

HERE = ("here",)
GONE = ("gone",)

BEHAVIOURS: dict[str, Behaviour] = {
    # Statuses.
    "ok": Behaviour(packets(answer(PAGE)), 200),
    "ok-fragment": Behaviour(packets(answer(PAGE)), 200, None, HERE),
    "created": Behaviour(packets(answer(PAGE, "201 Created")), 201),
    "no-content": Behaviour(packets(b"HTTP/1.1 204 No Content\r\n\r\n"), 204),
    "no-content-with-content": Behaviour(packets(answer(PAGE, "204 No Content")), 204),
    "reset-content": Behaviour(
        packets(b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n"), 205
    ),
    "unasked-304": Behaviour(packets(b"HTTP/1.1 304 Not Modified\r\n\r\n"), 304),
    "unasked-101": Behaviour(
        packets(b"HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\nxx"),
        101,
    ),
    "multiple-choices": Behaviour(packets(answer(PAGE, "300 Multiple Choices")), 300),
    "unauthorized": Behaviour(statuses("401 Unauthorized"), 401),
    "forbidden": Behaviour(statuses("403 Forbidden"), 403),
    "not-found": Behaviour(statuses("404 Not Found"), 404),
    "not-found-with-fragment": Behaviour(statuses("404 Not Found"), 404, None, HERE),
    "gone": Behaviour(statuses("410 Gone"), 410),
    "bot-wall-999": Behaviour(statuses("999 Request denied"), 999),
    "status-without-reason": Behaviour(packets(b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n"), 200),
    "reason-in-latin-1": Behaviour(
        packets(b"HTTP/1.1 404 Introuv\xe9\r\nContent-Length: 0\r\n\r\n"), 404
    ),
    "500-once": Behaviour(statuses("500 Error", "200 OK"), 200),
    "500-always": Behaviour(statuses("500 Error"), 500),
    "501": Behaviour(statuses("501 Not Implemented", "200 OK"), 501),
    "502-once": Behaviour(statuses("502 Bad Gateway", "200 OK"), 200),
    "503-once": Behaviour(statuses("503 Unavailable", "200 OK"), 200),
    "503-always": Behaviour(statuses("503 Unavailable"), 503),
    "504-once": Behaviour(statuses("504 Timeout", "200 OK"), 200),
    # Limits of a host.
    "429-once": Behaviour(statuses("429 Too Many", "200 OK"), 200),
    "429-retry-after": Behaviour(
        statuses("429 Too Many", "200 OK", headers=b"Retry-After: 1\r\n"), 200
    ),
    "429-retry-at": Behaviour(retry_at_a_date, 200),
    "429-retry-nonsense": Behaviour(
        statuses("429 Too Many", "200 OK", headers=b"Retry-After: soon\r\n"), 200
    ),
    "429-negative": Behaviour(
        statuses("429 Too Many", "200 OK", headers=b"Retry-After: -5\r\n"), 200
    ),
    "429-always": Behaviour(statuses("429 Too Many"), 429, Failure.RATE_LIMITED),
    "429-for-an-hour": Behaviour(
        statuses("429 Too Many", headers=b"Retry-After: 3600\r\n"), 429, Failure.RATE_LIMITED
    ),
    "429-for-ages": Behaviour(
        statuses("429 Too Many", headers=b"Retry-After: %s\r\n" % (b"9" * 400)),
        429,
        Failure.RATE_LIMITED,
    ),
    "503-retry-after": Behaviour(
        statuses("503 Unavailable", "200 OK", headers=b"Retry-After: 1\r\n"), 200
    ),
    "503-for-an-hour": Behaviour(
        statuses("503 Unavailable", headers=b"Retry-After: 3600\r\n"), 503, Failure.RATE_LIMITED
    ),
    # Heads.
    "empty-reply": Behaviour(packets(), None, Failure.RESET),
    "reset-at-once": Behaviour(reset, None, Failure.RESET),
    "reset-in-head": Behaviour(then(b"HTTP/1.1 200 OK\r\nContent-", reset), None, Failure.RESET),
    "closed-in-head": Behaviour(packets(b"HTTP/1.1 200 OK\r\nContent-"), None, Failure.RESET),
    "no-answer": Behaviour(stall, None, Failure.TIMEOUT, stalls=True),
    "head-drip": Behaviour(dripped(OPEN * 10), None, Failure.TIMEOUT, stalls=True),
    "endless-head": Behaviour(
        then(b"HTTP/1.1 200 OK\r\n", for_ever(b"X-Name: value\r\n" * 50)), None, Failure.TOO_LARGE
    ),
    "endless-header": Behaviour(
        then(b"HTTP/1.1 200 OK\r\nX-Name: ", for_ever(b"v" * 4096)), None, Failure.TOO_LARGE
    ),
    "endless-status-line": Behaviour(
        then(b"HTTP/1.1 200 ", for_ever(b"o" * 4096)), None, Failure.TOO_LARGE
    ),
    "endless-blank-lines": Behaviour(for_ever(b"\r\n" * 2048), None, Failure.TOO_LARGE),
    "endless-interim": Behaviour(
        for_ever(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 50), None, Failure.TOO_LARGE
    ),
    "big-head": Behaviour(packets(answer(PAGE, headers=HTML + b"X-Name: value\r\n" * 700)), 200),
    "interim": Behaviour(
        packets(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + answer(PAGE)),
        200,
    ),
    "malformed-status-line": Behaviour(
        packets(b"HTTP/1.1 fine\r\n\r\n"), None, Failure.MALFORMED_ANSWER
    ),
    "short-status": Behaviour(packets(b"HTTP/1.1 20 OK\r\n\r\n"), None, Failure.MALFORMED_ANSWER),
    "http-09": Behaviour(packets(PAGE), None, Failure.MALFORMED_ANSWER),
    "ssh": Behaviour(packets(b"SSH-2.0-OpenSSH_9.6\r\n"), None, Failure.MALFORMED_ANSWER),
    "http-10": Behaviour(packets(b"HTTP/1.0 200 OK\r\n" + HTML + b"\r\n" + PAGE), 200, None, HERE),
    "blank-lines-first": Behaviour(packets(b"\r\n\r\n" + answer(PAGE)), 200, None, HERE),
    "bare-newlines": Behaviour(packets(answer(PAGE).replace(b"\r\n", b"\n")), 200, None, HERE),
    "latin-1-header": Behaviour(packets(answer(PAGE, headers=HTML + b"X-Name: \xe9\xff\r\n")), 200),
    "head-in-pieces": Behaviour(packets(*in_pieces(answer(PAGE), 9)), 200, None, HERE),
    # Bodies.
    "length-too-short": Behaviour(packets(OPEN + b"Content-Length: 3\r\n\r\n" + PAGE), 200),
    "length-too-long": Behaviour(packets(OPEN + b"Content-Length: 999\r\n\r\n" + PAGE), 200),
    "length-too-long-found": Behaviour(
        packets(OPEN + b"Content-Length: 999\r\n\r\n" + PAGE), 200, None, HERE
    ),
    "length-too-long-lost": Behaviour(
        packets(OPEN + b"Content-Length: 999\r\n\r\n" + PAGE), 200, Failure.RESET, GONE
    ),
    "length-too-long-stalled": Behaviour(
        then(OPEN + b"Content-Length: 999\r\n\r\n" + PAGE, stall), 200, stalls=True
    ),
    "negative-length": Behaviour(
        packets(OPEN + b"Content-Length: -3\r\n\r\n" + PAGE), 200, None, HERE
    ),
    "two-lengths": Behaviour(
        packets(OPEN + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n" + PAGE), 200
    ),
    "two-lengths-for-fragment": Behaviour(
        packets(OPEN + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n" + PAGE),
        200,
        Failure.MALFORMED_ANSWER,
        HERE,
    ),
    "length-and-chunks": Behaviour(
        packets(
            OPEN
            + b"Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
            + chunked(PAGE)
            + b"0\r\n\r\n"
        ),
        200,
        None,
        HERE,
    ),
    "body-without-length": Behaviour(packets(OPEN + b"\r\n" + PAGE), 200, None, HERE),
    "chunked": Behaviour(
        packets(CHUNKED + chunked(FILLER, PAGE) + b"0\r\nX: y\r\n\r\n"), 200, None, HERE
    ),
    "id-across-chunks": Behaviour(
        packets(CHUNKED, chunked(b"<p id='h"), chunked(b"ere'>"), b"0\r\n\r\n"), 200, None, HERE
    ),
    "bad-chunks": Behaviour(packets(CHUNKED + b"what\r\n" + PAGE), 200),
    "bad-chunks-for-fragment": Behaviour(
        packets(CHUNKED + b"what\r\n" + PAGE), 200, Failure.MALFORMED_ANSWER, HERE
    ),
    "bad-chunks-later": Behaviour(
        packets(CHUNKED, chunked(FILLER), b"what\r\n"), 200, Failure.MALFORMED_ANSWER, GONE
    ),
    "chunks-cut": Behaviour(packets(CHUNKED + chunked(FILLER)), 200, Failure.RESET, GONE),
    "reset-in-body": Behaviour(then(OPEN + b"\r\n" + PAGE, reset), 200),
    "reset-in-body-found": Behaviour(then(OPEN + b"\r\n" + PAGE, reset), 200, None, HERE),
    "reset-in-body-lost": Behaviour(then(OPEN + b"\r\n" + PAGE, reset), 200, Failure.RESET, GONE),
    "body-drip": Behaviour(then(OPEN + b"\r\n", dripped(PAGE * 10)), 200, stalls=True),
    "body-drip-for-fragment": Behaviour(
        then(OPEN + b"\r\n", dripped(PAGE * 10)), 200, Failure.TIMEOUT, GONE, stalls=True
    ),
    "body-stalled": Behaviour(then(OPEN + b"\r\n" + PAGE, stall), 200, stalls=True),
    "body-stalled-for-fragment": Behaviour(
        then(OPEN + b"\r\n" + PAGE, stall), 200, Failure.TIMEOUT, GONE, stalls=True
    ),
    "endless-body": Behaviour(then(OPEN + b"\r\n", for_ever(FILLER)), 200),
    "endless-body-for-fragment": Behaviour(
        then(OPEN + b"\r\n", for_ever(FILLER)), 200, Failure.TOO_LARGE, GONE
    ),
    "endless-body-found": Behaviour(then(OPEN + b"\r\n" + PAGE, for_ever(FILLER)), 200, None, HERE),
    "endless-chunks": Behaviour(
        then(CHUNKED, for_ever(chunked(FILLER))), 200, Failure.TOO_LARGE, GONE
    ),
    "endless-tag": Behaviour(
        then(OPEN + b"\r\n<p class='", for_ever(b"x" * 8192)), 200, Failure.TOO_LARGE, GONE
    ),
    "endless-chunk-size": Behaviour(then(CHUNKED, for_ever(b"0" * 4096)), 200),
    "endless-chunk-extension": Behaviour(
        then(CHUNKED + b"5;x=", for_ever(b"0" * 4096)), 200, Failure.TOO_LARGE, GONE
    ),
    "plain-text": Behaviour(
        packets(answer(b"no pages here", headers=b"Content-Type: text/plain\r\n")), 200, None, HERE
    ),
    "endless-pdf": Behaviour(
        then(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7", for_ever(FILLER)),
        200,
        None,
        ("page=3",),
    ),
    # Encodings.
    "gzip": Behaviour(packets(encoded(GZIP, b"gzip")), 200, None, HERE),
    "gzip-in-two-members": Behaviour(
        packets(encoded(gzip.compress(FILLER, mtime=0) + GZIP, b"x-gzip")), 200, None, HERE
    ),
    "gzip-padded": Behaviour(packets(encoded(GZIP + b"\0" * 512, b"gzip")), 200, None, GONE),
    "gzip-in-bytes": Behaviour(
        packets(
            OPEN + b"Content-Encoding: gzip\r\n\r\n",
            *in_pieces(GZIP, 20),
        ),
        200,
        None,
        HERE,
    ),
    "deflate": Behaviour(packets(encoded(DEFLATE, b"deflate")), 200, None, HERE),
    "deflate-raw": Behaviour(packets(encoded(RAW_DEFLATE, b"deflate")), 200, None, HERE),
    "gzip-bomb": Behaviour(packets(encoded(BOMB, b"gzip")), 200, Failure.TOO_LARGE, GONE),
    "gzip-of-tags": Behaviour(packets(encoded(TAGS, b"gzip")), 200, None, GONE),
    "gzip-bomb-unread": Behaviour(packets(encoded(BOMB, b"gzip")), 200),
    "gzip-endless": Behaviour(
        then(
            OPEN + b"Content-Encoding: gzip\r\n\r\n", for_ever(gzip.compress(b"x", mtime=0) * 100)
        ),
        200,
        Failure.TOO_LARGE,
        GONE,
    ),
    "gzip-garbled": Behaviour(
        packets(encoded(b"no gzip", b"gzip")), 200, Failure.MALFORMED_ANSWER, HERE
    ),
    "gzip-garbled-unread": Behaviour(packets(encoded(b"no gzip", b"gzip")), 200),
    "gzip-cut": Behaviour(
        packets(encoded(GZIP[:-12], b"gzip")), 200, Failure.MALFORMED_ANSWER, GONE
    ),
    "brotli-unasked": Behaviour(
        packets(encoded(b"\x0b\x02\x80abc\x03", b"br")), 200, Failure.UNREADABLE, HERE
    ),
    "brotli-unasked-unread": Behaviour(packets(encoded(b"\x0b\x02\x80abc\x03", b"br")), 200),
    # Redirects.
    "redirect-301": Behaviour(redirect(b"/page", "301 Moved Permanently"), 200),
    "redirect-302": Behaviour(redirect(b"/page"), 200),
    "redirect-303": Behaviour(redirect(b"/page", "303 See Other"), 200),
    "redirect-307": Behaviour(redirect(b"/page", "307 Temporary Redirect"), 200),
    "redirect-308": Behaviour(redirect(b"/page", "308 Permanent Redirect"), 200, None, HERE),
    "redirect-relative": Behaviour(redirect(b"sub/../page"), 200),
    "redirect-query": Behaviour(redirect(b"?page=1"), 200),
    "redirect-utf-8": Behaviour(redirect("/p\u00e4ge".encode()), 200),
    "redirect-latin-1": Behaviour(redirect(b"/p\xe4ge"), 200),
    "redirect-with-fragment": Behaviour(redirect(b"/page#here"), 200),
    "redirect-with-space": Behaviour(redirect(b"/a page"), 200),
    "redirect-empty": Behaviour(redirect(b""), 302),
    "redirect-nowhere": Behaviour(packets(answer(b"", "302 Found")), 302),
    "redirect-malformed": Behaviour(redirect(b"http://["), 302, Failure.MALFORMED_URL),
    "redirect-bad-port": Behaviour(redirect(b"//h:99999/"), 302, Failure.MALFORMED_URL),
    "redirect-no-host": Behaviour(redirect(b"https://"), 302, Failure.MALFORMED_URL),
    "redirect-mailto": Behaviour(redirect(b"mailto:x@y"), 302, Failure.UNSUPPORTED_SCHEME),
    "redirect-file": Behaviour(redirect(b"file:///etc/passwd"), 302, Failure.UNSUPPORTED_SCHEME),
    "redirect-javascript": Behaviour(redirect(b"javascript:1"), 302, Failure.UNSUPPORTED_SCHEME),
    "redirect-to-private": Behaviour(redirect(b"http://10.1.2.3/"), 302, Failure.REFUSED_ADDRESS),
    "redirect-to-metadata": Behaviour(
        redirect(b"http://169.254.169.254/latest/"), 302, Failure.REFUSED_ADDRESS
    ),
    "redirect-to-metadata-in-decimal": Behaviour(
        redirect(b"http://2852039166/latest/"), 302, Failure.REFUSED_ADDRESS
    ),
    "redirect-to-mapped-metadata": Behaviour(
        redirect(b"http://[::ffff:a9fe:a9fe]/"), 302, Failure.REFUSED_ADDRESS
    ),
    "redirect-to-closed-port": Behaviour(to_refused_port, 302, Failure.REFUSED),
    "redirect-to-https": Behaviour(to_https, 200),
    "redirect-to-itself": Behaviour(redirect(b"/"), 302, Failure.REDIRECT_LOOP),
    "redirect-circle": Behaviour(two_in_a_circle, 301, Failure.REDIRECT_LOOP),
    "redirect-endless": Behaviour(count_up, 302, Failure.TOO_MANY_REDIRECTS),
    "redirect-twenty": Behaviour(twenty_redirects, 200),
    "redirect-slow": Behaviour(slow_redirects, 302, Failure.TIMEOUT, stalls=True),
    "redirect-body-endless": Behaviour(
        then(b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n", for_ever(FILLER)),
        302,
        Failure.MALFORMED_URL,
    ),
    "cookie-wall": Behaviour(cookie_wall, 200),
    "cookies-restless": Behaviour(restless_cookies, 302, Failure.TOO_MANY_REDIRECTS),
    "revalidated": Behaviour(revalidated, 200),
    # TLS.
    "tls-good": Behaviour(packets(answer(PAGE)), 200, None, None, "good"),
    "tls-self-signed": Behaviour(packets(answer(PAGE)), None, Failure.TLS, None, "self-signed"),
    "tls-expired": Behaviour(packets(answer(PAGE)), None, Failure.TLS, None, "expired"),
    "tls-wrong-host": Behaviour(packets(answer(PAGE)), None, Failure.TLS, None, "wrong-host"),
}


class HostileWeb:
    """Behaviours, each on its port, for as long as it is entered: all of them, or those named."""

    def __init__(self, *names: str) -> None:
        self._names = names or tuple(BEHAVIOURS)
        self._authority = trustme.CA()
        self.requests: dict[str, list[Request]] = {}
        """What was asked of each behaviour."""
        self.closed = ""
        """A URL where nobody listens."""
        self.settings = SETTINGS
        """What a client should be given: it trusts the good certificate."""
        self._ports: dict[str, int] = {}
        self._secure: set[str] = set()
        self._stack = AsyncExitStack()
        self._tasks: set[asyncio.Task[None]] = set()

    def url(self, name: str, path: str = "/", host: str = "127.0.0.1") -> str:
        """The URL of a behaviour."""
        scheme = "https" if name in self._secure else "http"
        return f"{scheme}://{host}:{self._ports[name]}{path}"

    async def __aenter__(self) -> Self:
        path = self._stack.enter_context(self._authority.cert_pem.tempfile())
        self.settings = replace(SETTINGS, ca_bundle=path)
        for name in self._names:
            behaviour = BEHAVIOURS[name]
            if behaviour.certificate:
                await self.add_secure(name, behaviour.serve, behaviour.certificate)
            else:
                await self.add(name, behaviour.serve)
        free = socket.create_server(("127.0.0.1", 0))
        self.closed = f"http://127.0.0.1:{free.getsockname()[1]}/"
        free.close()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._stack.aclose()

    async def add(self, name: str, serve: Serve) -> str:
        """Serve one behaviour more, and return its URL."""
        return await self._add(name, serve, None)

    async def add_secure(self, name: str, serve: Serve, certificate: str = "good") -> str:
        """Serve one behaviour more with TLS, and return its URL."""
        self._secure.add(name)
        return await self._add(name, serve, tls_context(certificate, self._authority))

    async def _add(self, name: str, serve: Serve, context: ssl.SSLContext | None) -> str:
        log = self.requests.setdefault(name, [])

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._tasks.add(task)
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                first, *lines = head.splitlines()
                pairs = (line.partition(":") for line in lines if line)
                headers = {key.lower(): value.strip() for key, _, value in pairs}
                log.append(Request(first.split(" ")[1], headers, time.monotonic()))
                await serve(Exchange(log[-1], len(log) - 1, self, reader, writer))
            writer.close()
            self._tasks.discard(task)

        server = await asyncio.start_server(handle, "127.0.0.1", 0, ssl=context, limit=2**20)
        self._stack.callback(server.close)
        self._ports[name] = server.sockets[0].getsockname()[1]
        return self.url(name)


def tls_context(certificate: str, authority: trustme.CA) -> ssl.SSLContext:
    """The server's side of TLS with a certificate of some kind."""
    if certificate == "self-signed":
        issued = trustme.CA().issue_cert("127.0.0.1")
    elif certificate == "expired":
        yesterday = datetime.now(UTC) - timedelta(days=1)
        issued = authority.issue_cert("127.0.0.1", not_after=yesterday)
    elif certificate == "wrong-host":
        issued = authority.issue_cert("elsewhere.example")
    else:
        issued = authority.issue_cert("127.0.0.1")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    issued.configure_cert(context)
    return context

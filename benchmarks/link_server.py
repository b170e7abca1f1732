# SPDX-License-Identifier: Apache-2.0
"""A small web on loopback for benchmarks of links, in a process of its own.

Its hosts are the addresses 127.0.1.1 and so on of this machine (Linux has them
all) at one port. It prints the port, and then, for each line that it reads,
what it was asked since the last one, as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any

START = b"<!DOCTYPE html><html><head><title>A page</title></head><body>"
PAGE = START + b"<h1>A page</h1><p>Some text.</p></body></html>\n"
PARTS = START + b"".join(b'<h2 id="part-%d">Part</h2><p>Text.</p>' % n for n in range(100))
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
REFUSAL = b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"


@dataclass
class Web:
    """What all connections share."""

    latency_seconds: float
    most_per_second: int
    """Requests that the last host answers in any second; the others answer all."""
    asked: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    answered: deque[float] = field(default_factory=deque)

    def refuses(self, now: float) -> bool:
        """Whether the limited host has answered enough for now."""
        while self.answered and self.answered[0] <= now - 1.0:
            self.answered.popleft()
        if len(self.answered) < self.most_per_second:
            self.answered.append(now)
            return False
        self.refused += 1
        return True

    def told(self) -> dict[str, int]:
        """What was asked since the last time."""
        told = {
            "requests": self.asked.total(),
            "addresses": len(self.asked),
            "refused": self.refused,
        }
        self.asked.clear()
        self.refused = 0
        return told


class Connection(asyncio.Protocol):
    """Answers every request of a connection after a while, one after the other."""

    def __init__(self, web: Web, host: str, *, is_limited: bool) -> None:
        self.web = web
        self.host = host
        self.is_limited = is_limited
        self.request = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer later, once the request is whole."""
        self.request += data
        if self.request.endswith(b"\r\n\r\n"):
            loop = asyncio.get_running_loop()
            loop.call_later(self.web.latency_seconds, self.answer, self.request)
            self.request = b""

    def answer(self, request: bytes) -> None:
        """Send the page, or a refusal."""
        if self.transport.is_closing():
            return
        method, path, _ = request.split(b" ", 2)
        self.web.asked[f"{self.host}{path.decode()}"] += 1
        now = asyncio.get_running_loop().time()
        if self.is_limited and self.web.refuses(now):
            self.transport.write(REFUSAL)
        else:
            page = PARTS if path == b"/parts" else PAGE
            self.transport.write(HEAD % len(page) + (b"" if method == b"HEAD" else page))
        if b"\r\nconnection: close" in request.lower():
            self.transport.close()


async def serve(hosts: int, web: Web) -> None:
    """Serve until the input ends; the last host has a limit."""
    loop = asyncio.get_running_loop()
    port = 0
    for number in range(1, hosts + 1):
        name = f"127.0.1.{number}"
        make = partial(Connection, web, name, is_limited=number == hosts)
        server = await loop.create_server(make, name, port, backlog=1024)
        port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(web.told()), flush=True)


@dataclass
class Served:
    """The web while it runs, as the process that started it sees it."""

    port: int
    output: IO[str]
    input: IO[str]

    def url(self, host: int, path: str) -> str:
        """A URL of a host, which count from 1."""
        return f"http://127.0.1.{host}:{self.port}/{path}"

    def told(self) -> dict[str, Any]:
        """What it was asked since the last time: requests, addresses, refused."""
        self.input.write("\n")
        self.input.flush()
        found: dict[str, Any] = json.loads(self.output.readline())
        return found


@contextmanager
def served(hosts: int, latency_seconds: float, most_per_second: int) -> Iterator[Served]:
    """Run the web beside."""
    command = [sys.executable, __file__, str(hosts), str(latency_seconds), str(most_per_second)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Served(int(process.stdout.readline()), process.stdout, process.stdin)
        finally:
            process.terminate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("hosts", type=int)
    parser.add_argument("latency", type=float)
    parser.add_argument("limit", type=int)
    given = parser.parse_args()
    asyncio.run(serve(given.hosts, Web(given.latency, given.limit)))

# SPDX-License-Identifier: Apache-2.0
"""Times the check of 2,000 links on 20 hosts: os_apiref beside lychee and Sphinx's linkcheck.

The hosts are the addresses 127.0.1.1 to 127.0.1.20 of this machine (Linux has
them all), served by a process of its own that answers each request after 50 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from statistics import median
from typing import IO

PAGE = b"<!DOCTYPE html><html><head><title>A page</title></head><body><p>Text.</p></body></html>\n"
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    % len(PAGE)
)
CONF = """\
project = "Links"
linkcheck_workers = {workers}
"""


class Page(asyncio.Protocol):
    """Answers every request of a connection after a while, one after the other."""

    latency_seconds = 0.05

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.request = b""

    def data_received(self, data: bytes) -> None:
        """Answer later, once the request is whole."""
        self.request += data
        if self.request.endswith(b"\r\n\r\n"):
            asyncio.get_running_loop().call_later(self.latency_seconds, self.answer, self.request)
            self.request = b""

    def answer(self, request: bytes) -> None:
        """Send the page."""
        if self.transport.is_closing():
            return
        self.transport.write(ANSWER if request.startswith(b"HEAD") else ANSWER + PAGE)
        if b"\r\nconnection: close" in request.lower():
            self.transport.close()


async def serve(hosts: int, latency_seconds: float) -> None:
    """Serve until the input ends; print the port first."""
    Page.latency_seconds = latency_seconds
    loop = asyncio.get_running_loop()
    names = [f"127.0.1.{number}" for number in range(1, hosts + 1)]
    first = await loop.create_server(Page, names[0], 0, backlog=1024)
    port = first.sockets[0].getsockname()[1]
    for name in names[1:]:
        await loop.create_server(Page, name, port, backlog=1024)
    print(port, flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


async def fetch(urls: Sequence[str], workers: int) -> None:
    """Ask with this project's client, and print how long that took."""
    from os_apiref.links.client import Client
    from os_apiref.links.settings import DEFAULT

    settings = replace(
        DEFAULT, workers_per_host=workers, allowed_networks=(ip_network("127.0.0.0/8"),)
    )
    start = time.perf_counter()
    async with Client(settings) as client:
        answers = await asyncio.gather(*(client.fetch(url, None) for url in urls))
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "good": sum(a.status == 200 for a in answers)}))


@contextmanager
def served(hosts: int, latency_seconds: float) -> Iterator[int]:
    """Give the port of a server that runs beside."""
    command = [sys.executable, __file__, "--serve", "--hosts", str(hosts)]
    with subprocess.Popen(
        [*command, "--latency", str(latency_seconds)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield int(_line(process.stdout))
        finally:
            process.terminate()


def _line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline()


def time_client(folder: Path, urls: Sequence[str], workers: int) -> tuple[float, str]:
    """Wall seconds of the whole process, and its own figures."""
    path = folder / "urls.txt"
    path.write_text("\n".join(urls), encoding="utf-8")
    root = str(Path(__file__).parent.parent)
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, __file__, "--fetch", str(path), "--workers", str(workers)],
        env={**os.environ, "PYTHONPATH": root},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - start
    figures = json.loads(done.stdout)
    return seconds, f"checking {figures['seconds']:.2f} s, {figures['good']} good"


def time_lychee(folder: Path, urls: Sequence[str], workers: int) -> tuple[float, str]:
    """Wall seconds of lychee as it is installed, with its defaults."""
    path = folder / "links.md"
    path.write_text("\n".join(f"<{url}>" for url in urls), encoding="utf-8")
    program = shutil.which("lychee", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert program is not None
    start = time.perf_counter()
    done = subprocess.run(
        [program, "--no-progress", "--format", "json", str(path)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    return seconds, f"{json.loads(done.stdout)['successful']} good"


def time_sphinx(folder: Path, urls: Sequence[str], workers: int) -> tuple[float, str]:
    """Wall seconds of Sphinx's linkcheck, with its defaults."""
    source = folder / "source"
    source.mkdir(exist_ok=True)
    (source / "conf.py").write_text('project = "Links"\n', encoding="utf-8")
    text = "Links\n=====\n\n" + "\n".join(f"* {url}" for url in urls)
    (source / "index.rst").write_text(text, encoding="utf-8")
    output = folder / "output"
    shutil.rmtree(output, ignore_errors=True)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "linkcheck", str(source), str(output)],
        capture_output=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    lines = (output / "output.json").read_text(encoding="utf-8").splitlines()
    good = sum(json.loads(line)["status"] == "working" for line in lines)
    return seconds, f"{good} good"


Timer = Callable[[Path, Sequence[str], int], tuple[float, str]]


def measure(options: argparse.Namespace) -> None:
    """Run all in turn, and print what each took."""
    timers: dict[str, Timer] = {"os_apiref": time_client}
    if shutil.which("lychee", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}"):
        timers["lychee"] = time_lychee
    if options.sphinx:
        timers["sphinx"] = time_sphinx
    taken: dict[str, list[float]] = {name: [] for name in timers}
    with (
        served(options.hosts, options.latency) as port,
        tempfile.TemporaryDirectory(prefix="link-time-") as name,
    ):
        # As in a document: a host's links do not stand together.
        urls = [
            f"http://127.0.1.{1 + number % options.hosts}:{port}/page/{number}"
            for number in range(options.links)
        ]
        for _ in range(options.rounds):
            for tool, timer in timers.items():
                seconds, words = timer(Path(name), urls, options.workers)
                taken[tool].append(seconds)
                print(f"{tool}: {seconds:.2f} s ({words})", flush=True)
    possible = options.links / options.hosts / options.workers * options.latency
    print(f"possible: {possible:.2f} s")
    for tool, times in taken.items():
        ratios = [mine / other for mine, other in zip(taken["os_apiref"], times, strict=True)]
        print(f"{tool}: median {median(times):.2f} s; os_apiref takes {median(ratios):.2f} of it")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--workers", type=int, default=4, help="connections to one host")
    parser.add_argument("--latency", type=float, default=0.05, help="seconds")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sphinx", action="store_true", help="Sphinx's linkcheck too: 23 s")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--fetch", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.serve:
        asyncio.run(serve(options.hosts, options.latency))
    elif options.fetch:
        urls = options.fetch.read_text(encoding="utf-8").splitlines()
        asyncio.run(fetch(urls, options.workers))
    else:
        measure(options)
    return 0


if __name__ == "__main__":
    sys.exit(main())

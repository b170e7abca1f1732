# SPDX-License-Identifier: Apache-2.0
"""Checks of links side by side: os_apiref, lychee and Sphinx's linkcheck, each as installed.

2,000 links on 20 hosts that answer after 50 ms; then what only os_apiref has:
a second run, a run that was killed, many fragments of one page, a host that
allows 50 requests a second.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from link_server import Served, served

WORKERS = 4
"""Connections to one host."""


@dataclass(frozen=True)
class Run:
    """One check: seconds of the whole process and of the checking alone, and what was good."""

    seconds: float
    checking: float | None
    good: int


@dataclass(frozen=True)
class Bench:
    """Where the checks run."""

    web: Served
    folder: Path

    def command(self, urls: Sequence[str], *options: str) -> list[str]:
        """The command that checks some URLs with os_apiref."""
        path = self.folder / "links.jsonl"
        lines = (json.dumps({"url": url, "page": "links", "line": n}) for n, url in enumerate(urls))
        path.write_text("\n".join(lines), encoding="utf-8")
        cache = str(self.folder / "links.sqlite")
        return [
            *(sys.executable, "-m", "os_apiref", "links", "--links-from", str(path), "--quiet"),
            *("--allow-network", "127.0.0.0/8", "--cache", cache, *options),
        ]

    def report(self, urls: Sequence[str], *options: str) -> dict[str, Any]:
        """Check some URLs with os_apiref; what its report says."""
        output = self.folder / "report.json"
        command = self.command(urls, "--format", "json", "--output", str(output), *options)
        subprocess.run(command, check=False)
        found: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
        return found

    def forget(self) -> None:
        """Take away what is remembered."""
        for path in self.folder.glob("links.sqlite*"):
            path.unlink()


def time_os_apiref(bench: Bench, urls: Sequence[str]) -> Run:
    """The command as it is installed, with a new cache."""
    bench.forget()
    start = time.perf_counter()
    report = bench.report(urls)
    seconds = time.perf_counter() - start
    totals = report["totals"]
    return Run(seconds, totals["seconds"], totals["verdicts"]["ok"])


def time_lychee(bench: Bench, urls: Sequence[str]) -> Run:
    """Lychee as it is installed, with its defaults."""
    path = bench.folder / "links.md"
    path.write_text("\n".join(f"<{url}>" for url in urls), encoding="utf-8")
    program = _lychee()
    assert program is not None
    start = time.perf_counter()
    done = subprocess.run(
        [program, "--no-progress", "--format", "json", str(path)],
        cwd=bench.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(time.perf_counter() - start, None, json.loads(done.stdout)["successful"])


def time_sphinx(bench: Bench, urls: Sequence[str]) -> Run:
    """Sphinx's linkcheck as it is installed, with its defaults."""
    source, output = bench.folder / "source", bench.folder / "output"
    source.mkdir(exist_ok=True)
    (source / "conf.py").write_text('project = "Links"\n', encoding="utf-8")
    text = "Links\n=====\n\n" + "\n".join(f"* {url}" for url in urls)
    (source / "index.rst").write_text(text, encoding="utf-8")
    shutil.rmtree(output, ignore_errors=True)
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "linkcheck", str(source), str(output)],
        capture_output=True,
        check=False,
    )
    seconds = time.perf_counter() - start
    lines = (output / "output.json").read_text(encoding="utf-8").splitlines()
    return Run(seconds, None, sum(json.loads(line)["status"] == "working" for line in lines))


def _lychee() -> str | None:
    return shutil.which("lychee", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")


Timer = Callable[[Bench, Sequence[str]], Run]


def compare(bench: Bench, urls: Sequence[str], rounds: int) -> Iterator[str]:
    """Let all tools check the same links in turn."""
    timers: dict[str, Timer] = {"os_apiref": time_os_apiref}
    if _lychee():
        timers["lychee"] = time_lychee
    timers["Sphinx's linkcheck"] = time_sphinx
    runs: dict[str, list[Run]] = {name: [] for name in timers}
    for _ in range(rounds):
        for tool, timer in timers.items():
            runs[tool].append(timer(bench, urls))
            print(tool, runs[tool][-1], file=sys.stderr, flush=True)
    yield "| tool | whole process | checking alone | links that it calls good |"
    yield "| --- | --- | --- | --- |"
    for tool, found in runs.items():
        checking = [run.checking for run in found if run.checking is not None]
        alone = f"{median(checking):.2f} s" if checking else ""
        seconds = median(run.seconds for run in found)
        yield f"| {tool} | {seconds:.2f} s | {alone} | {found[-1].good} of {len(urls)} |"


def tell_second_run(bench: Bench, urls: Sequence[str]) -> str:
    """A run after a run makes no request."""
    bench.forget()
    bench.web.told()
    bench.report(urls)
    first = bench.web.told()["requests"]
    bench.report(urls)
    return f"second run: {bench.web.told()['requests']} requests after {first} of the first"


def tell_killed_run(bench: Bench, urls: Sequence[str]) -> str:
    """What a run had told when it was killed, the next one knows."""
    bench.forget()
    bench.web.told()
    decided: set[str] = set()
    command = bench.command(urls, "--format", "jsonl")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            decided.add(json.loads(line)["url"])
            if len(decided) >= len(urls) / 2:
                process.send_signal(signal.SIGKILL)
                break
        decided |= {json.loads(line)["url"] for line in process.stdout if line.endswith("\n")}
    bench.web.told()
    links = bench.report(urls)["links"]
    kept = sum(link["remembered"] for link in links if link["url"] in decided)
    return (
        f"killed after {len(decided)} of {len(urls)} verdicts: {kept} of them kept, "
        f"{bench.web.told()['requests']} requests in the next run"
    )


def tell_fragments(bench: Bench) -> str:
    """Many fragments of one page cost one request."""
    bench.forget()
    bench.web.told()
    links = bench.report([bench.web.url(1, f"parts#part-{n}") for n in range(100)])["links"]
    good = sum(link["verdict"] == "ok" for link in links)
    told = bench.web.told()
    return f"100 fragments of one page: {good} ok, {told['requests']} request"


def tell_limited_host(bench: Bench, host: int) -> str:
    """A host with a limit is asked at a rate that it bears."""
    bench.forget()
    bench.web.told()
    report = bench.report([bench.web.url(host, f"limited/{n}") for n in range(300)])
    good = report["totals"]["verdicts"]["ok"]
    return (
        f"300 links of a host that allows 50 requests a second: {good} ok, "
        f"{bench.web.told()['refused']} answers of 429, {report['totals']['seconds']:.1f} s "
        "of a possible 5.0"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=2000)
    parser.add_argument("--hosts", type=int, default=20)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args(arguments)
    limited = given.hosts + 1
    with (
        served(limited, given.latency, 50) as web,
        tempfile.TemporaryDirectory(prefix="link-time-") as name,
    ):
        bench = Bench(web, Path(name))
        # As in a document: a host's links do not stand together.
        urls = [web.url(1 + n % given.hosts, f"page/{n}") for n in range(given.links)]
        for line in compare(bench, urls, given.rounds):
            print(line)
        possible = given.links / given.hosts / WORKERS * given.latency
        print(f"\npossible with {WORKERS} connections to a host: {possible:.2f} s")
        print(tell_second_run(bench, urls))
        print(tell_killed_run(bench, urls))
        print(tell_fragments(bench))
        print(tell_limited_host(bench, limited))
    return 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""Verdicts on one hostile web side by side: os_apiref, lychee and Sphinx's linkcheck.

The web is that of the tests (tests/links/hostile.py). Decisive links are those
on which all browsers agree: a good one that is called bad is a false alarm, a
bad one that is called good is missed. Hazards stall or bloat: each is checked
alone, and only time and memory count.
"""

from __future__ import annotations

import argparse
import asyncio
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

TESTS = Path(__file__).parent.parent / "tests" / "links"
TIMEOUT_SECONDS = 5
"""What each tool is given for one request."""
HANG_SECONDS = 60
"""A tool that takes so long for one hazard hangs."""
BLOAT_MIB = 200

GOOD = (
    *("ok", "ok-fragment", "created", "no-content", "500-once", "502-once", "503-once"),
    *("504-once", "429-once", "429-retry-after", "429-retry-at", "503-retry-after", "interim"),
    *("http-10", "bare-newlines", "head-in-pieces", "latin-1-header", "status-without-reason"),
    *("length-too-short", "length-too-long-found", "body-without-length", "chunked"),
    *("id-across-chunks", "gzip", "gzip-in-two-members", "gzip-in-bytes", "deflate"),
    *("deflate-raw", "redirect-301", "redirect-302", "redirect-303", "redirect-307"),
    *("redirect-308", "redirect-relative", "redirect-query", "redirect-utf-8"),
    *("redirect-with-space", "cookie-wall", "reset-in-body-found", "endless-body-found"),
)
BAD = (
    *("not-found", "not-found-with-fragment", "gone", "500-always", "501", "503-always"),
    *("empty-reply", "reset-at-once", "reset-in-head", "closed-in-head", "short-status"),
    *("malformed-status-line", "ssh", "redirect-nowhere", "redirect-malformed"),
    *("redirect-to-itself", "redirect-circle", "redirect-to-closed-port", "tls-self-signed"),
    *("tls-expired", "tls-wrong-host", "gzip-padded", "gzip-of-tags"),
)
PAGES: Mapping[str, tuple[str, str, bool]] = {
    "id-in-comment": ("<!-- <p id=here> -->", "#here", False),
    "id-in-script": ("<script>'<p id=here>'</script>", "#here", False),
    "id-in-template": ("<template><p id=here></template>", "#here", False),
    "name-of-anchor": ("<a name=here>x</a>", "#here", True),
    "name-of-field": ("<input name=here>", "#here", False),
    "github": ("<h2 id=user-content-here>x</h2>", "#here", True),
    "encoded": ("<p id='h\u00e9re'>", "#h%C3%A9re", True),
    "encoded-as-written": ("<p id='a%20b'>", "#a%20b", True),
    "other-case": ("<p id=Here>", "#here", False),
    "top": ("<p>", "#top", True),
    "empty": ("<p>", "#", True),
    "text": ("<p>words</p>", "#:~:text=words", True),
    "soft-title": ("<title>404 Not Found</title><h1>404 Not Found</h1>", "", False),
    "soft-text": ("<h1>Oops</h1><p>The page you requested could not be found.</p>", "", False),
    "about-404": ("<title>How to write a 404 page</title><h1>Errors</h1><p>Words.", "", True),
}
HAZARDS = (
    *("no-answer", "head-drip", "endless-head", "endless-header", "endless-status-line"),
    *("endless-blank-lines", "endless-interim", "body-drip-for-fragment"),
    *("body-stalled-for-fragment", "endless-body-for-fragment", "endless-chunks", "endless-tag"),
    *("gzip-bomb", "gzip-endless", "redirect-endless", "redirect-slow", "endless-pdf"),
)


async def serve() -> None:
    """Serve until the input ends; print the URL of each name first, fragment included."""
    sys.path.insert(0, str(TESTS))
    hostile = importlib.import_module("hostile")
    async with hostile.HostileWeb(*{*GOOD, *BAD, *HAZARDS}) as web:
        urls = {}
        for name in (*GOOD, *BAD, *HAZARDS):
            wanted = hostile.BEHAVIOURS[name].wanted
            urls[name] = web.url(name) + (f"#{wanted[0]}" if wanted else "")
        for name, (text, fragment, _) in PAGES.items():
            page = f"<!DOCTYPE html><meta charset=utf-8>{text}".encode()
            urls[name] = await web.add(name, hostile.packets(hostile.answer(page))) + fragment
        print(json.dumps(urls), flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


class Outcome(NamedTuple):
    """What a tool called good and bad, and what that took."""

    good: frozenset[str]
    bad: frozenset[str]
    seconds: float
    mib: float
    is_killed: bool


Tool = Callable[[Path, Sequence[str]], tuple[list[str], Callable[[str], tuple[set[str], set[str]]]]]
"""From a folder and URLs to a command, and to what reads good and bad URLs of its output."""


def os_apiref(folder: Path, urls: Sequence[str]) -> tuple[list[str], Any]:
    """The command with its defaults, and its cache left out."""
    path = folder / "links.jsonl"
    path.write_text("".join(f"{json.dumps({'url': url})}\n" for url in urls), encoding="utf-8")

    def read(output: str) -> tuple[set[str], set[str]]:
        found = [json.loads(line) for line in output.splitlines()]
        good = {one["url"] for one in found if one["verdict"] in ("ok", "redirected")}
        known = ("broken", "timeout", "unavailable", "soft-404")
        return good, {one["url"] for one in found if one["verdict"] in known}

    return [
        *(sys.executable, "-m", "os_apiref", "links", "--links-from", str(path), "--no-cache"),
        *("--allow-network", "127.0.0.0/8", "--format", "jsonl", "--quiet"),
        *("--timeout", str(TIMEOUT_SECONDS)),
    ], read


def lychee(folder: Path, urls: Sequence[str]) -> tuple[list[str], Any]:
    """Lychee, told to look for fragments."""
    path = folder / "links.md"
    path.write_text("\n\n".join(f"<{url}>" for url in urls), encoding="utf-8")

    def read(output: str) -> tuple[set[str], set[str]]:
        found = json.loads(output or "{}")
        groups = [found.get(key, {}) for key in ("error_map", "timeout_map")]
        bad = {one["url"] for group in groups for ones in group.values() for one in ones}
        return set(urls) - bad, bad

    program = shutil.which("lychee", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    return [
        *(program or "lychee", "--no-progress", "--include-fragments", "--format", "json"),
        *("--timeout", str(TIMEOUT_SECONDS), str(path)),
    ], read


def sphinx(folder: Path, urls: Sequence[str]) -> tuple[list[str], Any]:
    """Sphinx's linkcheck."""
    source, output = folder / "source", folder / "output"
    source.mkdir(exist_ok=True)
    conf = f'project = "Links"\nlinkcheck_timeout = {TIMEOUT_SECONDS}\n'
    (source / "conf.py").write_text(conf, encoding="utf-8")
    text = "Links\n=====\n\n" + "".join(f"* `x <{url}>`__\n" for url in urls)
    (source / "index.rst").write_text(text, encoding="utf-8")
    shutil.rmtree(output, ignore_errors=True)

    def read(_: str) -> tuple[set[str], set[str]]:
        lines = (output / "output.json").read_text(encoding="utf-8").splitlines()
        found = [json.loads(line) for line in lines]
        good = {one["uri"] for one in found if one["status"] in ("working", "redirected")}
        return good, {one["uri"] for one in found if one["status"] in ("broken", "timeout")}

    return [sys.executable, "-m", "sphinx", "-q", "-b", "linkcheck", str(source), str(output)], read


def run(tool: Tool, urls: Sequence[str], limit_seconds: float) -> Outcome:
    """Let a tool check some URLs."""
    with tempfile.TemporaryDirectory(prefix="link-verdicts-") as name:
        command, read = tool(Path(name), urls)
        output = Path(name, "output.txt")
        start = time.monotonic()
        with output.open("wb") as file:
            process = subprocess.Popen(command, stdout=file, stderr=subprocess.DEVNULL)
            is_killed = False
            while True:
                pid, _, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                if time.monotonic() - start > limit_seconds and not is_killed:
                    is_killed = True
                    process.kill()
                time.sleep(0.05)
        seconds = time.monotonic() - start
        text = output.read_text(encoding="utf-8", errors="replace")
        good, bad = (set(), set()) if is_killed else read(text)
    return Outcome(frozenset(good), frozenset(bad), seconds, usage.ru_maxrss / 1024, is_killed)


def judge(urls: Mapping[str, str], outcome: Outcome) -> tuple[list[str], list[str], int]:
    """The false alarms and the missed ones by name, and the number of those that are right."""
    good = {*GOOD, *(name for name, (_, _, is_good) in PAGES.items() if is_good)}
    bad = {*BAD, *(name for name, (_, _, is_good) in PAGES.items() if not is_good)}
    alarms = sorted(name for name in good if urls[name] in outcome.bad)
    missed = sorted(name for name in bad if urls[name] in outcome.good)
    right = sum(urls[name] in outcome.good for name in good)
    return alarms, missed, right + sum(urls[name] in outcome.bad for name in bad)


def measure(urls: Mapping[str, str], tools: Mapping[str, Tool]) -> Iterable[str]:
    """Yield a table, and what each tool got wrong."""
    decisive = [urls[name] for name in (*GOOD, *BAD, *PAGES)]
    details = []
    yield f"| tool | right of {len(decisive)} | false alarms | missed | hazards that hang it |"
    yield "| --- | --- | --- | --- | --- |"
    for name, tool in tools.items():
        alarms, missed, right = judge(urls, run(tool, decisive, 10 * HANG_SECONDS))
        hazards = {hazard: run(tool, [urls[hazard]], HANG_SECONDS) for hazard in HAZARDS}
        hung = [hazard for hazard, one in hazards.items() if one.is_killed]
        fat = [hazard for hazard, one in hazards.items() if one.mib > BLOAT_MIB]
        most = max(one.mib for one in hazards.values())
        yield (
            f"| {name} | {right} | {len(alarms)} | {len(missed)} "
            f"| {len(hung)} of {len(HAZARDS)}; at most {most:.0f} MiB |"
        )
        details.append(f"{name}: alarms {alarms}, missed {missed}, hung {hung}, over limit {fat}")
    yield ""
    yield from details


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code."""
    tools: dict[str, Tool] = {
        "os_apiref": os_apiref,
        "lychee": lychee,
        "Sphinx's linkcheck": sphinx,
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=tools, action="append", help="one tool")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.serve:
        asyncio.run(serve())
        return 0
    command = [sys.executable, __file__, "--serve"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        urls = json.loads(process.stdout.readline())
        chosen = {name: tools[name] for name in given.only or tools}
        for line in measure(urls, chosen):
            print(line, flush=True)
        process.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())

# SPDX-License-Identifier: Apache-2.0
"""Reports of links to try the formats with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from os_apiref.kinds import ProblemKind
from os_apiref.links.answer import Hop
from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict
from os_apiref.load.texts import Texts
from os_apiref.problems import Place, Problem
from os_apiref.reports.links_report import LinkReport

FOLDER = Path("/reference")
ASKED = datetime(2026, 3, 14, 15, 9, 26, tzinfo=UTC).timestamp()
GOOD = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC).timestamp()

DOCS = "https://docs.example.org"
OLD = "https://developer.example.org/api-ref/compute/"
NEW = f"{DOCS}/api-ref/compute/"


def result(url: str, verdict: Verdict, why: str = "404 Not Found", **given: Any) -> Result:
    return Result(url, verdict, why, **{"when": ASKED, "seconds": 0.25, **given})


def moved(url: str = OLD, target: str = NEW, **given: Any) -> Result:
    """A permanent redirect with its replacement."""
    values = {"hops": (Hop(url, 301, target),), "is_permanent": True, "status": 200}
    why = "301 Moved Permanently"
    return result(url, Verdict.REDIRECTED, why, **{**values, "replacement": target, **given})


def one_of_each() -> tuple[Result, ...]:
    """A result of every section, from the best."""
    return (
        result(f"{DOCS}/ignored", Verdict.IGNORED, "linkcheck_ignore names it", when=0.0),
        result(f"{DOCS}/", Verdict.OK, "200 OK", status=200, is_remembered=True),
        result(
            f"{DOCS}/latest",
            Verdict.REDIRECTED,
            "302 Found",
            hops=(Hop(f"{DOCS}/latest", 302, f"{DOCS}/2026.1/"),),
            status=200,
        ),
        moved(),
        result("https://login.example.org/", Verdict.UNAUTHORIZED, "401 Unauthorized", status=401),
        result("https://wall.example.org/", Verdict.FORBIDDEN, "403 Forbidden", status=403),
        result("https://big.example.org/", Verdict.UNKNOWN, "the answer is over a limit of size"),
        result("https://shy.example.org/", Verdict.RATE_LIMITED, "429 Too Many Requests"),
        result("https://slow.example.org/", Verdict.TIMEOUT, "there was no answer in time"),
        result(
            "https://down.example.org/",
            Verdict.UNAVAILABLE,
            "503 Service Unavailable at 3 attempts",
            status=503,
            last_good=GOOD,
        ),
        result(f"{DOCS}/soft", Verdict.SOFT_404, "200, and the title is 'Page not found'"),
        result(
            f"{DOCS}/gone#limits",
            Verdict.BROKEN,
            status=404,
            last_good=GOOD,
            advice=f"write '{DOCS}/guide#limits'",
        ),
    )


def places_of(results: Sequence[Result], folder: Path = FOLDER) -> dict[str, tuple[Link, ...]]:
    """Return a place for each result, line by line of one file."""
    path = str(folder / "servers.inc")
    return {
        one.url: (Link(one.url, Place(path, line, 5), "index"),)
        for line, one in enumerate(results, 1)
    }


def report_of(*results: Result, folder: Path = FOLDER, **given: Any) -> LinkReport:
    """Return a report whose results have one place each, unless ``places`` says otherwise."""
    values = {"places": places_of(results, folder), "folder": folder, "texts": Texts()}
    values |= {"version": "1.2.3", "seconds": 1.64, "requests": 15}
    return LinkReport(results, **{**values, **given})


def lost_internal(path: str = "/reference/index.rst") -> Problem:
    return Problem.of(
        ProblemKind.BROKEN_LINK,
        Place(path, 7, 3),
        "'#flavours' names no section of this document",
        "did you mean '#flavors'?",
    )


def many(number: int, places: int = 3) -> LinkReport:
    """Return a report of so many results, of every verdict, with three places each."""
    kinds = one_of_each()
    results, links = [], {}
    for at in range(number):
        kind = kinds[at // 3 % len(kinds)] if at % 3 == 0 else kinds[1]
        host = f"host-{at % 97}.example.org"
        url = f"https://{host}/api-ref/compute/section-{at}.html#part-{at}"
        hops = tuple(Hop(url, hop.status, f"https://{host}/new/{at}") for hop in kind.hops)
        results.append(
            Result(
                url, kind.verdict, kind.why, hops, kind.is_permanent, kind.status, ASKED, 0.1,
                kind.is_remembered, kind.last_good, kind.advice, kind.replacement,
            )
        )  # fmt: skip
        links[url] = tuple(
            Link(url, Place(f"/reference/part-{at % 40}.inc", at + line + 1, 5), "index")
            for line in range(places)
        )
    return report_of(*results, places=links)

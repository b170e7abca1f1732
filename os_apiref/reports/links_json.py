# SPDX-License-Identifier: Apache-2.0
"""Results of links as JSON; ``links.schema.json`` beside this file describes it.

A line tells one result as soon as it is decided; a document tells all of them,
by URL. Both are ASCII, the same in every encoding.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from os_apiref.checks.findings import relative
from os_apiref.jsontext import decodable
from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict
from os_apiref.problems import Place, Problem
from os_apiref.reports.links_report import SECTIONS, LinkReport, moment

VERSION = 1
"""Of the format: a change that a reader must know of brings the next number and schema."""

_DIGITS = 3

_Shown = Callable[[str], str]
"""From a path to how it is shown."""


def json_line(result: Result, links: Sequence[Link], folder: Path) -> str:
    """Return one result as one line without its end; its paths start at ``folder``."""
    return json.dumps(_link(result, links, lambda path: relative(path, folder)))


def render_lines(report: LinkReport) -> str:
    """Return all results, each as one line, by URL."""
    return "".join(f"{line}\n" for line in _lines(report))


def render(report: LinkReport) -> str:
    """Return a whole report as one JSON object; each link stands on a line of its own."""
    members = {
        "version": str(VERSION),
        "gate": json.dumps([section.key for section in SECTIONS if section.key in report.gate]),
        "failing": str(report.failing),
        "totals": json.dumps(_totals(report)),
        "links": _array(_lines(report)),
        "internal": _array(json.dumps(_internal(one, report.path)) for one in report.internal),
    }
    return "{\n" + ",\n".join(f'  "{name}": {text}' for name, text in members.items()) + "\n}\n"


def _array(items: Iterable[str]) -> str:
    joined = ",\n    ".join(items)
    return f"[\n    {joined}\n  ]" if joined else "[]"


def _lines(report: LinkReport) -> Iterator[str]:
    for result in sorted(report.results, key=lambda result: result.url):
        yield json.dumps(_link(result, report.links(result), report.path))


def _totals(report: LinkReport) -> dict[str, Any]:
    verdicts = Counter(result.verdict for result in report.results)
    return {
        "urls": len(report.results),
        "places": sum(len(report.places.get(result.url, ())) for result in report.results),
        "requests": report.requests,
        "remembered": sum(result.is_remembered for result in report.results),
        "seconds": round(report.seconds, _DIGITS),
        "verdicts": {verdict.value: verdicts[verdict] for verdict in Verdict},
    }


def _link(result: Result, links: Sequence[Link], shown: _Shown) -> dict[str, Any]:
    return {
        "url": decodable(result.url),
        "verdict": result.verdict.value,
        "why": decodable(result.why),
        "status": result.status,
        "hops": [
            {"url": decodable(hop.url), "status": hop.status, "target": decodable(hop.target)}
            for hop in result.hops
        ],
        "target": decodable(result.target) or None,
        "permanent": result.is_permanent if result.hops else None,
        "when": _time(result.when),
        "seconds": round(result.seconds, _DIGITS),
        "remembered": result.is_remembered,
        "last_good": _time(result.last_good),
        "advice": decodable(result.advice) or None,
        "replacement": decodable(result.replacement) or None,
        "places": [
            {**_place(link.place, shown), "page": decodable(link.page) or None} for link in links
        ],
    }


def _internal(problem: Problem, shown: _Shown) -> dict[str, Any]:
    return {
        **_place(problem.place, shown),
        "message": decodable(problem.message),
        "suggestion": decodable(problem.suggestion) or None,
    }


def _place(place: Place, shown: _Shown) -> dict[str, Any]:
    return {
        "path": decodable(shown(place.path)) if place.path else None,
        "line": place.line or None,
        "column": (place.line and place.column) or None,
    }


def _time(seconds: float | None) -> str | None:
    """Return a time as RFC 3339 writes it, in UTC, to the second."""
    when = moment(seconds)
    return f"{when:%Y-%m-%dT%H:%M:%S}Z" if when else None

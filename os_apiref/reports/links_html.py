# SPDX-License-Identifier: Apache-2.0
"""Results of links as one HTML page, which asks no other host for anything.

What authors and servers wrote is text there; only http and https become links.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from os_apiref import render as templates
from os_apiref.links.result import KNOWN_BAD, Result, Verdict
from os_apiref.problems import count, visible
from os_apiref.reports.links_report import (
    QUIET,
    LinkReport,
    Section,
    advice_of,
    moment,
    since,
    split_places,
)

PLACES_SHOWN = 4
"""Places of one URL that are in sight at once."""

_WEB = re.compile(r"https?://", re.IGNORECASE)


class _Hop(NamedTuple):
    status: int
    url: str
    href: str


class _Row(NamedTuple):
    """One URL; ``href`` is '' where a click would be no use or a risk."""

    host: str
    anchor: str
    badge: str
    url: str
    href: str
    why: str
    notes: Sequence[str]
    hops: Sequence[_Hop]
    advice: str
    first: Sequence[str]
    rest: Sequence[str]


class _Section(NamedTuple):
    key: str
    label: str
    sentence: str
    hue: str
    is_failing: bool
    size: int
    is_open: bool
    rows: Sequence[_Row]


class _Host(NamedTuple):
    name: str
    words: str
    anchor: str


def render(report: LinkReport) -> str:
    """Return the page."""
    hosts = _hosts(report)
    unused = {host.name: host.anchor for host in hosts}
    sections = [
        _Section(
            section.key,
            section.label,
            section.sentence,
            _hue(section.verdict),
            section.key in report.gate,
            len(results),
            section.verdict not in QUIET,
            [_row(report, section, result, unused) for result in results],
        )
        for section, results in report.sections()
    ]
    if report.internal:
        sections.insert(0, _internal(report))
    return templates.links(
        failing=report.failing,
        outcome=_outcome(report),
        effort=_effort(report),
        hosts=hosts,
        sections=sections,
    )


def _outcome(report: LinkReport) -> str:
    if not report.failing:
        return "No link fails the check."
    return (
        f"{count(report.failing, 'link')} {'fails' if report.failing == 1 else 'fail'} the check."
    )


def _effort(report: LinkReport) -> str:
    when = moment(max((result.when for result in report.results), default=0.0))
    asked = f", last asked {when:%Y-%m-%d %H:%M} UTC" if when else ""
    return f"{report.effort}{asked}"


def _hosts(report: LinkReport) -> list[_Host]:
    """Return the hosts, those with the most known bad links first."""
    named = [(report.hosts[result.url], result.verdict in KNOWN_BAD) for result in report.results]
    totals = Counter(host for host, _ in named)
    bad = Counter(host for host, is_bad in named if is_bad)
    order = sorted(totals, key=lambda host: (-bad[host], -totals[host], host))
    return [
        _Host(
            visible(host),
            f"{bad[host]} of {totals[host]} bad" if bad[host] else count(totals[host], "link"),
            f"host-{number}",
        )
        for number, host in enumerate(order, 1)
    ]


def _hue(verdict: Verdict) -> str:
    if verdict in (Verdict.BROKEN, Verdict.SOFT_404):
        return "bad"
    if verdict is Verdict.REDIRECTED:
        return "moved"
    if verdict in QUIET:
        return "good" if verdict is Verdict.OK else "still"
    return "doubt"


def _row(report: LinkReport, section: Section, result: Result, unused: dict[str, str]) -> _Row:
    """Return a row; the first of a host takes the host's anchor out of ``unused``."""
    host = visible(report.hosts[result.url])
    is_good = section.verdict is Verdict.OK
    first, rest = split_places(report.links(result), PLACES_SHOWN)
    return _Row(
        host=host,
        anchor=unused.pop(host, ""),
        badge=section.label,
        url=visible(result.url),
        href=_href(result.url),
        why="" if is_good and result.status == 200 else visible(result.why),
        notes=_notes(result),
        hops=[_Hop(hop.status, visible(hop.target), _href(hop.target)) for hop in result.hops],
        advice=visible(advice_of(result)),
        first=[report.where(link) for link in first],
        rest=[report.where(link) for link in rest],
    )


def _notes(result: Result) -> list[str]:
    when = moment(result.when) if result.is_remembered else None
    remembered = f"remembered from {when:%Y-%m-%d}" if when else ""
    return [note for note in (since(result), remembered) if note]


def _href(url: str) -> str:
    """Return a URL that may be followed, '' for any other."""
    return url if _WEB.match(url) and url.isprintable() else ""


def _internal(report: LinkReport) -> _Section:
    rows = [
        _Row(
            host="",
            anchor="",
            badge=Verdict.BROKEN.value,
            url="",
            href="",
            why=visible(problem.message),
            notes=(),
            hops=(),
            advice=visible(problem.suggestion),
            first=(report.place(problem.place),),
            rest=(),
        )
        for problem in report.internal
    ]
    sentence = "These lead to documents or sections that the reference does not have."
    fails = report.fails_internal
    return _Section("internal", "internal", sentence, "bad", fails, len(rows), True, rows)

# SPDX-License-Identifier: Apache-2.0
"""What every report of links is made of: results by section, worst first, with their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from os_apiref.checks.findings import relative
from os_apiref.checks.weights import Weights
from os_apiref.kinds import ProblemKind
from os_apiref.links.link import Link
from os_apiref.links.result import KNOWN_BAD, Result, Verdict
from os_apiref.load.texts import Texts
from os_apiref.problems import Edit, Place, Problem, count, visible
from os_apiref.reports.report import NO_FILE


class Section(NamedTuple):
    """Results that mean the same to a reader; permanent and temporary redirects are apart."""

    key: str
    verdict: Verdict
    label: str
    """Stands after a number: '3 broken'."""
    phrase: str
    """Stands between a URL and why: "'URL' is broken: 404 Not Found"."""
    sentence: str
    """What it means for whoever mends the reference."""
    kind: ProblemKind | None = None
    """As what its results are found, None where they are good."""


SECTIONS = (
    Section(
        "broken",
        Verdict.BROKEN,
        "broken",
        "is broken",
        "Nothing is there: readers who follow these links find an error.",
        ProblemKind.BROKEN_LINK,
    ),
    Section(
        "soft-404",
        Verdict.SOFT_404,
        "soft 404",
        "leads to a page that says it was not found",
        "The server says that all is well, and its page says that there is none.",
        ProblemKind.BROKEN_LINK,
    ),
    Section(
        "unavailable",
        Verdict.UNAVAILABLE,
        "unavailable",
        "is unavailable",
        "The server failed at every attempt.",
        ProblemKind.BROKEN_LINK,
    ),
    Section(
        "timeout",
        Verdict.TIMEOUT,
        "timed out",
        "did not answer in time",
        "No whole answer came within the deadline.",
        ProblemKind.BROKEN_LINK,
    ),
    Section(
        "rate-limited",
        Verdict.RATE_LIMITED,
        "rate-limited",
        "is rate-limited",
        "The server asked to wait for longer than the limit; a later run may know more.",
        ProblemKind.UNCERTAIN_LINK,
    ),
    Section(
        "unknown",
        Verdict.UNKNOWN,
        "unknown",
        "cannot be judged",
        "The answer says neither yes nor no: a person has to follow these links once.",
        ProblemKind.UNCERTAIN_LINK,
    ),
    Section(
        "forbidden",
        Verdict.FORBIDDEN,
        "forbidden",
        "is forbidden",
        "The server refuses; perhaps only to programs.",
        ProblemKind.UNCERTAIN_LINK,
    ),
    Section(
        "unauthorized",
        Verdict.UNAUTHORIZED,
        "unauthorized",
        "asks for a login",
        "Only readers who log in get further.",
        ProblemKind.UNCERTAIN_LINK,
    ),
    Section(
        "redirected-permanent",
        Verdict.REDIRECTED,
        "moved",
        "has moved for good",
        "Permanent redirects: the old address works until somebody takes it away.",
        ProblemKind.MOVED_LINK,
    ),
    Section(
        "redirected-temporary",
        Verdict.REDIRECTED,
        "redirected",
        "is redirected for now",
        "Temporary redirects: the server wants to be asked at this address again.",
        ProblemKind.MOVED_LINK,
    ),
    Section("ok", Verdict.OK, "ok", "is ok", "These lead where they should."),
    Section("ignored", Verdict.IGNORED, "ignored", "is ignored", "These were not asked for."),
)
"""From the worst."""

_BY_VERDICT = {section.verdict: section for section in reversed(SECTIONS)}
TEMPORARY = SECTIONS[-3]

FAILING = frozenset(section.key for section in SECTIONS if section.verdict in KNOWN_BAD)
"""The keys of the sections that fail a check unless a gate says otherwise."""

QUIET = frozenset({Verdict.OK, Verdict.IGNORED})
"""Verdicts that are counted, and listed only for whoever asks."""


def section_of(result: Result) -> Section:
    """Return where a result is told."""
    if result.verdict is Verdict.REDIRECTED and not result.is_permanent:
        return TEMPORARY
    return _BY_VERDICT[result.verdict]


@dataclass(frozen=True)
class LinkReport:
    """One check of links, as it is to be told.

    Shown paths start at ``folder``. ``requests`` counts what was sent,
    ``seconds`` is how long the check took, ``gate`` the keys of the sections
    that fail it, ``weights`` what its project says of the rest.
    """

    results: tuple[Result, ...]
    places: Mapping[str, tuple[Link, ...]]
    """By URL, fragment included."""
    folder: Path
    texts: Texts
    version: str
    seconds: float
    requests: int
    gate: frozenset[str] = FAILING
    weights: Weights = field(default_factory=Weights)
    source: Path | None = None
    """The folder of the documents, absolute, where fingerprints' paths start; else ``folder``."""
    edits: Mapping[Link, tuple[Edit, ...]] = field(default_factory=dict)
    """What mends a link at its place without a question."""
    internal: tuple[Problem, ...] = ()
    """Links within the reference that lead nowhere; to the gate they are broken."""

    def links(self, result: Result) -> tuple[Link, ...]:
        """Return the places of a result, by file and line."""
        return tuple(sorted(self.places.get(result.url, ()), key=lambda link: link.place))

    def where(self, link: Link) -> str:
        """Return where a link is written, for people; its page where it has no file."""
        if link.page and not link.place.path:
            return visible(str(link.place._replace(path=link.page)))
        return self.place(link.place)

    def place(self, place: Place) -> str:
        """Return ``path:line:column`` for people, as far as it is known."""
        return str(place._replace(path=visible(self.path(place.path)) or NO_FILE))

    def path(self, path: str) -> str:
        """Return a path from the folder, with slashes; '' where there is no file."""
        return self.paths.get(path) or (path and relative(path, self.folder))

    @cached_property
    def paths(self) -> Mapping[str, str]:
        """Every file that has a link, and how it is shown."""
        found = {link.place.path for links in self.places.values() for link in links}
        return {path: relative(path, self.folder) for path in found if path}

    @cached_property
    def hosts(self) -> Mapping[str, str]:
        """The host of every URL, '' where it has none or cannot be read."""
        return {result.url: _host_of(result.url) for result in self.results}

    def sections(self) -> list[tuple[Section, list[Result]]]:
        """Return the sections that have results, worst first; within one by host, then by URL."""
        found: dict[str, list[Result]] = {section.key: [] for section in SECTIONS}
        for result in self.results:
            found[section_of(result).key].append(result)
        return [
            (section, sorted(results, key=lambda one: (self.hosts[one.url], one.url)))
            for section in SECTIONS
            if (results := found[section.key])
        ]

    @property
    def failing(self) -> int:
        """How many URLs and internal links fail the check."""
        internal = len(self.internal) if self.fails_internal else 0
        return sum(map(self.fails, self.results)) + internal

    @property
    def fails_internal(self) -> bool:
        """Whether a link within the reference that leads nowhere fails the check."""
        return Verdict.BROKEN.value in self.gate

    def fails(self, result: Result) -> bool:
        """Whether a result fails the check."""
        return section_of(result).key in self.gate

    @property
    def counts(self) -> str:
        """How many URLs each section has, in words."""
        counts = Counter(section_of(result).key for result in self.results)
        told = [f"{counts[one.key]} {one.label}" for one in SECTIONS if counts[one.key]]
        if self.internal:
            told.insert(0, f"{count(len(self.internal), 'internal link')} broken")
        return ", ".join(told) or "No links"

    @property
    def effort(self) -> str:
        """What was asked, and how long it took, in words."""
        places = sum(len(self.places.get(result.url, ())) for result in self.results)
        remembered = sum(result.is_remembered for result in self.results)
        return (
            f"{count(len(self.results), 'URL')} at {count(places, 'place')}, "
            f"{count(self.requests, 'request')}, {remembered} remembered, {self.seconds:.1f} s"
        )

    @property
    def summary(self) -> str:
        """Counts and effort in one line."""
        return f"{self.counts}: {self.effort}."


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def moment(seconds: float | None) -> datetime | None:
    """Return seconds since the epoch as a time in UTC, None where nobody knows."""
    if not seconds:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OSError, OverflowError, ValueError):  # what stands in a cache may be anything
        return None


def since(result: Result) -> str:
    """Return since when a link is not what it was, in words, '' for a good or unknown past."""
    good = moment(result.last_good)
    if good is None or result.verdict in QUIET | {Verdict.REDIRECTED}:
        return ""
    if result.verdict in KNOWN_BAD:
        return f"broken since {good:%Y-%m-%d}, when it was last good"
    return f"last good on {good:%Y-%m-%d}"


def advice_of(result: Result) -> str:
    """Return what to write instead, '' where nobody knows."""
    return result.advice or (f"write '{result.replacement}'" if result.replacement else "")


def split_places(links: Sequence[Link], shown: int) -> tuple[Sequence[Link], Sequence[Link]]:
    """Return the first links and the rest; a rest of one is not worth hiding."""
    at = shown if len(links) > shown + 1 else len(links)
    return links[:at], links[at:]

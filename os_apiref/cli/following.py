# SPDX-License-Identifier: Apache-2.0
"""What the command ``links`` follows, and what becomes of it."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from os_apiref import __version__
from os_apiref.cli.common import order_of, print_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from os_apiref.checks.comments import Comments
    from os_apiref.checks.weights import Weights
    from os_apiref.links.answer import Answer
    from os_apiref.links.check import Watcher
    from os_apiref.links.exemptions import Exemptions, Sifted
    from os_apiref.links.link import Link
    from os_apiref.links.moves import Move
    from os_apiref.links.result import Result
    from os_apiref.links.settings import Settings
    from os_apiref.problems import Problem
    from os_apiref.reports.links_report import LinkReport


class Given(NamedTuple):
    """What is to be followed, and how."""

    links: tuple[Link, ...]
    internal: tuple[Problem, ...]
    settings: Settings
    exemptions: Exemptions
    weights: Weights
    source: Path | None
    """The folder of the documents, None for a list of links."""


def gather(arguments: argparse.Namespace) -> Given:
    """Return what the arguments ask to be followed; raises Misuse or BuildFailed."""
    if arguments.links_from:
        return _from_list(arguments)
    from os_apiref.sphinxext.followed import read_links

    with tempfile.TemporaryDirectory(prefix="os-apiref-") as folder:
        read = read_links(order_of(arguments, Path(folder), "dummy"), samples=arguments.samples)
    for complaint in read.complaints:
        print(f"os-apiref: note: {complaint}", file=sys.stderr)
    return Given(
        read.found.links,
        read.found.internal,
        _asked(arguments, read.settings),
        _with_ignored(arguments, read.exemptions),
        read.weights,
        read.source,
    )


def _from_list(arguments: argparse.Namespace) -> Given:
    from os_apiref.checks.weights import Weights
    from os_apiref.links.exemptions import Exemptions
    from os_apiref.links.jsonlines import read_links
    from os_apiref.links.settings import DEFAULT
    from os_apiref.sphinxext.order import Misuse

    path: Path = arguments.links_from
    text = sys.stdin.read() if str(path) == "-" else _text_of(path)
    links, complaints = read_links(text, str(path))
    for line, message in complaints:
        print(f"os-apiref: error: {path}:{line}: {message}", file=sys.stderr)
    if complaints:
        raise Misuse(f"{path} is no list of links")
    exemptions = _with_ignored(arguments, Exemptions())
    return Given(tuple(links), (), _asked(arguments, DEFAULT), exemptions, Weights(), None)


def _text_of(path: Path) -> str:
    from os_apiref.sphinxext.order import Misuse

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(f"{path} cannot be read: {error}") from None


def _asked(arguments: argparse.Namespace, settings: Settings) -> Settings:
    """Return settings with what the command line says."""
    said = {
        "workers_per_host": arguments.max_per_host,
        "rate": arguments.rate,
        "deadline_seconds": arguments.timeout,
        "most_host_wait_seconds": arguments.max_wait,
        "user_agent": arguments.user_agent,
        "allowed_networks": (*settings.allowed_networks, *arguments.allow_network),
    }
    return replace(settings, **{name: value for name, value in said.items() if value is not None})


def _with_ignored(arguments: argparse.Namespace, exemptions: Exemptions) -> Exemptions:
    return replace(exemptions, urls=(*exemptions.urls, *arguments.ignore))


def since(arguments: argparse.Namespace, given: Given) -> Given:
    """Return what stands on lines that have changed, where the command asks for that."""
    from os_apiref.links.link import Link
    from os_apiref.links.since import RevisionError, changed_lines, touches
    from os_apiref.sphinxext.order import Misuse

    if not arguments.since:
        return given
    try:
        changed = changed_lines(given.source or Path.cwd(), arguments.since)
    except RevisionError as error:
        raise Misuse(str(error)) from None
    links = tuple(link for link in given.links if touches(link, changed))
    internal = tuple(one for one in given.internal if touches(Link("", one.place), changed))
    return given._replace(links=links, internal=internal)


def follow(
    arguments: argparse.Namespace, given: Given, sifted: Sifted, gate: frozenset[str] | None
) -> LinkReport:
    """Return what became of links; without a gate the project's weights say what fails."""
    from os_apiref.checks.comments import Comments
    from os_apiref.checks.findings import weigh
    from os_apiref.links.check import group_by_url
    from os_apiref.links.rewrite import rewrite
    from os_apiref.load.texts import Texts
    from os_apiref.reports.links_findings import gate_of
    from os_apiref.reports.links_report import LinkReport

    folder = Path.cwd()
    if arguments.format == "github":  # an annotation's path starts at the checkout
        folder = Path(os.environ.get("GITHUB_WORKSPACE") or folder)
    texts = Texts()
    comments = Comments(texts)
    show = _Show(arguments, given.weights, group_by_url(sifted.links), folder, comments)
    started = time.monotonic()
    results = _ask(arguments, given, sifted, show)
    if arguments.archive:
        results = _with_archived(results, given.settings)
    heeded = [show.heeded(result) for result in results]
    edits = {
        link: edit for result, found in heeded for link in found if (edit := rewrite(link, result))
    }
    return LinkReport(
        results=tuple(result for result, _ in heeded),
        places={result.url: found for result, found in heeded},
        folder=folder,
        texts=texts,
        version=__version__,
        seconds=time.monotonic() - started,
        requests=show.requests,
        gate=gate_of(given.weights) if gate is None else gate,
        weights=given.weights,
        source=given.source,
        edits=edits,
        internal=tuple(one.problem for one in weigh(given.internal, given.weights, comments)),
    )


def _ask(arguments: argparse.Namespace, given: Given, sifted: Sifted, show: _Show) -> list[Result]:
    from os_apiref.links.cache import Cache
    from os_apiref.links.check import check_links
    from os_apiref.links.exemptions import adjust
    from os_apiref.links.moves import advised

    moves = _moves(arguments.moves, given.source)
    try:
        with Cache(None if arguments.no_cache else arguments.cache) as cache:
            if cache.warning:
                print(f"os-apiref: note: {cache.warning}", file=sys.stderr)
            return check_links(
                sifted.links,
                given.settings,
                cache,
                ignored=sifted.ignored,
                refresh=arguments.refresh,
                improve=lambda result: advised(adjust(result, given.exemptions), moves),
                watcher=show.watcher(),
            )
    finally:
        show.progress.close()


class _Show:
    """Shows a check while it goes on: its progress, or each result as it falls."""

    def __init__(
        self,
        arguments: argparse.Namespace,
        weights: Weights,
        written: Mapping[str, tuple[Link, ...]],
        folder: Path,
        comments: Comments,
    ) -> None:
        from os_apiref.reports.links_progress import Progress

        self.requests = 0
        self.progress = Progress(sys.stderr)
        self._is_quiet = arguments.quiet
        self._prints_lines = arguments.format == "jsonl" and not arguments.output
        self._weights = weights
        self._written = written
        self._folder = folder
        self._comments = comments

    def watcher(self) -> Watcher:
        """Return what the check is to call."""
        from os_apiref.links.check import Watcher
        from os_apiref.links.hostqueue import Onlooker

        if self._is_quiet:
            return Watcher(on_answer=self._count, on_result=self._print)
        return Watcher(
            on_start=lambda urls, asked: self.progress.start(urls),
            on_answer=self._count,
            on_result=self._tell,
            on_tick=self.progress.tick,
            hosts=Onlooker(self.progress.begin, self.progress.end, self.progress.wait),
        )

    def heeded(self, result: Result) -> tuple[Result, tuple[Link, ...]]:
        """Return a result and its places as the project wants to hear of them."""
        from os_apiref.reports.links_findings import heed

        return heed(result, self._written[result.url], self._weights, self._comments)

    def _count(self, answer: Answer) -> None:
        self.requests += answer.requests

    def _tell(self, result: Result) -> None:
        self.progress.decided(result)
        self._print(result)

    def _print(self, result: Result) -> None:
        if self._prints_lines:
            from os_apiref.reports.links_json import json_line

            told, links = self.heeded(result)
            self.progress.close()
            print_text(f"{json_line(told, links, self._folder)}\n")


def _moves(path: Path | None, source: Path | None) -> tuple[Move, ...]:
    """Return the moves of a file: the one that is named, else links.yaml beside the documents."""
    from os_apiref.links.moves import FILE_NAME, load_moves

    beside = source / FILE_NAME if source else None
    if path is None and (beside is None or not beside.is_file()):
        return ()
    path = path or beside
    assert path is not None
    moves = load_moves(_text_of(path), str(path))
    for problem in moves.problems:
        print(f"os-apiref: note: {problem}", file=sys.stderr)
    return moves.moves


def _with_archived(results: list[Result], settings: Settings) -> list[Result]:
    """Return results, where those of dead links name the copy that an archive has."""
    from os_apiref.links.archive import find_copies
    from os_apiref.links.result import KNOWN_BAD

    dead = {result.url.partition("#")[0] for result in results if result.verdict in KNOWN_BAD}
    copies = find_copies(dead, settings)
    return [
        replace(result, advice=f"an archived copy is at {copy}")
        if result.verdict in KNOWN_BAD and (copy := copies.get(result.url.partition("#")[0]))
        else result
        for result in results
    ]

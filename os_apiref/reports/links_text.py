# SPDX-License-Identifier: Apache-2.0
"""Results of links as text for people: by verdict, worst first, each URL once.

No line starts with what somebody else wrote: GitHub's runner takes one that
starts with '::' for a command.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from os_apiref.links.result import KNOWN_BAD, Result
from os_apiref.problems import count, visible
from os_apiref.reports.links_report import (
    QUIET,
    LinkReport,
    Section,
    advice_of,
    since,
    split_places,
)

WIDTH = 100
"""Columns of a terminal that does not tell its own."""

PLACES_SHOWN = 5
"""Places of one URL, where not all are asked for."""

_LEAST_WIDTH = 40
_INDENT = "    "
_RED, _YELLOW, _CYAN, _GREEN, _BOLD, _FAINT = "1;31", "1;33", "1;36", "1;32", "1", "2"
"""SGR parameters of ECMA-48."""


def render(
    report: LinkReport, *, colour: bool = False, width: int = WIDTH, verbose: bool = False
) -> str:
    """Return a report; with ``verbose`` it lists good and ignored links and every place, too."""
    writer = _Writer(report, colour, max(width, _LEAST_WIDTH), verbose)
    blocks = [*writer.internal(), *writer.sections(), writer.closing()]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


class _Writer:
    def __init__(self, report: LinkReport, colour: bool, width: int, verbose: bool) -> None:
        self._report = report
        self._colour = colour
        self._width = width
        self._verbose = verbose

    def internal(self) -> Iterator[list[str]]:
        """Yield the block of internal links, if any."""
        problems = self._report.internal
        if not problems:
            return
        head = f"Internal links that lead nowhere: {len(problems)}"
        lines = [self._paint(_RED, head)]
        for problem in problems:
            place = self._report.place(problem.place)
            lines += self._wrap("- ", f"{place}: {visible(problem.text)}")
        yield lines

    def sections(self) -> Iterator[list[str]]:
        """Yield a block for each section that has something to list."""
        for section, results in self._report.sections():
            if section.verdict in QUIET and not self._verbose:
                continue
            head = f"{section.label.capitalize()}: {count(len(results), 'link')}"
            lines = [self._paint(self._colour_of(section), head)]
            for result in results:
                lines += self._result(result)
            yield lines

    def closing(self) -> list[str]:
        """Return what the check comes to."""
        report = self._report
        failing = report.failing
        verdict = "No link fails the check."
        if failing:
            verdict = f"{count(failing, 'link')} {'fails' if failing == 1 else 'fail'} the check."
        return [
            *self._wrap("", f"{report.counts}."),
            self._paint(_FAINT, f"{report.effort}."),
            self._paint(_RED if failing else _GREEN, verdict),
        ]

    def _result(self, result: Result) -> Iterator[str]:
        yield f"- {self._paint(_BOLD, visible(result.url))}"
        if result.why and (self._verbose or result.verdict not in QUIET):
            yield from self._wrap(f"{_INDENT}why: ", visible(result.why))
        if result.hops:
            statuses = " ".join(str(hop.status) for hop in result.hops)
            yield f"{_INDENT}{statuses} -> {visible(result.target)}"
        if words := since(result):
            yield f"{_INDENT}{words}"
        if advice := advice_of(result):
            yield from self._wrap(f"{_INDENT}help: ", visible(advice))
        yield from self._places(result)

    def _places(self, result: Result) -> Iterator[str]:
        links = self._report.links(result)
        first, rest = split_places(links, len(links) if self._verbose else PLACES_SHOWN)
        for link in first:
            yield f"{_INDENT}at {self._report.where(link)}"
        if rest:
            yield f"{_INDENT}and {count(len(rest), 'more place')}"

    def _colour_of(self, section: Section) -> str:
        if section.key in self._report.gate:
            return _RED
        if section.verdict in QUIET:
            return _GREEN
        return _YELLOW if section.verdict in KNOWN_BAD else _CYAN

    def _paint(self, code: str, text: str) -> str:
        """Return a text that holds no escape of its own in a colour, or as it is."""
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour else text

    def _wrap(self, head: str, text: str) -> list[str]:
        """Return a head and a text in lines of the terminal's width; a long word stays whole."""
        if len(head) + len(text) <= self._width:
            return [f"{head}{text}"]
        return textwrap.wrap(
            text,
            self._width,
            initial_indent=head,
            subsequent_indent=" " * len(head),
            break_long_words=False,
            break_on_hyphens=False,
        )

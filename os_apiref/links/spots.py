# SPDX-License-Identifier: Apache-2.0
"""Where in source files a URL is written, to the column."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from os_apiref.load.texts import Texts
from os_apiref.problems import Place

URL_LIMIT = 8_192
"""Characters of a URL that is looked for over the ends of lines."""

_SCHEME = r"[A-Za-z][A-Za-z0-9]{0,15}:\\?/\\?/"
_TOKEN = re.compile(rf"(?<![A-Za-z0-9]){_SCHEME}[^\s<>\"`]{{0,16384}}")
_TAIL = re.compile(r"""[].,;:!?)}'"*_|\\]*(?:[\s<>"`]|$)""", re.MULTILINE)
_MOST_MARKS = 8
_MARKS = "].,;:!?)}'*_|\\"
_NOT_BEFORE = "[A-Za-z0-9/:.#?&%+~@-]"
_BEFORE = re.compile(_NOT_BEFORE)
_ESCAPE = re.compile(r"\\(.)")
_ROLE = re.compile(r":[\w:+.-]{1,60}:`([^`]{1,500})`")


class Spot(NamedTuple):
    """One place in a file where a URL stands, as it is written there.

    ``written`` differs from the URL by escapes, or by line ends and indents
    where it goes over several lines.
    """

    line: int
    column: int
    written: str
    in_brackets: bool = False
    """Whether it stands between '<' and '>', as an embedded URI does."""


class Near(NamedTuple):
    """About where a link is written, as the parser tells."""

    path: str
    line: int = 0
    height: int = 1
    """Lines of the block that it stands in."""
    in_brackets: bool = False


class Spots:
    """The spots of source files; of two links to one URL each gets a spot of its own."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._indexes: dict[str, Mapping[str, Sequence[Spot]]] = {}
        self._searched: dict[tuple[str, str], tuple[Spot, ...]] = {}
        self._taken: set[tuple[str, int, int]] = set()

    def find(self, path: str, url: str) -> Sequence[Spot]:
        """Return every spot of a URL in a file, in order; longer URLs that begin alike are none."""
        if path not in self._indexes:
            self._indexes[path] = _index(self._texts.lines(path))
        if found := self._indexes[path].get(url):
            return found
        if (path, url) not in self._searched:
            lines = self._texts.lines(path)
            found = tuple(_literal(lines, url)) or tuple(_over_lines(lines, url))
            self._searched[path, url] = found
        return self._searched[path, url]

    def take(self, url: str, near: Near, others: Iterable[str] = ()) -> tuple[Place, str]:
        """Return the place of a link and the text there, '' where the URL stands nowhere.

        The nearest spot that no earlier link has; one in the block itself may
        be taken again, since a fragment can be included twice. Where the file
        has no spot, those of ``others`` count.
        """
        for path in (near.path, *others):
            if spots := self.find(path, url):
                at = near if path == near.path else Near(path)
                spot = self._choose(spots, at._replace(in_brackets=near.in_brackets))
                self._taken.add((path, spot.line, spot.column))
                return Place(path, spot.line, spot.column), spot.written
        return Place(near.path, near.line), ""

    def take_role(self, url: str, near: Near) -> Place:
        """Return the place of the role in a block that a URL may have been made from."""
        lines = self._texts.lines(near.path)
        first = max(near.line, 1)
        for number, line in enumerate(lines[first - 1 : first - 1 + near.height], first):
            for match in _ROLE.finditer(line):
                place = Place(near.path, number, match.start() + 1)
                if place not in self._taken and _argument(match[1]) in url:
                    self._taken.add(place)
                    return place
        return Place(near.path, near.line)

    def _choose(self, spots: Sequence[Spot], near: Near) -> Spot:
        if near.in_brackets:
            spots = [spot for spot in spots if spot.in_brackets] or spots
        last = near.line + max(near.height, 1) - 1

        def order(spot: Spot) -> tuple[bool, bool, int]:
            is_outside = not near.line <= spot.line <= last
            is_taken = (near.path, spot.line, spot.column) in self._taken
            return is_outside, is_taken, abs(spot.line - near.line) if is_outside else 0

        return min(spots, key=order)


def _index(lines: Sequence[str]) -> Mapping[str, Sequence[Spot]]:
    """Return the spots of all that a file has of absolute URLs, by URL.

    Where a URL ends before the punctuation after it only its reader knows, so
    each end that it may have is in the index.
    """
    found: dict[str, list[Spot]] = {}
    for number, line in enumerate(lines, 1):
        for match in _TOKEN.finditer(line):
            for spot in _ends(match, number):
                for url in _readings(spot.written):
                    found.setdefault(url, []).append(spot)
    return found


def _ends(match: re.Match[str], number: int) -> Iterator[Spot]:
    written = match[0]
    in_brackets = _in_brackets(match.string, match.start(), match.end())
    for _ in range(_MOST_MARKS + 1):
        yield Spot(number, match.start() + 1, written, in_brackets)
        if written[-1] not in _MARKS:
            return
        written = written[:-1]


def _readings(written: str) -> set[str]:
    """Return the URLs that a text may mean: RST and JSON escape with a backslash, HTML with '&'."""
    return {written, _ESCAPE.sub(r"\1", written), html.unescape(written)}


def _in_brackets(line: str, start: int, end: int) -> bool:
    return line[start - 1 : start] == "<" and line[end : end + 1] == ">"


def _literal(lines: Sequence[str], url: str) -> Iterator[Spot]:
    """Yield the spots of what is no absolute URL: a relative one, or one without its scheme."""
    for written in dict.fromkeys((url, html.escape(url, quote=False))):
        for number, line in enumerate(lines, 1):
            at = line.find(written) if written else -1
            while at >= 0:
                end = at + len(written)
                if not _BEFORE.match(line[at - 1 : at]) and _TAIL.match(line, end):
                    yield Spot(number, at + 1, written, _in_brackets(line, at, end))
                at = line.find(written, end)


def _over_lines(lines: Sequence[str], url: str) -> Iterator[Spot]:
    """Yield the spots of a URL that goes over several lines, where docutils drops the blanks."""
    if len(url) > URL_LIMIT:
        return
    text = "\n".join(lines)
    parts = (re.escape(one) for one in url)
    pattern = re.compile(rf"(?<!{_NOT_BEFORE})" + r"[ \t]*+\n?+[ \t]*+\\?".join(parts))
    for match in pattern.finditer(text):
        if _TAIL.match(text, match.end()):
            start = text.rfind("\n", 0, match.start()) + 1
            number = text.count("\n", 0, start) + 1
            in_brackets = _in_brackets(text, match.start(), match.end())
            yield Spot(number, match.start() - start + 1, match[0], in_brackets)


def _argument(text: str) -> str:
    """Return what a role is about: of 'title <target#part>' the target."""
    target = text.rpartition("<")[2].removesuffix(">")
    return target.partition("#")[0].strip() or target

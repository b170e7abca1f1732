# SPDX-License-Identifier: Apache-2.0
"""What an HTML page holds that a fragment may lead to."""

from __future__ import annotations

import html
import re
from html.entities import html5
from sys import getsizeof

from os_apiref.links.htmltag import VALUE_LIMIT

IDS_LIMIT = 50_000
"""Ids that are kept of one page, beside those that are wanted."""

ID_LENGTH = 1_000
"""Characters of an id that is kept though nobody wants it."""

IDS_LENGTH = 2_000_000
"""Characters of all ids of one page."""

_ENTRY_SIZE = 64
"""Bytes that a set takes for one of its members, beside the member."""


class Room:
    """Memory for the ids of all pages that are read at once, in bytes."""

    def __init__(self, left: int) -> None:
        self.left = left


_BREAKOUT = (
    *("b", "big", "blockquote", "body", "br", "center", "code", "dd", "div", "dl", "dt", "em"),
    *("embed", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "i", "img", "li", "listing"),
    *("menu", "meta", "nobr", "ol", "p", "pre", "ruby", "s", "small", "span", "strong"),
    *("strike", "sub", "sup", "table", "tt", "u", "ul", "var"),
)
"""Tags that end SVG and MathML which nothing closed, as the standard lists them."""

_ROOTS = ("svg", "math")
_POINTS = ("foreignobject", "desc", "annotation-xml", "mi", "mo", "mn", "ms", "mtext")
"""Elements inside SVG and MathML that hold HTML again."""

_NESTING = 200


class Page:
    """The ids that the scanner tells of."""

    def __init__(self, wanted: frozenset[str], room: Room, *, is_xml: bool) -> None:
        self.wanted = wanted
        self._room = room
        self._taken = 0
        self._is_xml = is_xml
        self.ids: set[str] = set()
        self.news = True
        self.is_full = False
        self.is_foreign = False
        self._length = 0
        self._templates = 0
        self._foreign: list[str] = []

    def leave(self) -> None:
        """Give back the room that the ids took: who has them now sees to them."""
        self._room.left += self._taken
        self._taken = 0

    def start(self, name: str, attributes: dict[str, str], *, is_closed: bool) -> None:
        """Note the ids of a start tag, and what begins with it."""
        if self.is_foreign and name in _BREAKOUT:
            self._leave_foreign()
        if not self._templates:
            self._note(attributes.get("id", ""))
            if name == "a" and not self.is_foreign:
                self._note(attributes.get("name", ""))
        if name in _ROOTS or (self.is_foreign and name in _POINTS):
            # In XML all elements are read alike.
            if not (is_closed or self._is_xml) and len(self._foreign) < _NESTING:
                self._foreign.append(name)
                self.is_foreign = name in _ROOTS
        elif name == "template" and not (self.is_foreign or (self._is_xml and is_closed)):
            self._templates += 1

    def end(self, name: str) -> None:
        """Note what ends."""
        if name in self._foreign:
            while self._foreign.pop() != name:
                pass
            self.is_foreign = bool(self._foreign) and self._foreign[-1] in _ROOTS
        elif self.is_foreign and name in _BREAKOUT:
            self._leave_foreign()
        elif name == "template":
            self._templates = max(0, self._templates - 1)

    def _leave_foreign(self) -> None:
        self._foreign.clear()
        self.is_foreign = False

    def _note(self, raw: str) -> None:
        """Keep an id, if it is wanted or the limits allow."""
        if not raw:
            return
        found = decode_attribute(raw) if len(raw) <= VALUE_LIMIT else ""
        is_wanted = found in self.wanted
        if is_wanted or (
            found
            and len(found) <= ID_LENGTH
            and len(self.ids) < IDS_LIMIT
            and self._length < IDS_LENGTH
            and self._room.left > 0
        ):
            size = getsizeof(found) + _ENTRY_SIZE
            self._taken += size
            self._room.left -= size
            self._length += len(found)
            self.ids.add(found)
            self.news = self.news or is_wanted
        else:
            self.is_full = True


_REFERENCE = re.compile(r"&(?:#[xX]?[0-9a-fA-F]+;?|([a-zA-Z][a-zA-Z0-9]{0,40})(;?)(=?))")


def decode_attribute(raw: str) -> str:
    """Return an attribute's value from what is written.

    A name without its semicolon is no reference before '=' or a letter, so
    that ``?a=1&copy=2`` stays what it is.
    """
    if "&" in raw:
        raw = _REFERENCE.sub(_decode_reference, raw)
    return raw.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _decode_reference(match: re.Match[str]) -> str:
    name, semicolon, equals = match.groups()
    if name is None:
        return html.unescape(match[0])
    if semicolon:
        return html5.get(f"{name};", match[0].removesuffix("=")) + equals
    return match[0] if equals else html5.get(name, match[0])

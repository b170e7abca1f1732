# SPDX-License-Identifier: Apache-2.0
"""One tag of an HTML page, from text that comes in pieces."""

from __future__ import annotations

import re
from collections.abc import Callable

VALUE_LIMIT = 16_384
"""Characters of an id; a longer one is not kept."""

KEPT = ("id", "name")
"""The attributes that are told."""

_NAME_LIMIT = 32

# Attributes that are neither id nor name, each with what shows that it has ended.
# Possessive all through: what fails here is read once more below, no third time.
DULL_ATTRIBUTES = r"""
    (?: [\t\n\f\r /]*+
        (?!(?:[iI][dD]|[nN][aA][mM][eE])[\t\n\f\r />=])
        [^\t\n\f\r />][^\t\n\f\r />=]*+
        (?: [\t\n\f\r ]*+=[\t\n\f\r ]*+
            (?:"[^"]*+"|'[^']*+'|[^\t\n\f\r >"'][^\t\n\f\r >]*+(?=[\t\n\f\r >]))
          | [\t\n\f\r ]*+(?=[^\t\n\f\r =])
        )
    )*+"""

_DULL = re.compile(DULL_ATTRIBUTES, re.VERBOSE)
_KEPT_ATTRIBUTE = re.compile(
    r"""([iI][dD]|[nN][aA][mM][eE])[\t\n\f\r ]*+=[\t\n\f\r ]*+(["'])([^"']*+)\2"""
)
_TAG_NAME = re.compile(r"[^\t\n\f\r />]*+")
_GAP = re.compile(r"[\t\n\f\r /]*+")
_ATTRIBUTE = re.compile(r"[^\t\n\f\r />=]*+")
_BLANKS = re.compile(r"[\t\n\f\r ]*+")
_UNQUOTED = re.compile(r"[^\t\n\f\r >]*+")


class TagReader:
    """What a tag says; of its attributes only id and name are kept, undecoded."""

    def __init__(self, *, is_xml: bool) -> None:
        self.is_end = False
        """Whether it is an end tag."""
        self.is_closed = False
        """Whether it ends in '/>'."""
        self.is_done = False
        """Whether it was read to its end."""
        self.attributes: dict[str, str] = {}
        self._is_xml = is_xml
        self._state: Callable[[TagReader, str, int], int] = TagReader._tag_name
        self._tag: list[str] = []
        self._attribute: list[str] = []
        self._value: list[str] = []
        self._kept = 0
        self._quote = ""

    @property
    def name(self) -> str:
        """The name of the element, in small letters where the page is no XML."""
        return self._cased("".join(self._tag))

    def start(self, *, is_end: bool) -> None:
        """Begin a tag, before its name."""
        self.is_end = is_end
        self.is_closed = self.is_done = False
        self.attributes = {}
        self._tag.clear()
        self._kept = 0
        self._state = TagReader._tag_name

    def read(self, text: str, at: int) -> int:
        """Read on, and return where the text or the tag has ended."""
        while at < len(text) and not self.is_done:
            at = self._state(self, text, at)
        return at

    def _tag_name(self, text: str, at: int) -> int:
        end = _end(_TAG_NAME, text, at)
        self._keep(self._tag, text, at, end, _NAME_LIMIT)
        if end < len(text):
            self._state = TagReader._gap
        return end

    def _gap(self, text: str, at: int) -> int:
        """Stand before an attribute or the end of the tag."""
        start = _end(_DULL, text, at)
        end = _end(_GAP, text, start)
        if end > at:
            self.is_closed = end > start and text[end - 1] == "/"
        if end == len(text):
            return end
        if text[end] == ">":
            self.is_done = True
            return end + 1
        if kept := _KEPT_ATTRIBUTE.match(text, end):
            self._note(kept[1], kept[3][: VALUE_LIMIT + 1])
            self.is_closed = False
            return kept.end()
        self._attribute.clear()
        self._value.clear()
        # A name may start with '=', and only start with it.
        self._attribute.append(text[end])
        self._kept = 1
        self._state = TagReader._attribute_name
        return end + 1

    def _attribute_name(self, text: str, at: int) -> int:
        end = _end(_ATTRIBUTE, text, at)
        self._keep(self._attribute, text, at, end, _NAME_LIMIT)
        if end < len(text):
            self._state = TagReader._after_name
        return end

    def _after_name(self, text: str, at: int) -> int:
        end = _end(_BLANKS, text, at)
        if end == len(text):
            return end
        self.is_closed = False
        if text[end] == "=":
            self._state = TagReader._before_value
            return end + 1
        name = self._cased("".join(self._attribute))
        if name in KEPT:
            self._note(name, "")
        self._state = TagReader._gap
        return end

    def _before_value(self, text: str, at: int) -> int:
        end = _end(_BLANKS, text, at)
        if end == len(text):
            return end
        self._kept = 0
        if text[end] == ">":
            self._state = TagReader._gap
            return end
        self._quote = text[end] if text[end] in "\"'" else ""
        self._state = TagReader._attribute_value
        return end + bool(self._quote)

    def _attribute_value(self, text: str, at: int) -> int:
        if self._quote:
            found = text.find(self._quote, at)
            end = len(text) if found < 0 else found
        else:
            end = _end(_UNQUOTED, text, at)
        name = self._cased("".join(self._attribute))
        is_kept = name in KEPT
        if is_kept:
            self._keep(self._value, text, at, end, VALUE_LIMIT)
        if end == len(text):
            return end
        if is_kept:
            self._note(name, "".join(self._value))
        self.is_closed = False
        self._state = TagReader._gap
        return end + bool(self._quote)

    def _note(self, name: str, value: str) -> None:
        """Keep an attribute; the first of two holds, one over its limit is known by its length."""
        self.attributes.setdefault(self._cased(name), value)

    def _cased(self, name: str) -> str:
        return name if self._is_xml else name.lower()

    def _keep(self, parts: list[str], text: str, at: int, end: int, limit: int) -> None:
        """Add a piece to what is kept of a name or value, up to one character over its limit."""
        piece = text[at : min(end, at + limit + 1 - self._kept)]
        if piece:
            parts.append(piece)
            self._kept += len(piece)


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    assert match is not None
    return match.end()

# SPDX-License-Identifier: Apache-2.0
"""The tags of an HTML page, from text that comes in pieces.

The states are those of the standard's tokenizer, as far as they decide what is
a tag (https://html.spec.whatwg.org/multipage/parsing.html#tokenization). Every
state takes what there is and keeps nothing of it, so the time grows with the
page, whatever its content, and the memory does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from os_apiref.links.htmltag import DULL_ATTRIBUTES, TagReader

RAW = frozenset({"iframe", "noembed", "noframes", "noscript", "style", "textarea", "title", "xmp"})
"""Elements whose content is text up to their end tag, beside script and plaintext.

As for a reader whose browser runs scripts: noscript is one of them.
"""

_EMPTY_COMMENT = re.compile("<!---?>")
_COMMENT_END = re.compile("--!?>")
_SCRIPT = re.compile(r"<!--|-->|<(/?)[sS][cC][rR][iI][pP][tT](?=[\t\n\f\r />])")

_CDATA_END = re.compile("]]>")
_INSTRUCTION_END = re.compile(r"\?>")
_BOGUS_END = re.compile(">")
_SUBSET = re.compile(r"[\[\]>]")

# Text, comments and whole tags that say nothing of ids and change no state: they are not told.
_DULL = re.compile(
    rf"""(?:
        [^<]++
      | <(?=[^a-zA-Z/!?])
      | </(?!(?i:svg|math|template)[\t\n\f\r />])[a-zA-Z][^>"'\t\n\f\r /]*+>
      | <(?!(?i:svg|math|template|script|plaintext|iframe|no(?:embed|frames|script)|style
              |textarea|title|xmp)[\t\n\f\r />])
        [a-zA-Z][^\t\n\f\r />]*+ {DULL_ATTRIBUTES} [\t\n\f\r /]*+>
      | <!--(?!-?>)(?:[^-]++|-(?!-!?>))*+-->
    )*+""",
    re.VERBOSE,
)


class Handler(Protocol):
    """Who is told what a page holds."""

    is_foreign: bool
    """Whether the page is inside SVG or MathML, whose tags are read by other rules."""

    def start(self, name: str, attributes: dict[str, str], *, is_closed: bool) -> None:
        """Hear of a start tag, with its raw id and name; ``is_closed`` if it ends in '/>'."""

    def end(self, name: str) -> None:
        """Hear of an end tag."""


class Scanner:
    """Tells a handler of tags that matter; ``is_xml`` for XHTML and SVG."""

    def __init__(self, handler: Handler, *, is_xml: bool) -> None:
        self._handler = handler
        self._is_xml = is_xml
        self._state: Callable[[Scanner, str, int], int] = Scanner._data
        self._tail = ""
        self._is_starved = False
        self._tag = TagReader(is_xml=is_xml)
        self._raw = ""
        self._escapes = 0
        self._subset = 0

    def feed(self, text: str) -> None:
        """Read on; of what is left open only a few characters wait for the next piece."""
        text = self._tail + text
        at = 0
        self._is_starved = False
        while at < len(text) and not self._is_starved:
            at = self._state(self, text, at)
        self._tail = text[at:]

    def _starve(self, at: int) -> int:
        self._is_starved = True
        return at

    # Outside of tags.

    def _data(self, text: str, at: int) -> int:
        if not self._handler.is_foreign:
            dull = _DULL.match(text, at)
            assert dull is not None
            at = dull.end()
        start = text.find("<", at)
        return len(text) if start < 0 else self._markup(text, start)

    def _markup(self, text: str, at: int) -> int:
        """Enter the state that the character after '<' asks for."""
        second, third = text[at + 1 : at + 2], text[at + 2 : at + 3]
        if _is_letter(second):
            return self._open_tag(at + 1, is_end=False)
        if second == "!":
            return self._declaration(text, at)
        if second == "?":
            self._state = Scanner._instruction if self._is_xml else Scanner._bogus
            return at + 2
        if second == "/" and third:
            if _is_letter(third):
                return self._open_tag(at + 2, is_end=True)
            self._state = Scanner._bogus
            return at + 2
        if second in ("", "/"):
            return self._starve(at)
        return at + 1

    def _declaration(self, text: str, at: int) -> int:
        start = text[at : at + 9]
        if start in ("<!--", "<!---"):
            return self._starve(at)
        if start.startswith("<!--"):
            # The dashes may be those of the end: '<!-->' is a whole comment.
            whole = _EMPTY_COMMENT.match(text, at)
            if whole:
                return whole.end()
            self._state = Scanner._comment
            return at + 4
        if start == "<![CDATA[" and (self._is_xml or self._handler.is_foreign):
            self._state = Scanner._cdata
            return at + 9
        if "<!--".startswith(start) or (len(start) < 9 and "<![CDATA[".startswith(start)):
            return self._starve(at)
        self._subset = 0
        self._state = Scanner._doctype if self._is_xml else Scanner._bogus
        return at + 2

    def _comment(self, text: str, at: int) -> int:
        return self._until(text, at, _COMMENT_END.search(text, at), keep=3)

    def _cdata(self, text: str, at: int) -> int:
        return self._until(text, at, _CDATA_END.search(text, at), keep=2)

    def _instruction(self, text: str, at: int) -> int:
        return self._until(text, at, _INSTRUCTION_END.search(text, at), keep=1)

    def _bogus(self, text: str, at: int) -> int:
        return self._until(text, at, _BOGUS_END.search(text, at), keep=0)

    def _doctype(self, text: str, at: int) -> int:
        """Pass over a document type, whose internal subset holds declarations in '[...]'."""
        for match in _SUBSET.finditer(text, at):
            if match[0] == ">" and not self._subset:
                self._state = Scanner._data
                return match.end()
            if match[0] in "[]":
                self._subset = int(match[0] == "[")
        return len(text)

    def _until(self, text: str, at: int, end: re.Match[str] | None, *, keep: int) -> int:
        if end is None:
            return self._starve(max(at, len(text) - keep))
        self._state = Scanner._data
        return end.end()

    # Content that is no markup.

    def _raw_text(self, text: str, at: int) -> int:
        """Read up to ``</name``, which is left for the end tag."""
        length = len(self._raw) + 2
        end = text.find("</", at)
        while end >= 0 and end + length < len(text):
            is_name = text[end + 2 : end + length].lower() == self._raw
            if is_name and text[end + length] in "\t\n\f\r />":
                return self._open_tag(end + 2, is_end=True)
            end = text.find("</", end + 2)
        if end < 0:
            end = len(text) - text.endswith("<")
        return self._starve(end)

    def _script(self, text: str, at: int) -> int:
        """Read a script, in whose ``<!--`` comments a whole script element may stand."""
        while match := _SCRIPT.search(text, at):
            at = match.end()
            if match[0] == "<!--":
                # '<!-->' ends where it starts.
                at -= 2
                self._escapes = self._escapes or 1
            elif match[0] == "-->":
                self._escapes = 0
            elif match[1] and self._escapes < 2:
                return self._open_tag(match.start() + 2, is_end=True)
            elif self._escapes:
                self._escapes = 1 if match[1] else 2
        return self._starve(max(at, len(text) - 8))

    def _plain(self, text: str, at: int) -> int:
        return len(text)

    # Tags.

    def _open_tag(self, at: int, *, is_end: bool) -> int:
        self._tag.start(is_end=is_end)
        self._state = Scanner._in_tag
        return at

    def _in_tag(self, text: str, at: int) -> int:
        at = self._tag.read(text, at)
        if self._tag.is_done:
            self._close_tag()
        return at

    def _close_tag(self) -> None:
        """Tell of a tag, and enter the state that its content asks for."""
        name = self._tag.name
        self._state = Scanner._data
        if self._tag.is_end:
            self._handler.end(name)
            return
        self._handler.start(name, self._tag.attributes, is_closed=self._tag.is_closed)
        if self._is_xml or self._handler.is_foreign:
            return
        if name in RAW:
            self._raw = name
            self._state = Scanner._raw_text
        elif name == "script":
            self._escapes = 0
            self._state = Scanner._script
        elif name == "plaintext":
            self._state = Scanner._plain


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()

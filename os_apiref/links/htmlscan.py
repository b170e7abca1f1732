# SPDX-License-Identifier: Apache-2.0
"""The tags and the text of an HTML page, from text that comes in pieces.

The states are those of the standard's tokenizer, as far as they decide what is
a tag (https://html.spec.whatwg.org/multipage/parsing.html#tokenization). Every
state takes what there is and keeps nothing of it, so the time grows with the
page, whatever its content, and the memory does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

VALUE_LIMIT = 16_384
"""Characters of an id; a longer one is not kept."""

_KEPT = ("id", "name")
_NAME_LIMIT = 32

RAW = frozenset({"iframe", "noembed", "noframes", "noscript", "style", "textarea", "title", "xmp"})
"""Elements whose content is text up to their end tag, beside script and plaintext.

As for a reader whose browser runs scripts: noscript is one of them.
"""

_TAG_NAME = re.compile(r"[^\t\n\f\r />]*+")
_GAP = re.compile(r"[\t\n\f\r /]*+")
_ATTRIBUTE = re.compile(r"[^\t\n\f\r />=]*+")
_BLANKS = re.compile(r"[\t\n\f\r ]*+")
_UNQUOTED = re.compile(r"[^\t\n\f\r >]*+")
_EMPTY_COMMENT = re.compile("<!---?>")
_COMMENT_END = re.compile("--!?>")
_SCRIPT = re.compile(r"<!--|-->|<(/?)[sS][cC][rR][iI][pP][tT](?=[\t\n\f\r />])")

# Attributes that are neither id nor name, each with what shows that it has ended.
# Possessive all through: what fails here is read once more below, no third time.
_DULL_ATTRIBUTES = r"""
    (?: [\t\n\f\r /]*+
        (?!(?:[iI][dD]|[nN][aA][mM][eE])[\t\n\f\r />=])
        [^\t\n\f\r />][^\t\n\f\r />=]*+
        (?: [\t\n\f\r ]*+=[\t\n\f\r ]*+
            (?:"[^"]*+"|'[^']*+'|[^\t\n\f\r >"'][^\t\n\f\r >]*+(?=[\t\n\f\r >]))
          | [\t\n\f\r ]*+(?=[^\t\n\f\r =])
        )
    )*+"""

# Text, comments and whole tags that say nothing of ids and change no state.
_DULL = re.compile(
    rf"""(?:
        [^<]++
      | <(?=[^a-zA-Z/!?])
      | </(?!(?i:svg|math|template)[\t\n\f\r />])[a-zA-Z][^>"'\t\n\f\r /]*+>
      | <(?!(?i:svg|math|template|script|plaintext|iframe|no(?:embed|frames|script)|style
              |textarea|title|xmp)[\t\n\f\r />])
        [a-zA-Z][^\t\n\f\r />]*+ {_DULL_ATTRIBUTES} [\t\n\f\r /]*+>
      | <!--(?!-?>)(?:[^-]++|-(?!-!?>))*+-->
    )*+""",
    re.VERBOSE,
)
_ATTRIBUTES = re.compile(_DULL_ATTRIBUTES, re.VERBOSE)
_KEPT_ATTRIBUTE = re.compile(
    r"""([iI][dD]|[nN][aA][mM][eE])[\t\n\f\r ]*+=[\t\n\f\r ]*+(["'])([^"']*+)\2"""
)


class Handler(Protocol):
    """Who is told what a page holds."""

    is_dull: bool
    """Whether text, and tags without id or name, need not be told."""
    is_foreign: bool
    """Whether the page is inside SVG or MathML, whose tags are read by other rules."""

    def start(self, name: str, attributes: dict[str, str], *, is_closed: bool) -> None:
        """Hear of a start tag, with its raw id and name; ``is_closed`` if it ends in '/>'."""

    def end(self, name: str) -> None:
        """Hear of an end tag."""

    def text(self, text: str) -> None:
        """Hear of a piece of text, its references not yet decoded."""


class Scanner:
    """Tells a handler of tags and text; ``is_xml`` for XHTML and SVG."""

    def __init__(self, handler: Handler, *, is_xml: bool) -> None:
        self._handler = handler
        self._is_xml = is_xml
        self._state: Callable[[Scanner, str, int], int] = Scanner._data
        self._tail = ""
        self._is_starved = False
        self._is_end = False
        self._is_closed = False
        self._tag: list[str] = []
        self._attributes: dict[str, str] = {}
        self._attribute: list[str] = []
        self._value: list[str] = []
        self._kept = 0
        self._quote = ""
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
        if self._handler.is_dull and not self._handler.is_foreign:
            dull = _DULL.match(text, at)
            assert dull is not None
            at = dull.end()
        start = text.find("<", at)
        end = len(text) if start < 0 else start
        if end > at:
            self._handler.text(text[at:end])
        return end if start < 0 else self._markup(text, start)

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
        self._handler.text("<")
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
                self._handler.text(text[at:end])
                return self._open_tag(end + 2, is_end=True)
            end = text.find("</", end + 2)
        if end < 0:
            end = len(text) - text.endswith("<")
        self._handler.text(text[at:end])
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
        self._handler.text(text[at:])
        return len(text)

    # Inside a tag.

    def _open_tag(self, at: int, *, is_end: bool) -> int:
        self._is_end = is_end
        self._is_closed = False
        self._tag.clear()
        self._attributes = {}
        self._kept = 0
        self._state = Scanner._tag_name
        return at

    def _tag_name(self, text: str, at: int) -> int:
        end = _end(_TAG_NAME, text, at)
        self._keep(self._tag, text, at, end, _NAME_LIMIT)
        if end < len(text):
            self._state = Scanner._gap
        return end

    def _gap(self, text: str, at: int) -> int:
        """Stand before an attribute or the end of the tag."""
        start = _end(_ATTRIBUTES, text, at)
        end = _end(_GAP, text, start)
        if end > at:
            self._is_closed = end > start and text[end - 1] == "/"
        if end == len(text):
            return end
        if text[end] == ">":
            return self._close_tag(end + 1)
        if kept := _KEPT_ATTRIBUTE.match(text, end):
            self._note(kept[1], kept[3][: VALUE_LIMIT + 1])
            self._is_closed = False
            return kept.end()
        self._attribute.clear()
        self._value.clear()
        # A name may start with '=', and only start with it.
        self._attribute.append(text[end])
        self._kept = 1
        self._state = Scanner._attribute_name
        return end + 1

    def _attribute_name(self, text: str, at: int) -> int:
        end = _end(_ATTRIBUTE, text, at)
        self._keep(self._attribute, text, at, end, _NAME_LIMIT)
        if end < len(text):
            self._state = Scanner._after_name
        return end

    def _after_name(self, text: str, at: int) -> int:
        end = _end(_BLANKS, text, at)
        if end == len(text):
            return end
        self._is_closed = False
        self._state = Scanner._before_value if text[end] == "=" else Scanner._gap
        return end + (text[end] == "=")

    def _before_value(self, text: str, at: int) -> int:
        end = _end(_BLANKS, text, at)
        if end == len(text):
            return end
        self._kept = 0
        if text[end] == ">":
            self._state = Scanner._gap
            return end
        self._quote = text[end] if text[end] in "\"'" else ""
        self._state = Scanner._attribute_value
        return end + bool(self._quote)

    def _attribute_value(self, text: str, at: int) -> int:
        if self._quote:
            found = text.find(self._quote, at)
            end = len(text) if found < 0 else found
        else:
            end = _end(_UNQUOTED, text, at)
        name = self._cased("".join(self._attribute))
        is_kept = name in _KEPT
        if is_kept:
            self._keep(self._value, text, at, end, VALUE_LIMIT)
        if end == len(text):
            return end
        if is_kept:
            self._note(name, "".join(self._value))
        self._is_closed = False
        self._state = Scanner._gap
        return end + bool(self._quote)

    def _note(self, name: str, value: str) -> None:
        """Keep an attribute; the first of two holds, one over its limit is known by its length."""
        self._attributes.setdefault(self._cased(name), value)

    def _cased(self, name: str) -> str:
        return name if self._is_xml else name.lower()

    def _keep(self, parts: list[str], text: str, at: int, end: int, limit: int) -> None:
        """Add a piece to what is kept of a name or value, up to one character over its limit."""
        piece = text[at : min(end, at + limit + 1 - self._kept)]
        if piece:
            parts.append(piece)
            self._kept += len(piece)

    def _close_tag(self, at: int) -> int:
        name = self._cased("".join(self._tag))
        self._state = Scanner._data
        if self._is_end:
            self._handler.end(name)
            return at
        self._handler.start(name, self._attributes, is_closed=self._is_closed)
        if self._is_xml or self._handler.is_foreign:
            return at
        if name in RAW:
            self._raw = name
            self._state = Scanner._raw_text
        elif name == "script":
            self._escapes = 0
            self._state = Scanner._script
        elif name == "plaintext":
            self._state = Scanner._plain
        return at


_CDATA_END = re.compile("]]>")
_INSTRUCTION_END = re.compile(r"\?>")
_BOGUS_END = re.compile(">")
_SUBSET = re.compile(r"[\[\]>]")


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    assert match is not None
    return match.end()


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()

# SPDX-License-Identifier: Apache-2.0
"""What a fragment may lead to on a page, as the HTML standard says.

https://html.spec.whatwg.org/multipage/browsing-the-web.html#find-a-potential-indicated-element
"""

from __future__ import annotations

import codecs
from collections.abc import Collection
from urllib.parse import quote, unquote

from os_apiref.links.charset import PRESCAN, find_encoding, named_encoding
from os_apiref.links.htmlpage import Page, Room
from os_apiref.links.htmlscan import Scanner
from os_apiref.links.pagetext import START, first_lines, first_words

ROOM = 48 * 1024 * 1024
"""Bytes that the ids of all pages that are read at once may take."""

_PIECE = 64 * 1024
_PREFIX = "user-content-"

# What a URL keeps as it is in a fragment: all of ASCII that is printed but
# space " < > and ` (https://url.spec.whatwg.org/#fragment-percent-encode-set).
_KEPT = "!#$%&'()*+,/:;=?@[\\]^{|}"


def indicated(fragment: str) -> str:
    """Return a fragment without its directive, such as ``:~:text=``, which needs no id.

    https://wicg.github.io/scroll-to-text-fragment/#the-fragment-directive
    """
    return fragment.partition(":~:")[0]


def is_top(fragment: str) -> bool:
    """Whether a fragment leads to the top of every page, whatever its ids."""
    fragment = indicated(fragment)
    return not fragment or unquote(fragment).lower() == "top"


def candidates(fragment: str) -> tuple[str, ...]:
    """Return the ids that a fragment leads to: as a URL writes it, decoded, and GitHub's of both.

    GitHub puts 'user-content-' before the ids of what users write, and its
    script finds them without.
    """
    encoded = quote(indicated(fragment), safe=_KEPT, errors="replace")
    decoded = unquote(encoded, errors="replace")
    plain = (encoded,) if decoded == encoded else (encoded, decoded)
    return (*plain, *(_PREFIX + one for one in plain))


def matches(fragment: str, ids: Collection[str]) -> bool:
    """Whether a fragment, as written in a URL, leads somewhere on a page with these ids."""
    return is_top(fragment) or any(one in ids for one in candidates(fragment))


def media_type(content_type: str) -> str:
    """Return the media type of a Content-Type field, in small letters, '' for none."""
    return content_type.partition(";")[0].strip().lower()


def has_ids(content_type: str) -> bool:
    """Whether fragments of such a page name its ids; a page without a type is read as HTML."""
    kind = media_type(content_type)
    return kind in ("", "text/html") or is_xml(content_type)


def is_told(content_type: str) -> bool:
    """Whether what such a page says to its reader can be read."""
    return has_ids(content_type) or media_type(content_type) == "text/plain"


def is_xml(content_type: str) -> bool:
    """Whether a page of this type is read as XML (RFC 7303)."""
    kind = media_type(content_type)
    return kind in ("text/xml", "application/xml") or kind.endswith("+xml")


class IdFinder:
    """The ids of one page, from its bytes in pieces of any size.

    Ids and the names of ``<a>`` count as a browser that runs scripts finds
    them: not those in comments, scripts, templates, noscript or text.
    """

    def __init__(
        self, wanted: Collection[str], content_type: str, room: Room | None = None
    ) -> None:
        self._content_type = content_type
        self._is_read = is_told(content_type)
        self._has_markup = has_ids(content_type)
        self._is_xml = is_xml(content_type)
        names = frozenset(name for one in wanted for name in candidates(one))
        self._page = Page(names, room or Room(ROOM), is_xml=self._is_xml)
        self._open = [one for one in wanted if not is_top(one)]
        self._scanner = Scanner(self._page, is_xml=self._is_xml)
        self._start = b""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._starts: list[str] = []
        self._left = START

    def feed(self, data: bytes) -> bool:
        """Read on; return whether everything wanted is found, so that no more need be read.

        Of a page whose fragments name no ids nothing need be read at all.
        """
        if not self._is_read:
            return True
        for at in range(0, len(data), _PIECE):
            self._read(data[at : at + _PIECE])
        return self._is_done()

    def close(self) -> None:
        """Read what waited for more: a page may be shorter than what is read before it."""
        if self._is_read:
            if self._decoder is None:
                self._decide()
            assert self._decoder is not None
            self._scan(self._decoder.decode(b"", final=True))
        self._page.leave()

    @property
    def ids(self) -> frozenset[str]:
        """All ids found so far, those that were wanted and others up to the limits."""
        return frozenset(self._page.ids)

    @property
    def is_full(self) -> bool:
        """Whether ids were left out, which are too many or too long and were not wanted."""
        return self._page.is_full

    @property
    def head(self) -> str:
        """Three lines: the title, the first h1, and the first text that readers see."""
        start = "".join(self._starts)
        return first_words(start) if self._has_markup else first_lines(start)

    def _is_done(self) -> bool:
        if self._page.news:
            self._page.news = False
            self._open = [some for some in self._open if not matches(some, self._page.ids)]
        return not self._open

    def _read(self, data: bytes) -> None:
        if self._decoder is None:
            self._start += data
            # Nothing but a byte order mark overrules HTTP.
            needed = 3 if named_encoding(self._content_type) else PRESCAN
            if len(self._start) >= needed:
                self._decide()
        else:
            self._scan(self._decoder.decode(data))

    def _decide(self) -> None:
        """Choose the encoding, and read what has come."""
        start, self._start = self._start, b""
        codec, skip = find_encoding(start, self._content_type, is_xml=self._is_xml)
        self._decoder = codecs.getincrementaldecoder(codec)(errors="replace")
        self._scan(self._decoder.decode(start[skip:]))

    def _scan(self, text: str) -> None:
        if self._left > 0:
            self._starts.append(text[: self._left])
            self._left -= len(text)
        if self._has_markup:
            self._scanner.feed(text)

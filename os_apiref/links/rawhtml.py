# SPDX-License-Identifier: Apache-2.0
"""The links and ids of HTML that an author wrote."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import NamedTuple

_URL_ATTRIBUTES = {
    "a": ("href",),
    "area": ("href",),
    "audio": ("src",),
    "embed": ("src",),
    "iframe": ("src",),
    "image": ("href", "xlink:href"),
    "img": ("src", "srcset"),
    "input": ("src",),
    "link": ("href",),
    "object": ("data",),
    "script": ("src",),
    "source": ("src", "srcset"),
    "track": ("src",),
    "use": ("href", "xlink:href"),
    "video": ("src", "poster"),
}
"""Attributes that name what a browser follows or loads (HTML standard, index of attributes)."""

_HINTS = frozenset({"dns-prefetch", "preconnect"})
"""Kinds of <link> that name a host and nothing on it."""


class HtmlLink(NamedTuple):
    """A URL in HTML, and the line of its tag, from 1."""

    url: str
    line: int


@dataclass(frozen=True)
class HtmlParts:
    """What a piece of HTML links to, and the ids in it."""

    links: tuple[HtmlLink, ...] = ()
    ids: frozenset[str] = frozenset()


def read_html(text: str) -> HtmlParts:
    """Return the links and ids of a piece of HTML; what is malformed is read as far as it goes."""
    reader = _Reader()
    # An unknown declaration ends the parser with an assertion.
    with suppress(AssertionError):
        reader.feed(text)
        reader.close()
    return HtmlParts(tuple(reader.links), frozenset(reader.ids))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[HtmlLink] = []
        self.ids: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value.strip() for name, value in reversed(attrs) if value}
        names = ("id", "name") if tag == "a" else ("id",)
        self.ids.update(attributes[name] for name in names if name in attributes)
        if tag == "link" and not _HINTS.isdisjoint(attributes.get("rel", "").lower().split()):
            return
        line, _ = self.getpos()
        for name in _URL_ATTRIBUTES.get(tag, ()):
            value = attributes.get(name, "")
            urls = _candidates(value) if name == "srcset" else [value]
            self.links += (HtmlLink(url, line) for url in urls if url)


def _candidates(srcset: str) -> list[str]:
    """Return the URLs of a srcset: each may have a width or density after it."""
    return [words[0] for one in srcset.split(", ") if (words := one.rstrip(",").split())]

# SPDX-License-Identifier: Apache-2.0
"""Edits that write a link's new URL at the place of the old one."""

from __future__ import annotations

import html
import re

from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict
from os_apiref.problems import Edit

_PLAIN = re.compile(r"https?://[A-Za-z0-9~:/?#@!$&()+,;=%._-]*[A-Za-z0-9/=&%~+#@$-]", re.IGNORECASE)
"""What every source writes as it is: no quote, no escape, no mark of RST or YAML."""

_REFERENCE_END = re.compile(r"_(?![A-Za-z0-9])")
_GAP = re.compile(r"\s*\n\s*")
_ESCAPE = re.compile(r"\\(.)")


def rewrite(link: Link, result: Result) -> tuple[Edit, ...]:
    """Return the edit that writes a link's new URL at its place, none where that needs a person.

    The new URL is the one that the result gives, else the end of a permanent
    redirect; the fragment stays. Only the text that the finder found to mean
    the old URL is replaced, and only by what no source has to escape.
    """
    new = _new_url(link, result)
    if not new or not link.written or not link.place.column or not _means(link):
        return ()
    written = _as_written(new, link.written)
    if not written or written == link.written:
        return ()
    return (Edit(link.place, link.written, written),)


def _new_url(link: Link, result: Result) -> str:
    is_moved = result.verdict is Verdict.REDIRECTED and result.is_permanent
    new = result.replacement or (result.target if is_moved else "")
    # A fragment that nobody was to look for is not in the result's URL.
    _, mark, fragment = link.written.partition("#")
    return f"{new}#{_unwrapped(fragment)}" if new and mark and "#" not in new else new


def _means(link: Link) -> bool:
    """Whether the text at the place means the URL that was asked, not one made of it."""
    text = _unwrapped(link.written)
    text = f"https:{text}" if text.startswith("//") else text
    readings = {text, _ESCAPE.sub(r"\1", text), html.unescape(text)}
    return link.url.partition("#")[0] in {reading.partition("#")[0] for reading in readings}


def _unwrapped(text: str) -> str:
    return _GAP.sub("", text)


def _as_written(new: str, old: str) -> str:
    """Return a URL as it is to stand where an old one stood, '' where that is not plain."""
    if not _PLAIN.fullmatch(new) or _REFERENCE_END.search(new):
        return ""
    if "&" in new:
        if "&" not in old:
            return ""  # in HTML it would start a character reference
        new = html.escape(new, quote=False) if "&amp;" in old else new
    if old.startswith("//"):
        return new.removeprefix("https:") if new.startswith("https:") else ""
    return new

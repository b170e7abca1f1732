# SPDX-License-Identifier: Apache-2.0
"""What a page says first: its title, its first heading, its first text.

Enough to tell a page from an error. Ids are found by the standard's states
(htmlscan); here expressions do, which take a tenth of the time.
"""

from __future__ import annotations

import html
import re

START = 16 * 1024
"""Characters of a page that are read for it."""

_TITLE_LENGTH = 300
_TEXT_LENGTH = 2_000

_HIDDEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(script|style|noscript|template|iframe|noembed|noframes|textarea)\b[^>]*+>"
    r".*?(?:</\1[\s/>]|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_TITLE = re.compile(r"<title\b[^>]*+>(.*?)(?:</title[\s/>]|\Z)", re.IGNORECASE | re.DOTALL)
_HEADING = re.compile(r"<h1\b[^>]*+>(.*?)(?:</h1[\s/>]|\Z)", re.IGNORECASE | re.DOTALL)

# No '<' in an attribute: where a quote is never closed, the next tag ends the search.
_ATTRIBUTES = r"""(?:[^<>"']|"[^"<]*"|'[^'<]*'|["'])*+>?"""
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|code|em|font|i|kbd|mark|s|small|span|strong|sub|sup|tt|u)(?=[\s/>])"
    + _ATTRIBUTES,
    re.IGNORECASE,
)
_TAG = re.compile(r"<[a-zA-Z/!?]" + _ATTRIBUTES)


def first_words(text: str) -> str:
    """Return three lines of the start of an HTML page: title, first h1, first text.

    '' for a page that says nothing.
    """
    text = _HIDDEN.sub(" ", text[:START])
    title = _TITLE.search(text)
    if title:
        text = f"{text[: title.start()]} {text[title.end() :]}"
    heading = _HEADING.search(text)
    words = (
        _plain(title[1] if title else "")[:_TITLE_LENGTH],
        _plain(heading[1] if heading else "")[:_TITLE_LENGTH],
        _plain(text)[:_TEXT_LENGTH],
    )
    return "\n".join(words) if any(words) else ""


def first_lines(text: str) -> str:
    """Return the same of a plain text, which has no title and no heading."""
    words = " ".join(text[:START].split())[:_TEXT_LENGTH]
    return f"\n\n{words}" if words else ""


def _plain(markup: str) -> str:
    """Return what a reader sees of markup, in one line."""
    return " ".join(html.unescape(_TAG.sub(" ", _INLINE.sub("", markup))).split())

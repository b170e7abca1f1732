# SPDX-License-Identifier: Apache-2.0
"""Markdown as a parser reads it that nobody of this project wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

PARSER = MarkdownIt("commonmark").enable("table")


def tokens(markdown: str) -> Iterator[Token]:
    """Yield every token, those within a line too."""
    yield from _flat(PARSER.parse(markdown))


def _flat(found: Sequence[Token]) -> Iterator[Token]:
    for token in found:
        yield token
        yield from _flat(token.children or ())


def kinds(markdown: str) -> list[str]:
    """The kinds of all tokens but those that only close or hold others."""
    passed = {"inline", "text", "softbreak"}
    return [one.type for one in tokens(markdown) if one.nesting >= 0 and one.type not in passed]


def text(markdown: str) -> str:
    """What a reader reads: text, code and the words for images; line ends are spaces."""
    return "".join(map(_text, tokens(markdown)))


def _text(token: Token) -> str:
    if token.type in ("text", "code_inline", "fence", "code_block"):
        return token.content
    is_break = token.type in ("softbreak", "hardbreak") or token.content == "<br>"
    return " " if is_break or token.type.endswith("_close") else ""


def links(markdown: str) -> list[str]:
    """Where links and images lead."""
    found = (one.attrGet("href") or one.attrGet("src") for one in tokens(markdown))
    return [str(one) for one in found if one is not None]


def elements(markdown: str) -> list[str]:
    """The HTML in it."""
    return [one.content for one in tokens(markdown) if one.type in ("html_inline", "html_block")]


def ids(markdown: str) -> set[str]:
    """What a fragment may lead to."""
    return set(re.findall(r'<a id="([^"]*)">', "".join(elements(markdown))))

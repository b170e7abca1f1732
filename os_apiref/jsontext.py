# SPDX-License-Identifier: Apache-2.0
"""JSON text: as highlighted HTML, and without what strict readers refuse.

Samples are most of a reference's bytes and all are JSON; one expression does
for them what a general highlighter needs forty times as long for. The classes
are those of Pygments, so every Sphinx theme's colours apply.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from html import escape

_TOKEN = re.compile(
    r"""(?P<nt>"(?:[^"\\\n]|\\.)*"(?=\s*:))
      | (?P<s2>"(?:[^"\\\n]|\\.)*")
      | (?P<mf>-?\d+(?:\.\d+(?:[eE][+-]?\d+)?|[eE][+-]?\d+))
      | (?P<mi>-?\d+)(?![\w.])
      | (?P<kc>true|false|null)(?!\w)
      | (?P<plain>[{}\[\],:\s]+)""",
    re.VERBOSE,
)


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def decodable(text: str) -> str:
    """Return text without lone surrogates (the name of a file may bring some).

    RFC 8259 (8.2) calls what readers make of them unpredictable; strict ones
    refuse the whole document.
    """
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def highlight_json(text: str, anchors: Iterable[str] = ()) -> str | None:
    """Return the text as HTML, None where it holds anything that JSON has not.

    Only tokens are looked at: a part of a document is highlighted too. Each
    key links to the next of ``anchors``, to nothing where that is ''.
    """
    waiting = iter(anchors)
    parts: list[str] = []
    end = 0
    # Only from where the last token ended: a search for the next one could
    # read the rest of the text again from each of its characters.
    while match := _TOKEN.match(text, end):
        end = match.end()
        kind = match.lastgroup
        token = match[0]
        if kind == "plain":
            parts.append(token)
        elif kind == "nt" and (anchor := next(waiting, "")):
            parts.append(f'<a class="nt" href="#{escape(anchor)}">{escape(token, quote=False)}</a>')
        else:
            parts.append(f'<span class="{kind}">{escape(token, quote=False)}</span>')
    return "".join(parts) if end == len(text) else None


def replace_tokens(text: str, replace: Callable[[str, str], str]) -> str:
    """Return JSON with each token replaced; ``replace`` gets its class and itself."""
    return _TOKEN.sub(lambda match: replace(match.lastgroup or "", match[0]), text)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON, though Python reads it")


def is_json(text: str) -> bool:
    """Whether a text is JSON, or at least consists of nothing but its tokens."""
    try:
        json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return bool(text.strip()) and highlight_json(text) is not None
    return True

# SPDX-License-Identifier: Apache-2.0
"""Paths of operations and routes, as rules compare them."""

from __future__ import annotations

import re
import unicodedata

from os_apiref.model.operation import is_placeholder, split_path

_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?]*")
_ALTERNATIVES = re.compile(r"[/|,]")
_EXPRESSION = re.compile(r"[+#./;]?(?P<name>[^:*]+)[:*]?.*", re.DOTALL)
_SPACE_OF_DOUBT = re.compile(r"[^\s/{]\s+[^\s/}]")


def without_query(path: str) -> str:
    """Return a path up to its query string (RFC 3986 section 3.4, RFC 6570 section 3.2.8)."""
    kept = ""
    for part in split_path(path):
        if is_placeholder(part):
            if part.startswith(("{?", "{&")):
                break
            kept += part
        else:
            before, mark, _ = part.partition("?")
            kept += before
            if mark:
                break
    return kept


def without_host(path: str) -> str:
    """Return the path of an absolute URL (RFC 3986 section 3), any other path as it is."""
    return _URL.sub("", path, count=1) if is_url(path) else path


def is_url(path: str) -> bool:
    """Whether a path starts with a scheme and a host."""
    return _URL.match(path) is not None


def placeholders(path: str) -> tuple[str, ...]:
    """Return what the braces of a path hold, each once, in their order."""
    found = [visible(part)[1:-1] for part in split_path(path) if is_placeholder(part)]
    return tuple(dict.fromkeys(found))


def names_of(placeholder: str) -> frozenset[str]:
    """Return every name that a row of a placeholder may have.

    Beside the placeholder itself these are the names in ``{id:.*}``,
    ``{path*}`` and ``{id/name}``.
    """
    names = {placeholder, *_ALTERNATIVES.split(placeholder)}
    if match := _EXPRESSION.fullmatch(placeholder):
        names.add(match["name"])
    return frozenset(name.strip() for name in names if name.strip())


def visible(path: str) -> str:
    """Return a path without spaces and invisible characters."""
    if path.isascii() and path.isprintable() and " " not in path:
        return path
    return "".join(one for one in path if not _is_invisible(one))


def invisible_in(path: str) -> tuple[str, ...]:
    """Return the names of the spaces and invisible characters of a path, each once."""
    return tuple(dict.fromkeys(_name(one) for one in path if _is_invisible(one)))


def tidied(path: str) -> str:
    """Return what a path with spaces was meant to be, '' where a person has to decide.

    A space after a word may stand for a slash, or start a remark.
    """
    spaced = "".join(one for one in path if one.isspace() or not _is_invisible(one))
    return "" if _SPACE_OF_DOUBT.search(spaced.strip()) else visible(path)


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE


def _name(character: str) -> str:
    if character == " ":
        return "a space"
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}{f' ({name})' if name else ''}"


_PLACEHOLDER_FORMS = re.compile(
    r"""\{[.?&][^{}]*\} | \(\.:[^()]*\) | \.:\(\w+\)  # {.format}, {?query}, (.:format), .:(format)
      | (?P<open> \{ | < | \(\?P< )      # {id}, {id:\d{4}}, <int:id>, (?P<id>[^/]+)
      | (?<=/)[:*]\(?[A-Za-z_]\w*\)?     # :id, :(id), *rest
    """,
    re.VERBOSE,
)
_CLOSING = {"{": "}", "<": ">", "(": ")"}


def positional(path: str) -> str:
    """Return a path in which all placeholders are alike: ``/servers/{}/action``.

    The placeholders of common frameworks are understood: ``{id}``,
    ``{id:.*}``, ``<int:id>``, ``:id``, ``*rest`` and ``(?P<id>[^/]+)``. Host,
    query string, a slash at the end and repeated slashes do not count.
    """
    text = visible(without_host(path)).removeprefix("^").removesuffix("$")
    kept = []
    at = 0
    while match := _PLACEHOLDER_FORMS.search(text, at):
        kept.append(text[at : match.start()])
        at = match.end()
        if match["open"]:
            at = _end(text, match.start(), match["open"][0])
        if match["open"] or match[0][0] in ":*":
            kept.append("{}")
    kept.append(text[at:])
    literal = "".join(kept).partition("?")[0]
    return re.sub("/{2,}", "/", f"/{literal}").rstrip("/") or "/"


def _end(text: str, start: int, opening: str) -> int:
    """Return where the bracket that opens at ``start`` closes, brackets inside it counted."""
    closing = _CLOSING[opening]
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] == opening) - (text[at] == closing)
        if depth == 0:
            return at + 1
    return len(text)

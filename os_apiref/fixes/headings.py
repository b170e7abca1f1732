# SPDX-License-Identifier: Apache-2.0
"""Comments that head a section of definitions, as ``# variables in path`` does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from os_apiref.model.parameter import LOCATIONS

_DECORATION = re.compile(r"\s*#[\s#=*~_+-]*")
_HEADING = re.compile(
    r"""\s* \#[\s#=*~_+-]*
    (?P<words> [A-Za-z]+ (?: [ ]+ [A-Za-z]+ )* )
    [\s#=*~_+:.-]*""",
    re.VERBOSE,
)
_ITEMS = {"variables", "parameters", "params", "definitions", "fields", "section"}
_FILLERS = _ITEMS | {"all", "api", "for", "http", "in", "of", "request", "response", "the", "url"}
_PLURALS = {"headers": "header", "paths": "path", "queries": "query", "bodies": "body"}


def find_headings(lines: Sequence[str]) -> dict[int, str]:
    """Return the location that each heading of a file names, by the heading's index.

    A heading speaks of many definitions: it names one location and says
    "parameters" or a word like it, or it is the word of the location alone. A
    location that several comments name so has no heading: they are notes on
    single definitions.
    """
    found = {
        index: location for index, line in enumerate(lines) if (location := _location_in(line))
    }
    named = list(found.values())
    return {index: location for index, location in found.items() if named.count(location) == 1}


def _location_in(comment: str) -> str:
    match = _HEADING.fullmatch(comment)
    if not match:
        return ""
    words = [_PLURALS.get(word, word) for word in match["words"].lower().split()]
    places = [word for word in words if word in LOCATIONS]
    others = set(words).difference(places)
    if len(places) != 1 or not others <= _FILLERS:
        return ""
    is_plural = bool(others & _ITEMS) or match["words"].lower() in _PLURALS
    is_alone = not others and ":" not in comment  # '# path:' is a definition taken out
    return places[0] if is_plural or is_alone else ""


def is_decoration(line: str) -> bool:
    """Whether a line is a comment without words, as above and below a heading in a box."""
    return _DECORATION.fullmatch(line) is not None

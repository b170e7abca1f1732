# SPDX-License-Identifier: Apache-2.0
"""Links from a list of JSON lines, for whoever has links and no reference."""

from __future__ import annotations

import json
from typing import NamedTuple

from os_apiref.links.link import Link
from os_apiref.problems import Place

COMPLAINTS_LIMIT = 20
"""Lines that are complained of; what they share is seen in the first ones."""

_EXAMPLE = 'expected {"url": "https://...", "page": "index", "line": 1}'


class Complaint(NamedTuple):
    """What is wrong with a line, which counts from 1."""

    line: int
    message: str


def read_links(text: str, path: str) -> tuple[list[Link], list[Complaint]]:
    """Return the links of lines such as ``{"url": "https://...", "page": "index", "line": 1}``.

    ``page`` and ``line`` are where the link is written; without them it is the
    line of the list itself, whose name is ``path``. Blank lines are passed over.
    """
    links: list[Link] = []
    complaints: list[Complaint] = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        found = _read(line, path, number)
        if isinstance(found, Link):
            links.append(found)
        elif len(complaints) < COMPLAINTS_LIMIT:
            complaints.append(Complaint(number, f"{found}; {_EXAMPLE}"))
    return links, complaints


def _read(line: str, path: str, number: int) -> Link | str:
    """Return the link of a line, or what is wrong with it."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return "this is not JSON"
    if not isinstance(entry, dict):
        return "this is no JSON object"
    url, page, at = entry.get("url"), entry.get("page"), entry.get("line")
    if not isinstance(url, str) or not url.strip():
        return "'url' is missing" if url is None else "'url' is no text"
    if page is not None and not isinstance(page, str):
        return "'page' is no text"
    if at is not None and (type(at) is not int or at < 0):
        return "'line' is no number of a line"
    place = Place(page, at or 0) if page else Place(path, number)
    return Link(url.strip(), place, page or "")

# SPDX-License-Identifier: Apache-2.0
"""The links in samples: URLs in the strings of their JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator

from os_apiref.links.link import Link
from os_apiref.links.spots import Near, Spots
from os_apiref.load.disk import load_sample
from os_apiref.load.texts import Texts
from os_apiref.model.jsonvalue import JsonValue

_URL = re.compile(r"https?://[^\s<>\"^`|\\]+", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"[{}]|%7[bd]", re.IGNORECASE)


def sample_links(path: str, language: str, page: str) -> Iterator[Link]:
    """Yield the links of a sample, none where it is not JSON.

    A URL with a placeholder in braces is a pattern and leads nowhere.
    """
    sample = load_sample(path, language)
    if sample.value is None:
        return
    spots = Spots(Texts())
    for value in _strings(sample.value):
        for match in _URL.finditer(value.text):
            url = match[0].rstrip(".,;:!?)]'")
            if not _PLACEHOLDER.search(url):
                place, written = spots.take(url, Near(path, value.place.line))
                yield Link(url, place, page, written)


def _strings(root: JsonValue) -> Iterator[JsonValue]:
    """Yield the strings of a value in their order."""
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if value.type == "string":
            yield value
        waiting += reversed(list(value.children))

# SPDX-License-Identifier: Apache-2.0
"""A document as blocks of Markdown, from which its files are put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple


class Heading(NamedTuple):
    """The heading of a section; what has no text is not shown.

    ``level`` counts from 1, ``text`` is Markdown, ``ids`` are the section's, and
    ``operations`` the ids of the operations that it is.
    """

    level: int
    text: str
    ids: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()


Block = str | Heading
"""A heading, or Markdown without a line end at its end.

The same block stands in several files, so where its links lead is open in it:
they and their targets stand between NULs, which no Markdown holds.
"""

_MARK = re.compile(r"\0([>#])([^\0]*)\0")
_TARGET = re.compile(r'\0#([^\0]*)\0|<a id="([^"]*)"></a>')


def link_mark(address: str) -> str:
    """Return the mark of a destination: ADDRESS#ID from the root of the pages."""
    return f"\0>{address}\0"


def target_mark(name: str) -> str:
    """Return the mark of an id that may be linked to."""
    return f"\0#{name}\0"


def replace_marks(text: str, link: Callable[[str], str], target: Callable[[str], str]) -> str:
    """Return Markdown with what the two functions make of its marks."""
    if "\0" not in text:
        return text
    return _MARK.sub(lambda match: (link if match[1] == ">" else target)(match[2]), text)


def links_in(text: str) -> Iterator[str]:
    """Yield the addresses that Markdown links to."""
    return (match[2] for match in _MARK.finditer(text) if match[1] == ">")


def targets_in(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield every id that blocks have."""
    for block in blocks:
        if isinstance(block, Heading):
            yield from block.ids
        for match in _TARGET.finditer(text_of(block)):
            yield match[1] or match[2]


def text_of(block: Block) -> str:
    """Return the Markdown of a block."""
    return block.text if isinstance(block, Heading) else block


def slices(blocks: Iterable[Block]) -> dict[str, list[Block]]:
    """Return the blocks of each operation of a document by its id.

    Of an operation inside another the other has the heading only.
    """
    found: dict[str, list[Block]] = {}
    around: list[tuple[int, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading):
            while around and around[-1][0] >= block.level:
                around.pop()
        if around:
            around[-1][1].append(block)
        if isinstance(block, Heading) and block.operations:
            own: list[Block] = [block]
            around.append((block.level, own))
            found |= dict.fromkeys(block.operations, own)
    return found

# SPDX-License-Identifier: Apache-2.0
"""How much of a page is read, and for how long it is searched."""

from __future__ import annotations

import asyncio

import pytest

from os_apiref.links.answer import Failure
from os_apiref.links.body import BodyError, Unpacker
from os_apiref.links.fragments import IdFinder
from os_apiref.links.http1 import parse_head
from os_apiref.links.reading import HEAD_BYTES, search, skim
from os_apiref.links.settings import DEFAULT
from os_apiref.links.wire import Body, Wire

PAGE = b"<h1 id=here>Here</h1>" + b"<p>" * 100_000 + b"<h2 id=there>There</h2>"


def read(
    wanted: tuple[str, ...], most_seconds: float | None, head: bytes = b"HTTP/1.1 200 OK\r\n\r\n"
) -> tuple[bool, IdFinder]:
    """Whether a page was read to its end, and its ids; None skims it."""

    async def play() -> tuple[bool, IdFinder]:
        reader = asyncio.StreamReader()
        reader.feed_data(PAGE)
        reader.feed_eof()
        wire = Wire(reader, writer=None)  # type: ignore[arg-type]  # nothing is sent
        body = Body(wire, parse_head(head))
        finder, unpacker = IdFinder(wanted, "text/html"), Unpacker("", DEFAULT)
        if most_seconds is None:
            is_over = await skim(body, unpacker, finder)
        else:
            is_over = await search(body, unpacker, finder, most_seconds)
        finder.close()
        return is_over, finder

    return asyncio.run(play())


def test_a_search_ends_with_the_last_id_that_is_wanted() -> None:
    is_over, finder = read(("here",), 60.0)
    assert (is_over, finder.ids) == (False, {"here"})


def test_a_search_takes_the_rest_along_where_it_has_come() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n"
    is_over, finder = read(("here",), 60.0, head)
    assert (is_over, finder.ids) == (True, {"here"})


def test_a_search_for_what_is_not_there_ends_with_the_page() -> None:
    is_over, finder = read(("gone",), 60.0)
    assert (is_over, finder.ids) == (True, {"here", "there"})


def test_a_search_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(BodyError, match="too long to search") as caught:
        read(("gone",), 0.0)
    assert caught.value.failure is Failure.TOO_LARGE


def test_without_ids_the_head_of_a_page_is_enough() -> None:
    assert len(PAGE) > HEAD_BYTES
    is_over, finder = read((), None)
    assert (is_over, finder.ids) == (False, {"here"})

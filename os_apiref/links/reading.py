# SPDX-License-Identifier: Apache-2.0
"""How much of a page is read: its head for what it says, or on until its ids are found."""

from __future__ import annotations

import asyncio
import time

from os_apiref.links.answer import Failure
from os_apiref.links.body import BodyError, Unpacker
from os_apiref.links.fragments import IdFinder
from os_apiref.links.wire import Body

HEAD_BYTES = 16 * 1024
"""Of a page whose ids nobody wants: enough for its title and first text."""

SLICE = 4 * 1024
"""Bytes that are searched at once: markup that is nothing but tags takes its time."""

TURN_SECONDS = 0.005
"""Of searching, after which others have their turn, and the deadline too."""


async def skim(body: Body, unpacker: Unpacker, finder: IdFinder) -> bool:
    """Read the start of a page; return whether that was all of it."""
    left = HEAD_BYTES
    while data := await body.read():
        for piece in unpacker.unpack(data):
            finder.feed(piece[:left])
            left -= len(piece)
            if left < 0:
                return False
    unpacker.close()
    return True


async def search(body: Body, unpacker: Unpacker, finder: IdFinder, most_seconds: float) -> bool:
    """Read until everything wanted is found; return whether only the end of the page ended it.

    Where the rest has come already, it is read, too: the next run may want other ids.
    Raises BodyError for a page whose markup takes so many seconds of computing.
    """
    taken = turn = 0.0
    while data := await body.read():
        for piece in unpacker.unpack(data):
            for at in range(0, len(piece), SLICE):
                started = time.thread_time()
                if finder.feed(piece[at : at + SLICE]) and not body.is_here:
                    return False
                turn += time.thread_time() - started
                if turn < TURN_SECONDS:
                    continue
                taken, turn = taken + turn, 0.0
                if taken > most_seconds:
                    raise BodyError(Failure.TOO_LARGE, "its markup takes too long to search")
                await asyncio.sleep(0)
        await asyncio.sleep(0)
    unpacker.close()
    return True

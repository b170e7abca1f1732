# SPDX-License-Identifier: Apache-2.0
"""JSON with the place of every key and value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from os_apiref.problems import Place


class Member(NamedTuple):
    """One key of an object, where it stands, and its value."""

    name: str
    place: Place
    value: JsonValue


class JsonValue(NamedTuple):
    """One value (RFC 8259); a tuple, for a reference has some hundred thousand.

    ``type`` is one of object, array, string, integer, number, boolean and
    null: an integer is a number without fraction and exponent. ``text`` is a
    scalar as it is written, a string without its quotes and escapes.
    """

    type: str
    place: Place
    text: str = ""
    members: tuple[Member, ...] = ()
    items: tuple[JsonValue, ...] = ()

    def get(self, name: str) -> JsonValue | None:
        """Return the value of a key of an object; of two equal keys the later, as parsers do."""
        found = [member.value for member in self.members if member.name == name]
        return found[-1] if found else None

    @property
    def children(self) -> Iterator[JsonValue]:
        """The values directly inside."""
        yield from (member.value for member in self.members)
        yield from self.items

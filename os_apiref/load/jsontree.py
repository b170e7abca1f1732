# SPDX-License-Identifier: Apache-2.0
"""JSON text as a tree of places."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from itertools import accumulate

from os_apiref.model.jsonvalue import JsonValue, Member
from os_apiref.problems import Place

_TOKEN = re.compile(
    r"""[ \t\n\r]*+(?:
        (?P<string> "(?:[^"\\]|\\.)*+" )
      | (?P<word> [^\s"{}\[\]:,]++ )
      | (?P<mark> [{}\[\]:,] )
    )""",
    re.VERBOSE,
)

_WORDS = {"true": "boolean", "false": "boolean", "null": "null"}


class MalformedJson(Exception):  # noqa: N818 - the text's fault, not ours
    """The text is not JSON; ``place`` is where it stops being."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


def load_json(text: str, path: str) -> JsonValue:
    """Return the value that a text writes (RFC 8259); raises MalformedJson."""
    try:
        json.loads(text, parse_constant=_refuse, parse_int=str, parse_float=str)
    except json.JSONDecodeError as error:
        raise MalformedJson(error.msg, Place(path, error.lineno, error.colno)) from None
    except _Constant as error:
        at = re.search(rf"(?<![\w\"-]){error.args[0]}(?![\w\"])", text)
        place = _Places(text, path).at(at.start() if at else 0)
        raise MalformedJson(f"{error.args[0]} is no value of JSON", place) from None
    except RecursionError:
        raise MalformedJson("Nested too deeply to be read", Place(path, 1, 1)) from None
    return _Tree(text, path).build()


class _Constant(Exception):  # noqa: N818 - never leaves this module
    """NaN or an infinity, which Python reads and JSON does not have."""


def _refuse(word: str) -> object:
    raise _Constant(word)


class _Places:
    """Offsets in a text as lines and columns."""

    def __init__(self, text: str, path: str) -> None:
        self._path = path
        lengths = (len(line) for line in text.split("\n"))
        self._starts = [0, *accumulate(length + 1 for length in lengths)]

    def at(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset)
        return Place(self._path, line, offset - self._starts[line - 1] + 1)


class _Tree:
    """A text that is JSON, while its tree is built in a loop: no nesting is too deep for it."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.places = _Places(text, path)
        # Each open object or array: its mark, its place, what it holds, its waiting key.
        self.open: list[tuple[str, Place, list[JsonValue], list[Member]]] = []
        self.keys: list[tuple[str, Place] | None] = []
        self.roots: list[JsonValue] = []

    def build(self) -> JsonValue:
        for match in _TOKEN.finditer(self.text):
            kind = match.lastgroup
            if kind is None:
                break
            written = match[kind]
            if kind == "mark":
                self._mark(written, match.start(kind))
            elif kind == "string":
                self._string(written, match.start(kind))
            else:
                self._add(JsonValue(_type(written), self.places.at(match.start(kind)), written))
        return self.roots[0]

    def _mark(self, mark: str, offset: int) -> None:
        if mark in "{[":
            self.open.append((mark, self.places.at(offset), [], []))
            self.keys.append(None)
        elif mark in "}]":
            opened, place, items, members = self.open.pop()
            self.keys.pop()
            type_ = "object" if opened == "{" else "array"
            self._add(JsonValue(type_, place, "", tuple(members), tuple(items)))

    def _string(self, written: str, offset: int) -> None:
        text = json.loads(written, strict=False)
        place = self.places.at(offset)
        if self.open and self.open[-1][0] == "{" and self.keys[-1] is None:
            self.keys[-1] = (text, place)
        else:
            self._add(JsonValue("string", place, text))

    def _add(self, value: JsonValue) -> None:
        if not self.open:
            self.roots.append(value)
        elif key := self.keys[-1]:
            self.open[-1][3].append(Member(*key, value))
            self.keys[-1] = None
        else:
            self.open[-1][2].append(value)


def _type(word: str) -> str:
    if word in _WORDS:
        return _WORDS[word]
    return "number" if re.search("[.eE]", word) else "integer"

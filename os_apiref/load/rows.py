# SPDX-License-Identifier: Apache-2.0
"""How a row is taken out of its table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from os_apiref.load.texts import Texts
from os_apiref.model.parameter import ParameterUse
from os_apiref.problems import Edit, Place

_ROW = re.compile(
    r"(?P<indent> *)- +(?P<name>\S.*?) *: +(?P<key>[^\s#]\S*) *(?: #.*)?",
)


def row_removal(texts: Texts, use: ParameterUse, going: Collection[int] = ()) -> Edit | None:
    """Return the edit that deletes the line of a row.

    None where that line is not the whole of this row and of nothing else, or
    where no other row would be left beside it: a table without rows is no
    repair. ``going`` are the lines of the rows that are to go as well.
    """
    lines = texts.lines(use.place.path)
    number = use.place.line
    if not 0 < number <= len(lines):
        return None
    line = lines[number - 1]
    row = _ROW.fullmatch(line)
    if not row or (_unquoted(row["name"]), _unquoted(row["key"])) != (use.name, use.key):
        return None
    staying = [one if at not in going else "" for at, one in enumerate(lines, 1)]
    above = _first_of_yaml(reversed(staying[: number - 1]))
    below = _first_of_yaml(staying[number:])
    if _indent(below) > _indent(line):
        return None  # the row goes on
    if not any(_is_row(other, row["indent"]) for other in (above, below)):
        return None
    return Edit(Place(use.place.path, number, 1), f"{line}\n", "")


def _first_of_yaml(lines: Iterable[str]) -> str:
    return next((line for line in lines if line.strip() and not line.lstrip().startswith("#")), "")


def _is_row(line: str, indent: str) -> bool:
    row = _ROW.fullmatch(line)
    return row is not None and row["indent"] == indent


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _unquoted(word: str) -> str:
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" else word

# SPDX-License-Identifier: Apache-2.0
"""The rows of a rest_parameters table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from os_apiref.kinds import ProblemKind
from os_apiref.load import yamltree
from os_apiref.load.files import limited
from os_apiref.load.yamlparts import parse_parts
from os_apiref.load.yamltree import Node, Report, Scalar
from os_apiref.model.parameter import Parameter, ParameterUse
from os_apiref.problems import Place, Problem

_PLAIN_ROW = re.compile(
    r"(?P<indent> *)- +(?P<name>(?!(?:null|Null|NULL) *:)[A-Za-z_](?:[\w.{}-]|:(?=\S))*) *: +"
    r"(?P<key>(?!(?:null|Null|NULL) *$)[A-Za-z_](?:[\w.{}-]|:(?=\S))*) *",
    re.ASCII,
)


def load_rows(
    content: str, place: Place, lookup: Callable[[str], Parameter | None], report: Report
) -> list[ParameterUse]:
    """Return the rows of a table's content, which starts at ``place``."""
    plain = _plain_rows(content)
    if plain is not None:
        return [
            ParameterUse(name, key, lookup(key), Place(place.path, place.line + offset))
            for offset, name, key in plain
        ]
    rows: list[ParameterUse] = []
    report = limited(without_column(report), place.path)
    for tree in parse_parts(content, place.path, report, first_line=place.line):
        for name, key in _pairs(tree, report):
            at = Place(place.path, name.place.line)
            rows.append(ParameterUse(name.text, key.text, lookup(key.text), at))
    return rows


def _plain_rows(content: str) -> list[tuple[int, str, str]] | None:
    """Return the rows of a table that needs no YAML parser, each with the lines before it.

    Nearly every table is a list of plain names and keys, for which starting a
    parser takes longer than all the rest. None where anything else is found.
    """
    rows = []
    indents = set()
    for offset, line in enumerate(content.split("\n")):
        if match := _PLAIN_ROW.fullmatch(line):
            rows.append((offset, match["name"], match["key"]))
            indents.add(match["indent"])
        elif line.strip():
            return None
    return rows if len(indents) == 1 else None


def without_column(report: Report) -> Report:
    """Return a report for directive contents, which stand indented: columns mean nothing."""
    return lambda problem: report(
        replace(problem, place=Place(problem.place.path, problem.place.line))
    )


def _pairs(tree: Node, report: Report) -> Iterator[tuple[Scalar, Scalar]]:
    items: list[Node] = [tree]
    if isinstance(tree, yamltree.Sequence):
        items = tree.items
    elif isinstance(tree, yamltree.Mapping):
        _malformed(tree, "a row without a dash", "write '- name: key', one row a line", report)
    else:
        _malformed(tree, "plain text", "write '- name: key', one row a line", report)
        return
    for item in items:
        if isinstance(item, yamltree.Mapping):
            yield from _row_pairs(item, report)
        elif isinstance(item, Scalar) and item.is_null:
            _malformed(item, "an empty row", "write '- name: key of its definition'", report)
        elif isinstance(item, Scalar):
            advice = f"write '- {item.text}: key of its definition'"
            _malformed(item, f"'{item.text}' alone", advice, report)
        else:
            _malformed(item, "a list in a list", "write '- name: key', one row a line", report)


def _row_pairs(item: yamltree.Mapping, report: Report) -> Iterator[tuple[Scalar, Scalar]]:
    if not item.pairs:
        _malformed(item, "an empty row", "write '- name: key of its definition'", report)
    for name, key in item.pairs:
        if not isinstance(name, Scalar) or name.is_null:
            _malformed(name, "a row without a name", "write '- name: key'", report)
        elif not isinstance(key, Scalar) or key.is_null:
            found = f"'{name.text}' without the key of a definition"
            advice = f"write '- {name.text}: key of its definition'"
            _malformed(name, found, advice, report)
        else:
            yield name, key


def _malformed(node: Node, found: str, advice: str, report: Report) -> None:
    message = f"the table has {found}, expected a list of '- name: key'"
    report(Problem.of(ProblemKind.MALFORMED_TABLE, node.place, message, advice))

# SPDX-License-Identifier: Apache-2.0
"""Parameter definitions from YAML, and the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, replace
from typing import Final

from os_apiref.load import yamltree
from os_apiref.load.files import limited, parse_mapping, text_of
from os_apiref.load.yamlmerge import entries
from os_apiref.load.yamlparts import parse_parts
from os_apiref.load.yamltree import Node, Report, Scalar
from os_apiref.model.microversion import EVERY_VERSION, Microversion, VersionRange
from os_apiref.model.parameter import LOCATIONS, Parameter, ParameterUse, Text
from os_apiref.problems import Place, Problem, ProblemKind, did_you_mean

FIELDS: Final = (
    "description",
    "in",
    "required",
    "type",
    "min_version",
    "max_version",
    "format",
)
"""What a definition may say."""


_PLAIN_ROW = re.compile(
    r"(?P<indent> *)- +(?P<name>(?!(?:null|Null|NULL) *:)[A-Za-z_](?:[\w.{}-]|:(?=\S))*) *: +"
    r"(?P<key>(?!(?:null|Null|NULL) *$)[A-Za-z_](?:[\w.{}-]|:(?=\S))*) *",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class ParameterFile:
    """The definitions of one file.

    ``problems`` are those of the file as a whole, ``faults`` those of single
    definitions by key: what they weigh depends on whether a row uses the key.
    """

    path: str
    definitions: MappingType[str, Parameter]
    problems: tuple[Problem, ...]
    faults: MappingType[str, tuple[Problem, ...]]


def load_parameters(text: str, path: str) -> ParameterFile:
    """Return the definitions of a parameters file and everything wrong with them."""
    problems: list[Problem] = []
    report_file = limited(problems.append, path)
    mapping = parse_mapping(text, path, "a mapping from names to definitions", report_file)
    source = text.split("\n")
    definitions: dict[str, Parameter] = {}
    faults: dict[str, tuple[Problem, ...]] = {}
    found: list[Problem] = []
    report = limited(found.append, path)
    for key, node in entries(mapping, report_file):
        definitions[key.text] = _Definition(key, node, source, report).read()
        if found:
            faults[key.text] = tuple(found)
            found.clear()
    return ParameterFile(path, definitions, tuple(problems), faults)


class _Definition:
    """One definition while it is read."""

    def __init__(self, key: Scalar, node: Node, source: list[str], report: Report) -> None:
        self.key = key
        self.source = source
        self.report = report
        self.fields: dict[str, tuple[Scalar, Node]] = {}
        if isinstance(node, yamltree.Mapping):
            for name, value in entries(node, report):
                if name.text in FIELDS:
                    self.fields[name.text] = (name, value)
                else:
                    self._unknown_field(name)
            self.complete = True
        else:
            self.complete = False
            self._say(
                ProblemKind.MALFORMED_DEFINITION,
                node.place,
                "is no mapping of fields",
                "write its fields below it, indented deeper: in, type, required, description",
            )

    def read(self) -> Parameter:
        low, high = self._version("min_version"), self._version("max_version")
        if self.complete:
            self._report_missing()
        return Parameter(
            key=self.key.text,
            place=self.key.place,
            location=self._location(),
            type=self._type(),
            required=self._required(),
            description=self._description(),
            min_version=low,
            max_version=high,
            versions=_range(low, high),
            format=self._text("format"),
        )

    def _say(self, kind: ProblemKind, place: Place, found: str, advice: str = "") -> None:
        self.report(Problem.of(kind, place, f"parameter '{self.key.text}' {found}", advice))

    def _unknown_field(self, name: Scalar) -> None:
        self._say(
            ProblemKind.UNKNOWN_FIELD,
            name.place,
            f"has an unknown field '{name.text}', expected one of {', '.join(FIELDS)}",
            did_you_mean(name.text, FIELDS),
        )

    def _report_missing(self) -> None:
        for name, example in (("in", "body"), ("type", "string")):
            if not self._present(name):
                self._say(
                    ProblemKind.MISSING_FIELD,
                    self.key.place,
                    f"has no field '{name}'",
                    f"write for instance '{name}: {example}'",
                )
        if not self._present("description"):
            self._say(
                ProblemKind.MISSING_DESCRIPTION,
                self.key.place,
                "has no description",
                "write 'description: |' and the text below it",
            )

    def _present(self, name: str) -> bool:
        field = self.fields.get(name)
        return field is not None and not (isinstance(field[1], Scalar) and field[1].is_null)

    def _text(self, name: str) -> str:
        """The text of a field that should be plain text."""
        field = self.fields.get(name)
        if not field or not self._present(name):
            return ""
        if isinstance(field[1], Scalar):
            return " ".join(field[1].text.split())
        self._say(
            ProblemKind.MALFORMED_FIELD,
            field[1].place,
            f"has a list or mapping in '{name}'",
            "write plain text",
        )
        return ""

    def _location(self) -> str:
        location = self._text("in")
        if location and location not in LOCATIONS:
            self._say(
                ProblemKind.UNKNOWN_LOCATION,
                self.fields["in"][1].place,
                f"says in: {location}, expected header, path, query or body",
                did_you_mean(location, LOCATIONS),
            )
        return location

    def _type(self) -> str:
        field = self.fields.get("type")
        if field and isinstance(field[1], yamltree.Sequence):
            names = [item.text for item in field[1].items if isinstance(item, Scalar)]
            self._say(
                ProblemKind.MALFORMED_FIELD,
                field[1].place,
                "has a list in 'type'",
                f"write type: {' or '.join(names) or 'string'}",
            )
            return " or ".join(names)
        return self._text("type")

    def _required(self) -> bool:
        """Only the boolean false makes a written ``required`` optional, as in os-api-ref."""
        field = self.fields.get("required")
        if not field or not self._present("required"):
            return False
        value = field[1].boolean if isinstance(field[1], Scalar) else None
        if value is None:
            self._say(
                ProblemKind.MALFORMED_FIELD,
                field[1].place,
                "has a 'required' that is neither true nor false",
                "write required: true or required: false",
            )
        return value is not False

    def _version(self, name: str) -> str:
        text = self._text(name)
        if text and Microversion.parse(text) is None:
            self._say(
                ProblemKind.MALFORMED_VERSION,
                self.fields[name][1].place,
                f"has {name}: {text}, expected two whole numbers",
                f"write for instance {name}: 2.10",
            )
        return text

    def _description(self) -> Text | None:
        field = self.fields.get("description")
        if not field or not self._present("description"):
            return None
        if isinstance(field[1], Scalar):
            return text_of(field[1], self.source)
        self._say(
            ProblemKind.MALFORMED_FIELD,
            field[1].place,
            "has a list or mapping as its description",
            "write 'description: |' and the text below it",
        )
        return None


def _range(low: str, high: str) -> VersionRange:
    if not low and not high:
        return EVERY_VERSION
    return VersionRange(Microversion.parse(low), Microversion.parse(high))


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

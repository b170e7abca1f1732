# SPDX-License-Identifier: Apache-2.0
"""Parameter definitions from YAML."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from os_apiref.kinds import ProblemKind
from os_apiref.load import yamltree
from os_apiref.load.files import limited, parse_mapping, text_of
from os_apiref.load.yamlmerge import entries
from os_apiref.load.yamltree import Node, Report, Scalar
from os_apiref.model.microversion import EVERY_VERSION, Microversion, VersionRange
from os_apiref.model.parameter import LOCATIONS, Parameter, Text
from os_apiref.problems import Edit, Place, Problem, did_you_mean

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

_ALIKE: Final = 0.75
"""How like a field, from 0 to 1, a word is that was meant for it."""

_APART: Final = 0.1
"""How much less like any other field it then is: 'version' may be two of them."""


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
            unknown = []
            for name, value in entries(node, report):
                if name.text in FIELDS:
                    self.fields[name.text] = (name, value)
                else:
                    unknown.append(name)
            self._report_unknown(unknown)
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

    def _report_unknown(self, names: list[Scalar]) -> None:
        meant = ["" if name.style else _misspelt_field(name.text) for name in names]
        for name, field in zip(names, meant, strict=True):
            is_clear = field and field not in self.fields and meant.count(field) == 1
            self.report(
                Problem.of(
                    ProblemKind.UNKNOWN_FIELD,
                    name.place,
                    f"parameter '{self.key.text}' has an unknown field '{name.text}'",
                    did_you_mean(name.text, FIELDS) or f"write one of {', '.join(FIELDS)}",
                    edits=(Edit(name.place, name.text, field),) if is_clear else (),
                )
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


def _misspelt_field(text: str) -> str:
    """Return the one field that a text is so like that nothing else can be meant, or ''."""
    word = text.lower()[:50]
    best, second, *_ = sorted(
        ((SequenceMatcher(None, word, field).ratio(), field) for field in FIELDS), reverse=True
    )
    return best[1] if best[0] >= _ALIKE and best[0] - second[0] >= _APART else ""


def _range(low: str, high: str) -> VersionRange:
    if not low and not high:
        return EVERY_VERSION
    return VersionRange(Microversion.parse(low), Microversion.parse(high))

# SPDX-License-Identifier: Apache-2.0
"""Small references for tests of rules, and what a rule finds in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from os_apiref.load.jsontree import load_json
from os_apiref.load.roles import find_role
from os_apiref.load.statuses import find_prose_statuses
from os_apiref.model.microversion import EVERY_VERSION, Microversion, VersionRange
from os_apiref.model.operation import Operation, Sample
from os_apiref.model.parameter import Parameter, ParameterUse, Role
from os_apiref.model.reference import DefinitionFile, Disk, Reference, SampleFile
from os_apiref.problems import Place, Problem

SOURCE = "a.inc"
YAML = "parameters.yaml"


def versions(text: str) -> VersionRange:
    """The range ``2.1..2.5``, ``2.6..`` or ``..``."""
    low, _, high = text.partition("..")
    return VersionRange(Microversion.parse(low), Microversion.parse(high))


def definition(text: str, line: int = 1) -> Parameter:
    """The definition ``KEY in=LOCATION [type=TYPE] [2.1..2.5]`` at a line of the YAML file."""
    key, *words = text.split()
    fields = dict(word.split("=", 1) for word in words if "=" in word)
    span = next((word for word in words if ".." in word), "..")
    low, _, high = span.partition("..")
    return Parameter(
        key,
        Place(YAML, line, 1),
        location=fields.get("in", "body"),
        type=fields.get("type", "string").replace("_", " "),
        min_version=low,
        max_version=high,
        versions=versions(span),
    )


def table(
    text: str,
    role: Role | None,
    *,
    line: int = 10,
    number: int = 1,
    span: VersionRange = EVERY_VERSION,
) -> tuple[ParameterUse, ...]:
    """Rows of lines ``NAME: KEY in=LOCATION ...`` from a line of the source on.

    The key may be left out where it is the name; ``NAME: ?`` is undefined.
    """
    rows = []
    for offset, written in enumerate(text.strip().split("\n") if text.strip() else []):
        name, _, rest = written.strip().partition(" ")
        words = rest if name.endswith(":") else f"{name} {rest}"
        name = name.removesuffix(":")
        known = None if words.startswith("?") else definition(words)
        key = known.key if known else "undefined"
        place = Place(SOURCE, line + offset)
        rows.append(ParameterUse(name, key, known, place, role, span, table=number))
    return tuple(rows)


def operation(
    line: str,
    *,
    at: int = 3,
    title: str = "Show server",
    docname: str = "index",
    anchor: str = "show-server",
    inside: str = "",
    request: str = "",
    response: str = "",
    codes: str = "",
    samples: tuple[str, ...] = (),
    span: str = "..",
) -> Operation:
    """The operation of a rest_method's line; request rows start in line 10, others in line 30.

    ``codes`` are lines of prose from line 5 on. A sample has the role that its
    name says.
    """
    method, _, path = line.partition(" ")
    return Operation(
        method,
        path,
        title,
        docname,
        anchor,
        Place(SOURCE, at),
        versions=versions(span),
        parameters=(
            *table(request, Role.REQUEST),
            *table(response, Role.RESPONSE, line=30, number=2),
        ),
        statuses=tuple(
            status
            for offset, text in enumerate(codes.split("\n"))
            for status in find_prose_statuses(text, Place(SOURCE, 5 + offset))
        ),
        samples=tuple(Sample(name, "json", Place(SOURCE, 50), find_role(name)) for name in samples),
        inside=inside,
    )


def reference(*operations: Operation, samples: dict[str, str] | None = None) -> Reference:
    """Operations as a reference, with their definitions and the text of samples by name."""
    defined = [use.definition for one in operations for use in one.parameters if use.definition]
    files = {
        name: SampleFile(name, load_json(text, name)) for name, text in (samples or {}).items()
    }
    definitions = DefinitionFile(YAML, {one.key: one for one in defined})
    return Reference(operations, definitions=(definitions,), disk=Disk(files))


Rule = Callable[[Reference], Iterator[Problem]]


def found(rule: Rule, checked: Reference) -> list[tuple[int, str]]:
    """The line and kind of everything that a rule finds."""
    return [(one.place.line, one.kind.label) for one in rule(checked)]


def texts(rule: Rule, checked: Reference) -> list[str]:
    """Line and words of everything that a rule finds."""
    return [f"{one.place.line}: {one.text}" for one in rule(checked)]

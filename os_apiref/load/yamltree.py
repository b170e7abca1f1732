# SPDX-License-Identifier: Apache-2.0
"""YAML as a tree of places, safe against every input.

PyYAML's own composer recurses in C: a few thousand brackets end the process.
This tree is built from its events in a loop, keeps the place of everything,
builds no Python object from a tag, and never expands an alias, it refers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import yaml

from os_apiref.problems import Place, Problem, ProblemKind

try:
    from yaml.cyaml import CParser as _Parser
except ImportError:  # PyYAML built without libyaml: the same events, slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

DEPTH_LIMIT = 50
"""Levels of nesting; a definition has two."""

MERGE_LIMIT = 1_000
"""Fields of one mapping after its merges; a definition has about seven."""

_STANDARD = "tag:yaml.org,2002:"
_NULL = re.compile(r"~|null|Null|NULL|")
_TRUE = re.compile(r"yes|Yes|YES|true|True|TRUE|on|On|ON")
_FALSE = re.compile(r"no|No|NO|false|False|FALSE|off|Off|OFF")

Report = Callable[[Problem], None]


@dataclass(slots=True, eq=False)
class Scalar:
    """One value, as text; ``style`` is how it was quoted: '', "'", '"', '|' or '>'."""

    place: Place
    text: str
    style: str = ""

    @property
    def is_null(self) -> bool:
        """Whether YAML 1.1 reads this as null."""
        return not self.style and _NULL.fullmatch(self.text) is not None

    @property
    def boolean(self) -> bool | None:
        """What YAML 1.1 reads this as where that is a boolean."""
        if self.style:
            return None
        if _TRUE.fullmatch(self.text):
            return True
        return False if _FALSE.fullmatch(self.text) else None


@dataclass(slots=True, eq=False)
class Sequence:
    """A list."""

    place: Place
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Mapping:
    """Pairs in the order of the text, merge keys included."""

    place: Place
    pairs: list[tuple[Node, Node]] = field(default_factory=list)


Node = Scalar | Sequence | Mapping


def parse(text: str, path: str, report: Report, *, first_line: int = 1) -> Node | None:
    """Return the tree of one YAML document, None where it has no content.

    ``first_line`` is the line of ``path`` where ``text`` starts. Raises
    yaml.YAMLError where the text is not YAML.
    """
    return _Builder(path, first_line, report).build(text)


class _Builder:
    def __init__(self, path: str, first_line: int, report: Report) -> None:
        self.path = path
        self.first_line = first_line
        self.report = report
        self.root: Node | None = None
        self.open: list[Sequence | Mapping] = []
        self.keys: list[Node | None] = []
        self.anchors: dict[str, Node] = {}

    def build(self, text: str) -> Node | None:
        documents = 0
        parser = _Parser(text)
        while event := parser.get_event():
            if isinstance(event, yaml.ScalarEvent):
                place = self._place(event)
                if event.tag:
                    self._check_tag(event, place)
                style = event.style if event.style in ("'", '"', "|", ">") else ""
                self._add(Scalar(place, event.value, style), event.anchor)
            elif isinstance(event, yaml.CollectionStartEvent):
                place = self._place(event)
                if event.tag:
                    self._check_tag(event, place)
                if len(self.open) == DEPTH_LIMIT:
                    raise self._error(event, f"nested more than {DEPTH_LIMIT} levels deep")
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                node = Mapping(place) if is_mapping else Sequence(place)
                self._add(node, event.anchor)
                self.open.append(node)
                self.keys.append(None)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
                self.keys.pop()
            elif isinstance(event, yaml.AliasEvent):
                self._add(self._resolve(event), None)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    problem = "a second YAML document starts here and is not read"
                    self.report(
                        Problem.of(
                            ProblemKind.MALFORMED_YAML,
                            self._place(event),
                            problem,
                            "remove the line '---'",
                        )
                    )
                    break
        return self.root

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.path, mark.line + self.first_line, mark.column + 1)

    def _error(self, event: yaml.Event, what: str) -> yaml.YAMLError:
        return yaml.MarkedYAMLError(problem=what, problem_mark=event.start_mark)

    def _check_tag(
        self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, place: Place
    ) -> None:
        tag = event.tag
        if tag == "!" or (tag.startswith(_STANDARD) and "python/" not in tag):
            return
        self.report(
            Problem.of(
                ProblemKind.MALFORMED_YAML,
                place,
                f"the tag {tag} has no meaning here, and nothing is made from it",
                "write the value without a tag",
            )
        )

    def _resolve(self, event: yaml.AliasEvent) -> Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            raise self._error(event, f"no anchor &{event.anchor} stands above this alias")
        if any(node is opened for opened in self.open):
            raise self._error(event, f"the alias *{event.anchor} stands inside its own anchor")
        return node

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node
        if not self.open:
            self.root = node
            return
        parent = self.open[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif (key := self.keys[-1]) is None:
            self.keys[-1] = node
        else:
            parent.pairs.append((key, node))
            self.keys[-1] = None


def parse_parts(text: str, path: str, report: Report, *, first_line: int = 1) -> list[Node]:
    """Return the trees of a text: one, or where it is not YAML those of the parts that are.

    A part starts at each line that is indented no deeper than the first, so
    one bad entry of a mapping or list loses no other.
    """
    try:
        tree = parse(text, path, report, first_line=first_line)
        return [] if tree is None else [tree]
    except yaml.YAMLError as whole:
        trees: list[Node] = []
        errors: list[Problem] = []
        for offset, part in _parts(text):
            try:
                tree = parse(part, path, report, first_line=first_line + offset)
                trees += [] if tree is None else [tree]
            except yaml.YAMLError as error:
                errors.append(_problem(error, path, first_line + offset))
        for problem in errors or [_problem(whole, path, first_line)]:
            report(problem)
        return trees


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text, each with the number of lines before it."""
    lines = text.split("\n")
    filled = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if not filled:
        return
    indent = len(filled[0]) - len(filled[0].lstrip())
    starts = [
        number
        for number, line in enumerate(lines)
        if line.strip()
        and not line.lstrip().startswith("#")
        and len(line) - len(line.lstrip()) <= indent
    ]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start, "\n".join(lines[start:end])


def _problem(error: yaml.YAMLError, path: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    place = Place(path, mark.line + first_line, mark.column + 1) if mark else Place(path)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    return Problem.of(
        ProblemKind.MALFORMED_YAML,
        place,
        f"this is not YAML: {what}",
        "check indentation, quotes and colons; the entries around it are still read",
    )


def entries(mapping: Mapping, report: Report) -> Iterator[tuple[Scalar, Node]]:
    """Yield each key and its value once, after merges.

    A key of the mapping wins over merged ones, an earlier merged mapping over
    a later one (https://yaml.org/type/merge.html); of two equal keys the later
    one is used, as PyYAML does, but not in silence.
    """
    own: dict[str, tuple[Scalar, Node]] = {}
    for key, value in mapping.pairs:
        if not isinstance(key, Scalar):
            report(
                Problem.of(
                    ProblemKind.MALFORMED_YAML,
                    key.place,
                    "a key is a list or a mapping",
                    "write a plain name",
                )
            )
        elif not _is_merge(key):
            if key.text in own:
                first = own[key.text][0].place
                report(
                    Problem.of(
                        ProblemKind.DUPLICATE_KEY,
                        key.place,
                        f"'{key.text}' is defined a second time, first in line {first.line}",
                        "remove one of the two; until then this later one is used",
                    )
                )
            own[key.text] = (key, value)
    yield from own.values()
    for key, value in _merged(mapping, report):
        if key.text not in own:
            own[key.text] = (key, value)
            yield key, value


def _is_merge(key: Scalar) -> bool:
    return key.text == "<<" and not key.style


def _merged(mapping: Mapping, report: Report) -> Iterator[tuple[Scalar, Node]]:
    """Yield the pairs of all merged mappings, each mapping once, nearest first."""
    waiting: list[Node] = _merge_values(mapping)
    seen: set[int] = {id(mapping)}
    count = 0
    while waiting:
        node = waiting.pop(0)
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Sequence):
            waiting = [*node.items[:MERGE_LIMIT], *waiting]
        elif isinstance(node, Mapping):
            for key, value in reversed(node.pairs):
                if isinstance(key, Scalar) and not _is_merge(key):
                    count += 1
                    yield key, value
            waiting = [*_merge_values(node), *waiting]
            if count > MERGE_LIMIT or len(waiting) > MERGE_LIMIT:
                report(
                    Problem.of(
                        ProblemKind.MALFORMED_YAML,
                        mapping.place,
                        f"merges bring more than {MERGE_LIMIT} fields, the rest is not read",
                        "merge one mapping",
                    )
                )
                return
        else:
            report(
                Problem.of(
                    ProblemKind.MALFORMED_YAML,
                    node.place,
                    "'<<' merges a mapping, and this is none",
                    "write <<: *name, the anchor of a mapping",
                )
            )


def _merge_values(mapping: Mapping) -> list[Node]:
    return [value for key, value in mapping.pairs if isinstance(key, Scalar) and _is_merge(key)]

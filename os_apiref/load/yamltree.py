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
from itertools import pairwise

import yaml

from os_apiref.problems import Place, Problem, ProblemKind, did_you_mean

try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:  # PyYAML built without libyaml: the same events, slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

DEPTH_LIMIT = 50
"""Levels of nesting; a definition has two."""

MERGE_LIMIT = 1_000
"""Fields of one mapping after its merges; a definition has about seven."""

ALIAS_LIMIT = 100_000
"""Values that all aliases of a text stand for; in the largest real file some hundred."""

VALUE_LIMIT = 100_000
"""Values of one text; the largest real file has some fifteen thousand."""

PART_COST = 10
"""What starting to read a part costs, in values."""

ERROR_LIMIT = 20
"""Errors of syntax that are reported of one text: the first cause the others."""

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
    """A list; ``weight`` counts the values in it, those behind aliases included."""

    place: Place
    items: list[Node] = field(default_factory=list)
    weight: int = 1


@dataclass(slots=True, eq=False)
class Mapping:
    """Pairs in the order of the text, merge keys included; ``weight`` as for a list."""

    place: Place
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    weight: int = 1


Node = Scalar | Sequence | Mapping


class _Builder:
    """Trees from text; anchors are shared by all texts that one builder reads."""

    def __init__(self, path: str, report: Report) -> None:
        self.path = path
        self.report = report
        self.anchors: dict[str, Node] = {}
        self.aliased = 0
        self.values = 0

    def build(self, text: str, first_line: int) -> list[Node]:
        """Return the tree of each document in a text; raises yaml.YAMLError.

        ``first_line`` is the line of the file where the text starts.
        """
        self.first_line = first_line
        self.open: list[Sequence | Mapping] = []
        self.keys: list[Node | None] = []
        self.roots: list[Node] = []
        documents = 0
        parser = _Parser(text)
        while event := parser.get_event():
            if self.is_full:
                self._report_fullness(event)
                break
            if isinstance(event, yaml.ScalarEvent):
                place = self._place(event)
                if event.tag:
                    self._check_tag(event, place)
                style = event.style if event.style in ("'", '"', "|", ">") else ""
                self._add(Scalar(place, event.value, style), event.anchor)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._start(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                closed = self.open.pop()
                self.keys.pop()
                if self.open:
                    self.open[-1].weight += closed.weight
            elif isinstance(event, yaml.AliasEvent):
                self._add(self._resolve(event), None)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self._report_second_document(event)
        return [root for root in self.roots if not (isinstance(root, Scalar) and root.is_null)]

    @property
    def is_full(self) -> bool:
        """Whether the builder has read all that it will read."""
        return self.values > VALUE_LIMIT

    def _report_fullness(self, event: yaml.Event) -> None:
        self.report(
            Problem.of(
                ProblemKind.MALFORMED_YAML,
                self._place(event),
                f"there are more than {VALUE_LIMIT} values, the rest is not read",
                "split the file",
            )
        )

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        place = self._place(event)
        if event.tag:
            self._check_tag(event, place)
        if len(self.open) == DEPTH_LIMIT:
            raise self._error(event, f"nested more than {DEPTH_LIMIT} levels deep", "write fewer")
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        node = Mapping(place) if is_mapping else Sequence(place)
        self._add(node, event.anchor)
        self.open.append(node)
        self.keys.append(None)

    def _report_second_document(self, event: yaml.Event) -> None:
        self.report(
            Problem.of(
                ProblemKind.MALFORMED_YAML,
                self._place(event),
                "a second YAML document starts here, expected one",
                "remove the line '---'; what follows it is read all the same",
            )
        )

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None
        return Place(self.path, mark.line + self.first_line, mark.column + 1)

    def _error(self, event: yaml.Event, what: str, advice: str) -> yaml.YAMLError:
        return yaml.MarkedYAMLError(
            problem=what,
            problem_mark=event.start_mark,  # type: ignore[arg-type]
            note=advice,
        )

    def _check_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, place: Place) -> None:
        tag = event.tag or "!"
        if tag == "!" or (tag.startswith(_STANDARD) and "python/" not in tag):
            return
        self.report(
            Problem.of(
                ProblemKind.MALFORMED_YAML,
                place,
                f"the tag {tag.replace(_STANDARD, '!!')} means nothing here, nothing is made of it",
                "write the value without a tag",
            )
        )

    def _resolve(self, event: yaml.AliasEvent) -> Node:
        node = self.anchors.get(event.anchor or "")
        if node is None:
            advice = did_you_mean(event.anchor or "", self.anchors) or "define the anchor above"
            raise self._error(event, f"no anchor &{event.anchor} for the alias", advice)
        if any(node is opened for opened in self.open):
            advice = "an alias repeats what has ended above it"
            raise self._error(event, f"the alias *{event.anchor} repeats itself", advice)
        weight = 1 if isinstance(node, Scalar) else node.weight
        if self.aliased + weight > ALIAS_LIMIT:
            advice = "a definition needs no alias but <<: *name"
            raise self._error(event, f"aliases repeat more than {ALIAS_LIMIT} values", advice)
        self.aliased += weight
        if self.open:
            self.open[-1].weight += weight
        return node

    def _add(self, node: Node, anchor: str | None) -> None:
        self.values += 1
        if anchor:
            self.anchors[anchor] = node
        if not self.open:
            self.roots.append(node)
            return
        parent = self.open[-1]
        parent.weight += isinstance(node, Scalar)
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
    one bad entry of a mapping or list loses no other; of a bad entry that is a
    mapping, one bad field loses no other. ``first_line`` is the line of
    ``path`` where the text starts.
    """
    text = _printable(text, path, report, first_line)
    found: list[Problem] = []
    try:
        trees = _Builder(path, found.append).build(text, first_line)
    except yaml.YAMLError as error:
        found.clear()
        parts = _Parts(path, found.append)
        trees = parts.read(text, first_line)
        errors = parts.errors or [_problem(error, path, text, first_line)]
        found += errors[:ERROR_LIMIT]
    for problem in found:
        report(problem)
    return trees


_UNPRINTABLE = re.compile(
    "[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)


def _printable(text: str, path: str, report: Report, first_line: int) -> str:
    """Return the text without the characters that end libyaml's reader, and report them."""
    first = _UNPRINTABLE.search(text)
    if not first:
        return text
    before = text[: first.start()]
    line = before.count("\n") + first_line
    report(
        Problem.of(
            ProblemKind.MALFORMED_YAML,
            Place(path, line, first.start() - before.rfind("\n")),
            f"the character U+{ord(first[0]):04X} is not allowed in YAML",
            "remove it; \ufffd stands for it on the page",
        )
    )
    return _UNPRINTABLE.sub("\ufffd", text)


class _Parts:
    """The parts of a text that is not YAML as a whole, each read for itself."""

    def __init__(self, path: str, report: Report) -> None:
        self.path = path
        self.errors: list[Problem] = []
        self.builder = _Builder(path, report)

    def read(self, text: str, first_line: int) -> list[Node]:
        """Return the trees of all parts."""
        trees: list[Node] = []
        for offset, part in _split(text):
            if self.builder.is_full:
                break
            self.builder.values += PART_COST
            try:
                trees += self.builder.build(part, first_line + offset)
            except yaml.YAMLError as error:
                trees += self._read_fields(part, first_line + offset, error)
        return trees

    def _read_fields(self, part: str, first_line: int, error: yaml.YAMLError) -> list[Node]:
        """Return a bad entry ``key:`` with those of its fields that can be read."""
        first, _, rest = part.partition("\n")
        entry = _ENTRY.fullmatch(first)
        if not entry or not rest.startswith(" "):
            self.errors.append(_problem(error, self.path, part, first_line))
            return []
        fields = Mapping(Place(self.path, first_line, 1))
        count = len(self.errors)
        for offset, field_text in _split(rest):
            if self.builder.is_full:
                break
            self.builder.values += PART_COST
            line = first_line + 1 + offset
            try:
                trees = self.builder.build(field_text, line)
            except yaml.YAMLError as field_error:
                self.errors.append(_problem(field_error, self.path, field_text, line))
                continue
            for tree in trees:
                if isinstance(tree, Mapping):
                    fields.pairs += tree.pairs
        if len(self.errors) == count:
            self.errors.append(_problem(error, self.path, part, first_line))
        if entry["anchor"]:
            self.builder.anchors[entry["anchor"]] = fields
        key = Scalar(fields.place, entry["key"])
        return [Mapping(fields.place, [(key, fields)])] if fields.pairs else []


_ENTRY = re.compile(r"(?P<key>[\w.][\w.:$@/ -]*?)\s*:(?:\s+&(?P<anchor>\S+))?\s*(?:#.*)?", re.ASCII)


def _split(text: str) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text, each with the number of lines before it."""
    lines = text.split("\n")
    indents = [
        (number, len(line) - len(line.lstrip()))
        for number, line in enumerate(lines)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    starts = [number for number, indent in indents if indent <= indents[0][1]]
    for start, end in pairwise([*starts, len(lines)]):
        yield start, "\n".join(lines[start:end])


def _problem(error: yaml.YAMLError, path: str, text: str, first_line: int) -> Problem:
    what = str(getattr(error, "problem", None) or error)
    advice = getattr(error, "note", None)
    mark = getattr(error, "problem_mark", None)
    last = text.rstrip().count("\n")
    if mark and ("unexpected end of stream" in what or mark.line > last):
        # Where something opens that never closes matters, not where the text ends.
        what = "what starts here has no end"
        mark = getattr(error, "context_mark", None) or mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    place = Place(path, min(line, last) + first_line, column + 1)
    if not advice:
        known = (words for words in _WORDS if words[0] in what)
        _, what, advice = next(known, ("", what, "check indentation, quotes and colons"))
    return Problem.of(ProblemKind.MALFORMED_YAML, place, f"this is not YAML: {what}", advice)


_WORDS = (
    (
        "mapping values are not allowed",
        "a colon and a space stand inside a value",
        "quote the value, or write it in lines of its own below '|'",
    ),
    (
        "what starts here has no end",
        "what starts here has no end",
        "close the quote or bracket",
    ),
    (
        "cannot start any token",
        "a value or an indent starts with a character that it cannot start with",
        "indent with spaces, and quote what starts with one of @ ` %",
    ),
    (
        "did not find expected key",
        "an indent fits nothing above it",
        "indent all fields of a definition alike",
    ),
    (
        "could not find expected ':'",
        "a name has no colon",
        "write 'name: value'",
    ),
    (
        "found incompatible YAML document",
        "this file asks for another version of YAML",
        "remove the line that starts with %YAML",
    ),
)
"""What libyaml says, what it means here, and what to do."""


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

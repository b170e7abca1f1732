# SPDX-License-Identifier: Apache-2.0
"""YAML as a tree of places, safe against every input.

PyYAML's own composer recurses in C: a few thousand brackets end the process.
This tree is built from its events in a loop, keeps the place of everything,
builds no Python object from a tag, and never expands an alias, it refers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import yaml

from os_apiref.kinds import ProblemKind
from os_apiref.problems import Place, Problem, did_you_mean

# The stubs know neither the C parser nor that both parsers are used for get_event alone.
try:
    from yaml.cyaml import CParser as _Parser  # type: ignore[attr-defined]
except ImportError:  # PyYAML built without libyaml: the same events, slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

DEPTH_LIMIT = 50
"""Levels of nesting; a definition has two."""

ALIAS_LIMIT = 100_000
"""Values that all aliases of a text stand for; in the largest real file some hundred."""

VALUE_LIMIT = 100_000
"""Values of one text; the largest real file has some fifteen thousand."""

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


class Builder:
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
            # Never None on an event that a parser made, whatever the stubs allow.
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

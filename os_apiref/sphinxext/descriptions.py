# SPDX-License-Identifier: Apache-2.0
"""Descriptions from YAML as document nodes, in the scope of the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from docutils import nodes
from docutils.parsers.rst.states import RSTState
from docutils.statemachine import StringList
from docutils.utils import Reporter
from sphinx.util.docutils import switch_source_input

from os_apiref.kinds import ProblemKind
from os_apiref.model.parameter import Text
from os_apiref.problems import Place, Problem
from os_apiref.sphinxext.nodes import rest_definition

_FLUSH_LINE = re.compile(r"(?=\S)(?=.*\w).*")
_PARAGRAPH_START = re.compile(r"(?:\*\*|\*|``|`)?[A-Za-z]")
_ENUMERATOR = re.compile(r"(?:[A-Za-z]|[ivxlcdmIVXLCDM]+)[.)](?:\s|$)")
_MARKUP = re.compile(r"[*`_|\\@\[]|:\S")


DEPTH_LIMIT = 40
"""Levels of elements in a description; a list in a list in a note has eight."""


class Descriptions:
    """The descriptions that one document uses, each parsed as rarely as possible."""

    def __init__(self, docname: str, report: Callable[[Problem], None]) -> None:
        self.docname = docname
        self.definitions: list[nodes.Element] = []
        self.are_parsing = False
        self._report = report
        # A line may hold several texts, as JSON does: the text tells them apart.
        self._keys: dict[tuple[str, int, str], str] = {}
        self._parsed: set[tuple[str, int, str]] = set()

    def add(self, text: Text | None, state: RSTState) -> str:
        """Return the key of the rest_definition that shows a text, '' where it has none.

        What declares an id is parsed again at each use, since docutils numbers
        later ids by it and the anchors of operations must not move; its faults
        are reported the first time only.
        """
        if text is None or not text.content.strip():
            return ""
        origin = (text.path, text.lines[0], text.content)
        if key := self._keys.get(origin):
            return key
        definition = nodes.Element()
        self.are_parsing = True
        if origin in self._parsed:
            with _silenced(state.memo.reporter):
                self._parse(text, definition, state)
        else:
            self._parsed.add(origin)
            self._parse(text, definition, state)
        self.are_parsing = False
        key = f"{self.docname}:{len(self.definitions)}"
        self.definitions.append(_keyed(definition.children, key, text))
        if not any(node["ids"] for node in definition.findall(nodes.Element)):
            self._keys[origin] = key
        return key

    def _parse(self, text: Text, parent: nodes.Element, state: RSTState) -> None:
        """Parse a text; one that would end the parser or a writer is shown as it is."""
        try:
            _parse(text, parent, state)
            if _nests_deeper(parent, DEPTH_LIMIT):
                raise RecursionError
        except RecursionError:
            parent.children = []
            parent += nodes.literal_block(text.content, text.content)
            self._report(
                Problem.of(
                    ProblemKind.MALFORMED_FIELD,
                    Place(text.path, text.lines[0]),
                    f"this text nests deeper than {DEPTH_LIMIT} elements",
                    "write it with fewer levels; until then it is shown as it stands",
                )
            )


def _keyed(blocks: list[nodes.Node], key: str, text: Text) -> nodes.Element:
    if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
        blocks[0]["key"] = key
        return blocks[0]
    definition = rest_definition("", *blocks, key=key)
    definition.source, definition.line = text.path, text.lines[0]
    return definition


def _nests_deeper(parent: nodes.Element, limit: int) -> bool:
    level: list[nodes.Node] = [parent]
    for _ in range(limit):
        level = [child for node in level for child in node.children]
        if not level:
            return False
    return True


@contextmanager
def _silenced(reporter: Any) -> Iterator[None]:
    """Print nothing, severe faults included: they have no level above them to choose."""
    level, reporter.report_level = reporter.report_level, Reporter.SEVERE_LEVEL + 1
    try:
        yield
    finally:
        reporter.report_level = level


def _parse(text: Text, parent: nodes.Element, state: RSTState) -> None:
    """Parse a text into ``parent``; faults are reported at its lines in its own file."""
    lines = [line.rstrip() for line in text.content.split("\n")]
    items = [(text.path, number - 1) for number in text.lines]
    content = StringList(lines, items=items)
    with switch_source_input(state, content):
        paragraphs = _plain_paragraphs(lines)
        if paragraphs is None:
            state.nested_parse(content, 0, parent)
        else:
            for first, last in paragraphs:
                _parse_paragraph(lines[first:last], first, text, parent, state)


def _parse_paragraph(
    lines: list[str],
    first: int,
    text: Text,
    parent: nodes.Element,
    state: RSTState,
) -> None:
    raw = "\n".join(lines)
    messages: list[nodes.system_message] = []
    inline: list[nodes.Node] = [nodes.Text(raw)]
    if _MARKUP.search(raw):
        inline, messages = state.inline_text(raw, first + 1)
    paragraph = nodes.paragraph(raw, "", *inline)
    paragraph.source, paragraph.line = text.path, text.lines[first]
    parent += [paragraph, *messages]


def _plain_paragraphs(lines: list[str]) -> list[tuple[int, int]] | None:
    """Return the paragraphs of a text that has nothing else, as ranges of lines.

    None where anything might be another construct of reStructuredText: those
    start with punctuation, an enumerator or an indent, or underline with it.
    """
    paragraphs: list[tuple[int, int]] = []
    start: int | None = None
    for number, line in enumerate([*lines, ""]):
        if line:
            if "\t" in line or not _FLUSH_LINE.fullmatch(line):
                return None
            if start is None:
                if not _PARAGRAPH_START.match(line) or _ENUMERATOR.match(line):
                    return None
                start = number
        elif start is not None:
            if lines[number - 1].endswith("::"):
                return None
            paragraphs.append((start, number))
            start = None
    return paragraphs

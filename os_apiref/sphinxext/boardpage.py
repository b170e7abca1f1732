# SPDX-License-Identifier: Apache-2.0
"""The verification board as standard nodes, which every writer knows.

Whatever authors wrote, names of files and titles included, is text here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import NoUri
from sphinx.util.nodes import make_refnode

from os_apiref.checks.evidence import Board, BoardFile, Evidence
from os_apiref.checks.findings import relative
from os_apiref.checks.homes import operation_of
from os_apiref.checks.steps import State, Step
from os_apiref.model.operation import Operation
from os_apiref.problems import Problem
from os_apiref.sphinxext.board import rest_progress
from os_apiref.words import Words

BAR_LENGTH = 40
"""Characters of the progress bar where there are only characters."""

_WIDTHS = (25, 14, 22, 20, 19)
_UNSAFE_IN_ID = re.compile(r"[^\w.-]+")


class Page:
    """One board on one page; its ids start with ``prefix`` and a dot, as no title's do."""

    def __init__(
        self, words: Words, builder: Builder, docname: str, prefix: str, source: Path
    ) -> None:
        self._words = words
        self._builder = builder
        self._is_html = builder.format == "html"
        self._docname = docname
        self._prefix = prefix
        self._source = source
        self._ids: dict[str, str] = {}

    def show(self, board: Board) -> nodes.Node:
        """Return the whole board."""
        if not board.files:
            text = self._words.gettext(
                "There is nothing to verify yet: no document describes an operation."
            )
            return nodes.paragraph("", text)
        parts = [*self._progress(board), self._table(board), *self._findings(board)]
        return nodes.container("", *parts, classes=["rest-board"])

    def _progress(self, board: Board) -> Iterator[nodes.Node]:
        text = self._words.ngettext(
            "%(done)s of %(count)s step verified (%(percent)s %)",
            "%(done)s of %(count)s steps verified (%(percent)s %)",
            board.total,
            done=board.verified,
            percent=board.percent,
        )
        if self._is_html:
            yield rest_progress(
                "",
                text,
                done=board.verified,
                total=board.total,
                label=self._words.gettext("Verified steps"),
                classes=["rest-progress"],
            )
            yield nodes.paragraph("", "", nodes.strong("", text))
        else:
            filled = BAR_LENGTH * board.verified // board.total
            bar = f"[{'#' * filled}{'.' * (BAR_LENGTH - filled)}]"
            yield nodes.paragraph("", "", nodes.literal(bar, bar), nodes.Text(f" {text}"))
        if left := board.total - board.verified:
            states = _listed(self._words, board)
            yield nodes.paragraph(
                "",
                self._words.gettext("Of the other %(left)s, %(states)s.", left=left, states=states),
            )

    def _table(self, board: Board) -> nodes.table:
        labels = [self._words.gettext("File"), *_step_labels(self._words).values()]
        head = nodes.row("", *(nodes.entry("", nodes.paragraph("", label)) for label in labels))
        rows = [self._row(file) for file in board.files]
        columns = [
            nodes.colspec(colwidth=width, stub=int(not at)) for at, width in enumerate(_WIDTHS)
        ]
        group = nodes.tgroup(
            "", *columns, nodes.thead("", head), nodes.tbody("", *rows), cols=len(columns)
        )
        return nodes.table("", group, classes=["rest-board-table", "colwidths-given"])

    def _row(self, file: BoardFile) -> nodes.row:
        name = self._relative(file.path)
        operations: list[nodes.Node] = []
        if number := len(file.operations):
            operations = [self._link(file.operations[0], _count_operations(self._words, number))]
        first = self._entry([nodes.literal(name, name)], ", ", operations)
        steps = {step.step: step for step in file.steps}
        cells = [self._cell(file, steps.get(step)) for step in Step]
        if self._is_html:  # where the window has no room for columns, each cell says its own
            for label, cell in zip(_step_labels(self._words).values(), cells, strict=True):
                cell.insert(0, nodes.paragraph("", label, classes=["rest-step"]))
        return nodes.row("", first, *cells)

    def _cell(self, file: BoardFile, evidence: Evidence | None) -> nodes.entry:
        if evidence is None:
            return self._entry([nodes.Text("–")], "", [])
        state = evidence.state
        classes = ["rest-state", f"rest-state-{state.value}"]
        first: list[nodes.Node] = [
            nodes.inline("", _state_words(self._words, state), classes=classes)
        ]
        if number := len(evidence.findings):
            text = self._words.ngettext("%(count)s finding", "%(count)s findings", number)
            link = nodes.reference("", text, internal=True, refid=self._id(file))
            first += [nodes.Text(" " if self._is_html else ", "), link]
        text = "" if state is State.VERIFIED else "; ".join([evidence.words, *evidence.lacks])
        return self._entry(first, ": ", [nodes.Text(text)] if text else [])

    def _entry(self, first: list[nodes.Node], mark: str, second: list[nodes.Node]) -> nodes.entry:
        """Return a cell: two paragraphs in HTML, elsewhere one with a mark between."""
        if not second:
            return nodes.entry("", nodes.paragraph("", "", *first))
        if self._is_html:
            detail = nodes.paragraph("", "", *second, classes=["rest-detail"])
            return nodes.entry("", nodes.paragraph("", "", *first), detail)
        return nodes.entry("", nodes.paragraph("", "", *first, nodes.Text(mark), *second))

    def _findings(self, board: Board) -> Iterator[nodes.Node]:
        files = [file for file in board.files if file.findings]
        if files:
            yield nodes.rubric("", self._words.gettext("Findings"))
            yield nodes.definition_list(
                "", *map(self._findings_of, files), classes=["rest-findings"]
            )

    def _findings_of(self, file: BoardFile) -> nodes.definition_list_item:
        name = self._relative(file.path)
        term = nodes.term("", "", nodes.literal(name, name), ids=[self._id(file)])
        items = [nodes.list_item("", self._finding(file, one)) for one in file.findings]
        definition = nodes.definition("", nodes.bullet_list("", *items, bullet="*"))
        return nodes.definition_list_item("", term, definition)

    def _finding(self, file: BoardFile, problem: Problem) -> nodes.paragraph:
        paragraph = nodes.paragraph()
        if operation := operation_of(file.operations, problem):
            link = self._link(operation, operation.title or operation.path)
            paragraph += [link, nodes.Text(": ")]
        place = str(problem.place._replace(path=self._relative(problem.place.path)))
        where = nodes.inline(
            "", "", nodes.Text("("), nodes.literal(place, place), classes=["rest-where"]
        )
        where += nodes.Text(f", {problem.kind.label})")
        paragraph += [nodes.Text(f"{problem.message} "), where]
        return paragraph

    def _link(self, operation: Operation, text: str) -> nodes.Node:
        """Return a link to an operation, its text alone where the page is not there."""
        builder, docname, anchor = self._builder, operation.docname, operation.anchor
        if builder.format == "man":  # it would print the id behind the text
            return nodes.inline("", text)
        # Everything is on one page there, and Sphinx 9 makes no working link between documents.
        asked_from = docname if builder.name == "singlehtml" else self._docname
        try:
            return make_refnode(builder, asked_from, docname, anchor, nodes.Text(text))
        except NoUri:
            return nodes.inline("", text)

    def _relative(self, path: str) -> str:
        return relative(path, self._source)

    def _id(self, file: BoardFile) -> str:
        """Return the id of the findings of a file, the same at each call."""
        if file.path not in self._ids:
            name = _UNSAFE_IN_ID.sub("-", self._relative(file.path))
            base = anchor = f"{self._prefix}.{name}"
            number = 1
            while anchor in self._ids.values():
                number += 1
                anchor = f"{base}-{number}"
            self._ids[file.path] = anchor
        return self._ids[file.path]


def _step_labels(words: Words) -> dict[Step, str]:
    return {
        Step.METHODS: words.gettext("Methods"),
        Step.PARAMETERS: words.gettext("Parameters"),
        Step.EXAMPLES: words.gettext("Examples"),
        Step.BODIES: words.gettext("Bodies"),
    }


def _state_words(words: Words, state: State) -> str:
    if state is State.VERIFIED:
        return words.gettext("✓ verified")
    return words.gettext("ready to remove") if state is State.READY else words.gettext("to verify")


def _count_operations(words: Words, number: int) -> str:
    return words.ngettext("%(count)s operation", "%(count)s operations", number)


def _listed(words: Words, board: Board) -> str:
    """Return in words how far the steps are that are not verified."""
    ready, blocked, pending = (
        board.states[one] for one in (State.READY, State.BLOCKED, State.PENDING)
    )
    parts = []
    if ready:
        parts.append(
            words.ngettext("%(count)s is ready to remove", "%(count)s are ready to remove", ready)
        )
    if blocked:
        parts.append(words.gettext("findings speak against %(count)s", count=blocked))
    if pending:
        parts.append(words.gettext("for %(count)s the evidence is incomplete", count=pending))
    *first, last = parts
    if not first:
        return last
    return words.gettext("%(list)s and %(last)s", list=", ".join(first), last=last)

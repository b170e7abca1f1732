# SPDX-License-Identifier: Apache-2.0
"""The directives: arguments in, nodes and notes out."""

from __future__ import annotations

import os
import re
from typing import Any

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.domains import Domain
from sphinx.util.docutils import SphinxDirective

from os_apiref.kinds import ProblemKind
from os_apiref.load.parameters import ParameterFile
from os_apiref.load.statuses import load_status_rows
from os_apiref.load.tables import load_rows
from os_apiref.model.microversion import Microversion
from os_apiref.model.parameter import ParameterUse
from os_apiref.model.status import StatusType
from os_apiref.problems import Place, Problem, did_you_mean, nearest
from os_apiref.sphinxext.domain import RestDomain, rest_domain
from os_apiref.sphinxext.lazystates import parse_lazily
from os_apiref.sphinxext.nodes import (
    ParameterRow,
    StatusRow,
    rest_expand_all,
    rest_marker,
    rest_method,
    rest_parameters,
    rest_status_codes,
)

METHOD_OPTIONS = ("min_version", "max_version")


class RestDirective(SphinxDirective):
    """What our directives share: their domain, their place, their problems."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parse_lazily(self.state)

    @property
    def rest(self) -> RestDomain:
        """The domain that remembers what this document says."""
        return rest_domain(self.env)

    @property
    def place(self) -> Place:
        """Where the directive stands."""
        source, line = self.get_source_info()
        return Place(os.path.abspath(source), line)

    def note(self, kind: ProblemKind, place: Place, found: str, advice: str = "") -> None:
        """Remember a problem."""
        self.rest.reading.note_problem(Problem.of(kind, place, found, advice))

    def is_in_description(self, kind: ProblemKind) -> bool:
        """Whether a description holds the directive, where it could hold itself without end."""
        if not self.rest.reading.descriptions.are_parsing:
            return False
        found = f"a description holds a {self.name}"
        self.note(kind, self.place, found, "write it into the document")
        return True

    def placed(self, node: nodes.Element) -> nodes.Element:
        """Return a node with the place of this directive."""
        self.set_source_info(node)
        return node


class RestMethod(RestDirective):
    """``.. rest_method:: GET /path``: the section around it is an operation."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the node of the method."""
        if self.is_in_description(ProblemKind.MISPLACED_METHOD):
            return []
        lines = [
            (text.strip(), _place(self.content, index)) for index, text in enumerate(self.content)
        ]
        head, *rest = [line for line in lines if line[0]] or [("", self.place)]
        method, path = self._split(head[0])
        options = self._options(rest)
        node = rest_method(method=method, path=path, **options)
        return [self.placed(node)] if head[0] else []

    def _split(self, text: str) -> tuple[str, str]:
        method, _, path = text.partition(" ")
        path = path.strip()
        if not text:
            found = "this rest_method says nothing"
        elif method.startswith(("/", "http:", "https:")):
            method, path, found = "", text, f"'{text}' has no method"
        elif not path:
            found = f"'{text}' has no path"
        else:
            return method, path
        self.note(
            ProblemKind.MALFORMED_METHOD,
            self.place,
            f"{found}, expected a method and a path",
            "write for instance '.. rest_method:: GET /servers/{server_id}'",
        )
        return method, path

    def _options(self, lines: list[tuple[str, Place]]) -> dict[str, str]:
        options = dict.fromkeys(METHOD_OPTIONS, "")
        for text, place in lines:
            name, colon, value = (part.strip() for part in text.lstrip(":").partition(":"))
            if colon and name in options:
                options[name] = value
                if Microversion.parse(value) is None:
                    self.note(
                        ProblemKind.MALFORMED_VERSION,
                        place,
                        f"'{name}: {value}' is no version, expected two whole numbers",
                        f"write for instance '{name}: 2.10'",
                    )
            else:
                self.note(
                    ProblemKind.UNKNOWN_METHOD_OPTION,
                    place,
                    f"'{text}' below rest_method is not shown, expected {' or '.join(options)}",
                    did_you_mean(name, options) or "put text into a paragraph of its own",
                )
        return options


class RestParameters(RestDirective):
    """``.. rest_parameters:: FILE`` with a list of ``- name: key``: a table."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the node of the table."""
        if self.is_in_description(ProblemKind.MALFORMED_TABLE):
            return []
        argument, content, start = _argument_and_content(self)
        file = self.rest.load_parameters(argument, self.place) if argument else None
        if not argument:
            self.note(
                ProblemKind.MALFORMED_TABLE,
                self.place,
                "this rest_parameters names no file",
                "write '.. rest_parameters:: parameters.yaml'",
            )
        if not content.strip():
            self.note(
                ProblemKind.MALFORMED_TABLE,
                self.place,
                "this rest_parameters has no rows",
                "write '- name: key' below it, one row a line",
            )
        definitions = file.definitions if file else {}
        uses = load_rows(content, start, definitions.get, self.rest.reading.note_problem)
        if file and definitions:
            self._note_uses(uses, argument, file)
        return [self._table(uses)] if uses else []

    def _note_uses(self, uses: list[ParameterUse], argument: str, file: ParameterFile) -> None:
        used = self.rest.reading.record.used[file.path]
        for use in uses:
            used.add(use.key)
            if use.definition is None:
                self.note(
                    ProblemKind.UNDEFINED_PARAMETER,
                    use.place,
                    f"the row '{use.name}' names '{use.key}', which {argument} does not define",
                    did_you_mean(use.key, file.definitions) or f"define '{use.key}' there",
                )

    def _table(self, uses: list[ParameterUse]) -> nodes.Node:
        descriptions = self.rest.reading.descriptions
        rows = tuple(
            ParameterRow(use, descriptions.add(use.description, self.state)) for use in uses
        )
        names = nodes.Text(" ".join(use.name for use in uses))
        return self.placed(rest_parameters("", names, rows=rows, role=None))


class RestStatusCode(RestDirective):
    """``.. rest_status_code:: success|error FILE`` with a list of codes: a table."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return the node of the table."""
        if self.is_in_description(ProblemKind.MALFORMED_TABLE):
            return []
        argument, content, start = _argument_and_content(self)
        word, _, filename = argument.partition(" ")
        if "." in word and not filename:
            word, filename = "", word
        type_ = self._type(word)
        filename = filename.strip()
        reasons = None
        file = self.rest.load_statuses(filename, self.place) if filename else None
        if file:
            reasons = file.reasons or None
        else:
            self._malformed("names no file", "write '.. rest_status_code:: success status.yaml'")
        if not content.strip():
            self._malformed("has no codes", "write '- 200' below it, one code a line")
        report = self.rest.reading.note_problem
        statuses = load_status_rows(content, start, type_, reasons, report)
        if file:
            self.rest.reading.record.used[file.path].update(str(one.code) for one in statuses)
        descriptions = self.rest.reading.descriptions
        rows = tuple(
            StatusRow(status, descriptions.add(status.description, self.state))
            for status in statuses
        )
        return [self.placed(rest_status_codes(type=type_, rows=rows))] if rows else []

    def _malformed(self, found: str, advice: str) -> None:
        message = f"this rest_status_code {found}"
        self.note(ProblemKind.MALFORMED_TABLE, self.place, message, advice)

    def _type(self, word: str) -> StatusType:
        known = [type_.value for type_ in StatusType]
        if word in known:
            return StatusType(word)
        found = f"'{word}' is no type of status code" if word else "no type of status code"
        self.note(
            ProblemKind.UNKNOWN_STATUS_TYPE,
            self.place,
            f"{found}, expected {' or '.join(known)}",
            did_you_mean(word, known) or "write '.. rest_status_code:: success status.yaml'",
        )
        return StatusType(nearest(word, known) or StatusType.SUCCESS)


class RestExpandAll(RestDirective):
    """``.. rest_expand_all::``: the controls of a page; any content is passed over."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the node of the controls."""
        return [self.placed(rest_expand_all())]


class Needs(RestDirective):
    """``.. needs:word::``: a marker of verification."""

    def run(self) -> list[nodes.Node]:
        """Return the node of the marker."""
        return [self.placed(rest_marker(word=self.name.partition(":")[2]))]


class NeedsDomain(Domain):
    """The namespace ``needs:``, in which every word is a marker."""

    name = "needs"
    label = "Verification markers"

    def directive(self, name: str) -> type[Needs]:
        """Return the directive of any word; what it is worth is checked later."""
        return Needs

    def merge_domaindata(self, docnames: object, otherdata: object) -> None:
        """Have nothing to merge."""


def _place(content: StringList, index: int) -> Place:
    source, offset = content.info(index)
    return Place(os.path.abspath(source or ""), (offset or 0) + 1)


def _argument_and_content(directive: RestDirective) -> tuple[str, str, Place]:
    """Return the argument in one line, the content, and where the content starts.

    Rows that follow their directive without a blank line are parsed as part
    of the argument; they are content all the same.
    """
    argument, *glued = (directive.arguments or [""])[0].split("\n")
    first_row = next((i for i, line in enumerate(glued) if re.match(r"\s*-\s", line)), len(glued))
    argument = " ".join([argument, *glued[:first_row]])
    rows = glued[first_row:]
    start = directive.place
    if rows:
        start = Place(start.path, start.line + 1 + first_row)
    elif directive.content:
        start = _place(directive.content, 0)
    content = "\n".join([*rows, *([""] if rows else []), *directive.content])
    return " ".join(argument.replace("\0", "\ufffd").split()), content, start

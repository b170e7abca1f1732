# SPDX-License-Identifier: Apache-2.0
"""From a document's tree to its operations, in one pass.

What belongs to an operation follows from where it stands, and ids and titles
are final only when a document has been read: so directives leave nodes, and
this puts them together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

from os_apiref.kinds import ProblemKind
from os_apiref.load.roles import decide_role
from os_apiref.load.statuses import find_prose_statuses, is_prose_status
from os_apiref.model.operation import CodeBlock, Elsewhere, Marker, Operation, Sample
from os_apiref.model.parameter import ParameterUse
from os_apiref.model.status import StatusCode
from os_apiref.problems import Problem
from os_apiref.sphinxext.collectsamples import code_block_of, sample_of, versions_of
from os_apiref.sphinxext.heads import describe
from os_apiref.sphinxext.nodes import (
    ParameterRow,
    nearest_section,
    rest_definitions,
    rest_marker,
    rest_method,
    rest_parameters,
    rest_status_codes,
    title_of,
    written_text,
)
from os_apiref.sphinxext.places import place_of

_UNSAFE_IN_ID = re.compile(r"[^\w.-]+")
_WANTED = (
    rest_method,
    rest_parameters,
    rest_status_codes,
    rest_marker,
    rest_definitions,
    nodes.literal_block,
    nodes.paragraph,
    nodes.term,
)
"""A line of status codes whose continuation is indented is the term of a definition list."""


@dataclass(slots=True)
class _Parts:
    """The parts of an operation, or those outside of any, while they are being found."""

    parameters: list[ParameterUse] = field(default_factory=list)
    statuses: list[StatusCode] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    code_blocks: list[CodeBlock] = field(default_factory=list)
    markers: list[Marker] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """An operation while its parts are being found."""

    method: rest_method
    section: nodes.Element | None
    parts: _Parts = field(default_factory=_Parts)
    inside: _Draft | None = None


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a part stands: its operation's draft, and the headings down to it, nearest first."""

    draft: _Draft | None
    section: nodes.Element | None
    headings: tuple[str, ...]


class Collected(NamedTuple):
    """What a document says of the API."""

    operations: list[Operation]
    elsewhere: Elsewhere


def collect(document: nodes.document, docname: str, report: Callable[[Problem], None]) -> Collected:
    """Return the operations of a document; rows get their ids, methods their summaries."""
    drafts: list[_Draft] = []
    by_section: dict[int, _Draft] = {}
    anchors: Counter[str] = Counter()
    outside = _Parts()
    tables = 0
    # The parts of a table in a definition list, a note or a list item belong
    # to the operation too: only the sections around a part decide.
    for node in document.findall():
        if not isinstance(node, _WANTED):
            continue
        if isinstance(node, rest_definitions):
            break  # they stand at the end, and what they hold is told by rows
        if isinstance(node, rest_method):
            draft = _Draft(node, nearest_section(node))
            _check_position(draft, by_section, report)
            draft.inside = _home(draft.section, by_section).draft if draft.section else None
            drafts.append(draft)
            by_section[id(draft.section)] = draft
            describe(node, draft.section)
            continue
        if isinstance(node, (nodes.paragraph, nodes.term)) and not starts_with_prose(node):
            continue
        home = _home(node, by_section)
        parts = home.draft.parts if home.draft else outside
        if isinstance(node, rest_parameters):
            tables += 1
            parts.parameters += _collect_rows(node, home, anchors, tables)
        else:
            _collect_part(node, home, parts)
    ids: Counter[str] = Counter()
    operations = [_operation(draft, docname, ids) for draft in drafts]
    elsewhere = Elsewhere(
        docname, tuple(outside.parameters), tuple(outside.statuses), tuple(outside.samples)
    )
    return Collected(operations, elsewhere)


def _collect_part(node: nodes.Element, home: _Home, parts: _Parts) -> None:
    if isinstance(node, nodes.paragraph):
        parts.statuses += find_prose_statuses(written_text(node), place_of(node))
    elif isinstance(node, nodes.term):
        text = "\n".join(part.astext() for part in node.parent.children)
        parts.statuses += find_prose_statuses(text, place_of(node))
    elif isinstance(node, rest_status_codes):
        parts.statuses += [row.status for row in node["rows"]]
    elif isinstance(node, rest_marker):
        marker = Marker(node["word"], place_of(node))
        # At the top of a file it speaks of that file, though the section of the one before goes on.
        if home.draft and place_of(home.draft.method).path == marker.place.path:
            parts.markers.append(marker)
    elif isinstance(node, nodes.literal_block):
        if "sample" in node:
            parts.samples.append(sample_of(node, home.headings))
        else:
            parts.code_blocks.append(code_block_of(node, home.headings))


def heads_section(method: rest_method) -> bool:
    """Whether a method stands directly in a section, ``only`` blocks aside."""
    parent = method.parent
    while isinstance(parent, addnodes.only):
        parent = parent.parent
    return isinstance(parent, nodes.section)


def _check_position(
    draft: _Draft, by_section: dict[int, _Draft], report: Callable[[Problem], None]
) -> None:
    if draft.section is None:
        found = "stands before any section"
    elif not heads_section(draft.method):
        found = f"stands inside another element, {draft.method.parent.tagname}"
    elif id(draft.section) in by_section:
        found = "is the second one of its section"
    else:
        return
    report(
        Problem.of(
            ProblemKind.MISPLACED_METHOD,
            place_of(draft.method),
            f"this rest_method {found}",
            "give it a section of its own: a title, then the rest_method",
        )
    )


def _home(node: nodes.Node, by_section: dict[int, _Draft]) -> _Home:
    headings: list[str] = []
    nearest = None
    at = node.parent
    while at is not None:
        if isinstance(at, nodes.section):
            nearest = at if nearest is None else nearest
            if draft := by_section.get(id(at)):
                return _Home(draft, nearest, tuple(headings))
            headings.append(written_text(title) if (title := title_of(at)) else "")
        at = at.parent
    return _Home(None, nearest, tuple(headings))


def _title(section: nodes.Element | None) -> str:
    title = title_of(section)
    return " ".join(title.astext().split()) if title else ""


def starts_with_prose(paragraph: nodes.paragraph | nodes.term) -> bool:
    """Whether a paragraph or term starts as one that lists status codes."""
    if paragraph.get("translated"):
        return is_prose_status(paragraph.rawsource)
    return bool(paragraph.children) and is_prose_status(paragraph[0].astext())


def _collect_rows(
    table: rest_parameters, home: _Home, anchors: Counter[str], number: int
) -> list[ParameterUse]:
    role = decide_role(home.headings) if home.draft else None
    versions = versions_of(home.headings)
    section = home.draft.section if home.draft else home.section
    prefix = section["ids"][0] if section is not None and section["ids"] else "rest"
    if role:
        prefix += f".{role.value}"
    heading = home.headings[0] if home.headings else ""
    rows = []
    for use, description in table["rows"]:
        base = anchor = f"{prefix}.{_UNSAFE_IN_ID.sub('-', use.name)}"
        while anchors[anchor]:
            anchors[base] += 1
            anchor = f"{base}-{anchors[base]}"
        anchors[anchor] += 1
        use = replace(
            use, role=role, versions=versions, anchor=anchor, table=number, heading=heading
        )
        rows.append(ParameterRow(use, description))
    table["rows"] = tuple(rows)
    table["role"] = role
    return [row.use for row in rows]


def _anchor(draft: _Draft) -> str:
    section = draft.section
    return str(section["ids"][0]) if section is not None and section["ids"] else ""


def _id(draft: _Draft, docname: str, ids: Counter[str]) -> str:
    base = f"{docname}#{_anchor(draft)}"
    ids[base] += 1
    return base if ids[base] == 1 else f"{base}.{ids[base]}"


def _original_title(section: nodes.Element | None) -> str:
    """Return the title of a section as its author wrote it, '' where it is not translated."""
    title = title_of(section)
    return " ".join(title.rawsource.split()) if title and title.get("translated") else ""


def _sections_around(section: nodes.Element | None) -> list[nodes.section]:
    """Return the sections around one, outermost first."""
    found: list[nodes.section] = []
    at = section.parent if section is not None else None
    while at is not None:
        if isinstance(at, nodes.section):
            found.insert(0, at)
        at = at.parent
    return found


def _operation(draft: _Draft, docname: str, ids: Counter[str]) -> Operation:
    method, section, parts = draft.method, draft.section, draft.parts
    around = _sections_around(section)
    method["operation"] = Operation(
        method=method["method"],
        path=method["path"],
        title=_title(section),
        docname=docname,
        anchor=_anchor(draft),
        place=place_of(method),
        summary=method["summary"],
        versions=method["versions"],
        deprecated=method["deprecated"],
        parameters=tuple(parts.parameters),
        statuses=tuple(parts.statuses),
        samples=tuple(parts.samples),
        code_blocks=tuple(parts.code_blocks),
        markers=tuple(parts.markers),
        inside=_anchor(draft.inside) if draft.inside else "",
        id=_id(draft, docname, ids),
        sections=tuple(map(_title, around)),
        original_title=_original_title(section),
        original_sections=tuple(filter(None, map(_original_title, around))),
    )
    operation: Operation = method["operation"]
    return operation

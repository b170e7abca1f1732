# SPDX-License-Identifier: Apache-2.0
"""From a document's tree to its operations, in one pass.

What belongs to an operation follows from where it stands, and ids and titles
are final only when a document has been read: so directives leave nodes, and
this puts them together.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from docutils import nodes
from sphinx import addnodes

from os_apiref.kinds import ProblemKind
from os_apiref.load.roles import decide_role, find_file_role, find_role
from os_apiref.load.statuses import find_prose_statuses, is_prose_status
from os_apiref.model.microversion import EVERY_VERSION, VersionRange, find_version_range
from os_apiref.model.operation import Operation, Sample
from os_apiref.model.parameter import ParameterUse, Role
from os_apiref.model.status import StatusCode
from os_apiref.problems import Place, Problem
from os_apiref.sphinxext.heads import describe
from os_apiref.sphinxext.nodes import (
    ParameterRow,
    rest_method,
    rest_parameters,
    rest_status_codes,
    written_text,
)

INTRODUCTION_LIMIT = 2
"""Paragraphs between the label of a sample and the sample."""

_UNSAFE_IN_ID = re.compile(r"[^\w.-]+")
_WANTED = (rest_method, rest_parameters, rest_status_codes, nodes.literal_block, nodes.paragraph)


@dataclass(slots=True)
class _Draft:
    """An operation while its parts are being found."""

    method: rest_method
    section: nodes.Element | None
    parameters: list[ParameterUse] = field(default_factory=list)
    statuses: list[StatusCode] = field(default_factory=list)
    samples: list[Sample] = field(default_factory=list)
    code_blocks: list[Role | None] = field(default_factory=list)
    inside: _Draft | None = None


@dataclass(frozen=True, slots=True)
class _Home:
    """Where a part stands: its operation's draft, and the headings down to it, nearest first."""

    draft: _Draft | None
    section: nodes.Element | None
    headings: tuple[str, ...]


def collect(
    document: nodes.document, docname: str, report: Callable[[Problem], None]
) -> list[Operation]:
    """Return the operations of a document; rows get their ids, methods their summaries."""
    drafts: list[_Draft] = []
    by_section: dict[int, _Draft] = {}
    anchors: Counter[str] = Counter()
    tables = 0
    # The parts of a table in a definition list, a note or a list item belong
    # to the operation too: only the sections around a part decide.
    for node in document.findall():
        if not isinstance(node, _WANTED):
            continue
        if isinstance(node, rest_method):
            draft = _Draft(node, _nearest_section(node))
            _check_position(draft, by_section, report)
            draft.inside = _home(draft.section, by_section).draft if draft.section else None
            drafts.append(draft)
            by_section[id(draft.section)] = draft
            describe(node, draft.section)
            continue
        if isinstance(node, nodes.paragraph):
            _collect_prose(node, by_section)
            continue
        home = _home(node, by_section)
        if isinstance(node, rest_parameters):
            tables += 1
            _collect_rows(node, home, anchors, tables)
        elif isinstance(node, rest_status_codes):
            if home.draft:
                home.draft.statuses += [row.status for row in node["rows"]]
        elif home.draft and "sample" in node:
            home.draft.samples.append(_sample(node, home))
        elif home.draft:
            label, _ = _text_above(node)
            written = written_text(label) if label else ""
            home.draft.code_blocks.append(find_role(written) or decide_role(home.headings))
    ids: Counter[str] = Counter()
    return [_operation(draft, docname, ids) for draft in drafts]


def heads_section(method: rest_method) -> bool:
    """Whether a method stands directly in a section, ``only`` blocks aside."""
    parent = method.parent
    while isinstance(parent, addnodes.only):
        parent = parent.parent
    return isinstance(parent, nodes.section)


def place_of(node: nodes.Element) -> Place:
    """Return where a node was written."""
    return Place(os.path.abspath(node.source) if node.source else "", node.line or 0)


def _nearest_section(node: nodes.Node) -> nodes.Element | None:
    at = node.parent
    while at is not None and not isinstance(at, nodes.section):
        at = at.parent
    return at


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
            headings.append(written_text(title) if (title := _title_of(at)) else "")
        at = at.parent
    return _Home(None, nearest, tuple(headings))


def _title_of(section: nodes.Element | None) -> nodes.title | None:
    return next((one for one in section or () if isinstance(one, nodes.title)), None)


def _title(section: nodes.Element | None) -> str:
    title = _title_of(section)
    return " ".join(title.astext().split()) if title else ""


def _collect_prose(paragraph: nodes.paragraph, by_section: dict[int, _Draft]) -> None:
    if not starts_with_prose(paragraph):
        return
    statuses = find_prose_statuses(written_text(paragraph), place_of(paragraph))
    if statuses and (draft := _home(paragraph, by_section).draft):
        draft.statuses += statuses


def starts_with_prose(paragraph: nodes.paragraph) -> bool:
    """Whether a paragraph starts as one that lists status codes."""
    if paragraph.get("translated"):
        return is_prose_status(paragraph.rawsource)
    return bool(paragraph.children) and is_prose_status(paragraph[0].astext())


def _collect_rows(table: rest_parameters, home: _Home, anchors: Counter[str], number: int) -> None:
    role = decide_role(home.headings) if home.draft else None
    versions = _versions(home.headings)
    section = home.draft.section if home.draft else home.section
    prefix = section["ids"][0] if section is not None and section["ids"] else "rest"
    if role:
        prefix += f".{role.value}"
    heading = home.headings[0] if home.draft and home.headings else ""
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
    if home.draft:
        home.draft.parameters += [row.use for row in rows]


def _versions(headings: tuple[str, ...]) -> VersionRange:
    return next((found for found in map(find_version_range, headings) if found), EVERY_VERSION)


def _sample(block: nodes.literal_block, home: _Home) -> Sample:
    label, introduction = _text_above(block)
    written = written_text(label) if label else ""
    path = block["sample"]
    role: Role | None = find_role(written) or find_file_role(path) or decide_role(home.headings)
    return Sample(
        path=path,
        language=block.get("language", ""),
        place=place_of(block),
        role=role,
        label=" ".join(label.astext().split()).rstrip(":") if label else "",
        introduction=introduction,
        versions=_versions((written, *home.headings)),
    )


def _text_above(block: nodes.Element) -> tuple[nodes.Element | None, str]:
    """Return the label of a sample, and the text that introduces it as its author wrote it.

    A label is a caption or a short paragraph; what stands between it and the
    sample, or else the paragraph above the sample, is the introduction.
    """
    container = block.parent
    if isinstance(container, nodes.container) and isinstance(container[0], nodes.caption):
        return container[0], ""
    introduction: list[str] = []
    siblings = container.children
    for above in reversed(siblings[: siblings.index(block)]):
        if not isinstance(above, nodes.paragraph) or len(introduction) > INTRODUCTION_LIMIT:
            break
        is_label = len(above) == 1 and isinstance(above[0], nodes.strong)
        if is_label or above.astext().rstrip().endswith(":"):
            return above, " ".join(introduction)
        introduction.insert(0, " ".join(written_text(above).split()))
    return None, introduction[-1] if introduction else ""


def _anchor(draft: _Draft) -> str:
    section = draft.section
    return str(section["ids"][0]) if section is not None and section["ids"] else ""


def _id(draft: _Draft, docname: str, ids: Counter[str]) -> str:
    base = f"{docname}#{_anchor(draft)}"
    ids[base] += 1
    return base if ids[base] == 1 else f"{base}.{ids[base]}"


def _sections(section: nodes.Element | None) -> tuple[str, ...]:
    titles: list[str] = []
    at = section.parent if section is not None else None
    while at is not None:
        if isinstance(at, nodes.section):
            titles.insert(0, _title(at))
        at = at.parent
    return tuple(titles)


def _operation(draft: _Draft, docname: str, ids: Counter[str]) -> Operation:
    method, section = draft.method, draft.section
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
        parameters=tuple(draft.parameters),
        statuses=tuple(draft.statuses),
        samples=tuple(draft.samples),
        code_blocks=tuple(draft.code_blocks),
        inside=_anchor(draft.inside) if draft.inside else "",
        id=_id(draft, docname, ids),
        sections=_sections(section),
    )
    operation: Operation = method["operation"]
    return operation

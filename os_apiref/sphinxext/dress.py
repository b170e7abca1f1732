# SPDX-License-Identifier: Apache-2.0
"""The tree as pages show it: operations, dated sections, status codes in one list, controls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from os_apiref.labels import status_label
from os_apiref.load.statuses import ProseLine, find_prose_lines
from os_apiref.sphinxext.collect import starts_with_prose
from os_apiref.sphinxext.heads import section_versions
from os_apiref.sphinxext.nodes import (
    StatusGroup,
    StatusRow,
    rest_expand_all,
    rest_method,
    rest_operation,
    rest_part,
    rest_status_codes,
    rest_statuses,
    rest_title,
    written_text,
)
from os_apiref.sphinxext.places import place_of
from os_apiref.sphinxext.wording import words

_DRESSED = (rest_method, nodes.section, rest_status_codes, rest_expand_all, nodes.paragraph)


class DressOperations(SphinxPostTransform):
    """Make of plain nodes what only pages have.

    Late, so that every other transform and theme still meets plain sections.
    """

    default_priority = 950
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Swap and gather."""
        found = [node for node in self.document.findall() if isinstance(node, _DRESSED)]
        operations = []
        for method in found:
            if isinstance(method, rest_method) and type(method.parent) is nodes.section:
                operations.append(_dress_operation(method.parent, method))
        for section in found:
            if type(section) is nodes.section and section.parent is not None:
                _date(section)
        _gather_statuses(found)
        if operations and not any(isinstance(node, rest_expand_all) for node in found):
            _add_controls(operations)


def _dress_operation(section: nodes.section, method: rest_method) -> rest_operation:
    section.remove(method)
    operation = rest_operation("", **section.attributes)
    operation["method"] = method
    _swap(section, operation)
    if isinstance(operation[0], nodes.title):
        _dress_title(operation[0])
    return operation


def _date(section: nodes.section) -> None:
    """Make a section a rest_part where its title or its first notes name versions."""
    if versions := section_versions(section):
        _swap(section, rest_part("", versions=versions, **section.attributes))


def _swap(section: nodes.section, dressed: nodes.section) -> None:
    dressed.source, dressed.line = section.source, section.line
    section.replace_self(dressed)
    children, section.children = section.children, []
    dressed.extend(children)
    section.parent = None


def _dress_title(title: nodes.title) -> None:
    """A contents list may link a title back to itself; a summary holds no link."""
    dressed = rest_title(title.rawsource, "", **title.attributes)
    dressed.attributes.pop("refid", None)
    title.replace_self(dressed)
    children, title.children = title.children, []
    dressed.extend(children)


def _gather_statuses(found: Sequence[nodes.Element]) -> None:
    """Put the status codes of one parent into one list, where the first of them stand."""
    lists: dict[int, rest_statuses] = {}
    for node in found:
        groups = _groups(node)
        if not groups:
            continue
        if id(node.parent) not in lists:
            gathered = lists[id(node.parent)] = rest_statuses(groups=[])
            node.parent.insert(node.parent.index(node), gathered)
        gathered = lists[id(node.parent)]
        gathered["groups"] += groups
        if isinstance(node, rest_status_codes):
            node.parent.remove(node)
        elif not _says_more(node):
            gathered += nodes.Text(f"{node.astext()} ")
            node.parent.remove(node)


def _groups(node: nodes.Element) -> list[StatusGroup]:
    """Return the status codes that a table or a paragraph of an operation lists."""
    if isinstance(node, rest_status_codes):
        return [StatusGroup(status_label(words(), node["type"]), node["rows"])]
    if not isinstance(node, nodes.paragraph) or not _is_prose(node):
        return []
    lines = find_prose_lines(written_text(node), place_of(node))
    return [
        StatusGroup(label, tuple(StatusRow(status, "") for status in line.statuses))
        for label, line in zip(_labels(node, lines), lines, strict=True)
        if line.statuses
    ]


def is_shown_as_codes(node: nodes.Node) -> bool:
    """Whether a node is a paragraph of which a page shows the status codes alone."""
    return isinstance(node, nodes.paragraph) and starts_with_prose(node) and not _says_more(node)


def _labels(paragraph: nodes.paragraph, lines: Sequence[ProseLine]) -> list[str]:
    """Return the labels of lines of status codes, as a translator wrote them where one did."""
    if paragraph.get("translated"):
        heads = [line.partition(":") for line in paragraph.astext().split("\n")]
        labels = [head.strip() for head, colon, _ in heads if colon]
        if len(labels) == len(lines):
            return labels
    return [line.label for line in lines]


def _is_prose(paragraph: nodes.paragraph) -> bool:
    if not starts_with_prose(paragraph):
        return False
    at = paragraph.parent
    while isinstance(at, nodes.section) and not isinstance(at, rest_operation):
        at = at.parent
    return isinstance(at, rest_operation)


def _says_more(paragraph: nodes.Element) -> bool:
    """Whether a list of its codes would lose anything of a paragraph."""
    is_plain = all(isinstance(child, nodes.Text) for child in paragraph.children)
    lines = find_prose_lines(written_text(paragraph), place_of(paragraph))
    return bool(
        not is_plain
        or paragraph["ids"]
        or paragraph["classes"]
        or any(line.says_more or not line.statuses for line in lines)
    )


def _add_controls(operations: Sequence[rest_operation]) -> None:
    """Give a page without ``rest_expand_all`` its controls, above the first operation.

    They stand beside the chapters of the page, not in the first of them.
    """
    at: nodes.Element = operations[0]
    while isinstance(at.parent, nodes.section) and isinstance(at.parent.parent, nodes.section):
        at = at.parent
    at.parent.insert(at.parent.index(at), rest_expand_all(is_ours=True))

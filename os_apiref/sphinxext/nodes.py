# SPDX-License-Identifier: Apache-2.0
"""The compact nodes that directives leave in the tree.

Every Sphinx transform walks every node, and a reference has thousands of rows:
so a table is one node that carries its rows as data. Descriptions are real
nodes, once per document, in ``rest_definitions``: references, substitutions,
translation and the search index find them there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docutils import nodes

from os_apiref.model.parameter import ParameterUse
from os_apiref.model.status import StatusCode


class ParameterRow(NamedTuple):
    """A row, and the key of the rest_definition that describes it ('' for none)."""

    use: ParameterUse
    description: str


class StatusRow(NamedTuple):
    """A status code, and the key of the rest_definition that describes it ('' for none)."""

    status: StatusCode
    description: str


class rest_method(nodes.General, nodes.Element):
    """A method and path. Attributes: method, path, min_version, max_version.

    The collector adds: summary (text), versions (VersionRange), deprecated,
    and operation, its record in the model.
    """


class rest_parameters(nodes.General, nodes.Element):
    """A table. Attribute: rows, a tuple of ParameterRow.

    Its one child is the text of all names, which the search index reads. For
    HTML only: ``keys``, what each row stands for in the samples.
    """


class rest_status_codes(nodes.General, nodes.Element):
    """A table of status codes. Attributes: type (StatusType), rows, a tuple of StatusRow."""


class StatusGroup(NamedTuple):
    """Status codes under one label: 'Error', or the author's 'Error response codes'."""

    label: str
    rows: tuple[StatusRow, ...]


class rest_statuses(nodes.General, nodes.Element):
    """All status codes that stand in one place, of tables and of prose; made for HTML only.

    Attribute: groups, a list of StatusGroup. Its one child is the text of the
    prose, which the search index reads.
    """


class rest_expand_all(nodes.General, nodes.Element):
    """The place of the controls of a page."""


class rest_marker(nodes.Invisible, nodes.Element):
    """The place of a verification marker. Attribute: word."""


class rest_definitions(nodes.Invisible, nodes.Element):
    """All descriptions that the tables of a document use; stands at its end.

    Each child has the attribute ``key``, unique in the project: a paragraph
    that is the whole description, or a rest_definition around several blocks.
    """


class rest_definition(nodes.General, nodes.Element):
    """A description of several blocks."""


class rest_sample(nodes.literal_block):
    """A sample of JSON that needs nothing but its colours.

    For HTML only: ``anchors``, the id of the row that describes each key, in
    the order of the text, '' where there is none.
    """


class rest_samples(nodes.General, nodes.Element):
    """All samples of an operation that stand for themselves; one rest_column for each half."""


class rest_column(nodes.General, nodes.Element):
    """The samples of one half."""


class rest_figure(nodes.General, nodes.Element):
    """A sample with its label. Attributes: role (Role or None), versions, word ('' if labelled).

    The first child is a rest_caption, the second what shows the sample.
    """


class rest_snippets(nodes.General, nodes.Element):
    """Request snippets. Attribute: snippets, of each its name, its label and its text."""


class rest_caption(nodes.General, nodes.TextElement):
    """The label of a sample, as its author wrote it."""


class rest_operation(nodes.section):
    """A section whose method is shown as its header; made for HTML only."""


class rest_part(nodes.section):
    """A section that holds for some versions only. Attribute: versions; made for HTML only."""


class rest_toc_method(nodes.inline):
    """The method of an operation in a contents list; its text is the method."""


class rest_title(nodes.title):
    """The title of a rest_operation."""


def definitions_of(document: nodes.document) -> dict[str, nodes.Element]:
    """Return the descriptions of a document, or of several in one, by key."""
    found: dict[str, nodes.Element] = {}
    for container in document.findall(rest_definitions):
        found |= definitions_in(container)
    return found


def definitions_in(container: rest_definitions) -> dict[str, nodes.Element]:
    """Return the descriptions of one container by key."""
    return {one["key"]: one for one in container.children if isinstance(one, nodes.Element)}


def blocks_of(definition: nodes.Element) -> Sequence[nodes.Node]:
    """Return the blocks of a description."""
    return definition.children if isinstance(definition, rest_definition) else [definition]


def nearest_section(node: nodes.Node) -> nodes.section | None:
    """Return the innermost section around a node."""
    at = node.parent
    while at is not None and not isinstance(at, nodes.section):
        at = at.parent
    return at


def title_of(section: nodes.Element | None) -> nodes.title | None:
    """Return the title of a section, None where it has none."""
    return next((one for one in section or () if isinstance(one, nodes.title)), None)


def written_text(node: nodes.Element) -> str:
    """Return the text of a node as its author wrote it, whatever a translator made of it.

    What a text says of roles, versions and codes is read from this, so that a
    translated reference has the same model.
    """
    return node.rawsource if node.get("translated") else node.astext()

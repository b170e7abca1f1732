# SPDX-License-Identifier: Apache-2.0
"""What a title and the notes below it say: versions, and the header of an operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes

from os_apiref.load.statuses import find_prose_statuses
from os_apiref.model.microversion import Microversion, VersionRange, find_version_range
from os_apiref.problems import Place
from os_apiref.sphinxext.nodes import rest_method, written_text

SUMMARY_LIMIT = 200
"""Characters of a summary: the closed line of an operation shows about half of it."""


class Notes(NamedTuple):
    """What notes of versions say: the range they leave, and since when it is deprecated."""

    min: Microversion | None
    max: Microversion | None
    deprecated: str


def describe(method: rest_method, section: nodes.Element | None) -> None:
    """Note at a method what its header shows: summary, versions, deprecation.

    Notes of versions count below the method, or between it and its title.
    """
    after = list(following(method))
    paragraph = next((node for node in after if isinstance(node, nodes.paragraph)), None)
    text = " ".join(paragraph.astext().split()) if paragraph is not None else ""
    if paragraph is not None and find_prose_statuses(written_text(paragraph), Place("")):
        text = ""
    method["summary"] = text if len(text) <= SUMMARY_LIMIT else text[:SUMMARY_LIMIT] + "…"
    notes = read_notes(after)
    named = section_versions(section)
    low = Microversion.parse(method["min_version"]) or notes.min or named.min
    high = Microversion.parse(method["max_version"]) or notes.max or named.max
    method["versions"] = VersionRange(low, high)
    method["deprecated"] = notes.deprecated


def section_versions(section: nodes.Element | None) -> VersionRange:
    """Return the versions that a title and the notes directly below it name."""
    title = section[0] if section is not None and section.children else None
    if not isinstance(title, nodes.title):
        return VersionRange()
    notes = read_notes(following(title))
    named = find_version_range(written_text(title))
    return VersionRange(notes.min or named.min, notes.max or named.max)


def read_notes(after: Iterable[nodes.Node]) -> Notes:
    """Return what the notes say that ``after`` starts with."""
    low = high = None
    deprecated = ""
    for node in after:
        if not isinstance(node, addnodes.versionmodified):
            break
        if node["type"] == "versionadded":
            low = low or Microversion.parse(node["version"])
        elif node["type"] == "versionremoved":
            high = high or _last_before(Microversion.parse(node["version"]))
        elif node["type"] == "deprecated":
            deprecated = node["version"]
    return Notes(low, high, deprecated)


def _last_before(version: Microversion | None) -> Microversion | None:
    """Return the version before one, None where nothing tells which that is."""
    return Microversion(version.major, version.minor - 1) if version and version.minor else None


def following(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield what stands after a node in its section and can be seen."""
    siblings = node.parent.children
    for sibling in siblings[siblings.index(node) + 1 :]:
        if isinstance(sibling, nodes.section):
            return
        if not isinstance(sibling, (nodes.Invisible, nodes.system_message)):
            yield sibling

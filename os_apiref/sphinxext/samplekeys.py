# SPDX-License-Identifier: Apache-2.0
"""Which key of a sample belongs to which row, noted at both before HTML is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from os_apiref.load.jsontree import MalformedJson, load_json
from os_apiref.model.evidence import holds_at, is_json_patch, version_of
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.nesting import find_row_keys
from os_apiref.model.operation import Operation, Sample
from os_apiref.model.parameter import ParameterUse, Role
from os_apiref.model.samplematch import Path, paths_in_text
from os_apiref.sphinxext.nodes import rest_method, rest_parameters, rest_sample
from os_apiref.sphinxext.places import place_of


@dataclass(slots=True)
class _Parts:
    """The tables and samples of one operation."""

    operation: Operation
    tables: list[rest_parameters] = field(default_factory=list)
    samples: list[tuple[rest_sample, Sample, JsonValue]] = field(default_factory=list)


class MatchSamples(SphinxPostTransform):
    """Note at each table the keys that its rows stand for, and at each key its row."""

    default_priority = 900

    formats = ("",)
    """The formats that it is not for: builders without one write no pages."""

    def is_supported(self) -> bool:
        """Whether the builder writes pages."""
        return not super().is_supported()

    def run(self, **kwargs: Any) -> None:
        """Note them."""
        match_samples(self.document)


def match_samples(document: nodes.document) -> None:
    """Note at each table the keys that its rows stand for, and at each key its row."""
    for parts in _find_parts(document):
        for role in Role:
            _match(parts, role)


def _find_parts(document: nodes.document) -> Iterator[_Parts]:
    found = parts_of(document, rest_parameters, rest_sample)
    for method in document.findall(rest_method):
        parts = _Parts(method["operation"])
        for node in found.get(id(method.parent), ()):
            if isinstance(node, rest_parameters):
                parts.tables.append(node)
            elif (sample := find_sample(node, parts.operation)) and (value := _load(node)):
                parts.samples.append((node, sample, value))
        yield parts


def parts_of(document: nodes.document, *wanted: type[nodes.Element]) -> dict[int, list[Any]]:
    """Return the nodes of some types by the id() of their operation's section."""
    found: dict[int, list[Any]] = {
        id(method.parent): [] for method in document.findall(rest_method)
    }
    for node in document.findall(lambda one: isinstance(one, wanted)):
        section = node.parent
        while section is not None and id(section) not in found:
            section = section.parent
        if section is not None:
            found[id(section)].append(node)
    return found


def find_sample(block: nodes.literal_block, operation: Operation) -> Sample | None:
    """Return what the model says of a block that shows a sample."""
    place = place_of(block)
    found = (one for one in operation.samples if one.place == place and one.path == block["sample"])
    return next(found, None)


def _load(node: rest_sample) -> JsonValue | None:
    """Return what a sample says, None where its keys are not the API's."""
    try:
        value = load_json(node.rawsource, node["sample"])
    except MalformedJson:
        return None
    return None if is_json_patch(value) else value


def _match(parts: _Parts, role: Role) -> None:
    samples = [one for one in parts.samples if one[1].role is role]
    tables = [table for table in parts.tables if table["role"] is role]
    if not samples or not tables:
        return
    described: dict[Path, list[ParameterUse]] = {}
    for table in tables:
        rows = [row.use for row in table["rows"]]
        table["keys"] = tuple(find_row_keys(rows, [one[2] for one in samples]))
        for use, key in zip(rows, table["keys"], strict=True):
            if key:
                described.setdefault(key, []).append(use)
    for node, sample, value in samples:
        node["anchors"] = _anchors(sample, value, described)


def _anchors(
    sample: Sample, value: JsonValue, described: Mapping[Path, Sequence[ParameterUse]]
) -> tuple[str, ...]:
    version = version_of(sample)
    row_of = {
        key: next((use.anchor for use in uses if holds_at(use, version)), uses[0].anchor)
        for key, uses in described.items()
    }
    return tuple(row_of.get(path, "") for path in paths_in_text(value))

# SPDX-License-Identifier: Apache-2.0
"""What a sample or code block shows, as the text above it and the headings around it tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from docutils import nodes

from os_apiref.load.roles import decide_role, find_file_role, find_role
from os_apiref.model.microversion import EVERY_VERSION, VersionRange, find_version_range
from os_apiref.model.operation import CodeBlock, Sample
from os_apiref.sphinxext.nodes import written_text
from os_apiref.sphinxext.places import place_of

INTRODUCTION_LIMIT = 2
"""Paragraphs between the label of a sample and the sample."""


def sample_of(block: nodes.literal_block, headings: tuple[str, ...]) -> Sample:
    """Return what the model says of a file that is shown; ``headings`` are the nearest first."""
    above = _text_above(block)
    path = block["sample"]
    return Sample(
        path=path,
        language=block.get("language", ""),
        place=place_of(block),
        role=find_role(above.written) or find_file_role(path) or decide_role(headings),
        label=above.label,
        introduction=above.introduction,
        versions=versions_of((above.written, *headings)),
    )


def code_block_of(block: nodes.literal_block, headings: tuple[str, ...]) -> CodeBlock:
    """Return what the model says of a code block; ``headings`` are the nearest first."""
    above = _text_above(block)
    return CodeBlock(
        content=block.astext(),
        language=block.get("language", ""),
        place=place_of(block),
        role=find_role(above.written) or decide_role(headings),
        label=above.label,
        introduction=above.introduction,
        versions=versions_of((above.written, *headings)),
    )


def versions_of(texts: Iterable[str]) -> VersionRange:
    """Return the versions that the first text with some names."""
    return next((found for found in map(find_version_range, texts) if found), EVERY_VERSION)


class _Above(NamedTuple):
    """The label of a sample, as it is shown and as it was written, and what introduces it."""

    label: str = ""
    written: str = ""
    introduction: str = ""


def _text_above(block: nodes.Element) -> _Above:
    """Return what stands above a sample.

    A label is a caption or a short paragraph; what stands between it and the
    sample, or else the paragraph above the sample, is the introduction, as its
    author wrote it.
    """
    container = block.parent
    if isinstance(container, nodes.container) and isinstance(container[0], nodes.caption):
        return _above(container[0])
    introduction: list[str] = []
    siblings = container.children
    for above in reversed(siblings[: siblings.index(block)]):
        if not isinstance(above, nodes.paragraph) or len(introduction) > INTRODUCTION_LIMIT:
            break
        is_label = len(above) == 1 and isinstance(above[0], nodes.strong)
        if is_label or above.astext().rstrip().endswith(":"):
            return _above(above)._replace(introduction=" ".join(introduction))
        introduction.insert(0, " ".join(written_text(above).split()))
    return _Above(introduction=introduction[-1] if introduction else "")


def _above(label: nodes.Element) -> _Above:
    return _Above(" ".join(label.astext().split()).rstrip(":"), written_text(label))

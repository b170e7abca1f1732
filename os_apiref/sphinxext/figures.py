# SPDX-License-Identifier: Apache-2.0
"""The samples of an operation as figures, requests and responses beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from os_apiref import render
from os_apiref.labels import role_label
from os_apiref.load.roles import find_role
from os_apiref.model.microversion import EVERY_VERSION
from os_apiref.model.operation import Operation, Sample
from os_apiref.model.parameter import Role
from os_apiref.sphinxext.nodes import (
    rest_caption,
    rest_column,
    rest_figure,
    rest_method,
    rest_samples,
    written_text,
)
from os_apiref.sphinxext.samplekeys import find_sample, parts_of
from os_apiref.sphinxext.snippets import make_snippets
from os_apiref.sphinxext.wording import words


@dataclass(slots=True)
class Shown:
    """A sample on its page: its block, the label above it, and what the model says."""

    block: nodes.literal_block
    sample: Sample
    label: nodes.paragraph | None


class GatherSamples(SphinxPostTransform):
    """Make figures of samples, and put those of an operation together at its end.

    Their place tells readers nothing, for labels say what they show; what prose
    introduces stays with it, and so does the only content of a section.
    """

    default_priority = 940
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Make and put them."""
        found = parts_of(self.document, nodes.literal_block)
        for method in list(self.document.findall(rest_method)):
            if not isinstance(method.parent, nodes.section):
                continue
            blocks = [one for one in found.get(id(method.parent), ()) if "sample" in one]
            figures: dict[Role | None, list[nodes.Element]] = {}
            if made := make_snippets(method["operation"], blocks, self.config):
                figures[Role.REQUEST] = [made]
            for shown in list(find_shown(blocks, method["operation"])):
                is_moved = _is_by_itself(shown)
                figure = _make_figure(shown, is_moved)
                if is_moved:
                    figures.setdefault(figure["role"], []).append(figure)
            if figures:
                _place(method.parent, figures)


def find_shown(blocks: list[nodes.literal_block], operation: Operation) -> Iterator[Shown]:
    """Yield the samples of an operation that have no caption of their own."""
    for block in blocks:
        sample = find_sample(block, operation)
        if sample is None or isinstance(block.parent, nodes.container):
            continue  # a container holds a caption of its own
        yield Shown(block, sample, label_above(block))


def label_above(block: nodes.Element) -> nodes.paragraph | None:
    """Return the paragraph that is the label of a sample, None where it has none."""
    above = _sibling_above(block)
    if not isinstance(above, nodes.paragraph) or above["ids"]:
        return None
    is_strong = len(above) == 1 and isinstance(above[0], nodes.strong)
    return above if is_strong or above.astext().rstrip().endswith(":") else None


def _sibling_above(block: nodes.Element) -> nodes.Node | None:
    siblings = block.parent.children
    above = siblings[: siblings.index(block)]
    return next((one for one in reversed(above) if not isinstance(one, nodes.Invisible)), None)


def is_introduced(shown: Shown) -> bool:
    """Whether prose above a sample, which is no label, leads to it."""
    return shown.label is None and isinstance(_sibling_above(shown.block), nodes.paragraph)


def _is_by_itself(shown: Shown) -> bool:
    """Whether a sample may leave its place."""
    section = shown.block.parent
    if not isinstance(section, nodes.section):
        return False
    if is_introduced(shown):
        return False
    others = (nodes.title, nodes.Invisible, nodes.literal_block, rest_figure)
    return any(
        not isinstance(one, others) and one is not shown.label and not _is_label(one)
        for one in section.children
    )


def _is_label(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.paragraph) and len(node) == 1 and isinstance(node[0], nodes.strong)
    )


def _make_figure(shown: Shown, is_moved: bool) -> rest_figure:
    """Return the figure of a sample; it takes the place of the sample unless that is to move."""
    role, label = shown.sample.role, shown.label
    caption = rest_caption()
    text = written_text(label) if label else ""
    word = role_label(words(), role) if role and find_role(text) is not role else ""
    figure = rest_figure(
        "", caption, role=role, word=word or ("" if text else words().gettext("Sample"))
    )
    figure["versions"] = shown.sample.versions if is_moved else EVERY_VERSION
    if label is not None:
        children, label.children = label.children, []
        caption += children
        label.parent.remove(label)
    if is_moved:
        shown.block.parent.remove(shown.block)
    else:
        shown.block.replace_self(figure)
    figure += shown.block
    return figure


def _place(section: nodes.Element, figures: dict[Role | None, list[nodes.Element]]) -> None:
    """Put figures behind what an operation says, before operations inside it."""
    columns = [
        rest_column("", *figures[role])
        for role in (Role.REQUEST, None, Role.RESPONSE)
        if role in figures
    ]
    inner = (
        index
        for index, child in enumerate(section.children)
        if isinstance(child, nodes.section) and next(iter(child.findall(rest_method)), None)
    )
    section.insert(next(inner, len(section)), rest_samples("", *columns))


def visit_samples(self: HTML5Translator, node: nodes.Element) -> None:
    """Start a group, or one column of it."""
    self.body.append('<div class="rest-samples">\n' if isinstance(node, rest_samples) else "<div>")


def depart_samples(self: HTML5Translator, node: nodes.Element) -> None:
    """End a group, or one column of it."""
    self.body.append("</div>\n")


def visit_figure(self: HTML5Translator, node: rest_figure) -> None:
    """Start a figure."""
    versions = render.version_hooks(node["versions"])
    hooks = "".join(f' {name}="{version}"' for name, version in versions.items())
    self.body.append(f'<figure class="rest-sample"{hooks}>')


def depart_figure(self: HTML5Translator, node: rest_figure) -> None:
    """End a figure."""
    self.body.append("</figure>\n")


def visit_caption(self: HTML5Translator, node: rest_caption) -> None:
    """Start a label."""
    word = node.parent["word"]
    self.body.append(
        "<figcaption><span>" + (f"<strong>{self.encode(word)}</strong> " if word else "")
    )


def depart_caption(self: HTML5Translator, node: rest_caption) -> None:
    """End a label."""
    self.body.append("</span></figcaption>\n")

# SPDX-License-Identifier: Apache-2.0
"""The nodes in every writer that makes HTML."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.writers._html_base import HTMLTranslator as DocutilsTranslator
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from os_apiref import render
from os_apiref.jsontext import highlight_json
from os_apiref.model.microversion import Microversion
from os_apiref.sphinxext.config import option
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.markdownlink import markdown_address
from os_apiref.sphinxext.nodes import (
    blocks_of,
    definitions_of,
    rest_expand_all,
    rest_method,
    rest_operation,
    rest_parameters,
    rest_part,
    rest_sample,
    rest_statuses,
    rest_title,
)
from os_apiref.sphinxext.wording import words

_WORD = re.compile(r"\b[^\W\d_](?:[^\W\d]|-)+\b")


class NarrowSearch(SphinxPostTransform):
    """Leave to the search index the words of a sample, once each.

    Its numbers, dates and ids would be a third of the index of a reference,
    and nobody looks for them. The page is made of the whole text all the same.
    """

    default_priority = 950
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Narrow the text of every sample."""
        for sample in self.document.findall(rest_sample):
            found = dict.fromkeys(_WORD.findall(sample.rawsource))
            sample.children = []
            sample += nodes.Text(" ".join(found))


def visit_operation(self: HTML5Translator, node: rest_operation) -> None:
    """Collect what the section holds; its frame is made when all of it is there."""
    self.section_level += 1
    self.context.append(self.body)
    self.body = []


def depart_operation(self: HTML5Translator, node: rest_operation) -> None:
    """Put the section into its frame."""
    self.section_level -= 1
    title, body = "", self.body
    if isinstance(node[0], nodes.title):
        title, *body = body
    self.body = self.context.pop()
    method = node["method"]
    html = render.operation(
        words(),
        _endpoint(method),
        ids=node["ids"],
        classes=node["classes"],
        title=title,
        title_text=node[0].astext(),
        body="".join(body),
        is_open=self.builder.name == "epub" or _is_whole_page(node),
        markdown=markdown_address(
            self.builder, self.builder.current_docname, method["operation"].id
        ),
    )
    self.body.append(html)


def _is_whole_page(node: rest_operation) -> bool:
    """Whether nothing would be left of a page if this were closed."""
    siblings = node.parent.children
    is_top = isinstance(node.parent, nodes.document)
    return is_top and sum(isinstance(one, nodes.section) for one in siblings) == 1


def visit_title(self: HTML5Translator, node: rest_title) -> None:
    """Start the heading that docutils and the theme make of every title."""
    self.visit_title(node)


def depart_title(self: HTML5Translator, node: rest_title) -> None:
    """End the heading without Sphinx's permalink, which must not stand in a summary."""
    DocutilsTranslator.depart_title(self, node)
    self.body[:] = ["".join(self.body)]


def visit_method(self: HTML5Translator, node: rest_method) -> None:
    """Show a method that heads no section as one line."""
    self.body.append(render.endpoint(words(), _endpoint(node)))
    raise nodes.SkipNode


def _endpoint(method: rest_method) -> render.Endpoint:
    return render.Endpoint(
        method=method["method"],
        path=method["path"],
        versions=method["versions"],
        min_version=method["min_version"],
        max_version=method["max_version"],
        deprecated=method["deprecated"],
        summary=method["summary"],
    )


def visit_parameters(self: HTML5Translator, node: rest_parameters) -> None:
    """Show a table."""
    rows = [(use, _description(self, key)) for use, key in node["rows"]]
    keys = node.get("keys", ()) if self.config.os_apiref_infer_nesting else ()
    self.body.append(render.parameters(words(), rows, node["role"], keys))
    raise nodes.SkipNode


def visit_statuses(self: HTML5Translator, node: rest_statuses) -> None:
    """Show the status codes of one place."""
    groups = [
        (group.label, [(row.status, _description(self, row.description)) for row in group.rows])
        for group in node["groups"]
    ]
    self.body.append(render.status_codes(words(), groups))
    raise nodes.SkipNode


def visit_part(self: HTML5Translator, node: rest_part) -> None:
    """Start a section that holds for some versions only."""
    self.section_level += 1
    hooks: dict[str, Any] = {**render.version_hooks(node["versions"])}
    self.body.append(self.starttag(node, "section", **hooks))


def depart_part(self: HTML5Translator, node: rest_part) -> None:
    """End it."""
    self.section_level -= 1
    self.body.append("</section>\n")


def _description(self: HTML5Translator, key: str) -> str:
    """Return the HTML of a description, made once per page: a translator writes one page."""
    if not key:
        return ""
    made: dict[str, str] = vars(self).setdefault("rest_descriptions", {})
    if key not in made:
        if "rest_definitions" not in vars(self):
            vars(self)["rest_definitions"] = definitions_of(self.document)
        made[key] = _render_description(self, vars(self)["rest_definitions"][key])
    return made[key]


def _render_description(self: HTML5Translator, definition: nodes.Element) -> str:
    outside, self.body = self.body, []
    blocks = blocks_of(definition)
    if len(blocks) == 1 and isinstance(blocks[0], nodes.paragraph):
        blocks = blocks[0].children
    for node in blocks:
        if isinstance(node, nodes.Text):
            self.visit_Text(node)  # most descriptions are nothing else
        else:
            node.walkabout(self)
    html = "".join(self.body)
    self.body = outside
    return html


def skip(self: HTML5Translator, node: nodes.Element) -> None:
    """Show nothing here."""
    raise nodes.SkipNode


def visit_sample(self: HTML5Translator, node: rest_sample) -> None:
    """Show JSON in its colours."""
    code = highlight_json(node.rawsource, node.get("anchors", ()))
    start = self.starttag(node, "div", "", CLASS="highlight-json notranslate")
    self.body.append(
        f'{start}<div class="highlight"><pre><span></span>{code}</pre></div>\n</div>\n'
    )
    raise nodes.SkipNode


def visit_expand_all(self: HTML5Translator, node: rest_expand_all) -> None:
    """Show the controls; only the first of a page has more than one button, a book has none.

    Those that the author did not ask for stand where they have something to do.
    """
    if self.builder.name == "epub":
        raise nodes.SkipNode
    first = next(iter(self.document.findall(rest_expand_all))) is node
    versions = _versions(self) if first else {}
    if "is_ours" not in node or versions or _count_operations(self) > 1:
        self.body.append(render.bar(words(), first=first, versions=versions))
    raise nodes.SkipNode


def _count_operations(self: HTML5Translator) -> int:
    return sum(1 for _ in self.document.findall(rest_operation))


def _versions(self: HTML5Translator) -> dict[str, str]:
    """Return every microversion that the control offers, latest first, with its release.

    A page that names no version has none to choose, whatever the project's are.
    """
    documents = rest_domain(self.builder.env).documents
    on_page = {node["docname"] for node in self.document.findall(addnodes.start_of_file)}
    on_page.add(self.builder.current_docname)
    ranges = [
        range_
        for docname in on_page & documents.keys()
        for operation in documents[docname].operations
        for range_ in operation.version_ranges
    ]
    ranges += [part["versions"] for part in self.document.findall(rest_part)]
    found = {end for range_ in ranges for end in (range_.min, range_.max) if end}
    if not found:
        return {}
    low = Microversion.parse(option(self.config, "min_microversion"))
    high = Microversion.parse(option(self.config, "max_microversion"))
    if low and high and low.major == high.major:
        found |= {Microversion(low.major, minor) for minor in range(low.minor, high.minor + 1)}
    releases = option(self.config, "release_microversions") or {}
    return {
        str(version): str(releases.get(str(version), "")) for version in sorted(found, reverse=True)
    }

# SPDX-License-Identifier: Apache-2.0
"""What links a reference makes, and where they are written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.logging import suppress_logging
from sphinx.util.nodes import process_only_nodes
from sphinx.util.tags import Tags

from os_apiref.links.link import Link
from os_apiref.links.rawhtml import read_html
from os_apiref.links.samplelinks import sample_links
from os_apiref.links.spots import Near, Spots
from os_apiref.load.texts import Texts
from os_apiref.model.operation import Sample
from os_apiref.problems import Place, Problem
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.internallinks import Site, told_by_sphinx
from os_apiref.sphinxext.nodes import rest_parameters
from os_apiref.sphinxext.pageindex import moved_ids

_EXTERNAL = re.compile(r"https?:|(?:[A-Za-z][A-Za-z0-9+.-]*:)?//", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_GAP = re.compile(r"[\s\\\0]+")
_OPTION_LINES = 8
"""Lines of a directive between its name and its content, at most."""
_UNKNOWN_HEIGHT = 400
"""Lines of a directive of which the tree does not tell how many it has."""


@dataclass(frozen=True)
class Found:
    """The links of a reference.

    ``links`` are those to other sites, each with every place; ``internal`` is
    what is wrong with those that stay inside. A problem with a ``sphinx_name``
    is one that Sphinx has told while it built.
    """

    links: tuple[Link, ...]
    internal: tuple[Problem, ...] = ()


def find_links(app: Sphinx, *, samples: bool = False) -> Found:
    """Return all links of a reference that has been read, as readers of its HTML meet them.

    ``samples`` adds the URLs in JSON samples. Links with another scheme than
    those that name a host (mailto, data, javascript) are none of either sort.
    """
    spots = Spots(Texts())
    pages = []
    # What Sphinx says of the documents it has said when it built them.
    with suppress_logging():
        for docname in sorted(app.env.found_docs):
            pages.append(_Page(app, docname, spots))
    site = Site(app, {page.docname: frozenset(page.ids) | _moved(app, page) for page in pages})
    links: list[Link] = []
    problems: list[Problem] = []
    for page in pages:
        for link in page.links:
            if _EXTERNAL.match(link.url):
                links.append(_processed(app, link))
            elif not _OTHER_SCHEME.match(link.url):
                links += site.outward(link)
                problems += site.problems(link)
    if samples:
        links += _in_samples(app)
    return Found(tuple(dict.fromkeys(links)), (*told_by_sphinx(app.env), *dict.fromkeys(problems)))


def _moved(app: Sphinx, page: _Page) -> frozenset[str]:
    """Return the ids that a page sends its readers on from."""
    return frozenset(chain.from_iterable(moved_ids(app.env, page.docname).values()))


def _processed(app: Sphinx, link: Link) -> Link:
    """Return a link with its scheme, and as extensions rewrite it for Sphinx's linkcheck."""
    url = f"https:{link.url}" if link.url.startswith("//") else link.url
    rewritten = app.emit_firstresult("linkcheck-process-uri", url)
    return replace(link, url=rewritten if isinstance(rewritten, str) else url)


def _in_samples(app: Sphinx) -> Iterator[Link]:
    for docname, record in sorted(rest_domain(app.env).documents.items()):
        shown: dict[str, Sample] = {}
        for operation in record.operations:
            for sample in operation.samples:
                shown.setdefault(sample.path, sample)
        for sample in shown.values():
            yield from sample_links(sample.path, sample.language, docname)


class _Page:
    """One document as its page shows it: its links, inward and outward, and its ids."""

    def __init__(self, app: Sphinx, docname: str, spots: Spots) -> None:
        self.docname = docname
        self.links: list[Link] = []
        self.ids: set[str] = set()
        self._spots = spots
        self._conf = os.path.join(app.confdir or app.srcdir, "conf.py")
        self._files = _files_of(app, docname)
        self._by_name: dict[str, Link] = {}
        self._by_url: dict[str, Link] = {}
        document = app.env.get_doctree(docname)
        process_only_nodes(document, Tags([*app.tags, "html", "format_html"]))
        app.env.apply_post_transforms(document, docname)
        self._read(document)

    def _read(self, document: nodes.document) -> None:
        references: list[nodes.reference] = []
        for node in document.findall(nodes.Element):
            self.ids.update(node["ids"])
            if isinstance(node, nodes.target) and "refuri" in node:
                self._note_target(node)
            elif isinstance(node, nodes.reference) and "refuri" in node:
                if _is_in(node, nodes.substitution_definition):
                    link = self._note_written(node)
                    self._by_url.setdefault(link.url, link)
                elif not node.get("internal"):
                    references.append(node)
            elif isinstance(node, nodes.image):
                self._note_image(node)
            elif isinstance(node, nodes.raw):
                self._note_raw(node)
            elif isinstance(node, addnodes.toctree):
                self._note_toctree(node)
            elif isinstance(node, rest_parameters):
                self.ids.update(row.use.anchor for row in node["rows"])
        # Last: a reference by name stands where its target does, further down.
        for node in references:
            self._note_reference(node)

    def _note(self, url: str, near: Near) -> Link:
        place, written = self._spots.take(url, near, self._files)
        return self._add(url, place, written)

    def _add(self, url: str, place: Place, written: str = "") -> Link:
        link = Link(url, place, self.docname, written)
        self.links.append(link)
        return link

    def _note_target(self, target: nodes.target) -> None:
        if isinstance(target.parent, nodes.TextElement):
            return  # of an embedded URI, which is a reference too
        link = self._note(target["refuri"], self._near(target))
        self._by_url.setdefault(link.url, link)
        for name in target["names"]:
            self._by_name[name] = link

    def _note_reference(self, node: nodes.reference) -> None:
        url = node["refuri"]
        block = _block(node)
        if _is_written(url, node, block):
            self._note_written(node)
        elif known := self._named(node):
            self._add_again(known, url)
        elif url in self._by_url and (node.get("name") or "|" in block.rawsource):
            self._add_again(self._by_url[url], url)
        else:
            self._add(url, self._spots.take_role(url, self._near(block)))

    def _named(self, node: nodes.reference) -> Link | None:
        # The text of an anonymous one is no name, though it may look like one.
        name = "" if node.get("anonymous") else node.get("name", "")
        return self._by_name.get(nodes.fully_normalize_name(name))

    def _add_again(self, known: Link, url: str) -> None:
        # A name may stand for another name: the URL is written at the last of them.
        self._add(url, known.place, known.written if known.url == url else "")

    def _note_written(self, node: nodes.reference) -> Link:
        url = node["refuri"]
        in_brackets = f"<{_GAP.sub('', url)}>" in _GAP.sub("", node.rawsource)
        return self._note(url, self._near(_block(node))._replace(in_brackets=in_brackets))

    def _note_image(self, image: nodes.image) -> None:
        url = image["uri"]
        if _EXTERNAL.match(url):
            self._note(url, self._near(image))

    def _note_raw(self, raw: nodes.raw) -> None:
        if "html" not in raw.get("format", "").split():
            return
        near = self._near(raw if raw.line else _block(raw))
        source = raw.get("source", "")
        if _EXTERNAL.match(source):
            self._note(source, near)  # the text behind the URL is no author's
            return
        if "source" in raw:
            near = Near(os.path.abspath(source), 1, 1)
        text = raw.astext()
        parts = read_html(text)
        self.ids |= parts.ids
        for url, line in parts.links:
            height = text.count("\n") + 1 - line + _OPTION_LINES
            self._note(url, near._replace(line=near.line + line - 1, height=max(height, 1)))

    def _note_toctree(self, toctree: addnodes.toctree) -> None:
        near = self._near(toctree)._replace(height=_UNKNOWN_HEIGHT)
        for _, url in toctree["entries"]:
            if _EXTERNAL.match(url):
                self._note(url, near)

    def _near(self, node: nodes.Element) -> Near:
        height = node.rawsource.count("\n") + 1
        return Near(self._path(node.source or ""), node.line or 0, height)

    def _path(self, source: str) -> str:
        """Return the file that a node's source names.

        docutils names an included file from the folder that was current when
        it read it, Sphinx the prolog and epilog of conf.py in angle brackets.
        """
        if source.startswith("<rst_"):
            return self._conf
        path = os.path.abspath(source)
        if os.path.isfile(path):
            return path
        tail = Path(source).name
        return next((one for one in self._files if Path(one).name == tail), self._files[0])


def _files_of(app: Sphinx, docname: str) -> tuple[str, ...]:
    """Return the sources of a document: itself, its fragments, the files of its definitions."""
    record = rest_domain(app.env).documents.get(docname)
    paths = [str(app.env.doc2path(docname))]
    if record:
        paths += [include.path for include in record.includes]
        paths += record.faults
    return tuple(dict.fromkeys(paths))


def _block(node: nodes.Element) -> nodes.Element:
    """Return what holds an inline node and knows its line; an image in a link knows it best."""
    image = next(iter(node.findall(nodes.image)), None)
    if image is not None and image.line:
        return image
    while node.parent is not None and (isinstance(node, nodes.Inline) or not node.line):
        node = node.parent
    return node


def _is_written(url: str, node: nodes.reference, block: nodes.Element) -> bool:
    """Whether a URL stands in the text that a reference was made from, or nobody knows that text.

    What a substitution brought in has its text, but not in this block.
    """
    if isinstance(block, nodes.image) or not (node.rawsource or block.rawsource):
        return True
    wanted = _GAP.sub("", url)
    texts = [_GAP.sub("", text) for text in (node.rawsource, block.rawsource) if text]
    return all(wanted in text for text in texts)


def _is_in(node: nodes.Node, kind: type[nodes.Element]) -> bool:
    at: nodes.Node | None = node
    while at is not None and not isinstance(at, kind):
        at = at.parent
    return at is not None

# SPDX-License-Identifier: Apache-2.0
"""A publication as Markdown: one file for each document and for each operation."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import quote

from os_apiref import markdowntext as md
from os_apiref.export.frontmatter import front_matter
from os_apiref.export.markdownblocks import (
    Block,
    Heading,
    links_in,
    replace_marks,
    slices,
    targets_in,
    text_of,
)
from os_apiref.export.markdownnames import document_files, operation_files
from os_apiref.export.publication import Publication
from os_apiref.model.operation import Operation


class _Home(NamedTuple):
    """Where an id is; ``is_top`` if it is that of the whole file."""

    file: str
    is_top: bool = False


class Library:
    """The Markdown of a publication, put together for each file."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        operations = publication.reference.operations
        self.documents = document_files(publication.pages)
        self.operations = operation_files(operations, self.documents)
        self._by_id = {one.id: one for one in operations}
        self._slices = {
            id_: blocks
            for document in publication.documents.values()
            for id_, blocks in slices(document).items()
        }
        self._by_page: dict[str, list[str]] = {}
        for docname, page in publication.pages.items():
            self._by_page.setdefault(page, []).append(docname)
        self._homes = dict(self._find_homes())
        self._wanted = set(self._find_wanted())

    def _find_homes(self) -> Iterator[tuple[tuple[str, str], _Home]]:
        """Yield the file of every id that can be linked to, by document and id."""
        for docname, blocks in self.publication.documents.items():
            for name in targets_in(blocks):
                yield (docname, name), _Home(self.documents[docname])
        for id_, (top, *blocks) in self._slices.items():
            own = [one for one in blocks if not (isinstance(one, Heading) and one.operations)]
            docname, file = self._by_id[id_].docname, self.operations[id_]
            for name in targets_in(own):
                yield (docname, name), _Home(file)
            for name in targets_in([top]):
                yield (docname, name), _Home(file, is_top=True)

    def _find_wanted(self) -> Iterator[tuple[str, str]]:
        """Yield every file and id that a link in any of the files leads to."""
        pieces: list[tuple[str, str, Sequence[Block]]] = [
            (docname, self.documents[docname], blocks)
            for docname, blocks in self.publication.documents.items()
        ]
        for id_, own in self._slices.items():
            pieces.append((self._by_id[id_].docname, self.operations[id_], own))
        for docname, file, blocks in pieces:
            for block in blocks:
                for address in links_in(text_of(block)):
                    yield self._target(address, docname, file)

    @property
    def ordered(self) -> list[Operation]:
        """The operations in the order of the contents."""
        order = {docname: number for number, docname in enumerate(self.publication.documents)}
        return sorted(
            self._by_id.values(), key=lambda one: (order.get(one.docname, len(order)), one.docname)
        )

    def document(self, docname: str) -> Iterator[str]:
        """Yield the file of a document: all of it, with links to those of its operations."""
        blocks = self.publication.documents.get(docname, ())
        yield md.join(self.render(blocks, docname, self.documents[docname])) + "\n"

    def operation(self, operation: Operation) -> Iterator[str]:
        """Yield the file of an operation."""
        file = self.operations[operation.id]
        blocks = self._slices.get(operation.id) or _outline(operation)
        first = blocks[0].level if isinstance(blocks[0], Heading) else 1
        head = front_matter(self.publication, operation)
        text = md.join(self.render(blocks, operation.docname, file, deeper=1 - first))
        yield f"{head}\n{text}\n"

    def render(
        self, blocks: Iterable[Block], docname: str, file: str, *, deeper: int = 0
    ) -> Iterator[str]:
        """Yield blocks of a document as they stand in a file; '' for nothing."""

        def link(address: str) -> str:
            return self._destination(address, docname, file)

        def target(name: str) -> str:
            return md.target(name) if (file, name) in self._wanted else ""

        for block in blocks:
            if isinstance(block, Heading):
                yield from self._heading(block, file, deeper, link, target)
            else:
                yield replace_marks(block, link, target)

    def _heading(
        self,
        heading: Heading,
        file: str,
        deeper: int,
        link: Callable[[str], str],
        target: Callable[[str], str],
    ) -> Iterator[str]:
        yield "".join(map(target, heading.ids))
        if not heading.text:
            return
        text = replace_marks(heading.text, link, target)
        own = self.operations[heading.operations[0]] if heading.operations else file
        if own != file and "](" not in text and "<" not in text:
            text = md.link(text, relative(own, file))
        yield md.heading(text, heading.level + deeper)

    def plain(self, text: str) -> str:
        """Return the Markdown of a line for a place where links cannot stand."""
        return "" if "](" in text else replace_marks(text, lambda address: "", lambda name: "")

    def _target(self, address: str, docname: str, file: str) -> tuple[str, str]:
        """Return the file and the id, '' for none, that a link in a file of a document leads to."""
        page, _, name = address.partition("#")
        documents = self._by_page.get(page)
        if documents is None:  # a page that Sphinx makes, or a file beside the pages
            return page, name
        to = self._document_of(documents, name, docname)
        home = self._homes.get((to, name))
        if home is None:
            return self.documents[to], ""
        if self.documents[to] == file:
            return file, name
        return home.file, ("" if home.is_top and home.file != file else name)

    def _destination(self, address: str, docname: str, file: str) -> str:
        target, name = self._target(address, docname, file)
        if name and target == file:
            return f"#{name}"
        return relative(target, file) + (f"#{name}" if name else "")

    def _document_of(self, documents: Sequence[str], name: str, docname: str) -> str:
        """Return the document of an address; all have the same where there is but one page."""
        likely = [one for one in (docname, *documents) if one in documents]
        return next((one for one in likely if not name or (one, name) in self._homes), likely[0])


def _outline(operation: Operation) -> list[Block]:
    """Return what the model knows of an operation that stands in no section of a page."""
    title = operation.title or f"{operation.method} {operation.path}".strip()
    endpoint = f"**{md.escape(operation.method)}** {md.code_span(operation.path)}"
    return [Heading(1, md.escape(title), (), (operation.id,)), endpoint]


def relative(target: str, file: str) -> str:
    """Return the destination of a file, from another one."""
    path = posixpath.relpath(target, posixpath.dirname(file) or ".")
    return quote(path + ("/" if target.endswith("/") else ""))

# SPDX-License-Identifier: Apache-2.0
"""``llms.txt`` and ``llms-full.txt``: what there is to read, and all of it in one file.

The form is that of the proposal at https://llmstxt.org: a name, a summary in a
quotation, then lists of links, each below a heading of the second level.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from os_apiref import markdowntext as md
from os_apiref.export.markdownblocks import Heading
from os_apiref.export.markdownfiles import Library, relative
from os_apiref.labels import version_words
from os_apiref.model.operation import Operation
from os_apiref.words import Words

INDEX = "llms.txt"
FULL = "llms-full.txt"
_SKIPPED = "optional"
"""The heading of what a reader may leave out, by the proposal: no section of ours is that."""


def index(library: Library) -> Iterator[str]:
    """Yield ``llms.txt``."""
    words = library.publication.words
    yield _head(library)
    link = md.link(FULL, _address(library, FULL))
    text = words.gettext("The whole text is in one file, too: %(file)s.", file=link)
    pages = words.gettext("Pages")
    yield f"\n{text}\n\n{md.heading(pages, 2)}\n\n"
    for docname in library.publication.documents:
        yield _entry(library, _title(library, docname), library.documents[docname], "")
    for title, operations in _sections(library):
        yield f"\n{md.heading(md.escape(title), 2)}\n\n"
        for operation in operations:
            name = operation.title or f"{operation.method} {operation.path}"
            yield _entry(
                library, md.escape(name), library.operations[operation.id], _note(operation, words)
            )


def full(library: Library) -> Iterator[str]:
    """Yield ``llms-full.txt``: every document, below the name of the whole."""
    yield _head(library)
    for docname, blocks in library.publication.documents.items():
        text = md.join(library.render(blocks, docname, FULL, deeper=1))
        yield f"\n{text}\n"


def _head(library: Library) -> str:
    project, operations = library.publication.project, library.publication.reference.operations
    words = library.publication.words
    name = " ".join((project.name or words.gettext("API reference")).split())
    summary = words.ngettext(
        "Reference of %(name)s with %(count)s operation.",
        "Reference of %(name)s with %(count)s operations.",
        len(operations),
        name=" ".join((name, project.version)).strip(),
    )
    return f"{md.heading(md.escape(name), 1)}\n\n> {md.plain(summary)}\n"


def _entry(library: Library, title: str, file: str, note: str) -> str:
    line = f"- {md.link(title, _address(library, file))}"
    return f"{line}: {note}\n" if note else f"{line}\n"


def _address(library: Library, file: str) -> str:
    base = library.publication.project.base_url
    address = relative(file, INDEX)
    return md.destination(urljoin(f"{base.rstrip('/')}/", address)) if base else address


def _title(library: Library, docname: str) -> str:
    blocks = library.publication.documents[docname]
    title = next((one.text for one in blocks if isinstance(one, Heading) and one.text), "")
    return library.plain(title) or md.escape(docname)


def _note(operation: Operation, words: Words) -> str:
    """Return what a line says of an operation beside its title."""
    endpoint = " ".join(filter(None, (operation.method, operation.path)))
    low, high = operation.versions.min, operation.versions.max
    facts = [version_words(words, str(low or ""), str(high or ""))]
    if operation.deprecated:
        facts.append(words.gettext("deprecated %(version)s", version=operation.deprecated))
    shown = ", ".join(filter(None, facts))
    note = md.code_span(endpoint) + (md.escape(f" ({shown})") if shown else "")
    return f"{note}. {md.escape(operation.summary)}" if operation.summary else note


def _sections(library: Library) -> Iterator[tuple[str, list[Operation]]]:
    """Yield the operations below each title; what all of them stand in is in no title."""
    words = library.publication.words
    sections: dict[tuple[str, ...], list[Operation]] = {}
    for operation in library.ordered:
        sections.setdefault(operation.sections, []).append(operation)
    tops = {titles[:1] for titles in sections}
    for titles, found in sections.items():
        shown = titles[1:] if len(tops) == 1 else titles
        title = " / ".join(filter(None, shown)) or words.gettext("Operations")
        yield f"{title} / {titles[0]}" if title.lower() == _SKIPPED else title, found

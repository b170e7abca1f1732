# SPDX-License-Identifier: Apache-2.0
"""The formats of exports by name: what each consists of, and what makes it.

Each loads its own modules when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from os_apiref.export.publication import Form, Publication
from os_apiref.problems import count

if TYPE_CHECKING:
    from os_apiref.export.markdownfiles import Library


class File(NamedTuple):
    """A file of an export: its name from the root of the pages, and its text in pieces.

    ``remark`` is what a user should know of it, '' for nothing; ``operations``
    how many are in it, None for all.
    """

    name: str
    pieces: Iterable[str]
    remark: str = ""
    operations: int | None = None


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a user asks of a format beside its name: nothing, beside the pages.

    ``suffix`` is that of the file to write, '' where it has no name;
    ``at_version`` the microversion to describe, '' for all.
    """

    suffix: str = ""
    at_version: str = ""


class UnknownVersion(Exception):  # noqa: N818 - it is the user's, not an error of ours
    """A version was asked for that the reference has not; the message says which it has."""


class Link(NamedTuple):
    """A file that describes the service for programs (RFC 8631), and its media type."""

    file: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Format:
    """One format; ``is_folder`` where an export is not always one file, else the first is it.

    ``forms`` are those of prose that it shows, none where it shows whole
    documents instead, as ``needs_documents`` says; ``link`` is what each page tells programs of.
    """

    files: Callable[[Publication, Wishes], Iterator[File]]
    is_folder: bool = False
    has_versions: bool = False
    """Whether it can describe one microversion."""
    needs_documents: bool = False
    forms: frozenset[Form] = frozenset()
    link: Link | None = None


def _json(publication: Publication, wishes: Wishes) -> Iterator[File]:
    from os_apiref.export.apirefjson import FILE, SCHEMA_FILE, read_schema, render

    yield File(FILE, render(publication))
    yield File(SCHEMA_FILE, [read_schema()])


def _openapi(publication: Publication, wishes: Wishes) -> Iterator[File]:
    from os_apiref.export.openapi.document import make_document
    from os_apiref.export.openapi.write import YAML_SUFFIXES, write_json, write_yaml

    document = make_document(publication, wishes.at_version)
    noted = count(document.notes, "note")
    verb = "says" if document.notes == 1 else "say"
    remark = f"{noted} at x-apiref-notes {verb} what OpenAPI cannot" if document.notes else ""
    if wishes.suffix.lower() in YAML_SUFFIXES:
        text: Iterable[str] = [write_yaml(document.content)]
        yield File("openapi.yaml", text, remark, document.operations)
    else:
        text = write_json(document.content)
        yield File("openapi.json", text, remark, document.operations)


def _markdown(publication: Publication, wishes: Wishes) -> Iterator[File]:
    from os_apiref.export.markdownfiles import Library

    yield from _library_files(Library(publication))


def _llms(publication: Publication, wishes: Wishes) -> Iterator[File]:
    from os_apiref.export import llms
    from os_apiref.export.markdownfiles import Library

    library = Library(publication)
    yield File(llms.INDEX, llms.index(library))
    yield File(llms.FULL, llms.full(library))
    yield from _library_files(library)


def _library_files(library: Library) -> Iterator[File]:
    for docname, name in library.documents.items():
        yield File(name, library.document(docname))
    for operation in library.ordered:
        yield File(library.operations[operation.id], library.operation(operation))


FORMATS: Mapping[str, Format] = {
    "json": Format(
        _json,
        forms=frozenset({Form.TEXT, Form.HTML}),
        link=Link("apiref.json", "application/json"),
    ),
    "openapi": Format(
        _openapi,
        has_versions=True,
        forms=frozenset({Form.MARKDOWN}),
        link=Link("openapi.json", "application/vnd.oai.openapi+json"),
    ),
    "markdown": Format(_markdown, is_folder=True, needs_documents=True),
    "llms": Format(_llms, is_folder=True, needs_documents=True),
}
"""In the order of the manual."""


def forms_of(names: Iterable[str]) -> frozenset[Form]:
    """Return the forms of prose that some formats show."""
    return frozenset(form for name in names for form in FORMATS[name].forms)


def needs_documents(names: Iterable[str]) -> bool:
    """Whether any of some formats shows whole documents."""
    return any(FORMATS[name].needs_documents for name in names)

# SPDX-License-Identifier: Apache-2.0
"""What every export is made from: the reference, and its prose as Sphinx renders it."""

from __future__ import annotations

import enum
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from os_apiref.export.markdownblocks import Block
from os_apiref.model.microversion import Microversion
from os_apiref.model.operation import Operation, Sample
from os_apiref.model.parameter import Role, Text
from os_apiref.model.reference import Reference
from os_apiref.problems import Place
from os_apiref.words import Words


class Form(enum.Enum):
    """A form of prose."""

    TEXT = "text"
    HTML = "html"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of the authors in three forms, '' in each where there is none or nobody asked for it.

    References lead to ``page.html#id``, from the root of the pages.
    """

    text: str = ""
    html: str = ""
    markdown: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.html or self.markdown)


@dataclass(frozen=True, slots=True)
class Remark:
    """Prose of an operation under a heading of its own, such as "Request"."""

    heading: str
    role: Role | None
    prose: Prose


@dataclass(frozen=True, slots=True)
class OperationProse:
    """What the authors say of an operation beside its tables, codes and samples.

    ``description`` stands below the title; ``remarks`` are all the rest, in
    order; ``chapter`` is the id of the section around it, '' for none.
    """

    description: Prose = Prose()
    remarks: tuple[Remark, ...] = ()
    chapter: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section outside operations, of a document that has some.

    ``id`` is ``docname#anchor``, ``inside`` that of the section around it, ''
    for none; ``description`` is what it says before the sections in it.
    """

    id: str
    docname: str
    anchor: str
    title: str
    inside: str = ""
    description: Prose = Prose()


@dataclass(frozen=True, slots=True)
class Project:
    """The project that is documented, as ``conf.py`` describes it.

    ``source`` is the folder of the documents, absolute; ``base_url`` that of
    the pages, '' where it is not known; ``endpoint`` that of the service, and
    ``headers`` what every request to it sends; ``microversion`` is the latest
    that the project names, None where it names none.
    """

    name: str
    version: str = ""
    language: str = "en"
    source: str = ""
    base_url: str = ""
    endpoint: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    microversion: Microversion | None = None
    _paths: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def path_of(self, path: str) -> str:
        """Return the path of a file from the folder of the documents, with slashes."""
        # Each row, code and sample asks for one of a few files.
        if path not in self._paths:
            self._paths[path] = _relative(path, self.source)
        return self._paths[path]


def _relative(path: str, folder: str) -> str:
    try:
        found = os.path.relpath(path, folder) if folder else path
    except ValueError:  # another drive
        found = path
    return PurePath(found).as_posix()


@dataclass(frozen=True, slots=True)
class Publication:
    """A reference with its prose."""

    project: Project
    reference: Reference
    operations: Mapping[str, OperationProse] = field(default_factory=dict)
    """What is said of each operation, by its id."""
    texts: Mapping[Text, Prose] = field(default_factory=dict)
    """The descriptions of parameters and status codes."""
    chapters: tuple[Chapter, ...] = ()
    """The sections that operations stand in, and those beside them, in their order."""
    contents: Mapping[tuple[str, Place], str] = field(default_factory=dict)
    """What each sample shows, by its path and the place where it is shown."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """The address of each document's page from the root of the pages, by docname."""
    documents: Mapping[str, Sequence[Block]] = field(default_factory=dict)
    """Each document as Markdown, in the order of the contents; only for formats that need it."""
    assets: Mapping[str, str] = field(default_factory=dict)
    """The images and downloads of those documents: by address, where they lie."""
    words: Words = field(default_factory=Words)
    """What is said beside the authors' text, in the language of the reference."""

    def prose_of(self, operation: Operation) -> OperationProse:
        """Return what is said of an operation."""
        return self.operations.get(operation.id, OperationProse())

    def content_of(self, sample: Sample) -> str:
        """Return what a sample shows, as its page has it."""
        return self.contents.get((sample.path, sample.place), "")

    def describe(self, text: Text | None) -> Prose:
        """Return a description, empty for None."""
        return self.texts.get(text, Prose()) if text else Prose()

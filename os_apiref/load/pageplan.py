# SPDX-License-Identifier: Apache-2.0
"""Which included files become pages of their own, and what each page consists of."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from os_apiref.load.outline import Definition, IncludeLine, Outline, Title, read_outline
from os_apiref.problems import Place

SUFFIX = ".inc"
"""The suffix of the files that become pages."""

FEWEST_PAGES = 2
"""Pages below which a document stays whole: an index of one entry helps nobody."""

_MADE_BY_SPHINX = frozenset({"genindex", "search"})


@dataclass(frozen=True)
class Continuation:
    """An include that goes on with a page: its argument, and where it is written."""

    argument: str
    path: str
    line: int


@dataclass(frozen=True)
class Page:
    """One page: an included file, and the operations that follow it without a resource of theirs.

    A page is read again when this changes.
    """

    docname: str
    document: str
    """The document that includes the file."""
    path: str
    """The file, absolute."""
    continuations: tuple[Continuation, ...] = ()
    definitions: tuple[Definition, ...] = ()
    """What the other files of the document define."""
    has_toc_depth: bool = False
    """Whether the document limits the depth of its contents list."""


Turns = Mapping[tuple[str, int], str]
"""What becomes of the includes at (path, line): the entry of a page, or '' for nothing."""


@dataclass(frozen=True)
class Plan:
    """The pages of a project by name, and what becomes of the includes of each document."""

    pages: Mapping[str, Page] = field(default_factory=dict)
    turns: Mapping[str, Turns] = field(default_factory=dict)

    def document_of(self, docname: str) -> str:
        """Return the document that a page belongs to, which others are themselves."""
        return self.pages[docname].document if docname in self.pages else docname

    def documents_like(self, docname: str) -> list[str]:
        """Return a document and its pages in their order, nothing for one without pages."""
        document = self.document_of(docname)
        entries = self.turns.get(document, {}).values()
        return [document, *dict.fromkeys(filter(None, entries))] if entries else []

    def changes(self, earlier: Plan) -> set[str]:
        """Return the documents and pages that an earlier plan says something else of."""
        pages = {name for name, page in self.pages.items() if earlier.pages.get(name) != page}
        names = self.turns.keys() | earlier.turns.keys()
        return pages | {one for one in names if self.turns.get(one) != earlier.turns.get(one)}


def plan_pages(source: Path, documents: Mapping[str, Path]) -> Plan:
    """Return the pages that the includes of the documents make; ``source`` is their root."""
    files = _Files(source)
    taken = {*documents, *_MADE_BY_SPHINX}
    pages: dict[str, Page] = {}
    turns: dict[str, Turns] = {}
    for docname in sorted(documents):
        drafts, of_document = _draft_pages(docname, documents[docname], files)
        if len(drafts) < FEWEST_PAGES:
            continue
        names = {draft.path: _free_name(docname, draft.path, taken) for draft in drafts}
        pages |= {page.docname: page for page in _pages(docname, drafts, names, documents, files)}
        turns[docname] = {place: names[path] if path else "" for place, path in of_document.items()}
    return Plan(pages, turns)


@dataclass
class _Draft:
    """A page while what goes on with it is being found."""

    path: str
    heads_operation: bool
    continuations: dict[str, Continuation] = field(default_factory=dict)
    """By the path of what is included."""


class _Files:
    """The files of a project, each read once."""

    def __init__(self, source: Path) -> None:
        self._source = source
        self._outlines: dict[str, Outline] = {}

    def outline(self, path: str) -> Outline:
        """Return the outline of a file, an empty one where it cannot be read."""
        if path not in self._outlines:
            try:
                text = Path(path).read_text(encoding="utf-8-sig", errors="replace")
            except (OSError, ValueError):
                text = ""
            self._outlines[path] = read_outline(text, path)
        return self._outlines[path]

    def resolve(self, argument: str, folder: str) -> str:
        """Return the absolute path of what an include names."""
        base = str(self._source) if argument.startswith("/") else folder
        return os.path.realpath(os.path.join(base, argument.lstrip("/")))

    def definitions(self, path: str, folder: str, above: tuple[str, ...] = ()) -> list[Definition]:
        """Return what a file and the files inside it define."""
        outline = self.outline(path)
        found = list(outline.definitions)
        for include in outline.includes:
            inner = self.resolve(include.argument, folder)
            if inner not in (path, *above):
                found += self.definitions(inner, folder, (path, *above))
        return found


def _draft_pages(
    docname: str, path: Path, files: _Files
) -> tuple[list[_Draft], dict[tuple[str, int], str]]:
    """Return the pages of a document, and for each include the path of its page.

    An operation without a resource goes on with the resource before it, which
    is where it stands when nothing is cut.
    """
    drafts: dict[str, _Draft] = {}
    turns: dict[tuple[str, int], str] = {}
    before: _Draft | None = None
    for place, include, included in _includes(str(path), str(path.parent), files):
        title = files.outline(included).title if include else None
        if include is None or title is None:
            before = None
        elif title.heads_operation and before and not before.heads_operation:
            turns[place.path, place.line] = ""
            line = Continuation(include.argument, place.path, place.line)
            before.continuations.setdefault(included, line)
        else:
            before = drafts.setdefault(included, _Draft(included, title.heads_operation))
            turns[place.path, place.line] = included
    return list(drafts.values()), turns


def _includes(
    path: str, folder: str, files: _Files, above: tuple[str, ...] = ()
) -> Iterator[tuple[Place, IncludeLine | None, str]]:
    """Yield the includes that may become pages, and None for each title that stands between.

    Files without a title belong to the document, and so do the includes in them.
    """
    for part in files.outline(path).parts:
        if isinstance(part, Title):
            yield Place(path, part.line), None, ""
            continue
        included = files.resolve(part.argument, folder)
        if included in (path, *above) or not included.endswith(SUFFIX):
            continue
        if files.outline(included).title:
            yield Place(path, part.line), part, included
        else:
            yield from _includes(included, folder, files, (path, *above))


def _free_name(document: str, path: str, taken: set[str]) -> str:
    """Return a name beside the document for the page of a file, and take it."""
    folder, slash, own = document.rpartition("/")
    stem = Path(path).stem
    names = [stem, f"{own}-{stem}"]
    names += [f"{own}-{stem}-{number}" for number in range(2, len(taken) + 3)]
    name = next(one for one in (f"{folder}{slash}{name}" for name in names) if one not in taken)
    taken.add(name)
    return name


def _pages(
    docname: str,
    drafts: list[_Draft],
    names: Mapping[str, str],
    documents: Mapping[str, Path],
    files: _Files,
) -> Iterator[Page]:
    path = documents[docname]
    outline = files.outline(str(path))
    flow = [str(path), *(one for draft in drafts for one in (draft.path, *draft.continuations))]
    defined = {one: files.definitions(one, str(path.parent)) for one in flow[1:]}
    defined[str(path)] = _own_definitions(str(path), str(path.parent), files)
    for draft in drafts:
        yield Page(
            docname=names[draft.path],
            document=docname,
            path=draft.path,
            continuations=tuple(draft.continuations.values()),
            definitions=tuple(_foreign(draft, flow, defined)),
            has_toc_depth=outline.has_toc_depth,
        )


def _own_definitions(
    path: str, folder: str, files: _Files, above: tuple[str, ...] = ()
) -> list[Definition]:
    """Return what a document defines, and the files without a title that belong to it."""
    found = list(files.outline(path).definitions)
    for include in files.outline(path).includes:
        inner = files.resolve(include.argument, folder)
        if inner not in (path, *above) and not files.outline(inner).title:
            found += _own_definitions(inner, folder, files, (path, *above))
    return found


def _foreign(
    draft: _Draft, flow: list[str], defined: Mapping[str, list[Definition]]
) -> list[Definition]:
    """Return what the other files of a document define: all substitutions, earlier states.

    Of two with one name the later holds, as it does in one document.
    """
    own = {draft.path, *draft.continuations}
    known = {one.name for path in own for one in defined[path]} - {""}
    before = flow[: flow.index(draft.path)]
    found = [one for path in before for one in defined[path] if not one.name]
    others = (one for path in flow if path not in own for one in defined[path])
    named = {one.name: one for one in others if one.name and one.name not in known}
    return [*found, *named.values()]

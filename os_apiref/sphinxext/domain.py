# SPDX-License-Identifier: Apache-2.0
"""The domain `rest`: what each document says of the API, and the documents as one reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment

from os_apiref.checks.findings import Weighed
from os_apiref.kinds import Severity
from os_apiref.load.files import read_definitions
from os_apiref.load.pageplan import Plan
from os_apiref.load.parameters import ParameterFile, load_parameters
from os_apiref.load.statuses import StatusFile, load_statuses
from os_apiref.model.lookup import Document, Lookup
from os_apiref.model.reference import DefinitionFile, Reference
from os_apiref.problems import Place, Problem
from os_apiref.sphinxext.collect import collect
from os_apiref.sphinxext.nametargets import lasting_ids, link_to_name, name_targets
from os_apiref.sphinxext.objects import OBJECT_TYPES, Entry, fallback_name, find_objects
from os_apiref.sphinxext.record import DocumentReading, DocumentRecord
from os_apiref.sphinxext.references import RESOLVERS, Asked, roles_for
from os_apiref.sphinxext.warn import report, told

if TYPE_CHECKING:
    from os_apiref.checks.evidence import Board

File = TypeVar("File", ParameterFile, StatusFile)


class RestDomain(Domain):
    """Operations with all that belongs to them, by document."""

    name = "rest"
    label = "REST API"
    object_types = OBJECT_TYPES
    data_version = 2
    initial_data: ClassVar[dict[str, Any]] = {"documents": {}, "plan": Plan()}
    dangling_warnings: ClassVar[dict[str, str]] = {"name": 'Unknown target name: "%(target)s".'}

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self.documents_read: tuple[str, ...] = ()
        self._problems_while_writing: dict[str, list[Problem]] = {}
        self._problems_of_project: list[Problem] = []
        self.whole: Reference | None = None
        """The reference that was checked in this build, None where none was."""
        self.told: list[Weighed] = []
        """What that check found."""
        self.markdown: dict[str, str] = {}
        """The Markdown file of each document and operation that this build publishes, by name."""
        self.board: Board | None = None
        """The verification board of this build, None where no document shows it."""
        self.index_pages: frozenset[str] = frozenset()
        """The names of our indices that this build makes pages of."""
        self._lookup: Lookup | None = None
        self._objects: tuple[Lookup | None, tuple[Entry, ...]] = (None, ())
        # What was read last, by loader and path, with the text that it was made of.
        self._files: dict[tuple[Callable[[str, str], Any], str], tuple[str, Any]] = {}

    @property
    def documents(self) -> dict[str, DocumentRecord]:
        """The record of every document that has one."""
        return cast("dict[str, DocumentRecord]", self.data["documents"])

    @property
    def plan(self) -> Plan:
        """The pages that are cut from documents, none where the project does not ask for it."""
        return cast("Plan", self.data["plan"])

    @property
    def reading(self) -> DocumentReading:
        """The document that is being read now."""
        data = self.env.temp_data
        if "os_apiref" not in data:
            data["os_apiref"] = DocumentReading(self.env.docname)
        return cast("DocumentReading", data["os_apiref"])

    def load_parameters(self, argument: str, asked_from: Place) -> ParameterFile:
        """Return the definitions of a file that a directive names."""
        file = self._load(argument, asked_from, load_parameters)
        self.reading.record.parameter_files.add(file.path)
        return file

    def load_statuses(self, argument: str, asked_from: Place) -> StatusFile:
        """Return the reasons of a file that a directive names."""
        return self._load(argument, asked_from, load_statuses)

    def _load(self, argument: str, asked_from: Place, load: Callable[[str, str], File]) -> File:
        """Return a file as ``load`` reads it: once per document, parsed again when it changed."""
        reading = self.reading
        if (load, argument) in reading.files:
            return cast("File", reading.files[load, argument])
        relative, path = self.env.relfn2path(argument)
        self.env.note_dependency(relative)
        text = read_definitions(Path(path), asked_from, reading.note_problem)
        file = self._file(path, text, load)
        reading.files[load, argument] = file
        reading.record.problems += file.problems
        reading.record.faults[path] = dict(file.faults)
        reading.record.used.setdefault(path, set())
        return file

    def _file(self, path: str, text: str, load: Callable[[str, str], File]) -> File:
        known = self._files.get((load, path))
        if known is None or known[0] != text:
            known = self._files[load, path] = (text, load(text, path))
        file: File = known[1]
        return file

    def note_while_reading(self, docname: str, problem: Problem) -> None:
        """Remember a problem of the document that is being read, at any moment of it."""
        self.reading.note_problem(problem)
        self.documents.setdefault(docname, self.reading.record)

    def note_while_writing(self, docname: str, problem: Problem) -> None:
        """Remember for this build what was found when a document was put together."""
        self._problems_while_writing.setdefault(docname, []).append(problem)

    def note_of_project(self, problem: Problem) -> None:
        """Remember for this build what belongs to no document that is read or written now."""
        self._problems_of_project.append(problem)

    @property
    def lookup(self) -> Lookup:
        """Every name of the reference as it is now."""
        if self._lookup is None:
            documents = (
                Document(docname, record.operations, record.elsewhere)
                for docname, record in sorted(self.documents.items())
            )
            self._lookup = Lookup(documents, lambda docname: self.plan.documents_like(docname))
        return self._lookup

    def tell_while_writing(self, docname: str, problem: Problem) -> None:
        """Warn of what was found when a document was put together, once a build."""
        if problem not in self._problems_while_writing.get(docname, ()):
            self.note_while_writing(docname, problem)
            report(told([problem], self.env.config))

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:
        """Build the operations of a document that has been read."""
        record = self.reading.record
        collected = collect(document, docname, record.problems.append)
        record.operations = collected.operations
        record.elsewhere = collected.elsewhere or None
        self._lookup = None
        if self.plan.documents_like(docname):
            record.names = dict(name_targets(document))
            record.ids = lasting_ids(document)
        if record != _NO_RECORD:
            self.documents[docname] = record

    def clear_doc(self, docname: str) -> None:
        """Forget a document."""
        self.documents.pop(docname, None)
        self._lookup = None

    def merge_domaindata(self, docnames: Set[str], otherdata: dict[str, Any]) -> None:
        """Take over what another process read."""
        self._lookup = None
        for docname in docnames:
            if docname in otherdata["documents"]:
                self.documents[docname] = otherdata["documents"][docname]

    def resolve_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> nodes.reference | None:
        """Return the reference to an operation or a parameter."""
        if typ not in RESOLVERS:
            pages = self.plan.documents_like(node["refdoc"])
            records = ((page, self.documents.get(page, _NO_RECORD).names) for page in pages)
            return link_to_name(builder, fromdocname, target, records, contnode)
        asked = Asked(self.lookup, builder, self.index_pages, fromdocname, target, node, contnode)
        resolved = RESOLVERS[typ](asked)
        if resolved.problem:
            self.tell_while_writing(fromdocname, resolved.problem)
        return resolved.reference

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: addnodes.pending_xref,
        contnode: nodes.Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Return what ``:any:`` may mean: an operation or a parameter whose very name it is."""
        found = (
            (role, self.resolve_xref(env, fromdocname, builder, role, target, node, contnode))
            for role in roles_for(self.lookup, target)
        )
        return [(f"rest:{role}", reference) for role, reference in found if reference is not None]

    def get_objects(self) -> tuple[Entry, ...]:
        """Return every object under each of its names: for objects.inv and for the search."""
        if self._objects[0] is not self.lookup:
            self._objects = (self.lookup, tuple(find_objects(self.lookup, self.index_pages)))
        return self._objects[1]

    def get_full_qualified_name(self, node: nodes.Element) -> str | None:
        """Return what all spellings of a reference have in common, which objects.inv has, too."""
        return fallback_name(node["reftarget"]) if "reftarget" in node else None

    def problems_of(self, docnames: Iterable[str]) -> list[Problem]:
        """Return the problems of some documents and of the files that they use.

        A fault of a definition that no row of the whole project uses is a
        note: nobody reads it on a page.
        """
        used: dict[str, set[str]] = {}
        for record in self.documents.values():
            for path, keys in record.used.items():
                used.setdefault(path, set()).update(keys)
        problems: dict[Problem, None] = {}
        for docname in sorted(docnames):
            record = self.documents.get(docname, _NO_RECORD)
            problems |= dict.fromkeys(record.problems)
            problems |= dict.fromkeys(self._problems_while_writing.get(docname, ()))
            for path, faults in record.faults.items():
                for key, found in faults.items():
                    if key not in used.get(path, ()):
                        found = tuple(replace(one, plain=Severity.NOTE) for one in found)
                    problems |= dict.fromkeys(found)
        return sorted(problems, key=lambda problem: problem.place)

    def files_of(self, docname: str) -> set[str]:
        """Return the document, its fragments and its samples: what its page shows."""
        record = self.documents.get(docname, _NO_RECORD)
        return {
            str(self.env.doc2path(docname)),
            *(include.path for include in record.includes),
            *(sample.path for one in record.operations for sample in one.samples),
        }

    def sources(self) -> tuple[str, ...]:
        """Return every file that an author writes comments in: documents, fragments, YAML."""
        found = {str(self.env.doc2path(docname)) for docname in self.env.found_docs}
        for record in self.documents.values():
            found.update(include.path for include in record.includes)
            found.update(record.faults)
        return tuple(sorted(found))

    def problems_of_project(self) -> list[Problem]:
        """Return the problems of all documents, and those of this build that belong to none."""
        known = {
            (one.place, one.message): one
            for one in (*self._problems_of_project, *self.problems_of(self.documents))
        }
        return list(known.values())

    def reference(self) -> Reference:
        """Return all documents as one reference."""
        records = [self.documents[docname] for docname in sorted(self.documents)]
        return Reference(
            operations=tuple(one for record in records for one in record.operations),
            elsewhere=tuple(record.elsewhere for record in records if record.elsewhere),
            markers=tuple(one for record in records for one in record.markers),
            problems=tuple(self.problems_of(self.documents)),
            includes=tuple(one for record in records for one in (*record.includes, *record.cut)),
        )

    def definition_files(self) -> Iterator[DefinitionFile]:
        """Yield every file of parameters with the keys that the rows of all documents name."""
        used: dict[str, set[str]] = {}
        for record in self.documents.values():
            for path in record.parameter_files:
                used.setdefault(path, set()).update(record.used.get(path, ()))
        for path, keys in sorted(used.items()):
            file = self._file(
                path, read_definitions(Path(path), Place(path), _pass), load_parameters
            )
            yield DefinitionFile(path, file.definitions, frozenset(keys))


_NO_RECORD = DocumentRecord()


def _pass(problem: Problem) -> None:
    """Leave a problem to whoever reported it when the file was read for a document."""


def rest_domain(env: BuildEnvironment) -> RestDomain:
    """Return the domain of an environment."""
    return cast("RestDomain", env.get_domain("rest"))

# SPDX-License-Identifier: Apache-2.0
"""The parts of a publication as objects of ``apiref.json``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from os_apiref.export.publication import Chapter, Prose, Publication
from os_apiref.export.rowtree import TreeRow, tree_rows
from os_apiref.load.statuses import DEFAULT_REASON
from os_apiref.model.microversion import Microversion, VersionRange
from os_apiref.model.operation import CodeBlock, Elsewhere, Marker, Operation, Sample
from os_apiref.model.parameter import Parameter, Role, Text
from os_apiref.model.status import StatusCode
from os_apiref.problems import Place

Json = dict[str, Any]


class Parts:
    """Makes the objects; what many places share is an object once, with an id."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self._reasons: dict[str, Json] = {}

    def project(self) -> Json:
        """Return what is documented."""
        project = self.publication.project
        return {
            "name": project.name,
            "version": project.version or None,
            "language": project.language,
            "base_url": project.base_url or None,
        }

    def chapter(self, chapter: Chapter) -> Json:
        """Return a section outside operations."""
        return {
            "id": chapter.id,
            "title": chapter.title,
            "inside": chapter.inside or None,
            "document": chapter.docname,
            "page": self._page(chapter.docname, chapter.anchor),
            "description": _prose(chapter.description),
        }

    def operation(self, operation: Operation) -> Json:
        """Return an operation with all that belongs to it."""
        prose = self.publication.prose_of(operation)
        files = self.publication.reference.disk.samples
        rows = tree_rows(operation.parameters, operation.samples, files)
        return {
            "id": operation.id,
            "method": operation.method,
            "path": operation.path,
            "title": operation.title,
            "sections": operation.sections,
            "chapter": prose.chapter or None,
            "inside": f"{operation.docname}#{operation.inside}" if operation.inside else None,
            "document": operation.docname,
            "page": self._page(operation.docname, operation.anchor),
            **_versions(operation.versions),
            "deprecated": operation.deprecated or None,
            "summary": operation.summary,
            "description": _prose(prose.description),
            "remarks": [
                {"heading": one.heading, "role": _role(one.role), **_prose(one.prose)}
                for one in prose.remarks
            ],
            "placeholders": operation.placeholders,
            "parameters": list(map(self._row, rows)),
            "status_codes": list(map(self._status, operation.statuses)),
            "samples": list(map(self._sample, operation.samples)),
            "code_blocks": list(map(self._code_block, operation.code_blocks)),
            "place": self._place(operation.place),
        }

    def elsewhere(self, elsewhere: Elsewhere) -> Json:
        """Return what a document says outside its operations."""
        return {
            "document": elsewhere.docname,
            "page": self._page(elsewhere.docname),
            "parameters": list(map(self._row, tree_rows(elsewhere.parameters))),
            "status_codes": list(map(self._status, elsewhere.statuses)),
            "samples": list(map(self._sample, elsewhere.samples)),
        }

    def definitions(self) -> Iterator[Json]:
        """Yield every definition of every file, by file and in its order."""
        for file in self.publication.reference.definitions:
            for key, definition in file.definitions.items():
                yield {
                    "id": self._definition_id(definition),
                    "key": definition.key,
                    "location": definition.location or None,
                    "type": definition.type or None,
                    "format": definition.format or None,
                    "required": definition.required,
                    **_versions(definition.versions),
                    "description": self._description(definition.description),
                    "used": key in file.used,
                    "place": self._place(definition.place),
                }

    def reasons(self) -> Iterator[Json]:
        """Yield the reasons of all status codes that were made so far, by id."""
        return (self._reasons[id_] for id_ in sorted(self._reasons))

    def markers(self) -> Iterator[Json]:
        """Yield every marker, with the operation that it stands in."""
        homes: dict[Marker, str] = {}
        for operation in self.publication.reference.operations:
            homes |= dict.fromkeys(operation.markers, operation.id)
        for marker in dict.fromkeys(self.publication.reference.markers):
            yield {
                "word": marker.word,
                "operation": homes.get(marker),
                "place": self._place(marker.place),
            }

    def _row(self, row: TreeRow) -> Json:
        use, definition = row.use, row.use.definition
        return {
            "name": use.name,
            "definition": self._definition_id(definition) if definition else None,
            "key": use.key,
            "role": _role(use.role),
            "location": (definition and definition.location) or None,
            "type": (definition and definition.type) or None,
            "format": (definition and definition.format) or None,
            "required": definition.required if definition else None,
            **_versions(use.valid_versions),
            "table": use.table,
            "heading": use.heading,
            "parent": row.parent,
            "inferred": row.is_inferred,
            "sample_path": row.key,
            "anchor": use.anchor,
            "place": self._place(use.place),
        }

    def _status(self, status: StatusCode) -> Json:
        return {
            "code": status.code,
            "phrase": status.phrase or None,
            "type": status.type.value,
            "reason": status.reason or None,
            "description": self._reason_id(status, status.description),
            **_versions(status.versions),
            "place": self._place(status.place),
        }

    def _reason_id(self, status: StatusCode, text: Text | None) -> str | None:
        """Return the id of the text that describes a code, and keep that text for reasons()."""
        if text is None:
            return None
        id_ = f"{self._file(text.path)}#{status.code}.{status.reason or DEFAULT_REASON}"
        if id_ not in self._reasons:
            self._reasons[id_] = {
                "id": id_,
                "code": status.code,
                "reason": status.reason or DEFAULT_REASON,
                "description": self._description(text),
                "place": self._place(Place(text.path, text.lines[0])),
            }
        return id_

    def _sample(self, sample: Sample) -> Json:
        return {
            **self._shown(sample),
            "path": self._file(sample.path),
            "content": self.publication.content_of(sample),
        }

    def _code_block(self, block: CodeBlock) -> Json:
        return {**self._shown(block), "content": block.content}

    def _shown(self, shown: Sample | CodeBlock) -> Json:
        return {
            "role": _role(shown.role),
            "language": shown.language or None,
            "label": shown.label,
            "introduction": shown.introduction,
            **_versions(shown.versions),
            "place": self._place(shown.place),
        }

    def _definition_id(self, definition: Parameter) -> str:
        return f"{self._file(definition.place.path)}#{definition.key}"

    def _description(self, text: Text | None) -> Json | None:
        """Return a description; of what no page shows, as its author wrote it."""
        if text is None:
            return None
        prose = self.publication.describe(text)
        return _prose(prose) if prose else {"text": text.content, "html": None}

    def _page(self, docname: str, anchor: str = "") -> str:
        page = self.publication.pages[docname]
        return f"{page}#{anchor}" if anchor else page

    def _place(self, place: Place) -> Json:
        return {
            "file": self._file(place.path) if place.path else None,
            "line": place.line or None,
            "column": (place.line and place.column) or None,
        }

    def _file(self, path: str) -> str:
        """Return the path of a file from the folder of the documents, with slashes."""
        return self.publication.project.path_of(path)


def _prose(prose: Prose) -> Json:
    return {"text": prose.text, "html": prose.html}


def _role(role: Role | None) -> str | None:
    return role.value if role else None


def _versions(versions: VersionRange) -> Json:
    return {"min_version": _version(versions.min), "max_version": _version(versions.max)}


def _version(version: Microversion | None) -> str | None:
    return str(version) if version else None

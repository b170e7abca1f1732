# SPDX-License-Identifier: Apache-2.0
"""The whole document: OpenAPI 3.1 of a publication, or of what it says of one version."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from os_apiref.export.openapi.components import ADDITIONAL, free_name, share
from os_apiref.export.openapi.groups import METHODS, PathGroup, group_operations
from os_apiref.export.openapi.names import operation_names
from os_apiref.export.openapi.operations import OperationMaker
from os_apiref.export.openapi.origins import ELSEWHERE, elsewhere, page_address
from os_apiref.export.openapi.scope import Json, Scope
from os_apiref.export.openapi.servers import common_parameters, security_schemes, server_object
from os_apiref.export.openapi.versions import newest_version, parse_version, view
from os_apiref.export.publication import Chapter, Publication
from os_apiref.model.operation import Operation

OPENAPI = "3.1.0"
NOTES = "x-apiref-notes"

Sections = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """An OpenAPI document, and how many things in it could not be said exactly.

    ``operations`` are those of the reference, of which some share one here.
    """

    content: Json
    notes: int
    operations: int


def make_document(publication: Publication, at_version: str = "") -> Document:
    """Return the document of a publication; raises UnknownVersion.

    ``at_version`` is the microversion whose API it describes, '' for that of
    all versions, which extensions tell apart.
    """
    version = parse_version(at_version, publication) if at_version else None
    scope = Scope(publication, version)
    of_all = publication.reference.operations
    operations = list(view(of_all, version) if version else of_all)
    names = operation_names(of_all)
    tags = _tag_names(operations)
    maker = OperationMaker(scope, names, tags)
    paths = {group.path: _path_item(group, maker) for group in group_operations(scope, operations)}
    content: Json = {"openapi": OPENAPI, "info": _info(scope)}
    if publication.project.endpoint:
        content["servers"] = [server_object(publication.project.endpoint)]
    schemes = security_schemes(scope)
    if schemes:
        content["security"] = [{name: []} for name in schemes]
    if tags:
        content["tags"] = list(_tags(scope, operations, tags))
    content["paths"] = paths
    components = share(paths, maker.schemas)
    _add_common(paths, components, common_parameters(scope))
    if schemes:
        components["securitySchemes"] = schemes
    if components:
        content["components"] = components
    if outside := elsewhere(scope):
        content[ELSEWHERE] = outside
    content[NOTES] = [note.as_json() for note in scope.notes]
    return Document(content, len(scope.notes), len(operations))


def _info(scope: Scope) -> Json:
    """Return the Info Object; a document needs a version, which a project need not have."""
    project = scope.publication.project
    out: Json = {"title": project.name or "API"}
    if scope.version:
        release = f" {project.version}" if project.version else ""
        out["description"] = f"{out['title']}{release} as microversion {scope.version} has it."
        out["version"] = str(scope.version)
    else:
        out["version"] = project.version or str(newest_version(scope.publication) or "unversioned")
    return out


def _path_item(group: PathGroup, maker: OperationMaker) -> Json:
    out: Json = {}
    others: Json = {}
    for method in sorted(group.methods, key=_rank):
        operation = maker.make(method, group.methods[method])
        if method in METHODS:
            out[method.lower()] = operation
        else:
            others[method] = operation
    if others:
        out[ADDITIONAL] = others
    return out


def _add_common(paths: Json, components: Json, common: Iterable[Json]) -> None:
    """Have every path take some parameters; what an operation says of one goes before."""
    references = []
    for parameter in common:
        known = components.setdefault("parameters", {})
        name = free_name(parameter["name"], known)
        known[name] = parameter
        references.append({"$ref": f"#/components/parameters/{name}"})
    if references:
        for path, item in paths.items():
            paths[path] = {"parameters": references, **item}


def _rank(method: str) -> tuple[int, str]:
    return (METHODS.index(method) if method in METHODS else len(METHODS), method)


def _tag_names(operations: Iterable[Operation]) -> Mapping[Sections, str]:
    """Return the tag of each chain of sections: the innermost title where that tells them apart."""
    chains = dict.fromkeys(one.sections for one in operations if one.sections)
    counts = Counter(chain[-1] for chain in chains)
    return {chain: chain[-1] if counts[chain[-1]] == 1 else " – ".join(chain) for chain in chains}


def _tags(
    scope: Scope, operations: Iterable[Operation], names: Mapping[Sections, str]
) -> Iterator[Json]:
    """Yield the Tag Objects: what a section says before its operations describes its tag."""
    chapters = {one.id: one for one in scope.publication.chapters}
    of_names: dict[str, tuple[Sections, Chapter | None]] = {}
    for operation in operations:
        if operation.sections:
            chapter = chapters.get(scope.publication.prose_of(operation).chapter)
            of_names.setdefault(names[operation.sections], (operation.sections, chapter))
    for name, (sections, chapter) in of_names.items():
        out: Json = {"name": name}
        text = chapter.description.markdown if chapter else ""
        out["description"] = text or " – ".join(sections)
        if chapter and scope.publication.project.base_url:
            out["externalDocs"] = {"url": page_address(scope, chapter.docname, chapter.anchor)}
        yield out

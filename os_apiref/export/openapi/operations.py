# SPDX-License-Identifier: Apache-2.0
"""Operation Objects: one for each operation, or for all that share a method and a path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from os_apiref.export.openapi import parameters, unplaced
from os_apiref.export.openapi.bodies import Body, BodyMaker, Content
from os_apiref.export.openapi.branches import Branch, join
from os_apiref.export.openapi.groups import Located
from os_apiref.export.openapi.names import merged_name
from os_apiref.export.openapi.notes import NoteKind
from os_apiref.export.openapi.origins import ORIGINS, origin, page_of
from os_apiref.export.openapi.parameters import Parameter
from os_apiref.export.openapi.responses import Answers, find_answers, responses_of
from os_apiref.export.openapi.scope import Json, Scope
from os_apiref.export.openapi.servers import server_object
from os_apiref.model.microversion import Microversion
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import Role

SENDING = {"POST", "PUT", "PATCH"}
"""Methods whose requests have a body, also where nobody says what is in it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One operation of the reference with what OpenAPI says of it."""

    operation: Operation
    name: str
    template_server: str
    parameters: list[Parameter]
    request: Body | None
    answers: Answers
    unplaced: list[Json]
    description: str


class OperationMaker:
    """Makes the operations of a document and the schemas that they name.

    ``names`` are those of the operations by id, ``tags`` those of their sections.
    """

    def __init__(
        self, scope: Scope, names: Mapping[str, str], tags: Mapping[tuple[str, ...], str]
    ) -> None:
        self.scope = scope
        self.names = names
        self.tags = tags
        self.schemas: dict[str, Json] = {}
        self.taken = set(names.values())

    def make(self, method: str, found: Sequence[Located]) -> Json:
        """Return the Operation Object of some operations with one method and one path."""
        parts = [self._part(one) for one in found]
        out = self._head(method, found, parts)
        given = list(parameters.merge([part.parameters for part in parts]))
        if given:
            out["parameters"] = [one.as_json(self.scope) for one in given]
        if request := self._request(parts):
            out["requestBody"] = request
        out["responses"], components = responses_of(
            self.scope, [part.answers for part in parts], [part.name for part in parts]
        )
        self.schemas |= components
        if all(map(self._is_deprecated, (part.operation for part in parts))):
            out["deprecated"] = True
        servers = dict.fromkeys(part.template_server for part in parts if part.template_server)
        if servers:
            out["servers"] = [server_object(url) for url in servers]
        out |= self.scope.versions(part.operation.versions for part in parts)
        if rows := [row for part in parts for row in part.unplaced]:
            out[unplaced.UNPLACED] = rows
        is_merged = len(parts) > 1
        out[ORIGINS] = [
            origin(self.scope, part.operation, part.description if is_merged else "")
            for part in parts
        ]
        return out

    def _part(self, located: Located) -> Part:
        operation, template = located.operation, located.template
        maker = BodyMaker(self.scope, operation)
        request, response = maker.make(Role.REQUEST), maker.make(Role.RESPONSE)
        return Part(
            operation,
            self.names[operation.id],
            template.server,
            parameters.find_parameters(self.scope, operation, template, maker.of_path),
            request,
            find_answers(self.scope, operation, response),
            unplaced.find_unplaced(
                self.scope, operation, template, maker.rows.union(map(id, maker.of_path))
            ),
            self._description(operation),
        )

    def _description(self, operation: Operation) -> str:
        prose = self.scope.publication.prose_of(operation)
        texts = [prose.description.markdown]
        for remark in prose.remarks:
            text = remark.prose.markdown
            texts.append(f"**{remark.heading}**\n\n{text}" if remark.heading else text)
        return "\n\n".join(text for text in texts if text) or operation.summary

    def _head(self, method: str, found: Sequence[Located], parts: Sequence[Part]) -> Json:
        first = parts[0]
        tags = dict.fromkeys(
            self.tags[part.operation.sections]
            for part in parts
            if part.operation.sections in self.tags
        )
        out: Json = {"tags": list(tags)} if tags else {}
        if len(parts) == 1:
            out["summary"] = first.operation.title
            if first.description:
                out["description"] = first.description
            if self.scope.publication.project.base_url:
                out["externalDocs"] = {"url": page_of(self.scope, first.operation)}
            out["operationId"] = first.name
            return out
        path = found[0].template.text
        out["summary"] = f"{method} {path}: {len(parts)} operations"
        out["description"] = "\n".join(f"- {_line(part.operation)}" for part in parts)
        out["operationId"] = merged_name(method, path, self.taken)
        self.taken.add(out["operationId"])
        return out

    def _request(self, parts: Sequence[Part]) -> Json:
        bodies = [part.request for part in parts if part.request]
        if not bodies:
            return {}
        contents: dict[str, list[Part]] = {}
        for part in parts:
            for media_type in part.request.contents if part.request else {}:
                contents.setdefault(media_type, []).append(part)
        content = {
            media_type: self._content(media_type, holders, parts)
            for media_type, holders in contents.items()
        }
        out: Json = {"content": content}
        if len(bodies) == len(parts) and all(body.required for body in bodies):
            out["required"] = True
        return out

    def _content(self, media_type: str, holders: Sequence[Part], parts: Sequence[Part]) -> Json:
        found = [part.request.contents[media_type] for part in holders if part.request]
        if len(parts) == 1:
            return found[0].as_json(self.scope)
        branches = [
            Branch(part.operation, f"{part.name}_request", content.schema, content.values)
            for part, content in zip(holders, found, strict=True)
        ]
        silent = [part for part in parts if part.request is None]
        if parts[0].operation.method.upper() in SENDING:
            branches += [Branch(part.operation, f"{part.name}_request", None) for part in silent]
        merged = Content(examples=[one for content in found for one in content.examples])
        if any(one.schema is not None for one in branches):
            joined = join(branches)
            merged.schema = joined.schema
            self.schemas |= joined.components
            for operation in joined.undecided:
                self.scope.note(
                    NoteKind.BODY,
                    operation,
                    operation.place,
                    f"nothing tells the body of '{operation.title}' from that of another "
                    f"{operation.method} {operation.path}",
                )
        return merged.as_json(self.scope)

    def _is_deprecated(self, operation: Operation) -> bool:
        since = Microversion.parse(operation.deprecated)
        if since and self.scope.version:
            return self.scope.version >= since
        return bool(operation.deprecated)


def _line(operation: Operation) -> str:
    return f"**{operation.title}**: {operation.summary}" if operation.summary else operation.title

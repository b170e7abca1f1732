# SPDX-License-Identifier: Apache-2.0
"""Status codes with their reasons as Response Objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from os_apiref.export.openapi import parameters
from os_apiref.export.openapi.bodies import Body, Content
from os_apiref.export.openapi.branches import Branch, any_of
from os_apiref.export.openapi.notes import NoteKind
from os_apiref.export.openapi.parameters import Parameter
from os_apiref.export.openapi.scope import VERSIONS, Json, Scope
from os_apiref.model.microversion import EVERY_VERSION, VersionRange
from os_apiref.model.operation import Operation
from os_apiref.model.status import StatusCode, StatusType, phrase_of

DEFAULT = "default"
OTHERS = "x-apiref-other-codes"
REASONS = "x-apiref-reasons"

_WITHOUT_BODY = {204, 205, 304}
"""Codes whose answers have no content (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5)."""


@dataclass(slots=True)
class Answer:
    """One operation's answer with one status code."""

    operation: Operation
    statuses: list[StatusCode] = field(default_factory=list)
    body: Body | None = None
    headers: list[Parameter] = field(default_factory=list)


Answers = dict[str, Answer]
"""Answers by status code, or "default"."""


def find_answers(scope: Scope, operation: Operation, body: Body | None) -> Answers:
    """Return what an operation answers: a success has the body and the headers of its tables."""
    answers: Answers = {}
    for status in operation.statuses:
        if scope.version is None or scope.version in status.versions:
            answers.setdefault(str(status.code), Answer(operation)).statuses.append(status)
    headers = parameters.find_headers(scope, operation)
    successes = [one for one in answers.values() if is_success(one)]
    holders = [one for one in successes if one.statuses[0].code not in _WITHOUT_BODY]
    if not successes:
        scope.note(
            NoteKind.STATUS, operation, operation.place, "nothing says which code a success has"
        )
        holders = successes = [answers.setdefault(DEFAULT, Answer(operation))]
    elif body and not holders:
        codes = ", ".join(str(one.statuses[0].code) for one in successes)
        scope.note(
            NoteKind.STATUS,
            operation,
            operation.place,
            f"a body is described, and the code of every success, {codes}, is without content",
        )
        holders = successes
    for one in holders:
        one.body = body
    for one in successes:
        one.headers = headers
    return answers


def is_success(answer: Answer) -> bool:
    """Whether an answer is no error, as the author files it."""
    return any(one.type is StatusType.SUCCESS for one in answer.statuses)


def responses_of(
    scope: Scope, all_answers: Sequence[Answers], names: Sequence[str]
) -> tuple[Json, dict[str, Json]]:
    """Return the Responses Object of operations with one method and path, and its components.

    ``names`` are what the schemas of each operation's answers are called.
    """
    by_code: dict[str, list[tuple[str, Answer]]] = {}
    for name, answers in zip(names, all_answers, strict=True):
        for code, answer in answers.items():
            by_code.setdefault(code, []).append((name, answer))
    out: Json = {}
    others: Json = {}
    components: dict[str, Json] = {}
    for code in sorted(by_code, key=lambda one: (not one.isdigit(), one.zfill(9))):
        response = _response(scope, code, by_code[code], components)
        if code == DEFAULT or (len(code) == 3 and "1" <= code[0] <= "5"):
            out[code] = response
        else:
            others[code] = response
            for _, answer in by_code[code]:
                where = answer.statuses[0].place
                scope.note(NoteKind.STATUS, answer.operation, where, f"{code} is no code of HTTP")
    if not out:
        out[DEFAULT] = {"description": ""}
    if others:
        out[OTHERS] = others
    return out, components


def _response(
    scope: Scope,
    code: str,
    answers: Sequence[tuple[str, Answer]],
    components: dict[str, Json],
) -> Json:
    statuses = [status for _, answer in answers for status in answer.statuses]
    reasons = _reasons(scope, statuses)
    out: Json = {"description": _description(code, reasons)}
    headers = parameters.merge([answer.headers for _, answer in answers])
    if found := {one.name: one.as_header(scope) for one in headers}:
        out["headers"] = found
    if content := _content(scope, code, answers, components):
        out["content"] = content
    if any(_says_more(code, one) for one in reasons):
        out[REASONS] = reasons
    return out | scope.versions(_ranges(answers))


def _ranges(answers: Iterable[tuple[str, Answer]]) -> Iterator[VersionRange]:
    """Yield the versions of an answer; one that nobody gives a code holds always."""
    for _, answer in answers:
        yield from (status.versions for status in answer.statuses)
        if not answer.statuses:
            yield EVERY_VERSION


def _reasons(scope: Scope, statuses: Iterable[StatusCode]) -> list[Json]:
    """Return the reasons of one code, each once: all that their authors say."""
    ranges: dict[tuple[str, str, str], list[VersionRange]] = {}
    for status in statuses:
        said = (status.type.value, status.reason, scope.text(status.description))
        ranges.setdefault(said, []).append(status.versions)
    names = ("type", "reason", "description")
    return [
        {name: word for name, word in zip(names, said, strict=True) if word} | scope.versions(found)
        for said, found in ranges.items()
    ]


def _says_more(code: str, reason: Json) -> bool:
    """Whether a reason says more than its code: words, or that 501 is a success."""
    is_error = reason["type"] == StatusType.ERROR.value
    return not reason.keys() <= {"type", VERSIONS} or is_error != (code >= "400")


def _description(code: str, reasons: Sequence[Json]) -> str:
    texts = dict.fromkeys(one["description"] for one in reasons if "description" in one)
    if len(texts) == 1:
        return str(next(iter(texts)))
    if texts:
        return "\n".join(f"- {' '.join(text.split())}" for text in texts)
    if code == DEFAULT:
        return "What the operation answers; its description names no code."
    words = dict.fromkeys(one["reason"] for one in reasons if "reason" in one)
    return phrase_of(int(code)) or ", ".join(words) or f"Status code {code}"


def _content(
    scope: Scope,
    code: str,
    answers: Sequence[tuple[str, Answer]],
    components: dict[str, Json],
) -> Json:
    by_type: dict[str, list[tuple[str, Operation, Content]]] = {}
    for name, answer in answers:
        for media_type, content in (answer.body.contents if answer.body else {}).items():
            by_type.setdefault(media_type, []).append((name, answer.operation, content))
    out: Json = {}
    for media_type, found in by_type.items():
        merged = Content(examples=[one for _, _, each in found for one in each.examples])
        branches = [
            Branch(operation, f"{name}_{code}_response", content.schema)
            for name, operation, content in found
            if content.schema is not None
        ]
        if branches:
            merged.schema, used = any_of(branches)
            components |= used
        out[media_type] = merged.as_json(scope)
    return out

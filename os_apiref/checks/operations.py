# SPDX-License-Identifier: Apache-2.0
"""Rules on operations: their paths, their sections, and what they leave out."""

from __future__ import annotations

from collections.abc import Iterator

from os_apiref.checks import paths
from os_apiref.checks.families import families
from os_apiref.kinds import ProblemKind
from os_apiref.load.roles import find_file_role
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import ParameterUse, Role
from os_apiref.model.reference import Reference
from os_apiref.problems import Place, Problem

_NO_CONTENT = {
    Role.REQUEST: {"GET", "HEAD", "DELETE", "OPTIONS", "TRACE", "CONNECT"},
    Role.RESPONSE: {"HEAD"},
}
"""The methods whose messages have no content that clients may count on (RFC 9110 section 9.3)."""


def whitespace_in_path(reference: Reference) -> Iterator[Problem]:
    """Spaces and invisible characters in paths."""
    for operation in reference.operations:
        if found := paths.invisible_in(operation.path):
            tidy = paths.tidied(operation.path)
            yield Problem.of(
                ProblemKind.WHITESPACE_IN_PATH,
                operation.place,
                f"the path {paths.visible(operation.path)} is written with {_listed(found)}",
                f"write {operation.method} {tidy}" if tidy else "write the path alone",
            )


def relative_paths(reference: Reference) -> Iterator[Problem]:
    """Paths that do not start with a slash; an absolute URL is none."""
    for operation in reference.operations:
        path = paths.visible(operation.path)
        if path and not path.startswith("/") and not paths.is_url(path):
            yield Problem.of(
                ProblemKind.RELATIVE_PATH,
                operation.place,
                f"the path {path} does not start with a slash",
                f"write {operation.method} /{path}",
            )


def queries_in_paths(reference: Reference) -> Iterator[Problem]:
    """Query strings with placeholders in the line of the path."""
    for operation in reference.operations:
        path = paths.without_query(operation.path)
        query = operation.path.removeprefix(path)
        if names := paths.placeholders(query):
            rows = f"'{names[0]}'" if len(names) == 1 else f"{len(names)} parameters"
            yield Problem.of(
                ProblemKind.QUERY_IN_PATH,
                operation.place,
                f"the path ends with the query string {paths.visible(query)}",
                f"write {operation.method} {paths.visible(path)}, and {rows} in a table "
                "with in: query",
            )


def nested_operations(reference: Reference) -> Iterator[Problem]:
    """Operations whose section stands inside that of another."""
    by_section = {(one.docname, one.anchor): one for one in reference.operations}
    for operation in reference.operations:
        parent = by_section.get((operation.docname, operation.inside))
        if operation.inside and parent:
            yield Problem.of(
                ProblemKind.NESTED_OPERATION,
                operation.place,
                f"the section '{operation.title}' stands inside that of the operation "
                f"'{parent.title}'",
                f"underline its title as that of '{parent.title}' is, and the headings below "
                "it as those there",
                related=(parent.place,),
            )


def duplicate_operations(reference: Reference) -> Iterator[Problem]:
    """Operations with the method, path, title and versions of an earlier one.

    Two with the same place are one that is included twice.
    """
    first: dict[tuple[object, ...], Operation] = {}
    for operation in reference.operations:
        twin = (operation.method, operation.path, operation.title, operation.versions)
        earlier = first.setdefault(twin, operation)
        if earlier.place != operation.place:
            yield Problem.of(
                ProblemKind.DUPLICATE_OPERATION,
                operation.place,
                f"the operation '{operation.title}', {operation.method} {operation.path}, is "
                f"documented a second time, first in {_where(earlier.place, operation.place)}",
                "remove one of the two, or tell them apart by their titles or versions",
                related=(earlier.place,),
            )


def _where(place: Place, seen_from: Place) -> str:
    return f"line {place.line}" if place.path == seen_from.path else str(place)


def operations_without_sample(reference: Reference) -> Iterator[Problem]:
    """Operations with a body, in the request or the response, that no sample shows."""
    for family in families(reference):
        for operation in family:
            missing = [role for role in Role if _has_body(operation, role)]
            missing = [role for role in missing if not _is_shown(family, role)]
            if missing:
                bodies = " and ".join(role.value for role in missing)
                yield Problem.of(
                    ProblemKind.OPERATION_WITHOUT_SAMPLE,
                    operation.place,
                    f"no sample shows the body of the {bodies} of '{operation.title}', which "
                    f"{'has a table' if len(missing) == 1 else 'have tables'}",
                    "show one with '.. literalinclude:: FILE' below the table",
                )


def _has_body(operation: Operation, role: Role) -> bool:
    if operation.method.upper() in _NO_CONTENT[role]:
        return False
    names = {name for one in operation.placeholders for name in paths.names_of(one)}
    return any(use.role is role and _is_body(use, names) for use in operation.parameters)


def _is_body(use: ParameterUse, placeholders: set[str]) -> bool:
    """Whether a row describes the body; one of a placeholder has the wrong location."""
    return (
        use.definition is not None
        and use.definition.location == "body"
        and use.name not in placeholders
    )


def _is_shown(family: list[Operation], role: Role) -> bool:
    """Whether a sample shows a role: a wrong label does not hide what its file is called."""
    shown = {
        found
        for operation in family
        for sample in operation.samples
        for found in (sample.role, find_file_role(sample.path) or sample.role)
    }
    shown.update(block.role for operation in family for block in operation.code_blocks)
    return role in shown or None in shown


def _listed(words: tuple[str, ...]) -> str:
    return " and ".join(words)

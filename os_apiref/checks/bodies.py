# SPDX-License-Identifier: Apache-2.0
"""The bodies of an operation, and whether tables and samples tell of them."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from os_apiref.load.roles import find_file_role
from os_apiref.model.evidence import is_in_body, is_json_patch, may_be_in_body
from os_apiref.model.operation import Operation
from os_apiref.model.parameter import Role
from os_apiref.model.reference import SampleFile
from os_apiref.model.samplematch import keys_of

_WITHOUT_REQUEST_BODY = {"GET", "HEAD", "DELETE", "OPTIONS", "TRACE"}
_WITHOUT_BODIES = {"HEAD", "DELETE", "OPTIONS", "TRACE"}
"""Methods that often send nothing either way (RFC 9110 section 9.3)."""


@dataclass(frozen=True, slots=True)
class Body:
    """What an operation takes or answers, and whether a table and a sample tell of it."""

    has_table: bool
    has_sample: bool


def bodies_of(operation: Operation, keyed: Set[str]) -> Iterator[Body]:
    """Yield every body of an operation that a row or a sample tells of.

    ``keyed`` are the paths of the samples that have keys.
    """
    for role in Role:
        has_keys = any(one.role is role and one.path in keyed for one in operation.samples)
        if has_keys or _has_body_rows(operation, role):
            yield Body(has_table(operation, role), _has_sample(operation, role))


def is_silent(operation: Operation) -> bool:
    """Whether nothing tells of a body that an operation of its method usually has.

    That is the answer of a GET, and either half of a POST, PUT or PATCH;
    but none where the status codes say that all answers are without content.
    """
    method = operation.method.upper()
    successes = [one.code for one in operation.statuses if one.code < 400]
    if method in _WITHOUT_BODIES or (successes and 200 not in successes):
        return False
    roles = [Role.RESPONSE] if method == "GET" else list(Role)
    return not any(has_table(operation, role) or _has_sample(operation, role) for role in roles)


def has_table(operation: Operation, role: Role) -> bool:
    """Whether any row of an operation may be about the body of a role."""
    return any(
        use.role in (role, None) and may_be_in_body(use, role, operation)
        for use in operation.parameters
    )


def has_keys(file: SampleFile) -> bool:
    """Whether a sample has keys of the API, of which a table should tell."""
    if file.value is None or is_json_patch(file.value):
        return False
    return bool(keys_of(file.value))


def _has_body_rows(operation: Operation, role: Role) -> bool:
    if role is Role.REQUEST and operation.method.upper() in _WITHOUT_REQUEST_BODY:
        return False
    return any(use.role is role and is_in_body(use) for use in operation.parameters)


def _has_sample(operation: Operation, role: Role) -> bool:
    """Whether a sample shows a role: a wrong label does not hide what its file is called."""
    return any(
        sample.role in (role, None) or find_file_role(sample.path) is role
        for sample in operation.samples
    )

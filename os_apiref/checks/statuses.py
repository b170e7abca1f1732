# SPDX-License-Identifier: Apache-2.0
"""Rules on status codes: operations without any, and codes among the wrong ones."""

from __future__ import annotations

from collections.abc import Iterator

from os_apiref.checks.families import families
from os_apiref.kinds import ProblemKind
from os_apiref.model.reference import Reference
from os_apiref.model.status import StatusCode, StatusType
from os_apiref.problems import Problem


def missing_status_codes(reference: Reference) -> Iterator[Problem]:
    """Operations that name no status code, in a table or in prose."""
    for family in families(reference):
        if any(operation.statuses for operation in family):
            continue
        for operation in family:
            yield Problem.of(
                ProblemKind.MISSING_STATUS_CODES,
                operation.place,
                f"'{operation.title}', {operation.method} {operation.path}, names no status codes",
                "list them in a rest_status_code, or in a line such as "
                "'Normal response codes: 200'",
            )


def misfiled_statuses(reference: Reference) -> Iterator[Problem]:
    """Error codes among the normal ones, and successes among the errors.

    A redirection (3xx) is neither (RFC 9110 section 15): references file it
    as the one or the other.
    """
    for operation in reference.operations:
        for status in operation.statuses:
            if status.type is StatusType.SUCCESS and status.code >= 400:
                yield _misfiled(status, "an error", "normal", "error")
            elif status.type is StatusType.ERROR and status.code < 300:
                yield _misfiled(status, "no error", "error", "normal")


def _misfiled(status: StatusCode, what: str, among: str, rightly: str) -> Problem:
    code = f"{status.code} ({status.phrase})" if status.phrase else str(status.code)
    return Problem.of(
        ProblemKind.MISFILED_STATUS,
        status.place,
        f"{code} is {what} and stands among the {among} status codes",
        f"move it to the {rightly} ones",
    )

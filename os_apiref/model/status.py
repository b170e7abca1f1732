# SPDX-License-Identifier: Apache-2.0
"""Status codes that an operation may answer with."""

from __future__ import annotations

import enum
import http
from dataclasses import dataclass

from os_apiref.model.microversion import EVERY_VERSION, VersionRange
from os_apiref.model.parameter import Text
from os_apiref.problems import Place


class StatusType(enum.Enum):
    """Whether the answer is a success or an error, as the author files it."""

    SUCCESS = "success"
    ERROR = "error"


@dataclass(frozen=True)
class StatusCode:
    """One status code of one operation.

    ``reason`` is the author's word for it: a key of the status file, or the
    fault's name in a prose line such as ``itemNotFound(404)``.
    """

    code: int
    type: StatusType
    place: Place
    reason: str = ""
    description: Text | None = None
    versions: VersionRange = EVERY_VERSION

    @property
    def phrase(self) -> str:
        """The reason phrase of RFC 9110 section 15 and the IANA registry, or ''."""
        return phrase_of(self.code)


def phrase_of(code: int) -> str:
    """Return the registered reason phrase of a status code, or ''."""
    try:
        return http.HTTPStatus(code).phrase
    except ValueError:
        return ""

# SPDX-License-Identifier: Apache-2.0
"""The whole reference."""

from __future__ import annotations

from dataclasses import dataclass

from os_apiref.model.operation import Marker, Operation
from os_apiref.problems import Problem


@dataclass(frozen=True)
class Reference:
    """Everything that the documents of one project say of their API."""

    operations: tuple[Operation, ...] = ()
    markers: tuple[Marker, ...] = ()
    problems: tuple[Problem, ...] = ()

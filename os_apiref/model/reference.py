# SPDX-License-Identifier: Apache-2.0
"""The whole reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.operation import Elsewhere, Marker, Operation
from os_apiref.model.parameter import Parameter
from os_apiref.problems import Place, Problem


@dataclass(frozen=True)
class DefinitionFile:
    """The definitions of one file in its order, and the keys that rows of any document name."""

    path: str
    definitions: Mapping[str, Parameter]
    used: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Include:
    """One ``include`` directive: what it stands in, and the absolute path of what it brings."""

    docname: str
    path: str
    place: Place


@dataclass(frozen=True)
class Route:
    """A method and path that the service answers to, and where a list of routes says so."""

    method: str
    path: str
    place: Place


@dataclass(frozen=True)
class SampleFile:
    """A sample as it lies on the disk.

    ``value`` is what its JSON says, None where it is not JSON; ``problem`` is
    then why, and None where it need not be JSON.
    """

    path: str
    value: JsonValue | None = None
    problem: Problem | None = None


@dataclass(frozen=True)
class Fragment:
    """A file for ``include``, and how many operations it holds."""

    path: str
    operations: int = 0


@dataclass(frozen=True)
class Disk:
    """What lies in the folders of a reference, used or not; every path is absolute."""

    samples: Mapping[str, SampleFile] = field(default_factory=dict)
    """The samples that operations show, by path."""
    unused_samples: tuple[str, ...] = ()
    """The other files of the folders that samples come from."""
    fragments: tuple[Fragment, ...] = ()
    """Every ``.inc`` file in the source folder."""


@dataclass(frozen=True)
class Reference:
    """Everything that the documents of one project say of their API."""

    operations: tuple[Operation, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    """What documents say outside their operations, of each that says anything there."""
    markers: tuple[Marker, ...] = ()
    problems: tuple[Problem, ...] = ()
    definitions: tuple[DefinitionFile, ...] = ()
    includes: tuple[Include, ...] = ()
    disk: Disk = Disk()
    routes: tuple[Route, ...] | None = None
    """What the service answers to, None where nobody said."""
    sources: tuple[str, ...] = ()
    """The absolute path of every file of RST and YAML that the pages are made from."""

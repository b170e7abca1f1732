# SPDX-License-Identifier: Apache-2.0
"""The view of one version: which versions there are, and what holds in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from os_apiref.export.formats import UnknownVersion
from os_apiref.export.publication import Publication
from os_apiref.model.evidence import holds_at, version_of
from os_apiref.model.microversion import Microversion
from os_apiref.model.operation import Operation


def newest_version(publication: Publication) -> Microversion | None:
    """Return the latest version that a project or its reference names, None where none is."""
    return max(_named(publication), default=None)


def parse_version(text: str, publication: Publication) -> Microversion:
    """Return the version that a user asks for; raises UnknownVersion.

    A reference names the versions in which something changes: any between
    them is one, too, and so are those before the first, where its major
    number is the same.
    """
    version = Microversion.parse(text)
    if version is None:
        raise UnknownVersion(f"'{text}' is no version; write two numbers, for instance 2.53")
    known = sorted(set(_named(publication)))
    if not known:
        raise UnknownVersion(f"there is no version {version}: the reference names none at all")
    of_major = [one for one in known if one.major == version.major]
    if not of_major or version > of_major[-1]:
        newest = ", ".join(str(one) for one in _latest(known))
        raise UnknownVersion(
            f"there is no version {version}: the latest that the reference names is {newest}"
        )
    return version


def view(operations: Iterable[Operation], version: Microversion) -> Iterator[Operation]:
    """Yield the operations of a version with the rows and status codes that hold in it."""
    for operation in operations:
        if version in operation.versions:
            yield replace(
                operation,
                parameters=tuple(use for use in operation.parameters if holds_at(use, version)),
                statuses=tuple(one for one in operation.statuses if version in one.versions),
            )


def _named(publication: Publication) -> Iterator[Microversion]:
    if publication.project.microversion:
        yield publication.project.microversion
    for operation in publication.reference.operations:
        for span in operation.version_ranges:
            yield from (end for end in (span.min, span.max) if end)
        for sample in operation.samples:
            if shown := version_of(sample):
                yield shown


def _latest(versions: Iterable[Microversion]) -> list[Microversion]:
    """Return the latest version of each major number."""
    return list({one.major: one for one in sorted(versions)}.values())

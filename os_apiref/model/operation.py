# SPDX-License-Identifier: Apache-2.0
"""Operations, and what belongs to one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from os_apiref.model.microversion import EVERY_VERSION, VersionRange
from os_apiref.model.parameter import ParameterUse, Role
from os_apiref.model.status import StatusCode
from os_apiref.problems import Place

_PLACEHOLDER = re.compile(r"(\{[^{}]*\})")


@dataclass(frozen=True)
class Sample:
    """A file that shows a request or a response; ``path`` is absolute."""

    path: str
    language: str
    place: Place
    role: Role | None = None
    label: str = ""
    introduction: str = ""
    """The text between the label and the sample."""
    versions: VersionRange = EVERY_VERSION


@dataclass(frozen=True)
class CodeBlock:
    """A text in the document itself that shows a request or a response; otherwise a sample."""

    content: str
    language: str
    place: Place
    role: Role | None = None
    label: str = ""
    introduction: str = ""
    versions: VersionRange = EVERY_VERSION


@dataclass(frozen=True)
class Marker:
    """One step of verification that is still to be done, as ``.. needs:word`` says."""

    word: str
    place: Place


@dataclass(frozen=True)
class Operation:
    """One method on one path, with all that its section says of it.

    The same method and path may occur many times in a reference, and even a
    section may hold several by mistake, so nothing but ``id`` tells operations
    apart. ``inside`` is the anchor of the operation whose section holds this
    one's, '' for none.
    """

    method: str
    path: str
    title: str
    docname: str
    anchor: str
    place: Place
    summary: str = ""
    versions: VersionRange = EVERY_VERSION
    deprecated: str = ""
    parameters: tuple[ParameterUse, ...] = ()
    statuses: tuple[StatusCode, ...] = ()
    samples: tuple[Sample, ...] = ()
    code_blocks: tuple[CodeBlock, ...] = ()
    markers: tuple[Marker, ...] = ()
    inside: str = ""
    id: str = ""
    """``docname#anchor``, numbered where a section has several: unique in a reference."""
    sections: tuple[str, ...] = ()
    """The titles of the sections around the operation's own, outermost first."""
    original_title: str = ""
    """The title that its author wrote, where ``title`` is a translation of it."""
    original_sections: tuple[str, ...] = ()
    """The same for ``sections``."""

    @property
    def titles(self) -> tuple[str, ...]:
        """What the operation is called: as a page shows it, and as its author wrote it."""
        return tuple(dict.fromkeys(filter(None, (self.title, self.original_title))))

    @property
    def version_ranges(self) -> Iterator[VersionRange]:
        """Every range of versions that the operation or a part of it names."""
        yield self.versions
        for use in self.parameters:
            yield use.versions
            if use.definition:
                yield use.definition.versions
        for status in self.statuses:
            yield status.versions
        for sample in self.samples:
            yield sample.versions

    @property
    def placeholders(self) -> tuple[str, ...]:
        """The names in braces, in the order of the path."""
        return tuple(part[1:-1] for part in split_path(self.path) if is_placeholder(part))


@dataclass(frozen=True)
class Elsewhere:
    """What a document says of the API outside its operations, such as a table of common headers."""

    docname: str
    parameters: tuple[ParameterUse, ...] = ()
    statuses: tuple[StatusCode, ...] = ()
    samples: tuple[Sample, ...] = ()

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return bool(self.parameters or self.statuses or self.samples)


def split_path(path: str) -> list[str]:
    """Cut a path into literal parts and placeholders; joined again they are the path."""
    return [part for part in _PLACEHOLDER.split(path) if part]


def is_placeholder(part: str) -> bool:
    """Whether a part of a path is a name in braces."""
    return part.startswith("{") and part.endswith("}")

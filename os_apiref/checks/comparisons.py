# SPDX-License-Identifier: Apache-2.0
"""Samples beside the tables that should describe them."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from os_apiref.model.evidence import holds_at, is_json_patch, may_be_in_body, version_of
from os_apiref.model.microversion import Microversion
from os_apiref.model.operation import Operation, Sample, is_placeholder, split_path
from os_apiref.model.parameter import ParameterUse, Role
from os_apiref.model.reference import Reference
from os_apiref.model.samplematch import Match, Path, match, names_of

_SCALARS = {"string", "integer", "number", "boolean", "null"}


@dataclass(frozen=True)
class Comparison:
    """A sample held against the tables of its operation that hold at its version."""

    operation: Operation
    sample: Sample
    role: Role
    version: Microversion | None
    """What the sample shows; None where neither its name nor its heading says it."""
    match: Match
    hidden: tuple[ParameterUse, ...]
    """The rows of these tables that hold in other versions only."""
    names: Set[str]
    """The names of all rows of the reference."""

    @property
    def map_rows(self) -> list[ParameterUse]:
        """The rows that stand for keys which users choose.

        Tables write a map of such keys as two rows, ``key`` and ``value``, or name
        a row after the placeholder that ends the path and says which key.
        """
        placeholders = {self.last_placeholder}
        names = {use.name for use in self.match.unmatched}
        pairs = {
            end
            for name in names
            if name == "key" or name.endswith(".key")
            for end in (name, name.removesuffix("key") + "value")
            if name.removesuffix("key") + "value" in names
        }
        return [
            use
            for use in self.match.unmatched
            if use.name in placeholders | pairs or is_placeholder(names_of(use.name)[-1])
        ]

    @property
    def is_one_chosen_pair(self) -> bool:
        """Whether the body is one key with its value, and the path ends with what says which.

        ``PUT .../extra_specs/{key}`` takes ``{"hw:cpu": "4"}``: a key that is
        a parameter nowhere in the reference.
        """
        if not self.last_placeholder or len(self.match.keys) != 1:
            return False
        ((path, key),) = self.match.keys.items()
        return path[-1] not in self.names and key.values[0].type in _SCALARS

    @property
    def last_placeholder(self) -> str:
        """The name of the placeholder that ends the path, '' where none does."""
        parts = split_path(self.operation.path.rstrip("/"))
        return parts[-1][1:-1] if parts and is_placeholder(parts[-1]) else ""

    @property
    def envelope(self) -> Path | None:
        """The one outermost key that holds all others, None where there is none."""
        outermost = self.match.children.get((), [])
        if len(outermost) != 1 or outermost[0] not in self.match.children:
            return None
        return outermost[0]

    @property
    def table(self) -> str:
        """The table in words, as messages name it."""
        words = f"{self.role.value} table of {self.operation.method} {self.operation.path}"
        return f"{words} in version {self.version}" if self.version else words


def compare(reference: Reference) -> Iterator[Comparison]:
    """Yield every sample that an operation has a table for.

    Operations that stand inside each other, by a slip of a heading, are left
    out: nobody can tell whose table and whose sample is whose.
    """
    names = frozenset(use.name for one in reference.operations for use in one.parameters)
    holders = {(one.docname, one.inside) for one in reference.operations if one.inside}
    for operation in reference.operations:
        if operation.inside or (operation.docname, operation.anchor) in holders:
            continue
        for sample in dict.fromkeys(operation.samples):
            file = reference.disk.samples.get(sample.path)
            if file is None or file.value is None or sample.role is None:
                continue
            uses = [use for use in operation.parameters if use.role in (sample.role, None)]
            if not uses or is_json_patch(file.value):
                continue
            version = version_of(sample)
            rows = [use for use in uses if may_be_in_body(use, sample.role, operation)]
            valid = [use for use in rows if holds_at(use, version)]
            hidden = tuple(use for use in rows if not holds_at(use, version))
            found = match(valid, file.value)
            yield Comparison(operation, sample, sample.role, version, found, hidden, names)

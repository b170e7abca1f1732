# SPDX-License-Identifier: Apache-2.0
"""Operations and parameters by their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, NamedTuple, Protocol, TypeVar

from os_apiref.model.names import endpoint, normal, plain, qualified, split_qualifier
from os_apiref.model.operation import Elsewhere, Operation
from os_apiref.model.parameter import ParameterUse

_UNSAFE_IN_ID = re.compile(r"[^a-z0-9_]+")


class Row(NamedTuple):
    """A parameter where it stands; ``operation`` is None for a table outside of all."""

    docname: str
    use: ParameterUse
    operation: Operation | None

    @property
    def id(self) -> str:
        """``docname#anchor``, unique in a reference."""
        return f"{self.docname}#{self.use.anchor}"


class Document(NamedTuple):
    """What a document says: its operations, and what belongs to none."""

    docname: str
    operations: Sequence[Operation]
    elsewhere: Elsewhere | None = None


class Placed(Protocol):
    """What stands in a document."""

    @property
    def docname(self) -> str:
        """The name of the document."""


Found = TypeVar("Found", bound=Placed)


@dataclass(slots=True)
class _Table(Generic[Found]):
    """Things by their names, as written and as all spellings have them in common."""

    written: dict[str, list[Found]] = field(default_factory=dict)
    common: dict[str, list[Found]] = field(default_factory=dict)

    def add(self, name: str, found: Found) -> None:
        if name:
            self.written.setdefault(name, []).append(found)
            self.common.setdefault(normal(name), []).append(found)

    def find(self, name: str) -> list[Found]:
        return self.written.get(name) or self.common.get(normal(name), [])


class Lookup:
    """Every name of a reference; ``family`` returns a document and its pages, of any of them.

    Tables are made when they are first asked for.
    """

    def __init__(
        self, documents: Iterable[Document], family: Callable[[str], Sequence[str]]
    ) -> None:
        self._documents = tuple(documents)
        self._family = family

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        """All operations in the order of the documents."""
        return tuple(one for document in self._documents for one in document.operations)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """All rows in the order of the documents."""
        return tuple(row for document in self._documents for row in _rows(document))

    @cached_property
    def uses(self) -> dict[str, list[Row]]:
        """The first row of each operation that has the name of a parameter, by name."""
        uses: dict[str, dict[str, Row]] = {}
        for row in self.rows:
            home = row.operation.id if row.operation else row.docname
            uses.setdefault(plain(row.use.name), {}).setdefault(home, row)
        return {name: list(by_home.values()) for name, by_home in uses.items()}

    @cached_property
    def entry_ids(self) -> dict[str, str]:
        """The id of each entry of an index of parameters, by name; fit for HTML and XML."""
        ids: dict[str, str] = {}
        taken: Counter[str] = Counter()
        for name in sorted(self.uses):
            id_ = f"parameter-{_UNSAFE_IN_ID.sub('-', name.lower()).strip('-')}"
            taken[id_] += 1
            ids[name] = id_ if taken[id_] == 1 else f"{id_}.{taken[id_]}"
        return ids

    @cached_property
    def _operations_by_name(self) -> _Table[Operation]:
        table: _Table[Operation] = _Table()
        for one in self.operations:
            for name in dict.fromkeys((endpoint(one), plain(one.path), *map(plain, one.titles))):
                table.add(name, one)
        return table

    @cached_property
    def _operations_by_id(self) -> dict[str, list[Operation]]:
        return _by_id((one.id, one) for one in self.operations)

    @cached_property
    def _rows_by_id(self) -> dict[str, list[Row]]:
        return _by_id((one.id, one) for one in self.rows)

    @cached_property
    def _names_of_parameters(self) -> dict[str, list[str]]:
        names: dict[str, list[str]] = {}
        for name in self.uses:
            names.setdefault(normal(name), []).append(name)
        return names

    def find_operations(self, name: str, docname: str = "") -> list[Operation]:
        """Return the operations that a name may mean, none where it is unknown.

        Those of the document that asks go before others.
        """
        name = plain(name)
        found = self._operations_by_name.find(name) or self._identified(
            name, self._operations_by_id
        )
        if not found:
            base, qualifier = split_qualifier(name)
            if qualifier:
                candidates = self.find_operations(base)
                found = [one for one in candidates if self._answers_to(one, qualifier)]
        return self._nearest(found, docname)

    def find_rows(self, name: str, docname: str = "") -> list[Row]:
        """Return the rows that the name of a parameter may mean, one of each operation."""
        name = plain(name)
        found = self._rows_by_name(name) or self._identified(name, self._rows_by_id)
        if found:
            return found
        base, qualifier = split_qualifier(name)
        if not qualifier:
            return []
        meant = {one.id for one in self.find_operations(qualifier)}
        candidates = self._rows_by_name(base)
        found = [
            row
            for row in candidates
            if (row.operation and row.operation.id in meant) or self._is_in(row.docname, qualifier)
        ]
        return self._nearest(found, docname)

    def _rows_by_name(self, name: str) -> list[Row]:
        if name in self.uses:
            return self.uses[name]
        names = self._names_of_parameters.get(normal(name), [])
        return [row for one in names for row in self.uses[one]]

    def _identified(self, name: str, by_id: dict[str, list[Found]]) -> list[Found]:
        """Return what has an id, written as ``docname#anchor`` or as the anchor alone."""
        docname, sign, anchor = name.rpartition("#")
        return by_id.get(name) or [
            one
            for one in by_id.get(f"#{anchor}", ())
            if not sign or self._is_in(one.docname, docname)
        ]

    def _is_in(self, docname: str, wanted: str) -> bool:
        """Whether a document is the wanted one, or a page of it."""
        return docname == wanted or (
            docname in self._family(wanted) and self._family(wanted)[0] == wanted
        )

    def _answers_to(self, operation: Operation, qualifier: str) -> bool:
        names = (
            *operation.titles,
            endpoint(operation),
            *operation.sections,
            *operation.original_sections,
        )
        return (
            normal(qualifier) in map(normal, names)
            or operation in self._identified(qualifier, self._operations_by_id)
            or self._is_in(operation.docname, qualifier)
        )

    def _nearest(self, found: list[Found], docname: str) -> list[Found]:
        here = [one for one in found if one.docname == docname]
        family = self._family(docname) if docname else ()
        return here or [one for one in found if one.docname in family] or found

    def shortest_name(self, operation: Operation) -> str:
        """Return the shortest name that means this operation and no other."""
        name = endpoint(operation)
        for one in (name, qualified(name, plain(operation.title))):
            if self.find_operations(one) == [operation]:
                return one
        return operation.id

    def names_of_operations(self) -> Iterator[str]:
        """Yield what may be written to refer to an operation."""
        yield from self._operations_by_name.written
        yield from (one.id for one in self.operations)


def _rows(document: Document) -> Iterator[Row]:
    for operation in document.operations:
        for use in operation.parameters:
            yield Row(document.docname, use, operation)
    for use in document.elsewhere.parameters if document.elsewhere else ():
        yield Row(document.docname, use, None)


def _by_id(identified: Iterable[tuple[str, Found]]) -> dict[str, list[Found]]:
    """Return things by their ids, and by ``#anchor``."""
    found: dict[str, list[Found]] = {}
    for id_, one in identified:
        found.setdefault(id_, []).append(one)
        found.setdefault(f"#{id_.rpartition('#')[2]}", []).append(one)
    return found

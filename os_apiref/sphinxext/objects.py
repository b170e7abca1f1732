# SPDX-License-Identifier: Apache-2.0
"""What the domain ``rest`` tells Sphinx of its objects, for objects.inv and for the search."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from sphinx.domains import ObjType
from sphinx.locale import get_translation

from os_apiref.model.lookup import Lookup, Row
from os_apiref.model.names import endpoint, normal, plain, qualified
from os_apiref.model.operation import Operation
from os_apiref.sphinxext.indices import ParameterIndex
from os_apiref.sphinxext.wording import CATALOG

Entry = tuple[str, str, str, str, str, int]
"""Name, name to show, type, document, anchor, priority in the search (-1 keeps out of it)."""

# Texts in the language of the build that shows them, which is not known yet.
_ = get_translation(CATALOG)

OBJECT_TYPES = {
    "operation": ObjType(_("operation"), "op"),
    "parameter": ObjType(_("parameter"), "param"),
}
SEARCHED, SEARCHED_LAST, UNSEARCHED = 1, 2, -1

# A line of an inventory is "NAME DOMAIN:TYPE PRIORITY URI TEXT", and Sphinx takes the first
# word that a number follows for the type: a name that has such a word gets lost.
_LOST = re.compile(r"\s\S+\s+-?\d+\s")


def fallback_name(name: str) -> str:
    """Return what all spellings of a name have in common, without spaces: an inventory keeps it."""
    return normal(name).replace(" ", "_")


def find_objects(lookup: Lookup, index_pages: Collection[str]) -> Iterator[Entry]:
    """Yield every object, first under its id, then under all else that it is called.

    An inventory holds one object of a name. Ids are unique; any other name
    leads to the first object that has it.
    """
    taken: set[tuple[str, str]] = set()
    for entry in (*_operations(lookup), *_parameters(lookup, index_pages)):
        name, _, type_, *_ = entry
        if (type_, name) not in taken and not _LOST.search(f"{name} "):
            taken.add((type_, name))
            yield entry


def _operations(lookup: Lookup) -> Iterator[Entry]:
    for one in lookup.operations:
        shown = qualified(endpoint(one), plain(one.title))
        yield plain(one.id), shown, "operation", one.docname, one.anchor, SEARCHED
    for one in lookup.operations:
        for name in _names(one):
            for alias in (name, fallback_name(name)):
                yield alias, name, "operation", one.docname, one.anchor, UNSEARCHED


def _names(operation: Operation) -> Iterator[str]:
    call, docname = endpoint(operation), operation.docname
    yield call
    for title in map(plain, operation.titles):
        yield title
        yield qualified(call, title)
        yield qualified(title, docname)
        yield qualified(title, call)
    yield qualified(call, docname)


def _parameters(lookup: Lookup, index_pages: Collection[str]) -> Iterator[Entry]:
    firsts = {id(row) for rows in lookup.uses.values() for row in rows}
    for row in lookup.rows:
        # An operation is found by what its path holds: its rows would be found once more.
        is_searched = id(row) in firsts and not _is_in_path(row)
        priority = SEARCHED_LAST if is_searched else UNSEARCHED
        name = plain(row.use.name)
        yield plain(row.id), name, "parameter", row.docname, row.use.anchor, priority
    homes = {one.id: _homes(one) for one in lookup.operations}
    for name, rows in lookup.uses.items():
        docname, anchor = rows[0].docname, rows[0].use.anchor
        if len(rows) > 1 and ParameterIndex.page in index_pages:
            docname, anchor = ParameterIndex.page, lookup.entry_ids[name]
        fallback = fallback_name(name)
        for alias in (name, fallback):
            yield alias, name, "parameter", docname, anchor, UNSEARCHED
        for row in rows:
            known = homes[row.operation.id] if row.operation else (row.docname,)
            for home in known:
                alias = f"{fallback}_({home})"
                yield alias, name, "parameter", row.docname, row.use.anchor, UNSEARCHED


def _homes(operation: Operation) -> tuple[str, ...]:
    """Return what stands in parentheses behind the name of a parameter, as fallback_name has it."""
    names = (endpoint(operation), *map(plain, operation.titles), operation.docname)
    return tuple(fallback_name(name) for name in names if name)


def _is_in_path(row: Row) -> bool:
    return row.operation is not None and f"{{{row.use.name}}}" in row.operation.path

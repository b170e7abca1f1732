# SPDX-License-Identifier: Apache-2.0
"""The indices of a reference: operations by path and method, and parameters by name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, ClassVar, cast

from sphinx.domains import Index, IndexEntry

from os_apiref.model.lookup import Lookup, Row
from os_apiref.model.names import endpoint, plain
from os_apiref.model.operation import Operation
from os_apiref.sphinxext.wording import Said, words

if TYPE_CHECKING:
    from os_apiref.sphinxext.domain import RestDomain

_VERSION = re.compile(r"v\d[\w.]*")
_UNSAFE = re.compile(r"[^\w.~-]+")
ONE, HEAD, MEMBER = 0, 1, 2
"""The kinds of entries: one for itself, a head, and one below a head.

A head has the place of its first member: LaTeX leaves out what has none.
"""


def _(message: str) -> str:
    """Return a message that is translated later: so translators meet it."""
    return message


Content = tuple[list[tuple[str, list[IndexEntry]]], bool]


class RestIndex(Index):
    """An index of the domain ``rest``."""

    page: ClassVar[str]
    """The name of its page."""

    @property
    def lookup(self) -> Lookup:
        """What the reference holds."""
        return cast("RestDomain", self.domain).lookup


class OperationIndex(RestIndex):
    """Operations by path, then by method."""

    name = "index"
    localname = Said(_("Operations"))
    shortname = Said(_("operations"))
    page = "rest-index"

    def generate(self, docnames: Iterable[str] | None = None) -> Content:
        """Return the entries by the resource that a path starts with.

        Operations of the same method and path stand below one head.
        """
        wanted = None if docnames is None else set(docnames)
        found = [one for one in self.lookup.operations if wanted is None or one.docname in wanted]
        groups: dict[str, list[Operation]] = {}
        for one in sorted(found, key=_by_path):
            groups.setdefault(_resource(one.path), []).append(one)
        content = [
            (
                letter,
                [
                    entry
                    for call, same in groupby(groups[letter], endpoint)
                    for entry in _of_call(call, list(same))
                ],
            )
            for letter in sorted(groups)
        ]
        return content, False


class ParameterIndex(RestIndex):
    """Parameters by name, with the operations that use them."""

    name = "parameters"
    localname = Said(_("Parameters"))
    shortname = Said(_("parameters"))
    page = "rest-parameters"

    def generate(self, docnames: Iterable[str] | None = None) -> Content:
        """Return the entries by their first letter; closed, where several operations have one."""
        wanted = None if docnames is None else set(docnames)
        groups: dict[str, list[IndexEntry]] = {}
        titles = Counter(one.title for one in self.lookup.operations)
        for name in sorted(self.lookup.uses, key=_by_letters):
            rows = [
                row for row in self.lookup.uses[name] if wanted is None or row.docname in wanted
            ]
            if rows:
                groups.setdefault(_letter(name), []).extend(_of_parameter(name, rows, titles))
        symbols = words().gettext("Symbols")
        return [(letter or symbols, groups[letter]) for letter in sorted(groups)], True


def _resource(path: str) -> str:
    """Return the first part of a path that is no version and no placeholder, fit for any page.

    Sphinx writes the names of groups into pages as they are.
    """
    parts = re.sub(r"^\w+://[^/]*|[?#].*", "", plain(path)).split("/")
    named = [part for part in parts if part and "{" not in part and not _VERSION.fullmatch(part)]
    return (_UNSAFE.sub("-", named[0]).strip("-") if named else "") or "/"


def _by_path(operation: Operation) -> tuple[str, str]:
    return plain(operation.path).partition("?")[0].rstrip("/"), endpoint(operation)


def _by_letters(name: str) -> tuple[str, str]:
    return name.casefold().lstrip("_$@*"), name


def _letter(name: str) -> str:
    """Return the letter that a name starts with, '' for what is none."""
    first = name.lstrip("_$@*")[:1].upper()
    return first if first.isalpha() else ""


def _number(operations: int) -> str:
    return words().ngettext("%(count)s operation", "%(count)s operations", operations)


def _of_call(call: str, same: Sequence[Operation]) -> Iterator[IndexEntry]:
    if len(same) == 1:
        (one,) = same
        yield IndexEntry(call, ONE, one.docname, one.anchor, "", "", plain(one.title))
        return
    first, number = same[0], _number(len(same))
    yield IndexEntry(call, HEAD, first.docname, first.anchor, "", "", number)
    for one in same:
        title = plain(one.title) or call
        yield IndexEntry(title, MEMBER, one.docname, one.anchor, "", _section(one), "")


def _section(operation: Operation) -> str:
    return operation.sections[-1] if operation.sections else ""


def _of_parameter(name: str, rows: Sequence[Row], titles: Counter[str]) -> Iterator[IndexEntry]:
    if len(rows) > 1:
        first, number = rows[0], _number(len(rows))
        yield IndexEntry(name, HEAD, first.docname, first.use.anchor, "", "", number)
    for row in rows:
        one = row.operation
        title, call = (plain(one.title), endpoint(one)) if one else (row.docname, "")
        call = "" if one and titles[one.title] == 1 and title else call
        place = row.docname, row.use.anchor, ""
        if len(rows) > 1:
            yield IndexEntry(title or call, MEMBER, *place, call if title else "", "")
        else:
            yield IndexEntry(name, ONE, *place, call if title else "", title or call)

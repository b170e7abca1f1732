# SPDX-License-Identifier: Apache-2.0
"""What the name of an operation or a parameter leads to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util.nodes import make_refnode

from os_apiref.kinds import ProblemKind
from os_apiref.model.lookup import Lookup, Row
from os_apiref.model.names import endpoint, is_call, normal, plain, qualified, split_qualifier
from os_apiref.model.operation import Operation
from os_apiref.problems import Problem, did_you_mean
from os_apiref.sphinxext.indices import ParameterIndex
from os_apiref.sphinxext.places import place_of
from os_apiref.sphinxext.wording import words

CANDIDATES_SHOWN = 4


class Asked(NamedTuple):
    """A reference that is to be resolved."""

    lookup: Lookup
    builder: Builder
    index_pages: Collection[str]
    docname: str
    target: str
    node: addnodes.pending_xref
    content: nodes.Element

    def link(
        self, docname: str, anchor: str, content: Sequence[nodes.Node], hint: str
    ) -> nodes.reference:
        """Return the reference; the author's own words go before ``content``."""
        shown: list[nodes.Node] = [self.content] if self.node["refexplicit"] else [*content]
        return make_refnode(self.builder, self.docname, docname, anchor, shown, hint)


class Resolved(NamedTuple):
    """What a reference leads to, and what is wrong with it."""

    reference: nodes.reference | None = None
    problem: Problem | None = None


def resolve_operation(asked: Asked) -> Resolved:
    """Return the link to an operation; where several have the name, to the first."""
    found = asked.lookup.find_operations(asked.target, asked.docname)
    if not found:
        return Resolved()
    operation = found[0]
    problem = None
    if len(found) > 1:
        names = [asked.lookup.shortest_name(one) for one in found]
        problem = _ambiguous(asked, "operations", names)
    content = _content(asked, operation)
    reference = asked.link(operation.docname, operation.anchor, content, _hint(operation, content))
    return Resolved(reference, problem)


def resolve_parameter(asked: Asked) -> Resolved:
    """Return the link to a parameter.

    A name alone that many operations have leads to its entry in the index,
    where the builder makes one, else to the first of them.
    """
    rows = asked.lookup.find_rows(asked.target, asked.docname)
    if not rows:
        return Resolved()
    name = plain(rows[0].use.name)
    content = [_styled(asked, nodes.literal(name, name))]
    problem = None
    if len(rows) > 1:
        if len({row.use.name for row in rows}) == 1 and normal(name) == normal(asked.target):
            if ParameterIndex.page in asked.index_pages:
                several = words().ngettext("%(count)s operation", "%(count)s operations", len(rows))
                page, anchor = ParameterIndex.page, asked.lookup.entry_ids[name]
                return Resolved(asked.link(page, anchor, content, several))
        else:
            problem = _ambiguous(asked, "parameters", [_name_of(asked.lookup, row) for row in rows])
    hint = endpoint(rows[0].operation) if rows[0].operation else ""
    return Resolved(asked.link(rows[0].docname, rows[0].use.anchor, content, hint), problem)


RESOLVERS = {"op": resolve_operation, "param": resolve_parameter}


def roles_for(lookup: Lookup, name: str) -> Iterator[str]:
    """Yield the roles that find something which is called just so."""
    if name in lookup.names_of_operations():
        yield "op"
    if name in lookup.uses:
        yield "param"


def _content(asked: Asked, operation: Operation) -> list[nodes.Node]:
    """Return what a reference shows where its author gave no words: what it was named by."""
    name, qualifier = split_qualifier(asked.target)
    title = plain(operation.title)
    titles = {normal(plain(one)) for one in operation.titles}
    is_title = not titles.isdisjoint((normal(name), normal(asked.target)))
    if title and (asked.node.get("rest-titled") or is_title):
        return [_styled(asked, nodes.inline("", title))]
    call = endpoint(operation)
    literal = _styled(asked, nodes.literal(call, call))
    if not is_call(name):
        qualifier = title
    return [literal, nodes.Text(f" ({qualifier})")] if qualifier else [literal]


def _styled(asked: Asked, node: nodes.Element) -> nodes.Element:
    node["classes"] += asked.content["classes"]
    return node


def _hint(operation: Operation, content: Sequence[nodes.Node]) -> str:
    """Return what a reference does not show: the title, else the method and path."""
    shown = "".join(node.astext() for node in content)
    return endpoint(operation) if operation.title in shown else operation.title


def _name_of(lookup: Lookup, row: Row) -> str:
    home = lookup.shortest_name(row.operation) if row.operation else row.docname
    return qualified(plain(row.use.name), home)


def _ambiguous(asked: Asked, noun: str, names: Sequence[str]) -> Problem:
    return Problem.of(
        ProblemKind.AMBIGUOUS_REFERENCE,
        place_of(asked.node),
        f"{len(names)} {noun} are called '{asked.target}', and the link leads to the first",
        _one_of(names),
    )


def _one_of(names: Sequence[str]) -> str:
    """Return the advice to write one of some names, '' where there is none."""
    listed = [f"'{name}'" for name in names[:CANDIDATES_SHOWN]]
    if more := len(names) - len(listed):
        listed.append(f"{more} more")
    if len(listed) < 2:
        return f"write {listed[0]}" if listed else ""
    return f"write one of {', '.join(listed)}"


def unknown(lookup: Lookup, typ: str, node: nodes.Element) -> Problem:
    """Return the problem of a reference that leads nowhere."""
    target = node["reftarget"]
    base, qualifier = split_qualifier(plain(target))
    known: Iterable[str]
    if typ == "op":
        noun, advice = "operation", "write its METHOD /path, its title or its id"
        found = lookup.find_operations(base) if qualifier else []
        candidates = [lookup.shortest_name(one) for one in found]
        known = lookup.names_of_operations()
    else:
        noun, advice = "parameter", "write the name as a table has it"
        rows = lookup.find_rows(base) if qualifier else []
        candidates = [_name_of(lookup, row) for row in rows]
        known = lookup.uses
    meant = did_you_mean(target, candidates) or _one_of(candidates) or did_you_mean(target, known)
    return Problem.of(
        ProblemKind.UNKNOWN_REFERENCE,
        place_of(node),
        f"no {noun} is called '{target}'",
        meant or advice,
    )

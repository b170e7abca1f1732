# SPDX-License-Identifier: Apache-2.0
"""What the names of a document stand for, so that its other pages may refer to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util.nodes import make_refnode

_NUMBERED_ID = re.compile(r"id\d+")


@dataclass(frozen=True, slots=True)
class Target:
    """What a name stands for: an id, else a URI; neither where a page has it twice."""

    id: str = ""
    uri: str = ""
    is_explicit: bool = False


def name_targets(document: nodes.document) -> Iterator[tuple[str, Target]]:
    """Yield every name of a document that has been read, with what it stands for."""
    for name, id_ in document.nameids.items():
        is_explicit = bool(document.nametypes.get(name))
        node = document.ids.get(id_) if id_ else None
        if isinstance(node, nodes.target) and "refuri" in node:
            yield name, Target(uri=node["refuri"], is_explicit=is_explicit)
        else:
            yield name, Target(id=id_ or "", is_explicit=is_explicit)


def lasting_ids(document: nodes.document) -> tuple[str, ...]:
    """Return the ids of a document but for those that docutils numbers through it (``id12``)."""
    return tuple(one for one in document.ids if not _NUMBERED_ID.fullmatch(one))


def find_target(
    name: str, pages: Iterable[tuple[str, Mapping[str, Target]]]
) -> tuple[str, Target] | None:
    """Return the page and target of a name; None where it is unknown or not unique.

    As in one document, a target that is written goes before a title.
    """
    found = [(page, names[name]) for page, names in pages if name in names]
    explicit = [(page, target) for page, target in found if target.is_explicit]
    known = explicit or found
    is_unique = len(known) == 1 and (known[0][1].id or known[0][1].uri)
    return known[0] if is_unique else None


def link_to_name(
    builder: Builder,
    fromdocname: str,
    name: str,
    pages: Iterable[tuple[str, Mapping[str, Target]]],
    content: nodes.Element,
) -> nodes.reference | None:
    """Return the reference to a name on another page of the same document."""
    found = find_target(name, pages)
    if found is None:
        return None
    page, named = found
    if named.uri:
        return nodes.reference("", "", content, refuri=named.uri)
    return make_refnode(builder, fromdocname, page, named.id, content)

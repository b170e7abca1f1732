# SPDX-License-Identifier: Apache-2.0
"""Links that stay inside a reference: whether they lead to a page, a file, an id."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from os_apiref.kinds import ProblemKind
from os_apiref.links.link import Link
from os_apiref.problems import Problem, did_you_mean, nearest
from os_apiref.sphinxext.domain import rest_domain

_TOLD = frozenset({"download.not_readable", "image.not_readable", "toc.not_readable"})
_NOT_USED = frozenset({"ref.citation", "ref.footnote"})
"""What nothing refers to, which is no broken link."""
_UNKNOWN_TARGET = "Unknown target name:"

_GENERATED = frozenset({"genindex", "modindex", "search"})
_MADE_BY_SPHINX = frozenset({"objects.inv", "opensearch.xml", "robots.txt", "searchindex.js"})
_DETAIL = "-detail"


def told_by_sphinx(env: BuildEnvironment) -> Iterator[Problem]:
    """Yield as broken links what Sphinx and docutils could not resolve while they built."""
    for problem in rest_domain(env).problems_of_project():
        name = problem.sphinx_name
        is_reference = name.startswith("ref.") and name not in _NOT_USED
        is_target = problem.message.startswith(_UNKNOWN_TARGET)
        if problem.kind is ProblemKind.MARKUP and (is_reference or is_target or name in _TOLD):
            found = Problem.of(
                ProblemKind.BROKEN_LINK,
                problem.place,
                problem.message,
                "write the name of a target, a document or a file that exists",
            )
            yield replace(found, sphinx_name=name or "docutils")


class _Manner(NamedTuple):
    """How a builder of HTML names pages: the address of each document, and back."""

    addresses: Mapping[str, str]
    documents: Mapping[str, str]


class Site:
    """The pages and files that a build as HTML would make; ``ids`` are those of each document."""

    def __init__(self, app: Sphinx, ids: Mapping[str, Set[str]]) -> None:
        config = app.config
        suffix = config.html_link_suffix or config.html_file_suffix or ".html"
        self._ids = ids
        self._base = config.html_baseurl
        self._suffix = suffix
        self._manners = (_plain(ids, suffix), _folders(ids))
        extra = (Path(app.confdir or app.srcdir) / name for name in config.html_extra_path)
        self._extra = tuple(extra)
        self._other_pages = _GENERATED | set(config.html_additional_pages)

    def outward(self, link: Link) -> Iterator[Link]:
        """Yield the absolute form of a relative link that leaves the reference.

        Nothing where the project does not say (html_baseurl) where its pages are.
        """
        if self._base and self._leaves(link):
            address = self._manners[0].addresses.get(link.page, "")
            base = urljoin(f"{self._base.rstrip('/')}/", address)
            yield replace(link, url=urljoin(base, link.url))

    def problems(self, link: Link) -> Iterator[Problem]:
        """Yield what is wrong with a relative link: its page, its fragment, what it opens."""
        if self._leaves(link):
            return
        parts = urlsplit(link.url)
        targets = [self._document(manner, link.page, parts.path) for manner in self._manners]
        document = next((one for one in targets if one is not None), None)
        if document is None:
            if not self._has_file(link, parts.path):
                yield self._no_page(link, parts.path)
            return
        if document not in self._ids:
            return  # made by Sphinx, with ids that only its theme knows
        if not self._has_id(document, parts.fragment):
            yield self._no_id(link, document, parts.fragment)
        for value in parse_qs(parts.query).get("expanded", ()):
            for name in filter(None, value.split(",")):
                if not self._has_id(document, name.removesuffix(_DETAIL)):
                    yield self._no_id(link, document, name.removesuffix(_DETAIL))

    def _leaves(self, link: Link) -> bool:
        path = unquote(_path_of(link.url))
        return path.startswith("/") or all(
            _join(manner.addresses.get(link.page, ""), path) is None for manner in self._manners
        )

    def _document(self, manner: _Manner, page: str, path: str) -> str | None:
        """Return the document, or the name of a page that Sphinx makes, that a path leads to."""
        if not path:
            return page
        address = _join(manner.addresses.get(page, ""), unquote(path))
        if address is None:
            return None
        folder = f"{address.rstrip('/')}/" if address else ""
        index = f"index{self._suffix}"
        for candidate in (address, folder, f"{folder}{index}", address.removesuffix(index)):
            if candidate in manner.documents:
                return manner.documents[candidate]
        name = address.rstrip("/").removesuffix(self._suffix)
        is_made = name in self._other_pages or name.endswith("-modindex")
        return name if is_made else None

    def _has_file(self, link: Link, path: str) -> bool:
        """Whether a build may put a file there: its own folders start with an underscore."""
        for manner in self._manners:
            address = _join(manner.addresses.get(link.page, ""), unquote(path))
            if address is None:
                continue
            if address.startswith("_") or address in _MADE_BY_SPHINX:
                return True
            for extra in self._extra:
                file = extra / address if extra.is_dir() else extra.parent / address
                if os.path.exists(file) and (extra.is_dir() or file == extra):
                    return True
        return False

    def _has_id(self, document: str, fragment: str) -> bool:
        known = self._ids[document]
        is_top = fragment.lower() in ("", "top")
        is_text = fragment.startswith(":~:")
        return is_top or is_text or fragment in known or unquote(fragment) in known

    def _no_page(self, link: Link, path: str) -> Problem:
        name = unquote(path).rstrip("/").rpartition(".")[0] or unquote(path).rstrip("/")
        here = link.page.rpartition("/")[0]
        joined = _join(f"{here}/" if here else "", name) or name
        if joined in self._ids:
            advice = f"write :doc:`/{joined}`"
        elif near := nearest(joined, self._ids):
            advice = f"did you mean :doc:`/{near}`?"
        else:
            advice = "name a page of this reference, or a file in html_extra_path"
        found = f"the link '{link.url}' leads to no page and no file"
        return Problem.of(ProblemKind.BROKEN_LINK, link.place, found, advice)

    def _no_id(self, link: Link, document: str, fragment: str) -> Problem:
        elsewhere = [name for name in sorted(self._ids) if fragment in self._ids[name]]
        if elsewhere:
            advice = f"document {elsewhere[0]} has it"
        else:
            advice = did_you_mean(fragment, sorted(self._ids[document]))
        found = f"the link '{link.url}' leads to '{fragment}', an id that document {document} lacks"
        return Problem.of(
            ProblemKind.BROKEN_LINK, link.place, found, advice or "name the id of a section"
        )


def _plain(docnames: Mapping[str, object], suffix: str) -> _Manner:
    """Return the addresses of the builder html."""
    return _manner({name: f"{name}{suffix}" for name in docnames})


def _folders(docnames: Mapping[str, object]) -> _Manner:
    """Return the addresses of the builder dirhtml, where each document is a folder."""
    return _manner({name: f"{name}/".removesuffix("index/") for name in docnames})


def _manner(addresses: Mapping[str, str]) -> _Manner:
    return _Manner(addresses, {address: name for name, address in addresses.items()})


def _path_of(url: str) -> str:
    return url.partition("#")[0].partition("?")[0]


def _join(base: str, path: str) -> str | None:
    """Return where a relative path leads from an address, None if out of the site."""
    parts = base.split("/")[:-1]
    for part in path.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    is_folder = path.endswith("/") or path.rpartition("/")[2] in (".", "..")
    return "/".join(parts) + ("/" if is_folder and parts else "")

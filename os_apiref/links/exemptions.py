# SPDX-License-Identifier: Apache-2.0
"""Which links a project exempts: from being asked, or from what is usually said of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from re import Pattern
from typing import NamedTuple

from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict

Patterns = tuple[Pattern[str], ...]
"""Each is matched from the start of a text, not necessarily to its end."""


@dataclass(frozen=True)
class Exemptions:
    """What is exempt; patterns of URLs meet the URL as the author wrote it."""

    urls: Patterns = ()
    """URLs that are not asked, and to which redirects are not judged."""
    documents: Patterns = ()
    """Names of documents whose links are not asked."""
    fragments: Patterns = ()
    """Fragments, without '#', that are not looked for on their pages."""
    fragments_of: Patterns = ()
    """Addresses, without fragment, on whose pages no fragment is looked for."""
    redirects: tuple[tuple[Pattern[str], Pattern[str]], ...] = ()
    """Addresses and targets: such a redirect is as good as none."""
    any_case: Patterns = ()
    """Addresses where a redirect that changes nothing but case is as good as none."""
    unauthorized_is_ok: bool = False
    timeout_is_broken: bool = False


class Sifted(NamedTuple):
    """Links that are to be told of, and of some of their URLs why they are not asked."""

    links: tuple[Link, ...]
    ignored: Mapping[str, str]


def sift(links: Iterable[Link], exemptions: Exemptions) -> Sifted:
    """Return links without exempt places and fragments.

    A URL of which every place is exempt keeps its places, and is ignored.
    """
    kept: list[Link] = []
    excluded: list[Link] = []
    ignored: dict[str, str] = {}
    for link in links:
        if pattern := _first(exemptions.urls, link.url):
            ignored[link.url] = f"'{pattern.pattern}' says to ignore it"
            kept.append(link)
        elif _first(exemptions.documents, link.page):
            excluded.append(_without_exempt_fragment(link, exemptions))
        else:
            kept.append(_without_exempt_fragment(link, exemptions))
    asked = {link.url for link in kept}
    for link in excluded:
        if link.url not in asked:
            ignored[link.url] = f"the project excludes document {link.page}"
            kept.append(link)
    return Sifted(tuple(kept), ignored)


def adjust(result: Result, exemptions: Exemptions) -> Result:
    """Return a result as the project wants it judged."""
    for hop in result.hops:
        if pattern := _first(exemptions.urls, hop.target):
            why = f"it redirects to '{hop.target}', which '{pattern.pattern}' says to ignore"
            return replace(result, verdict=Verdict.IGNORED, why=why)
    if result.verdict is Verdict.REDIRECTED and _is_allowed(result, exemptions):
        why = f"{result.why}; the project allows this redirect"
        return replace(result, verdict=Verdict.OK, why=why, advice="", replacement="")
    if result.verdict is Verdict.UNAUTHORIZED and exemptions.unauthorized_is_ok:
        return replace(result, verdict=Verdict.OK, why=f"{result.why}; the project allows this")
    if result.verdict is Verdict.TIMEOUT and exemptions.timeout_is_broken:
        return replace(result, verdict=Verdict.BROKEN)
    return result


def _first(patterns: Patterns, text: str) -> Pattern[str] | None:
    return next((pattern for pattern in patterns if pattern.match(text)), None)


def _without_exempt_fragment(link: Link, exemptions: Exemptions) -> Link:
    address, _, fragment = link.url.partition("#")
    is_exempt = _first(exemptions.fragments, fragment) or _first(exemptions.fragments_of, address)
    return replace(link, url=address) if fragment and is_exempt else link


def _is_allowed(result: Result, exemptions: Exemptions) -> bool:
    if not result.hops:
        return False
    address, target = result.url.partition("#")[0], result.hops[-1].target
    if any(old.match(address) and new.match(target) for old, new in exemptions.redirects):
        return True
    is_same = address.rstrip("/").casefold() == target.partition("#")[0].rstrip("/").casefold()
    return is_same and _first(exemptions.any_case, address) is not None

# SPDX-License-Identifier: Apache-2.0
"""The verdict on a URL, from the answer to its address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from os_apiref.links import redirects
from os_apiref.links.answer import Answer, Failure
from os_apiref.links.botwall import wall_in_page, wall_in_refusal
from os_apiref.links.fragments import (
    candidates,
    has_ids,
    indicated,
    is_top,
    is_xml,
    matches,
    media_type,
)
from os_apiref.links.notfound import says_not_found
from os_apiref.links.result import Result, Verdict
from os_apiref.links.verdicts import FAILURES, sentence_of, verdict_of
from os_apiref.problems import nearest

WHY_LENGTH = 300
"""Characters of a sentence that quotes a server or a URL."""

_REFUSALS = (403, 429, 503)
_PREFIX = "user-content-"


@dataclass(frozen=True)
class _Finding:
    verdict: Verdict
    why: str
    advice: str = ""


def judge(url: str, answer: Answer, last_good: float | None = None) -> Result:
    """Return the verdict on a URL, whose address (the URL without fragment) gave ``answer``.

    ``last_good`` is when the link was good before, in seconds since the epoch.
    """
    found = _find(url, answer)
    is_redirected = found.verdict is Verdict.REDIRECTED
    return Result(
        url,
        found.verdict,
        _in_one_line(found.why),
        hops=answer.hops,
        is_permanent=redirects.is_permanent(answer),
        status=answer.status,
        when=answer.when,
        seconds=answer.seconds,
        last_good=last_good,
        advice=_in_one_line(found.advice),
        replacement=redirects.replacement(url, answer) if is_redirected else "",
    )


def _find(url: str, answer: Answer) -> _Finding:
    fragment = indicated(url.partition("#")[2])
    # Of the top of a page the head of the answer is enough, whatever ids others look for.
    is_found = _is_success(answer) and matches(fragment, answer.ids)
    refused = answer.status is not None and answer.status >= 400
    if answer.failure and not refused and not is_found:
        return _failed(answer, answer.failure)
    if answer.status is None:
        return _Finding(Verdict.UNKNOWN, answer.detail or "there is no answer")
    verdict = verdict_of(answer.status)
    if verdict is not Verdict.OK:
        return _refused(answer, answer.status, verdict)
    named = sentence_of(answer.status)
    is_id = is_found and not is_top(fragment)
    found = (None if is_id else _lie(answer, named)) or _fragment(fragment, answer)
    return found or _good(answer, named)


def _is_success(answer: Answer) -> bool:
    return answer.status is not None and 200 <= answer.status < 300


def _failed(answer: Answer, failure: Failure) -> _Finding:
    verdict, advice = FAILURES[failure]
    if failure is Failure.UNSUPPORTED_SCHEME and answer.hops:
        verdict = redirects.verdict_of_scheme(answer.final_url)
    detail = f" ({answer.detail})" if answer.detail else ""
    where = f", at {answer.final_url}" if answer.hops else ""
    return _Finding(verdict, f"{failure.value}{where}{detail}", advice)


def _refused(answer: Answer, status: int, verdict: Verdict) -> _Finding:
    wall = (answer.wall or wall_in_refusal(answer.head)) if status in _REFUSALS else ""
    named = sentence_of(status)
    if wall:
        named = named.partition(":")[0]
        return _Finding(
            Verdict.UNKNOWN, f"{named}: {wall} keeps programs out", "follow the link by hand"
        )
    return _Finding(verdict, f"{named}, at {answer.final_url}" if answer.hops else named)


def _lie(answer: Answer, named: str) -> _Finding | None:
    """Return what a page is that comes with a success and is not what the link meant."""
    if redirects.leads_to_login(answer):
        why = f"redirects to {answer.final_url}: only who logs in sees the page"
        return _Finding(Verdict.UNAUTHORIZED, why)
    if wall := wall_in_page(answer.head):
        why = f"{named}, but {wall} shows the page to no program"
        return _Finding(Verdict.UNKNOWN, why, "follow the link by hand")
    if words := says_not_found(answer.head):
        where = f" at {answer.final_url}" if answer.hops else ""
        return _Finding(Verdict.SOFT_404, f"{named}, but the page{where} says '{words}'")
    if redirects.leads_to_error_page(answer):
        why = f"redirects to {answer.final_url}, a page for errors"
        return _Finding(Verdict.SOFT_404, why)
    return None


def _good(answer: Answer, named: str) -> _Finding:
    if not redirects.is_moved(answer):
        return _Finding(Verdict.OK, named)
    how = "for good" if redirects.is_permanent(answer) else "for now"
    why = f"redirects {how} to {answer.final_url}"
    if redirects.leads_to_front_page(answer):
        why += ", a front page; what the link meant may be lost"
        return _Finding(Verdict.REDIRECTED, why, "look where the page is now")
    return _Finding(Verdict.REDIRECTED, why)


# Fragments.

_PDF = re.compile(
    r"(?:page|zoom|view|viewrect|search|toolbar|statusbar|messages|navpanes|pagemode|highlight"
    r"|comment|collab|fdf|ef)=.*",
    re.IGNORECASE,
)
"""What a viewer opens a PDF with (RFC 8118 section 3); a named destination needs the file."""

_TEXT = re.compile(r"(?:line|char)=\d*(?:,\d*)?(?:;.*)?")
"""Positions in plain text (RFC 5147)."""

_MEDIA = re.compile(r"(?:t|xywh|track|id)=.*")
"""Parts of a video, an audio file or an image (https://www.w3.org/TR/media-frags/)."""

_LINES = re.compile(r"L\d+(?:C\d+)?(?:-(?:L?\d+)(?:C\d+)?)?")
_SCRIPTED = ("github.com", "gist.github.com", "gitlab.com", "bitbucket.org", "docs.google.com")
"""Sites that everybody links to and whose pages hold few of their ids before their scripts ran."""

_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "___gatsby", "app-root", "swagger-ui"})
"""Ids of the elements into which scripts put a whole page."""

_SPARSE = 200
"""Characters of a page that says no more than that it needs scripts."""


def _fragment(fragment: str, answer: Answer) -> _Finding | None:
    """Return what is wrong with a fragment, None for nothing."""
    if is_top(fragment) or redirects.own_fragment(answer) is not None:
        return None
    kind = media_type(answer.content_type)
    if answer.status in (204, 205):
        return _Finding(Verdict.UNKNOWN, f"the server has nothing to show, so no '#{fragment}'")
    if not has_ids(answer.content_type):
        return _foreign_fragment(fragment, kind)
    if matches(fragment, answer.ids) or _is_line(fragment, answer):
        return None
    if unclear := _unclear(fragment, answer):
        return _Finding(Verdict.UNKNOWN, unclear, "follow the link by hand")
    name = unquote(fragment, errors="replace")
    place = f"the page {answer.final_url}" if redirects.is_moved(answer) else "the page"
    return _Finding(Verdict.BROKEN, f"{place} has no id '{name}'", _near(name, answer.ids))


def _foreign_fragment(fragment: str, kind: str) -> _Finding | None:
    """Judge a fragment of what is no HTML."""
    main = kind.partition("/")[0]
    is_known = (
        (kind == "application/pdf" and all(map(_PDF.fullmatch, fragment.split("&"))))
        or (kind == "text/plain" and _TEXT.fullmatch(fragment))
        or (main in ("video", "audio", "image") and all(map(_MEDIA.fullmatch, fragment.split("&"))))
    )
    if is_known:
        return None
    return _Finding(Verdict.UNKNOWN, f"nobody can tell '#{fragment}' of a page of type {kind}")


def _is_line(fragment: str, answer: Answer) -> bool:
    """Whether a fragment is a line of a file, which a site's script numbers."""
    host = redirects.split(answer.final_url).hostname
    return host in _SCRIPTED and _LINES.fullmatch(fragment) is not None


def _unclear(fragment: str, answer: Answer) -> str:
    """Return why a fragment that is no id of the page may be right all the same, or ''."""
    if fragment.startswith(("/", "!")):
        return f"the page answers; only its script knows the route '#{fragment}'"
    if not answer.has_all_ids:
        return f"the page was not read to its end, and no id '{fragment}' was found before"
    if redirects.split(answer.final_url).hostname in _SCRIPTED:
        return f"the page has no id '{fragment}' before its script has run"
    text = answer.head.partition("\n")[2]
    if not is_xml(answer.content_type) and answer.ids & _ROOTS and len(text) < _SPARSE:
        return f"the page is empty before its script has run, so it has no id '{fragment}'"
    return ""


def _near(name: str, ids: frozenset[str]) -> str:
    """Return what fragment may have been meant, or ''."""
    known = sorted({one.removeprefix(_PREFIX) for one in ids})
    near = nearest(name, known)
    if not near:
        return ""
    written = candidates(near)[-1].removeprefix(_PREFIX)
    # What an author can write as it is, is written as it is.
    safe = written if written.isprintable() and " " not in written else quote(written)
    return f"did you mean '#{safe}'?"


def _in_one_line(text: str) -> str:
    """Return text that a terminal can print: servers and URLs are strangers."""
    if len(text) > WHY_LENGTH:
        text = f"{text[: WHY_LENGTH // 2]} … {text[-WHY_LENGTH // 2 :]}"
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)

# SPDX-License-Identifier: Apache-2.0
"""What the redirects of an answer mean: a move, a login page, the way to the front page."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit

from os_apiref.links.answer import Answer
from os_apiref.links.result import Verdict

PERMANENT = frozenset({301, 308})
"""RFC 9110 sections 15.4.2 and 15.4.9."""

_NO_TARGETS = frozenset(
    {"about", "blob", "data", "file", "filesystem", "javascript", "view-source"}
)
"""Schemes that no browser follows from a page of the web."""

REPLACEMENT_LENGTH = 2_000

# All that a URL may hold (RFC 3986), '%' included: what is encoded stays so.
_URL_CHARACTERS = "!#$%&'()*+,-./:;=?@[]_~"

_LOGIN = frozenset(
    {
        *("login", "log-in", "log_in", "logon", "signin", "sign-in", "sign_in", "sso", "saml"),
        *("saml2", "adfs", "idp", "openid-connect", "servicelogin", "wp-login"),
    }
)
"""A part of a path that only a page for logging in has."""

_MAYBE_LOGIN = frozenset({"auth", "oauth", "oauth2", "authorize", "authenticate", "session", "cas"})
_LOGIN_HOSTS = frozenset({"login", "signin", "sso", "auth", "accounts", "idp", "id", "oauth"})
"""Parts of a path and of a host that say so only beside a URL to return to."""

_RETURNS = re.compile(
    r"(?:^|[&;])(?:next|return|return_?to|return_?url|redirect|redirect_?(?:to|ur[il])|continue"
    r"|service|target|destination|came_from|relaystate|samlrequest|client_id|goto|back_?url)=",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\.(?:php|aspx?|html?|jsp|do|cgi)$")

_ERROR_PAGE = re.compile(
    r"(?:page[-_]?)?(?:error[-_]?)?(?:404|not[-_]?found)(?:[-_]?(?:page|error))?"
)


def split(url: str) -> SplitResult:
    """Return the parts of a URL, all of them empty where it is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return SplitResult("", "", "", "", "")
    return parts


def is_moved(answer: Answer) -> bool:
    """Whether the chain ends at another URL than it starts from, spelling aside."""
    return bool(answer.hops) and _spelt(answer.final_url) != _spelt(answer.url)


def is_permanent(answer: Answer) -> bool:
    """Whether every redirect is one for good."""
    return bool(answer.hops) and all(hop.status in PERMANENT for hop in answer.hops)


def own_fragment(answer: Answer) -> str | None:
    """Return the fragment that the redirects set, None where the reader keeps that of the link.

    The last one holds (RFC 9110 section 10.2.2).
    """
    found = (hop.target.partition("#") for hop in reversed(answer.hops))
    return next((fragment for _, mark, fragment in found if mark), None)


def leads_to_login(answer: Answer) -> bool:
    """Whether redirects end at a page for logging in, and the link was to none."""
    if not answer.hops:
        return False
    start, end = split(answer.url), split(answer.final_url)
    return _is_login(end, start) and not _is_login(start, start)


def leads_to_error_page(answer: Answer) -> bool:
    """Whether redirects end at a page named for an error, such as /404.html."""
    if not is_moved(answer):
        return False
    names = [_names(split(url))[-1:] for url in (answer.url, answer.final_url)]
    asked, got = (bool(name) and _ERROR_PAGE.fullmatch(name[0]) is not None for name in names)
    return got and not asked


def leads_to_front_page(answer: Answer) -> bool:
    """Whether a link to some page ends at the front page of a site: what it meant is lost."""
    if not is_moved(answer):
        return False
    return bool(_names(split(answer.url))) and not _names(split(answer.final_url))


def verdict_of_scheme(target: str) -> Verdict:
    """Return what a redirect out of the web is: nothing, or what another program may open."""
    scheme = target.partition(":")[0].lower()
    return Verdict.BROKEN if scheme in _NO_TARGETS else Verdict.UNKNOWN


def replacement(url: str, answer: Answer) -> str:
    """Return the URL to write instead of ``url``, '' where that needs a question.

    Only for moves for good; never one that loses the page or its fragment,
    gives up TLS, or holds somebody's password.
    """
    if not is_permanent(answer) or not is_moved(answer) or leads_to_front_page(answer):
        return ""
    start, end = split(answer.url), split(answer.final_url)
    if end.scheme not in ("http", "https") or not end.netloc or "@" in end.netloc:
        return ""
    if start.scheme == "https" and end.scheme == "http":
        return ""
    target = answer.final_url
    own = own_fragment(answer)
    fragment = url.partition("#")[2] if own is None else own
    target = target.partition("#")[0] + (f"#{fragment}" if fragment else "")
    target = quote(target, safe=_URL_CHARACTERS, errors="replace")
    return target if len(target) <= REPLACEMENT_LENGTH else ""


def _is_login(parts: SplitResult, start: SplitResult) -> bool:
    names = set(_names(parts))
    if names & _LOGIN:
        return True
    host = parts.hostname or ""
    is_host = host.partition(".")[0] in _LOGIN_HOSTS and host != start.hostname
    return (is_host or bool(names & _MAYBE_LOGIN)) and _RETURNS.search(parts.query) is not None


def _names(parts: SplitResult) -> list[str]:
    """Return the parts of a path in small letters, without those that only name a front page."""
    names = [name.lower() for name in unquote(parts.path).split("/") if name]
    if names and _EXTENSION.sub("", names[-1]) in ("index", "default", "home"):
        names.pop()
    return [_EXTENSION.sub("", name) for name in names]


def _spelt(url: str) -> tuple[str, str, int | None, str, str]:
    """Return what makes a URL another one (RFC 3986 section 6.2.2 and 6.2.3)."""
    parts = split(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    path = unquote(parts.path or "/", errors="surrogateescape")
    return parts.scheme, parts.hostname or "", port, path, parts.query

# SPDX-License-Identifier: Apache-2.0
"""One chain of redirects: where it leads, and what may be sent along it."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from email.message import Message
from http.cookiejar import CookieJar
from urllib.request import Request

from os_apiref.links.answer import Failure, Hop
from os_apiref.links.body import ACCEPT_ENCODING
from os_apiref.links.faults import printable
from os_apiref.links.settings import Settings
from os_apiref.links.urls import Target, UrlError, follow

MOST_COOKIE = 4096
"""Characters of one cookie, as browsers keep it (RFC 6265 section 6.1)."""

REDIRECTS = frozenset({301, 302, 303, 307, 308})
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class Chain:
    """The requests for one address, from its first target on.

    The cookies of a chain are its own. Names, passwords and configured headers
    go to the first target's origin only (scheme, host and port).
    """

    def __init__(self, address: str, first: Target, settings: Settings) -> None:
        self.target = first
        """What is asked next."""
        self.hops: list[Hop] = []
        self._first = first
        self._settings = settings
        self._secrets = _secrets(address, first, settings)
        self._jar: CookieJar | None = None
        self._seen = {(first.url, "")}

    def headers(self) -> dict[str, str]:
        """The headers of the next request."""
        headers = {"User-Agent": self._settings.user_agent, "Accept": ACCEPT}
        if self.target.origin == self._first.origin:
            headers |= self._secrets
        if self.target.credentials:
            headers["Authorization"] = _basic(self.target.credentials)
        cookies = self._cookies()
        if cookies:
            headers["Cookie"] = cookies
        headers["Accept-Encoding"] = ACCEPT_ENCODING
        return headers

    def follow(self, status: int, location: str, set_cookies: Sequence[str]) -> None:
        """Go where a redirect leads; raise UrlError where that is not asked any more."""
        target = follow(self.target, location)
        self.hops.append(Hop(self.target.url, status, target.full_url))
        if len(self.hops) > self._settings.most_redirects:
            raise UrlError(
                Failure.TOO_MANY_REDIRECTS, f"more than {self._settings.most_redirects} redirects"
            )
        if set_cookies:
            self._keep_cookies(set_cookies)
        self.target = target
        # A wall that only sets a cookie leads back to the same URL, once.
        step = (target.url, self._cookies())
        if step in self._seen:
            raise UrlError(Failure.REDIRECT_LOOP, f"back to {target.url[:100]}")
        self._seen.add(step)

    def _keep_cookies(self, set_cookies: Sequence[str]) -> None:
        if self._jar is None:
            self._jar = CookieJar()
        answer = _Cookies(set_cookies)
        # The jar takes all that has info(), whatever the stubs ask for.
        self._jar.extract_cookies(answer, Request(self.target.url))  # type: ignore[arg-type]

    def _cookies(self) -> str:
        if self._jar is None:
            return ""
        request = Request(self.target.url)
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie", "")


class _Cookies:
    """What the standard library's jar reads of an answer."""

    def __init__(self, set_cookies: Sequence[str]) -> None:
        self._headers = Message()
        for cookie in set_cookies:
            self._headers.add_header("Set-Cookie", printable(cookie, MOST_COOKIE))

    def info(self) -> Message:
        return self._headers


def _secrets(address: str, first: Target, settings: Settings) -> Mapping[str, str]:
    """Return the headers that only the first target's origin may see."""
    found: dict[str, str] = {}
    for pattern, headers in settings.headers:
        if pattern.match(address):
            found |= {name.title(): value for name, value in headers}
    for pattern, credentials in settings.credentials:
        if pattern.match(address):
            found["Authorization"] = _basic(credentials)
            break
    if first.credentials:
        found["Authorization"] = _basic(first.credentials)
    return found


def _basic(credentials: tuple[str, str]) -> str:
    """Return the field of Basic authentication (RFC 7617), in UTF-8."""
    name, password = credentials
    text = f"{name}:{password}".encode("utf-8", "replace")
    return "Basic " + base64.b64encode(text).decode("ascii")

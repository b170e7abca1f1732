# SPDX-License-Identifier: Apache-2.0
"""What each status and each failure means for a link, and why."""

from __future__ import annotations

from http import HTTPStatus

from os_apiref.links.answer import Failure
from os_apiref.links.result import Verdict

FAILURES = {
    Failure.MALFORMED_URL: (Verdict.BROKEN, ""),
    Failure.UNSUPPORTED_SCHEME: (Verdict.IGNORED, ""),
    Failure.REFUSED_ADDRESS: (Verdict.UNKNOWN, "allow it with --allow-network, if it is yours"),
    Failure.UNRESOLVED: (Verdict.BROKEN, ""),
    Failure.REFUSED: (Verdict.BROKEN, ""),
    Failure.RESET: (Verdict.UNAVAILABLE, ""),
    Failure.TLS: (Verdict.BROKEN, ""),
    Failure.MALFORMED_ANSWER: (Verdict.BROKEN, ""),
    Failure.UNREADABLE: (Verdict.UNKNOWN, "follow the link by hand"),
    Failure.TIMEOUT: (Verdict.TIMEOUT, ""),
    Failure.TOO_LARGE: (Verdict.UNKNOWN, ""),
    Failure.REDIRECT_LOOP: (Verdict.BROKEN, ""),
    Failure.TOO_MANY_REDIRECTS: (Verdict.UNKNOWN, ""),
    Failure.RATE_LIMITED: (Verdict.RATE_LIMITED, ""),
}
"""The verdict on each failure, and advice.

Broken is what every reader's browser fails at too; what another attempt may
mend is unavailable; what a limit of ours hid, or a host that was not asked,
is unknown.
"""

_STATUSES = {
    204: (Verdict.OK, "the server has nothing to show"),
    205: (Verdict.OK, "the server has nothing to show"),
    300: (Verdict.UNKNOWN, "the server leaves the choice of a page to the reader"),
    301: (Verdict.BROKEN, "the redirect does not say where to"),
    302: (Verdict.BROKEN, "the redirect does not say where to"),
    303: (Verdict.BROKEN, "the redirect does not say where to"),
    304: (Verdict.UNKNOWN, "the server speaks of an earlier answer, which nobody has"),
    307: (Verdict.BROKEN, "the redirect does not say where to"),
    308: (Verdict.BROKEN, "the redirect does not say where to"),
    401: (Verdict.UNAUTHORIZED, "only who logs in sees the page"),
    402: (Verdict.FORBIDDEN, "only who pays sees the page"),
    403: (Verdict.FORBIDDEN, "the server shows the page to some, or to nobody"),
    405: (Verdict.BROKEN, "what is there cannot be read by a browser"),
    406: (Verdict.UNKNOWN, "the server has no form of the page that the check asks for"),
    407: (Verdict.UNKNOWN, "a proxy on the way wants a password"),
    408: (Verdict.TIMEOUT, "the server waited too long for the request"),
    416: (Verdict.UNKNOWN, "the server would not send a part of the page"),
    417: (Verdict.UNKNOWN, "the server does not like how the check asks"),
    418: (Verdict.UNKNOWN, "the server jokes, as some do with programs"),
    421: (Verdict.UNKNOWN, "the request came to another server than it should"),
    423: (Verdict.FORBIDDEN, "the page is locked"),
    425: (Verdict.UNKNOWN, "the server does not like how the check asks"),
    426: (Verdict.UNKNOWN, "the server wants another protocol"),
    428: (Verdict.UNKNOWN, "the server does not like how the check asks"),
    429: (Verdict.RATE_LIMITED, "the server was asked too often"),
    431: (Verdict.UNKNOWN, "the server does not like how the check asks"),
    451: (Verdict.FORBIDDEN, "a law withholds the page, perhaps not everywhere"),
    999: (Verdict.UNKNOWN, "the server does not answer programs"),
}
"""The verdict on a status, with a reason where its name gives none.

What a browser would get too is known; what an odd server says of the way of
asking is not. Every other status is its class (RFC 9110 section 15).
"""

_CLASSES = {
    2: Verdict.OK,
    4: Verdict.BROKEN,
    5: Verdict.UNAVAILABLE,
}

NAMES = {
    418: "I'm a teapot",
    520: "Web Server Returned an Unknown Error",
    521: "Web Server Is Down",
    522: "Connection Timed Out",
    523: "Origin Is Unreachable",
    524: "A Timeout Occurred",
    525: "SSL Handshake Failed",
    526: "Invalid SSL Certificate",
    999: "Request Denied",
}
"""What no standard names."""


def verdict_of(status: int) -> Verdict:
    """Return what a last status means for the link, whatever the page says."""
    if status in _STATUSES:
        return _STATUSES[status][0]
    return _CLASSES.get(status // 100, Verdict.UNKNOWN)


def sentence_of(status: int) -> str:
    """Return a status with its name, and with its reason where that says more."""
    try:
        name = NAMES.get(status) or HTTPStatus(status).phrase
    except ValueError:
        name = ""
    named = f"{status} {name}".rstrip()
    return f"{named}: {_STATUSES[status][1]}" if status in _STATUSES else named

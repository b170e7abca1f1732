# SPDX-License-Identifier: Apache-2.0
"""The kind and the words of whatever goes wrong while an address is asked."""

from __future__ import annotations

import errno
import os
import re
import ssl
from contextlib import suppress

from os_apiref.links.answer import Failure
from os_apiref.links.body import BodyError
from os_apiref.links.connections import RefusedAddressError, UnresolvedError
from os_apiref.links.http1 import WireError
from os_apiref.links.urls import UrlError

FAULTS = (OSError, UrlError, WireError, BodyError)
"""All that a host can do to a request."""

MOST_CHARACTERS = 200

_ENDED = frozenset({errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED, errno.ENOTCONN})
_UNREACHED = frozenset(
    {
        errno.ECONNREFUSED,
        errno.EHOSTUNREACH,
        errno.ENETUNREACH,
        errno.EHOSTDOWN,
        errno.ENETDOWN,
        errno.EACCES,
        errno.EPERM,
        errno.EADDRNOTAVAIL,
        errno.EINVAL,
    }
)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def printable(text: str, limit: int = MOST_CHARACTERS) -> str:
    """Return a server's text as one line that any terminal and file can take."""
    if text.isascii() and text.isprintable() and len(text) <= limit and "  " not in text:
        return text.strip()
    if not text.isascii():
        with suppress(UnicodeEncodeError):  # a lone surrogate that no byte stands for
            text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return " ".join(_UNPRINTABLE.sub(" ", text[: 4 * limit]).split())[:limit]


def fault_of(error: BaseException) -> tuple[Failure, str]:
    """Return the kind of an error, and one line of words."""
    match error:
        case UrlError() | WireError() | BodyError():
            return error.failure, printable(error.detail)
        case RefusedAddressError():
            return Failure.REFUSED_ADDRESS, printable(str(error))
        case UnresolvedError():
            return Failure.UNRESOLVED, printable(str(error))
        case ssl.SSLCertVerificationError():
            return Failure.TLS, printable(error.verify_message)
        case ssl.SSLError():
            return Failure.TLS, printable(error.reason or str(error)).replace("_", " ").lower()
        case TimeoutError():
            return Failure.TIMEOUT, printable(str(error.strerror or error)) or "no answer in time"
        case OSError():
            return _connection_fault(error)
    return Failure.MALFORMED_ANSWER, printable(f"{type(error).__name__}: {error}")


def _connection_fault(error: OSError) -> tuple[Failure, str]:
    words = printable(os.strerror(error.errno) if error.errno else str(error))
    if error.errno in _UNREACHED:
        return Failure.REFUSED, words
    if error.errno in _ENDED or not error.errno:
        return Failure.RESET, words or "the connection was lost"
    return Failure.REFUSED, words

# SPDX-License-Identifier: Apache-2.0
"""Formats of strings: what a type, a field or samples say, and whether a text has one.

The names are those of JSON Schema 2020-12 (validation, section 7.3) and of the
OpenAPI Format Registry, which has ``date-time-local`` for a timestamp that
names no zone: RFC 3339 knows none, so such a text is no ``date-time``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from ipaddress import AddressValueError, IPv4Address, IPv6Address

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE | re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LOCAL = re.compile(r"(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d+)?", re.ASCII)
_ZONE = re.compile(r"(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII)
_PERCENT = r"%[0-9A-Fa-f]{2}"
_URI_TEXT = rf"(?:[\w.~!$&'()*+,;=:@/-]|{_PERCENT})*"
_URI = re.compile(
    rf"[A-Za-z][\w+.-]*:(?://(?:\[[\w:.]+\]|(?:[\w.~!$&'()*+,;=:@-]|{_PERCENT})*)(?::\d*)?(?=[/?#]|\Z))?"
    rf"{_URI_TEXT}(?:\?(?:{_URI_TEXT}|\?)*)?(?:\#(?:{_URI_TEXT}|\?)*)?",
    re.ASCII,
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/]")
_EMAIL = re.compile(r"[^@\s]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)

_WORDS = {
    "uuid": "uuid",
    "uri": "uri",
    "url": "uri",
    "date": "date",
    "datetime": "date-time",
    "date-time": "date-time",
    "email": "email",
    "ipv4": "ipv4",
    "ipv6": "ipv6",
}
"""Types that say a format."""

_SPELLINGS = {"regexp": "regex", "url": "uri", "datetime": "date-time", "iso8601": "date-time"}
"""Formats as authors call them."""


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_local(text: str) -> bool:
    match = _LOCAL.fullmatch(text)
    if not match:
        return False
    try:
        datetime.fromisoformat(match[1])
    except ValueError:
        return False
    return True


def _is_date_time(text: str) -> bool:
    match = _ZONE.search(text, 19)
    if not match or match.end() != len(text):
        return False
    return _is_local(text[: match.start()].upper())


def _is_ipv4(text: str) -> bool:
    try:
        IPv4Address(text)
    except AddressValueError:
        return False
    return True


def _is_ipv6(text: str) -> bool:
    try:
        return IPv6Address(text).scope_id is None
    except AddressValueError:
        return False


FORMATS: Mapping[str, Callable[[str], bool]] = {
    "uuid": lambda text: bool(_UUID.fullmatch(text)),
    "date-time": _is_date_time,
    "date": _is_date,
    "ipv4": _is_ipv4,
    "ipv6": _is_ipv6,
    "uri": lambda text: bool(_URI.fullmatch(text)),
    "email": lambda text: "@" in text,
}
"""What a sample is held against; any other format is a word for readers."""

_SHOWN: Sequence[tuple[str, Callable[[str], bool]]] = (
    *((name, FORMATS[name]) for name in ("uuid", "date-time", "date", "ipv4", "ipv6")),
    ("date-time-local", _is_local),
    ("uri", lambda text: bool(_ABSOLUTE.match(text)) and FORMATS["uri"](text)),
    ("email", lambda text: bool(_EMAIL.fullmatch(text))),
)
"""What samples are looked through for, in this order."""


def type_format(written: str) -> str:
    """Return the format that a ``type`` says, '' for none."""
    return _WORDS.get(written.strip().lower(), "")


def field_format(written: str) -> str:
    """Return the format that a field ``format`` means, as the standards spell it."""
    word = "-".join(written.lower().split())
    return _SPELLINGS.get(word, word)


def shown_format(texts: Sequence[str]) -> str:
    """Return the format that all of some texts have, '' for none."""
    if not texts:
        return ""
    first = texts[0]
    for name, has_format in _SHOWN:
        if has_format(first) and all(map(has_format, texts)):
            return name
    return ""

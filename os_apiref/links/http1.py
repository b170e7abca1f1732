# SPDX-License-Identifier: Apache-2.0
"""HTTP/1.1 as servers really write it: requests to bytes, and bytes to the heads of answers.

Read as browsers read (RFC 9112, with their mercies): lines that are no headers
are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from os_apiref.links.answer import Failure

END_OF_HEAD = re.compile(rb"\n\r?\n")
_STATUS_LINE = re.compile(rb"HTTP/(\d(?:\.\d)?) +([1-9]\d\d)(?: +(.*))?")
_LINE_END = re.compile(rb"\r?\n")
_LENGTH = re.compile(r"\d{1,18}")
_NO_HEADER = re.compile(r"[\r\n\0]+")


class WireError(Exception):
    """An answer that ended early, or is not HTTP; ``failure`` says which."""

    def __init__(self, failure: Failure, detail: str) -> None:
        super().__init__(detail)
        self.failure = failure
        self.detail = detail


@dataclass(frozen=True)
class Head:
    """The head of an answer.

    Text is the bytes as UTF-8, those that are none as lone surrogates (PEP 383).
    """

    version: str
    status: int
    reason: str
    headers: Mapping[str, Sequence[str]]
    """The values of each name, in their order; the names in small letters."""

    def get(self, name: str) -> str:
        """The first header of a name, '' for none."""
        return self.headers.get(name, ("",))[0]

    def get_all(self, name: str) -> Sequence[str]:
        """Every header of a name."""
        return self.headers.get(name, ())

    @property
    def has_body(self) -> bool:
        """Whether anything of the answer comes after the head (RFC 9112 section 6.3)."""
        return self.status >= 200 and self.status not in (204, 304)

    @property
    def is_chunked(self) -> bool:
        """Whether the body comes in chunks, whatever length is told beside."""
        return "chunked" in ",".join(self.get_all("transfer-encoding")).lower()

    @property
    def keeps_alive(self) -> bool:
        """Whether the server means to take another request on the connection."""
        options = ",".join(self.get_all("connection")).lower()
        return self.version == "1.1" and self.status >= 200 and "close" not in options

    def length(self) -> int | None:
        """The bytes of the body, None where only its end tells; raise WireError for two lengths."""
        told = {one.strip() for value in self.get_all("content-length") for one in value.split(",")}
        if len(told) > 1:
            raise WireError(Failure.MALFORMED_ANSWER, "it has several lengths")
        length = told.pop() if told else ""
        return int(length) if _LENGTH.fullmatch(length) and length.isascii() else None


def request_bytes(target: str, authority: str, headers: Mapping[str, str]) -> bytes:
    """Return a GET for a path and query in ASCII."""
    lines = [f"GET {target} HTTP/1.1", f"Host: {authority}"]
    lines += [_NO_HEADER.sub(" ", f"{name}: {value}") for name, value in headers.items()]
    return "\r\n".join((*lines, "", "")).encode("utf-8", "replace")


def parse_head(data: bytes) -> Head:
    """Return what a head says; raise WireError where its first line is no status line."""
    first, *lines = _LINE_END.split(data.rstrip(b"\r\n"))
    status_line = _STATUS_LINE.fullmatch(first.rstrip())
    if status_line is None:
        shown = first[:60].decode("ascii", "backslashreplace")
        raise WireError(Failure.MALFORMED_ANSWER, f"it starts with {shown!r}, no status line")
    headers: dict[str, list[str]] = {}
    values: list[str] = []
    for line in lines:
        text = line.decode("utf-8", "surrogateescape")
        name, colon, value = text.partition(":")
        if text[:1] in (" ", "\t") and values:
            # A folded line (RFC 9112 section 5.2) belongs to the header before it.
            values[-1] = f"{values[-1]} {text.strip()}"
        elif colon:
            values = headers.setdefault(name.strip().lower(), [])
            values.append(value.strip(" \t"))
    version, status, reason = status_line.groups()
    return Head(
        version.decode(),
        int(status),
        (reason or b"").decode("utf-8", "surrogateescape"),
        headers,
    )

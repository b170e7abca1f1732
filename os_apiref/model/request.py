# SPDX-License-Identifier: Apache-2.0
"""The request that shows how an operation is called, with variables where the reader decides."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import quote

from os_apiref.model.microversion import Microversion
from os_apiref.model.operation import Operation, is_placeholder, split_path
from os_apiref.model.parameter import ParameterUse, Role

JSON_TYPE = "application/json"
JSON_PATCH_TYPE = "application/json-patch+json"

_METHOD = re.compile(r"[A-Za-z][A-Za-z-]*", re.ASCII)
_HEADER_NAME = re.compile(r"[\w!#$%&'*+.^`|~-]+", re.ASCII)
_MEDIA_TYPE = re.compile(r"\b(?:application|text|multipart)/[\w.+-]*\w", re.ASCII)
_ORIGIN = re.compile(r"https?://([^/?]*)(?=[/?]|$)")
_SERVICE_VERSION = re.compile(r"X-OpenStack-[\w-]+-API-Version", re.IGNORECASE)
"""Headers whose value is a version alone, as before OpenStack-API-Version."""
_URL_SAFE = "/:?=&%@,+~;-._"
_TAKEN = frozenset({"os", "requests", "response"})


class Part(NamedTuple):
    """A piece of a text: words, or the name of a variable, which is an identifier."""

    text: str
    is_variable: bool = False


Parts = tuple[Part, ...]


@dataclass(frozen=True)
class Request:
    """One request; ``body`` is JSON as its sample writes it, '' for none."""

    method: str
    url: Parts
    headers: tuple[tuple[str, Parts], ...] = ()
    body: str = ""
    content_type: str = ""

    @property
    def host(self) -> str:
        """The host that the URL names, with its port; '' where a variable is in it."""
        match = _ORIGIN.match(self.url[0].text)
        return match[1] if match else ""

    @property
    def target(self) -> Parts:
        """The URL behind the host."""
        rest = _ORIGIN.sub("", self.url[0].text, count=1)
        return (Part(rest or "/") if len(self.url) == 1 else Part(rest), *self.url[1:])


def make_request(
    operation: Operation,
    endpoint: str,
    headers: Mapping[str, str],
    version: Microversion | None,
    body: str = "",
    *,
    is_patch: bool = False,
) -> Request | None:
    """Return the request of an operation, None where its method is none.

    ``headers`` are the project's: braces hold a variable, ``{version}`` is the
    version that is asked for, and without one such a header is left out.
    """
    if not _METHOD.fullmatch(operation.method) or not operation.path:
        return None
    content_type = _content_type(operation, bool(body), is_patch)
    return Request(
        operation.method.upper(),
        _url(operation, endpoint),
        tuple(_headers(operation, headers, version, content_type)),
        body,
        content_type,
    )


def identifier(name: str) -> str:
    """Return the name of a variable in any language for what a reference calls ``name``."""
    made = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or "value"
    if made[0].isdigit():
        made = f"_{made}"
    return f"{made}_" if keyword.iskeyword(made) or made in _TAKEN else made


def _parts(text: str) -> Parts:
    return tuple(
        Part(identifier(part[1:-1]), True) if is_placeholder(part) else Part(part)
        for part in split_path(text)
    )


def _url(operation: Operation, endpoint: str) -> Parts:
    path = operation.path.replace("\u200b", "")
    if not re.match(r"https?://", path):
        path = f"{endpoint.rstrip('/')}/{path.lstrip('/')}"
    written = {name.partition("=")[0] for name in re.split("[?&]", path)[1:]}
    parts = [
        part if part.is_variable else Part(quote(part.text, safe=_URL_SAFE))
        for part in _parts(path)
    ]
    sign = "&" if "?" in path else "?"
    for use in _required(operation, "query"):
        if use.name not in written and f"{{{use.name}}}" not in path:
            parts.append(Part(f"{sign}{quote(use.name, safe='')}="))
            parts.append(Part(identifier(use.name), True))
            written.add(use.name)
            sign = "&"
    return tuple(parts)


def _required(operation: Operation, location: str) -> Iterator[ParameterUse]:
    for use in _request_rows(operation.parameters, location):
        if use.definition and use.definition.required:
            yield use


def _request_rows(uses: Iterable[ParameterUse], location: str) -> Iterator[ParameterUse]:
    for use in uses:
        if use.role is Role.REQUEST and use.definition and use.definition.location == location:
            yield use


def _headers(
    operation: Operation,
    configured: Mapping[str, str],
    version: Microversion | None,
    content_type: str,
) -> Iterator[tuple[str, Parts]]:
    said = {"content-type"}
    for name, value in configured.items():
        if "{version}" in value and version is None:
            continue
        value = " ".join(value.replace("{version}", str(version)).split())
        if _HEADER_NAME.fullmatch(name) and name.lower() not in said:
            said.add(name.lower())
            yield name, _parts(value)
    for use in _required(operation, "header"):
        if _HEADER_NAME.fullmatch(use.name) and use.name.lower() not in said:
            said.add(use.name.lower())
            is_version = version and _SERVICE_VERSION.fullmatch(use.name)
            part = Part(str(version)) if is_version else Part(identifier(use.name), True)
            yield use.name, (part,)
    if content_type:
        yield "Content-Type", (Part(content_type),)


def _content_type(operation: Operation, has_body: bool, is_patch: bool) -> str:
    """Return the type that the row of the header names, else what the body is; '' for none."""
    types = media_types(_request_rows(operation.parameters, "header"))
    if has_body and len(types) > 1:
        types = [one for one in types if ("patch" in one) is is_patch]
    if len(types) == 1:
        return types[0]
    if not has_body:
        return ""
    return JSON_PATCH_TYPE if is_patch else JSON_TYPE


def media_types(uses: Iterable[ParameterUse]) -> Sequence[str]:
    """Return the media types that the text of a row for the header Content-Type names, in order."""
    named: list[str] = []
    for use in uses:
        if use.name.lower() == "content-type" and use.description:
            named += _MEDIA_TYPE.findall(use.description.content)
    return list(dict.fromkeys(named))


def version_to_ask(
    operation: Operation, shown: Sequence[Microversion], newest: Microversion | None
) -> Microversion | None:
    """Return the version that a request should name, None where nothing tells one.

    That is the first that a sample shows and the operation holds in, else the
    last that it holds in, else the newest that the project names.
    """
    span = operation.versions
    fitting = next((version for version in shown if version in span), None)
    if fitting or span.max:
        return fitting or span.max
    return newest if newest and newest in span else span.min

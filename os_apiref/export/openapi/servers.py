# SPDX-License-Identifier: Apache-2.0
"""Where the service is, and what every request to it sends: servers, security, common headers."""

from __future__ import annotations

import re

from os_apiref.export.openapi.paths import split_url
from os_apiref.export.openapi.scope import Json, Scope

_VARIABLE = re.compile(r"\{[^{}]+\}")
_CREDENTIAL = re.compile(r"token|auth|api-?key|secret", re.IGNORECASE)
_SCHEME = re.compile(r"(bearer|basic)\s+\{[^{}]+\}", re.IGNORECASE)
_VERSION = "{version}"


def server_object(url: str) -> Json:
    """Return the Server Object of an address, whose placeholders are variables."""
    parts = split_url(url)
    names: dict[str, None] = {}
    text = ""
    for part in parts:
        if _VARIABLE.fullmatch(part):
            names[part[1:-1]] = None
            text += part
        else:
            text += part.replace("{", "%7B").replace("}", "%7D")
    out: Json = {"url": text or "/"}
    if names:
        out["variables"] = {name: {"default": name} for name in names}
    return out


def security_schemes(scope: Scope) -> Json:
    """Return the Security Scheme Objects of the headers that hold credentials, by name.

    A credential is a variable alone, in a header that is called after one.
    """
    out: Json = {}
    for name, value in scope.publication.project.headers.items():
        if not _is_credential(name, value):
            continue
        key = re.sub(r"[^A-Za-z0-9._-]+", "_", name)
        if match := _SCHEME.fullmatch(value.strip()):
            out[key] = {"type": "http", "scheme": match[1].lower()}
        else:
            out[key] = {"type": "apiKey", "in": "header", "name": name}
    return out


def common_parameters(scope: Scope) -> list[Json]:
    """Return the other headers that every request sends, as Parameter Objects.

    In the view of one version the header that asks for it has one value, and
    without it the service would answer as another version has it.
    """
    found = []
    for name, value in scope.publication.project.headers.items():
        if _is_credential(name, value) or name.lower() in ("accept", "content-type"):
            continue
        schema: Json = {"type": "string"}
        out: Json = {"name": name, "in": "header"}
        if _VERSION in value:
            out["description"] = f"The microversion to ask for: `{value}`."
            if scope.version:
                out["required"] = True
                schema["const"] = value.replace(_VERSION, str(scope.version))
        elif not _VARIABLE.search(value):
            schema["const"] = value
        found.append({**out, "schema": schema})
    return found


def _is_credential(name: str, value: str) -> bool:
    is_scheme = name.lower() == "authorization" and _SCHEME.fullmatch(value.strip())
    is_key = _VARIABLE.fullmatch(value.strip()) and _CREDENTIAL.search(name)
    return bool(is_scheme or is_key) and value.strip() != _VERSION

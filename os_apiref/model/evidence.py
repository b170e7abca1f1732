# SPDX-License-Identifier: Apache-2.0
"""What samples and rows are evidence of: which version one shows, which body one is about."""

from __future__ import annotations

import re

from os_apiref.model.jsonvalue import JsonValue
from os_apiref.model.microversion import Microversion
from os_apiref.model.operation import Operation, Sample
from os_apiref.model.parameter import ParameterUse, Role

_VERSION_IN_PATH = re.compile(r"(?<![\w.])v?(\d+\.\d+)(?![\w.]*\d)", re.IGNORECASE)
_VERSION_IN_LABEL = re.compile(r"(?:\(|\bv)(\d+\.\d+)\)?(?![\w.])", re.IGNORECASE)


def is_json_patch(value: JsonValue) -> bool:
    """Whether a value is a JSON Patch (RFC 6902): its keys are the standard's, not the API's."""
    return bool(value.items) and all(
        item.get("op") is not None and item.get("path") is not None for item in value.items
    )


def version_of(sample: Sample) -> Microversion | None:
    """Return the one version that a sample shows, by its heading, label or path (``v2.26/``)."""
    if sample.versions.min is not None and sample.versions.min == sample.versions.max:
        return sample.versions.min
    found = _VERSION_IN_PATH.findall(sample.path) or _VERSION_IN_LABEL.findall(sample.label)
    return Microversion.parse(found[-1]) if found else None


def holds_at(use: ParameterUse, version: Microversion | None) -> bool:
    """Whether a row holds in a version; in an unknown one any row may."""
    if version is None:
        return True
    return version in use.versions and (
        use.definition is None or version in use.definition.versions
    )


def is_in_body(use: ParameterUse) -> bool:
    """Whether a row describes a part of the body."""
    return use.definition is not None and use.definition.location == "body"


def may_be_in_body(use: ParameterUse, role: Role, operation: Operation) -> bool:
    """Whether a row may name a key of the body.

    A response has neither a path nor a query, and a path only what stands in
    braces: a row that says otherwise is misplaced, and names a key all the same.
    """
    location = use.definition.location if use.definition else "body"
    if location == "path":
        return role is Role.RESPONSE or use.name not in operation.placeholders
    return location not in ("header", "query") or (location, role) == ("query", Role.RESPONSE)

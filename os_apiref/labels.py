# SPDX-License-Identifier: Apache-2.0
"""What readers see of the model in words: versions, places, halves and outcomes."""

from __future__ import annotations

from os_apiref.model.parameter import Role
from os_apiref.model.status import StatusType
from os_apiref.words import Words


def version_words(words: Words, low: str, high: str) -> str:
    """Return a range of versions as a badge says it, in the author's spelling."""
    if low and high:
        return f"{low} – {high}"
    if low:
        return words.gettext("since %(version)s", version=low)
    return words.gettext("until %(version)s", version=high) if high else ""


def location_label(words: Words, location: str) -> str:
    """Return the place of parameters as a heading; an author's own word stays as it is."""
    labels = {
        "header": words.gettext("Header"),
        "path": words.gettext("Path"),
        "query": words.gettext("Query"),
        "body": words.gettext("Body"),
        "": words.gettext("Other"),
    }
    return labels.get(location) or location.capitalize()


def status_label(words: Words, type_: StatusType) -> str:
    """Return the heading of status codes of a type."""
    is_success = type_ is StatusType.SUCCESS
    return words.gettext("Success") if is_success else words.gettext("Error")


def role_label(words: Words, role: Role) -> str:
    """Return the half of an operation in a word."""
    return words.gettext("Request") if role is Role.REQUEST else words.gettext("Response")


def table_caption(words: Words, role: Role | None) -> str:
    """Return what a table of parameters says of itself."""
    if role is None:
        return words.gettext("Parameters")
    is_request = role is Role.REQUEST
    return (
        words.gettext("Request parameters") if is_request else words.gettext("Response parameters")
    )

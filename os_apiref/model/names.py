# SPDX-License-Identifier: Apache-2.0
"""How operations and parameters are called by those who refer to them."""

from __future__ import annotations

import re

from os_apiref.model.operation import Operation

_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff]")
_BRACES = re.compile(r"\{[^{}]*\}")
_CALL = re.compile(
    r"""(?:(?P<method>[^\W\d_][\w-]*)[ ])?    # GET
        (?P<path>/\S*|https?://\S*|(?<=[ ])[^\s/]+/\S*)""",
    re.VERBOSE,
)


def plain(text: str) -> str:
    """Return text in one line, without what nobody sees or types, fit to be written as UTF-8."""
    text = _INVISIBLE.sub("", " ".join(text.split()))
    return text.encode("utf-8", "replace").decode("utf-8")


def endpoint(operation: Operation) -> str:
    """Return the method and path of an operation, as ``GET /servers``."""
    return plain(f"{operation.method} {operation.path}")


def qualified(name: str, qualifier: str) -> str:
    """Return a name with what tells it apart from others of that name."""
    return f"{name} ({qualifier})" if qualifier else name


def is_call(text: str) -> bool:
    """Whether a text is a path, with or without a method before it."""
    return _CALL.fullmatch(_BRACES.sub("{}", split_qualifier(text)[0])) is not None


def split_qualifier(text: str) -> tuple[str, str]:
    """Return a name and what stands in parentheses behind it, '' where nothing does.

    Parentheses may hold others: ``host (POST /servers (Create server))``.
    """
    depth = 0
    if text.endswith(")"):
        for index in range(len(text) - 1, 0, -1):
            depth += {")": 1, "(": -1}.get(text[index], 0)
            if depth == 0:
                name = text[:index]
                return (name.rstrip(), text[index + 1 : -1]) if name.endswith(" ") else (text, "")
    return text, ""


def normal(name: str) -> str:
    """Return what all spellings of a name have in common.

    They may differ in case and spaces; those of a path in the names of its
    placeholders, a query string and slashes at its ends, too.
    """
    name, qualifier = split_qualifier(plain(name))
    call = _CALL.fullmatch(_BRACES.sub("{}", name))
    if call:
        method = call["method"] or ""
        name = f"{method} /{call['path'].partition('?')[0].strip('/')}".strip()
    return qualified(name.casefold(), normal(qualifier) if qualifier else "")

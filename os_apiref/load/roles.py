# SPDX-License-Identifier: Apache-2.0
"""Which half of an operation a heading, label or file name speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from os_apiref.model.parameter import Role

_WORDS = {
    Role.REQUEST: re.compile(r"(?<![a-z])(request|req)(?![a-rt-z])", re.IGNORECASE),
    Role.RESPONSE: re.compile(r"(?<![a-z])(response|resp|answer)(?![a-rt-z])", re.IGNORECASE),
}


def find_role(text: str) -> Role | None:
    """Return the role that a text names, None where it names none or both."""
    found = [role for role, pattern in _WORDS.items() if pattern.search(text)]
    return found[0] if len(found) == 1 else None


def decide_role(texts: Iterable[str]) -> Role | None:
    """Return the role that the first text with one names: nearest texts come first."""
    return next((role for role in map(find_role, texts) if role), None)


def find_file_role(path: str) -> Role | None:
    """Return the role that a sample's file name ends with, as ``-req.json`` does.

    The last word with a role counts: ``create-response-policy-req-v2.json``.
    """
    words = re.split(r"[^A-Za-z]+", PurePath(path).stem)
    return decide_role("response" if word == "res" else word for word in reversed(words))

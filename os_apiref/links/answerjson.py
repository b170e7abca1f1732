# SPDX-License-Identifier: Apache-2.0
"""Answers as JSON text, and back from text that anybody may have changed."""

from __future__ import annotations

import json
import math
from dataclasses import fields
from typing import Any

from os_apiref.links.answer import Answer, Failure, Hop


def dump_answer(answer: Answer) -> str:
    """Return an answer as JSON, in one line."""
    found: dict[str, Any] = {
        field.name: getattr(answer, field.name)
        for field in fields(answer)
        if field.name not in ("failure", "hops", "ids")
    }
    found["failure"] = answer.failure.name if answer.failure else None
    found["hops"] = [[hop.url, hop.status, hop.target] for hop in answer.hops]
    found["ids"] = sorted(answer.ids)
    return json.dumps(found, separators=(",", ":"))


def load_answer(text: str) -> Answer | None:
    """Return the answer that a text holds, None where it holds none."""
    try:
        found = json.loads(text)
        return Answer(
            _text(found["url"]),
            status=None if found["status"] is None else _integer(found["status"]),
            failure=None if found["failure"] is None else Failure[found["failure"]],
            hops=tuple(Hop(_text(url), _integer(n), _text(to)) for url, n, to in found["hops"]),
            detail=_text(found["detail"]),
            content_type=_text(found["content_type"]),
            etag=_text(found["etag"]),
            last_modified=_text(found["last_modified"]),
            ids=frozenset(_text(one) for one in found["ids"]),
            has_all_ids=found["has_all_ids"] is True,
            head=_text(found["head"]),
            wall=_text(found["wall"]),
            when=_number(found["when"]),
            seconds=_number(found["seconds"]),
            requests=_integer(found["requests"]),
        )
    except (KeyError, TypeError, ValueError, RecursionError):
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _integer(value: object) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError(value)
    return float(value)

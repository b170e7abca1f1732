# SPDX-License-Identifier: Apache-2.0
"""Templates: what an author wrote is text, and every hook is there."""

from __future__ import annotations

import re
from typing import Any

import pytest

from os_apiref import render
from os_apiref.model.microversion import EVERY_VERSION, Microversion, VersionRange
from os_apiref.model.parameter import Parameter, ParameterUse, Role
from os_apiref.model.status import StatusCode, StatusType
from os_apiref.problems import Place, Problem, ProblemKind

EVIL = """<script>"'&</script>"""
PLACE = Place("index.rst", 1)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def operation(**given: Any) -> str:
    endpoint = {"method": "GET", "path": "/servers", "versions": EVERY_VERSION}
    frame = {"ids": ["list"], "classes": [], "title": "<h2>List</h2>", "title_text": "List"}
    frame |= {"body": "<p>Body.</p>", "is_open": False}
    for name, value in given.items():
        (frame if name in frame else endpoint)[name] = value
    return render.operation(render.Endpoint(**endpoint), **frame)


def use(name: str, location: str = "body", **given: Any) -> ParameterUse:
    fields = {"type": "string", "required": True, "description": None}
    fields |= {"min_version": "", "max_version": "", "location": location} | given
    fields |= {"key": name, "place": PLACE, "format": ""}
    known = {key: value for key, value in fields.items() if key in Parameter.__match_args__}
    return ParameterUse(name=name, key=name, place=PLACE, definition=Parameter(**known), anchor=f"list.{name}")

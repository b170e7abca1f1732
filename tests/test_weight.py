# SPDX-License-Identifier: Apache-2.0
"""What a page loads of ours: little, late, and from nowhere else."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import os_apiref

STATIC = Path(os_apiref.__file__).parent / "static"
KILOBYTE = 1000
ADDRESS = re.compile(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}")


@pytest.mark.parametrize(("name", "limit"), [("os_apiref.js", 12), ("os_apiref.css", 10)])
def test_script_and_style_are_small(name: str, limit: int) -> None:
    packed = gzip.compress((STATIC / name).read_bytes(), 9)
    assert len(packed) <= limit * KILOBYTE


@pytest.mark.parametrize("path", sorted(STATIC.iterdir()), ids=lambda path: path.name)
def test_nothing_of_ours_names_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ADDRESS.findall(text) == []
    assert "@import" not in text


def test_untrusted_text_reaches_no_parser_of_html() -> None:
    script = (STATIC / "os_apiref.js").read_text(encoding="utf-8")
    sinks = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
    assert re.findall(sinks, script) == []


def test_skipping_what_is_out_of_view_is_for_pages_with_script() -> None:
    style = (STATIC / "os_apiref.css").read_text(encoding="utf-8")
    blocks = re.findall(r"@media \(scripting: enabled\) \{\n(.*?)\n\}", style, re.DOTALL)
    inside = sum(block.count("content-visibility: auto") for block in blocks)
    assert inside == style.count("content-visibility: auto") == 1

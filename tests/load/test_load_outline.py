# SPDX-License-Identifier: Apache-2.0
"""What the lines of a file tell of it: titles, includes, definitions."""

from __future__ import annotations

import pytest

from os_apiref.load.outline import IncludeLine, Title, read_outline


def titles(text: str) -> list[int]:
    return [part.line for part in read_outline(text, "/x").parts if isinstance(part, Title)]


def includes(text: str) -> list[tuple[str, int]]:
    parts = read_outline(text, "/x").parts
    return [(part.argument, part.line) for part in parts if isinstance(part, IncludeLine)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Title\n=====\n", [1]),
        ("=====\nTitle\n=====\n", [2]),
        ("=======\n Title\n=======\n", [2]),
        (".. -*- rst -*-\n\nTitle\n=====\n\nText.\n\nSecond\n------\n", [3, 8]),
        (".. needs:x\nTitle\n=====\n", [2]),
        ("Title\n===\n", []),  # docutils takes it for text
        ("A longer title\n====\n", [1]),  # and this for a title, with a warning
        ("Text\nmore\n----\n", []),
        ("Text.\n\n----\n\nText.\n", []),
        ("===  ===\na    b\n===  ===\n", []),
        ("::\n\n  Title\n  =====\n", []),
        ("Title\n=====\nSecond\n------\n", [1]),
        ("", []),
        ("=====", []),
        ("=====\n=====\n=====\n", [2]),
    ],
)
def test_titles(text: str, lines: list[int]) -> None:
    assert titles(text) == lines


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (".. include:: a.inc\n.. include:: b c.inc\n", [("a.inc", 1), ("b c.inc", 2)]),
        ("..  include::  a.inc\n", [("a.inc", 1)]),
        (".. include:: a.inc\n   :start-after: here\n", []),
        (".. include:: <isonum.txt>\n", []),
        (".. only:: html\n\n   .. include:: a.inc\n", []),
        (".. include::\n   a.inc\n", []),
        (".. a comment\n.. include:: a.inc\n", [("a.inc", 2)]),
    ],
)
def test_includes_without_options_that_stand_in_no_other_element(
    text: str, found: list[tuple[str, int]]
) -> None:
    assert includes(text) == found


@pytest.mark.parametrize(
    ("text", "heads"),
    [
        ("Show\n====\n\n.. rest_method:: GET /\n", True),
        ("Show\n====\n\nFirst a note.\n\n.. rest_method:: GET /\n\nRequest\n-------\n", True),
        ("Servers\n=======\n\nShow\n----\n\n.. rest_method:: GET /\n", False),
    ],
)
def test_whether_the_first_section_is_an_operation(text: str, heads: bool) -> None:
    title = read_outline(text, "/x").title
    assert title is not None
    assert title.heads_operation is heads


def test_definitions_come_with_the_lines_that_belong_to_them() -> None:
    text = """\
.. |name| replace:: text
   that goes on

.. |br| raw:: html

   <br/>

.. role:: red
Text |name|.
"""
    found = read_outline(text, "/x").definitions
    assert [(one.name, one.lines, one.line) for one in found] == [
        ("name", (".. |name| replace:: text", "   that goes on"), 1),
        ("br", (".. |br| raw:: html", "", "   <br/>"), 4),
        ("", (".. role:: red",), 8),
    ]

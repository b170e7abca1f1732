# SPDX-License-Identifier: Apache-2.0
"""The layout of a YAML file."""

from __future__ import annotations

import pytest

from os_apiref.fixes.layout import laid_out

MENDED = {
    "a last line gets its end": ("a:\n  in: body", "a:\n  in: body\n"),
    "as the others have it": ("a:\r\n  in: body", "a:\r\n  in: body\r\n"),
    "also in a block scalar": ("a:\n  description: |\n    x", "a:\n  description: |\n    x\n"),
    "blank lines at the end go": ("a: {in: body}\n\n  \n\n", "a: {in: body}\n"),
    "and below a block scalar": ("a: |\n  x\n\n\n", "a: |\n  x\n"),
    "trailing spaces and tabs go": ("a: \n  in: body\t \n", "a:\n  in: body\n"),
    "and behind comments, on blank lines and in other line ends": (
        "# a \r\na: 1 \r\n  \r\nb: 2  # b\t\r\n",
        "# a\r\na: 1\r\n\r\nb: 2  # b\r\n",
    ),
    "and around block scalars": (
        "a:\n  description: | \n    x\n  \n    y\n  in: body \n",
        "a:\n  description: |\n    x\n\n    y\n  in: body\n",
    ),
    "and in text of several lines, where YAML drops them": (
        "a: 'x \n  y '\nb: x \n  y\n",
        "a: 'x\n  y '\nb: x\n  y\n",
    ),
    "blank lines between definitions become two": (
        "a: 1\n\n\n\nb: 2\n\n\n\n\n# c\nc: 3\n",
        "a: 1\n\n\nb: 2\n\n\n# c\nc: 3\n",
    ),
    "and below a block scalar, too": (
        "a:\n  description: |\n    x\n\n\n\nb: 2\n",
        "a:\n  description: |\n    x\n\n\nb: 2\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), MENDED.values(), ids=MENDED)
def test_layout_is_mended(before: str, after: str) -> None:
    assert laid_out(before) == after
    assert laid_out(after) == after


KEPT = {
    "trailing spaces in a block scalar": "a:\n  description: |\n    x  \n      \n    y\t\n",
    "and in a folded one": "a:\n  description: >\n    x  \n    y\n",
    "blank lines in a block scalar": "a:\n  description: |\n    x\n\n\n\n\n    y\n",
    "blank lines that a block scalar keeps": "a: |+\n  x\n\n\n\n\nb: 1\n",
    "and keeps at the end": "a: |+\n  x\n\n\n",
    "spaces that are text at the end": "a: |\n  x\n     \n",
    "an escaped space": 'a: "x\\ \n  y"\n',
    "indentation, quotes and the order of fields": "b: {z: 'x',   y: \"z\"}\na:\n     in: body\n",
    "two blank lines": "a: 1\n\n\nb: 2\n",
    "tabs inside a line": "a:\tx\ty\n",
    "mixed line ends": "a: 1\r\nb: 2\nc: 3\r",
    "a byte order mark": "\ufeffa: 1\n",
    "an empty file": "",
    "blank lines alone": "\n \n",
    "comments alone": "# a  \n\n",
    "a list": "- a  \n",
    "what is not YAML": "a: [  \n",
}


@pytest.mark.parametrize("content", KEPT.values(), ids=KEPT)
def test_all_else_is_the_authors(content: str) -> None:
    assert laid_out(content) == content


def test_one_thing_that_would_change_the_text_stops_no_other() -> None:
    assert laid_out('a: "x\\ \n  y"\n\n\n\n\nb: 1\n\n') == 'a: "x\\ \n  y"\n\n\nb: 1\n'

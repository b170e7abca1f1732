# SPDX-License-Identifier: Apache-2.0
"""Markers of verification taken out of a document."""

from __future__ import annotations

import pytest

from os_apiref.fixes.markers import without_markers
from os_apiref.model.operation import Marker
from os_apiref.problems import Place


def without(content: str, *markers: str) -> str:
    """Return a document without markers, each given as ``LINE word``."""
    found = []
    for marker in markers:
        line, _, word = marker.partition(" ")
        found.append(Marker(word, Place("servers.inc", int(line))))
    edited = without_markers(content.encode("utf-8", "surrogateescape"), found)
    assert edited.refused == ()
    return edited.content.decode("utf-8", "surrogateescape")


HEAD = ".. -*- rst -*-\n.. needs:a\n.. needs:b\n.. needs:c\n\nTitle\n=====\n"


@pytest.mark.parametrize(
    ("markers", "expected"),
    [
        (["2 a"], HEAD.replace(".. needs:a\n", "")),
        (["3 b"], HEAD.replace(".. needs:b\n", "")),
        (["4 c", "2 a"], ".. -*- rst -*-\n.. needs:b\n\nTitle\n=====\n"),
        (["2 a", "3 b", "4 c"], ".. -*- rst -*-\n\nTitle\n=====\n"),
    ],
)
def test_only_the_lines_of_these_markers_go(markers: list[str], expected: str) -> None:
    assert without(HEAD, *markers) == expected


ALONE = {
    "between two blank lines": ("Text.\n\n.. needs:a\n\nText.\n", "Text.\n\nText.\n"),
    "with more blank lines below": ("Text.\n\n.. needs:a\n\n\nText.\n", "Text.\n\n\nText.\n"),
    "with more blank lines above": ("Text.\n\n\n.. needs:a\n\nText.\n", "Text.\n\n\nText.\n"),
    "at the top": (".. needs:a\n\n\nText.\n", "Text.\n"),
    "at the top, behind a blank line": ("\n.. needs:a\n\nText.\n", "\nText.\n"),
    "at the end": ("Text.\n\n.. needs:a\n", "Text.\n"),
    "at the end, with no line end": ("Text.\n\n.. needs:a", "Text.\n"),
    "right below other lines": ("..  comment\n.. needs:a\n\nText.\n", "..  comment\n\nText.\n"),
    "right above other lines": ("Text.\n\n.. needs:a\n.. note::\n", "Text.\n\n.. note::\n"),
    "and there is nothing else": (".. needs:a\n\n", ""),
    "as a directive": ("Text.\n\n.. needs:a::\n\nText.\n", "Text.\n\nText.\n"),
    "with spaces": ("Text.\n\n..  needs: a  \n\nText.\n", "Text.\n\nText.\n"),
    "below its dots": ("Text.\n\n..\n   needs:a\n\nText.\n", "Text.\n\nText.\n"),
    "in a directive": (".. note::\n\n   .. needs:a\n\n   x\n", ".. note::\n\n   x\n"),
    "with other line ends": ("x\r\n\r\n.. needs:a\r\n\r\ny\r\n", "x\r\n\r\ny\r\n"),
    "in a file with other bytes": ("\udcff\n\n.. needs:a\n\n\u2028 \t\n", "\udcff\n\n\u2028 \t\n"),
}


@pytest.mark.parametrize(("before", "after"), ALONE.values(), ids=ALONE)
def test_a_marker_alone_leaves_no_hole(before: str, after: str) -> None:
    line = next(at for at, one in enumerate(before.split("\n"), 1) if "needs" in one)
    assert without(before, f"{line} a") == after


def test_markers_with_blank_lines_between_go_as_one() -> None:
    content = "Text.\n\n.. needs:a\n\n.. needs:b\n\nText.\n"
    assert without(content, "3 a", "5 b") == "Text.\n\nText.\n"
    assert without(content, "5 b") == "Text.\n\n.. needs:a\n\nText.\n"


def test_each_of_two_markers_apart_goes_for_itself() -> None:
    content = "x\n\n.. needs:a\n\ny\n\n\n.. needs:a\n\nz\n"
    assert without(content, "3 a", "8 a") == "x\n\ny\n\n\nz\n"


@pytest.mark.parametrize(
    ("why", "content", "marker"),
    [
        ("it is of another word", ".. needs:b\n", "1 a"),
        ("it stands elsewhere", "\n.. needs:a\n", "1 a"),
        ("there is no such line", ".. needs:a\n", "7 a"),
        ("nobody knows its line", ".. needs:a\n", "0 a"),
        ("it is text", "needs:a\n", "1 a"),
        ("it is text in a block quote", "Text.\n\n  needs:a\n", "3 a"),
        ("it stands in a list", "- .. needs:a\n", "1 a"),
        ("it says more", ".. needs:a and b\n", "1 a"),
        ("it goes on below", ".. needs:a\n\n   more\n", "1 a"),
    ],
)
def test_a_marker_stays_where(why: str, content: str, marker: str) -> None:
    assert without(content, marker) == content

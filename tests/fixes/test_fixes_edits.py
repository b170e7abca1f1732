# SPDX-License-Identifier: Apache-2.0
"""Edits at places of a file."""

from __future__ import annotations

import time

import pytest

from os_apiref.fixes.edits import apply_edits
from os_apiref.problems import Edit, Place


def edit(line: int, column: int, old: str, new: str) -> Edit:
    return Edit(Place("p.yaml", line, column), old, new)


@pytest.mark.parametrize(
    ("content", "edits", "expected"),
    [
        ("tpye: a\n", [edit(1, 1, "tpye", "type")], "type: a\n"),
        ("a\n  tpye: b\n", [edit(2, 3, "tpye", "type")], "a\n  type: b\n"),
        ("/a b/c d\n", [edit(1, 3, " ", ""), edit(1, 7, " ", "")], "/ab/cd\n"),
        ("ab\n", [edit(1, 2, "", "-")], "a-b\n"),
        ("ab\n", [edit(1, 3, "", "!")], "ab!\n"),
        ("ab", [edit(1, 3, "", "!")], "ab!"),
        ("a\nb\nc\n", [edit(2, 1, "b\n", "")], "a\nc\n"),
        ("a\nb\nc\n", [edit(2, 1, "b\n", ""), edit(3, 1, "c\n", "")], "a\n"),
        ("a\nb\nc\n", [edit(1, 1, "a\nb\n", "")], "c\n"),
        ("a\nb\n", [edit(1, 2, "\nb", "+b")], "a+b\n"),
        ("a\n", [edit(2, 1, "", "b\n")], "a\nb\n"),
        ("", [edit(1, 1, "", "a\n")], "a\n"),
        ("ab\n", [edit(1, 1, "a", "x"), edit(1, 2, "b", "y")], "xy\n"),
        ("ab\n", [edit(1, 2, "b", "y"), edit(1, 2, "", "-")], "a-y\n"),
        ("ab\n", [edit(1, 1, "a", "x"), edit(1, 2, "", "-")], "x-b\n"),
        ("ab\n", [edit(1, 1, "a", "x"), edit(1, 1, "a", "x")], "xb\n"),
        ("ab\n", [edit(1, 2, "", "-"), edit(1, 2, "", "-")], "a-b\n"),
        ("é\U0001f600: tpye\n", [edit(1, 5, "tpye", "type")], "é\U0001f600: type\n"),
    ],
)
def test_edits_that_fit_are_made(content: str, edits: list[Edit], expected: str) -> None:
    edited = apply_edits(content.encode(), edits)
    assert (edited.content.decode(), edited.refused) == (expected, ())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a\r\nb\r\nc\r\n", b"a\r\nX\r\nY\r\nc\r\n"),
        (b"a\rb\rc\r", b"a\rX\rY\rc\r"),
        (b"a\nb\r\nc\r", b"a\nX\r\nY\r\nc\r"),
        (b"a\nb", b"a\nX\nY\n"),
        (b"\xef\xbb\xbfa\nb\n\xff\n", b"\xef\xbb\xbfa\nX\nY\n\xff\n"),
        (b" a\t\nb\n  \n\x0c\n\xc2\x85", b" a\t\nX\nY\n  \n\x0c\n\xc2\x85"),
    ],
)
def test_all_else_stays_byte_for_byte(content: bytes, expected: bytes) -> None:
    edited = apply_edits(content, [edit(2, 1, "b\n", "X\nY\n")])
    assert (edited.content, edited.refused) == (expected, ())


def test_a_byte_order_mark_is_no_column() -> None:
    edited = apply_edits(b"\xef\xbb\xbftpye: a\n", [edit(1, 1, "tpye", "type")])
    assert edited.content == b"\xef\xbb\xbftype: a\n"


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_what_only_unicode_calls_a_line_end_ends_no_line(end: str) -> None:
    edited = apply_edits(f"a{end}b\nc\n".encode(), [edit(2, 1, "c", "d")])
    assert edited.content == f"a{end}b\nd\n".encode()


def test_the_last_line_goes_also_without_its_end() -> None:
    assert apply_edits(b"a\r\nb", [edit(2, 1, "b\n", "")]).content == b"a\r\n"


@pytest.mark.parametrize(
    ("why", "content", "line", "column"),
    [
        ("another text stands there", b"abc\nbcd\n", 2, 2),
        ("the text stands beside it", b" tpye\n", 1, 1),
        ("there is no such line", b"tpye\n", 9, 1),
        ("there is no such column", b"tpye\n", 1, 99),
        ("nobody knows the column", b"tpye\n", 1, 0),
        ("nobody knows the line", b"tpye\n", 0, 1),
        ("the column is behind the line", b"a\ntpye\n", 1, 3),
        ("no column of the line can be counted", b"\xff tpye\n", 1, 3),
        ("it is cut short", b"tpy", 1, 1),
    ],
)
def test_an_edit_is_refused_where(why: str, content: bytes, line: int, column: int) -> None:
    stale = edit(line, column, "tpye", "type")
    edited = apply_edits(content, [stale])
    assert (edited.content, edited.refused) == (content, (stale,))


def test_of_edits_that_overlap_the_first_in_the_text_is_made() -> None:
    first, inside, across, same = (
        edit(1, 1, "abc", "x"),
        edit(1, 2, "", "-"),
        edit(1, 3, "cd", "y"),
        edit(1, 1, "abc", "z"),
    )
    edited = apply_edits(b"abcd\n", [first, across, inside, same])
    assert edited.content == b"xd\n"
    assert set(edited.refused) == {inside, across, same}


def test_two_insertions_at_one_point_are_not_guessed_at() -> None:
    first, second = edit(1, 2, "", "x"), edit(1, 2, "", "y")
    assert apply_edits(b"ab\n", [first, second]).refused == (second,)


def test_a_text_that_cannot_be_written_is_refused() -> None:
    assert apply_edits(b"ab\n", [edit(1, 1, "a", "\ud800")]).content == b"ab\n"


def test_thousands_of_edits_take_no_time() -> None:
    lines = 5_000
    start = time.monotonic()
    edits = [edit(line, 1, "tpye", "type") for line in range(1, lines + 1)]
    assert apply_edits(b"tpye: a\n" * lines, edits).content == b"type: a\n" * lines
    assert time.monotonic() - start < 2

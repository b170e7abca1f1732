# SPDX-License-Identifier: Apache-2.0
"""Which lines are shown of a source, and what is underlined."""

from __future__ import annotations

import pytest

from os_apiref.kinds import ProblemKind
from os_apiref.problems import Edit, Place, Problem
from os_apiref.reports.excerpt import CUT, find_mark, make_excerpt


def problem_at(line: int, column: int = 0, *, old: str = "") -> Problem:
    place = Place("p", line, column)
    edits = (Edit(place, old, "new"),) if old else ()
    return Problem(ProblemKind.UNKNOWN_FIELD, place, "message", edits=edits)


def marked(line: str, column: int, *, old: str = "") -> str:
    """Return the characters of a line that are underlined."""
    start, length = find_mark(problem_at(1, column, old=old), line)
    return line[start : start + length]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("  |requird: true", "requird"),
        ("  in: |boddy", "boddy"),
        ("- |OS-DCF:diskConfig: disk", "OS-DCF:diskConfig"),
        ("- |networks.uuid: net", "networks.uuid"),
        ("- |volumes_{volume_type}: x", "volumes_{volume_type}"),
        (
            ".. rest_method:: GET |/v3/{project_id}/x?{usage}=True",
            "/v3/{project_id}/x?{usage}=True",
        ),
        (".. rest_method:: GET /v3/|{project_id}/x", "{project_id}"),
        ("  type: |'a string'  # no", "'a string'"),
        (r'{"a": |"one \" \\", "b": 2}', r'"one \" \\"'),
        ('{"a": |12}', "12"),
        ('{"a": |-1.5e3, "b": 2}', "-1.5e3"),
        ('{"a": |{"b": 2}}', "{"),
        ('{"a": |[1]}', "["),
        ('{"a": 1|, }', ","),
        ('{"a": |"open', '"open'),
        ("  |日本語: x", "日本語"),
        ("a| b", " "),
        ("a|\tb", "\t"),
        (" |: x", ":"),
    ],
)
def test_the_word_at_the_column_is_marked(line: str, expected: str) -> None:
    column = line.index("|") + 1
    assert marked(line.replace("|", "", 1), column) == expected


def test_what_the_repair_replaces_is_marked() -> None:
    assert marked("GET /v3 /servers", 8, old=" /servers") == " /servers"


@pytest.mark.parametrize("column", [0, 13])
def test_without_a_column_in_the_line_all_but_its_indentation_is_marked(column: int) -> None:
    assert marked("  in: path ", column) == "in: path"


def test_the_end_of_a_line_can_be_marked() -> None:
    assert find_mark(problem_at(1, 5), "abcd") == (4, 1)


@pytest.mark.parametrize(
    ("text", "line", "shown"),
    [
        ("a\nb\nc\nd\n", 2, "1 a, 2 b, 3 c"),
        ("a\nb\nc\n", 1, "1 a, 2 b"),
        ("a\nb\nc\n", 3, "2 b, 3 c"),
        ("a\nb\nc", 3, "2 b, 3 c"),
        ("a\nb\nc", 2, "1 a, 2 b, 3 c"),
        ("a\n\nc\n", 2, "1 a, 2 , 3 c"),
        ("\nb\n \nd", 2, "2 b"),
        ("a\n", 2, "1 a, 2 "),
        ("", 1, "1 "),
    ],
)
def test_the_lines_around_are_shown(text: str, line: int, shown: str) -> None:
    excerpt = make_excerpt(problem_at(line), text.split("\n"), 80)
    assert excerpt is not None
    assert excerpt.number == line
    assert ", ".join(f"{number} {one}" for number, one in excerpt.lines) == shown


@pytest.mark.parametrize(("lines", "line"), [((), 1), (("a",), 0), (("a",), 2)])
def test_a_line_that_is_not_there_is_not_shown(lines: tuple[str, ...], line: int) -> None:
    assert make_excerpt(problem_at(line), lines, 80) is None


def drawn(line: str, column: int, width: int = 30) -> tuple[str, str]:
    """Return a line as it is shown, and its underline."""
    excerpt = make_excerpt(problem_at(1, column), [line], width)
    assert excerpt is not None
    return excerpt.lines[0][1], " " * excerpt.start + "^" * excerpt.length


@pytest.mark.parametrize(
    ("line", "column", "shown", "underline"),
    [
        ("\tname: x", 2, "    name: x", "    ^^^^"),
        ("日本: x", 5, "日本: x", "      ^"),
        ("日本: x", 1, "日本: x", "^^^^"),
        ("e\u0301te\u0301: x", 1, "e\u0301te\u0301: x", "^^^"),
        ("e\u0301t: x", 5, "e\u0301t: x", "   ^"),
        ("GET /a\u200b/b", 5, "GET /a\\u200b/b", "    ^^^^^^^^^^"),
        ("GET\xa0/b", 5, "GET\\xa0/b", "       ^^"),
        ("\x1b[31mred", 7, "\\x1b[31mred", "         ^^"),
        ("a\u202eb \u0000c", 6, "a\\u202eb \\x00c", "             ^"),
    ],
    ids=ascii,
)
def test_the_underline_stands_below_what_is_seen(
    line: str, column: int, shown: str, underline: str
) -> None:
    assert drawn(line, column) == (shown, underline)


@pytest.mark.parametrize(
    ("column", "shown", "underline"),
    [
        (1, "k000 k001 k002 k003 k004 k005…", "^^^^"),
        (16, "k000 k001 k002 k003 k004 k005…", "               ^^^^"),
        (5001, "…k998 k999 k000 k001 k002 k00…", "           ^^^^"),
        (9996, "…k997 k998 k999", "           ^^^^"),
    ],
)
def test_a_long_line_is_shown_around_the_column(column: int, shown: str, underline: str) -> None:
    line = " ".join(f"k{number % 1000:03}" for number in range(2000))
    text, below = drawn(line, column)
    assert text == shown
    assert below == underline
    assert text[below.index("^") : len(below)] == line[column - 1 : column + 3]


def test_the_underline_of_a_long_line_ends_with_what_is_shown() -> None:
    assert drawn("日" * 100, 0, 20) == (f"{'日' * 9}{CUT}", "^" * 19)


@pytest.mark.parametrize("character", ["x", "日", "\u0301", "\t", "\u202e", "\U0001f600", "\ud800"])
@pytest.mark.parametrize("column", [0, 1, 50_000, 100_000, 100_001])
@pytest.mark.parametrize("width", [20, 33])
def test_no_line_is_wider_than_the_terminal(character: str, column: int, width: int) -> None:
    text, underline = drawn(character * 100_000, column, width)
    wide = 2 if character in "日\U0001f600" else 1
    cells = sum(0 if one == "\u0301" else wide if ord(one) > 0x2FFF else 1 for one in text)
    assert cells <= width
    assert len(text) <= width + 2
    assert len(underline) <= width
    assert underline.endswith("^")


def test_lines_beside_a_long_one_are_shown_from_the_same_column() -> None:
    lines = ["short", f"{' ' * 200}key: value", f"{' ' * 200}key: more"]
    excerpt = make_excerpt(problem_at(2, 201), lines, 30)
    assert excerpt is not None
    assert [text.strip(f"{CUT} ") for _, text in excerpt.lines] == ["", "key: value", "key: more"]
    columns = {text.index("key") for _, text in excerpt.lines[1:]}
    assert columns == {excerpt.start}

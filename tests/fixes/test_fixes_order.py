# SPDX-License-Identifier: Apache-2.0
"""Definitions put in order."""

from __future__ import annotations

import re

import pytest

from os_apiref.fixes.order import ordered


def text(*parts: str) -> str:
    """Return a file from its parts: ``name location``, '' for a blank line, else as they are."""
    return "".join(
        re.sub(r"^(\w+) (header|path|query|body|boddy)$", r"\1:\n  in: \2", part) + "\n"
        for part in parts
    )


MOVED = {
    "a definition goes to its location": (
        ["b body", "h header", "q query", "p path"],
        ["h header", "p path", "q query", "b body"],
    ),
    "a definition goes to its name, whatever its case": (
        ["b body", "C body", "A body", "a_ body"],
        ["A body", "a_ body", "b body", "C body"],
    ),
    "names that differ in their case alone keep their order": (
        ["b body", "Aa body", "aA body", "AA body"],
        ["Aa body", "aA body", "AA body", "b body"],
    ),
    "a comment goes with the definition below it": (
        ["# on b", "# two", "b body", "# on a", "a body"],
        ["# on a", "a body", "# on b", "# two", "b body"],
    ),
    "a comment inside a definition, or deeper than its name, is a part of it": (
        ["b:\n# between\n  in: body  # where\n  # deeper", "a body"],
        ["a body", "b:\n# between\n  in: body  # where\n  # deeper"],
    ),
    "a comment with a blank line below goes with the definition above it": (
        ["b body", "# end of b", "", "a body", "", "c body"],
        ["a body", "", "b body", "# end of b", "", "c body"],
    ),
    "such a comment is never read as one on the next definition": (
        ["b body", "# end of b", "", "a body", "c body"],
        ["a body", "b body", "# end of b", "", "c body"],
    ),
    "a definition that is commented out stays above the next": (
        ["c body", "", "#x:", "#  in: path", "", "b body"],
        ["#x:", "#  in: path", "", "b body", "", "c body"],
    ),
    "headings stay at the heads of their sections": (
        ["# variables in path", "p path", "b body", "", "# variables in body", "a body", "o path"],
        ["# variables in path", "o path", "p path", "", "# variables in body", "a body", "b body"],
    ),
    "headings go with their sections": (
        ["# Body parameters", "b body", "", "# Path parameters:", "p path"],
        ["# Path parameters:", "p path", "", "# Body parameters", "b body"],
    ),
    "a boxed heading is one": (
        ["####", "# BODY #", "####", "b body", "####", "# HEADERS #", "####", "h header"],
        ["####", "# HEADERS #", "####", "h header", "####", "# BODY #", "####", "b body"],
    ),
    "the heading of an empty section stays between its neighbours": (
        ["# variables in path", "b body", "# variables in query", "# variables in body", "p path"],
        ["# variables in path", "p path", "# variables in query", "# variables in body", "b body"],
    ),
    "comments that name a location more than once are no headings": (
        ["# body parameters", "b body", "# body parameters", "a body"],
        ["# body parameters", "a body", "# body parameters", "b body"],
    ),
    "a comment on one parameter is no heading": (
        ["# a body parameter", "b body", "# in: body", "a body", "# path:", "c body"],
        ["# in: body", "a body", "# a body parameter", "b body", "# path:", "c body"],
    ),
    "blank lines stay above what they stood above": (
        ["a body", "", "", "d body", "c body", "", "b body"],
        ["a body", "", "b body", "c body", "", "", "d body"],
    ),
    "no blank line comes to the top": (
        ["b body", "", "a body", "", "c body"],
        ["a body", "", "b body", "", "c body"],
    ),
    "the blank line between two locations stays between them": (
        ["h header", "", "p path", "q path", "", "b body", "o path"],
        ["h header", "", "o path", "p path", "q path", "", "b body"],
    ),
    "the first below a heading takes the place of the first": (
        ["# variables in body", "c body", "", "a body", "", "b body"],
        ["# variables in body", "a body", "", "b body", "", "c body"],
    ),
    "what speaks of the file stays at its top and end": (
        ["# A file.", "", "# on b", "b body", "a body", "", "# The end."],
        ["# A file.", "", "a body", "# on b", "b body", "", "# The end."],
    ),
    "so does a licence directly above the first definition": (
        ["# SPDX-License-Identifier: Apache-2.0", "b body", "a body"],
        ["# SPDX-License-Identifier: Apache-2.0", "a body", "b body"],
    ),
    "so does the start of the document": (
        ["# x", "--- # here", "# on b", "b body", "a body"],
        ["# x", "--- # here", "a body", "# on b", "b body"],
    ),
    "what has no known location stays below the one above it": (
        ["c body", "x boddy", "y:\n  type: string", "b body", "a body"],
        ["a body", "b body", "c body", "x boddy", "y:\n  type: string"],
    ),
    "or at the top of the file or its section": (
        ["x boddy", "c body", "b body", "# variables in path", "y boddy", "p path"],
        ["x boddy", "# variables in path", "y boddy", "p path", "b body", "c body"],
    ),
    "of two with one name the later stays the later": (
        ["b body", "a:\n  in: body\n  type: x", "a:\n  in: header\n  type: y"],
        ["a:\n  in: body\n  type: x", "a:\n  in: header\n  type: y", "b body"],
    ),
    "also where that leaves the order imperfect": (
        ["q query", "a boddy", "p path", "a:\n  in: x", "h header"],
        ["h header", "q query", "a boddy", "p path", "a:\n  in: x"],
    ),
    "a merged location counts": (
        ["x: &x\n  in: path", "a body", "b:\n  <<: *x"],
        ["x: &x\n  in: path", "b:\n  <<: *x", "a body"],
    ),
    "an alias stays below its anchor": (
        ["c: &c\n  in: body", "b body", "a:\n  <<: *c\n  type: x", "d body"],
        ["b body", "c: &c\n  in: body", "a:\n  <<: *c\n  type: x", "d body"],
    ),
    "and below the anchor of its anchor": (
        ["m: &m {in: body}", "c: &c\n  <<: *m", "b:\n  <<: *c", "a body"],
        ["a body", "m: &m {in: body}", "c: &c\n  <<: *m", "b:\n  <<: *c"],
    ),
    "an alias of one value is an alias": (
        ["b:\n  in: body\n  min_version: &v 2.10", "a:\n  in: body\n  min_version: *v", "A body"],
        ["A body", "b:\n  in: body\n  min_version: &v 2.10", "a:\n  in: body\n  min_version: *v"],
    ),
    "names may be quoted, definitions indented": (
        ["  'b':\n    in: body", "  # on a", '  "a":\n    in: body'],
        ["  # on a", '  "a":\n    in: body', "  'b':\n    in: body"],
    ),
    "block scalars keep their blank lines": (
        ["b:\n  in: body\n  x: |+\n    x\n\n", "a:\n  in: body\n  x: |\n    y\n     "],
        ["a:\n  in: body\n  x: |\n    y\n     ", "b:\n  in: body\n  x: |+\n    x\n\n"],
    ),
    "a comment in a block scalar is text": (
        ["b:\n  in: body\n  description: |\n    x\n\n    # variables in path", "p path"],
        ["p path", "b:\n  in: body\n  description: |\n    x\n\n    # variables in path"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), MOVED.values(), ids=MOVED)
def test_definitions_move_with_all_that_is_theirs(before: list[str], after: list[str]) -> None:
    assert ordered(text(*before)) == text(*after)
    assert ordered(text(*after)) == text(*after)


UNTOUCHED = {
    "nothing": "",
    "comments": "# a\n",
    "not YAML": "b: [\na: 1\n",
    "a tab": "b:\n\tin: body\na:\n  in: body\n",
    "a list": "- b:\n    in: body\n",
    "two documents": "b:\n  in: body\na:\n  in: body\n---\nc:\n  in: body\n",
    "the end of a document": "b:\n  in: body\na:\n  in: body\n...\n",
    "a directive": "%YAML 1.1\n---\nb:\n  in: body\na:\n  in: body\n",
    "braces": "{\nb: {in: body},\na: {in: body}\n}\n",
    "a tag of Python": "b: !!python/none\n  in: body\na:\n  in: body\n",
    "a key with a question mark": "? b\n: in: body\n? a\n: in: body\n",
    "a merge of definitions": "x: &x\n  in: body\n<<: *x\nb:\n  in: body\na:\n  in: body\n",
    "an anchor that is used twice": (
        "m: &x\n  in: body\nz:\n  in: body\n  type: *x\nn: &x\n  in: body\n  type: y\n"
    ),
    "a lone surrogate": "b:\n  in: body  # \udcff\na:\n  in: body\n",
    "a control character": "b:\n  in: body  # \x07\na:\n  in: body\n",
    "a comment inside quotes": 'b:\n  in: body\n  type: "x\n\n# on a"\na:\n  in: body\n',
}


@pytest.mark.parametrize("content", UNTOUCHED.values(), ids=UNTOUCHED)
def test_what_is_not_understood_stays_as_it_is(content: str) -> None:
    assert ordered(content) == content


def test_line_ends_move_with_their_lines() -> None:
    assert ordered("b:\r\n  in: body\r\n# a\na:\r  in: body\r") == (
        "# a\na:\r  in: body\rb:\r\n  in: body\r\n"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_last_line_without_its_end_gets_the_end_of_the_others(end: str) -> None:
    before = "b:\n  in: body\na:\n  in: body".replace("\n", end)
    assert ordered(before) == "a:\n  in: body\nb:\n  in: body\n".replace("\n", end)


def test_a_byte_order_mark_stays_at_the_top() -> None:
    assert ordered("\ufeffb:\n  in: body\na:\n  in: body\n").startswith("\ufeffa:")


def test_tabs_and_trailing_spaces_stay() -> None:
    before = "b:  \n  in: body\t\n  description: |\n    a\tb  \na:\n  in: body\n"
    assert ordered(before) == ("a:\n  in: body\nb:  \n  in: body\t\n  description: |\n    a\tb  \n")


def test_separators_of_unicode_end_no_line() -> None:
    before = "b:\n  in: body  # \u2028 \x85\na:\n  in: body\n"
    assert ordered(before) == "a:\n  in: body\nb:\n  in: body  # \u2028 \x85\n"


def test_an_alias_bomb_ends() -> None:
    levels = "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 12))
    content = f"x0: &x0 [a]\n{levels}b:\n  in: body\na:\n  in: body\n"
    assert ordered(content) == content


def test_aliases_nested_deeper_than_python_calls_are_understood() -> None:
    deep = "x0: &x0 [a]\n" + "".join(
        f"x{n}: &x{n} {'[' * 40}*x{n - 1}{']' * 40}\n" for n in range(1, 50)
    )
    assert ordered(f"{deep}b:\n  in: body\na:\n  in: body\n").endswith(
        "a:\n  in: body\nb:\n  in: body\n"
    )

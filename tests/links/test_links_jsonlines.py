# SPDX-License-Identifier: Apache-2.0
"""Links from lists of JSON lines."""

from __future__ import annotations

import pytest

from os_apiref.links.jsonlines import COMPLAINTS_LIMIT, read_links
from os_apiref.links.link import Link
from os_apiref.problems import Place

URL = "https://example.org/"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"url": "https://example.org/", "page": "a", "line": 3}', Link(URL, Place("a", 3), "a")),
        ('{"url": "https://example.org/", "page": "a"}', Link(URL, Place("a"), "a")),
        ('{"url": "https://example.org/"}', Link(URL, Place("list", 1))),
        ('{"url": "https://example.org/", "line": 3}', Link(URL, Place("list", 1))),
        ('{"url": " https://example.org/ ", "page": null, "x": 1}', Link(URL, Place("list", 1))),
        ('\ufeff{"url": "https://example.org/"}\r', Link(URL, Place("list", 1))),
        ('{"url": "https://example.org/\\u00e9"}', Link(f"{URL}é", Place("list", 1))),
    ],
)
def test_a_line_is_a_link(line: str, expected: Link) -> None:
    assert read_links(line, "list") == ([expected], [])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("https://example.org/", "this is not JSON"),
        ('{"url": ', "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        ('["https://example.org/"]', "this is no JSON object"),
        ("{}", "'url' is missing"),
        ('{"url": 1}', "'url' is no text"),
        ('{"url": " "}', "'url' is no text"),
        ('{"url": "x", "page": 1}', "'page' is no text"),
        ('{"url": "x", "line": "1"}', "'line' is no number of a line"),
        ('{"url": "x", "line": true}', "'line' is no number of a line"),
        ('{"url": "x", "line": -1}', "'line' is no number of a line"),
    ],
)
def test_a_line_that_is_no_link_is_told_with_its_number(line: str, expected: str) -> None:
    links, complaints = read_links(f'{{"url": "a"}}\n\n{line}\n{{"url": "b"}}\n', "list")
    assert [link.url for link in links] == ["a", "b"]
    assert [complaint.line for complaint in complaints] == [3]
    assert complaints[0].message.startswith(f"{expected}; expected {{")


def test_complaints_end_somewhere() -> None:
    links, complaints = read_links("no\n" * 1_000, "list")
    assert links == []
    assert len(complaints) == COMPLAINTS_LIMIT


def test_an_empty_list_has_no_links() -> None:
    assert read_links("\n \n", "list") == ([], [])

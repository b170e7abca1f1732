# SPDX-License-Identifier: Apache-2.0
"""Status codes from files, from tables and from lines of prose."""

from __future__ import annotations

import time

import pytest

from os_apiref.load.statuses import (
    find_prose_lines,
    find_prose_statuses,
    is_prose_status,
    load_status_rows,
    load_statuses,
)
from os_apiref.model.microversion import VersionRange, find_version_range
from os_apiref.model.status import StatusType
from os_apiref.problems import Place, Problem

FILE = """\
200:
  default: |
    All went well.
400:
  default: |
    Malformed.
  name: A malformed name.
404:
  gone: It is gone.
"""


def test_a_whole_file() -> None:
    file = load_statuses(FILE, "status.yaml")
    assert (file.problems, file.faults) == ((), {})
    assert {
        code: {name: text.content for name, text in reasons.items()}
        for code, reasons in file.reasons.items()
    } == {
        200: {"default": "All went well."},
        400: {"default": "Malformed.", "name": "A malformed name."},
        404: {"gone": "It is gone."},
    }
    assert file.reasons[400]["name"].lines == (7,)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("2xx:\n  default: Never.\n", {"2xx": [(1, "unknown-status-code")]}),
        ("99:\n  default: Never.\n", {"99": [(1, "unknown-status-code")]}),
        ("600:\n  default: Never.\n", {"600": [(1, "unknown-status-code")]}),
        ("'200':\n  default: Quoted.\n", {}),
        ("200: All went well.\n", {"200": [(1, "malformed-definition")]}),
        ("200:\n", {"200": [(1, "malformed-definition")]}),
        ("200: {}\n", {"200": [(1, "malformed-definition")]}),
        ("200: [a]\n", {"200": [(1, "malformed-definition")]}),
        ("200:\n  default:\n", {"200": [(2, "malformed-field")]}),
        ("200:\n  default: [a]\n", {"200": [(2, "malformed-field")]}),
        ("200:\n  a: b\n  a: c\n", {"200": [(3, "duplicate-key")]}),
    ],
)
def test_faults_of_files(text: str, faults: dict[str, list[tuple[int, str]]]) -> None:
    file = load_statuses(text, "status.yaml")
    assert file.problems == ()
    assert {
        key: [(one.place.line, one.kind.label) for one in found]
        for key, found in file.faults.items()
    } == faults


@pytest.mark.parametrize(
    ("content", "rows", "problems"),
    [
        ("- 200\n- 400: name\n", [(200, "", "All went well."),
                                  (400, "name", "A malformed name.")], []),
        ("- 200:\n", [(200, "", "All went well.")], []),
        ("- 400: nme\n", [(400, "nme", "Malformed.")], [(7, "unknown-status-reason")]),
        ("- 404\n", [(404, "", None)], [(7, "unknown-status-reason")]),
        ("- 500\n", [(500, "", None)], [(7, "unknown-status-code")]),
        ("- 20\n- 2xx\n- 200\n", [(200, "", "All went well.")],
         [(7, "unknown-status-code"), (8, "unknown-status-code")]),
        ("200\n", [(200, "", "All went well.")], [(7, "malformed-table")]),
        ("200:\n404: gone\n", [(200, "", "All went well."), (404, "gone", "It is gone.")],
         [(7, "malformed-table")]),
        ("-\n- 200\n", [(200, "", "All went well.")], [(7, "malformed-table")]),
        ("- [200]\n- 200\n", [(200, "", "All went well.")], [(7, "malformed-table")]),
        ("- 400: [name]\n", [(400, "", "Malformed.")], [(7, "malformed-table")]),
        ("- ']\n- 200\n", [(200, "", "All went well.")], [(7, "malformed-yaml")]),
    ],
)  # fmt: skip
def test_rows(
    content: str, rows: list[tuple[int, str, str | None]], problems: list[tuple[int, str]]
) -> None:
    found: list[Problem] = []
    place = Place("index.rst", 7)
    reasons = load_statuses(FILE, "status.yaml").reasons
    statuses = load_status_rows(content, place, StatusType.ERROR, reasons, found.append)
    assert [
        (one.code, one.reason, one.description.content if one.description else None)
        for one in statuses
    ] == rows
    assert [(one.place.line, one.kind.label) for one in found] == problems
    assert not [one for one in found if one.place.column]


def test_without_its_file_no_code_is_called_undefined() -> None:
    place = Place("index.rst", 7)
    (status,) = load_status_rows("- 200", place, StatusType.SUCCESS, None, pytest.fail)
    assert (status.code, status.description) == (200, None)


@pytest.mark.parametrize(
    ("text", "type_", "codes"),
    [
        ("Normal response codes: 200", "success", [(200, "")]),
        ("Normal Response Codes: 200, 204", "success", [(200, ""), (204, "")]),
        ("Normal response code: 200", "success", [(200, "")]),
        ("Normal response codes: 200,501", "success", [(200, ""), (501, "")]),
        ("Success response code(s): 201.", "success", [(201, "")]),
        ("Normal http response codes: 202", "success", [(202, "")]),
        (
            "Error response codes: badRequest(400), unauthorized(401), itemNotFound(404)",
            "error",
            [(400, "badRequest"), (401, "unauthorized"), (404, "itemNotFound")],
        ),
        (
            "Error response codes: badRequest(400),\nitemNotFound (404),conflict( 409 )",
            "error",
            [(400, "badRequest"), (404, "itemNotFound"), (409, "conflict")],
        ),
        (
            "Error response codes: computeFault(400, 500), Not Found(404)",
            "error",
            [(400, "computeFault"), (500, "computeFault"), (404, "Not Found")],
        ),
        ("Error response codes: 400, 401", "error", [(400, ""), (401, "")]),
        ("Error response codes: 1400, 40, v4.404, 999, none", "error", []),
        ("Normal response codes: 200 202", "success", [(200, ""), (202, "")]),
        ("Error response codes: 404 (if it was 200 before)", "error", [(404, "")]),
        (
            "Error response codes: gone(404) if it is not there. (If it is empty, it is 200.)",
            "error",
            [(404, "gone")],
        ),
        ("Error response codes: a (404, 409), (HTTP 503)", "error",
         [(404, "a"), (409, "a"), (503, "")]),
        ("Response codes: 200, 204", "success", [(200, ""), (204, "")]),
        ("HTTP status codes: notFound(404)", "error", [(404, "notFound")]),
        ("Return code: 410", "error", [(410, "")]),
        ("Normal response codes:", "success", []),
        ("The response codes: 200", None, []),
        ("A normal response code is 204.", None, []),
        ("Response codes", None, []),
        ("Codes: 200", None, []),
        ("Status: 200", None, []),
    ],
)  # fmt: skip
def test_prose(text: str, type_: str | None, codes: list[tuple[int, str]]) -> None:
    statuses = find_prose_statuses(text, Place("a.inc", 3))
    assert is_prose_status(text) == (type_ is not None)
    assert [(one.code, one.reason) for one in statuses] == codes
    assert {one.type.value for one in statuses} <= {type_}


def test_lines_of_prose_in_one_paragraph() -> None:
    text = "Normal response codes: 200,\n202\nError response codes: 400,\n404\nResponse codes: 410"
    assert [
        (one.place.line, one.code, one.type.value)
        for one in find_prose_statuses(text, Place("a.inc", 3))
    ] == [
        (3, 200, "success"),
        (4, 202, "success"),
        (5, 400, "error"),
        (6, 404, "error"),
        (7, 410, "error"),
    ]


def test_without_a_line_the_place_of_prose_stays_unknown() -> None:
    (status,) = find_prose_statuses("Normal response codes:\n200", Place("a.inc"))
    assert status.place == Place("a.inc")


def test_prose_with_versions() -> None:
    text = "Normal response codes: 200 (microversions 2.0 - 2.100), 202 (microversion 2.101 - )"
    assert [(one.code, str(one.versions)) for one in find_prose_statuses(text, Place("a"))] == [
        (200, "2.0 – 2.100"),
        (202, "since 2.101"),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Normal response codes: 200", [("Normal response codes", False)]),
        (
            "Normal response codes:200.\nError  Response Code(s) : gone(404), a b (409,410)",
            [("Normal response codes", False), ("Error Response Code(s)", False)],
        ),
        ("Response codes: 200 (microversions 2.0 - 2.100)", [("Response codes", False)]),
        ("Response codes: 200 (from microversion 2.5 for all)", [("Response codes", True)]),
        ("Response codes: 200 or 204", [("Response codes", True)]),
        ("Response codes: none", [("Response codes", True)]),
        ("Response codes: 200 (or 202)", [("Response codes", True)]),
        ("Codes: 200", []),
    ],
)
def test_lines_of_prose_that_say_more_than_codes(text: str, lines: list[tuple[str, bool]]) -> None:
    found = find_prose_lines(text, Place("a.inc"))
    assert [(one.label, one.says_more) for one in found] == lines


@pytest.mark.parametrize(
    "rest",
    [
        "a " * 20_000,
        "a" * 50_000,
        "200 (" * 10_000,
        "200 (" + "microversion " * 5_000,
        "a" + " " * 50_000 + "(",
        "a(" + "400," * 10_000,
        "1" * 50_000,
        "(" * 50_000,
        "( a " * 10_000,
        "\nNormal response codes: 200" * 2_000,
    ],
    ids=[
        "words",
        "one word",
        "brackets",
        "microversions",
        "blanks",
        "a list",
        "digits",
        "open brackets",
        "remarks",
        "lines",
    ],
)
def test_long_prose_costs_no_more_than_its_length(rest: str) -> None:
    start = time.process_time()
    statuses = find_prose_statuses(f"Normal response codes: {rest}", Place("a.inc", 3))
    assert time.process_time() - start < 2
    assert len(statuses) <= rest.count("00")


def test_the_range_of_a_heading() -> None:
    assert find_version_range("Response") == VersionRange()

# SPDX-License-Identifier: Apache-2.0
"""Templates: what an author wrote is text, and every hook is there."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest

from os_apiref import render
from os_apiref.kinds import ProblemKind, Severity
from os_apiref.labels import version_words
from os_apiref.model.microversion import EVERY_VERSION, Microversion, VersionRange
from os_apiref.model.parameter import Parameter, ParameterUse, Role, Text
from os_apiref.model.status import StatusCode, StatusType
from os_apiref.problems import Place, Problem
from os_apiref.words import Words

EVIL = """<script>"'&</script>"""
ENGLISH = Words()
PLACE = Place("index.rst", 1)
FROM_2_9_TO_2_10 = VersionRange(Microversion(2, 9), Microversion(2, 10))


def parsed(html: str) -> ElementTree.Element:
    """The HTML, which must be XML too: books are."""
    return ElementTree.fromstring(f"<body>{html}</body>")


def text_of(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def operation(**given: Any) -> ElementTree.Element:
    endpoint = {"method": "GET", "path": "/servers", "versions": EVERY_VERSION}
    frame = {"ids": ["list"], "classes": [], "title": "<h2>List</h2>", "title_text": "List"}
    frame |= {"body": "<p>Body.</p>", "is_open": False}
    for name, value in given.items():
        (frame if name in frame else endpoint)[name] = value
    return parsed(render.operation(ENGLISH, render.Endpoint(**endpoint), **frame))[0]


def use(name: str, location: str = "body", **given: Any) -> ParameterUse:
    definition = Parameter(name, PLACE, location=location, type="string", **given)
    return ParameterUse(name, name, definition, PLACE, anchor=f"list.{name}")


def rows_of(*uses: ParameterUse, role: Role | None = None) -> list[ElementTree.Element]:
    table = parsed(render.parameters(ENGLISH, [(one, "The <i>words</i>.") for one in uses], role))
    return table.findall(".//tr[@id]")


def test_an_operation_says_everything_of_its_method() -> None:
    section = operation(
        path="/servers/{server_id}",
        versions=FROM_2_9_TO_2_10,
        deprecated="2.10",
        summary="Lists.",
        ids=["list", "older"],
        classes=["mine"],
    )
    assert section.get("class") == "rest-operation mine"
    assert section.get("data-method") == "GET"
    assert section.get("data-path") == "/servers/{server_id}"
    assert section.get("data-min-version") == "2.9"
    assert section.get("data-max-version") == "2.10"
    assert [one.get("id") for one in section.iter() if one.get("id")] == ["list", "older"]
    assert [one.text for one in section.iter("var")] == ["{server_id}"]
    summary = section.find("details/summary")
    assert summary is not None
    assert text_of(summary) == "GET List deprecated 2.10 2.9 – 2.10 /servers/{server_id} Lists."
    assert summary.find(".//a") is None


def test_an_operation_is_closed_unless_told() -> None:
    closed, opened = operation().find("details"), operation(is_open=True).find("details")
    assert closed is not None
    assert opened is not None
    assert (closed.get("open"), opened.get("open")) == (None, "open")


def test_an_operation_needs_no_method_id_or_summary() -> None:
    section = operation(method="", ids=[])
    assert section.get("data-method") == ""
    assert section.get("id") is None
    assert section.find("a") is None
    assert section.find(".//*[@class='rest-method']") is None
    assert section.find(".//*[@class='rest-brief']") is None


def test_what_an_author_wrote_is_text() -> None:
    section = operation(
        method=EVIL, path=EVIL, min_version=EVIL, deprecated=EVIL, summary=EVIL, title_text=EVIL
    )
    assert section.find(".//script") is None
    assert text_of(section).count(EVIL) == 5
    assert (section.get("data-method"), section.get("data-path")) == (EVIL, EVIL)
    endpoint = render.Endpoint(EVIL, EVIL, EVERY_VERSION, max_version=EVIL)
    assert text_of(parsed(render.endpoint(ENGLISH, endpoint))).count(EVIL) == 3
    (row,) = rows_of(use(EVIL, EVIL, min_version=EVIL))
    assert row.get("data-name") == row.get("data-in") == EVIL
    assert row.find(".//script") is None
    problem = Problem(ProblemKind.MISSING_SAMPLE, Place(EVIL, 1), EVIL)
    assert text_of(parsed(render.problems(ENGLISH, [(problem, Severity.WARNING)]))).count(EVIL) == 2
    bar = parsed(render.bar(ENGLISH, first=True, versions={"2.1": EVIL}))
    assert bar.find(".//script") is None


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("", "", ""),
        ("2.10", "", "since 2.10"),
        ("", "2.10", "until 2.10"),
        ("2.9", "2.10", "2.9 – 2.10"),
    ],
)
def test_versions_in_words(low: str, high: str, words: str) -> None:
    assert version_words(ENGLISH, low, high) == words


def test_a_row_says_everything_of_its_definition() -> None:
    (row,) = rows_of(
        use("limit", "query", required=True, versions=FROM_2_9_TO_2_10, min_version="2.9"),
        role=Role.REQUEST,
    )
    assert row.get("id") == "list.limit"
    assert row.get("data-name") == "limit"
    assert row.get("data-in") == "query"
    assert (row.get("data-min-version"), row.get("data-max-version")) == ("2.9", "2.10")
    assert text_of(row) == "limitstring in query required since 2.9The words."


def test_a_response_does_not_say_that_a_parameter_is_required() -> None:
    always, sometimes = rows_of(use("id", required=True), use("name"), role=Role.RESPONSE)
    assert "required" not in text_of(always)
    assert "optional" in text_of(sometimes)


def test_rows_stand_by_location_and_in_their_order() -> None:
    uses = [use("b"), use("q", "query"), use("a"), use("h", "header"), use("x", "cookie")]
    html = render.parameters(ENGLISH, [(one, "") for one in uses], None)
    assert re.findall(r"<b>(.*?)</b>", html) == ["Header", "Query", "Body", "Cookie"]
    assert re.findall(r'data-name="(.*?)"', html) == ["h", "q", "b", "a", "x"]


def test_a_dotted_name_is_nested_where_its_parent_has_a_row() -> None:
    names = ("server", "server.links", "server.links.href", "image.id")
    rows = rows_of(*map(use, names))
    assert [row.get("data-depth") for row in rows] == [None, "1", "2", None]
    parents = [row.findtext(".//*[@class='rest-parent']") for row in rows]
    assert parents == [None, "server.", "server.links.", None]
    assert [text_of(row.find("th")) for row in rows] == list(names)  # type: ignore[arg-type]


def test_a_row_without_a_definition_is_shown() -> None:
    undefined = ParameterUse("nowhere", "nowhere", None, PLACE, anchor="list.nowhere")
    html = render.parameters(ENGLISH, [(undefined, "")], Role.REQUEST)
    assert "<b>Other</b>" in html
    assert 'data-name="nowhere" data-in=""' in html


def test_a_status_code_has_its_meaning_and_its_versions() -> None:
    text = Text("Gone.", "status.yaml", (1,))
    table = StatusCode(404, StatusType.ERROR, PLACE, "key_of_text", text)
    prose = StatusCode(404, StatusType.ERROR, PLACE, "itemNotFound", versions=FROM_2_9_TO_2_10)
    unknown = StatusCode(799, StatusType.ERROR, PLACE)
    groups = [("Error", [(table, "Gone <i>away</i>.")]), (EVIL, [(prose, ""), (unknown, "")])]
    html = render.status_codes(ENGLISH, groups)
    (list_,) = parsed(html)
    assert list_.get("class") == "rest-statuses"
    assert [text_of(one) for one in list_.iter("dt")] == ["Error", EVIL]
    assert [(one.get("data-code"), text_of(one)) for one in list_.iter("dd")] == [
        ("404", "404 Not Found Gone away."),
        ("404", "404 Not Found itemNotFound microversion 2.9 – 2.10"),
        ("799", "799 Unknown"),
    ]
    hooks = [(one.get("data-min-version"), one.get("data-max-version")) for one in list_.iter("dd")]
    assert hooks == [(None, None), ("2.9", "2.10"), (None, None)]


def test_only_the_first_bar_of_a_page_narrows() -> None:
    first = parsed(render.bar(ENGLISH, first=True, versions={"2.10": "Xena", "2.9": ""}))
    assert [one.get("name") for one in first.iter("select")] == ["version", "compare"]
    options = [text_of(one) for one in first.findall(".//select[@name='version']/option")]
    assert options == ["all", "2.10 Xena", "2.9"]
    assert len(first.findall(".//select[@name='compare']/option")) == 1
    second = parsed(render.bar(ENGLISH, first=False, versions={}))
    assert [one.get("name") for one in second.iter() if one.get("name")] == ["expand"]
    assert parsed(render.bar(ENGLISH, first=True, versions={})).find(".//select") is None

# SPDX-License-Identifier: Apache-2.0
"""Results of links as JSON, and the schema that describes it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from link_reports import DOCS, FOLDER, lost_internal, many, moved, one_of_each, report_of, result
from report_cases import HOSTILE

from os_apiref.links.answer import Hop
from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict
from os_apiref.problems import Place
from os_apiref.reports import links_json
from os_apiref.reports.links_report import LinkReport


def schema() -> Any:
    return json.loads(files("os_apiref.reports").joinpath("links.schema.json").read_text())


def line_schema() -> Any:
    return {"$ref": "#/$defs/link", "$defs": schema()["$defs"]}


def rendered(report: LinkReport) -> Any:
    """Return a document as a strict reader sees it, once the schema has been asked."""
    written = links_json.render(report)
    assert written.isascii()
    document = json.loads(written)
    Draft202012Validator(schema()).validate(document)
    return document


def line_of(one: Result, *links: Link) -> Any:
    written = links_json.json_line(one, links, FOLDER)
    assert written.isascii()
    assert "\n" not in written
    told = json.loads(written)
    Draft202012Validator(line_schema()).validate(told)
    return told


def test_the_schema_is_one_and_has_a_name() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$id"] == f"urn:os-apiref:links:{links_json.VERSION}"


def test_the_schema_knows_every_verdict() -> None:
    definitions = schema()["$defs"]
    verdicts = [verdict.value for verdict in Verdict]
    assert definitions["verdict"]["enum"] == verdicts
    assert definitions["totals"]["properties"]["verdicts"]["required"] == verdicts


def test_a_line_says_all_that_is_known() -> None:
    one = moved(advice="write it anew")
    assert line_of(one, Link(one.url, Place("/reference/a.inc", 3, 9), "index")) == {
        "url": "https://developer.example.org/api-ref/compute/",
        "verdict": "redirected",
        "why": "301 Moved Permanently",
        "status": 200,
        "hops": [
            {
                "url": "https://developer.example.org/api-ref/compute/",
                "status": 301,
                "target": f"{DOCS}/api-ref/compute/",
            }
        ],
        "target": f"{DOCS}/api-ref/compute/",
        "permanent": True,
        "when": "2026-03-14T15:09:26Z",
        "seconds": 0.25,
        "remembered": False,
        "last_good": None,
        "advice": "write it anew",
        "replacement": f"{DOCS}/api-ref/compute/",
        "places": [{"path": "a.inc", "line": 3, "column": 9, "page": "index"}],
    }


def test_what_is_not_known_is_null() -> None:
    told = line_of(Result("u", Verdict.IGNORED, ""), Link("u", Place("", 0, 4)))
    nulls = {name for name, value in told.items() if value is None}
    unknown = {"status", "target", "permanent", "when", "last_good", "advice", "replacement"}
    assert nulls == unknown
    assert told["places"] == [{"path": None, "line": None, "column": None, "page": None}]


def test_when_a_link_was_last_good_is_a_time() -> None:
    (down,) = (one for one in one_of_each() if one.verdict is Verdict.UNAVAILABLE)
    assert line_of(down)["last_good"] == "2026-01-02T03:04:05Z"


def test_a_document_counts_and_lists_everything_by_url() -> None:
    document = rendered(report_of(*one_of_each(), internal=(lost_internal(),)))
    assert document["gate"] == ["broken", "soft-404", "unavailable", "timeout"]
    assert document["failing"] == 5
    totals = document["totals"]
    assert totals["verdicts"] == {verdict.value: 1 for verdict in Verdict} | {"redirected": 2}
    assert {name: totals[name] for name in ("urls", "places", "requests", "remembered")} == {
        "urls": 12,
        "places": 12,
        "requests": 15,
        "remembered": 1,
    }
    urls = [link["url"] for link in document["links"]]
    assert urls == sorted(urls)
    assert document["internal"] == [
        {
            "path": "index.rst",
            "line": 7,
            "column": 3,
            "message": "'#flavours' names no section of this document",
            "suggestion": "did you mean '#flavors'?",
        }
    ]


def test_a_document_without_links_is_one() -> None:
    document = rendered(report_of())
    assert (document["links"], document["internal"], document["failing"]) == ([], [], 0)


def test_lines_and_document_tell_the_same() -> None:
    report = many(40)
    lines = links_json.render_lines(report).splitlines()
    assert [json.loads(line) for line in lines] == rendered(report)["links"]


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "fine"},
        {"when": "2026-03-14 15:09"},
        {"status": "404"},
        {"seconds": -1},
        {"advice": ""},
        {"more": 1},
    ],
    ids=str,
)
def test_the_schema_refuses_what_is_not_written(change: dict[str, Any]) -> None:
    told = line_of(result(DOCS, Verdict.BROKEN)) | change
    assert not Draft202012Validator(line_schema()).is_valid(told)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_texts_come_back_as_they_were_but_for_lone_surrogates(text: str) -> None:
    one = result(text, Verdict.BROKEN, text, hops=(Hop(text, 301, text),), advice=text)
    told = line_of(one, Link(text, Place(f"{FOLDER}/a", 1), text))
    expected = "".join("\ufffd" if "\ud800" <= one <= "\udfff" else one for one in text)
    assert [told["url"], told["why"], told["hops"][0]["target"]] == [expected] * 3
    assert told["advice"] == told["places"][0]["page"] == (expected or None)

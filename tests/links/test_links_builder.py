# SPDX-License-Identifier: Apache-2.0
"""The builder os_apiref_links: links checked by ``sphinx-build``; no test asks a network."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conftest import Build, Built
from os_apiref.links.answer import Hop
from os_apiref.links.exemptions import Sifted, adjust
from os_apiref.links.result import Result, Verdict
from os_apiref.sphinxext.linkbuilder import LinkBuilder
from os_apiref.sphinxext.linkoptions import Configured

TITLE = "Title\n=====\n\n"
HOP = Hop("https://e.org/moved", 301, "https://new.org/")

ANSWERS = {
    "https://e.org/ok": Result("https://e.org/ok", Verdict.OK, "200 OK", status=200),
    "https://e.org/gone": Result("https://e.org/gone", Verdict.BROKEN, "404 Not Found", status=404),
    "https://e.org/slow": Result("https://e.org/slow", Verdict.TIMEOUT, "no answer in 30 s"),
    "https://e.org/403": Result("https://e.org/403", Verdict.FORBIDDEN, "403", status=403),
    "https://e.org/moved": Result(
        "https://e.org/moved", Verdict.REDIRECTED, "301", hops=(HOP,), is_permanent=True, status=200
    ),
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Sifted]:
    """Answer from the table above, and return what was asked."""
    seen: list[Sifted] = []

    def check(self: LinkBuilder, sifted: Sifted, configured: Configured) -> list[Result]:
        seen.append(sifted)
        found = []
        for url in dict.fromkeys(link.url for link in sifted.links):
            why = sifted.ignored.get(url)
            found.append(Result(url, Verdict.IGNORED, why) if why else ANSWERS[url])
        return [adjust(result, configured.exemptions) for result in found]

    monkeypatch.setattr(LinkBuilder, "check", check)
    return seen


def built_from(build: Build, text: str, **settings: Any) -> Built:
    return build({"index.rst": f"{TITLE}{text}\n"}, builder="os_apiref_links", **settings)


def lines_of(built: Built) -> list[str]:
    return (Path(built.app.outdir) / "output.txt").read_text(encoding="utf-8").splitlines()


def objects_of(built: Built) -> list[dict[str, Any]]:
    text = (Path(built.app.outdir) / "output.json").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


BUILT = [
    ("https://e.org/ok", [], 0),
    ("https://e.org/gone",
     ["index.rst:4:1: error: 'https://e.org/gone' is broken: 404 Not Found "
      "[os_apiref.broken-link]"], 1),
    ("x https://e.org/slow",
     ["index.rst:4:3: error: 'https://e.org/slow' did not answer in time: no answer in 30 s "
      "[os_apiref.broken-link]"], 1),
    ("https://e.org/moved",
     ["index.rst:4:1: note: 'https://e.org/moved' has moved for good to 'https://new.org/'"], 0),
    ("`x <#gone>`_",
     ["index.rst:4:5: error: the link '#gone' leads to 'gone', an id that document index lacks; "
      "name the id of a section [os_apiref.broken-link]"], 1),
    (":ref:`gone`", ["index.rst:4: warning: undefined label: 'gone' [ref.ref]"], 0),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problems", "statuscode"), BUILT)
def test_what_a_build_says(
    build: Build, asked: list[Sifted], text: str, problems: list[str], statuscode: int
) -> None:
    built = built_from(build, text)
    told = [line for line in built.problems if "index.rst" in line]
    assert [line.partition(" [os_apiref.moved")[0] for line in told] == problems
    assert built.app.statuscode == statuscode


def test_a_warning_fails_a_build_that_takes_warnings_as_errors(
    build: Build, asked: list[Sifted]
) -> None:
    settings = {"os_apiref_checks": {"uncertain-link": "warning"}}
    assert built_from(build, "https://e.org/403", **settings).app.statuscode == 0
    strict = built_from(build, "https://e.org/403", warningiserror=True, **settings)
    assert strict.app.statuscode == 1


QUIET = [
    {"suppress_warnings": ["os_apiref.broken-link"]},
    {"suppress_warnings": ["os_apiref"]},
    {"linkcheck_ignore": [".*gone"]},
    {"linkcheck_exclude_documents": ["index"]},
]


@pytest.mark.parametrize("settings", QUIET)
def test_what_is_suppressed_fails_no_build(
    build: Build, asked: list[Sifted], settings: dict[str, Any]
) -> None:
    built = built_from(build, "https://e.org/gone", **settings)
    assert (built.problems, built.app.statuscode) == ([], 0)


def test_a_comment_silences_a_link(build: Build, asked: list[Sifted]) -> None:
    comment = ".. os-apiref: ignore broken-link -- it comes back in May\n\n"
    built = built_from(build, f"{comment}https://e.org/gone `x <#gone>`_")
    assert (built.problems, built.app.statuscode) == ([], 0)


def test_the_output_is_in_the_form_of_linkcheck(build: Build, asked: list[Sifted]) -> None:
    built = built_from(
        build, "https://e.org/ok https://e.org/gone\nhttps://e.org/moved https://e.org/gone"
    )
    assert lines_of(built) == [
        "index.rst:4: [broken] https://e.org/gone: 404 Not Found",
        "index.rst:5: [broken] https://e.org/gone: 404 Not Found",
        "index.rst:5: [redirected permanently] https://e.org/moved to https://new.org/",
    ]
    assert objects_of(built)[0] == {
        "filename": "index.rst",
        "lineno": 4,
        "status": "working",
        "code": 200,
        "uri": "https://e.org/ok",
        "info": "200 OK",
        "verdict": "ok",
        "column": 1,
    }
    assert [(one["status"], one["code"], one["lineno"]) for one in objects_of(built)] == [
        ("working", 200, 4),
        ("broken", 404, 4),
        ("broken", 404, 5),
        ("redirected", 301, 5),
    ]


def test_a_project_without_links_has_empty_output(build: Build, asked: list[Sifted]) -> None:
    built = built_from(build, "nothing")
    assert (lines_of(built), objects_of(built), built.app.statuscode) == ([], [], 0)


def test_an_option_without_effect_is_warned_of(build: Build, asked: list[Sifted]) -> None:
    built = built_from(build, "nothing", linkcheck_ignore=["("])
    assert built.problems == [
        "WARNING: linkcheck_ignore: '(' has no effect on os_apiref_links; "
        "give a regular expression [os_apiref.links]"
    ]


def test_the_builder_needs_no_page_twice(build: Build, asked: list[Sifted]) -> None:
    built_from(build, "https://e.org/ok")
    built_from(build, "https://e.org/ok")
    assert [[link.url for link in sifted.links] for sifted in asked] == [["https://e.org/ok"]] * 2


def test_another_extension_may_rewrite_urls(build: Build, asked: list[Sifted]) -> None:
    def rewrite(app: object, url: str) -> str:
        return url.replace("short", "ok")

    built = build({"index.rst": f"{TITLE}https://e.org/short\n"}, builder="dummy")
    built.app.connect("linkcheck-process-uri", rewrite)
    builder = LinkBuilder(built.app, built.app.env)
    builder.init()
    builder.finish()
    assert [(one.url, one.written) for one in asked[0].links] == [
        ("https://e.org/ok", "https://e.org/short")
    ]

# SPDX-License-Identifier: Apache-2.0
"""Links that stay inside a reference: what is wrong with them, without network."""

from __future__ import annotations

from pathlib import Path

import pytest

from conftest import Build
from os_apiref.kinds import ProblemKind
from os_apiref.sphinxext.linkfinder import Found, find_links

TITLE = "Title\n=====\n\n"
FILES = {
    "other.rst": ":orphan:\n\nOther\n=====\n\n.. _Target Name:\n\nSome section\n------------\n",
    "sub/index.rst": f":orphan:\n\n{TITLE}",
    "sub/deep.rst": f":orphan:\n\n{TITLE}`x <../other.html#some-section>`_ "
    "`y <../../other/#some-section>`_ `z <index.html>`_ `w <./>`_\n",
    "parameters.yaml": "key:\n  in: body\n  type: string\n  description: see `x <#gone>`_\n",
    "extra/robots/a.pdf": "pdf",
}


def found_in(build: Build, text: str, **settings: object) -> Found:
    files = {"index.rst": f"{TITLE}{text}\n", **FILES}
    return find_links(build(files, builder="dummy", **settings).app)


def told(found: Found) -> list[str]:
    return [
        f"{Path(one.place.path).name}:{one.place.line}:{one.place.column}: {one.text}"
        for one in found.internal
    ]


GOOD = [
    "#title",
    "#",
    "#top",
    "#:~:text=any",
    "other.html",
    "other.html#some-section",
    "other.html#target-name",
    "./other.html",
    "other.html?x=1#other",
    "other/",
    "other/#some-section",
    "sub/",
    "sub/index.html",
    "sub/deep.html#title",
    "sub/deep/",
    "sub/deep",
    "sub/../other.html",
    "index.html",
    "genindex.html",
    "search.html?q=x",
    "py-modindex.html",
    "_static/any.css",
    "objects.inv",
    "?expanded=title-detail#title",
    "other.html?expanded=some-section-detail,other-detail#other",
    "../elsewhere/index.html",
    "/api-ref/compute/",
    "mailto:a@e.org",
    "tel:1",
    "data:text/plain,x",
]


@pytest.mark.parametrize("url", GOOD)
def test_a_link_that_leads_somewhere_is_no_problem(build: Build, url: str) -> None:
    found = found_in(build, f"`x <{url}>`_")
    assert (told(found), found.links) == ([], ())


BAD = [
    ("#titel", "leads to 'titel', an id that document index lacks; did you mean 'title'?"),
    ("#some-section", "leads to 'some-section', an id that document index lacks; "
     "document other has it"),
    ("#x-y-z", "leads to 'x-y-z', an id that document index lacks; name the id of a section"),
    ("other.html#Some-section", "leads to 'Some-section', an id that document other lacks; "
     "did you mean 'some-section'?"),
    ("other/#gone", "leads to 'gone', an id that document other lacks; name the id of a section"),
    ("othr.html", "leads to no page and no file; did you mean :doc:`/other`?"),
    ("other.rst", "leads to no page and no file; write :doc:`/other`"),
    ("sub/dep.html", "leads to no page and no file; did you mean :doc:`/sub/deep`?"),
    ("some.pdf", "leads to no page and no file; "
     "name a page of this reference, or a file in html_extra_path"),
    ("?expanded=title-detail,none-detail#title", "leads to 'none', an id that document index "
     "lacks; name the id of a section"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), BAD)
def test_a_link_that_leads_nowhere(build: Build, url: str, expected: str) -> None:
    found = found_in(build, f"`x <{url}>`_")
    assert told(found) == [f"index.rst:4:5: the link '{url}' {expected}"]
    assert found.internal[0].kind is ProblemKind.BROKEN_LINK


def test_links_in_raw_html_and_their_ids_count(build: Build) -> None:
    text = '.. raw:: html\n\n   <a href="#here">x</a>\n   <a href="#gone" id="here">y</a>'
    assert told(found_in(build, text)) == [
        "index.rst:7:13: the link '#gone' leads to 'gone', an id that document index lacks; "
        "name the id of a section"
    ]


def test_links_in_definitions_stay_in_the_document(build: Build) -> None:
    text = ".. rest_method:: GET /a\n\n.. rest_parameters:: parameters.yaml\n\n   - name: key"
    assert told(found_in(build, text)) == [
        "parameters.yaml:4:24: the link '#gone' leads to 'gone', an id that document index "
        "lacks; name the id of a section"
    ]


def test_rows_are_ids(build: Build) -> None:
    text = (
        "Show\n----\n\n.. rest_method:: GET /a\n\nRequest\n~~~~~~~\n\n"
        ".. rest_parameters:: parameters.yaml\n\n   - name: key\n\n`x <#show.request.name>`_"
    )
    assert [one for one in told(found_in(build, text)) if "index.rst" in one] == []


def test_files_beside_the_pages_are_known(build: Build, tmp_path: Path) -> None:
    extra = str(tmp_path / "source" / "extra")
    text = "`x <robots/a.pdf>`_ `y <robots/b.pdf>`_"
    assert told(found_in(build, text, html_extra_path=[extra])) == [
        "index.rst:4:25: the link 'robots/b.pdf' leads to no page and no file; "
        "name a page of this reference, or a file in html_extra_path"
    ]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("/other/", "https://docs.e.org/other/"),
        ("../sister/a.html#b", "https://docs.e.org/sister/a.html#b"),
    ],
)
def test_a_link_out_of_the_site_is_external_where_the_site_is_known(
    build: Build, url: str, expected: str
) -> None:
    found = found_in(build, f"`x <{url}>`_", html_baseurl="https://docs.e.org/api/")
    assert [(link.url, link.place.column, link.written) for link in found.links] == [
        (expected, 5, url)
    ]


UNRESOLVED = [
    (":ref:`none`", "index.rst:4:0: undefined label: 'none'"),
    (":doc:`none`", "index.rst:4:0: unknown document: 'none'"),
    (":download:`none.zip`", "index.rst:4:0: download file not readable: SOURCE/none.zip"),
    (".. image:: none.png", "index.rst:4:0: image file not readable: none.png"),
    ("none_", "index.rst:4:0: Unknown target name: \"none\"."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), UNRESOLVED)
def test_what_sphinx_cannot_resolve_is_a_broken_link(
    build: Build, tmp_path: Path, text: str, expected: str
) -> None:
    found = found_in(build, text)
    words = [one.split(";")[0].replace(f"{tmp_path}/source", "SOURCE") for one in told(found)]
    assert [one.split(" (")[0] for one in words] == [expected]
    assert [bool(one.sphinx_name) for one in found.internal] == [True]


def test_a_footnote_that_nothing_refers_to_is_no_broken_link(build: Build) -> None:
    assert told(found_in(build, "x\n\n.. [1] note\n.. [abc] citation")) == []

# SPDX-License-Identifier: Apache-2.0
"""An operation in writers that know no page: text, man, LaTeX, Texinfo, XML and books."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from conftest import Build

INDEX = """\
Servers
=======

Show server
-----------

.. rest_method:: GET /servers/\u200b{server_id}?long={long}
   min_version: 2.10

Shows one server.

Request
~~~~~~~

.. rest_parameters:: parameters.yaml

   - server_id: server_id
   - long: long

Response
~~~~~~~~

.. rest_parameters:: parameters.yaml

   - server: server
   - a: part
   - b: part
   - c: part
   - d: part
   - image: image
   - image.id: image_id

.. literalinclude:: show-resp.json

.. rest_status_code:: error status.yaml

   - 404
"""
PARAMETERS = """\
server_id: {in: path, type: string, required: true, description: The *ID*.}
long: {in: query, type: boolean, max_version: 2.12}
server: {in: body, type: object, required: true, description: The server.}
part: {in: body, type: object, required: true, description: A part.}
image: {in: body, type: object, description: The image.}
image_id: {in: body, type: string, required: true, description: Its ID.}
"""
FILES = {
    "index.rst": INDEX,
    "parameters.yaml": PARAMETERS,
    "status.yaml": "404: {default: There is none.}\n",
    "show-resp.json": '{"server": {"a": {"b": {"c": {"d": {}}}}}}',
}
SUFFIXES = {"text": "txt", "latex": "tex", "man": "1", "texinfo": "texi", "xml": "xml"}


def written(build: Build, builder: str, files: dict[str, str] = FILES, **settings: Any) -> str:
    """What a builder writes of a project."""
    built = build(files, builder=builder, **settings)
    assert built.warnings == ""
    (path,) = Path(built.app.outdir).rglob(f"*.{SUFFIXES[builder]}")
    return path.read_text(encoding="utf-8")


def test_a_request_is_a_line_of_its_own(build: Build) -> None:
    text = written(build, "text")
    assert "\n\n   GET /servers/{server_id}?long={long}\n\n*since 2.10*\n\nShows one" in text


@pytest.mark.parametrize("builder", SUFFIXES)
def test_no_writer_meets_a_space_that_nobody_sees(builder: str, build: Build) -> None:
    assert "\u200b" not in written(build, builder)


def test_rows_stand_by_place_with_what_is_known_of_them(build: Build) -> None:
    text = written(build, "text")
    assert '**Path**\n\n"server_id" (string, required)\n   The *ID*.\n' in text
    assert '**Query**\n\n"long" (boolean, optional, until 2.12)\n' in text
    assert '"server" (object)\n   The server.\n' in text  # of an answer nothing is required


def test_bodies_nest_by_example_and_by_name(build: Build) -> None:
    text = written(build, "text")
    assert "**Body** (nesting inferred from the example)\n" in text
    assert '"server" (object)\n   The server.\n\n   "a" (object)\n      A part.\n' in text
    assert (
        '\n   "image" (object, optional)\n      The image.\n\n      "image.id" (string)\n' in text
    )


def test_a_row_too_deep_for_lists_says_what_it_lies_in(build: Build) -> None:
    """LaTeX stops at the seventh list in a list."""
    text = written(build, "text")
    assert '\n      "b" (object)\n' in text
    assert '\n      "c" (object, in server.a.b)\n' in text
    assert '\n      "d" (object, in server.a.b.c)\n' in text


def test_without_inference_names_alone_nest(build: Build) -> None:
    text = written(build, "text", os_apiref_infer_nesting=False)
    assert "inferred" not in text
    assert '\n"a" (object)\n' in text
    assert '\n   "image.id" (string)\n' in text


@pytest.mark.parametrize(
    ("above", "label"),
    [
        ("", '   "d" (object, in server.a.b.c)\n         A part.\n'),
        ("**An answer**\n\n", "**An answer**\n"),
        ("An answer is long.\n\n", "An answer is long.\n"),
    ],
)
def test_a_sample_without_a_word_gets_one(above: str, label: str, build: Build) -> None:
    rst = INDEX.replace(".. literalinclude", f"{above}.. literalinclude")
    text = written(build, "text", FILES | {"index.rst": rst})
    assert ("\n**Response**\n\n   {" in text) == (above == "")
    assert label in text


def test_a_status_code_has_its_phrase_and_reason(build: Build) -> None:
    text = written(build, "text")
    assert "**Error**\n\n404 Not Found\n   There is none.\n" in text


def test_xml_is_whole_and_has_nothing_of_ours(build: Build) -> None:
    tree = etree.fromstring(written(build, "xml").encode())
    assert not [one.tag for one in tree.iter(etree.Element) if str(one.tag).startswith("rest_")]
    assert not tree.xpath("//*[@sample or @anchors or @rows]")
    terms = tree.xpath("//definition_list_item/term/@ids")
    assert "show-server.request.server_id" in terms
    assert tree.xpath("//section[@ids='show-server']/literal_block/text()") == [
        "GET /servers/{server_id}?long={long}"
    ]


@pytest.mark.parametrize("builder", ["latex", "man", "texinfo"])
def test_markup_characters_of_authors_are_text(builder: str, build: Build) -> None:
    rst = INDEX.replace("- long: long", "- \\\\x{y}_$%&#^~@\"': long")
    text = written(build, builder, FILES | {"index.rst": rst})
    assert not re.search(r"(?<!\\)\\x\{y\}", text)


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "verbatimforcewraps=true"),
        ({"sphinxsetup": "hmargin=1in,"}, "hmargin=1in,verbatimforcewraps=true"),
        ({"sphinxsetup": "verbatimforcewraps=false"}, "verbatimforcewraps=false"),
    ],
)
def test_long_words_of_samples_wrap_unless_the_project_decides_it(
    settings: dict[str, str], expected: str, build: Build
) -> None:
    text = written(build, "latex", latex_elements=settings)
    assert rf"\sphinxsetup{{{expected}}}" in text


def test_a_book_has_a_style_of_its_own(build: Build) -> None:
    outdir = Path(build(FILES, builder="epub").app.outdir)
    found = {path.name for path in (outdir / "_static").iterdir()}
    assert "os_apiref_book.css" in found
    assert not found & {"os_apiref.css", "os_apiref.js"}
    assert "_static/os_apiref_book.css" in (outdir / "index.xhtml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("builder", "suffix"), [("html", "html"), ("epub", "xhtml")])
def test_a_book_has_no_page_of_search_to_link_to(builder: str, suffix: str, build: Build) -> None:
    built = build({"index.rst": "A\n=\n\n* :ref:`search`\n* :ref:`genindex`\n"}, builder=builder)
    page = (Path(built.app.outdir) / f"index.{suffix}").read_text(encoding="utf-8")
    assert ("search.xhtml" in page) is False
    assert ('href="search.html"' in page.replace("#", "")) == (builder == "html")
    assert "Search Page" in page


def test_linkcheck_asks_each_link_of_a_description_once(build: Build) -> None:
    """And gives it the document that Sphinx knows; the place in the YAML is for our own check."""
    parameters = PARAMETERS.replace("A part.", "See `it <https://example.com/part>`__.")
    files = FILES | {"parameters.yaml": parameters}
    built = build(files, builder="linkcheck", linkcheck_ignore=[".*"])
    lines = (Path(built.app.outdir) / "output.json").read_text(encoding="utf-8").splitlines()
    found = [json.loads(line) for line in lines]
    assert [(one["uri"], one["status"]) for one in found] == [
        ("https://example.com/part", "ignored")
    ]
    assert built.warnings == ""


@pytest.mark.parametrize(
    ("chosen", "titles"), [(True, []), (["rest-index"], ["Operations"]), (False, [])]
)
def test_a_pdf_has_the_indices_that_its_project_names(
    build: Build, chosen: object, titles: list[str]
) -> None:
    text = written(build, "latex", latex_domain_indices=chosen)
    found = re.findall(r"\\renewcommand\{\\indexname\}\{([^}]*)\}", text)
    assert [one for one in found if one != "Index"] == titles

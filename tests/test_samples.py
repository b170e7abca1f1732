# SPDX-License-Identifier: Apache-2.0
"""Samples on a page: which row each key leads to, and how rows nest as the sample does."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from conftest import Build, Built

OPERATION = """\
Servers
=======

Show server
-----------

.. rest_method:: GET /servers/{server_id}

Request
~~~~~~~

.. rest_parameters:: parameters.yaml

   - id: id

Response
~~~~~~~~

.. rest_parameters:: parameters.yaml

   - server: server
   - id: id
   - href: href
   - links: links

**Example Show Server: JSON response**

.. literalinclude:: show-resp.json
"""
PARAMETERS = """\
server: {in: body, type: object, description: The server.}
id: {in: body, type: string, description: The ID.}
links: {in: body, type: array, description: The links.}
href: {in: body, type: string, description: The address.}
"""
SAMPLE = '{"server": {"id": "1", "links": [{"href": "a"}, {"href": "b"}], "other": {"id": "2"}}}'
FILES = {
    "index.rst": OPERATION,
    "parameters.yaml": PARAMETERS,
    "show-resp.json": SAMPLE,
}
ROW = "show-server.response"


def tree_of(built: Built) -> html.HtmlElement:
    return html.fromstring(built.page())


def shown(built: Built) -> list[str]:
    """The body rows of the response, indented by their depth."""
    rows = tree_of(built).xpath(f"//tr[starts-with(@id, '{ROW}.')]")
    return [f"{'  ' * int(row.get('data-depth', 0))}{row.get('data-name')}" for row in rows]


def linked(built: Built) -> list[tuple[str, str]]:
    """Each key that is a link, and the row that it leads to."""
    keys = tree_of(built).xpath("//a[@class='nt']")
    return [(key.text_content().strip('"'), key.get("href")) for key in keys]


def test_rows_nest_as_the_sample_does_and_say_so(build: Build) -> None:
    built = build(FILES)
    assert shown(built) == ["server", "  id", "  links", "    href"]
    (group,) = tree_of(built).xpath(f"//tr[@id='{ROW}.id']/../tr[@class='rest-group']")
    assert group.text_content() == "Body · nesting inferred from the example"
    (head,) = tree_of(built).xpath(f"//tr[@id='{ROW}.href']/th")
    assert head.text_content() == "href in server.links"
    assert [name.text_content() for name in head.xpath("code")] == ["href"]


def test_inferred_nesting_can_be_turned_off_and_keys_are_links_all_the_same(build: Build) -> None:
    built = build(FILES, os_apiref_infer_nesting=False)
    assert shown(built) == ["server", "id", "href", "links"]
    assert "inferred" not in built.page()
    assert len(linked(built)) == 5


def test_a_key_leads_to_its_row_in_the_table_of_its_half(build: Build) -> None:
    assert linked(build(FILES)) == [
        ("server", f"#{ROW}.server"),
        ("id", f"#{ROW}.id"),
        ("links", f"#{ROW}.links"),
        ("href", f"#{ROW}.href"),
        ("href", f"#{ROW}.href"),
    ]


def test_the_version_of_a_sample_chooses_among_rows_of_one_name(build: Build) -> None:
    parameters = """\
until: {in: body, type: string, max_version: 2.9, description: Old.}
since: {in: body, type: string, min_version: 2.10, description: New.}
"""
    rows = "- id: id\n   - href: href\n   - links: links"
    rst = OPERATION.replace(rows, "- id: until\n   - id: since")
    rst = rst.replace("show-resp", "v2.12/show-resp")
    files = {"index.rst": rst, "parameters.yaml": PARAMETERS + parameters}
    built = build(files | {"v2.12/show-resp.json": '{"server": {"id": "1"}}'})
    assert linked(built)[-1] == ("id", f"#{ROW}.id-2")


@pytest.mark.parametrize(
    "sample", ["{not JSON", '[{"op": "add", "path": "/id", "value": "1"}]', "[" * 5000 + "]" * 5000]
)
def test_what_has_no_keys_of_the_api_links_nowhere(sample: str, build: Build) -> None:
    built = build(FILES | {"show-resp.json": sample})
    assert linked(built) == []
    assert shown(built) == ["server", "id", "href", "links"]


@pytest.mark.parametrize("builder", ["text", "xml", "latex", "man", "gettext"])
def test_other_writers_nest_what_a_page_nests(builder: str, build: Build) -> None:
    built = build(FILES, builder=builder)
    assert built.warnings == ""
    suffixes = {"text": "txt", "xml": "xml", "latex": "tex", "man": "1", "gettext": "pot"}
    (page, *_) = sorted(Path(built.app.outdir).rglob(f"*.{suffixes[builder]}"))
    text = page.read_text(encoding="utf-8")
    order = ("The server.", "The links.", "The address.")
    if builder == "gettext":  # translators have the order of the author
        order = ("The server.", "The address.", "The links.")
    assert ("nesting inferred from the example" in " ".join(text.split())) == (builder != "gettext")
    found = [text.index(words) for words in order]
    assert found == sorted(found)
    assert "anchors" not in text

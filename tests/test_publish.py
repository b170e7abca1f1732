# SPDX-License-Identifier: Apache-2.0
"""``os_apiref_publish``: data beside the pages, the same that the command writes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sphinx.errors import SphinxError

from conftest import Build, Built
from os_apiref import cli

pytestmark = pytest.mark.slow

REFERENCE = {
    "index.rst": "API\n===\n\n.. toctree::\n\n   v1/servers\n   notes\n",
    "notes.rst": "Notes\n=====\n\nNothing of the API.\n",
    "v1/servers.rst": "Servers\n=======\n\n.. include:: show.inc\n.. include:: list.inc\n",
    "v1/show.inc": """\
Show
----

.. rest_method:: GET /servers/{id}

See `Show`_, :doc:`/notes` and :ref:`list-all`.

.. image:: /pixel.png

.. only:: html

   For readers of pages.

.. only:: latex

   For readers of paper.

.. rest_parameters:: p.yaml

   - id: server_id
""",
    "v1/list.inc": ".. _list-all:\n\nList\n----\n\n.. rest_method:: GET /servers\n",
    "v1/p.yaml": "server_id:\n  in: path\n  type: string\n  description: As in :doc:`/index`.\n",
    "pixel.png": b"\x89PNG\r\n\x1a\n",
}


def published(built: Built) -> bytes:
    return (Path(built.app.outdir) / "apiref.json").read_bytes()


def description(document: bytes) -> str:
    """The HTML of the first operation."""
    operations = json.loads(document)["operations"]
    (found,) = (one for one in operations if one["title"] == "Show")
    return str(found["description"]["html"])


@pytest.fixture
def build_data(build: Build) -> Build:
    def build_with_data(files: Any = REFERENCE, **settings: Any) -> Built:
        return build(files, **{"os_apiref_publish": ["json"], **settings})

    return build_with_data


def test_the_schema_is_published_beside_the_document(build_data: Build) -> None:
    built = build_data()
    schema = json.loads((Path(built.app.outdir) / "apiref.schema.json").read_text())
    assert schema["$id"] == json.loads(published(built))["$schema"]


def test_nothing_is_published_unless_asked_for(build: Build) -> None:
    assert not (Path(build(REFERENCE).app.outdir) / "apiref.json").exists()


def test_a_build_that_publishes_nothing_loads_no_export(tmp_path: Path) -> None:
    (tmp_path / "index.rst").write_text("A\n=\n\n.. rest_method:: GET /a\n")
    code = (
        "import sys; from sphinx.cmd.build import main; "
        f"main(['-q', '-C', '-D', 'extensions=os_apiref', {str(tmp_path)!r}, "
        f"{str(tmp_path / 'out')!r}]); "
        "print([one for one in sys.modules if one.startswith('os_apiref.export')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("builder", "links"),
    [
        ("html", ["v1/servers.html#show", "notes.html", "v1/servers.html#list-all"]),
        ("dirhtml", ["v1/servers/#show", "notes/", "v1/servers/#list-all"]),
        ("singlehtml", ["index.html#show", "index.html", "index.html#list-all"]),
    ],
)
def test_references_start_at_the_root_of_the_pages(
    build_data: Build, builder: str, links: list[str]
) -> None:
    html = description(published(build_data(builder=builder)))
    for link in links:
        assert f'href="{link}"' in html
    assert 'src="_images/pixel.png"' in html


def test_the_suffix_of_links_is_the_projects(build_data: Build) -> None:
    settings = {"html_file_suffix": ".htm", "html_link_suffix": ""}
    assert 'href="v1/servers#show"' in description(published(build_data(**settings)))
    html = description(published(build_data(html_file_suffix=".htm")))
    assert 'href="v1/servers.htm#show"' in html


def test_what_only_pages_show_is_in_it_and_what_they_do_not_show_is_not(build_data: Build) -> None:
    html = description(published(build_data()))
    assert "For readers of pages." in html
    assert "paper" not in html


def test_a_page_of_its_own_is_where_links_lead(build_data: Build) -> None:
    document = published(build_data(os_apiref_pages=True))
    assert 'href="v1/show.html#show"' in description(document)
    assert 'href="v1/list.html#list-all"' in description(document)


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml"])
def test_the_command_writes_the_same(build_data: Build, tmp_path: Path, builder: str) -> None:
    document = published(build_data(builder=builder, project="Servers"))
    path = tmp_path / "apiref.json"
    source = str(tmp_path / "source")
    arguments = ["-D", "project=Servers", "--pages", builder, "-q", "-o", str(path)]
    assert cli.main(["export", source, *arguments]) == 0
    assert path.read_bytes() == document


def test_processes_and_later_builds_publish_the_same(build_data: Build, tmp_path: Path) -> None:
    first = published(build_data())
    assert published(build_data()) == first
    (tmp_path / "out" / "apiref.json").unlink()
    assert published(build_data()) == first
    assert published(build_data(freshenv=True, parallel=2)) == first


def test_an_edit_of_one_document_is_in_it_and_so_is_all_else(build_data: Build) -> None:
    first = published(build_data())
    edited = {**REFERENCE, "v1/list.inc": f"{REFERENCE['v1/list.inc']!s}\nAll of them.\n"}
    second = published(build_data(edited))
    assert b"All of them." in second
    assert description(second) == description(first)


def test_pages_differ_by_the_link_to_the_data_alone(build: Build) -> None:
    page = build(REFERENCE).page("v1/servers")
    beside = build(REFERENCE, os_apiref_publish=["json"]).page("v1/servers")
    link = '<link rel="service-desc" type="application/json" href="../apiref.json">\n'
    assert beside.count(link) == 1
    assert beside.replace(link, "") == page


def test_what_is_published_no_more_is_removed_and_nothing_else_is(
    build: Build, tmp_path: Path
) -> None:
    built = build(REFERENCE, os_apiref_publish=["json", "markdown"])
    out = Path(built.app.outdir)
    (out / "mine.json").write_text("{}")
    before = {path.relative_to(out) for path in out.rglob("*.md")}
    assert before
    build(REFERENCE, os_apiref_publish=["markdown"])
    assert not (out / "apiref.json").exists()
    assert {path.relative_to(out) for path in out.rglob("*.md")} == before
    build({**REFERENCE, "v1/list.inc": "\n"}, os_apiref_publish=["markdown"])
    assert {path.relative_to(out) for path in out.rglob("*.md")} < before
    page = build(REFERENCE).page("v1/servers")
    assert "service-desc" not in page
    assert list(out.rglob("*.md")) == []
    assert not list(out.glob(".os-apiref*"))
    assert (out / "mine.json").exists()


def test_a_listing_that_names_other_files_removes_none_of_them(
    build: Build, tmp_path: Path
) -> None:
    out = Path(build(REFERENCE, os_apiref_publish=["json"]).app.outdir)
    (tmp_path / "secret.json").write_text("{}")
    names = "../secret.json\n/etc/passwd.json\nindex.html\n\0.json\n"
    (out / ".os-apiref-published").write_text(names)
    build(REFERENCE)
    assert (tmp_path / "secret.json").exists()
    assert (out / "index.html").exists()


@pytest.mark.parametrize("builder", ["epub", "htmlhelp", "json", "text", "latex", "dummy", "xml"])
def test_other_builders_publish_nothing(build_data: Build, builder: str) -> None:
    built = build_data(builder=builder, version="1", epub_copyright="x")
    assert not (Path(built.app.outdir) / "apiref.json").exists()


def test_a_build_that_fails_publishes_nothing_and_leaves_what_there_was(
    build_data: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = build_data()
    first = published(built)

    def fail(*_: Any) -> None:
        raise SphinxError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("sphinx.builders.html.StandaloneHTMLBuilder.finish", fail)
        with pytest.raises(SphinxError, match="full"):
            build_data({**REFERENCE, "notes.rst": "New\n===\n"}, freshenv=True)
    assert published(built) == first


def test_warnings_of_documents_are_told_once(build_data: Build) -> None:
    built = build_data({"index.rst": "A\n=\n\n.. rest_method:: GET /a\n\n:ref:`nowhere`\n"})
    assert built.warnings.count("nowhere") == 1


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["jsno"], "os_apiref_publish: 'jsno' is no format; did you mean 'json'?"),
        (["pdf"], "os_apiref_publish: 'pdf' is no format; expected json, openapi, markdown"),
        ([3], "os_apiref_publish: 3 is no format; expected json, openapi, markdown"),
        (["json", "json", ""], ""),
    ],
)
def test_what_is_no_format_is_told(build: Build, names: list[Any], told: str) -> None:
    built = build(REFERENCE, os_apiref_publish=names)
    assert told in built.warnings
    assert bool(built.warnings) is bool(told)


def test_a_folder_in_the_way_is_told(build_data: Build, tmp_path: Path) -> None:
    (tmp_path / "out" / "apiref.json").mkdir(parents=True)
    with pytest.raises(SphinxError, match=r"cannot write .*apiref\.json"):
        build_data()

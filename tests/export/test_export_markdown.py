# SPDX-License-Identifier: Apache-2.0
"""Files of Markdown: each operation whole, every link to something that is there."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import marked
import pytest
import yaml
from lxml import html
from references import operation

from conftest import Build
from os_apiref import cli
from os_apiref.export.folders import LISTING
from os_apiref.export.markdownnames import LONGEST, document_files, operation_files

DEMO = Path(__file__).parents[2] / "source"
CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nowhere"))
REFERENCES = sorted(CORPUS.glob("*/api-ref/source"))


MADE_BY_SPHINX = tuple(
    f"{name}{end}"
    for name in ("genindex", "search", "rest-index", "rest-parameters")
    for end in (".html", "/")
)


def export(source: Path, folder: Path, *arguments: str, name: str = "markdown") -> Path:
    command = ["export", str(source), "-q", "--format", name, "-o", str(folder), *arguments]
    assert cli.main(command) == 0
    return folder


def split(text: str) -> tuple[Any, str]:
    """The front matter of a file, and what follows it."""
    start, head, rest = text.split("---\n", 2)
    assert start == ""
    return yaml.safe_load(head), rest


def operations(folder: Path) -> Iterator[tuple[Path, Any, str]]:
    """Every file of an operation, with its facts and its text."""
    for path in sorted(folder.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        if text.startswith("---\n"):
            yield path, *split(text)


# Nothing is lost


def check_whole(source: Path, folder: Path) -> int:
    """Compare each operation of apiref.json with its file; return how many there are."""
    path = folder / "apiref.json"
    assert cli.main(["export", str(source), "-q", "-o", str(path)]) == 0
    expected = {one["id"]: one for one in json.loads(path.read_text("utf-8"))["operations"]}
    found = {
        facts["id"]: (facts, text) for _, facts, text in operations(export(source, folder / "md"))
    }
    assert found.keys() == expected.keys()
    for id_, (facts, text) in found.items():
        check_operation(expected[id_], facts, text)
    return len(found)


def check_operation(expected: Any, facts: Any, text: str) -> None:
    assert (facts["method"], facts["path"]) == (expected["method"], expected["path"])
    assert facts.get("title", "") == expected["title"]
    assert facts["sections"] == expected["sections"]
    tokens = list(marked.tokens(text))
    assert next(one.tag for one in tokens if one.type == "heading_open") == "h1"
    rows = Counter(
        next(
            (part.content for part in tokens[index + 2].children or () if part.content[:1] != "<"),
            "",
        )
        for index, one in enumerate(tokens)
        if one.type == "tr_open"
    )
    assert Counter(one["name"] for one in expected["parameters"]) <= rows
    said = marked.text(text)
    assert [one["code"] for one in expected["status_codes"] if str(one["code"]) not in said] == []
    code = [one.content.strip() for one in tokens if one.type == "fence"]
    shown = [one["content"].strip() for one in expected["samples"]]
    assert [one for one in shown if one not in code] == []


@pytest.mark.slow
@pytest.mark.skipif(not DEMO.is_dir(), reason="the demo is not part of a wheel")
def test_nothing_of_an_operation_of_the_demo_is_lost(tmp_path: Path) -> None:
    assert check_whole(DEMO, tmp_path) > 15


@pytest.mark.slow
@pytest.mark.skipif(not REFERENCES, reason="OS_APIREF_CORPUS names no folder of references")
@pytest.mark.parametrize("source", REFERENCES, ids=lambda path: path.parts[-3])
def test_nothing_of_an_operation_is_lost(source: Path, tmp_path: Path) -> None:
    assert check_whole(source, tmp_path) > 50


# Every link leads to something


def check_links(folder: Path, *others: str) -> int:
    """Follow every link between files of a folder; return how many there are."""
    texts = {path: path.read_text(encoding="utf-8") for path in folder.rglob("*.md")}
    texts |= {path: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    ids = {path: marked.ids(text) for path, text in texts.items()}
    number = 0
    for path, text in texts.items():
        for link in marked.links(text):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or parts.path in others:
                continue
            number += 1
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), (path, link)
            assert not parts.fragment or parts.fragment in ids[target], (path, link)
    return number


@pytest.mark.slow
@pytest.mark.skipif(not DEMO.is_dir(), reason="the demo is not part of a wheel")
@pytest.mark.parametrize("pages", ["html", "dirhtml", "singlehtml"])
def test_every_link_of_the_demo_leads_to_something(pages: str, tmp_path: Path) -> None:
    export(DEMO, tmp_path, "--pages", pages, name="llms")
    assert check_links(tmp_path, *MADE_BY_SPHINX) > 100


@pytest.mark.slow
@pytest.mark.skipif(not REFERENCES, reason="OS_APIREF_CORPUS names no folder of references")
@pytest.mark.parametrize("source", REFERENCES, ids=lambda path: path.parts[-3])
def test_every_link_of_a_reference_leads_to_something(source: Path, tmp_path: Path) -> None:
    export(source, tmp_path / "whole", name="llms")
    assert check_links(tmp_path / "whole", *MADE_BY_SPHINX) > 200
    export(source, tmp_path / "cut", "-D", "os_apiref_pages=1", name="llms")
    assert check_links(tmp_path / "cut", *MADE_BY_SPHINX) > 200


INDEX = """\
Guide
=====

.. toctree::
   :maxdepth: 1

   sub/servers

.. _here:

A list:

.. _there:

- See :ref:`here <here>`, :ref:`there <there>`, :ref:`show <shown>`, :ref:`rows <rows>`,
  :doc:`sub/servers`, :download:`data <data.txt>`, `other`__ and `page <sub/servers.html#show>`__.

__ sub/index.html

.. image:: a(b).png
   :alt: Picture
"""
SERVERS = """\
Servers
=======

.. _shown:

*Show*
------

.. rest_method:: GET /servers/{id}

See :ref:`there <there>` and :ref:`show <shown>`, and :ref:`rows <rows>`.

.. image:: /a(b).png

.. _rows:

Response
~~~~~~~~

x
"""


def test_links_are_right_from_where_they_stand(build: Build) -> None:
    files = {"index.rst": INDEX, "sub/servers.rst": SERVERS, "data.txt": "x", "a(b).png": b"x"}
    built = build(files, builder="os_apiref_export", os_apiref_publish=["markdown"])
    folder = Path(built.app.outdir)
    links = marked.links((folder / "index.md").read_text(encoding="utf-8"))
    data = next(folder.glob("_downloads/*/data.txt")).relative_to(folder).as_posix()
    assert links == [
        "sub/servers.md",
        "#here",
        "#there",
        "sub/servers/show.md",
        "sub/servers/show.md#rows",
        "sub/servers.md",
        data,
        "sub/index.html",
        "sub/servers/show.md",
        "_images/a%28b%29.png",
    ]
    _, text = split((folder / "sub/servers/show.md").read_text(encoding="utf-8"))
    assert marked.links(text) == [
        "../../index.md#there",
        "#shown",
        "#rows",
        "../../_images/a%28b%29.png",
    ]
    assert text.count("<a id=") == 2
    assert (folder / "_images/a(b).png").read_bytes() == b"x"
    assert check_links(folder, "sub/index.html") == 9 + 4 + 5


def test_the_heading_of_a_page_leads_to_the_file_of_its_operation(build: Build) -> None:
    files = {"index.rst": INDEX, "sub/servers.rst": SERVERS, "data.txt": "x", "a(b).png": b"x"}
    built = build(files, **PUBLISH)
    text = (Path(built.app.outdir) / "sub/servers.md").read_text(encoding="utf-8")
    assert "## [*Show*](servers/show.md)\n\n**GET** `/servers/{id}`" in text


PUBLISH: dict[str, Any] = {"builder": "os_apiref_export", "os_apiref_publish": ["markdown"]}


# What a file says of its operation


def test_front_matter_has_the_facts(build: Build) -> None:
    source = """\
Guide
=====

Servers
-------

Show "a": *server* (microversion 2.10 and later)
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

.. rest_method:: GET /servers/{id}: #x

.. deprecated:: 2.20
"""
    built = build(
        {"index.rst": source}, html_baseurl="https://a.example/api", smartquotes=False, **PUBLISH
    )
    (path,) = (Path(built.app.outdir) / "index").iterdir()
    facts, _ = split(path.read_text(encoding="utf-8"))
    anchor = "show-a-server-microversion-2-10-and-later"
    assert path.name == f"{anchor}.md"
    assert facts == {
        "title": 'Show "a": server (microversion 2.10 and later)',
        "method": "GET",
        "path": "/servers/{id}: #x",
        "id": f"index#{anchor}",
        "document": "index",
        "sections": ["Guide", "Servers"],
        "versions": {"min": "2.10"},
        "deprecated": "2.20",
        "url": f"https://a.example/api/index.html#{anchor}",
        "source": "index.rst:10",
    }


def test_no_text_breaks_out_of_the_front_matter(build: Build) -> None:
    title = r"\-\-\- \n a\: &b \*c ! \| > ' \" % @ \`"
    source = f"{title}\n{'=' * 60}\n\n.. rest_method:: --- ...--- \U0001f600\n"
    built = build({"index.rst": source}, smartquotes=False, **PUBLISH)
    (path,) = (Path(built.app.outdir) / "index").iterdir()
    facts, text = split(path.read_text(encoding="utf-8"))
    assert facts["title"] == "--- n a: &b *c ! | > ' \" % @ `"
    assert facts["path"] == "...--- \U0001f600"
    assert marked.text(text).split("\n")[0].startswith(facts["title"])


# Operations in odd places


def test_an_operation_inside_another_has_a_file_and_the_other_a_link(build: Build) -> None:
    source = """\
A
=

.. rest_method:: GET /a

Of a.

B
-

.. rest_method:: GET /b

Of b.

C
-

Of c, in a.
"""
    built = build({"index.rst": source}, **PUBLISH)
    folder = Path(built.app.outdir) / "index"
    _, outer = split((folder / "a.md").read_text(encoding="utf-8"))
    _, inner = split((folder / "b.md").read_text(encoding="utf-8"))
    assert outer == ("\n# A\n\n**GET** `/a`\n\nOf a.\n\n## [B](b.md)\n\n## C\n\nOf c, in a.\n")
    assert inner == "\n# B\n\n**GET** `/b`\n\nOf b.\n"


def test_every_operation_has_a_file_wherever_it_stands(build: Build) -> None:
    source = """\
.. rest_method:: GET /first

Before any section.

A
=

.. rest_method:: GET /a

.. rest_method:: GET /second

.. note::

   .. rest_method:: GET /note

.. only:: nothing

   B
   -

   .. rest_method:: GET /hidden
"""
    built = build({"index.rst": source}, **PUBLISH)
    found = {
        facts["path"]: marked.text(text) for _, facts, text in operations(Path(built.app.outdir))
    }
    assert found.keys() == {"/first", "/a", "/second", "/note", "/hidden"}
    assert "Before any section." in found["/first"]
    assert all("GET" in text and path in text for path, text in found.items())


# Names


def names(*wanted: tuple[str, str]) -> list[str]:
    """The files of operations by document and anchor, for documents of these names."""
    made = [operation("GET /a", docname=docname, anchor=anchor) for docname, anchor in wanted]
    numbered = [replace(one, id=str(number)) for number, one in enumerate(made)]
    return list(operation_files(numbered, document_files({one.docname for one in made})).values())


def test_files_are_named_after_document_and_anchor() -> None:
    assert names(("index", "show"), ("v2/servers", "show")) == [
        "index/show.md",
        "v2/servers/show.md",
    ]


def test_no_two_files_have_one_name_where_case_does_not_count() -> None:
    assert names(("index", "show"), ("index", "Show"), ("index", "show")) == [
        "index/show.md",
        "index/Show-2.md",
        "index/show-3.md",
    ]
    assert names(("a", "\u00e9"), ("a", "e\u0301")) == ["a/\u00e9.md", "a/\u00e9-2.md"]


def test_an_operation_leaves_documents_their_names() -> None:
    assert names(("a", "b"), ("a/b", "c")) == ["a/b-2.md", "a/b/c.md"]
    assert document_files(["a.md/b", "a", "A"]) == {
        "A": "A-2.md",
        "a": "a-3.md",
        "a.md/b": "a.md/b.md",
    }


def test_an_anchor_is_no_path() -> None:
    assert names(("a", "../../x"), ("a", ""), ("a", "..."), ("a", "b/c\\d:e")) == [
        "a/x.md",
        "a/operation.md",
        "a/operation-2.md",
        "a/b-c-d-e.md",
    ]
    (long,) = names(("a", "x" * 5000))
    assert len(long) == LONGEST + len("a/.md")


# What is on the disk


def test_the_command_says_how_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.rst").write_text("A\n=\n\n.. rest_method:: GET /a\n")
    assert (
        cli.main(["export", str(source), "--format", "markdown", "-o", str(tmp_path / "md")]) == 0
    )
    assert "md has 1 operation." in capsys.readouterr().out
    assert cli.main(["export", str(source), "--format", "markdown"]) == 2
    assert "name a folder for them with -o" in capsys.readouterr().err
    (tmp_path / "file").write_text("x")
    assert cli.main(["export", str(source), "--format", "llms", "-o", str(tmp_path / "file")]) == 2
    assert "cannot write" in capsys.readouterr().err


def test_what_is_no_longer_written_goes_and_nothing_else_does(tmp_path: Path) -> None:
    source, folder = tmp_path / "source", tmp_path / "md"
    (source / "sub").mkdir(parents=True)
    (source / "index.rst").write_text("A\n=\n\n.. toctree::\n\n   sub/b\n")
    (source / "sub" / "b.rst").write_text("B\n=\n\n.. rest_method:: GET /b\n")
    export(source, folder)
    assert (folder / "sub" / "b" / "b.md").is_file()
    (folder / "mine.md").write_text("x")
    (folder / "sub" / "mine.md").write_text("x")
    listing = folder / LISTING
    outside = tmp_path / "outside.md"
    outside.write_text("x")
    listing.write_text(f"{listing.read_text()}../outside.md\n{outside}\nindex.html\n\n")
    (folder / "index.html").write_text("x")
    (source / "sub" / "b.rst").unlink()
    (source / "index.rst").write_text("A\n=\n")
    export(source, folder)
    left = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    assert left == [LISTING, "index.html", "index.md", "mine.md", "sub/mine.md"]
    assert outside.is_file()


def test_what_has_not_changed_is_left_alone(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.rst").write_text("A\n=\n\n.. rest_method:: GET /a\n")
    path = export(source, tmp_path / "md") / "index.md"
    os.utime(path, (1, 1))
    export(source, tmp_path / "md", name="llms")
    assert path.stat().st_mtime == 1


@pytest.mark.slow
@pytest.mark.skipif(not DEMO.is_dir(), reason="the demo is not part of a wheel")
def test_the_bytes_are_the_same_each_time(tmp_path: Path) -> None:
    folders = [export(DEMO, tmp_path / name, name="llms") for name in ("one", "two")]
    one, two = (
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*.*")
            if path.is_file()
        }
        for folder in folders
    )
    assert one == two


def test_no_character_ends_the_export(build: Build) -> None:
    table = ".. rest_parameters:: p.yaml\n\n   - a: a\n"
    files = {
        "index.rst": f"A\n=\n\n.. rest_method:: GET /a\n\n{table}",
        "p.yaml": 'a:\n  in: body\n  type: "x\\ud800\\0\\x07"\n  description: "y\\ud800 \\0z"\n',
    }
    built = build(files, **PUBLISH)
    text = (Path(built.app.outdir) / "index" / "a.md").read_bytes().decode()
    assert "| `a` | body |" in text


# Beside pages


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_markdown_is_published_beside_pages(builder: str, build: Build) -> None:
    files = {"index.rst": INDEX, "sub/servers.rst": SERVERS, "data.txt": "x", "a(b).png": b"x"}
    built = build(files, builder=builder, os_apiref_publish=["markdown", "llms"])
    folder = Path(built.app.outdir)
    assert check_links(folder, "sub/index.html", "sub/servers.html") > 20
    images = marked.links((folder / "sub/servers/show.md").read_text(encoding="utf-8"))
    assert "../../_images/a%28b%29.png" in images


@pytest.mark.parametrize(
    ("builder", "page", "href", "operation_href"),
    [
        ("html", "sub/servers.html", "servers.md", "servers/show.md"),
        ("dirhtml", "sub/servers/index.html", "../servers.md", "show.md"),
        ("dirhtml", "index.html", "index.md", ""),
        ("singlehtml", "index.html", "index.md", "sub/servers/show.md"),
    ],
)
def test_pages_link_their_markdown(
    builder: str, page: str, href: str, operation_href: str, build: Build
) -> None:
    files = {"index.rst": INDEX, "sub/servers.rst": SERVERS, "data.txt": "x", "a(b).png": b"x"}
    built = build(files, builder=builder, os_apiref_publish=["markdown"])
    tree = html.parse(Path(built.app.outdir) / page)
    assert tree.xpath("//head/link[@type='text/markdown']/@href") == [href]
    hrefs = tree.xpath("//body//a[@type='text/markdown']/@href")
    assert hrefs == list(filter(None, [href, operation_href]))
    folder = (Path(built.app.outdir) / page).parent
    assert all((folder / one).is_file() for one in hrefs)


def test_pages_are_written_anew_when_markdown_is_published_and_when_it_is_not(
    build: Build,
) -> None:
    source = "A\n=\n\n.. rest_method:: GET /a\n"
    without = build({"index.rst": source}).page()
    assert "arkdown" not in without.replace(".rest-markdown", "")
    assert (
        'href="index/a.md"' in build({"index.rst": source}, os_apiref_publish=["markdown"]).page()
    )
    assert build({"index.rst": source}, os_apiref_publish=["llms"]).page() == without
    assert build({"index.rst": source}).page() == without


@pytest.mark.parametrize("builder", ["epub", "text", "latex", "json"])
def test_what_is_no_site_links_nothing(builder: str, build: Build) -> None:
    source = "A\n=\n\n.. rest_method:: GET /a\n"
    settings = {"os_apiref_publish": ["markdown"], "suppress_warnings": ["epub"]}
    built = build({"index.rst": source}, builder=builder, **settings)
    files = [path for path in Path(built.app.outdir).rglob("*") if path.is_file()]
    assert files
    assert not [
        path for path in files if path.suffix == ".md" or b"index/a.md" in path.read_bytes()
    ]


def test_a_title_is_no_markup_in_a_label(build: Build) -> None:
    title = r"A \"\>\<b x=\'y"
    source = f"{title}\n{'=' * 40}\n\n.. rest_method:: GET /a\n"
    built = build({"index.rst": source}, smartquotes=False, os_apiref_publish=["markdown"])
    tree = html.parse(Path(built.app.outdir) / "index.html")
    (label,) = tree.xpath("//section//a[@type='text/markdown']/@aria-label")
    assert label == "A \"><b x='y as Markdown"

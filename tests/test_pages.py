# SPDX-License-Identifier: Apache-2.0
"""``os_apiref_pages``: pages out of includes, with nothing lost and every link kept."""

from __future__ import annotations

import functools
import json
import os
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from conftest import Build, Built, build_project
from os_apiref.kinds import ProblemKind
from os_apiref.sphinxext.domain import rest_domain
from os_apiref.sphinxext.linkfinder import find_links

lxml_html = pytest.importorskip("lxml.html")

CORPUS = Path(os.environ.get("OS_APIREF_CORPUS", "/nowhere"))
REFERENCES = sorted(CORPUS.glob("*/api-ref/source"))

INDEX = """\
:tocdepth: 2

API
===

Words of the index, and of `Flavors`_. |product|

.. rest_expand_all::

.. include:: words.inc
.. include:: servers.inc
.. include:: stop.inc

.. Then the rest.
.. include:: ../shared/flavors.inc

Old
===

Words between.

.. include:: images.inc

More words.

.. include:: images.inc
"""
REFERENCE = {
    "index.rst": "Site\n====\n\n.. toctree::\n\n   v2/index\n\n:ref:`by-label`\n",
    "v2/index.rst": INDEX,
    "v2/words.inc": ".. |product| replace:: Nova\n",
    "v2/servers.inc": """\
.. needs:example_verification

Servers
=======

Of |product|. See `list flavors`_, `Flavors`_ and the home_.

List servers
------------

.. rest_method:: GET /servers

.. rest_parameters:: ../parameters.yaml

   - name: name

.. literalinclude:: samples/servers.json
""",
    "v2/stop.inc": """\
Stop server
-----------

.. rest_method:: POST /servers/{id}/action

.. include:: notes.txt
""",
    "v2/notes.txt": "A note on stopping.\n",
    "shared/flavors.inc": """\
.. _by-label:

Flavors
=======

.. _home: https://example.org/

List flavors
------------

.. rest_method:: GET /flavors

.. rest_parameters:: ../parameters.yaml

   - name: name

.. literalinclude:: samples/servers.json
   :lines: 1

See `Servers`_.
""",
    "v2/images.inc": """\
Images
======

List images
-----------

.. rest_method:: GET /images

All.
""",
    "v2/samples/servers.json": '{"name": "one"}\n',
    "parameters.yaml": "name:\n  in: body\n  type: string\n  description: |\n    Of |product|.\n",
}
BUILDERS = ["html", "dirhtml", "singlehtml", "latex", "man", "text", "texinfo", "gettext", "xml"]
PAGES = ["v2/flavors", "v2/images", "v2/servers"]


@pytest.fixture
def build_pages(build: Build) -> Build:
    return functools.partial(build, os_apiref_pages=True)


def main_words(page: str) -> Counter[str]:
    tree = lxml_html.fromstring(page)
    for gone in tree.xpath("//script | //a[@class='headerlink'] | //form"):
        gone.drop_tree()
    return Counter(re.findall(r"\w+", tree.find_class("body")[0].text_content()))


def anchors(page: str) -> set[str]:
    return {id_ for id_ in re.findall(r'\bid="([^"]+)"', page) if not re.match(r"id\d", id_)}


def links(page: str) -> set[str]:
    return set(lxml_html.fromstring(page).find_class("body")[0].xpath(".//a/@href"))


# What becomes of the sources ---------------------------------------------------


def test_without_the_option_a_document_stays_whole(build: Build) -> None:
    built = build(REFERENCE)
    assert built.app.env.found_docs == {"index", "v2/index"}
    assert "os_apiref_pages.js" not in built.page("v2/index")


def test_each_resource_is_a_page_and_nothing_is_wrong(build_pages: Build) -> None:
    built = build_pages(REFERENCE, nitpicky=True)
    assert built.problems == []
    assert built.app.env.found_docs == {"index", "v2/index", *PAGES}
    titles = {name: built.app.env.titles[name].astext() for name in PAGES}
    assert titles == {"v2/flavors": "Flavors", "v2/images": "Images", "v2/servers": "Servers"}


def test_the_index_keeps_its_words_and_lists_pages_with_operations(build_pages: Build) -> None:
    page = build_pages(REFERENCE).page("v2/index")
    words = main_words(page)
    assert words["between"] == 1
    assert words["Images"] == 2  # once in the list of pages, once as a link
    assert words["Nova"] == 1  # its own substitution, from a file without a title
    assert links(page) >= {
        "servers.html",
        "servers.html#list-servers",
        "servers.html#stop-server",
        "flavors.html#list-flavors",
        "images.html",
    }
    assert "rest-bar" not in page


def test_a_page_has_the_operations_that_follow_it_and_the_controls(build_pages: Build) -> None:
    page = build_pages(REFERENCE).page("v2/servers")
    assert anchors(page) >= {"servers", "list-servers", "stop-server", "list-servers.name"}
    assert "A note on stopping." in page
    assert page.count('class="rest-bar"') == 1
    assert page.index("rest-bar") < page.index("rest-operation")


def test_what_other_files_define_holds_on_every_page(build_pages: Build) -> None:
    page = build_pages(REFERENCE).page("v2/servers")
    assert "Of Nova. See" in re.sub(r"<[^>]+>", "", page)
    assert page.count("Of Nova.") == 2  # in the text, and in a description from YAML
    assert links(page) >= {
        "flavors.html#list-flavors",
        "flavors.html#flavors",
        "https://example.org/",
    }


def test_labels_and_names_lead_across_pages_both_ways(build_pages: Build) -> None:
    built = build_pages(REFERENCE)
    assert "v2/flavors.html#by-label" in links(built.page("index"))
    assert "servers.html#servers" in links(built.page("v2/flavors"))
    assert "flavors.html#flavors" in links(built.page("v2/index"))


def test_paths_lead_where_they_led_from_the_document(build_pages: Build) -> None:
    built = build_pages(REFERENCE)
    assert '{"name": "one"}' in lxml_html.fromstring(built.page("v2/flavors")).text_content()
    operations = rest_domain(built.app.env).reference().operations
    paths = {sample.path for operation in operations for sample in operation.samples}
    assert {Path(path).name for path in paths} == {"servers.json"}


def test_next_and_previous_follow_the_includes(build_pages: Build) -> None:
    relations = build_pages(REFERENCE).app.env.collect_relations()
    assert relations["v2/servers"] == ["v2/index", "v2/index", "v2/flavors"]
    assert relations["v2/images"] == ["v2/index", "v2/flavors", None]


def test_no_operation_word_or_anchor_is_lost(tmp_path: Path) -> None:
    whole = build_project(tmp_path / "whole", REFERENCE)
    cut = build_project(tmp_path / "cut", REFERENCE, os_apiref_pages=True)
    pages = [cut.page(name) for name in ["v2/index", *PAGES]]
    again = cut.page("v2/images")  # which is included twice, and one page
    words = sum(map(main_words, pages), Counter[str]()) + main_words(again)
    assert main_words(whole.page("v2/index")) - words == Counter()
    assert anchors(whole.page("v2/index")) <= set().union(*map(anchors, pages))


# Every option and directive around them ----------------------------------------


def two_pages(index: str, **files: str) -> Mapping[str, str]:
    pages = {"a.inc": "Alpha\n=====\n\nOf a.\n", "b.inc": "Beta\n====\n\nOf b.\n"}
    names = "".join(f".. include:: {name}\n" for name in pages)
    return {"index.rst": f"API\n===\n\n{names}\n{index}", **pages, **files}


@pytest.mark.parametrize(
    ("index", "shown"),
    [
        (".. only:: html\n\n   .. include:: c.inc\n", "Of c."),
        (".. include:: c.inc\n   :start-after: Gamma\n", "Of c."),
        (".. include:: c.inc\n   :literal:\n", "Of c."),
        (".. include:: c.txt\n", "Of text."),
        (".. include:: d.inc\n", "Of d."),
        (".. note::\n\n   .. include:: d.inc\n", "Of d."),
    ],
)
def test_what_stays_an_include_is_shown_where_it_stands(
    build_pages: Build, index: str, shown: str
) -> None:
    files = {"c.inc": "Gamma\n=====\n\nOf c.\n", "c.txt": "Text\n====\n\nOf text.\n"}
    built = build_pages(two_pages(index, **files, **{"d.inc": "Of d.\n"}))
    assert built.app.env.found_docs == {"index", "a", "b"}
    assert shown in lxml_html.fromstring(built.page()).text_content()


def test_each_document_has_its_own_page_of_a_file_that_they_share(build_pages: Build) -> None:
    text = "{0}\n==\n\n.. |v| replace:: {0}\n\n.. include:: ../a.inc\n.. include:: b.inc\n"
    files = {"index.rst": "Site\n====\n\n.. toctree::\n\n   v2/index\n   v3/index\n"}
    files |= {"a.inc": "Alpha\n=====\n\nOf |v|.\n\n.. literalinclude:: x.txt\n"}
    for version in ("v2", "v3"):
        files[f"{version}/index.rst"] = text.format(version)
        files[f"{version}/b.inc"] = "Beta\n====\n"
        files[f"{version}/x.txt"] = f"file of {version}\n"
    built = build_pages(files)
    assert built.problems == []
    for version in ("v2", "v3"):
        assert f"Of {version}." in built.page(f"{version}/a")
        page = lxml_html.fromstring(built.page(f"{version}/a"))
        assert f"file of {version}" in page.text_content()


def test_a_name_may_stand_for_a_name_of_another_page(build_pages: Build) -> None:
    text = "Alpha\n=====\n\nSee other_ and `this <Beta_>`_.\n\n.. _other: Beta_\n"
    built = build_pages({**two_pages(""), "a.inc": text})
    assert built.problems == []
    assert re.findall(r'href="(b\.html#beta)"><span>(.*?)</span>', built.page("a")) == [
        ("b.html#beta", "other"),
        ("b.html#beta", "this"),
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("See `no such`_.", 'a.inc:4: warning: Unknown target name: "no such". [ref.name]'),
        ("See `Twice`_.", 'a.inc:4: warning: Unknown target name: "twice". [ref.name]'),
    ],
)
def test_a_name_that_no_page_has_or_two_have_is_reported_at_its_place(
    build_pages: Build, text: str, problem: str
) -> None:
    twice = "\nTwice\n-----\n\nText.\n"
    files = two_pages(".. include:: c.inc\n", **{"c.inc": f"Gamma\n=====\n{twice}"})
    built = build_pages({**files, "a.inc": f"Alpha\n=====\n\n{text}\n", "b.inc": f"B\n=\n{twice}"})
    assert built.problems == [problem]


def test_a_fault_is_reported_at_its_line_below_what_other_files_define(build_pages: Build) -> None:
    index = ".. |long| replace:: a\n   b\n   c\n"
    files = {**two_pages(index), "a.inc": "Alpha\n=====\n\n|long| :no-such-role:`x`\n"}
    assert [one.split(": ")[0] for one in build_pages(files).problems] == ["a.inc:4"]


def test_inc_files_that_are_documents_already_are_left_alone(build_pages: Build) -> None:
    suffixes = {".rst": "restructuredtext", ".inc": "restructuredtext"}
    files = {**two_pages(""), "index.rst": "API\n===\n\n.. toctree::\n\n   a\n   b\n"}
    built = build_pages(files, source_suffix=suffixes)
    assert built.problems == [
        "WARNING: os_apiref_pages: source_suffix names '.inc', so these files are documents "
        "already; expected it without [os_apiref.pages]"
    ]


# The map of old links ----------------------------------------------------------


def moved(page: str) -> Any:
    found = re.search(r'<script[^>]* id="os-apiref-moved">(.*?)</script>', page)
    return json.loads(found[1]) if found else None


def test_the_map_names_the_page_of_each_id_but_for_numbered_ones(build_pages: Build) -> None:
    built = build_pages({**REFERENCE, "v2/images.inc": "List servers\n============\n"})
    assert moved(built.page("v2/index")) == {
        "servers.html": ["servers", "list-servers", "stop-server"],
        "flavors.html": ["by-label", "flavors", "home", "list-flavors"],
        "images.html": [],  # the id was the first one's
    }
    assert moved(built.page("v2/servers")) is None


@pytest.mark.parametrize(
    ("builder", "address"), [("dirhtml", "servers/"), ("singlehtml", None), ("epub", None)]
)
def test_the_map_knows_the_addresses_of_a_builder(
    build_pages: Build, builder: str, address: str | None
) -> None:
    built = build_pages(REFERENCE, builder=builder)
    texts = [path.read_text("utf-8") for path in Path(built.app.outdir).rglob("*html")]
    maps = [found for found in map(moved, texts) if found]
    assert [address in found for found in maps] == ([True] if address else [])


# Builds ------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("builder", BUILDERS)
def test_every_builder_takes_pages_without_a_warning(build_pages: Build, builder: str) -> None:
    assert build_pages(REFERENCE, builder=builder, nitpicky=True).problems == []


def test_a_single_page_has_the_controls_of_each_document_once(build_pages: Build) -> None:
    built = build_pages(REFERENCE, builder="singlehtml")
    assert built.page().count('class="rest-bar"') == 1


@pytest.mark.slow
def test_reading_in_parallel_makes_the_same_pages(tmp_path: Path) -> None:
    pages = []
    for parallel in (0, 2):
        folder = tmp_path / str(parallel)
        built = build_project(folder, REFERENCE, os_apiref_pages=True, parallel=parallel)
        assert built.problems == []
        pages.append([built.page(name) for name in ["v2/index", *PAGES]])
    assert pages[0] == pages[1]


def read(built: Built) -> set[str]:
    return set(re.findall(r"reading sources\.\.\. \[.*?\] (\S+)", built.status))


@pytest.mark.parametrize(
    ("name", "old", "new", "documents"),
    [
        ("", "", "", set()),
        ("v2/servers.inc", "List servers", "Show servers", {"v2/servers"}),
        ("v2/stop.inc", "POST", "PUT", {"v2/servers"}),
        ("v2/notes.txt", "note", "word", {"v2/servers"}),
        ("v2/index.rst", "Words between.", "Words.", {"v2/index"}),
        ("v2/words.inc", "Nova", "Cinder", {"v2/index", *PAGES}),
        ("v2/images.inc", REFERENCE["v2/images.inc"], "No title.\n", {"v2/index"}),
        ("v2/index.rst", ".. include:: images.inc\n", "", {"v2/index"}),
    ],
)
def test_an_edit_reads_what_it_changes(
    build_pages: Build, name: str, old: str, new: str, documents: set[str]
) -> None:
    build_pages(REFERENCE)
    files = {name: REFERENCE[name].replace(old, new)} if name else {}
    rebuilt = build_pages(files)
    assert read(rebuilt) == documents
    assert rebuilt.problems == []


def test_the_index_shows_an_operation_that_is_new_on_a_page(build_pages: Build) -> None:
    build_pages(REFERENCE)
    text = REFERENCE["v2/servers.inc"].replace("List servers", "Show servers")
    page = build_pages({"v2/servers.inc": text}).page("v2/index")
    assert "servers.html#show-servers" in links(page)
    assert "show-servers" in moved(page)["servers.html"]


@pytest.mark.parametrize("steps", [(True, False), (False, True)])
def test_the_option_is_turned_on_and_off(build: Build, steps: tuple[bool, bool]) -> None:
    for is_on in steps:
        built = build(REFERENCE, os_apiref_pages=is_on)
        assert built.problems == []
        assert built.app.env.found_docs == {"index", "v2/index", *(PAGES if is_on else ())}


# Checks ------------------------------------------------------------------------


def test_a_check_finds_the_same_in_pages(tmp_path: Path) -> None:
    files = {
        **REFERENCE,
        "v2/images.inc": "Images\n======\n\nShow\n----\n\n.. rest_method:: GET /images/{id}\n",
        "v2/orphan.inc": "Orphan\n======\n",
    }
    found = []
    for is_on in (False, True):
        settings = {"os_apiref_pages": is_on, "os_apiref_check": True, "builder": "dummy"}
        found.append(build_project(tmp_path / str(is_on), files, **settings).problems)
    assert len(found[0]) > 3
    assert [re.sub(r"/True/", "/False/", one) for one in found[1]] == found[0]


def test_problems_are_shown_on_the_page_of_their_file(build_pages: Build) -> None:
    files = {**REFERENCE, "v2/images.inc": "Images\n======\n\nList\n----\n\n.. rest_method:: GET\n"}
    built = build_pages(files, os_apiref_show_problems=True)
    assert "rest-problems" in built.page("v2/images")
    assert "rest-problems" not in built.page("v2/index")


@pytest.mark.parametrize(
    ("address", "is_broken"),
    [("index.html#alpha", False), ("a.html#alpha", False), ("index.html#of-c", True)],
)
def test_the_check_of_links_knows_what_leads_on(
    build_pages: Build, address: str, is_broken: bool
) -> None:
    built = build_pages(two_pages(f"`A link <{address}>`__.\n"), builder="dummy")
    found = [one.kind for one in find_links(built.app).internal]
    assert found == ([ProblemKind.BROKEN_LINK] if is_broken else [])


# Real references ---------------------------------------------------------------


@pytest.mark.skipif(not CORPUS.is_dir(), reason="OS_APIREF_CORPUS names no folder of references")
@pytest.mark.parametrize("source", REFERENCES, ids=lambda path: path.parts[-3])
def test_real_references_lose_nothing_in_pages(source: Path, tmp_path: Path) -> None:
    references = []
    for is_on in (False, True):
        built = build_source(source, tmp_path / str(is_on), is_on)
        references.append((built, rest_domain(built.app.env)))
    (whole, unpaged), (cut, paged) = references
    assert cut.problems == whole.problems
    assert len(paged.plan.pages) > 10
    kept = {(one.place, one.title) for one in paged.reference().operations}
    assert {(one.place, one.title) for one in unpaged.reference().operations} == kept
    for name in paged.plan.turns:
        ids = set().union(*(paged.documents[one].ids for one in paged.plan.documents_like(name)))
        document = whole.app.env.get_doctree(name)
        assert {one for one in document.ids if not re.fullmatch(r"id\d+", one)} <= ids


def build_source(source: Path, folder: Path, is_on: bool) -> Built:
    """Build a source folder that may not be written to."""
    folder.mkdir()
    (folder / "source").symlink_to(source)
    return build_project(folder, {}, builder="dummy", os_apiref_pages=is_on, nitpicky=True)

# SPDX-License-Identifier: Apache-2.0
"""The indices: operations by path and method, parameters with the operations that use them."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from test_references import operation, project

from conftest import Build, Built


def text_of(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def lines(built: Built, page: str) -> list[str]:
    """What an index says, one line for each heading and entry; links as [text](href)."""
    body = built.page(page).partition('<section class="rest-index">')[2].partition("</section>")[0]
    body = re.sub(r'<p class="rest-letters">.*?</p>', "", body)
    body = re.sub(r"<h2[^>]*>(.*?)</h2>", r"\n# \1\n", body)
    body = re.sub(r'<a href="([^"]*)">(.*?)</a>', r"[\2](\1)", body)
    body = re.sub(r"<li[^>]*>", "\n", body.replace("\n", " "))
    found = [text_of(line) for line in re.split(r"\n|(?=# )", body)]
    return [line.replace("[ ", "[").replace(" ]", "]") for line in found if line][1:]


def test_operations_stand_by_resource_path_and_method(build: Build) -> None:
    text = "".join(
        operation(title, call)
        for title, call in (
            ("Remove", "DELETE /v3/{project}/things/{id}"),
            ("Add", "POST /v3/{project}/things"),
            ("List", "GET /v3/{project}/things/"),
            ("List old", "GET /v2/{project}/things"),
            ("Root", "GET /"),
            ("Versions", "GET /v3"),
            ("Start", "POST /apples/{id}/action"),
            ("Stop", "POST /apples/{id}/action"),
        )
    )
    built = build({"index.rst": f"API\n===\n\n{text}"})
    assert built.problems == []
    assert lines(built, "rest-index") == [
        "# /",
        "[GET /](index.html#root) Root",
        "[GET /v3](index.html#versions) Versions",
        "# apples",
        "POST /apples/{id}/action",
        "[Start](index.html#start) API",
        "[Stop](index.html#stop) API",
        "# things",
        "[GET /v2/{project}/things](index.html#list-old) List old",
        "[GET /v3/{project}/things/](index.html#list) List",
        "[POST /v3/{project}/things](index.html#add) Add",
        "[DELETE /v3/{project}/things/{id}](index.html#remove) Remove",
    ]


def test_parameters_stand_by_name_with_the_operations_that_use_them(build: Build) -> None:
    built = build(project(""))
    assert lines(built, "rest-parameters") == [
        "# F",
        "flavor [Stop (Halt) Server](servers.html#stop-halt-server.flavor)",
        "# N",
        "name",
        "[Create Server](servers.html#create-server.name)",
        "[Show Server](servers.html#show-server.name) GET /servers/{server_id}",
        "[List Volumes](volumes.html#list-volumes.name)",
        "# S",
        "server.flavor [Create Server](servers.html#create-server.server.flavor)",
        "# X",
        "X-Token [servers](servers.html#servers.X-Token)",
    ]


def test_what_many_operations_have_is_folded(build: Build) -> None:
    text = "".join(operation(f"Act {n}", "POST /act", "name") for n in range(4))
    files = {"index.rst": f"API\n===\n\n{text}", "parameters.yaml": project("")["parameters.yaml"]}
    built = build(files)
    for page in ("rest-index", "rest-parameters"):
        assert re.search(r"<details><summary>4 operations</summary>\s*<ul>", built.page(page))


EVIL = '<img src=x onerror="alert(1)">'


def test_what_authors_write_is_text(build: Build) -> None:
    text = operation(f"Show {EVIL}", f"GET /{EVIL}/{{<b>}}") + operation(
        "Other", f"PUT /{EVIL}/{{<b>}}"
    )
    table = f".. rest_parameters:: parameters.yaml\n\n   - '{EVIL}': name\n"
    files = project(":rest:op:`GET /servers`", **{"volumes.rst": f"V\n=\n\n{text}{table}"})
    built = build(files)
    for page in ("rest-index", "rest-parameters", "volumes"):
        assert "<img src=x" not in built.page(page)
    assert html.escape(EVIL, quote=False) in built.page("rest-index").replace("&#34;", '"')


def test_every_entry_of_a_parameter_has_an_id_of_its_own(build: Build) -> None:
    rows = "".join(f"   - '{name}': name\n" for name in ("a:b", "a-b", "A.b", "*", "_"))
    text = operation("One", "GET /one") + f".. rest_parameters:: parameters.yaml\n\n{rows}"
    files = {"index.rst": f"API\n===\n\n{text}", "parameters.yaml": project("")["parameters.yaml"]}
    ids = re.findall(r'<li id="([^"]*)"', build(files).page("rest-parameters"))
    assert len(ids) == 5
    assert len(set(ids)) == 5


@pytest.mark.parametrize(
    ("wanted", "made"),
    [
        (True, {"rest-index", "rest-parameters"}),
        (False, set()),
        (["rest-index"], {"rest-index"}),
    ],
)
def test_a_project_says_which_indices_it_wants(
    build: Build, tmp_path: Path, wanted: Any, made: set[str]
) -> None:
    build(project(""), html_domain_indices=wanted)
    assert {path.stem for path in (tmp_path / "out").glob("rest-*.html")} == made


def test_a_project_without_operations_has_no_indices(build: Build, tmp_path: Path) -> None:
    build({"index.rst": "Plain\n=====\n"})
    assert list((tmp_path / "out").glob("rest-*.html")) == []


def test_documents_refer_to_the_indices(build: Build) -> None:
    built = build(project(":ref:`rest-index`, :ref:`all names <rest-parameters>`"), nitpicky=True)
    assert built.problems == []
    assert '<a class="reference internal" href="rest-index.html"' in built.page()
    assert '<a class="reference internal" href="rest-parameters.html"' in built.page()


def test_a_book_has_the_indices_with_the_pages(build: Build, tmp_path: Path) -> None:
    named = ["rest-index", "rest-parameters"]
    built = build(project(""), builder="latex", project="book", latex_domain_indices=named)
    assert built.problems == []
    tex = (tmp_path / "out" / "book.tex").read_text(encoding="utf-8")
    assert r"\renewcommand{\indexname}{Operations}" in tex
    assert r"\renewcommand{\indexname}{Parameters}" in tex
    places = re.findall(r"\\sphinxstyleindexpageref\{([^:]*):\\detokenize\{([^}]*)\}", tex)
    labels = set(re.findall(r"\\label\{\\detokenize\{([^}]*)\}\}", tex))
    assert len(places) > 15
    assert {":".join(place) for place in places} <= labels


def test_the_words_of_an_index_are_translated(build: Build) -> None:
    text = "".join(operation(f"Act {n}", "POST /act", "_") for n in range(4))
    yaml = project("")["parameters.yaml"].replace("name:", "_:")
    files = {"index.rst": f"API\n===\n\n{text}", "parameters.yaml": yaml}
    built = build(files, language="de")
    assert lines(built, "rest-index")[:2] == ["# act", "POST /act 4 Operationen"]
    assert "<h1>Operationen</h1>" in built.page("rest-index")
    assert lines(built, "rest-parameters")[:2] == ["# Sonderzeichen", "_ 4 Operationen"]
    index = (Path(built.app.outdir) / "searchindex.js").read_text(encoding="utf-8")
    assert '"REST API-Operation"' in index


def test_an_index_follows_an_edit(build: Build) -> None:
    build(project(""))
    again = build({"volumes.rst": "Volumes\n=======\n\n" + operation("New", "GET /new")})
    assert "[GET /new](volumes.html#new) New" in lines(again, "rest-index")
    assert not any("List Volumes" in line for line in lines(again, "rest-parameters"))

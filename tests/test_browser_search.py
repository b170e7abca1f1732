# SPDX-License-Identifier: Apache-2.0
"""Sphinx's search in a browser: it finds operations, the one that was meant first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import pytest
from browsing import DEFAULT, Built, Visit, is_in_view, opened, operation, row
from test_references import operation as source_of
from test_references import project

from conftest import build_project

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SEARCHED_THEMES = ("sphinx_rtd_theme", "furo", "alabaster", "pydata_sphinx_theme")


class Result(NamedTuple):
    """One result: what it shows, what is said beside it, where it leads."""

    title: str
    beside: str
    href: str


def search(visit: Visit, kind: str, query: str) -> tuple[Page, list[Result]]:
    page: Page = visit(f"{kind}/search.html?q={quote(query)}")
    page.wait_for_function("document.querySelector('.search-summary')?.innerText")
    found = page.locator("ul.search > li").evaluate_all(
        """all => all.map(one => [one.querySelector("a").textContent,
             one.querySelector("a ~ span")?.textContent ?? "",
             one.querySelector("a").getAttribute("href")])"""
    )
    return page, [Result(*one) for one in found]


QUERIES = {
    # an exact path first, whatever the method, the names of placeholders and the end
    "/images/{image_id}/metadata": "images.html#list-image-metadata",
    "/images/{id}/metadata/": "images.html#list-image-metadata",
    "PUT /images/{image_id}/metadata": "images.html#update-image-metadata",
    "/images": "images.html#list-images",
    # a segment, a placeholder, a method
    "metadata": "images.html#list-image-metadata",
    "image_id": "images.html#delete-image",
    "HEAD": "directives.html#count-images",
    # a title, the words of one, the start of a word
    "show image metadata item": "images.html#show-image-metadata-item",
    "metadata delete": "images.html#delete-image-metadata-item",
    "tag": "directives.html#add-tag-to-image",
}


@pytest.mark.parametrize("theme", SEARCHED_THEMES)
def test_the_first_result_is_what_was_meant(visit: Visit, theme: str) -> None:
    _, found = search(visit, f"demo-{theme}", "PUT /images/{image_id}/metadata")
    assert found[0].href.endswith("#update-image-metadata")


@pytest.mark.parametrize(("query", "first"), QUERIES.items())
def test_an_operation_is_found_by_what_readers_know(visit: Visit, query: str, first: str) -> None:
    _, found = search(visit, f"demo-{DEFAULT}", query)
    assert found[0].href == first


def test_an_operation_is_one_result(visit: Visit) -> None:
    _, found = search(visit, f"demo-{DEFAULT}", "list images")
    places = [one.href for one in found]
    assert len(places) == len(set(places))
    assert found[0] == Result(
        "GET /images — List images",
        " (REST API operation, in Images reference)",
        "images.html#list-images",
    )


def test_a_parameter_leads_to_its_row_in_the_open_operation(visit: Visit) -> None:
    page, found = search(visit, f"demo-{DEFAULT}", "OS-DCF:diskConfig")
    (title, beside, href) = found[0]
    assert title == "GET /images/detail — List images with details"
    assert beside == " (REST API parameter OS-DCF:diskConfig, in Images reference)"
    page.locator("ul.search > li a").first.click()
    page.wait_for_url(f"**/{href}")
    anchor = href.partition("#")[2]
    assert "list-images-with-details" in opened(page)
    page.wait_for_timeout(300)
    assert is_in_view(row(page, anchor))


def test_a_result_leads_to_the_open_operation(visit: Visit) -> None:
    page, _ = search(visit, f"demo-{DEFAULT}", "DELETE /images/{image_id}")
    page.locator("ul.search > li a").first.click()
    page.wait_for_url("**/images.html#delete-image")
    assert "delete-image" in opened(page)
    page.wait_for_timeout(300)
    assert is_in_view(operation(page, "delete-image").locator("summary"))


EVIL = "Show <img src=x onerror=alert(1)> & co"


@pytest.fixture(scope="module")
def scored(built: Built) -> str:
    """A reference whose project has a scorer: it turns the order around and counts pages twice."""
    folder = built.folder / "scored"
    if not folder.is_dir():
        source = folder.with_name("scored-project")
        source.mkdir(parents=True)
        scorer = source / "scorer.js"
        scorer.write_text(
            "var Scorer = { objNameMatch: 1, objPartialMatch: 1, objPrio: {}, objPrioDefault: 0,"
            " title: 1, partialTitle: 1, term: 1, partialTerm: 1,"
            " score: ([docname, title, anchor, descr, score]) => 1000 - score };\n"
        )
        volumes = "Volumes\n=======\n\n" + source_of(EVIL, "GET /evil", "name")
        files = project("", **{"volumes.rst": volumes})
        made = build_project(source, files, html_search_scorer=str(scorer), html_theme="alabaster")
        made.app.outdir.rename(folder)
    return "scored"


def test_a_scorer_of_the_project_has_the_last_word(visit: Visit, scored: str) -> None:
    _, found = search(visit, scored, "GET /servers")
    assert [one.title for one in found if one.title.startswith("GET /servers")] == [
        "GET /servers/{server_id} — Show Server",
        "GET /servers — List Servers",
    ]


def test_what_authors_write_is_shown_as_text(visit: Visit, scored: str) -> None:
    page, found = search(visit, scored, "/evil")
    assert f"GET /evil — {EVIL}" in [one.title for one in found]
    assert page.locator("#search-results img").count() == 0

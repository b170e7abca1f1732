# SPDX-License-Identifier: Apache-2.0
"""What narrows a page: the filter and the version lens; and that the reader stays where he was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import AWKWARD_PAGE, DEFAULT, Visit, is_in_view, opened, operation, row, shown

from conftest import Built as BuiltProject

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

DEMO_PAGE = f"demo-{DEFAULT}/images.html"
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def page(visit: Visit) -> Page:
    """The awkward reference in the default theme."""
    page: Page = visit(AWKWARD_PAGE)
    return page


def said(page: Page) -> str:
    text: str = page.locator("output").inner_text()
    return text


def choose(page: Page, version: str, name: str = "version") -> None:
    page.locator(f"select[name={name}]").select_option(version)


# Filter ---------------------------------------------------------------------------


def test_the_filter_narrows_by_method_path_title_and_parameter(page: Page) -> None:
    page.keyboard.press("/")
    for words, ids in {
        "delete": ["destroy-server"],
        "{server_id}": ["destroy-server"],
        "CREATE": ["create-server"],
        "get late": ["list-servers"],
        "head": ["an-operation-around-others"],
        "zebra": [],  # it is in a description
        "no such thing": [],
    }.items():
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(words)
        assert shown(page) == ids, words
    assert said(page) == "0 of 11 operations match."
    page.keyboard.press("Escape")
    assert len(shown(page)) == 9
    assert said(page) == ""


def test_chapters_without_an_operation_vanish(page: Page) -> None:
    plain, awkward, outside = (
        page.locator(f"#{one}") for one in ("plain-operations", "awkward-operations", "outside")
    )
    page.locator("[name=filter]").fill("outer")
    assert [one.is_visible() for one in (plain, awkward, outside)] == [False, True, False]
    page.locator("[name=filter]").fill("destroy")
    assert [one.is_visible() for one in (plain, awkward, outside)] == [True, False, False]
    page.locator("[name=filter]").fill("")
    assert [one.is_visible() for one in (plain, awkward, outside)] == [True, True, True]


def test_a_slash_in_a_field_is_a_slash(page: Page) -> None:
    page.locator("[name=filter]").focus()
    page.keyboard.type("/outer/")
    assert page.locator("[name=filter]").input_value() == "/outer/"


# Version lens -----------------------------------------------------------------------


def test_the_lens_hides_and_counts_what_a_version_lacks(page: Page) -> None:
    page.locator("[name=expand]").first.click()
    early, late, middle = (
        row(page, f"list-servers.request.{n}") for n in ("early", "late", "middle")
    )
    options = page.locator("select[name=version] option").all_inner_texts()
    assert options == ["all", "2.10", "2.9", "2.5", "2.1", "2.0"]

    choose(page, "2.9")
    assert [one.is_visible() for one in (early, late, middle)] == [True, False, True]
    assert "create-server" not in shown(page)
    assert said(page) == "1 operation, 1 parameter and 1 status code hidden at 2.9."
    assert "version=2.9" in page.url

    choose(page, "2.10")
    assert [one.is_visible() for one in (early, late, middle)] == [False, True, True]
    assert "create-server" in shown(page)

    choose(page, "2.1")
    query = page.locator("#list-servers .rest-group", has_text="Query")
    body = page.locator("#list-servers .rest-group", has_text="Body")
    assert query.is_visible()
    assert [one.is_visible() for one in body.all()] == [False, True]

    choose(page, "")
    assert all(one.is_visible() for one in (early, late, middle))
    assert said(page) == ""
    assert "version" not in page.url


def test_the_lens_hides_status_codes_and_sections(page: Page) -> None:
    page.locator("[name=expand]").first.click()
    old, new = (page.locator(f"#destroy-server dd[data-code='{code}']") for code in (204, 202))
    section = page.locator("#destroy-server section")
    choose(page, "2.1")
    assert [one.is_visible() for one in (old, new, section)] == [True, False, False]
    assert "and 1 section hidden at 2.1." in said(page)
    choose(page, "2.10")
    assert [one.is_visible() for one in (old, new, section)] == [False, True, True]


def test_a_version_in_the_address_is_looked_through(visit: Visit) -> None:
    page = visit(f"{AWKWARD_PAGE}?lang=en&version=2.7#list-servers")
    assert page.locator("select[name=version]").input_value() == "2.7"
    options = page.locator("select[name=version] option").all_inner_texts()
    assert options[1:4] == ["2.10", "2.9", "2.7"]
    assert not row(page, "list-servers.request.late").is_visible()
    assert row(page, "list-servers.request.early").is_visible()
    choose(page, "2.9")
    assert page.url.endswith("?lang=en&version=2.9#list-servers")
    page = visit(f"{AWKWARD_PAGE}?version=%3Cb%3E")
    assert page.locator("select[name=version]").input_value() == ""


def test_two_versions_are_compared(visit: Visit) -> None:
    page = visit(f"{AWKWARD_PAGE}?version=2.9&compare=2.10")
    operation(page, "list-servers").locator("summary").click()
    late = row(page, "list-servers.request.late")
    assert late.is_visible()
    assert late.get_attribute("data-change") == "+ in 2.10"
    early = row(page, "list-servers.request.early")
    assert early.get_attribute("data-change") == f"{MINUS} gone in 2.10"
    assert operation(page, "create-server").get_attribute("data-change") == "+ in 2.10"
    lines = {
        one: page.locator(f"#{one} .rest-line").get_attribute("data-changes")
        for one in ("list-servers", "create-server", "destroy-server")
    }
    assert lines == {
        "list-servers": "1 new, 1 gone",
        "create-server": "+ in 2.10",
        "destroy-server": "1 new, 1 gone",
    }
    assert said(page) == "From 2.9 to 2.10: 3 new, 2 gone."
    choose(page, "2.9", "compare")
    assert said(page) == "From 2.9 to 2.9: no change."
    assert page.locator("[data-change], [data-changes]").count() == 0


def test_a_page_without_versions_has_no_lens(visit: Visit) -> None:
    page = visit(f"demo-{DEFAULT}/provider.html")
    assert page.locator("form.rest-bar").count() == 1
    assert page.locator("form.rest-bar select").count() == 0


def test_a_link_wins_over_lens_and_filter(page: Page) -> None:
    choose(page, "2.9")
    page.locator("[name=filter]").fill("destroy")
    page.evaluate("location.hash = '#list-servers.request.late'")
    page.wait_for_function("!document.querySelector('.rest-out')")
    assert is_in_view(row(page, "list-servers.request.late"))
    assert page.locator("[name=filter]").input_value() == ""


@pytest.mark.parametrize("hash_", ["awkward-operations", "nested-operation", "outside"])
def test_a_link_wins_over_an_empty_chapter(page: Page, hash_: str) -> None:
    page.locator("[name=filter]").fill("destroy")
    page.evaluate("hash => { location.hash = hash; }", hash_)
    page.wait_for_function("!document.querySelector('.rest-empty')")
    assert is_in_view(page.locator(f"#{hash_}"))


# The reading position -----------------------------------------------------------------

READ = """async id => {
    for (let i = 0; i < 6; i++) await new Promise(requestAnimationFrame);
    return document.getElementById(id).getBoundingClientRect().top;
}"""


def scroll_to(page: Page, id_: str, offset: int) -> float:
    """Bring an operation to a place in the window, and return where it is."""
    page.evaluate(
        """([id, offset]) => {
            const top = document.getElementById(id).getBoundingClientRect().top;
            scrollBy({ top: top - offset, behavior: "instant" });
        }""",
        [id_, offset],
    )
    top: float = page.evaluate(READ, id_)
    return top


def test_opening_and_closing_all_leaves_the_operation_where_it_is(visit: Visit) -> None:
    page = visit(DEMO_PAGE)
    top = scroll_to(page, "list-image-metadata", 90)
    for _ in range(2):
        page.locator("[name=expand]").first.evaluate("one => one.click()")
        assert abs(page.evaluate(READ, "list-image-metadata") - top) <= 2


def test_closing_all_shows_the_operation_that_was_read_inside(visit: Visit) -> None:
    page = visit(DEMO_PAGE)
    page.locator("[name=expand]").first.click()
    scroll_to(page, "create-image-metadata", -300)
    page.locator("[name=expand]").first.evaluate("one => one.click()")
    assert 0 <= page.evaluate(READ, "create-image-metadata") < 120


def test_the_lens_leaves_the_row_where_it_is(visit: Visit) -> None:
    page = visit(DEMO_PAGE)
    page.locator("[name=expand]").first.click()
    top = scroll_to(page, "list-images-with-details.request.minDisk", 100)
    assert abs(top - 100) <= 2
    for version in ("2.35", "2.1", ""):
        choose(page, version)
        now = page.evaluate(READ, "list-images-with-details.request.minDisk")
        assert abs(now - top) <= 2, version


def test_what_follows_takes_the_place_of_an_operation_that_goes(visit: Visit) -> None:
    page = visit(DEMO_PAGE)
    page.locator("[name=expand]").first.click()
    scroll_to(page, "delete-image", 60)
    choose(page, "2.36")
    assert not operation(page, "delete-image").is_visible()
    assert 0 <= page.evaluate(READ, "list-image-metadata") < 120


def test_the_filter_leaves_the_operation_where_it_is(visit: Visit) -> None:
    page = visit(DEMO_PAGE)
    page.locator("[name=expand]").first.click()
    top = scroll_to(page, "update-image-metadata", 120)
    for words in ("put", "update", ""):
        page.locator("[name=filter]").fill(words)
        assert abs(page.evaluate(READ, "update-image-metadata") - top) <= 2, words


def test_a_page_that_is_loaded_again_looks_as_it_was_left(visit: Visit) -> None:
    page = visit(f"{DEMO_PAGE}#list-images")
    operation(page, "create-image-metadata").locator("summary").click()
    top = scroll_to(page, "create-image-metadata.request.metadata", 200)
    page.reload()
    assert opened(page) == {"list-images", "create-image-metadata"}
    assert abs(page.evaluate(READ, "create-image-metadata.request.metadata") - top) <= 2


def test_the_controls_stay_in_view_beside_operations_of_other_sections(visit: Visit) -> None:
    page = visit(f"demo-{DEFAULT}/directives.html")
    operation(page, "count-images").evaluate("one => one.scrollIntoView()")
    assert is_in_view(page.locator("[name=filter]"))
    page.evaluate("location.hash = '#opening-everything-rest-expand-all'")
    page.wait_for_timeout(200)
    assert is_in_view(page.get_by_role("heading", name="Opening everything"))


# Untrusted text, and time ---------------------------------------------------------------

EVIL = "<img src=x onerror=document.title='broken'>"
DEFINITION = "  in: query\n  type: string\n  description: |\n    Says something.\n"


def test_what_authors_wrote_stays_text_in_all_that_scripts_touch(
    visit: Visit, build: Callable[..., BuiltProject]
) -> None:
    source = f"API\n===\n\n.. rest_expand_all::\n\nOne {EVIL}\n{'-' * 60}\n\n"
    source += f".. rest_method:: GET /a{EVIL}\n   min_version: 2.5\n\n{EVIL}\n\n"
    source += (
        f"Error response codes: fault(404)\n\n.. rest_parameters:: p.yaml\n\n   - '{EVIL}': p\n"
    )
    release = {"2.5": EVIL}
    files = {"index.rst": source, "p.yaml": f"p:\n{DEFINITION}  max_version: 2.4\n"}
    project = build(files, html_theme="furo", os_apiref_release_microversions=release)
    page = visit(AWKWARD_PAGE)
    page.goto(Path(project.app.outdir, "index.html").as_uri() + "?version=2.4&compare=2.5")
    page.locator("[name=expand]").click()
    page.locator("[name=filter]").fill(EVIL)
    page.locator("[name=filter]").fill("onerror")
    choose(page, "2.5")
    page.reload()
    assert page.locator("article img, aside img, nav img").count() == 0
    assert page.title() != "broken"
    assert page.locator("select[name=compare] option", has_text=EVIL).count() == 1
    assert page.locator("[name=filter]").input_value() == "onerror"
    assert page.locator(".toc-tree .rest-toc").inner_text() == "GET"
    assert "<img src=x onerror=" in page.locator(".toc-tree").inner_text()

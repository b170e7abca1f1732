# SPDX-License-Identifier: Apache-2.0
"""Every page of a reference that publishes Markdown leads to its own, in each theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from browsing import AWKWARD_PAGE, DEFAULT, DEMO_PAGES, LOOKS, THEMES, Built, Visit, operation

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser


def of_page(page: Page) -> Locator:
    return page.get_by_role("link", name="This page as Markdown", exact=True)


def file_of(built: Built, page: Page, link: Locator) -> Path:
    """The file that a link leads to."""
    address = urlsplit(link.evaluate("one => one.href")).path
    return built.folder / unquote(address).lstrip("/")


@pytest.mark.parametrize("theme", THEMES)
def test_each_page_shows_a_link_to_its_markdown(theme: str, visit: Visit, built: Built) -> None:
    page: Page = visit(f"demo-{theme}/index.html")
    for name in DEMO_PAGES:
        page.goto(page.url.replace(page.url.rpartition("/")[2], f"{name}.html"))
        assert of_page(page).is_visible()
        assert of_page(page).inner_text() == "Markdown"
        file = file_of(built, page, of_page(page))
        assert file == built / f"demo-{theme}" / f"{name}.md"
        title = page.locator("h1").first.inner_text().strip("\n #¶\uf0c1")
        assert title in file.read_text(encoding="utf-8").replace("`", "").replace("\\", "")
        alternate = page.locator("head > link[rel=alternate][type='text/markdown']")
        assert alternate.evaluate("one => one.href") == of_page(page).evaluate("one => one.href")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize(("theme", "scheme"), LOOKS)
def test_nothing_covers_the_link(theme: str, scheme: str, width: int, visit: Visit) -> None:
    page: Page = visit(f"demo-{theme}/images.html", width=width, color_scheme=scheme)
    of_page(page).click(trial=True)
    box = of_page(page).bounding_box()
    assert box
    assert box["x"] + box["width"] <= width


def test_each_operation_links_its_own_where_its_text_is(visit: Visit, built: Built) -> None:
    page: Page = visit(f"demo-{DEFAULT}/images.html#delete-image")
    link = page.get_by_role("link", name="Delete image as Markdown")
    assert link.is_visible()
    text = file_of(built, page, link).read_text(encoding="utf-8")
    assert "\nid: images#delete-image\n" in text
    assert operation(page, "delete-image").locator("summary a").count() == 0
    # What is closed puts nothing in the way of a keyboard.
    assert not page.get_by_label("Show image details as Markdown").is_visible()
    links = page.locator(".rest-operation .rest-markdown a")
    assert links.count() == page.locator(".rest-operation").count()
    assert all(file_of(built, page, one).is_file() for one in links.all())


def test_folders_of_pages_lead_there_too(visit: Visit, built: Built) -> None:
    page: Page = visit("demo-dirhtml/images/index.html#delete-image")
    assert file_of(built, page, of_page(page)) == built / "demo-dirhtml" / "images.md"
    link = page.get_by_role("link", name="Delete image as Markdown")
    assert file_of(built, page, link) == built / "demo-dirhtml" / "images" / "delete-image.md"
    page = visit("demo-dirhtml/index.html")
    assert file_of(built, page, of_page(page)) == built / "demo-dirhtml" / "index.md"
    page = visit("demo-singlehtml/index.html")
    assert file_of(built, page, of_page(page)).is_file()
    link = page.get_by_label("Delete image as Markdown")
    assert file_of(built, page, link).is_file()


def test_pages_from_the_disk_lead_to_files(browser: Browser, built: Built) -> None:
    folder = built / f"demo-{DEFAULT}"
    page = browser.new_page()
    page.goto((folder / "images.html").as_uri())
    address = of_page(page).evaluate("one => one.href")
    assert address == (folder / "images.md").as_uri()
    page.close()


def test_paper_has_no_link(visit: Visit) -> None:
    page: Page = visit(f"demo-{DEFAULT}/images.html#delete-image")
    page.emulate_media(media="print")
    assert page.locator(".rest-markdown").first.is_hidden()


def test_a_reference_that_publishes_none_links_none(visit: Visit) -> None:
    page: Page = visit(AWKWARD_PAGE)
    assert page.locator("[type='text/markdown']").count() == 0

# SPDX-License-Identifier: Apache-2.0
"""The verification board of a large reference in a browser: sixty files, four steps each."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from test_browser_pages import CONTRAST, is_in_view

from conftest import build_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FILES = 60
WIDE, NARROW = 1280, 360
LOOKS = [("sphinx_rtd_theme", "light"), ("furo", "light"), ("furo", "dark")]
BLOCKED = "resource-03-with-quite-a-long-name.inc"


def fragment(number: int) -> str:
    """A file with an operation; every third is ready, every third blocked, the rest verified."""
    markers = "".join(
        f".. needs:{step}_verification\n" for step in ("method", "parameter", "example", "body")
    )
    table = ".. rest_parameters:: parameters.yaml\n\n   - item: item\n"
    path = "/items/{id}" if number % 3 == 0 else "/items"
    return (
        f"{markers if number % 3 < 2 else ''}\n"
        f"Item {number}\n------------------\n\n.. rest_method:: GET {path}\n\nShows one.\n\n"
        f"Normal response codes: 200\n\nResponse\n~~~~~~~~\n\n{table}\n"
        ".. literalinclude:: item-resp.json\n"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reference in two themes, a folder for each."""
    folder = tmp_path_factory.mktemp("board")
    names = {f"resource-{at:02}-with-quite-a-long-name.inc": fragment(at) for at in range(FILES)}
    files = {
        "index.rst": "API\n===\n\n.. toctree::\n\n   items\n   board\n",
        "board.rst": "Board\n=====\n\n.. rest_board::\n",
        "items.rst": "Items\n=====\n\n" + "".join(f".. include:: {name}\n" for name in names),
        "parameters.yaml": "item:\n  in: body\n  type: object\n  description: An item.\n",
        "item-resp.json": '{"item": {}}\n',
    }
    for theme in {theme for theme, _ in LOOKS}:
        built = build_project(folder / theme, {**files, **names}, html_theme=theme)
        assert built.problems == []
    return folder


Visit = Callable[..., "Page"]


@pytest.fixture(scope="module")
def visit(browser: Browser, folder: Path) -> Visit:
    """Return the board in a theme, opened once for all tests, in a window of some width."""

    @functools.cache
    def opened(theme: str, scheme: Literal["dark", "light"]) -> Page:
        page = browser.new_context(color_scheme=scheme).new_page()
        page.goto((folder / theme / "out" / "board.html").as_uri())
        return page

    def visit(
        theme: str = "sphinx_rtd_theme",
        width: int = WIDE,
        scheme: Literal["dark", "light"] = "light",
    ) -> Page:
        page = opened(theme, scheme)
        page.set_viewport_size({"width": width, "height": 800})
        return page

    return visit


def test_the_total_is_a_progress_bar_with_a_name(visit: Visit) -> None:
    bar = visit().get_by_role("progressbar", name="Verified steps")
    assert bar.is_visible()
    assert (bar.get_attribute("value"), bar.get_attribute("max")) == ("80", "240")


TOO_WIDE = """() => [...document.querySelectorAll(".rest-board, .rest-board *")]
    .filter((one) => one.scrollWidth > one.clientWidth + 1)
    .filter((one) => getComputedStyle(one).display !== "inline")
    .map((one) => one.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("theme", ["sphinx_rtd_theme", "furo"])
def test_nothing_scrolls_sideways(visit: Visit, theme: str) -> None:
    for width in (NARROW, 768, 1024, WIDE):
        page = visit(theme, width)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        assert page.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("theme", ["sphinx_rtd_theme", "furo"])
def test_where_there_is_room_steps_are_columns(visit: Visit, theme: str) -> None:
    table = visit(theme).locator(".rest-board-table")
    assert table.get_by_role("row").count() == FILES + 1
    names = table.get_by_role("columnheader").all_inner_texts()
    assert names == ["File", "Methods", "Parameters", "Examples", "Bodies"]
    cells = table.locator("tbody > tr").first.locator("> *")
    tops = {cells.nth(at).bounding_box()["y"] for at in range(5)}  # type: ignore[index]
    assert len(tops) == 1


@pytest.mark.parametrize("theme", ["sphinx_rtd_theme", "furo"])
def test_where_there_is_none_each_cell_says_its_step(visit: Visit, theme: str) -> None:
    page = visit(theme, NARROW)
    steps = page.locator(".rest-board-table > tbody > tr:first-child > td > .rest-step")
    assert [one.inner_text() for one in steps.all() if one.is_visible()] == [
        "Methods",
        "Parameters",
        "Examples",
        "Bodies",
    ]
    assert not page.locator(".rest-board-table thead").is_visible()


def test_states_are_words(visit: Visit) -> None:
    rows = visit().locator(".rest-board-table > tbody > tr")
    states = [rows.nth(at).locator(".rest-state").all_inner_texts() for at in (0, 1, 2)]
    assert states == [
        ["to verify", "to verify", "ready to remove", "ready to remove"],
        ["to verify", "ready to remove", "ready to remove", "ready to remove"],
        ["✓ verified"] * 4,
    ]


@pytest.mark.parametrize(("theme", "scheme"), LOOKS)
def test_small_words_stand_out(visit: Visit, theme: str, scheme: Literal["dark", "light"]) -> None:
    page = visit(theme, scheme=scheme)
    words = page.locator(
        ".rest-board-table tr:nth-child(-n+6) :is(.rest-state, .rest-detail, a, th),"
        ".rest-findings > :is(dt, dd):nth-child(-n+6), dd:nth-child(-n+6) .rest-where"
    )
    contrasts = words.evaluate_all(
        f"all => all.map(one => [one.className || one.localName, ({CONTRAST})(one)])"
    )
    assert len(contrasts) > 40
    assert sorted({name for name, contrast in contrasts if contrast < 4.5}) == []


def test_a_count_of_findings_leads_to_them_and_they_to_the_operation(
    browser: Browser, folder: Path
) -> None:
    page = browser.new_page()
    page.goto((folder / "sphinx_rtd_theme" / "out" / "board.html").as_uri())
    page.locator(f"tr:has-text('{BLOCKED}') a:has-text('finding')").first.click()
    assert is_in_view(page.locator(f"dt:has-text('{BLOCKED}')"))
    page.locator(f"dt:has-text('{BLOCKED}') + dd a").first.click()
    page.wait_for_url("**/items.html#item-3")
    assert page.locator("#item-3 > details[open]").count() == 1
    page.close()

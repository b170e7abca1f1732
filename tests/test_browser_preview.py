# SPDX-License-Identifier: Apache-2.0
"""`os-apiref preview` in a browser: an open page follows edits by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from serving import PATIENCE_SECONDS, running_preview, write_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE_SECONDS * 1000)
    yield page
    page.close()


def test_an_open_page_follows_edits_and_shows_its_problems(tmp_path: Path, page: Page) -> None:
    source = write_project(tmp_path)
    with running_preview(tmp_path / "api") as preview:
        page.goto(preview.url)
        page.get_by_text("First words.").wait_for()
        assert page.locator(".rest-problems").count() == 0

        index = source / "index.rst"
        index.write_text(index.read_text().replace("First", "Second"))
        page.get_by_text("Second words.").wait_for()

        index.write_text(index.read_text().replace("thing_id: thing", "thing_id: thng"))
        problems = page.locator(".rest-problems")
        problems.wait_for()
        assert "did you mean 'thing'?" in problems.inner_text()

        index.write_text(index.read_text().replace("thng", "thing"))
        problems.wait_for(state="detached")

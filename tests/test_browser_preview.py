# SPDX-License-Identifier: Apache-2.0
"""`os-apiref preview` in a browser: an open page follows edits by itself."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from serving import PATIENCE_SECONDS, running_preview, write_project

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture
def page() -> Iterator[Page]:
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        if os.environ.get("OS_APIREF_REQUIRE_ALL"):
            pytest.fail(f"none of {', '.join(BROWSERS)} is installed")
        pytest.skip(f"takes one of {', '.join(BROWSERS)}")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(PATIENCE_SECONDS * 1000)
        yield page
        browser.close()


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

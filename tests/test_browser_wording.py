# SPDX-License-Identifier: Apache-2.0
"""What the script says, in the language of its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import build_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

INDEX = """\
Servers
=======

List servers
------------

.. rest_method:: GET /servers

.. rest_parameters:: parameters.yaml

   - one: one
   - two: two

**Beispiel**

.. literalinclude:: long.json

Show server
-----------

.. rest_method:: GET /servers/{id}
   min_version: 2.5
"""
PARAMETERS = """\
one: {in: query, type: string, max_version: 2.3, description: The first.}
two: {in: query, type: string, max_version: 2.3, description: The second.}
"""
FILES = {
    "index.rst": INDEX,
    "parameters.yaml": PARAMETERS,
    "long.json": '{"a": [\n' + "1,\n" * 30 + "1]}\n",
}
POLISH = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

msgid "%(count)s operation"
msgid_plural "%(count)s operations"
msgstr[0] "%(count)s operacja"
msgstr[1] "%(count)s operacje"
msgstr[2] "%(count)s operacji"
"""  # noqa: E501 - a header of gettext has one line


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page: Page = browser.new_page()
    yield page
    page.close()


def said(page: Page) -> str:
    text: str = page.locator("output").inner_text()
    return text


def test_the_script_speaks_german(page: Page, tmp_path: Path) -> None:
    build_project(tmp_path, FILES, language="de")
    address = (tmp_path / "out" / "index.html").as_uri()
    page.goto(f"{address}?version=2.4")
    assert said(page) == "Bei 2.4 ausgeblendet: 1 Operation und 2 Parameter."
    page.goto(f"{address}?version=2.2&compare=2.6")
    assert said(page) == "Von 2.2 zu 2.6: 1 neu, 2 entfallen."
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("list")
    assert said(page) == "Treffer: 1 von 2 Operationen."
    page.get_by_role("button", name="Alles aufklappen").click()
    page.get_by_role("button", name="Alles zuklappen").wait_for()
    page.get_by_role("button", name="Alle 32 Zeilen zeigen").click()
    page.get_by_role("button", name="Weniger zeigen").wait_for()
    page.get_by_role("button", name="Kopieren: Beispiel").wait_for()


@pytest.mark.parametrize(
    ("count", "words"),
    [(1, "1 operacja"), (2, "2 operacje"), (5, "5 operacji"), (22, "22 operacje")],
)
def test_a_language_has_as_many_forms_as_it_needs(
    page: Page, tmp_path: Path, count: int, words: str
) -> None:
    operations = "".join(
        f"\nOperation {n}\n------------\n\n.. rest_method:: GET /{n}\n" for n in range(count)
    )
    rst = f"A\n=\n\n.. rest_expand_all::\n{operations}\nB\n-\n\nText.\n"
    files = {"index.rst": rst, "locales/pl/LC_MESSAGES/os_apiref.po": POLISH}
    build_project(tmp_path, files, language="pl")
    page.goto((tmp_path / "out" / "index.html").as_uri())
    page.locator("input[name=filter]").fill("no such")
    assert said(page) == f"0 of {words} match."

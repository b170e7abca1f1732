# SPDX-License-Identifier: Apache-2.0
"""Links of old into a document that is in pages now, in a browser."""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from browsing import Quiet, Visit, opened

from conftest import build_project

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SERVERS = """\
Servers
=======

List servers
------------

.. rest_method:: GET /servers
   min_version: 2.1

.. rest_parameters:: parameters.yaml

   - name: name

"""
FILES = {
    "index.rst": """\
API
===

.. rest_expand_all::

.. include:: servers.inc
.. include:: flavors.inc

Own words
=========

.. _constructor:

Here.
""",
    "servers.inc": SERVERS + "Text.\n\n" * 60 + "Stop server\n-----------\n\nStops.\n",
    "flavors.inc": SERVERS.replace("Server", "Flavor").replace("server", "flavor"),
    "parameters.yaml": "name:\n  in: body\n  type: string\n  description: |\n    The name.\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the reference in pages: ``html/`` and ``dirhtml/``."""
    folder = tmp_path_factory.mktemp("moved")
    for builder in ("html", "dirhtml"):
        built = build_project(folder / builder, FILES, builder=builder, os_apiref_pages=True)
        assert built.problems == []
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Open an address below ``html/out/``; no script of a page may fail."""
    failures: list[str] = []
    contexts = []

    def visit(path: str, folder: str = "html/out/", **settings: Any) -> Page:
        context = browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(f"{site}/{folder}{path}", wait_until="load")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert failures == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("#list-servers", "servers.html#list-servers"),
        ("#servers", "servers.html#servers"),
        ("#stop-server", "servers.html#stop-server"),
        ("#list-flavors.name", "flavors.html#list-flavors.name"),
        ("?version=2.53#list-flavors", "flavors.html?version=2.53#list-flavors"),
        (
            "?expanded=list-servers-detail,list-flavors-detail#list-flavors",
            "flavors.html?expanded=list-servers-detail,list-flavors-detail#list-flavors",
        ),
        (
            "?expanded=list-flavors-detail",
            "flavors.html?expanded=list-flavors-detail#list-flavors",
        ),
        ("?a=b&expanded=#servers", "servers.html?a=b&expanded=#servers"),
    ],
)
def test_a_link_of_old_lands_on_the_page(visit: Visit, old: str, new: str) -> None:
    page = visit(f"index.html{old}")
    page.wait_for_url(lambda url: unquote(url).endswith(f"/{new}"))
    operation = new.partition("#")[2].partition(".")[0]
    if operation in ("list-servers", "list-flavors"):
        page.locator(f"[id='{operation}'] > details[open]").wait_for()
        assert opened(page) == {operation}


@pytest.mark.parametrize(
    "hash_",
    ["", "#", "#own-words", "#constructor", "#no-such", "#id1", "#%", "#toString", "#__proto__",
     "?expanded=", "?expanded=no-such-detail", "?version=2.53", "?version=2.53#own-words"],
)  # fmt: skip
def test_what_is_on_the_index_or_nowhere_stays(visit: Visit, hash_: str) -> None:
    page = visit(f"index.html{hash_}")
    page.wait_for_timeout(50)
    assert page.url.endswith(f"/index.html{hash_}")


def test_a_link_on_the_index_itself_leads_on_and_back_leads_back(visit: Visit) -> None:
    page = visit("index.html")
    page.evaluate("location.hash = '#list-servers'")
    page.wait_for_url("**/servers.html#list-servers")
    page.go_back()
    page.wait_for_url("**/index.html")


def test_folders_for_pages_have_the_map_too(visit: Visit) -> None:
    page = visit("?version=2.5#list-servers", folder="dirhtml/out/")
    page.wait_for_url("**/dirhtml/out/servers/?version=2.5#list-servers")


def test_the_list_of_pages_leads_to_operations_without_script(visit: Visit) -> None:
    page = visit("index.html#list-servers", java_script_enabled=False)
    page.get_by_role("link", name="List servers").click()
    page.wait_for_url("**/servers.html#list-servers")


def test_from_a_file_the_map_works_as_well(browser: Browser, tmp_path: Path) -> None:
    build_project(tmp_path, FILES, os_apiref_pages=True)
    page = browser.new_page()
    page.goto(f"{(tmp_path / 'out/index.html').as_uri()}?version=2.5#list-servers")
    page.wait_for_url("**/servers.html?version=2.5#list-servers")
    page.close()

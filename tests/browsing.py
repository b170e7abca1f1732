# SPDX-License-Identifier: Apache-2.0
"""Pages for a browser: built once a run, when a test first asks for them, and served.

``browser/`` is a reference at its most awkward; the demo is the other.
"""

from __future__ import annotations

import fcntl
import functools
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from chromium import NoBrowserError, running_chromium
from serving import environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

AWKWARD = Path(__file__).parent / "browser"
DEMO = Path(__file__).parent.parent / "source"
DEMO_PAGES = tuple(sorted(path.stem for path in DEMO.glob("*.rst")))
SOURCES = {"awkward": AWKWARD, "demo": DEMO}
THEMES = ("sphinx_rtd_theme", "furo", "pydata_sphinx_theme", "alabaster", "openstackdocs")
WITH_DARK = ("furo", "pydata_sphinx_theme")
LOOKS = [(theme, "light") for theme in THEMES] + [(theme, "dark") for theme in WITH_DARK]
DEFAULT = "sphinx_rtd_theme"
BUILDERS = ("dirhtml", "singlehtml", "epub")
AWKWARD_PAGE = f"awkward-{DEFAULT}/index.html"
OPENED = ".rest-operation > details[open]"


class Built:
    """Folders of pages by kind: ``SOURCE-THEME``, or ``SOURCE-BUILDER`` in the default theme."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __truediv__(self, kind: str) -> Path:
        """Return the folder of a kind; the processes of a run build each kind once."""
        out = self.folder / kind
        with (self.folder / f"{kind}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not out.exists():
                build(kind, out)
        return out


def build(kind: str, out: Path) -> None:
    source, _, how = kind.partition("-")
    builder, theme = (how, DEFAULT) if how in BUILDERS else ("html", how)
    extensions = ["os_apiref", *(["openstackdocstheme"] if theme == "openstackdocs" else [])]
    settings = {
        "extensions": ",".join(extensions),
        "html_theme": theme,
        "html_title": "API",
        "os_apiref_show_markers": "1",
        "os_apiref_show_problems": str(int(source == "awkward")),
    }
    # Each kind reads for itself: kinds are built side by side by the processes of a run.
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", f"{out}.doctrees"]
    command += [] if (SOURCES[source] / "conf.py").exists() else ["-C"]
    for name, value in settings.items():
        command += ["-D", f"{name}={value}"]
    command += [str(SOURCES[source]), str(out)]
    subprocess.run(command, check=True, env=environment(), stderr=subprocess.PIPE)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The pages, in a folder that all processes of a run share."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    folder = base / "pages"
    folder.mkdir(exist_ok=True)
    return Built(folder)


@pytest.fixture(scope="session")
def site(built: Built) -> Iterator[str]:
    """The address of that folder."""
    handler = functools.partial(Quiet, directory=str(built.folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


# Not for the whole session: playwright runs an event loop in this thread for as long as it
# lives, and tests of other modules run one of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The browser, for the tests of one module."""
    try:
        with running_chromium() as browser:
            yield browser
    except NoBrowserError as error:
        if os.environ.get("OS_APIREF_REQUIRE_ALL"):
            pytest.fail(str(error))
        pytest.skip(str(error))


Visit = Callable[..., Any]


@pytest.fixture
def visit(browser: Browser, site: str, built: Built) -> Iterator[Visit]:
    """Open an address in a window of its own; no script of a page may fail."""
    failures: list[str] = []
    contexts = []

    def visit(path: str, width: int = 1280, **settings: Any) -> Page:
        assert (built / path.partition("/")[0]).is_dir()
        viewport = {"width": width, "height": 800}
        context = browser.new_context(viewport=viewport, **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.goto(f"{site}/{path}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert failures == []


def opened(page: Page) -> set[str]:
    """The ids of the operations that are open."""
    ids: list[str] = page.locator(OPENED).evaluate_all("all => all.map(one => one.parentNode.id)")
    return set(ids)


def shown(page: Page) -> list[str]:
    """The ids of the operations that can be seen."""
    script = "all => all.filter(one => one.checkVisibility()).map(one => one.id)"
    ids: list[str] = page.locator(".rest-operation").evaluate_all(script)
    return ids


def operation(page: Page, id_: str) -> Locator:
    return page.locator(f"[id='{id_}']")


def row(page: Page, id_: str) -> Locator:
    return page.locator(f"tr[id='{id_}']")


def is_in_view(locator: Locator) -> bool:
    script = "one => { const box = one.getBoundingClientRect();"
    script += " return box.top >= 0 && box.top < innerHeight && one.checkVisibility(); }"
    answer: bool = locator.evaluate(script)
    return answer

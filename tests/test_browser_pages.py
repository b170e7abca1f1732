# SPDX-License-Identifier: Apache-2.0
"""Pages in a browser: what opens them, what narrows them, and how they look.

``browser/`` is a reference at its most awkward; it and the demo are built once.
"""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest
from chromium import NoBrowserError, running_chromium
from serving import environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser

AWKWARD = Path(__file__).parent / "browser"
DEMO = Path(__file__).parent.parent / "source"
DEMO_PAGES = tuple(sorted(path.stem for path in DEMO.glob("*.rst")))
THEMES = {
    "sphinx_rtd_theme": "sphinx_rtd_theme",
    "furo": "furo",
    "pydata_sphinx_theme": "pydata_sphinx_theme",
    "alabaster": "alabaster",
    "openstackdocs": "openstackdocstheme",
}
INSTALLED = tuple(theme for theme, package in THEMES.items() if find_spec(package))
WITH_DARK = tuple(theme for theme in ("furo", "pydata_sphinx_theme") if theme in INSTALLED)
DEFAULT = "sphinx_rtd_theme"
OPENED = ".rest-operation > details[open]"
AWKWARD_PAGE = f"awkward-{DEFAULT}/index.html"
PATCH = "everything-inside-script-document-title-broken-script-one-operation"
SECOND = "second-nested-operation"


# Built once ------------------------------------------------------------------


def build(source: Path, out: Path, doctrees: Path, builder: str, theme: str) -> None:
    extensions = ["os_apiref", *(["openstackdocstheme"] if theme == "openstackdocs" else [])]
    settings = {
        "extensions": ",".join(extensions),
        "html_theme": theme,
        "html_title": "API",
        "os_apiref_show_markers": "1",
        "os_apiref_show_problems": str(int(source == AWKWARD)),
    }
    command = [sys.executable, "-m", "sphinx", "-q", "-b", builder, "-d", str(doctrees)]
    command += [] if (source / "conf.py").exists() else ["-C"]
    for name, value in settings.items():
        command += ["-D", f"{name}={value}"]
    subprocess.run([*command, source, out], check=True, env=environment(), stderr=subprocess.PIPE)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages: ``SOURCE-THEME/`` in HTML, ``demo-BUILDER/`` in the default theme."""
    folder = tmp_path_factory.mktemp("pages")
    sources = {"awkward": AWKWARD} | ({"demo": DEMO} if DEMO.is_dir() else {})
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = [
            pool.submit(build_all, source, folder / name, themes)
            for name, source in sources.items()
            for themes in (INSTALLED[:4], INSTALLED[4:])
        ]
    for run in runs:
        run.result()
    return folder


def build_all(source: Path, out: Path, themes: tuple[str, ...]) -> None:
    """Build a source in several themes, one after another: it is read once."""
    doctrees = Path(f"{out}-{len(themes)}.doctrees")
    for theme in themes:
        build(source, Path(f"{out}-{theme}"), doctrees, "html", theme)
    if source == DEMO and DEFAULT in themes:
        for builder in ("dirhtml", "singlehtml", "epub"):
            build(source, Path(f"{out}-{builder}"), doctrees, builder, DEFAULT)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(built: Path) -> Iterator[str]:
    """The address of that folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    try:
        with running_chromium() as browser:
            yield browser
    except NoBrowserError as error:
        if os.environ.get("OS_APIREF_REQUIRE_ALL"):
            pytest.fail(str(error))
        pytest.skip(str(error))


Visit = Callable[..., Any]


@pytest.fixture
def visit(browser: Browser, site: str) -> Iterator[Visit]:
    """Open an address in a window of its own; no script of a page may fail."""
    failures: list[str] = []
    contexts = []

    def visit(path: str, width: int = 1280, **settings: Any) -> Page:
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


@pytest.fixture
def page(visit: Visit) -> Page:
    """The awkward reference in the default theme."""
    page: Page = visit(f"awkward-{DEFAULT}/index.html")
    return page


def opened(page: Page) -> set[str]:
    """The ids of the operations that are open."""
    ids: list[str] = page.locator(OPENED).evaluate_all("all => all.map(one => one.parentNode.id)")
    return set(ids)


def operation(page: Page, id_: str) -> Locator:
    return page.locator(f"[id='{id_}']")


def row(page: Page, id_: str) -> Locator:
    return page.locator(f"tr[id='{id_}']")


def is_in_view(locator: Locator) -> bool:
    script = "one => { const box = one.getBoundingClientRect();"
    script += " return box.top >= 0 && box.top < innerHeight && one.checkVisibility(); }"
    answer: bool = locator.evaluate(script)
    return answer


# Opening -----------------------------------------------------------------------


def test_operations_are_closed_lines_with_a_heading_that_a_click_opens(page: Page) -> None:
    operations = page.locator(".rest-operation")
    assert operations.count() == 11
    assert opened(page) == set()
    for summary in operations.locator("> details > summary").all():
        assert summary.locator("> :is(h1, h2, h3, h4, h5, h6)").count() == 1
        assert summary.locator("a, button, input").count() == 0
    operation(page, "list-servers").locator("summary").click()
    assert opened(page) == {"list-servers"}
    assert page.get_by_text("The word xylophone").is_visible()


def test_a_keyboard_reaches_and_opens_an_operation_and_shows_where_it_is(page: Page) -> None:
    summary = operation(page, "list-servers").locator("summary")
    for _ in range(40):
        page.keyboard.press("Tab")
        if summary.evaluate("one => one === document.activeElement"):
            break
    outline = summary.evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert opened(page) == {"list-servers"}


@pytest.mark.parametrize(
    ("hash_", "open_", "shown"),
    [
        ("list-servers", {"list-servers"}, "list-servers"),
        ("list-servers.request.late", {"list-servers"}, "list-servers.request.late"),
        ("a-target-inside", {PATCH}, "a-target-inside"),
        ("by-label", {"an-operation-around-others", SECOND}, SECOND),
        ("awkward-operations", set(), "awkward-operations"),
        ("no-such-id", set(), ""),
        ("%", set(), ""),
    ],
)
def test_a_link_opens_what_it_leads_to(
    visit: Visit, hash_: str, open_: set[str], shown: str
) -> None:
    page = visit(f"{AWKWARD_PAGE}#{hash_}")
    assert opened(page) == open_
    if shown:
        page.wait_for_function("scrollY > 0")
        assert is_in_view(operation(page, shown))


def test_a_link_leads_there_again_after_the_reader_closed_it(page: Page) -> None:
    summary = operation(page, "list-servers").locator("summary")
    link = operation(page, "list-servers").locator("> .rest-link")
    summary.hover()
    link.click()
    assert opened(page) == {"list-servers"}
    summary.click()
    assert opened(page) == set()
    link.click()
    assert opened(page) == {"list-servers"}


def test_a_link_from_another_page_opens_the_operation(visit: Visit) -> None:
    page = visit(f"awkward-{DEFAULT}/plain.html")
    page.get_by_role("link", name="the second nested operation").click()
    page.wait_for_selector(".rest-operation")
    assert "second-nested-operation" in opened(page)


@pytest.mark.parametrize(
    ("query", "open_"),
    [
        ("?expanded=list-servers-detail#list-servers", {"list-servers"}),
        ("?expanded=list-servers-detail,create-server-detail", {"list-servers", "create-server"}),
        ("?expanded=", set()),
        ("?expanded=no-such-detail,%3Cb%3E", set()),
    ],
)
def test_links_of_old_open_what_they_name(visit: Visit, query: str, open_: set[str]) -> None:
    assert opened(visit(f"{AWKWARD_PAGE}{query}")) == open_


def test_what_sphinx_marks_for_a_search_is_opened(visit: Visit) -> None:
    page = visit(f"{AWKWARD_PAGE}?highlight=xylophone")
    page.locator(".highlighted").wait_for()
    assert opened(page) == {"list-servers"}


@pytest.mark.parametrize("has_script", [True, False])
def test_searching_a_text_opens_what_is_closed(visit: Visit, has_script: bool) -> None:
    # A text fragment takes the way of the browser's search; window.find does not.
    page = visit(f"{AWKWARD_PAGE}#:~:text=xylophone", java_script_enabled=has_script)
    page.locator(OPENED).wait_for()
    assert opened(page) == {"list-servers"}
    assert is_in_view(row(page, "list-servers.request.late"))


@pytest.mark.parametrize(
    ("hash_", "shown"),
    [
        ("list-servers", "list-servers.request.late"),
        ("list-servers.request.late", "list-servers.request.late"),
        ("nested-operation.request.id", "nested-operation.request.id"),
    ],
)
def test_without_script_a_link_shows_what_it_leads_to(visit: Visit, hash_: str, shown: str) -> None:
    page = visit(f"{AWKWARD_PAGE}#{hash_}", java_script_enabled=False)
    assert row(page, shown).evaluate("one => one.checkVisibility()")
    assert is_in_view(operation(page, hash_))


def test_without_script_everything_can_be_read_and_nothing_is_dead(visit: Visit) -> None:
    page = visit(AWKWARD_PAGE, java_script_enabled=False)
    assert not any(bar.is_visible() for bar in page.locator(".rest-bar").all())
    for summary in page.locator("summary").all():
        summary.click()
    assert len(opened(page)) == 11
    assert page.locator("[data-name]").evaluate_all(
        "all => all.every(one => one.checkVisibility())"
    )


def test_a_page_that_is_one_operation_is_open(visit: Visit) -> None:
    page = visit(f"awkward-{DEFAULT}/operation.html")
    assert page.locator("p", has_text="Its page would be empty").is_visible()


# Expand all ---------------------------------------------------------------------


def test_the_buttons_open_and_close_all_and_agree(page: Page) -> None:
    first, second = page.locator("button[name=expand]").all()

    def wait_for(text: str) -> None:
        page.wait_for_function(
            "text => [...document.querySelectorAll('[name=expand]')]"
            ".every(button => button.textContent === text)",
            arg=text,
        )

    wait_for("Expand all")
    first.click()
    assert len(opened(page)) == 11
    wait_for("Collapse all")
    operation(page, "list-servers").locator("summary").click()
    wait_for("Expand all")
    operation(page, "list-servers").locator("summary").click()
    wait_for("Collapse all")
    second.click()
    assert opened(page) == set()
    wait_for("Expand all")


# Filter and version lens ----------------------------------------------------------


def shown(page: Page) -> list[str]:
    """The ids of the operations that can be seen."""
    script = "all => all.filter(one => one.checkVisibility()).map(one => one.id)"
    ids: list[str] = page.locator(".rest-operation").evaluate_all(script)
    return ids


def test_the_filter_narrows_by_method_path_title_and_parameter(page: Page) -> None:
    page.keyboard.press("/")
    said = page.locator("output")
    for words, ids in {
        "delete": ["destroy-server"],
        "{server_id}": ["destroy-server"],
        "CREATE": ["create-server"],
        "get late": ["list-servers"],
        "head": ["an-operation-around-others"],
        "no such thing": [],
    }.items():
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(words)
        assert shown(page) == ids, words
    assert said.inner_text() == "0 of 11 operations match."
    page.keyboard.press("Escape")
    assert len(shown(page)) == 9
    assert said.inner_text() == ""


def test_the_lens_hides_and_counts_what_a_version_lacks(page: Page) -> None:
    page.locator("[name=expand]").first.click()
    early, late, middle = (
        row(page, f"list-servers.request.{n}") for n in ("early", "late", "middle")
    )
    version = page.locator("select[name=version]")
    assert version.locator("option").all_inner_texts() == ["all", "2.10", "2.9", "2.5", "2.1"]
    said = page.locator("output")

    version.select_option("2.9")
    assert [one.is_visible() for one in (early, late, middle)] == [True, False, True]
    assert "create-server" not in shown(page)
    assert said.inner_text() == "1 operation and 1 row hidden at 2.9."
    assert "version=2.9" in page.url

    version.select_option("2.10")
    assert [one.is_visible() for one in (early, late, middle)] == [False, True, True]
    assert "create-server" in shown(page)

    version.select_option("2.1")
    query = page.locator("#list-servers .rest-group", has_text="Query")
    body = page.locator("#list-servers .rest-group", has_text="Body")
    assert query.is_visible()
    assert [one.is_visible() for one in body.all()] == [False, True]

    version.select_option("")
    assert all(one.is_visible() for one in (early, late, middle))
    assert said.inner_text() == ""
    assert "version" not in page.url


def test_a_version_in_the_address_is_looked_through(visit: Visit) -> None:
    page = visit(f"{AWKWARD_PAGE}?version=2.7#list-servers")
    assert page.locator("select[name=version]").input_value() == "2.7"
    assert page.locator("select[name=version] option").all_inner_texts()[1:4] == [
        "2.10",
        "2.9",
        "2.7",
    ]
    assert not row(page, "list-servers.request.late").is_visible()
    assert row(page, "list-servers.request.early").is_visible()
    page = visit(f"{AWKWARD_PAGE}?version=%3Cb%3E")
    assert page.locator("select[name=version]").input_value() == ""


def test_two_versions_are_compared(visit: Visit) -> None:
    page = visit(f"{AWKWARD_PAGE}?version=2.9&compare=2.10")
    operation(page, "list-servers").locator("summary").click()
    late = row(page, "list-servers.request.late")
    assert late.is_visible()
    assert late.get_attribute("data-change") == "+ in 2.10"
    early = row(page, "list-servers.request.early")
    assert early.get_attribute("data-change") == "\N{MINUS SIGN} gone in 2.10"
    assert operation(page, "create-server").get_attribute("data-change") == "+ in 2.10"
    assert page.locator("#list-servers .rest-line").get_attribute("data-changes") == "2 changes"
    assert page.locator("output").inner_text() == "From 2.9 to 2.10: 2 new, 1 gone."


def test_a_link_wins_over_lens_and_filter(page: Page) -> None:
    page.locator("select[name=version]").select_option("2.9")
    page.locator("[name=filter]").fill("destroy")
    page.evaluate("location.hash = '#list-servers.request.late'")
    page.wait_for_function("!document.querySelector('.rest-out')")
    assert is_in_view(row(page, "list-servers.request.late"))
    assert page.locator("[name=filter]").input_value() == ""


# Samples ----------------------------------------------------------------------------


def test_a_sample_is_copied_as_it_was_written(visit: Visit) -> None:
    page = visit(AWKWARD_PAGE, permissions=["clipboard-read", "clipboard-write"])
    sample = (AWKWARD / "servers.json").read_text()
    assert page.locator(".rest-copy").count() == 0
    for id_, name in {
        "list-servers": "Copy Example List servers: JSON response",
        "create-server": "Copy Normal response codes: 202",
    }.items():
        operation(page, id_).locator("summary").click()
        button = operation(page, id_).locator(".rest-copy")
        assert button.get_attribute("aria-label") == name
        button.focus()
        button.press("Enter")
        page.wait_for_function("one => one.textContent === 'Copied'", arg=button.element_handle())
        assert page.evaluate("navigator.clipboard.readText()") == sample
    operation(page, "list-servers").locator("summary").click()
    operation(page, "list-servers").locator("summary").click()
    assert operation(page, "list-servers").locator(".rest-copy").count() == 1


def test_a_sample_that_may_not_be_copied_is_selected(page: Page) -> None:
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
    )
    operation(page, "list-servers").locator("summary").click()
    button = operation(page, "list-servers").locator(".rest-copy")
    button.click()
    page.wait_for_function("one => one.textContent === 'Selected'", arg=button.element_handle())
    assert '"servers"' in page.evaluate("getSelection().toString()")


# Print ------------------------------------------------------------------------------


def test_print_shows_everything_without_script(visit: Visit) -> None:
    page = visit(AWKWARD_PAGE, java_script_enabled=False)
    page.emulate_media(media="print")
    script = "all => all.every(one => one.checkVisibility() && one.getBoundingClientRect().height)"
    assert page.locator("[data-name], .rest-body pre").evaluate_all(script)
    assert opened(page) == set()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_print_opens_everything_and_closes_it_again(page: Page) -> None:
    page.evaluate(
        """addEventListener("beforeprint", () => {
            window.printed = document.querySelectorAll(".rest-operation > details[open]").length;
        })"""
    )
    operation(page, "list-servers").locator("summary").click()
    page.pdf()
    assert page.evaluate("window.printed") == 11
    assert opened(page) == {"list-servers"}


# Looks --------------------------------------------------------------------------------

WIDTH_OF_ALL_OPENED = """() => {
    for (const one of document.querySelectorAll(".rest-operation")) {
        one.style.contentVisibility = "visible";
        one.querySelector("details").open = true;
    }
    return document.scrollingElement.scrollWidth;
}"""


@pytest.mark.parametrize("theme", INSTALLED)
def test_nothing_scrolls_sideways_at_360_pixels(visit: Visit, site: str, theme: str) -> None:
    page = visit(f"awkward-{theme}/index.html", width=360)
    paths = [f"awkward-{theme}/operation.html"]
    paths += [f"demo-{theme}/{name}.html" for name in DEMO_PAGES]
    wider = []
    while True:
        if page.evaluate(WIDTH_OF_ALL_OPENED) > 360:
            wider.append(page.url)
        if not paths:
            break
        page.goto(f"{site}/{paths.pop()}", wait_until="domcontentloaded")
    assert wider == []


CONTRAST = """one => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
    const paint = (colour) => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); };
    const light = () => {
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const grounds = [];
    for (let at = one; at; at = at.parentElement) {
        grounds.unshift(getComputedStyle(at).backgroundColor);
    }
    ["white", ...grounds].forEach(paint);
    const ground = light();
    paint(getComputedStyle(one).color);
    const text = light();
    return (Math.max(ground, text) + 0.05) / (Math.min(ground, text) + 0.05);
}"""
WORDS = ".rest-method, .rest-version, .rest-deprecated, .rest-required, .rest-optional, .rest-path var, .rest-brief, .rest-statuses dt, .rest-reason, .rest-label, .rest-parent"  # noqa: E501


@pytest.mark.parametrize(
    ("theme", "scheme"),
    [(theme, "light") for theme in INSTALLED] + [(theme, "dark") for theme in WITH_DARK],
)
def test_small_words_and_badges_stand_out(visit: Visit, theme: str, scheme: str) -> None:
    page = visit(f"awkward-{theme}/index.html", color_scheme=scheme)
    script = f"all => all.map(one => [one.className || one.localName, ({CONTRAST})(one)])"
    contrasts = page.locator(WORDS).evaluate_all(script)
    assert len(contrasts) > 40
    assert [pair for pair in contrasts if pair[1] < 4.5] == []


@pytest.mark.parametrize("theme", WITH_DARK)
def test_dark_differs_from_light(visit: Visit, theme: str) -> None:
    script = """() => [".rest-method", ".rest-bar", ".rest-version"].map((name) => {
        const style = getComputedStyle(document.querySelector(name));
        return [style.color, style.backgroundColor].join();
    })"""
    light = visit(f"awkward-{theme}/index.html", color_scheme="light").evaluate(script)
    dark = visit(f"awkward-{theme}/index.html", color_scheme="dark").evaluate(script)
    assert all(one != other for one, other in zip(light[:2], dark[:2], strict=True))


def test_methods_are_words(page: Page) -> None:
    words = page.locator("summary > .rest-method").all_text_contents()
    assert words[:6] == ["GET", "POST", "DELETE", "PATCH", "PUT", "GET"]
    assert words[6:] == ["HEAD", "OPTIONS", "TRACE", "UNSUBSCRIBEALL"]
    size = page.locator(".rest-method").first.evaluate("one => getComputedStyle(one).borderWidth")
    assert size == "1px"


def test_tables_of_authors_outside_operations_keep_the_look_of_the_theme(page: Page) -> None:
    table = page.locator("#outside table.docutils")
    assert table.evaluate("one => getComputedStyle(one).display") == "table"


def test_our_tables_outside_operations_have_our_look(page: Page) -> None:
    head = page.locator("#outside > table.rest-params > thead")
    assert head.evaluate("one => one.getBoundingClientRect().height") <= 1


# What is written --------------------------------------------------------------------


def test_what_authors_wrote_stays_text(page: Page) -> None:
    assert page.title().startswith("Every part")
    title = page.locator("[data-method=PATCH] > details > summary")
    assert "Everything inside <script>document.title = " in title.inner_text()
    path = "/v2.1/{project_id}/<script>document.title='broken'</script>?limit={limit}"
    assert path in title.inner_text()
    assert page.locator(".rest-operation :is(script, b:not(.rest-group b))").count() == 0


def test_operations_and_rows_have_their_hooks(page: Page) -> None:
    for hooks in page.locator(".rest-operation").evaluate_all(
        "all => all.map(one => ({...one.dataset}))"
    ):
        assert {"method", "path"} <= hooks.keys()
    rows = page.locator(".rest-params > tbody > tr:not(.rest-group)")
    assert rows.count() == 14
    for id_, hooks in rows.evaluate_all("all => all.map(one => [one.id, {...one.dataset}])"):
        assert "." in id_
        assert {"name", "in"} <= hooks.keys()
    middle = row(page, "list-servers.request.middle")
    assert middle.get_attribute("data-min-version") == "2.5"
    assert middle.get_attribute("data-max-version") == "2.10"


class Ids(HTMLParser):
    """The ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: Counter[str | None] = Counter()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update(value for name, value in attrs if name == "id")


@pytest.mark.parametrize("kind", [f"awkward-{DEFAULT}", f"demo-{DEFAULT}", "demo-dirhtml"])
def test_no_id_is_there_twice(built: Path, kind: str) -> None:
    for path in (built / kind).rglob("*.html"):
        ids = Ids(path.read_text()).found
        assert [id_ for id_, count in ids.items() if count > 1] == [], path


@pytest.mark.parametrize("kind", [f"demo-{DEFAULT}", "demo-dirhtml", "demo-singlehtml"])
def test_every_builder_of_pages_has_style_and_script(visit: Visit, kind: str) -> None:
    path = {"demo-dirhtml": "images/", "demo-singlehtml": ""}.get(kind, "images.html")
    page = visit(f"{kind}/{path}")
    assert (
        page.locator(".rest-method").first.evaluate("one => getComputedStyle(one).borderWidth")
        == "1px"
    )
    operation(page, "list-images").locator("summary").first.click()
    page.locator("#list-images .rest-copy").first.wait_for(state="attached")


def test_a_book_has_the_style_and_is_open(built: Path) -> None:
    if not DEMO.is_dir():
        pytest.skip("the demo is not here")
    html = "{http://www.w3.org/1999/xhtml}"
    tree = ElementTree.parse(built / "demo-epub" / "images.xhtml")
    operations = tree.findall(f".//{html}details")
    assert operations
    assert all(details.get("open") for details in operations)
    assert tree.findall(f".//{html}form") == []
    assert tree.findall(f".//{html}link[@href='_static/os_apiref.css']")
    assert (built / "demo-epub" / "_static" / "os_apiref.css").is_file()

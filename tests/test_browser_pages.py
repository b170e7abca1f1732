# SPDX-License-Identifier: Apache-2.0
"""Pages in a browser: what opens them, what narrows them, and how they look.

``browser/`` is a reference at its most awkward; it and the demo are built once.
"""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from browsing import (
    AWKWARD,
    AWKWARD_PAGE,
    DEFAULT,
    DEMO_PAGES,
    LOOKS,
    OPENED,
    THEMES,
    WITH_DARK,
    Built,
    Visit,
    is_in_view,
    opened,
    operation,
    row,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PATCH = "everything-inside-script-document-title-broken-script-one-operation"
SECOND = "second-nested-operation"


@pytest.fixture
def page(visit: Visit) -> Page:
    """The awkward reference in the default theme."""
    page: Page = visit(f"awkward-{DEFAULT}/index.html")
    return page


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


# Samples ----------------------------------------------------------------------------


def test_a_sample_is_copied_as_it_was_written(visit: Visit) -> None:
    page = visit(AWKWARD_PAGE, permissions=["clipboard-read", "clipboard-write"])
    sample = (AWKWARD / "servers.json").read_text()
    assert page.locator(".rest-copy").count() == 0
    for id_, name in {
        "list-servers": "Copy Example List servers: JSON response",
        "create-server": "Copy Sample",
    }.items():
        operation(page, id_).locator("summary").click()
        button = operation(page, id_).get_by_role("button", name=name, exact=True)
        assert button.get_attribute("aria-label") == name
        button.focus()
        button.press("Enter")
        page.wait_for_function("one => one.textContent === 'Copied'", arg=button.element_handle())
        assert page.evaluate("navigator.clipboard.readText()") == sample
    operation(page, "list-servers").locator("summary").click()
    operation(page, "list-servers").locator("summary").click()
    assert operation(page, "list-servers").locator(".rest-copy").count() == 2


def test_a_sample_that_may_not_be_copied_is_selected(page: Page) -> None:
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
    )
    operation(page, "list-servers").locator("summary").click()
    button = operation(page, "list-servers").locator(".rest-copy").last
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


@pytest.mark.parametrize("theme", THEMES)
def test_no_page_scrolls_sideways(visit: Visit, site: str, built: Built, theme: str) -> None:
    page = visit(f"awkward-{theme}/index.html", width=360)
    assert (built / f"demo-{theme}").is_dir()
    paths = [f"awkward-{theme}/operation.html"]
    paths += [f"demo-{theme}/{name}.html" for name in DEMO_PAGES]
    wider = []
    while True:
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate(WIDTH_OF_ALL_OPENED) > width:
                wider.append(f"{page.url} at {width}")
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
WORDS = ".rest-method, .rest-version, .rest-deprecated, .rest-required, .rest-optional, .rest-path var, .rest-brief, .rest-statuses b, .rest-reason, .rest-label, .rest-parent"  # noqa: E501


@pytest.mark.parametrize(("theme", "scheme"), LOOKS)
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


@pytest.mark.parametrize("theme", THEMES)
def test_contents_lists_at_the_side_show_operations_with_their_methods(
    visit: Visit, theme: str
) -> None:
    page = visit(f"demo-{theme}/images.html", width=1680)
    entries = page.locator("a:has(> .rest-toc)")
    texts = [" ".join(text.split()) for text in entries.all_text_contents()]
    assert "GET List images" in texts
    assert "DELETE Delete image metadata item" in texts
    assert page.locator(".rest-body .rest-toc, .rest-operation .rest-toc").count() == 0
    below = page.locator("li:has(> a > .rest-toc) > ul, li:has(> p > a > .rest-toc) > ul")
    assert not any(one.is_visible() for one in below.all())


def test_our_script_is_there_once_and_holds_no_paint(visit: Visit) -> None:
    page = visit(f"demo-{DEFAULT}/images.html")
    scripts = page.locator("script[src*=os_apiref]")
    assert scripts.count() == 1
    assert scripts.get_attribute("defer") is not None


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
    assert (
        page.locator(".rest-operation :is(script, b:not(.rest-group b, .rest-statuses b))").count()
        == 0
    )


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
def test_no_id_is_there_twice(built: Built, kind: str) -> None:
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


def test_a_book_has_the_style_and_is_open(built: Built) -> None:
    html = "{http://www.w3.org/1999/xhtml}"
    tree = ElementTree.parse(built / "demo-epub" / "images.xhtml")
    operations = tree.findall(f".//{html}details")
    assert operations
    assert all(details.get("open") for details in operations)
    assert tree.findall(f".//{html}form") == []
    assert tree.findall(f".//{html}link[@href='_static/os_apiref_book.css']")
    assert (built / "demo-epub" / "_static" / "os_apiref_book.css").is_file()

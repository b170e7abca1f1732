# SPDX-License-Identifier: Apache-2.0
"""The page of a link check in a browser: what narrows it, how it looks, what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from link_reports import DOCS, FOLDER, lost_internal, one_of_each, report_of, result
from test_browser_pages import CONTRAST, is_in_view

from os_apiref.links.link import Link
from os_apiref.links.result import Result, Verdict
from os_apiref.problems import Place
from os_apiref.reports import links_html
from os_apiref.reports.links_report import LinkReport

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WIDE, NARROW = 1280, 360
GOOD = 60
ALL = GOOD + 15
LONG = f"https://long.example.org/{'segment' * 60}?{'q' * 300}#{'f' * 100}"
EVIL = """<script>document.title='broken'</script><b>'"\u202e"""
PLACES = 30


def reference() -> LinkReport:
    """A report with every verdict, what is long, what is hostile, and many good links."""
    results: list[Result] = [
        *one_of_each(),
        result(LONG, Verdict.BROKEN, "404 " + "Not-Found" * 40),
        result(f"javascript:{EVIL}", Verdict.BROKEN, EVIL, advice=EVIL),
        *(result(f"{DOCS}/page-{at}", Verdict.OK, "200 OK", status=200) for at in range(GOOD)),
    ]
    places = {
        one.url: (Link(one.url, Place(f"{FOLDER}/servers.inc", line, 5), "index"),)
        for line, one in enumerate(results, 1)
    }
    path = f"{FOLDER}/{'quite-a-long-folder/' * 5}parameters.yaml"
    places[LONG] = tuple(Link(LONG, Place(path, line), "index") for line in range(1, PLACES + 1))
    return report_of(*results, places=places, internal=(lost_internal(),))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("links") / "links.html"
    path.write_text(links_html.render(reference()), encoding="utf-8")
    return path.as_uri()


Visit = Callable[..., Any]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Open the page in a window of its own; nothing may fail, and nothing else may be asked for."""
    asked: list[str] = []
    failures: list[str] = []
    contexts = []

    def visit(fragment: str = "", width: int = WIDE, **settings: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("console", lambda message: failures.append(message.text))
        page.goto(f"{address}{fragment}")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert failures == []
    assert {url.partition("#")[0] for url in asked} == {address}


def shown(page: Page) -> list[str]:
    """The URLs, or else the reasons, of the rows that are not filtered out."""
    rows = page.locator(".link:visible :is(.url, .url + .why, .why):first-child")
    return rows.all_inner_texts()


def sections(page: Page) -> list[str]:
    keys: list[str] = page.locator(".section:visible").evaluate_all(
        "all => all.map(one => one.dataset.key)"
    )
    return keys


def told(page: Page) -> str:
    """What the page says of how many links it shows, once it has narrowed itself."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return page.locator("output").inner_text()


# What narrows it ---------------------------------------------------------------------------


def test_a_tile_shows_its_verdict_alone_and_again_all(visit: Visit) -> None:
    page = visit()
    tile = page.get_by_role("button", name="1 timed out")
    assert (told(page), tile.get_attribute("aria-pressed")) == (f"{ALL} links", "false")
    tile.click()
    assert (told(page), tile.get_attribute("aria-pressed")) == (f"1 of {ALL} links", "true")
    assert sections(page) == ["timeout"]
    assert shown(page) == ["https://slow.example.org/"]
    tile.press("Space")
    assert (told(page), tile.get_attribute("aria-pressed")) == (f"{ALL} links", "false")
    assert len(sections(page)) == 13


def test_a_tile_opens_what_is_folded(visit: Visit) -> None:
    page = visit()
    good = page.get_by_text(f"{DOCS}/page-7", exact=True)
    assert not good.is_visible()
    page.locator(".tile[data-key=ok]").press("Enter")
    assert good.is_visible()
    page.get_by_role("button", name="Show all").click()
    assert told(page) == f"{ALL} links"
    assert not good.is_visible()


def test_a_host_shows_its_links(visit: Visit) -> None:
    page = visit()
    page.get_by_label("Host").select_option("slow.example.org")
    assert told(page) == f"1 of {ALL} links"
    assert shown(page) == ["https://slow.example.org/"]


SOUGHT = {
    "SLOW.example": ["https://slow.example.org/"],
    "503": ["https://down.example.org/"],
    "inc:9:": ["https://slow.example.org/"],
    "guide#limits gone": [f"{DOCS}/gone#limits"],
    "flavours": ["'#flavours' names no section of this document"],
    "page-59": [f"{DOCS}/page-59"],
    "nowhere at all": [],
}


def test_words_show_the_links_that_have_all_of_them(visit: Visit) -> None:
    page = visit()
    for words, urls in SOUGHT.items():
        page.get_by_label("Filter").fill(words)
        assert told(page) == f"{len(urls)} of {ALL} links"
        assert shown(page) == urls


def test_filters_narrow_together_and_counts_follow(visit: Visit) -> None:
    page = visit()
    page.get_by_label("Filter").fill("page-5")
    page.locator(".tile[data-key=ok]").click()
    page.get_by_label("Host").select_option("docs.example.org")
    assert told(page) == f"11 of {ALL} links"
    assert page.locator("[data-key=ok] .count").inner_text() == f"11 of {GOOD + 1}"


def test_slash_goes_to_the_filter_and_escape_empties_it(visit: Visit) -> None:
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("slow/")
    assert page.get_by_label("Filter").input_value() == "slow/"
    page.keyboard.press("Escape")
    assert told(page) == f"{ALL} links"


def test_what_a_reader_folded_stays_folded(visit: Visit) -> None:
    page = visit()
    page.locator("[data-key=broken] > summary").click()
    page.get_by_label("Filter").fill("gone")
    assert told(page) == f"1 of {ALL} links"
    assert shown(page) == [f"{DOCS}/gone#limits"]
    page.get_by_role("button", name="Show all").click()
    assert told(page) == f"{ALL} links"
    assert page.locator("[data-key=broken][open]").count() == 0


def test_more_places_unfold(visit: Visit) -> None:
    page = visit()
    row = page.locator(".link", has=page.locator(".url", has_text="long.example.org"))
    last = f"parameters.yaml:{PLACES}"
    assert last not in row.inner_text()
    row.get_by_text("more places").click()
    assert last in row.inner_text()


# Without script ------------------------------------------------------------------------------


def test_without_script_tiles_and_hosts_lead_to_links(visit: Visit) -> None:
    page = visit(java_script_enabled=False)
    assert not page.locator(".bar").is_visible()
    page.get_by_role("link", name="1 timed out").click()
    assert is_in_view(page.get_by_text("https://slow.example.org/"))
    page.locator(f".tile[href='#ok']:has-text('{GOOD + 1}')").click()
    assert page.get_by_text(f"{DOCS}/page-0", exact=True).is_visible()
    page.locator(".hosts > summary", has_text="10 hosts").click()
    page.locator(".hosts a", has_text="wall.example.org").click()
    assert is_in_view(page.get_by_text("https://wall.example.org/"))


# How it looks ---------------------------------------------------------------------------------


@pytest.mark.parametrize("has_script", [True, False])
def test_nothing_scrolls_sideways(visit: Visit, has_script: bool) -> None:
    page = visit(java_script_enabled=has_script)
    page.locator(".link").evaluate_all(
        "all => all.map((one) => one.style.contentVisibility = 'visible')"
    )
    for width in (NARROW, 768, WIDE):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
        wide = page.locator("body *:visible").evaluate_all(
            """(all, width) => all.filter((one) => one.getBoundingClientRect().right > width + 1)
                .map((one) => one.outerHTML.slice(0, 80))""",
            width,
        )
        assert wide == []


WORDS = (
    ".outcome, .effort, .tile b, .tile span, .bar label > span, output, h2, .count, .fails,"
    " .meaning, .badge, .url, .why, .note, .hop, .hops b, .help, .help b, .places, .places summary"
)


@pytest.mark.parametrize("pressed", [False, True])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out(visit: Visit, scheme: str, pressed: bool) -> None:
    page = visit(color_scheme=scheme)
    if pressed:
        page.locator(".tile").evaluate_all("all => all.map(one => one.ariaPressed = true)")
    ground = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(19, 21, 23)"}[scheme]
    contrasts = page.locator(WORDS).evaluate_all(
        f"all => all.map(one => [one.className || one.localName, ({CONTRAST})(one)])"
    )
    assert {name for name, _ in contrasts} >= {"badge", "note", "hop", "places", "fails", "help"}
    assert sorted({name for name, contrast in contrasts if contrast < 4.5}) == []


def test_where_there_is_room_verdict_link_and_places_are_columns(visit: Visit) -> None:
    script = "one => [...one.children].map((part) => Math.round(part.getBoundingClientRect().left))"
    wide = visit().locator(".link").first.evaluate(script)
    assert wide == sorted(set(wide))
    narrow = visit(width=NARROW).locator(".link").first.evaluate(script)
    assert len(set(narrow)) == 1


def test_what_narrows_stays_in_sight(visit: Visit) -> None:
    page = visit()
    page.mouse.wheel(0, 1500)
    page.wait_for_function("scrollY > 1000")
    assert page.locator(".bar").bounding_box()["y"] == 0


# What others wrote -------------------------------------------------------------------------------


def test_what_others_wrote_stays_text(visit: Visit) -> None:
    page = visit()
    assert page.title() == "Links: 7 links fail the check."
    row = page.locator(".link", has_text="javascript:")
    assert row.locator("a, b:not(.help > b:first-child), script").count() == 0
    assert "</script><b>'\"\\u202e" in row.locator(".why").inner_text()


def test_the_policy_of_the_page_lets_nothing_in(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address)
    blocked: list[str] = page.evaluate(
        """async () => {
            const told = [];
            addEventListener("securitypolicyviolation", (event) => told.push(event.effectiveDirective));
            const image = new Image();
            image.src = "data:image/gif;base64,R0lGODlhAQABAAAAACw=";
            document.body.append(image);
            await fetch("data:text/plain,x").catch(() => null);
            await new Promise((done) => setTimeout(done, 50));
            return told.sort();
        }"""  # noqa: E501
    )
    page.close()
    assert blocked == ["connect-src", "img-src"]

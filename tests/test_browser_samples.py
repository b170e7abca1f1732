# SPDX-License-Identifier: Apache-2.0
"""Samples in a browser: what folds, what copies, and what lights up together."""

from __future__ import annotations

import pytest
from browsing import DEFAULT, DEMO, Visit, operation, row

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not DEMO.is_dir(), reason="the demo is not here"),
]

IMAGES = f"demo-{DEFAULT}/images.html"
LIST = "list-images"
ID_ROW = f"{LIST}.response.id"


def test_a_long_sample_folds_and_opens(visit: Visit) -> None:
    page = visit(f"{IMAGES}#{LIST}")
    figure = operation(page, LIST).locator(".rest-sample", has_text="List Images: JSON response")
    more = figure.locator(".rest-more")
    folded = figure.locator("pre").bounding_box()
    assert more.inner_text() == "Show all 42 lines"
    assert more.get_attribute("aria-expanded") == "false"
    more.press("Enter")
    assert more.get_attribute("aria-expanded") == "true"
    opened = figure.locator("pre").bounding_box()
    assert folded
    assert opened
    assert opened["height"] > folded["height"] * 1.5


def test_what_is_folded_opens_when_a_key_in_it_has_the_focus(visit: Visit) -> None:
    page = visit(f"{IMAGES}#{LIST}")
    figure = operation(page, LIST).locator(".rest-sample", has_text="List Images: JSON response")
    figure.locator("a.nt").last.focus()
    page.wait_for_function(
        "one => !one.classList.contains('rest-folded')", arg=figure.element_handle()
    )


def test_a_key_and_its_row_light_up_together(visit: Visit) -> None:
    page = visit(f"{IMAGES}#{LIST}")
    key = operation(page, LIST).locator(f"a.nt[href='#{ID_ROW}']").first
    lit = page.locator(".rest-lit")
    key.focus()
    page.locator(f"tr.rest-lit[id='{ID_ROW}']").wait_for(state="attached")
    row(page, ID_ROW).locator("th a").focus()
    page.locator(f"a.nt.rest-lit[href='#{ID_ROW}']").first.wait_for(state="attached")
    operation(page, LIST).locator("summary").focus()
    lit.first.wait_for(state="detached")
    key.hover()
    page.locator(f"tr.rest-lit[id='{ID_ROW}']").wait_for(state="attached")


def test_a_key_leads_to_its_row(visit: Visit) -> None:
    page = visit(f"{IMAGES}#{LIST}")
    operation(page, LIST).locator(f"a.nt[href='#{ID_ROW}']").first.click()
    assert page.evaluate("document.querySelector(':target').id") == ID_ROW


def test_without_script_and_in_print_samples_are_whole(visit: Visit) -> None:
    page = visit(IMAGES, java_script_enabled=False)
    assert page.locator(".rest-more, .rest-copy, [hidden]").count() == 0
    page = visit(f"{IMAGES}#{LIST}")
    page.emulate_media(media="print")
    figure = operation(page, LIST).locator(".rest-folded").first
    assert figure.locator("pre").evaluate("one => one.scrollHeight - one.clientHeight") <= 1


def test_request_and_response_are_beside_each_other_where_there_is_room(visit: Visit) -> None:
    wide = visit(f"demo-{DEFAULT}/directives.html#replace-image-tags", width=1280)
    group = operation(wide, "replace-image-tags").locator(".rest-samples")

    def columns(width: int) -> int:
        group.evaluate("(one, width) => { one.style.width = `${width}px`; }", width)
        tops = group.locator("> div").evaluate_all("all => all.map(one => one.offsetTop)")
        return len(tops) // len(set(tops))

    assert [columns(width) for width in (320, 1000)] == [1, 2]


def test_the_language_of_snippets_is_chosen_by_tabs_and_remembered(visit: Visit) -> None:
    page = visit(f"{IMAGES}#{LIST}")
    figure = operation(page, LIST).locator(".rest-snippets")
    assert figure.get_by_role("tab").all_inner_texts() == ["curl", "Python", "HTTP"]
    assert figure.locator("[data-lang]:not([hidden])").get_attribute("data-lang") == "curl"
    figure.get_by_role("tab", name="curl").press("ArrowRight")
    shown = figure.locator("[data-lang]:not([hidden])")
    assert shown.get_attribute("data-lang") == "python"
    assert figure.get_by_role("tab", selected=True).inner_text() == "Python"
    page.reload()
    assert shown.get_attribute("data-lang") == "python"


def test_without_script_snippets_are_stacked_with_their_names(visit: Visit) -> None:
    page = visit(IMAGES, java_script_enabled=False)
    operation(page, LIST).locator("summary").click()
    figure = operation(page, LIST).locator(".rest-snippets")
    assert [one.inner_text() for one in figure.locator(".rest-label").all()] == [
        "curl",
        "Python",
        "HTTP",
    ]
    assert all(one.is_visible() for one in figure.locator("pre").all())

# SPDX-License-Identifier: Apache-2.0
"""What axe-core says of our markup on the demo: every rule it has, in every look."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from browsing import AWKWARD_PAGE, DEFAULT, LOOKS, Visit, operation

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OURS = [
    ".rest-bar",
    ".rest-operation",
    ".rest-endpoint",
    ".rest-params",
    ".rest-statuses",
    ".rest-toc",
    ".rest-index",
]
THEIRS = [".admonition", ".rest-marker", ".versionmodified"]
"""Boxes that a theme draws and colours."""

# The host's own links, the colours of code and what stands in a coloured box owe AA (4.5:1),
# as everything does; the rest of ours has AAA (7:1).
AA_ONLY = "a, .highlight, .highlight *, .admonition *"

AXE = """async ([include, exclude, aaOnly]) => {
    const rules = {};
    for (const { ruleId } of axe.getRules()) rules[ruleId] = { enabled: true };
    const context = {
        include: include.filter(one => document.querySelector(one)).map(one => [one]),
        exclude: exclude.map(one => [one]),
    };
    const { violations } = await axe.run(context, { rules, resultTypes: ["violations"] });
    const isExempt = (id, node) => id === "color-contrast-enhanced"
        && document.querySelector(node.target.at(-1)).closest(aaOnly);
    return violations.flatMap(({ id, nodes }) => nodes
        .filter(node => !isExempt(id, node))
        .map(node => `${id}: ${node.html} ${node.any.map(one => one.message).join()}`));
}"""


def violations(page: Page) -> list[str]:
    # Guide lines are pseudo elements, over which axe does not judge contrast.
    page.add_style_tag(content=".rest-params tr::before { display: none !important }")
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text())
    found: list[str] = page.evaluate(AXE, [OURS, THEIRS, AA_ONLY])
    return found


@pytest.mark.parametrize(("theme", "scheme"), LOOKS)
@pytest.mark.parametrize("name", ["rest-index", "rest-parameters"])
def test_axe_finds_nothing_in_an_index(visit: Visit, theme: str, scheme: str, name: str) -> None:
    page = visit(f"demo-{theme}/{name}.html", color_scheme=scheme)
    assert violations(page) == []
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.querySelector('.rest-index').scrollWidth") <= 360


@pytest.mark.parametrize(("theme", "scheme"), LOOKS)
def test_axe_finds_nothing_closed_or_open(visit: Visit, theme: str, scheme: str) -> None:
    page = visit(f"demo-{theme}/images.html", color_scheme=scheme, reduced_motion="reduce")
    assert violations(page) == []
    page.add_style_tag(content=".rest-operation { content-visibility: visible !important }")
    page.locator("[name=expand]").first.click()
    assert violations(page) == []


def test_axe_finds_nothing_in_a_comparison(visit: Visit) -> None:
    page = visit(f"{AWKWARD_PAGE}?version=2.9&compare=2.10", reduced_motion="reduce")
    for id_ in ("list-servers", "destroy-server"):
        operation(page, id_).locator("summary").click()
    page.mouse.move(0, 0)
    assert violations(page) == []


def test_a_keyboard_goes_through_controls_and_operations_in_order(visit: Visit) -> None:
    page = visit(AWKWARD_PAGE)
    page.keyboard.press("/")
    script = """() => {
        const one = document.activeElement;
        return one.name || one.closest(".rest-operation")?.id || one.localName;
    }"""
    reached = [page.evaluate(script)]
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(script))
    reached = list(dict.fromkeys(reached))
    assert reached[:3] == ["filter", "version", "expand"]
    assert [one for one in reached[3:] if one != "a"] == ["list-servers", "create-server"]


FOCUSABLE = ".rest-bar :is(input, select, button), .rest-operation :is(summary, .rest-link)"


@pytest.mark.parametrize(("theme", "scheme"), LOOKS)
def test_focus_can_be_seen(visit: Visit, theme: str, scheme: str) -> None:
    page = visit(f"awkward-{theme}/index.html", color_scheme=scheme, reduced_motion="reduce")
    page.keyboard.press("Tab")  # the browser shows focus to those who use a keyboard
    outlines = page.locator(FOCUSABLE).evaluate_all(
        """all => all.filter(one => one.checkVisibility() && !one.disabled).map(one => {
            one.focus({ focusVisible: true });
            const style = getComputedStyle(one);
            return [style.outlineStyle, style.outlineWidth, style.opacity].join(" ");
        })"""
    )
    assert set(outlines) <= {"solid 2px 1"}


def test_nothing_moves_for_those_who_asked_for_stillness(visit: Visit) -> None:
    page = visit(f"demo-{DEFAULT}/images.html", reduced_motion="reduce")
    ours = ".rest-operation, .rest-operation *, .rest-bar *"
    durations = page.locator(ours).evaluate_all(
        """all => [...new Set(all.flatMap(one => ["", "::before", "::after"].map(
            part => getComputedStyle(one, part || null).transitionDuration)))]"""
    )
    assert durations == ["0s"]

# SPDX-License-Identifier: Apache-2.0
"""What pages alone have: status codes in one list, dated sections, controls, contents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import lxml.html
import pytest

from conftest import Built

STATUSES = "404:\n  default: |\n    It is **not** there.\n200:\n  default: |\n    Here.\n"

PROSE = """\
API
===

Servers (microversions 2.5 - 2.40)
----------------------------------

List
~~~~

.. rest_method:: GET /servers

Lists.

Normal response codes: 200 (microversions 2.0 - 2.100), 202 (microversion 2.101 - )

Error response codes: badRequest(400), itemNotFound(404)

{more}
Response (microversions 2.12 - )
++++++++++++++++++++++++++++++++

Text.

Old
+++

.. versionremoved:: 2.30

Text.
"""


def page(built: Built, name: str = "index") -> Any:
    return lxml.html.fromstring(built.page(name))


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def lists(tree: Any) -> list[list[tuple[str, list[str]]]]:
    """Every list of status codes: its labels, and what it says of each code."""
    return [
        [(text(group.find("dt")), [text(one) for one in group.findall("dd")]) for group in found]
        for found in tree.iterfind(".//dl[@class='rest-statuses']")
    ]


def index(body: str) -> dict[str, str]:
    return {"index.rst": body, "statuses.yaml": STATUSES}


def test_lines_of_prose_become_one_list_with_meanings(build: Callable[..., Built]) -> None:
    tree = page(build(index(PROSE.format(more=""))))
    assert lists(tree) == [
        [
            (
                "Normal response codes",
                ["200 OK microversion 2.0 – 2.100", "202 Accepted microversion since 2.101"],
            ),
            (
                "Error response codes",
                ["400 Bad Request badRequest", "404 Not Found itemNotFound"],
            ),
        ]
    ]
    assert "Normal response codes:" not in text(tree)
    hooks = tree.find(".//dd[@data-code='202']").attrib
    assert hooks["data-min-version"] == "2.101"


def test_tables_and_prose_of_one_operation_share_a_list(build: Callable[..., Built]) -> None:
    table = ".. rest_status_code:: error statuses.yaml\n\n   - 404\n"
    ((*_, errors),) = lists(page(build(index(PROSE.format(more=table)))))
    assert errors == ("Error", ["404 Not Found It is not there."])


@pytest.mark.parametrize(
    ("line", "is_kept"),
    [
        ("Error response codes: 409, 500.", False),
        ("Error response codes: 409 (while it is being built)", True),
        ("Error response codes: 409 or 500", True),
        ("Error response codes: see `the guide <https://example.org>`__, 409", True),
        ("Error response codes: none", True),
    ],
)
def test_prose_that_says_more_than_codes_stays(
    build: Callable[..., Built], line: str, is_kept: bool
) -> None:
    tree = page(build(index(PROSE.format(more=f"{line}\n"))))
    kept = [text(one) for one in tree.iter("p") if text(one).startswith("Error response codes:")]
    assert bool(kept) == is_kept
    codes = [one.get("data-code") for one in tree.iter("dd")]
    assert ("409" in codes) == ("409" in line)


def test_prose_outside_operations_stays(build: Callable[..., Built]) -> None:
    tree = page(build(index("API\n===\n\nNormal response codes: 200\n")))
    assert lists(tree) == []
    assert "Normal response codes: 200" in text(tree)


def test_words_of_status_codes_are_found_by_a_search(build: Callable[..., Built]) -> None:
    built = build(index(PROSE.format(more="")))
    found = (built.app.outdir / "searchindex.js").read_text()
    assert "badrequest" in found
    assert "itemnotfound" in found


def test_other_writers_keep_the_text_of_the_author(build: Callable[..., Built]) -> None:
    built = build(index(PROSE.format(more="")), builder="text")
    said = (built.app.outdir / "index.txt").read_text()
    assert "Error response codes: badRequest(400), itemNotFound(404)" in said


def test_sections_have_the_versions_of_their_titles_and_first_notes(
    build: Callable[..., Built],
) -> None:
    tree = page(build(index(PROSE.format(more=""))))
    hooks = [
        (one.get("id"), one.get("data-min-version"), one.get("data-max-version"))
        for one in tree.iter("section")
    ]
    assert hooks == [
        ("api", None, None),
        ("servers-microversions-2-5-2-40", "2.5", "2.40"),
        ("list", None, None),
        ("response-microversions-2-12", "2.12", None),
        ("old", None, "2.29"),
    ]
    versions = [one.get("value") for one in tree.iter("option")]
    assert versions == ["", "2.101", "2.100", "2.40", "2.29", "2.12", "2.5", "2.0", ""]


@pytest.mark.parametrize(
    ("title", "notes", "hooks"),
    [
        ("Show", ".. rest_method:: GET /a\n\n.. versionadded:: 2.4", ("2.4", None)),
        ("Show", ".. versionadded:: 2.4\n\n.. rest_method:: GET /a", ("2.4", None)),
        ("Show", ".. rest_method:: GET /a\n\n.. versionremoved:: 2.4", (None, "2.3")),
        ("Show", ".. rest_method:: GET /a\n\n.. versionremoved:: 3.0", (None, None)),
        ("Show (microversion 2.4 and later)", ".. rest_method:: GET /a", ("2.4", None)),
        ("Show", ".. rest_method:: GET /a\n\nWords.\n\n.. versionadded:: 2.4", (None, None)),
        ("Show", ".. rest_method:: GET /a\n   min_version: 2.5\n\n.. versionadded:: 2.4",
         ("2.5", None)),
    ],
)  # fmt: skip
def test_operations_are_dated(
    build: Callable[..., Built], title: str, notes: str, hooks: tuple[str | None, str | None]
) -> None:
    tree = page(build(index(f"API\n===\n\n{title}\n{'-' * 40}\n\n{notes}\n")))
    (operation,) = tree.iterfind(".//section[@data-method]")
    assert (operation.get("data-min-version"), operation.get("data-max-version")) == hooks


ONE = "One\n---\n\n.. rest_method:: GET /one\n\n"
TWO = "Two\n---\n\n.. rest_method:: GET /two\n\n"


@pytest.mark.parametrize(
    ("body", "before"),
    [
        (ONE + TWO, "one"),
        (ONE + ".. versionadded:: 2.5\n", "one"),
        (f"Text.\n\n{ONE}{TWO}", "one"),
        (ONE, None),
        ("Words\n-----\n\n", None),
        (ONE.replace("---", "---\n\nText.\n\nIn\n~~"), None),
    ],
)
def test_controls_come_by_themselves_where_they_have_something_to_do(
    build: Callable[..., Built], body: str, before: str | None
) -> None:
    tree = page(build(index(f"API\n===\n\n{body}")))
    forms = list(tree.iterfind(".//form[@class='rest-bar']"))
    assert [form.getnext().get("id") for form in forms] == ([before] if before else [])


def test_an_author_says_where_the_controls_are(build: Callable[..., Built]) -> None:
    tree = page(build(index(f"API\n===\n\n{ONE}{TWO}\n.. rest_expand_all::\n")))
    (form,) = tree.iterfind(".//form[@class='rest-bar']")
    assert form.getparent().getparent().getparent().get("id") == "two"


def test_contents_lists_show_methods(build: Callable[..., Built]) -> None:
    files = {
        "index.rst": f"API\n===\n\n{ONE}Deep\n----\n\nTwo *words*\n~~~~~~~~~~~\n\n"
        ".. rest_method:: DELETE /two\n\n.. toctree::\n\n   single\n",
        "single.rst": "Single\n======\n\n.. rest_method:: <b> /single\n",
    }
    tree = page(build(files))
    entries = {text(one) for one in tree.iterfind(".//div[@class='toctree-wrapper compound']//a")}
    assert entries == {"<b> Single"}
    built = build(files)
    local = built.app.env.tocs["index"].astext().split("\n\n")
    assert [one for one in local if one] == ["API", "GET One", "Deep", "DELETE Two words"]
    method = tree.find(".//a/span[@class='rest-toc']")
    assert method.get("data-method") == "<b>"


def test_a_contents_list_of_a_book_has_no_markup_of_pages(build: Callable[..., Built]) -> None:
    files = {"index.rst": "API\n===\n\n.. toctree::\n\n   one\n", "one.rst": ONE}
    built = build(files, builder="text")
    assert "* GET One" in (built.app.outdir / "index.txt").read_text()

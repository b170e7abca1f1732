# SPDX-License-Identifier: Apache-2.0
"""Patterns of sites that moved, and what they make of a URL."""

from __future__ import annotations

from pathlib import Path

import pytest

from os_apiref.links.moves import URL_LENGTH, load_moves, suggest

SHIPPED = Path(__file__).parents[2] / "source" / "links.yaml"


def moved(pattern: str, to: str, url: str) -> str:
    loaded = load_moves(f"- from: {pattern}\n  to: {to}\n", "links.yaml")
    assert loaded.problems == ()
    return suggest(url, loaded.moves)


@pytest.mark.parametrize(
    ("pattern", "to", "url", "expected"),
    [
        ("https://a.org/x", "https://b.org/y", "https://a.org/x", "https://b.org/y"),
        ("https://a.org/x", "https://b.org/y", "http://a.org/x", "https://b.org/y"),
        ("http://a.org/x", "https://b.org/y", "HTTPS://a.org/x", "https://b.org/y"),
        ("https://a.org/x", "https://b.org/y", "https://a.org/x/z", ""),
        ("https://a.org/x", "https://b.org/y", "https://a.org/x#z", ""),
        ("https://a.org/x", "https://b.org/y", "https://aXorg/x", ""),
        ("https://a.org/x", "https://b.org/y", "https://c.org/?u=https://a.org/x", ""),
        ("https://a.org/*", "https://b.org/*", "https://a.org/x?y#z", "https://b.org/x?y#z"),
        ("https://a.org/*", "https://b.org/*", "https://a.org/", "https://b.org/"),
        ("https://a.org/*", "https://b.org/", "https://a.org/x", "https://b.org/"),
        ("https://a.org/{p}/", "https://b.org/{p}", "https://a.org/x/", "https://b.org/x"),
        ("https://a.org/{p}/", "https://b.org/{p}", "https://a.org/x/y/", ""),
        ("https://a.org/{p}/", "https://b.org/{p}", "https://a.org//", ""),
        (
            "https://a.org/{v}/{p}/*",
            "https://{p}.org/{v}*",
            "https://a.org/v2/nova/x",
            "https://nova.org/v2x",
        ),
        ("https://a.org/*", "https://a.org/*", "https://a.org/x", ""),
    ],
)
def test_a_url_that_fits_is_rewritten(pattern: str, to: str, url: str, expected: str) -> None:
    assert moved(f'"{pattern}"', f'"{to}"', url) == expected


def test_the_first_pattern_that_fits_holds() -> None:
    text = (
        "- from: https://a.org/x/*\n  to: https://x.org/*\n"
        "- from: https://a.org/*\n  to: https://b.org/*\n"
    )
    moves = load_moves(text, "links.yaml").moves
    assert suggest("https://a.org/x/1", moves) == "https://x.org/1"
    assert suggest("https://a.org/y/1", moves) == "https://b.org/y/1"


def test_nothing_is_suggested_for_a_url_without_end() -> None:
    assert moved("https://a.org/*", "https://b.org/*", "https://a.org/" + "x" * URL_LENGTH) == ""


def test_a_move_keeps_its_place_and_its_reason() -> None:
    (move,) = load_moves(
        "# moves\n- from: https://a.org/x\n  to: https://b.org/x\n  why: It grew.\n", "links.yaml"
    ).moves
    assert str(move.place) == "links.yaml:2:3"
    assert move.why == "It grew."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("# nothing\n", []),
        ("plain text\n", ["1:1: this is no item of a list with 'from' and 'to'"]),
        ("from: https://a.org\n", ["1:1: this is no item of a list with 'from' and 'to'"]),
        ("- text\n", ["1:3: this is no item of a list with 'from' and 'to'"]),
        ("- from: https://a.org/x\n", ["1:3: the move lacks 'to'"]),
        ("- why: x\n", ["1:3: the move lacks 'from' and 'to'"]),
        (
            "- from: https://a.org/x\n  too: https://b.org/x\n",
            ["2:3: a move has no field 'too'", "1:3: the move lacks 'to'"],
        ),
        (
            "- from: [x]\n  to: https://b.org/x\n",
            ["1:3: 'from' has no text", "1:3: the move lacks 'from'"],
        ),
        ("- from: a.org\n  to: https://b.org/\n", ["1:9: 'a.org' is no URL of http or https"]),
        (
            "- from: https://a.org/x\n  to: javascript:x\n",
            ["2:7: 'javascript:x' is no URL of http or https"],
        ),
        (
            "- from: https://a.org/*/x\n  to: https://b.org/\n",
            ["1:9: 'https://a.org/*/x' has a character that no URL has"],
        ),
        (
            "- from: https://a.org/{a}{b}\n  to: https://b.org/\n",
            ["1:9: 'https://a.org/{a}{b}' has names twice, side by side, or more than 4 of them"],
        ),
        (
            "- from: https://a.org/{name}\n  to: https://b.org/{nam}\n",
            ["2:7: 'from' has no {nam}"],
        ),
        (
            "- from: https://a.org/\n  to: https://b.org/*\n",
            ["2:7: 'to' repeats with '*' what 'from' does not have"],
        ),
        (
            "- {from: https://a.org/, to: https://b.org/}\n"
            "- {from: https://a.org/, to: https://c.org/}\n",
            ["2:3: 'https://a.org/' has moved in line 1 already"],
        ),
        (
            "- from: https://a.org/: x\n",
            ["1:23: this is not YAML: a colon and a space stand inside a value"],
        ),
    ],
)
def test_a_fault_of_the_file_is_told_at_its_place(text: str, expected: list[str]) -> None:
    problems = load_moves(text, "links.yaml").problems
    told = [
        f"{problem.place.line}:{problem.place.column}: {problem.message}" for problem in problems
    ]
    assert told == expected


def test_a_misspelt_field_is_told_with_its_near_name() -> None:
    problem = load_moves("- form: https://a.org/\n", "links.yaml").problems[0]
    assert problem.suggestion == "did you mean 'from'?"


def test_a_bad_move_loses_no_other() -> None:
    text = "- from: x\n  to: y\n- from: https://a.org/\n  to: https://b.org/\n"
    assert len(load_moves(text, "links.yaml").moves) == 1


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "https://developer.openstack.org/api-ref/image/v2/index.html",
            "https://docs.openstack.org/api-ref/image/v2/index.html",
        ),
        (
            "https://developer.openstack.org/api-ref/compute/#create-image-createimage-action",
            "https://docs.openstack.org/api-ref/compute/#create-image-createimage-action",
        ),
        (
            "http://developer.openstack.org/api-ref/networking/",
            "https://docs.openstack.org/api-ref/network/",
        ),
        (
            "http://developer.openstack.org/api-ref-image-v2.html#images-images-v2",
            "https://docs.openstack.org/api-ref/image/v2/index.html",
        ),
    ],
)
def test_the_shipped_moves_mend_the_links_of_the_seeds(url: str, expected: str) -> None:
    loaded = load_moves(SHIPPED.read_text(encoding="utf-8"), str(SHIPPED))
    assert loaded.problems == ()
    assert suggest(url, loaded.moves) == expected

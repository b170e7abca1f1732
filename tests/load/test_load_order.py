# SPDX-License-Identifier: Apache-2.0
"""Which definitions are out of order."""

from __future__ import annotations

import pytest

from os_apiref.load.order import find_disorder, order_key
from os_apiref.model.parameter import Parameter
from os_apiref.problems import Place


def definitions(words: str) -> dict[str, Parameter]:
    """Return definitions from words like ``h:name``; the letter is a location's first."""
    locations = {"h": "header", "p": "path", "q": "query", "b": "body", "?": "boddy", "-": ""}
    found = {}
    for line, word in enumerate(words.split(), 1):
        letter, _, key = word.partition(":")
        found[key] = Parameter(key, Place("p.yaml", line), location=locations[letter])
    return found


@pytest.mark.parametrize(
    ("words", "misplaced"),
    [
        ("", []),
        ("b:z", []),
        ("h:z p:y q:x b:a", []),
        ("b:a b:a_b b:ab", []),
        ("b:Alpha b:beta b:Gamma", []),
        ("b:a b:B b:c", []),
        ("b:Same b:same", []),
        ("b:same b:Same", []),
        ("b:b b:a b:c", ["b:b before c"]),
        ("b:z b:a b:b b:c", ["b:z to the end"]),
        ("b:a b:b b:c b:Aa", ["b:Aa before b"]),
        ("b:a h:b", ["b:a to the end"]),
        ("h:a p:b p:c h:d", ["h:d before b"]),
        ("h:a b:x p:b p:c b:y", ["b:x before y"]),
        ("b:a b:x b:b b:y b:c", ["b:x to the end", "b:y to the end"]),
    ],
)
def test_the_fewest_that_sort_the_file_by_moving_are_told(words: str, misplaced: list[str]) -> None:
    found = [
        f"{one.location[0]}:{one.key} {f'before {before.key}' if before else 'to the end'}"
        for one, before in find_disorder(definitions(words))
    ]
    assert found == misplaced


def test_what_has_no_known_location_may_stand_anywhere() -> None:
    assert find_disorder(definitions("-:z ?:y h:b -:a b:a ?:c")) == []


def test_moving_what_is_told_sorts_the_file() -> None:
    words = definitions("b:m q:z b:c h:k p:b b:d h:a q:Y b:E p:a")
    moving = {one.key for one, _ in find_disorder(words)}
    staying = [order_key(one.location, one.key) for one in words.values() if one.key not in moving]
    assert staying == sorted(staying)
    assert len(staying) == 4


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        (("header", "z"), ("path", "a")),
        (("path", "z"), ("query", "a")),
        (("query", "z"), ("body", "a")),
        (("body", "A"), ("body", "b")),
        (("body", "a"), ("body", "B")),
        (("body", "X-a"), ("body", "x_A")),
        (("body", "a_z"), ("body", "ab")),
    ],
)
def test_locations_come_first_then_names_in_lower_case(
    earlier: tuple[str, str], later: tuple[str, str]
) -> None:
    assert order_key(*earlier) < order_key(*later)

# SPDX-License-Identifier: Apache-2.0
"""JSON as a tree of places."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from os_apiref.load.jsontree import MalformedJson, load_json
from os_apiref.model.jsonvalue import JsonValue
from os_apiref.problems import Place


def data(value: JsonValue) -> Any:
    """What a tree says, as the standard library would."""
    if value.type == "object":
        return {member.name: data(member.value) for member in value.members}
    if value.type == "array":
        return [data(item) for item in value.items]
    return value.text if value.type == "string" else json.loads(value.text)


def test_every_key_and_value_has_its_place() -> None:
    tree = load_json('{\n  "a": [1, {"b": "c"}]\n}', "s.json")
    (member,) = tree.members
    assert (tree.place, member.place, member.value.place) == (
        Place("s.json", 1, 1),
        Place("s.json", 2, 3),
        Place("s.json", 2, 8),
    )
    one, two = member.value.items
    assert (one.type, one.text, one.place) == ("integer", "1", Place("s.json", 2, 9))
    assert two.members[0].place == Place("s.json", 2, 13)
    assert two.members[0].value.place == Place("s.json", 2, 18)


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("1", "integer"),
        ("-0", "integer"),
        ("1.0", "number"),
        ("1e3", "number"),
        ("1E3", "number"),
        ("true", "boolean"),
        ("null", "null"),
        ('""', "string"),
        ("[]", "array"),
        ("{}", "object"),
        ('"{not an object}"', "string"),
        ('"a \\" quote"', "string"),
        (" \t\r\n1 ", "integer"),
    ],
)
def test_types(text: str, type_: str) -> None:
    tree = load_json(text, "s.json")
    assert tree.type == type_
    assert data(tree) == json.loads(text)


def test_of_two_equal_keys_the_later_counts() -> None:
    tree = load_json('{"a": 1, "a": 2}', "s.json")
    assert [member.value.text for member in tree.members] == ["1", "2"]
    assert (value := tree.get("a")) is not None
    assert value.text == "2"
    assert tree.get("b") is None


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("", 1, 1),
        ("{", 1, 2),
        ('{"a" 1}', 1, 6),
        ("[1,\n2 3]", 2, 3),
        ("{'a': 1}", 1, 2),
        ('{"a": 1} x', 1, 10),
        ("[NaN]", 1, 2),
        ('["NaN",\n -Infinity]', 2, 2),
        ('"tab\there"', 1, 5),
        ("[01]", 1, 3),
        ("[.5]", 1, 2),
        ('["\\x"]', 1, 3),
    ],
)
def test_what_is_not_json_is_said_with_its_place(text: str, line: int, column: int) -> None:
    with pytest.raises(MalformedJson) as found:
        load_json(text, "s.json")
    assert found.value.place == Place("s.json", line, column)
    assert found.value.message


@pytest.mark.parametrize("opening", ["[", '{"a":'])
def test_no_depth_ends_the_process(opening: str) -> None:
    with pytest.raises(MalformedJson):
        load_json(opening * 200_000, "s.json")


def test_trees_say_what_the_text_says() -> None:
    chance = random.Random(1)

    def make(depth: int) -> Any:
        kind = chance.randrange(8 if depth else 6)
        if kind == 6:
            return [make(depth - 1) for _ in range(chance.randrange(4))]
        if kind == 7:
            return {chance.choice('ab"\\é\U0001f600{'): make(depth - 1) for _ in range(3)}
        return [None, True, -7, 2.5, "x", 'q"\\\n\u2028é\U0001f600'][kind]

    for number in range(200):
        value = make(4)
        text = json.dumps(value, indent=number % 3, ensure_ascii=bool(number % 2))
        assert data(load_json(text, "s.json")) == value

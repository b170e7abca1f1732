# SPDX-License-Identifier: Apache-2.0
"""Schemas of bodies: what rows and samples together say of a key."""

from __future__ import annotations

import json
from typing import Any

import pytest
from openapi_cases import document, operations_in, reasons, request_schema, response_schema
from references import operation

SHOW = "GET /servers/{id}"


def schema_of(response: str, sample: Any = None) -> Any:
    """The schema of an answer that a table describes and a sample shows."""
    content = shown(response, sample)
    ((_, _, found),) = operations_in(content)
    return response_schema(content, found)


def shown(response: str, sample: Any = None, **more: Any) -> Any:
    """The document of one operation with a table and a sample of its answer."""
    samples = {} if sample is None else {"show-response.json": json.dumps(sample)}
    one = operation(
        SHOW, response=response, samples=tuple(samples), codes="Normal response codes: 200", **more
    )
    return document(one, samples=samples)


@pytest.mark.parametrize(
    ("row", "schema"),
    [
        ("name type=string", {"type": "string"}),
        ("size type=int", {"type": "integer"}),
        ("size type=float", {"type": "number"}),
        ("on type=bool", {"type": "boolean"}),
        ("pause type=none", {"type": "null"}),
        ("tags type=list_of_strings", {"type": "array", "items": {"type": "string"}}),
        ("lists type=list_of_lists", {"type": "array", "items": {"type": "array", "items": {}}}),
        ("tags type=array", {"type": "array", "items": {}}),
        ("id type=uuid", {"type": "string", "format": "uuid"}),
        ("at type=date", {"type": "string", "format": "date"}),
        ("any type=string_or_object", {"type": ["object", "string"]}),
        ("kind type=enum", {"x-apiref-type": "enum"}),
    ],
)
def test_a_type_in_json_schema(row: str, schema: Any) -> None:
    (found,) = schema_of(row)["properties"].values()
    if schema == {"type": "array", "items": {"type": "array", "items": {}}}:
        schema = {"type": "array", "items": {"type": "array"}}
        found["items"].pop("items", None)
    assert found == schema


def test_rows_lie_where_samples_have_their_keys() -> None:
    found = schema_of(
        "server type=object\n id type=string\n flavor type=object\n vcpus type=integer",
        {"server": {"id": "a", "flavor": {"vcpus": 2}}},
    )
    server = found["properties"]["server"]
    assert list(found["properties"]) == ["server"]
    assert list(server["properties"]) == ["id", "flavor"]
    assert server["properties"]["flavor"]["properties"] == {"vcpus": {"type": "integer"}}


def test_dotted_names_nest_without_a_sample() -> None:
    found = schema_of("networks type=array\n networks.uuid type=string\n fault.code type=integer")
    assert found["properties"]["networks"]["items"]["properties"] == {"uuid": {"type": "string"}}
    assert found["properties"]["fault"]["properties"] == {"code": {"type": "integer"}}


def test_a_row_that_no_sample_shows_lies_with_its_neighbours() -> None:
    found = schema_of(
        "id type=string\n rare type=string\n name type=string\n last type=string",
        {"volume": {"id": "a", "name": "b"}},
    )
    assert set(found["properties"]["volume"]["properties"]) == {"id", "rare", "name", "last"}


def test_what_accompanies_a_list_lies_beside_it() -> None:
    found = schema_of("id type=string\n servers_links type=array", {"servers": [{"id": "a"}]})
    assert set(found["properties"]) == {"servers", "servers_links"}


def test_required_is_what_its_definition_requires() -> None:
    from dataclasses import replace

    one = operation(SHOW, response="id type=string\nname type=string", codes="Normal: 200")
    first, second = one.parameters
    assert first.definition is not None
    required = replace(first, definition=replace(first.definition, required=True))
    content = document(replace(one, parameters=(required, second)))
    ((_, _, found),) = operations_in(content)
    assert response_schema(content, found, "default")["required"] == ["id"]


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("8c69e9f2-55a6-4f0e-b4e2-4d6b6c9a1a11", "uuid"),
        ("2019-04-23T15:19:15Z", "date-time"),
        ("2019-04-23T15:19:15+02:00", "date-time"),
        ("2019-04-23T15:19:15.123456", "date-time-local"),
        ("2019-04-23", "date"),
        ("192.0.2.1", "ipv4"),
        ("2001:db8::1", "ipv6"),
        ("http://openstack.example.com/v2.1", "uri"),
        ("a@example.com", "email"),
        ("2019-04-23 15:19:15", ""),
        ("8c69e9f255a64f0eb4e24d6b6c9a1a11", ""),
        ("2019-13-23T15:19:15Z", ""),
        ("2019-02-30", ""),
        ("", ""),
    ],
)
def test_the_format_of_what_a_sample_shows(value: str, name: str) -> None:
    found = schema_of("key type=string", {"key": value})["properties"]["key"]
    assert found.get("format", "") == name


def test_a_format_is_what_all_values_have() -> None:
    found = schema_of("ids type=array", {"ids": ["2019-04-23", "none"]})
    assert "format" not in found["properties"]["ids"]["items"]


def test_null_is_admitted_where_a_sample_shows_it() -> None:
    content = shown("name type=string\nsize type=integer", {"name": None, "size": 1})
    ((_, _, found),) = operations_in(content)
    properties = response_schema(content, found)["properties"]
    assert properties["name"]["type"] == ["string", "null"]
    assert properties["size"]["type"] == "integer"
    assert reasons(content) == []


def test_a_key_that_only_a_sample_shows_is_marked() -> None:
    found = schema_of("server type=object\n id type=string", {"server": {"id": "a", "x": 1}})
    assert found["properties"]["server"]["properties"]["x"] == {
        "type": "integer",
        "x-apiref-undocumented": True,
    }


@pytest.mark.parametrize(
    ("rows", "sample"),
    [
        ("metadata type=object\nmetadata.{key} type=string", {"metadata": {"a": "b"}}),
        ("metadata type=object", {"metadata": {"My Name": "b"}}),
        ("tags type=array\nmetadata type=object", {"metadata": {"172.0.0.1": "x"}, "tags": []}),
        (
            "metadata type=object\nmetadata.key type=string\nmetadata.value type=string",
            {"metadata": {"a": "b"}},
        ),
    ],
)
def test_keys_that_users_choose_are_no_properties(rows: str, sample: Any) -> None:
    found = schema_of(rows, sample)["properties"]["metadata"]
    assert "properties" not in found
    assert found["additionalProperties"]["type"] == "string"


def test_objects_without_a_key_in_common_are_maps() -> None:
    found = schema_of("all type=array", {"all": [{"a": 1}, {"b": 2}]})["properties"]["all"]
    assert found["items"] == {"type": "object", "additionalProperties": {"type": "integer"}}


def test_a_name_with_a_placeholder_is_a_pattern() -> None:
    found = schema_of(
        "volumes_{type} type=integer\ntotal type=integer", {"volumes_lvm": 1, "total": 2}
    )
    assert found["patternProperties"] == {"^volumes_.+$": {"type": "integer"}}
    assert set(found["properties"]) == {"total"}


def test_a_row_may_be_named_after_the_placeholder_that_says_which_key() -> None:
    one = operation(
        "PUT /servers/{id}/metadata/{key}",
        request="key type=string",
        samples=("put-request.json",),
    )
    content = document(one, samples={"put-request.json": '{"colour": "red"}'})
    ((_, _, found),) = operations_in(content)
    assert request_schema(content, found) == {
        "type": "object",
        "additionalProperties": {"type": "string"},
    }


def test_rows_of_one_name_that_differ_between_versions_are_alternatives() -> None:
    found = schema_of("flavor: a type=string ..2.46\nflavor: b type=object 2.47..")
    assert found["properties"]["flavor"] == {
        "anyOf": [
            {"type": "string", "x-apiref-versions": {"max": "2.46"}},
            {"type": "object", "x-apiref-versions": {"min": "2.47"}},
        ]
    }


def test_a_body_may_be_an_array() -> None:
    assert schema_of("id type=string", [{"id": "a"}]) == {
        "type": "array",
        "items": {"type": "object", "properties": {"id": {"type": "string"}}},
    }


def test_what_a_row_declares_holds_against_the_sample() -> None:
    content = shown("size type=integer", {"size": "1"})
    ((_, _, found),) = operations_in(content)
    assert response_schema(content, found)["properties"]["size"] == {"type": "integer"}
    assert content["x-apiref-notes"] == [
        {
            "kind": "sample",
            "operation": "index#show-server",
            "place": "show-response.json:1:10",
            "reason": "'size' is string '1', expected integer",
        }
    ]


def test_rows_in_what_is_said_to_be_a_text_are_kept_aside() -> None:
    found = schema_of("group type=string\ngroup.name type=string")["properties"]["group"]
    assert found == {
        "type": "string",
        "x-apiref-inside": {"properties": {"name": {"type": "string"}}},
    }


def test_a_sample_is_nested_deeper_than_any_schema() -> None:
    deep = '{"a":' * 300 + "1" + "}" * 300
    one = operation(SHOW, samples=("deep-response.json",), codes="Normal response codes: 200")
    content = document(one, samples={"deep-response.json": deep})
    assert json.dumps(content)

# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI document of a reference: parameters, answers, versions, sharing, and its text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import yaml
from openapi_cases import (
    document,
    inline,
    operations_in,
    parameters_of,
    publication,
    reasons,
    request_schema,
    resolve,
    response_schema,
)
from references import operation
from ruamel.yaml import YAML

from os_apiref.export.formats import FORMATS, UnknownVersion, Wishes
from os_apiref.export.openapi.document import make_document
from os_apiref.export.openapi.write import write_json, write_yaml
from os_apiref.export.publication import OperationProse, Prose, Remark
from os_apiref.model.microversion import Microversion
from os_apiref.model.operation import CodeBlock, Operation
from os_apiref.model.parameter import Role, Text
from os_apiref.model.status import StatusCode, StatusType
from os_apiref.problems import Place

OK = "Normal response codes: 200"


def only(content: Any) -> Any:
    ((_, _, found),) = operations_in(content)
    return found


# Paths and methods


def test_a_method_without_a_field_stands_in_an_extension() -> None:
    content = document(operation("METHOD /copy"), operation("GET /copy", anchor="get-copy"))
    item = content["paths"]["/copy"]
    assert set(item) == {"get", "x-apiref-additional-operations"}
    found = item["x-apiref-additional-operations"]["METHOD"]
    assert found["operationId"] == "show_server"
    assert reasons(content, "method") == ["a Path Item has no field for the method METHOD"]


def test_a_query_in_a_path_becomes_parameters() -> None:
    content = document(
        operation("GET /servers?name={name}&all=1", request="name in=query type=string")
    )
    found = parameters_of(content, only(content))
    assert found["query", "name"]["schema"] == {"type": "string"}
    assert found["query", "all"]["schema"] == {"type": "string", "const": "1"}
    assert found["query", "all"]["required"] is True
    assert reasons(content, "query-in-path") == [
        "the query in /servers?name={name}&all=1 is said by parameters: 'name', 'all'"
    ]


def test_an_absolute_url_names_the_server_of_its_operation() -> None:
    content = document(operation("GET https://{region}.example.com/v2"))
    assert only(content)["servers"] == [
        {"url": "https://{region}.example.com", "variables": {"region": {"default": "region"}}}
    ]


def test_two_operations_of_one_anchor_have_different_names() -> None:
    content = document(
        operation("GET /a", docname="v2"),
        operation("GET /b", docname="v3"),
        operation("GET /c", docname="v3", anchor="other"),
    )
    names = [one["operationId"] for _, _, one in operations_in(content)]
    assert names == ["v2_show_server", "v3_show_server", "other"]


# Parameters


def test_each_placeholder_has_a_parameter_with_or_without_a_row() -> None:
    content = document(operation("GET /a/{id}/b/{name}", request="id in=path type=uuid"))
    found = parameters_of(content, only(content))
    assert found["path", "id"]["schema"] == {"type": "string", "format": "uuid"}
    assert found["path", "name"] == {
        "name": "name",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
    }


def test_a_placeholder_twice_is_described_twice() -> None:
    content = document(operation("GET /a/{id}/b/{id}", request="id in=path type=uuid"))
    found = parameters_of(content, only(content))
    assert found["path", "id"]["schema"] == found["path", "id_2"]["schema"]


def test_a_row_of_the_name_of_a_placeholder_describes_it_though_it_says_body() -> None:
    content = document(operation("POST /a/{id}", request="id type=uuid\npause type=none"))
    found = only(content)
    assert parameters_of(content, found)["path", "id"]["schema"]["format"] == "uuid"
    assert list(request_schema(content, found)["properties"]) == ["pause"]
    assert reasons(content, "row") == [
        "'id' is a placeholder of the path, and its definition does not say so"
    ]


def test_a_key_of_the_name_of_a_placeholder_is_a_key() -> None:
    content = document(
        operation("PUT /a/{id}", request="id in=path\nid: b type=uuid", samples=("a-req.json",)),
        samples={"a-req.json": '{"id": "8c69e9f2-55a6-4f0e-b4e2-4d6b6c9a1a11"}'},
    )
    assert list(request_schema(content, only(content))["properties"]) == ["id"]


def test_an_expression_in_a_placeholder_is_its_pattern() -> None:
    content = document(operation(r"GET /a/{id:\d{4}}"))
    (found,) = parameters_of(content, only(content)).values()
    assert found["schema"] == {"type": "string", "pattern": r"^(?:\d{4})$"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("gone in=path", "the path has no such placeholder"),
        ("what: ?", "no file defines 'undefined'"),
        ("odd in=boddy", "the operation has no body"),
        ("Content-Type in=header", "OpenAPI says by other means what this header holds"),
    ],
)
def test_a_row_that_has_no_place_is_kept(row: str, reason: str) -> None:
    content = document(operation("GET /servers", request=row))
    (found,) = only(content)["x-apiref-unplaced"]
    assert found["reason"] == reason
    assert found["name"] == row.partition(" ")[0].removesuffix(":")


def test_rows_of_one_name_in_different_versions_are_one_parameter() -> None:
    content = document(
        operation(
            "GET /servers",
            request="all: a in=query type=string ..2.9\nall: b in=query type=boolean 2.10..",
        )
    )
    (found,) = parameters_of(content, only(content)).values()
    assert found["schema"] == {
        "anyOf": [
            {"type": "string", "x-apiref-versions": {"max": "2.9"}},
            {"type": "boolean", "x-apiref-versions": {"min": "2.10"}},
        ]
    }
    assert "x-apiref-versions" not in found


def test_headers_of_an_answer_are_its_headers() -> None:
    content = document(operation("POST /servers", response="Location in=header", codes=OK))
    response = resolve(content, only(content)["responses"]["200"])
    assert response["headers"] == {"Location": {"schema": {"type": "string"}}}


# Answers


def test_reasons_of_one_code_are_all_kept() -> None:
    place = Place("a.rst", 1)
    texts = [Text(text, "status.yaml", (1,)) for text in ("No such server.", "No such flavor.")]
    statuses = tuple(
        StatusCode(404, StatusType.ERROR, place, reason, text)
        for reason, text in zip(("server", "flavor"), texts, strict=True)
    )
    content = document(replace(operation("GET /servers/{id}"), statuses=statuses))
    assert only(content)["responses"]["404"] == {
        "description": "- No such server.\n- No such flavor.",
        "x-apiref-reasons": [
            {"type": "error", "reason": "server", "description": "No such server."},
            {"type": "error", "reason": "flavor", "description": "No such flavor."},
        ],
    }


def test_that_an_error_counts_as_a_success_is_said() -> None:
    content = document(operation("GET /a", codes="Normal response codes: 200, 501"))
    found = only(content)["responses"]
    assert found["501"]["x-apiref-reasons"] == [{"type": "success"}]
    assert "x-apiref-reasons" not in found["200"]


def test_success_codes_carry_the_body_and_204_carries_none() -> None:
    content = document(
        operation("GET /a", response="id", codes="Normal response codes: 200, 204, 300")
    )
    found = only(content)["responses"]
    carriers = {code for code, one in found.items() if "content" in resolve(content, one)}
    assert carriers == {"200", "300"}


def test_where_nothing_is_said_of_codes_the_default_answer_has_the_body() -> None:
    content = document(operation("GET /a", response="id"))
    assert list(only(content)["responses"]) == ["default"]
    assert list(response_schema(content, only(content), "default")["properties"]) == ["id"]


def test_a_number_that_is_no_code_is_kept() -> None:
    place = Place("a.rst", 1)
    odd = StatusCode(722, StatusType.ERROR, place)
    content = document(replace(operation("GET /a", codes=OK), statuses=(odd,)))
    assert only(content)["responses"]["x-apiref-other-codes"] == {
        "722": {"description": "Status code 722"}
    }


# Bodies


def test_the_header_content_type_names_the_media_type() -> None:
    upload = operation("PUT /image/file", request="Content-Type in=header")
    (row,) = upload.parameters
    assert row.definition is not None
    text = Text("Use ``application/octet-stream``.", "a.yaml", (1,))
    row = replace(row, definition=replace(row.definition, description=text))
    content = document(replace(upload, parameters=(row,)))
    assert only(content)["requestBody"]["content"] == {"application/octet-stream": {}}


def test_a_patch_has_the_media_type_of_patches() -> None:
    patch = '[{"op": "replace", "path": "/name", "value": "a"}]'
    content = document(
        operation("PATCH /a", samples=("a-request.json",)), samples={"a-request.json": patch}
    )
    assert list(only(content)["requestBody"]["content"]) == ["application/json-patch+json"]


def test_a_sample_is_an_example_by_the_name_of_its_file() -> None:
    content = document(
        operation("GET /a", samples=("v2.3/a-response.json",), codes=OK),
        samples={"v2.3/a-response.json": '{"id": 1.50, "big": 12345678901234567890}'},
    )
    response = resolve(content, only(content)["responses"]["200"])
    assert response["content"]["application/json"]["examples"] == {
        "a-response-v2.3": {
            "value": {"id": 1.5, "big": 12345678901234567890},
            "x-apiref-versions": {"min": "2.3", "max": "2.3"},
        }
    }


def test_json_in_the_document_itself_is_an_example_and_a_call_is_none() -> None:
    place = Place("a.rst", 9)
    blocks = (
        CodeBlock('{"id": 1}', "json", place, Role.RESPONSE, "Response"),
        CodeBlock("GET /a HTTP/1.1", "http", place, Role.REQUEST),
    )
    content = document(replace(operation("GET /a", codes=OK), code_blocks=blocks))
    found = only(content)
    response = resolve(content, found["responses"]["200"])
    assert response["content"]["application/json"]["examples"]["Response"]["value"] == {"id": 1}
    assert "requestBody" not in found
    (shown,) = found["x-apiref-operations"]
    assert [one.get("text") for one in shown["samples"]] == [None, "GET /a HTTP/1.1"]


# Versions


def versioned() -> Operation:
    return operation(
        "POST /servers",
        span="2.1..",
        request="name\ntags type=array 2.52..",
        response="flavor: a type=string ..2.46\nflavor: b type=object 2.47..",
        codes="Normal response codes: 200 (microversions 2.0 - 2.9), 202 (microversion 2.10 - )",
        samples=("create-request.json", "v2.52/create-request.json"),
    )


SAMPLES = {
    "create-request.json": '{"name": "a"}',
    "v2.52/create-request.json": '{"name": "a", "tags": []}',
}


def test_versions_are_extensions_of_all_that_has_some() -> None:
    content = document(versioned(), samples=SAMPLES)
    found = only(content)
    assert found["x-apiref-versions"] == {"min": "2.1"}
    tags = request_schema(content, found)["properties"]["tags"]
    assert tags["x-apiref-versions"] == {"min": "2.52"}
    assert resolve(content, found["responses"]["200"])["x-apiref-versions"] == {
        "min": "2.0",
        "max": "2.9",
    }


@pytest.mark.parametrize(
    ("version", "keys", "flavor", "codes", "example"),
    [
        ("2.5", ["name"], "string", ["200"], "create-request"),
        ("2.46", ["name"], "string", ["202"], "create-request"),
        ("2.47", ["name"], "object", ["202"], "create-request"),
        ("2.52", ["name", "tags"], "object", ["202"], "create-request-v2.52"),
    ],
)
def test_the_view_of_a_version_has_what_holds_in_it(
    version: str, keys: list[str], flavor: str, codes: list[str], example: str
) -> None:
    content = document(versioned(), samples=SAMPLES, at_version=version)
    found = only(content)
    assert list(request_schema(content, found)["properties"]) == keys
    assert list(found["responses"]) == codes
    answer = response_schema(content, found, codes[0])
    assert answer["properties"]["flavor"]["type"] == flavor
    assert list(found["requestBody"]["content"]["application/json"]["examples"]) == [example]
    assert content["info"]["version"] == version
    assert "x-apiref-versions" not in json.dumps(content)


def test_an_operation_of_other_versions_is_not_in_a_view() -> None:
    content = document(operation("GET /a", span="..2.5"), versioned(), at_version="2.6")
    assert list(content["paths"]) == ["/servers"]


def test_what_is_required_since_a_version_is_required_in_its_view() -> None:
    one = versioned()
    rows = tuple(
        replace(use, definition=use.definition and replace(use.definition, required=True))
        for use in one.parameters
    )
    one = replace(one, parameters=rows)
    whole = request_schema(found := document(one), only(found))
    assert whole["required"] == ["name"]
    assert whole["properties"]["tags"]["x-apiref-required"] is True
    view = request_schema(found := document(one, at_version="2.52"), only(found))
    assert view["required"] == ["name", "tags"]


@pytest.mark.parametrize(
    ("version", "message"),
    [
        ("2", "'2' is no version; write two numbers, for instance 2.53"),
        ("latest", "'latest' is no version; write two numbers, for instance 2.53"),
        ("2.53", "there is no version 2.53: the latest that the reference names is 2.52"),
        ("3.1", "there is no version 3.1: the latest that the reference names is 2.52"),
    ],
)
def test_a_version_that_is_none_is_refused(version: str, message: str) -> None:
    with pytest.raises(UnknownVersion) as refused:
        document(versioned(), at_version=version)
    assert str(refused.value) == message


def test_a_reference_without_versions_has_no_view_of_one() -> None:
    with pytest.raises(UnknownVersion, match="names none at all"):
        document(operation("GET /a"), at_version="2.1")


def test_a_project_may_have_a_later_version_than_its_reference_names() -> None:
    latest = Microversion(2, 60)
    content = document(versioned(), at_version="2.60", microversion=latest)
    assert content["info"]["version"] == "2.60"


# What a project says


def test_a_credential_is_security_and_a_version_is_a_parameter_of_every_path() -> None:
    headers = {"X-Auth-Token": "{token}", "OpenStack-API-Version": "compute {version}"}
    content = document(versioned(), headers=headers, at_version="2.52")
    assert content["components"]["securitySchemes"] == {
        "X-Auth-Token": {"type": "apiKey", "in": "header", "name": "X-Auth-Token"}
    }
    assert content["security"] == [{"X-Auth-Token": []}]
    (reference,) = content["paths"]["/servers"]["parameters"]
    version = resolve(content, reference)
    assert version["required"] is True
    assert version["schema"] == {"type": "string", "const": "compute 2.52"}


def test_prose_describes_operations() -> None:
    one = operation("GET /a")
    said = OperationProse(
        Prose("Lists.", "<p>Lists.</p>", "*Lists.*"),
        (Remark("Errors", None, Prose("None.", "<p>None.</p>", "None.")),),
    )
    published = replace(
        publication(replace(one, id="index#show-server"), base_url="https://docs.example.org/api/"),
        operations={"index#show-server": said},
    )
    found = only(make_document(published).content)
    assert found["description"] == "*Lists.*\n\n**Errors**\n\nNone."
    assert found["externalDocs"] == {"url": "https://docs.example.org/api/index.html#show-server"}


def test_tags_are_the_sections_of_operations() -> None:
    content = document(
        replace(operation("GET /a"), sections=("V2", "Servers")),
        replace(operation("GET /b"), sections=("V3", "Servers")),
        replace(operation("GET /c"), sections=("V3", "Flavors")),
    )
    tags = [one["tags"] for _, _, one in operations_in(content)]
    assert tags == [["V2 – Servers"], ["V3 – Servers"], ["Flavors"]]
    assert [one["name"] for one in content["tags"]] == [name for (name,) in tags]


# Sharing


def test_what_stands_twice_is_a_component() -> None:
    rows = "server type=object\nserver.id type=uuid\nserver.name"
    content = document(
        operation("GET /a/{id}", request="id in=path", response=rows, codes=OK),
        operation("PUT /b/{id}", request="id in=path", response=rows, codes=OK, anchor="put"),
    )
    (_, _, first), (_, _, second) = operations_in(content)
    assert first["parameters"] == second["parameters"] == [{"$ref": "#/components/parameters/id"}]
    assert first["responses"] == second["responses"]
    assert set(content["components"]) == {"schemas", "parameters", "responses"}
    assert list(response_schema(content, first)["properties"]) == ["server"]


def test_what_stands_once_is_no_component() -> None:
    rows = "server type=object\nserver.id type=uuid\nserver.name"
    content = document(operation("GET /a/{id}", request="id in=path", response=rows, codes=OK))
    assert "components" not in content


# The text


HOSTILE = ["yes", "2.10", "1e3", "0o17", "12:30:45", "~", "", " a", "- b", "#", "a: b", "\u2028"]


def test_yaml_says_the_same_as_json() -> None:
    content = document(
        *(replace(versioned(), title=text, anchor=f"a{at}") for at, text in enumerate(HOSTILE)),
        samples={**SAMPLES, "create-request.json": json.dumps(HOSTILE)},
    )
    written = write_yaml(content)
    plain = json.loads("".join(write_json(content)))
    assert yaml.safe_load(written) == plain
    assert YAML(typ="safe", pure=True).load(written) == plain


@pytest.mark.parametrize("suffix", ["", ".json", ".yaml", ".yml"])
def test_the_suffix_of_the_file_decides_its_language(suffix: str) -> None:
    (file,) = FORMATS["openapi"].files(publication(versioned()), Wishes(suffix=suffix))
    text = "".join(file.pieces)
    assert text.startswith("{" if "y" not in suffix else "openapi: 3.1.0")


def test_two_exports_of_one_reference_are_the_same_bytes() -> None:
    texts = {"".join(write_json(document(versioned(), samples=SAMPLES))) for _ in range(2)}
    assert len(texts) == 1


def test_places_and_paths_start_at_the_sources() -> None:
    one = replace(operation("METHOD /a"), place=Place("/home/me/api/index.rst", 3))
    content = document(one, source="/home/me/api")
    assert content["x-apiref-notes"][0]["place"] == "index.rst:3"
    assert "/home/me" not in json.dumps(content)


def test_notes_are_counted() -> None:
    (file,) = FORMATS["openapi"].files(publication(operation("METHOD /a")), Wishes())
    assert file.remark == "2 notes at x-apiref-notes say what OpenAPI cannot"
    assert len(inline({}, json.loads("".join(file.pieces)))["x-apiref-notes"]) == 2
